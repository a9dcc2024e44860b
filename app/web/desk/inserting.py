"""Articles and their parts as an agent puts them into a reply: found, marked, made into text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app import clock, typed
from app.accounts.roles import GUEST, Reader, Role, may
from app.current import services
from app.errors import DomainError, InvalidInput, NotFound
from app.search.documents import sections_of
from app.tickets import article_links, hidden_links
from app.tickets.kinds import Inserted
from app.web import finding
from app.web.addresses import public_url
from app.web.desk.door import me
from app.web.finding import Found

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from app.articles.article import Article
    from app.search.results import Result
    from app.tickets.models import Ticket

REPLY, NOTE = "reply", "note"
LEAST_TYPED: Final = 2  # characters
LONGEST_QUERY: Final = 200
OPEN_ONES: Final = 6  # what the customer may read
STAFF_ONES: Final = 3  # what only staff may
REVISION_SHOWN: Final = 8  # characters of a revision in an address
LONGEST_QUOTE: Final = 1200  # characters
_SEPARATOR: Final = "#"  # between an article's id and the anchor of its part, in a form's value


class Shape(StrEnum):
    """As what an article is put into the text."""

    LINK = "link"
    TITLE = "title"
    QUOTE = "quote"


@dataclass(frozen=True)
class Insertable(Found):
    """An article, or its part; `hidden` when the customer may not read it."""

    was_read: bool

    @property
    def key(self) -> str:
        return f"{self.article.id}{_SEPARATOR}{self.anchor}"


def agents_reader() -> Reader:
    """Return an agent as reader: what is not published is offered to nobody, editors neither."""
    return Reader(Role.AGENT, me().id)


def find(query: str, form: str, lang: str, read: Collection[str] = ()) -> tuple[Insertable, ...]:
    """Return what fits a query: for a reply the articles that the customer may read, then staff's.

    `read` are ids of articles that the customer has read already.
    """
    text = typed.line(query)[:LONGEST_QUERY]
    if len(text) < LEAST_TYPED:
        return ()
    if form == NOTE:
        return insertables(finding.results(text, agents_reader(), lang, OPEN_ONES), read)
    found = finding.find(
        text, GUEST, agents_reader(), lang, open_ones=OPEN_ONES, hidden_ones=STAFF_ONES
    )
    return _for_agents(found, read)


def insertables(results: Iterable[Result], read: Collection[str]) -> tuple[Insertable, ...]:
    """Return the results that are still there, each marked with what an agent has to know."""
    return _for_agents(finding.marked(results, GUEST), read)


def get(key: str) -> tuple[Article, str]:
    """Return the article and anchor of an insertable's key.

    Raises NotFound where it is none that an agent may put into a text.
    """
    article_id, _, anchor = key.partition(_SEPARATOR)
    article = services().library.snapshot.find(article_id)
    if article is None or not may(agents_reader(), "read", article.visibility(clock.now())):
        raise NotFound("Такой статьи нет.")
    anchors = {part.anchor for part in sections_of(article)}
    return article, anchor if anchor in anchors else ""


def insert(ticket: Ticket, key: str, shape: str) -> str:
    """Link the article to the ticket and return what goes into the text; raises NotFound."""
    article, anchor = get(key)
    link = article_links.Article(article.id, article.revision, anchor)
    article_links.link(ticket.number, me().id, link, Inserted.INSERTED)
    if shape == Shape.TITLE:
        return f"«{article.title}»"
    return _quote(article, anchor) if shape == Shape.QUOTE else link_to(article, anchor)


def link_to(article: Article, anchor: str = "") -> str:
    """Return a Markdown link with the article's whole address, its revision and part."""
    revision = article.revision[:REVISION_SHOWN]
    url = public_url("site.article", slug=article.slug, rev=revision, _anchor=anchor or None)
    part = next((s.heading for s in sections_of(article) if anchor and s.anchor == anchor), "")
    name = f"{article.title}: {part}" if part else article.title
    return f"[{name.replace('[', '(').replace(']', ')')}]({url})"


def refuse_hidden(ticket: Ticket, body: str) -> None:
    """Raise InvalidInput for `body` where it leads to what the customer may not read."""
    snapshot = services().library.snapshot
    linked = [link.article_id for link in article_links.of(ticket.number)]
    hidden = hidden_links.hidden_from(GUEST, body, snapshot, clock.now(), linked)
    if hidden:
        raise InvalidInput({"body": _refusal(hidden)})


def _refusal(hidden: Iterable[Article]) -> DomainError:
    """Name the articles, but those that the agent may not read either by what was typed alone."""
    reader, now = agents_reader(), clock.now()
    titles = [a.title for a in hidden if may(reader, "read", a.visibility(now))]
    if not titles:
        return DomainError(
            "Не отправили: ответ ведёт на статью, которая не опубликована. Уберите её из ответа."
        )
    return DomainError(
        "Не отправили: «%(title)s» — только для сотрудников, клиент её не откроет. "
        "Уберите её из ответа или вставьте в заметку.",
        title=titles[0],
    )


def _quote(article: Article, anchor: str) -> str:
    section = next(s for s in sections_of(article) if s.anchor == anchor or not anchor)
    text = "\n".join(filter(None, [section.heading, section.text or article.summary]))
    if len(text) > LONGEST_QUOTE:
        text = text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"
    lines = [f"> {line}" if line else ">" for line in text.split("\n")]
    return "\n".join([*lines, "", link_to(article, section.anchor)])


def _for_agents(found: Iterable[Found], read: Collection[str]) -> tuple[Insertable, ...]:
    return tuple(Insertable(**vars(one), was_read=one.article.id in read) for one in found)


def as_json(found: Iterable[Insertable]) -> list[Mapping[str, object]]:
    """Return what the page's script shows."""
    return [
        {
            "key": one.key,
            "title": [{"text": f.text, "matched": f.matched} for f in one.title],
            "part": " › ".join(one.headings),
            "hidden": one.hidden,
            "read": one.was_read,
        }
        for one in found
    ]
