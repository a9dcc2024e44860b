"""What a person reads of an import: sentences with the files they are about, and changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.exchange.applying import Outcome
    from app.exchange.documents import Note
    from app.exchange.plans import Plan

MOST_SHOWN: Final = 500  # lines of one list on a page: the command line names all
_ORDER: Final = ("error", "warning", "info")


@dataclass(frozen=True)
class Report:
    """Plain values alone, so that it can be kept as JSON.

    `counts` are of articles by kind; `changes` are {kind, what, source, path, title}; `groups` are
    notes that differ in values only: {severity, message, notes: [{path, values}], count}.
    `written` is the number of articles that were written, None in a dry run.
    """

    source: str
    flavour: str
    counts: dict[str, int]
    changes: list[dict[str, str]]
    groups: list[dict[str, Any]]
    files: int = 0
    written: int | None = None
    failures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def to_do(self) -> int:
        """How many articles would be written."""
        return self.counts["new"] + self.counts["changed"]

    def after(self, before: Report) -> Report:
        """Return this report with what an earlier part of the same import has written."""
        written = (self.written or 0) + (before.written or 0)
        return replace(self, written=written, failures=[*before.failures, *self.failures])


def report_of(plan: Plan, outcome: Outcome | None = None) -> Report:
    """Make the report of a dry run, or of an import with its `outcome`."""
    return Report(
        source=plan.source,
        flavour=plan.flavour,
        counts={str(kind): count for kind, count in plan.counts().items()},
        changes=[
            {
                "kind": change.kind,
                "what": change.what,
                "source": change.source_path,
                "path": change.path,
                "title": change.title,
                "id": change.article_id,
            }
            for change in plan.changes
            if change.kind != "unchanged"
        ],
        groups=_groups(plan.notes),
        files=len(plan.to_do),
        written=None if outcome is None else outcome.articles,
        failures=_groups(outcome.notes) if outcome else [],
    )


def _groups(notes: Iterable[Note]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for note in notes:
        said = {"path": note.path, "values": _plain(note.values)}
        found.setdefault((note.severity, note.message), []).append(said)
    ordered = sorted(found.items(), key=lambda item: (_ORDER.index(item[0][0]), -len(item[1])))
    return [
        {
            "severity": severity,
            "message": message,
            "notes": said[:MOST_SHOWN],
            "count": len(said),
        }
        for (severity, message), said in ordered
    ]


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value if isinstance(value, int) else str(value) for key, value in values.items()}
