"""Takes an article's text back to an earlier version; its place and state stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app import clock
from app.articles import front_matter
from app.articles.front_matter import FrontMatterError
from app.editing import composing, revisions
from app.errors import InvalidInput

if TYPE_CHECKING:
    from app.editing.editor import Author, Editor
    from app.editing.folder import Saved

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
