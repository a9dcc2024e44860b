"""Articles that nobody needs any more: what goes with them, removed, and brought back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from app import clock
from app.accounts.roles import may
from app.articles import front_matter
from app.curation import carrying, merging
from app.editing import composing, removals, revisions, workflow
from app.editing.revisions import Author
from app.editing.workflow import REMOVERS, RIGHTS, Part
from app.errors import Conflict, Forbidden, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.accounts.models import Account
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor
    from app.editing.folder import Saved
    from app.editing.removals import Gone

MOST_VERSIONS: Final = 1000  # of an article are looked at for whether it was ever published


@dataclass(frozen=True)
class Loss:
    """What is gone without an article: its addresses, links of others to it, what people said."""

    article: Article
    addresses: tuple[str, ...]
    naming: tuple[Article, ...]
    counts: Mapping[str, int]


def may_remove(account: Account, article: Article) -> bool:
    """Tell whether the account may remove the article as it is now.

    Editors may; agents only the draft that they have begun, while it was never published.
    """
    who = REMOVERS[article.status]
    if Part.EDITOR in who and may(account.reader, RIGHTS[Part.EDITOR]):
        return True
    is_own = Part.AUTHOR in who and revisions.first_author(article.id) == account.id
    return is_own and may(account.reader, "write") and not _was_published(article.id)


def loss(snapshot: Snapshot, article_id: str, account: Account) -> Loss:
    """Return what removing the article would take away, of other articles those the account sees.

    Raises NotFound, Forbidden, and Conflict for one that readers see.
    """
    article = _get(snapshot, article_id, account)
    others = (one for one in snapshot.articles.values() if one.id != article.id)
    naming = [one for one in others if merging.names(one, article)]
    visible = workflow.seen(account, naming)
    return Loss(
        article,
        (article.slug, *article.redirect_from),
        tuple(one for one in naming if one.id in visible),
        carrying.counts(article_id),
    )


def remove(editor: Editor, article_id: str, seen: str, account: Account) -> Article:
    """Delete the article's file, and return what it was; versions, votes and pictures stay.

    Raises NotFound, Forbidden, and Conflict for one that readers see or that is not as `seen`.
    """
    with editor.writing() as snapshot:
        article = _get(snapshot, article_id, account)
        if article.revision != seen:
            raise Conflict("Пока вы смотрели, статью изменили. Она осталась как есть.")
        editor.remove(article_id, Author.of(account), "Удалена")
    return article


def removed(snapshot: Snapshot, account: Account) -> Sequence[Gone]:
    """Return the articles that are no more and that the account may bring back, the latest first.

    Agents bring back what they have begun and removed themselves.
    """
    of_all = may(account.reader, RIGHTS[Part.EDITOR])
    return removals.everything(snapshot.articles, None if of_all else account.id)


def bring_back(editor: Editor, article_id: str, account: Account) -> Saved:
    """Write the last version of a removed article where it was, not published.

    Raises NotFound, Conflict where it is there again or its place is taken.
    """
    with editor.writing() as snapshot:
        last = revisions.latest(article_id)
        there = snapshot.find(article_id)
        if there and workflow.seen(account, [there]):
            raise Conflict("Эта статья уже на месте.")
        if last is None or article_id not in {one.article_id for one in removed(snapshot, account)}:
            raise NotFound("Такой статьи среди удалённых нет.")
        path = PurePosixPath(last.path)
        content = _unpublished(revisions.get(article_id, last.id).content)
        try:
            by = Author.of(account)
            return editor.add(path.parent.as_posix(), path.stem, content, by, "Возвращена")
        except InvalidInput as problem:
            why = next(iter(problem.fields.values()))
            raise Conflict(why.message, **why.values) from None


def _get(snapshot: Snapshot, article_id: str, account: Account) -> Article:
    article, _ = workflow.get_seen(account, snapshot, article_id)
    if not REMOVERS[article.status]:
        raise Conflict("Удалить можно черновик или статью из архива. Сначала уберите её в архив.")
    if not may_remove(account, article):
        raise Forbidden(
            "Удалить можно черновик, который вы начали сами, пока он ни разу не выходил. "
            "Остальное удаляют редакторы."
        )
    return article


def _was_published(article_id: str) -> bool:
    versions = revisions.contents(article_id, MOST_VERSIONS)
    return any(_status(content) == "published" for _path, content in versions)


def _status(content: bytes) -> object:
    return front_matter.read(content)[0].get("status", "draft")


def _unpublished(content: bytes) -> bytes:
    if _status(content) in ("draft", "archived"):
        return content
    return composing.changed(content, clock.now().date(), {"status": "draft"})
