"""What an import would do, file by file: shown first, then done exactly so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from app.exchange.documents import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.exchange.documents import Flavour, Note

Kind = Literal["new", "changed", "unchanged", "conflict", "refused"]
KINDS: tuple[Kind, ...] = ("new", "changed", "conflict", "unchanged", "refused")
What = Literal["article", "category", "file"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One file of ours that comes of the source.

    `source_path` lies in the source, `path` in the content folder. `content` is what would be
    written; a loose file has none, it is read when it is needed. `base` is the revision that the
    article has now. `files` are attachments to be written before it: path → source path.
    """

    kind: Kind
    what: What
    source_path: str
    path: str
    title: str = ""
    article_id: str = ""
    base: str = ""
    content: bytes = field(default=b"", repr=False)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        """Whether it writes something."""
        return self.kind in ("new", "changed")


@dataclass(frozen=True)
class Plan:
    """All changes in the order in which they are to be made, and what there is to say.

    `version` is the content's version that it was made for.
    """

    source: str
    flavour: Flavour
    version: str
    changes: tuple[Change, ...]
    notes: tuple[Note, ...]

    def counts(self) -> dict[Kind, int]:
        """How many articles would be new, changed, unchanged, in conflict, refused."""
        found = Counter(change.kind for change in self.changes if change.what == "article")
        return {kind: found[kind] for kind in KINDS}

    @property
    def to_do(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_done)

    @property
    def fingerprint(self) -> str:
        """The same for two plans that would write the same."""
        whole = sha256()
        for change in self.changes:
            said = (
                change.kind,
                change.path,
                change.base,
                digest(change.content),
                dict(change.files),
            )
            whole.update(repr(said).encode("utf-8", "backslashreplace"))
        return whole.hexdigest()[:32]
