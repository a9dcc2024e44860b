"""An article's way to its readers: one table of who may take which step, and the step itself.

Authors are whoever may write and has begun the article, or owns it. Who reviews, publishes and
edits is said by the table of rights; a review is of what waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app import clock
from app.accounts.roles import may
from app.db import transaction
from app.editing import comments, revisions
from app.editing.revisions import Author
from app.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from app.accounts.models import Account
    from app.accounts.roles import Action
    from app.articles.article import Article, Status
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor
    from app.editing.folder import Saved

STEP: Final = "status:"  # begins the note of a revision that took a step, before its new state


class Part(StrEnum):
    """What somebody is to an article."""

    AUTHOR = "author"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    EDITOR = "editor"


# Part → the right that gives it; being an author is a matter of the article.
RIGHTS: Final[Mapping[Part, Action]] = {
    Part.REVIEWER: "review",
    Part.PUBLISHER: "publish",
    Part.EDITOR: "edit",
}
WRITING: Final = frozenset({Part.AUTHOR, Part.EDITOR})
EDITORS: Final = frozenset({Part.EDITOR})
PUBLISHERS: Final = frozenset({Part.PUBLISHER})

# (from, to) → who may take the step.
STEPS: Final[Mapping[tuple[Status, Status], frozenset[Part]]] = {
    ("draft", "review"): WRITING,
    ("draft", "published"): PUBLISHERS,
    ("draft", "archived"): frozenset({Part.AUTHOR, Part.PUBLISHER}),
    ("review", "published"): PUBLISHERS,
    ("review", "draft"): frozenset({Part.AUTHOR, Part.REVIEWER}),
    ("review", "archived"): PUBLISHERS,
    ("published", "draft"): PUBLISHERS,
    ("published", "archived"): PUBLISHERS,
    ("archived", "draft"): PUBLISHERS,
    ("archived", "published"): PUBLISHERS,
}
# State → who may change the text.
WRITERS: Final[Mapping[Status, frozenset[Part]]] = {
    "draft": WRITING,
    "review": WRITING,
    "published": EDITORS,
    "archived": EDITORS,
}
# State → who may remove the article: no reader loses a page by it.
REMOVERS: Final[Mapping[Status, frozenset[Part]]] = {
    "draft": WRITING,
    "review": frozenset(),
    "published": frozenset(),
    "archived": EDITORS,
}


@dataclass(frozen=True)
class Step:
    """A step that somebody asks for, seeing the version `base`.

    `publish_at` and `unpublish_at` are aware moments, for publishing alone. `comment` tells the
    author what to change, when a reviewer sends the article back.
    """

    to: Status
    base: str
    comment: str = ""
    publish_at: datetime | None = None
    unpublish_at: datetime | None = None
    fields: Mapping[str, object] = field(default_factory=dict)


def begun(by: Author) -> dict[str, object]:
    """Return the fields with which somebody's article begins: theirs, and in work."""
    owner = by.email.partition("@")[0]
    return {**({"owner": owner} if owner else {}), "confidence": "wip"}


def is_author(account: Account, article: Article, first_author: int | None) -> bool:
    """Tell whether the account began the article, or is its owner by name, address or login."""
    owner = article.owner.casefold()
    mine = (account.email, account.email.partition("@")[0], account.name)
    return account.id == first_author or (bool(owner) and owner in map(str.casefold, mine))


def parts(account: Account, article: Article) -> frozenset[Part]:
    """Return what the account is to the article; nothing for those who may not write."""
    return held(account, article, revisions.first_author(article.id))


def seen(account: Account, articles: Iterable[Article]) -> dict[str, frozenset[Part]]:
    """Return which of the articles the account may see in the studio, by id: with its parts there.

    Two queries at most, however many articles there are.
    """
    begun = revisions.begun_by(account.id)
    now, reader = clock.now(), account.reader
    found = {}
    for article in articles:
        own = held(account, article, account.id if article.id in begun else None)
        if own or may(reader, "read", article.visibility(now)):
            found[article.id] = own
    return found


