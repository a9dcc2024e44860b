"""Does what a plan says: each article whole or not at all, and again from where it was left."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.editing.stale import NotWritten
from app.errors import DomainError, InvalidInput
from app.exchange.attaching import stored
from app.exchange.documents import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from app.editing.editor import Author, Editor
    from app.exchange.archives import Archive
    from app.exchange.plans import Change, Plan

    Progress = Callable[[int, int], None]

# What is written under one lock: other writers wait a second at most. Pictures are made small
# before, which takes up to a second each.
BATCH = 40  # changes
BATCH_BYTES = 50_000_000
BATCH_SECONDS = 5


@dataclass(frozen=True)
class _Ready:
    """A change with what is to be written for it, by path; or why it cannot be."""

    change: Change
    contents: Mapping[str, bytes]
    problem: DomainError | None = None


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
    for batch in _batches(changes, archive):
        with editor.writing():
            for ready in batch:
                _one(ready, editor, by, note, outcome)
        outcome.tried += len(batch)
        if progress:
            progress(outcome.tried, len(changes))
        if seconds is not None and time.monotonic() - started > seconds:
            break
    return outcome


def _batches(changes: Sequence[Change], archive: Archive) -> Iterator[Sequence[_Ready]]:
    batch: list[_Ready] = []
    size, started = 0, time.monotonic()
    for change in changes:
        batch.append(_ready(change, archive))
        size += sum(map(len, batch[-1].contents.values()))
        is_long = time.monotonic() - started > BATCH_SECONDS
        if len(batch) == BATCH or size > BATCH_BYTES or is_long:
            yield batch
            batch, size, started = [], 0, time.monotonic()
    if batch:
        yield batch


def _ready(change: Change, archive: Archive) -> _Ready:
    try:
        files = {to: stored(archive.read(path), path) for to, path in change.files.items()}
        own = archive.read(change.source_path) if change.what == "file" else change.content
    except DomainError as problem:
        return _Ready(change, {}, problem)
    return _Ready(change, {**files, change.path: own})


def _one(ready: _Ready, editor: Editor, by: Author, note: str, outcome: Outcome) -> None:
    change = ready.change
    try:
        if ready.problem:
            raise ready.problem
        for path, content in ready.contents.items():
            if path == change.path and change.what == "article" and change.kind == "changed":
                editor.save(change.article_id, content, change.base, by, note)
            else:
                editor.bring(path, content, by, note)
    except NotWritten:
        raise
    except DomainError as problem:
        said = problem.fields.values() if isinstance(problem, InvalidInput) else [problem]
        outcome.notes += [Note(change.source_path, "error", s.message, s.values) for s in said]
    else:
        outcome.done.append(change)
