"""What is done to articles from the list: verified, given to somebody, put off, archived; undone.

One table says who may; a deed keeps what is needed to take it back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from app import clock
from app.articles.snapshot import ArticleNotFound
from app.curation.attention import listing, snoozes
from app.curation.attention.models import Deed
from app.db import session, transaction
from app.editing import revisions, workflow
from app.editing.revisions import Author
from app.editing.workflow import EDITORS, PUBLISHERS, WRITING
from app.errors import Conflict, DomainError, Forbidden, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.accounts.models import Account
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.curation.attention.reasons import Reason
    from app.editing.editor import Editor
    from app.editing.workflow import Part

MOST: Final = 200  # articles of one deed
LONGEST_PUT_OFF: Final = timedelta(days=366)


class Action(StrEnum):
    """What can be done about articles in the list."""

    VERIFY = "verify"
    ASSIGN = "assign"
    SNOOZE = "snooze"
    ARCHIVE = "archive"


RIGHTS: Final[Mapping[Action, frozenset[Part]]] = {
    Action.VERIFY: WRITING,
    Action.SNOOZE: WRITING,
    Action.ASSIGN: EDITORS,
    Action.ARCHIVE: PUBLISHERS,
}
# What is said of a text as the person saw it.
OF_THE_TEXT: Final = frozenset({Action.VERIFY, Action.ARCHIVE})


@dataclass(frozen=True)
class Order:
    """What to do to which articles; `owner` is an address or "" for nobody.

    `until` is the first day on which what is put off shows again, `reasons` what to put off: every
    reason that an article is listed for. `revisions` are those that the person saw: what is said of
    a text is not said of another one.
    """

    action: Action
    article_ids: Sequence[str]
    owner: str = ""
    until: date | None = None
    reasons: Mapping[str, Sequence[Reason]] = field(default_factory=dict)
    revisions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """What came of an order; `deed_id` is None where nothing was done."""

    deed_id: int | None
    number: int
    refused: Sequence[tuple[str, DomainError]] = ()


def held(account: Account, article: Article) -> frozenset[Part]:
    """Return what the account is to an article here: its editor, or its owner."""
    return workflow.held(account, article, None)


def may_do(account: Account, action: Action, article: Article) -> bool:
    """Tell whether the account may do this to the article."""
    return not RIGHTS[action].isdisjoint(held(account, article))


def checked(order: Order) -> Order:
    """Return the order as it can be done; raises InvalidInput for `ids` and `until`."""
    problems: dict[str, DomainError] = {}
    if not order.article_ids:
        problems["ids"] = DomainError("Отметьте хотя бы одну статью.")
    if len(order.article_ids) > MOST:
        problems["ids"] = DomainError("За раз можно изменить не больше %(most)s статей.", most=MOST)
    if order.action is Action.SNOOZE:
        today = clock.now().date()
        if order.until is None or not today < order.until <= today + LONGEST_PUT_OFF:
            problems["until"] = DomainError("Укажите день с завтрашнего и не дальше года вперёд.")
    if problems:
        raise InvalidInput(problems)
    return order


def do(editor: Editor, order: Order, account: Account) -> Done:
    """Do it to each article that allows it; the others are named with why.

    Raises InvalidInput for `ids` and `until`.
    """
    checked(order)
    changes: list[list[Any]] = []
    refused: list[tuple[str, DomainError]] = []
    with editor.writing() as snapshot, transaction() as rows:
        for article_id in dict.fromkeys(order.article_ids):
            try:
                article = _allowed(snapshot, article_id, account, order.action)
                _refuse_another_text(editor, article, order)
                changes += _DOING[order.action](editor, article, order, account)
            except DomainError as problem:
                refused.append((article_id, problem))
        deed = Deed(
            action=order.action.value,
            changes=changes,
            account_id=account.id,
            done_at=clock.now(),
        )
        if changes:
            rows.add(deed)
            rows.flush()
    listing.forget_count()
    return Done(deed.id if changes else None, len(changes), refused)


def undo(editor: Editor, deed_id: int, account: Account) -> Done:
    """Take a deed back where nobody has changed the article since.

    Raises NotFound, Forbidden (somebody else's), Conflict (undone already).
    """
    refused: list[tuple[str, DomainError]] = []
    with editor.writing() as snapshot, transaction():
        deed = _get(deed_id, account)
        if deed.undone_at:
            raise Conflict("Это уже отменено.")
        for article_id, before, after in deed.changes:
            try:
                _allowed(snapshot, article_id, account, Action(deed.action))
                _UNDOING[Action(deed.action)](editor, article_id, before, after, account)
            except DomainError as problem:
                refused.append((article_id, problem))
        deed.undone_at = clock.now()
    listing.forget_count()
    return Done(deed.id, len(deed.changes) - len(refused), refused)


def find(deed_id: int, account: Account) -> Deed | None:
    """Return the account's own deed, to tell of it and offer to undo it."""
    deed = session.get(Deed, deed_id)
    return deed if deed and deed.account_id == account.id else None


def _get(deed_id: int, account: Account) -> Deed:
    deed = session.get(Deed, deed_id, with_for_update=True)
    if deed is None:
        raise NotFound("Такого действия нет.")
    if deed.account_id != account.id:
        raise Forbidden("Отменить может тот, кто это сделал.")
    return deed


def _allowed(snapshot: Snapshot, article_id: str, account: Account, action: Action) -> Article:
    article = snapshot.find(article_id)
    if article is None:
        raise ArticleNotFound(article_id)
    if not may_do(account, action, article):
        raise Forbidden("У вас нет права на это действие.")
    return article


def _refuse_another_text(editor: Editor, article: Article, order: Order) -> None:
    shown = order.revisions.get(article.id)
    if order.action in OF_THE_TEXT and shown and editor.source(article.id).revision != shown:
        raise Conflict("Статью изменили, пока вы смотрели список. Она осталась как есть.")


def _verify(editor: Editor, article: Article, _order: Order, account: Account) -> list[list[Any]]:
    keys: dict[str, object] = {"verified": clock.now().date().isoformat()}
    if article.confidence:
        keys["confidence"] = "validated"
    return _change(editor, article, keys, account)


def _assign(editor: Editor, article: Article, order: Order, account: Account) -> list[list[Any]]:
    return _change(editor, article, {"owner": order.owner or None}, account)


def _archive(editor: Editor, article: Article, _order: Order, account: Account) -> list[list[Any]]:
    before = editor.source(article.id).revision
    saved = workflow.take(editor, article.id, account, workflow.Step("archived", before))
    return [[article.id, before, saved.revision]]


def _snooze(_editor: Editor, article: Article, order: Order, account: Account) -> list[list[Any]]:
    reasons = list(order.reasons.get(article.id, ()))
    if not reasons or order.until is None:
        raise Conflict("Откладывать нечего: статья уже не в списке.")
    snoozes.snooze(article.id, reasons, order.until, account.id)
    return [[article.id, [reason.value for reason in reasons], order.until.isoformat()]]


def _change(
    editor: Editor, article: Article, keys: Mapping[str, object], account: Account
) -> list[list[Any]]:
    """Change the front matter; what is so already is no deed."""
    before = editor.source(article.id).revision
    saved = editor.change(article.id, Author.of(account), keys, base=before)
    return [[article.id, before, saved.revision]] if saved.revision != before else []


def _restore(editor: Editor, article_id: str, before: str, after: str, account: Account) -> None:
    content = revisions.find_content(article_id, before)
    if content is None:
        raise NotFound("Прежней редакции этой статьи больше нет.")
    if editor.source(article_id).revision != after:
        raise Conflict("Статью с тех пор изменили: отмените правку в самой статье.")
    editor.save(article_id, content, after, Author.of(account))


def _wake(
    _editor: Editor, article_id: str, reasons: list[str], _until: str, _account: Account
) -> None:
    snoozes.wake(article_id, reasons)


_DOING: Final[Mapping[Action, Callable[[Editor, Article, Order, Account], list[list[Any]]]]] = {
    Action.VERIFY: _verify,
    Action.ASSIGN: _assign,
    Action.SNOOZE: _snooze,
    Action.ARCHIVE: _archive,
}
_UNDOING: Final[Mapping[Action, Callable[..., None]]] = {
    Action.VERIFY: _restore,
    Action.ASSIGN: _restore,
    Action.ARCHIVE: _restore,
    Action.SNOOZE: _wake,
}
