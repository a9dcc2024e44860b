"""A category's `_category.yml`: read, told apart from other versions, changed by few bytes."""

from __future__ import annotations

from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.articles import front_matter, yaml_editing, yaml_text
from app.articles.reading import revision_of
from app.errors import Conflict, DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor
    from app.editing.revisions import Author

# The order in which a description is written; unknown keys follow.
KEYS: Final = (
    "title",
    "title_en",
    "summary",
    "summary_en",
    "icon",
    "audience",
    "order",
    "redirect_from",
    "fields",
)
# What no form of a category says, and other pages change.
BESIDES: Final[Mapping[str, object]] = MappingProxyType({"order": None, "redirect_from": None})


def revision(snapshot: Snapshot, path: str) -> str:
    """Return a digest of what the category's file says, its order and old addresses left out."""
    content = content_of(snapshot, path)
    with suppress(InvalidInput):
        content = edited(content, BESIDES)
    return revision_of(content)


def refuse_another(snapshot: Snapshot, path: str, seen: str) -> None:
    """Raise Conflict when the category's `revision` is not the one that was `seen`."""
    if revision(snapshot, path) != seen:
        raise Conflict("Пока вы писали, раздел изменили. Сравните и сохраните ещё раз.")


def describe(
    editor: Editor, snapshot: Snapshot, path: str, changes: Mapping[str, object], by: Author
) -> None:
    """Let the category's file say the changes, if it does not yet; raises InvalidInput."""
    before = content_of(snapshot, path)
    content = edited(before, changes)
    if content != before:
        editor.describe_category(path, content, by)


def content_of(snapshot: Snapshot, path: str) -> bytes:
    """Return the category's description as it lies on disk, b"" where there is none."""
    try:
        return (snapshot.folder / path / "_category.yml").read_bytes()
    except FileNotFoundError:
        return b""


def edited(content: bytes, changes: Mapping[str, object]) -> bytes:
    """Return the description saying `changes`, and else what it said; None removes a key.

    Raises InvalidInput when it cannot be read.
    """
    metadata = metadata_of(content)
    text = front_matter.text_of(content)
    kept = {key: value for key, value in {**metadata, **changes}.items() if value is not None}
    if not text.strip():
        return yaml_text.dump({key: kept[key] for key in KEYS if key in kept}).encode()
    return yaml_editing.edit(text, kept, KEYS).encode()


def metadata_of(content: bytes) -> Mapping[str, object]:
    """Return the keys of a description. Raises InvalidInput when it cannot be read."""
    try:
        return yaml_text.load(front_matter.text_of(content))[0]
    except yaml_text.YamlError as error:
        sentence = "Описание раздела не читается (строка %(line)s). Поправьте файл _category.yml."
        raise InvalidInput({"title": DomainError(sentence, line=error.line)}) from None
