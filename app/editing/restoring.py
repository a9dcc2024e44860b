"""Takes an article back: its text to an earlier version, or the whole file from before a save."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from app import clock
from app.articles import front_matter
from app.articles.front_matter import FrontMatterError
from app.editing import composing, revisions
from app.errors import Conflict, InvalidInput

if TYPE_CHECKING:
    from app.editing.editor import Author, Editor
    from app.editing.folder import Saved
    from app.editing.models import Revision

RESTORED: Final = "restored:"  # begins the note of a version that was taken back, before its number
# What an old version must not decide: whether readers see the article, where it is, whose it is.
KEPT: Final = (
    "id",
    "audience",
    "status",
    "lang",
    "translation_of",
    "owner",
    "created",
    "updated",
    "verified",
    "verify_every_days",
    "confidence",
    "publish_at",
    "unpublish_at",
    "redirect_from",
)


def restore(editor: Editor, article_id: str, number: int, base: str, by: Author) -> Saved:
    """Give the article the text of version `number`; the version before stays in the list.

    Raises NotFound, Stale when the article is not `base` any more, InvalidInput.
    """
    old = revisions.get(article_id, number).content
    with editor.writing():
        now = editor.source(article_id).content
        content = restored(now, old)
        if content != now:
            content = _dated(content)
        return editor.save(article_id, content, base, by, f"{RESTORED}{number}")


def before(article_id: str, saved: str) -> Revision | None:
    """Return the version that undoing the save of the revision `saved` would bring back.

    None where something came after it or nothing before, and where it was more than a save: a step
    of the workflow or a move.
    """
    newest = revisions.latest(article_id)
    number = revisions.number_before(newest) if newest and newest.revision == saved else None
    if newest is None or number is None:
        return None
    older = revisions.get(article_id, number)
    newer = revisions.get(article_id, newest.id)
    same_place = older.path == newer.path
    return older if same_place and _state(older.content) == _state(newer.content) else None


def undo(editor: Editor, article_id: str, saved: str, by: Author) -> Saved:
    """Give the article, as a new version, the file that it had before the save of `saved`.

    Raises ArticleNotFound, InvalidInput, and Conflict where before() gives nothing.
    """
    with editor.writing():
        now = editor.source(article_id)
        if now.revision != saved:
            raise Conflict(
                "Отменить уже нельзя: после этого сохранения статью изменили. "
                "Сравните редакции и верните нужную."
            )
        older = before(article_id, saved)
        if older is None:
            raise Conflict("Это сохранение не отменить. Сравните редакции и верните нужную.")
        return editor.save(article_id, older.content, saved, by, f"{RESTORED}{older.id}")


def _state(content: bytes) -> list[object]:
    with suppress(FrontMatterError):
        keys, _ = front_matter.read(content)
        return [keys.get("id"), keys.get("status")]
    return []


def restored(now: bytes, old: bytes) -> bytes:
    """Return the old file with the state and place that the article has `now`."""
    try:
        keys_now, _ = front_matter.read(now)
        keys_old, _ = front_matter.read(old)
    except FrontMatterError as error:
        raise InvalidInput({composing.SOURCE: composing.unreadable(error)}) from None
    text = {key: value for key, value in keys_old.items() if key not in KEPT}
    state = {str(key): keys_now[key] for key in KEPT if key in keys_now}
    return front_matter.write(old, {**text, **state})


def _dated(content: bytes) -> bytes:
    return composing.changed(content, clock.now().date(), {"updated": clock.now().date()})