def held(account: Account, article: Article, first_author: int | None) -> frozenset[Part]:
    """Return the account's parts in an article that `first_author` has begun."""
    reader = account.reader
    if not may(reader, "write"):
        return frozenset()
    found = {part for part, right in RIGHTS.items() if may(reader, right)}
    if article.status != "review":
        found.discard(Part.REVIEWER)
    if is_author(account, article, first_author):
        found.add(Part.AUTHOR)
    return frozenset(found)


def may_write(own: frozenset[Part], status: Status) -> bool:
    """Tell whether somebody with these parts may change the text in this state."""
    return not WRITERS[status].isdisjoint(own)


def steps(own: frozenset[Part], status: Status) -> tuple[Status, ...]:
    """Return the states that somebody with these parts may take the article to."""
    return tuple(to for (at, to), who in STEPS.items() if at == status and who & own)


def get_seen(
    account: Account, snapshot: Snapshot, article_id: str
) -> tuple[Article, frozenset[Part]]:
    """Return an article that the account may see in the studio, and its parts in it.

    Raises NotFound: to others a hidden article does not exist.
    """
    article = snapshot.find(article_id)
    own = parts(account, article) if article else frozenset()
    if article is None or not (own or may(account.reader, "read", article.visibility(clock.now()))):
        raise NotFound("Статья не найдена.")
    return article, own


def take(editor: Editor, article_id: str, account: Account, step: Step) -> Saved:
    """Take the article to another state.

    Raises NotFound, Forbidden, InvalidInput by field, Conflict when the article is not as it was
    seen: two who publish at once publish once.
    """
    with editor.writing() as snapshot:
        article, own = get_seen(account, snapshot, article_id)
        check(article, own, step)
        fields = _fields(article, step)
        by = Author.of(account)
        with transaction():
            if step.comment.strip():
                asks = Part.REVIEWER in own and (article.status, step.to) == ("review", "draft")
                word = comments.Word(article_id, article.revision, step.comment)
                comments.add(word, account.id, asks_changes=asks)
            return editor.change(article_id, by, fields, base=step.base, note=STEP + step.to)


def check(article: Article, own: frozenset[Part], step: Step) -> None:
    """Raise what `take` raises to somebody with these parts, as the article is now."""
    if article.revision != step.base:
        raise Conflict(
            "Статья уже не та, что вы видели: последняя правка — %(author)s. Обновите страницу "
            "и решите снова.",
            author=_last_author(article),
        )
    if step.to not in steps(own, article.status):
        raise Forbidden("У вас нет права на этот шаг.")
    sends_back = (article.status, step.to) == ("review", "draft") and Part.AUTHOR not in own
    if sends_back and not step.comment.strip():
        raise InvalidInput({"comment": DomainError("Напишите автору, что изменить.")})
    if step.to == "published":
        _check_publishing(article, step)


def _check_publishing(article: Article, step: Step) -> None:
    if not article.body.strip():
        raise InvalidInput({"body": DomainError("В статье нет текста: публиковать нечего.")})
    begins = max(step.publish_at or clock.now(), clock.now())
    if step.unpublish_at and step.unpublish_at <= begins:
        problem = DomainError("Статья ушла бы раньше, чем вышла: поставьте время позже.")
        raise InvalidInput({"unpublish_at": problem})


def _last_author(article: Article) -> str:
    newest = revisions.latest(article.id)
    if newest is None or newest.is_from_file:
        return "в файле"
    return newest.author


def _fields(article: Article, step: Step) -> dict[str, object]:
    """Return what a step changes in the front matter; a moment that is None goes away."""
    changed: dict[str, object] = {"status": step.to, "publish_at": None, "unpublish_at": None}
    if step.to == "archived":
        return {"status": step.to, "publish_at": None}
    if step.to == "published":
        changed |= {"publish_at": _written(step.publish_at)}
        changed |= {"unpublish_at": _written(step.unpublish_at)}
        changed |= {"updated": clock.now().date().isoformat()}
        if article.confidence == "wip":
            changed["confidence"] = "not-validated"
    return {**changed, **step.fields}


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None
