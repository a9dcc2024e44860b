"""Saving what the editor's page sends: text, fields and address together, or nothing of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.editing import placing
from app.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Author, Editor, Saved

# Rendering and indexing take a second for 60 KB, and somebody waits. Larger files that come from
# elsewhere may be mended, but not grow.
MOST_BYTES: Final = 500_000


@dataclass(frozen=True)
class Wish:
    """What somebody who began with the version `base` wants an article to be.

    `source` is the whole file; without it `fields` (None removes a key) and `body` change what
    they differ in. An empty `category` or `slug` stays what it is; `was` is what the person saw
    there, where that is known.
    """

    base: str
    fields: Mapping[str, object] = field(default_factory=dict)
    body: str | None = None
    source: str | None = None
    category: str = ""
    slug: str = ""
    was: Mapping[str, str] = field(default_factory=dict)


class Moved(InvalidInput):
    """Somebody else gave the article another address meanwhile, and so does the wish."""

    status = 412


def save(editor: Editor, article_id: str, wish: Wish, by: Author) -> Saved:
    """Save the wish; raises what Editor.save and Editor.move raise, before anything is written.

    Raises Moved for `category` and `slug` that somebody else has changed too.
    """
    with editor.writing() as snapshot:
        article, now = snapshot.get(article_id), editor.source(article_id)
        _check_size(wish, len(now.content))
        moved = _moved(snapshot, article, wish)
        if moved:
            if now.revision != wish.base:
                _saved(editor, article_id, wish, by)  # Stale, unless the text is this already
            raise Moved(moved)
        category, slug = wish.category or article.category, wish.slug or article.slug
        moves = (category, slug) != (article.category, article.slug)
        if moves:
            placing.free_path(snapshot, category, slug, besides=article_id)
        saved = _saved(editor, article_id, wish, by)
        return editor.move(article_id, category, slug, by) if moves else saved


def _moved(snapshot: Snapshot, article: Article, wish: Wish) -> dict[str, DomainError]:
    """Say what of the address is wished otherwise than somebody else has made it meanwhile."""
    found: dict[str, DomainError] = {}
    if _differs(article.category, wish.category, wish.was.get("category")):
        found["category"] = DomainError(
            "Пока вы правили, статью переложили в раздел «%(now)s». Если всё же нужен ваш раздел, "
            "сохраните ещё раз.",
            now=snapshot.categories[article.category].title,
        )
    if _differs(article.slug, wish.slug, wish.was.get("slug")):
        found["slug"] = DomainError(
            "Пока вы правили, адрес сменили на «%(now)s». Если всё же нужен ваш, "
            "сохраните ещё раз.",
            now=article.slug,
        )
    return found


def _differs(now: str, wished: str, was: str | None) -> bool:
    return bool(wished) and was is not None and now not in (wished, was)


def _check_size(wish: Wish, before: int) -> None:
    field = "body" if wish.source is None else "source"
    size = len((wish.body or wish.source or "").encode("utf-8", "replace"))
    if size > max(MOST_BYTES, before):
        problem = DomainError(
            "Текст больше %(most)s КБ, столько и за вечер не прочесть. Разделите статью.",
            most=MOST_BYTES // 1000,
        )
        raise InvalidInput({field: problem})


def _saved(editor: Editor, article_id: str, wish: Wish, by: Author) -> Saved:
    if wish.source is None:
        body = None if wish.body is None else ended(wish.body)
        return editor.change(article_id, by, wish.fields, base=wish.base, body=body)
    if not wish.source.strip():
        raise InvalidInput({"source": DomainError("Файл статьи пуст. Верните его содержание.")})
    content = with_line_ends_of(editor.source(article_id).content, ended(wish.source))
    return editor.save(article_id, content, wish.base, by)


def ended(text: str) -> str:
    """Return the text with LF line ends, the last line ended too."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return unix if not unix or unix.endswith("\n") else f"{unix}\n"


def with_line_ends_of(content: bytes, text: str) -> bytes:
    """Return `text`, which has LF line ends, with those of the file `content`."""
    return (text.replace("\n", "\r\n") if b"\r\n" in content else text).encode("utf-8")
