"""Does what a plan says: each article whole or not at all, and again from where it was left."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.editing.stale import NotWritten
from app.errors import DomainError, InvalidInput
from app.exchange.documents import Note
from app.exchange.stripping import stripped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.editing.editor import Author, Editor
    from app.exchange.archives import Archive
    from app.exchange.plans import Change, Plan

    Progress = Callable[[int, int], None]

BATCH = 40  # files written under one lock: other writers wait a second at most


@dataclass
class Outcome:
    """What was written; `notes` name what was not, and why; `tried` counts the changes of both."""

    done: list[Change] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    tried: int = 0

    @property
    def articles(self) -> int:
        return sum(change.what == "article" for change in self.done)


def apply(
    plan: Plan,
    archive: Archive,
    editor: Editor,
    by: Author,
    progress: Progress | None = None,
    most: int | None = None,
    seconds: float | None = None,
) -> Outcome:
    """Write what is new and changed, `most` files at most, no new batch after so many `seconds`.

    Whatever stops this, a second import of the same source does the rest.

    Raises NotWritten when the disk refuses.
    """
    outcome, started = Outcome(), time.monotonic()
    changes = plan.to_do[:most]
    note = f"import: {plan.source}"
    for batch in _batches(changes):
        with editor.writing():
            for change in batch:
                _one(change, archive, editor, by, note, outcome)
        outcome.tried += len(batch)
        if progress:
            progress(outcome.tried, len(changes))
        if seconds is not None and time.monotonic() - started > seconds:
            break
    return outcome


def _one(
    change: Change, archive: Archive, editor: Editor, by: Author, note: str, outcome: Outcome
) -> None:
    try:
        for path, source_path in change.files.items():
            content = stripped(archive.read(source_path))
            editor.bring(path, content, by, note)
        _write(change, archive, editor, by, note)
    except NotWritten:
        raise
    except DomainError as problem:
        said = problem.fields.values() if isinstance(problem, InvalidInput) else [problem]
        outcome.notes += [Note(change.source_path, "error", s.message, s.values) for s in said]
    else:
        outcome.done.append(change)


def _write(change: Change, archive: Archive, editor: Editor, by: Author, note: str) -> None:
    if change.what == "article" and change.kind == "changed":
        editor.save(change.article_id, change.content, change.base, by, note)
    else:
        content = change.content if change.what != "file" else archive.read(change.source_path)
        editor.bring(change.path, content, by, note)


def _batches(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    for start in range(0, len(changes), BATCH):
        yield changes[start : start + BATCH]
