"""Whether a page tells guests of an article that is hidden from them: what to look for, and where.

Pure: pages come in as text, evidence comes out.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from app.accounts.roles import GUEST, may
from app.errors import DomainError, InvalidInput
from app.search.documents import sections_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot

PHRASE: Final = 5  # words of a phrase of the text: two articles hardly share one by chance
PHRASES: Final = 6  # of one article that are looked for, spread over its text
PHRASES_TRIED: Final = 18  # until so many are found that stand in no public article
LEAST_LETTERS: Final = 8  # of an id or address: shorter ones stand everywhere by chance
BOUNDARY: Final = " | "
AROUND: Final = 60  # characters shown on either side of what was found

_WORDS: Final = re.compile(r"\w+")
_INLINE: Final = re.compile(r"<[^>]*>")
_BLOCKS: Final = re.compile(r"<(?!/?(?:mark|span|a|b|i|em|strong|bdi)\b)[^>]*>", re.IGNORECASE)
_ATTRIBUTE_ENDS: Final = re.compile(r"[<>\"\n]")
_TARGETS: Final = re.compile(r"\]\([^)]*\)|\]:.*")  # of links in Markdown: readers see none of them


@dataclass(frozen=True)
class Telltale:
    """Something that only a hidden article says: `kind` is its part, `text` folded to words."""

    kind: str
    text: str


@dataclass(frozen=True)
class Evidence:
    """A telltale that a page shows, with what stands around it there."""

    telltale: Telltale
    around: str


@dataclass(frozen=True)
class Wanted:
    """A hidden article and all that would tell of it."""

    article: Article
    telltales: tuple[Telltale, ...]


def hidden_from_guests(snapshot: Snapshot, now: datetime) -> list[Article]:
    """Return the articles that guests may not read, the latest change first."""
    found = [a for a in snapshot.articles.values() if not may(GUEST, "read", a.visibility(now))]
    return sorted(
        found, key=lambda a: (a.updated is None, a.updated and -a.updated.toordinal(), a.id)
    )


def get_hidden(snapshot: Snapshot, article_id: str, now: datetime) -> Article:
    """Return the article; raises InvalidInput for `article` when guests may read it."""
    article = snapshot.get(article_id)
    if may(GUEST, "read", article.visibility(now)):
        problem = DomainError("Эта статья открыта гостям: выберите скрытую.")
        raise InvalidInput({"article": problem})
    return article


def public_words(snapshot: Snapshot, now: datetime) -> str:
    """Return all that guests may read, folded, a space at either end: nothing of it is secret."""
    texts: list[str] = []
    for article in snapshot.articles.values():
        if may(GUEST, "read", article.visibility(now)):
            texts += [article.id, article.slug, *article.redirect_from, article.title]
            texts += [article.summary, *article.questions, *article.tags]
            texts.append(_TARGETS.sub("]", article.body))
    return f" {folded(' '.join(texts))} "


def wanted(article: Article, public: str) -> Wanted:
    """Return what tells of a hidden article and stands nowhere in `public` (see public_words)."""
    found = dict.fromkeys(Telltale(kind, folded(text)) for kind, text in _parts(article))
    body = [telltale for telltale in found if telltale.kind == "body"]
    tried = body[:: max(1, len(body) // PHRASES_TRIED)][:PHRASES_TRIED]
    unique = (t for t in tried if f" {t.text} " not in public)
    others = [t for t in found if t.kind != "body" and t.text and f" {t.text} " not in public]
    return Wanted(article, (*others, *islice(unique, PHRASES)))


def found_on(page: str, mimetype: str, asked: str, telltales: Iterable[Telltale]) -> list[Evidence]:
    """Return what a page tells, but for what the address that was `asked` says itself."""
    said = f" {folded(asked)} "
    shown = f" {BOUNDARY.join(folded(piece) for piece in _pieces(page, mimetype))} "
    return [
        Evidence(telltale, _around(shown, telltale.text))
        for telltale in telltales
        if f" {telltale.text} " in shown and f" {telltale.text} " not in said
    ]


def folded(text: str) -> str:
    """Return the words of a text, in lower case and ё as е, with single spaces between."""
    return " ".join(_WORDS.findall(text.lower().replace("ё", "е")))


def _pieces(page: str, mimetype: str) -> Iterator[str]:
    """What a page says piece by piece, its attributes and addresses too."""
    if mimetype == "application/json":
        yield from _strings(page)
    read = _INLINE.sub("", _BLOCKS.sub("\n", page))
    yield from html.unescape(read).splitlines()
    yield from _ATTRIBUTE_ENDS.split(html.unescape(page))


def _parts(article: Article) -> Iterator[tuple[str, str]]:
    yield from (
        (kind, name)
        for kind, name in (("id", article.id), ("slug", article.slug))
        if len(name) >= LEAST_LETTERS or "-" in name
    )
    if len(article.title.split()) > 1:
        yield "title", article.title
    yield from (("summary", phrase) for phrase in _phrases(article.summary))
    yield from (("question", q) for q in article.questions if len(q.split()) > 2)
    for section in sections_of(article):
        for line in section.text.splitlines():
            yield from (("body", phrase) for phrase in _phrases(line))


def _phrases(text: str) -> Iterator[str]:
    words = _WORDS.findall(text)
    for start in range(0, len(words) - PHRASE + 1, PHRASE):
        yield " ".join(words[start : start + PHRASE])


def _around(shown: str, text: str) -> str:
    place = shown.find(f" {text} ")
    return shown[max(0, place - AROUND) : place + len(text) + AROUND].strip()


def _strings(page: str) -> Iterator[str]:
    """The texts of a JSON answer, pieces of one title joined."""
    try:
        yield from _lines(json.loads(page))
    except ValueError:
        return


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _lines(inner)
    elif isinstance(value, list):
        texts = [one["text"] for one in value if isinstance(one, dict) and "text" in one]
        yield "".join(map(str, texts))
        for inner in value:
            yield from _lines(inner)
