"""Merges two versions of an article that grew out of one: key by key, then the body by lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.articles import front_matter
from app.articles.front_matter import FrontMatterError
from app.editing import composing, three_way

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.editing.three_way import Merged, Side

LATER_WINS: Final = frozenset({"updated"})


@dataclass(frozen=True)
class KeyConflict:
    """A key of the front matter that both changed differently; None where one has it not."""

    key: str
    base: object
    mine: object
    theirs: object


@dataclass(frozen=True)
class Proposal:
    """What two versions become together, and what a person must decide.

    `metadata` holds every key that needs no decision. It is None when some front matter cannot
    be read: then `body` is about the files as a whole.
    """

    theirs: bytes
    metadata: Mapping[str, object] | None
    keys: tuple[KeyConflict, ...]
    body: Merged

    @property
    def is_clean(self) -> bool:
        return not self.keys and not self.body.conflicts

    def content(
        self,
        keys: Mapping[str, Side] | None = None,
        regions: Mapping[int, Side] | None = None,
        written: Mapping[int, str] | None = None,
    ) -> bytes:
        """Return the merged file; `keys` and `regions` (by place) say which side was chosen.

        `written` holds the words of regions (by place) that somebody wrote anew.

        Undecided keys are mine, undecided regions keep the lines of both.
        """
        text = self.body.text(regions, written)
        if self.metadata is None:
            return text.encode()
        sides = keys or {}
        decided = {item.key: _chosen(item, sides.get(item.key, "mine")) for item in self.keys}
        merged = {**self.metadata, **decided}
        kept = composing.without_removed(front_matter.read(self.theirs)[0], merged)
        return front_matter.write(self.theirs, kept, text)


def propose(base: bytes | None, mine: bytes, theirs: bytes) -> Proposal:
    """Merge the files; without a `base` each difference is a conflict."""
    try:
        known, common = front_matter.read(base) if base is not None else ({}, None)
        my_keys, my_body = front_matter.read(mine)
        their_keys, their_body = front_matter.read(theirs)
    except FrontMatterError:
        whole = _lines(_text(base) if base is not None else None, _text(mine), _text(theirs))
        return Proposal(theirs, None, (), whole)
    metadata, conflicts = _keys(known, my_keys, their_keys)
    return Proposal(theirs, metadata, conflicts, _lines(common, my_body, their_body))


def _lines(base: str | None, mine: str, theirs: str) -> Merged:
    if base is None:
        return three_way.merge_without_base(mine, theirs)
    return three_way.merge(base, mine, theirs)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\r\n", "\n")


def _keys(
    base: Mapping[str, object], mine: Mapping[str, object], theirs: Mapping[str, object]
) -> tuple[dict[str, object], tuple[KeyConflict, ...]]:
    merged: dict[str, object] = {}
    conflicts = []
    for key in dict.fromkeys([*theirs, *mine]):
        values = (base.get(key), mine.get(key), theirs.get(key))
        try:
            merged[key] = _merged(key, *values)
        except ValueError:
            conflicts.append(KeyConflict(key, *values))
    return merged, tuple(conflicts)


def _merged(key: str, base: object, mine: object, theirs: object) -> object:
    """Return the value that three values give; ValueError when a person must decide."""
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    if isinstance(mine, list) and isinstance(theirs, list):
        return _merged_list(base if isinstance(base, list) else [], mine, theirs)
    if key in LATER_WINS:
        return max(str(mine), str(theirs))
    raise ValueError(key)


def _merged_list(base: list[object], mine: list[object], theirs: list[object]) -> list[object]:
    """Their items without those that I removed, then those that I added."""
    removed = [item for item in base if item not in mine]
    added = [item for item in mine if item not in base and item not in theirs]
    return [*(item for item in theirs if item not in removed), *added]


def _chosen(conflict: KeyConflict, side: Side) -> object:
    if side == "theirs":
        return conflict.theirs
    return conflict.base if side == "base" else conflict.mine
