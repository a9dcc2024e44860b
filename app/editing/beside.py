"""Files beside an article: which it shows, another in place of one, and those nobody needs gone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from app.editing import moving, pictures
from app.errors import Conflict, NotFound

if TYPE_CHECKING:
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor
    from app.editing.folder import Saved
    from app.editing.pictures import Picture
    from app.editing.revisions import Author


@dataclass(frozen=True)
class Beside:
    """A file by its name in the category's folder; `size` is in bytes.

    `others` are the other articles of the category that speak of it.
    """

    name: str
    size: int
    is_shown: bool
    others: tuple[Article, ...]

    @property
    def is_needed(self) -> bool:
        return self.is_shown or bool(self.others)


def files(snapshot: Snapshot, article: Article) -> list[Beside]:
    """Return what the article shows or links to, then what lies there and no article speaks of."""
    own = list(moving.own_files(snapshot, article))
    there = snapshot.in_category(article.category)
    known = [_beside(snapshot, article, name, is_shown=True) for name in own]
    bodies = [one.body for one in there]
    left = [
        _beside(snapshot, article, name, is_shown=False)
        for name in _lying(snapshot, article)
        if name not in own and not any(PurePosixPath(name).name in body for body in bodies)
    ]
    return known + left


def replace(
    editor: Editor, article_id: str, name: str, picture: Picture, seen: str, by: Author
) -> Saved:
    """Put a picture beside the article and show it where it has shown `name`, which stays.

    So versions before go on showing what they showed. Raises ArticleNotFound, NotFound for a file
    that the article does not show, and Stale when the article is not `seen` any more.
    """
    with editor.writing() as snapshot:
        article = snapshot.get(article_id)
        if name not in moving.own_files(snapshot, article):
            raise NotFound("Такого файла в статье нет.")
        stem = PurePosixPath(name).stem
        wanted = pictures.name_for(stem, stem, picture.extension, frozenset())
        new = editor.attach(article_id, wanted, picture.content, by)
        body = moving.renamed(article.body, name, new)
        return editor.change(article_id, by, base=seen, body=body, note=f"{name} → {new}")


def remove(editor: Editor, article_id: str, name: str, by: Author) -> None:
    """Delete a file that no article speaks of. Raises ArticleNotFound, NotFound, Conflict."""
    with editor.writing() as snapshot:
        article = snapshot.get(article_id)
        found = next((one for one in files(snapshot, article) if one.name == name), None)
        if found is None:
            raise NotFound("Такого файла рядом со статьёй нет.")
        if found.is_needed:
            raise Conflict("Файл показан в статье. Сначала уберите его из текста.")
        editor.detach(article_id, name, by)


def _lying(snapshot: Snapshot, article: Article) -> list[str]:
    """Names of the files in the category's own folder that may be handed out."""
    folder = snapshot.folder / article.category
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    return [name for name in names if snapshot.file_path(article, name)]


def _beside(snapshot: Snapshot, article: Article, name: str, *, is_shown: bool) -> Beside:
    others = tuple(
        one
        for one in snapshot.in_category(article.category)
        if one.id != article.id and PurePosixPath(name).name in one.body
    )
    size = (snapshot.folder / article.category / name).stat().st_size
    return Beside(name, size, is_shown, others)
