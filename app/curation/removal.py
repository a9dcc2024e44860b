"""Articles that nobody needs any more: what goes with them, removed, and brought back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from app import clock
from app.articles import front_matter
from app.curation import carrying, merging
from app.editing import composing, revisions
from app.errors import Conflict, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor
    from app.editing.folder import Saved
    from app.editing.revisions import Author

REMOVABLE: Final = frozenset({"draft", "archived"})  # no reader loses a page by it


@dataclass(frozen=True)
class Loss:
    """What is gone without an article: its addresses, links of others to it, what people said."""

    article: Article
    addresses: tuple[str, ...]
    naming: tuple[Article, ...]
    counts: Mapping[str, int]


def loss(snapshot: Snapshot, article_id: str) -> Loss:
    """Return what removing the article would take away. Raises ArticleNotFound, Conflict."""
    article = snapshot.get(article_id)
    _refuse(article)
    naming = (one for one in snapshot.articles.values() if one.id != article.id)
    return Loss(
        article,
        (article.slug, *article.redirect_from),
        tuple(one for one in naming if merging.names(one, article)),
        carrying.counts(article_id),
    )


def remove(editor: Editor, article_id: str, seen: str, by: Author) -> Article:
    """Delete the article's file, and return what it was; versions, votes and pictures stay.

    Raises ArticleNotFound, and Conflict for one that readers see or that is not as it was `seen`.
    """
    with editor.writing() as snapshot:
        article = snapshot.get(article_id)
        _refuse(article)
        if article.revision != seen:
            raise Conflict("Пока вы смотрели, статью изменили. Она осталась как есть.")
        editor.remove(article_id, by, "Удалена")
    return article


def bring_back(editor: Editor, article_id: str, by: Author) -> Saved:
    """Write the last version of a removed article where it was, not published.

    Raises NotFound, Conflict where it is there again or its place is taken.
    """
    with editor.writing() as snapshot:
        last = revisions.latest(article_id)
        if last is None:
            raise NotFound("Такой статьи не было.")
        if article_id in snapshot.articles:
            raise Conflict("Эта статья уже на месте.")
        path = PurePosixPath(last.path)
        content = _unpublished(revisions.get(article_id, last.id).content)
        try:
            return editor.add(path.parent.as_posix(), path.stem, content, by, "Возвращена")
        except InvalidInput as problem:
            why = next(iter(problem.fields.values()))
            raise Conflict(why.message, **why.values) from None


def _unpublished(content: bytes) -> bytes:
    if front_matter.read(content)[0].get("status", "draft") in REMOVABLE:
        return content
    return composing.changed(content, clock.now().date(), {"status": "draft"})


def _refuse(article: Article) -> None:
    if article.status not in REMOVABLE:
        raise Conflict("Удалить можно черновик или статью из архива. Сначала уберите её в архив.")
