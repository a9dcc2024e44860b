"""What a visitor did for one thing, and whether it ended in nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.learning.journeys import Happening, Sign, failures
from app.learning.models import Reason

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = START + timedelta(days=1)


def did(*steps: str) -> list[Happening]:
    """Read steps like "0 search 1 смс код", "1 empty 2 вход", "2 open 1", "3 no 1"."""
    signs = {
        "open": Sign.OPENED,
        "yes": Sign.HELPED,
        "no": Sign.NOT_HELPED,
        "unhappy": Sign.DISSATISFIED,
        "ask": Sign.ASKED,
    }
    found = []
    for step in steps:
        minute, what, *rest = step.split()
        at = START + timedelta(minutes=float(minute))
        search_id = int(rest[0]) if rest else None
        if what in signs:
            article_id = "a" if what == "open" else None
            found.append(Happening(at, signs[what], search_id, article_id))
        else:
            words = frozenset(rest[1:])
            found.append(Happening(at, Sign.SEARCHED, search_id, None, words, what == "search"))
    return found


@pytest.mark.parametrize(
    ("steps", "failed"),
    [
        (["0 empty 1 смс"], {1: Reason.NOTHING_FOUND}),
        (["0 search 1 смс"], {1: Reason.NO_CLICK}),
        (["0 search 1 смс", "1 open 1"], {}),
        (["0 search 1 смс", "1 open"], {}),
        (["0 search 1 смс", "1 open 1", "2 no 1"], {1: Reason.UNHELPFUL}),
        (["0 search 1 смс", "1 open 1", "2 no", "3 open"], {}),
        (["0 search 1 смс", "1 open 1", "2 no", "3 yes"], {}),
        (["0 search 1 смс", "1 unhappy 1"], {1: Reason.DISSATISFIED}),
        (["0 search 1 смс", "1 unhappy 1", "2 open"], {}),
        (["0 search 1 смс", "1 open 1", "5 ask 1"], {1: Reason.ASKED}),
        (["0 search 1 смс", "5 ask 1", "6 open"], {1: Reason.ASKED}),
        # The same in other words, at once or with a word in common: one journey.
        (["0 empty 1 смска", "0.5 search 2 код", "1 open 2"], {}),
        (["0 empty 1 смс", "9 search 2 смс код", "10 open 2"], {}),
        (
            ["0 search 1 смс", "1 open 1", "4 search 2 смс код"],
            {1: Reason.NO_CLICK, 2: Reason.NO_CLICK},
        ),
        (["0 empty 1 смска", "0.5 search 2 код"], {1: Reason.NOTHING_FOUND, 2: Reason.NO_CLICK}),
        # Something else is another journey.
        (["0 empty 1 смс", "5 search 2 возврат", "6 open 2"], {1: Reason.NOTHING_FOUND}),
        (["0 search 1 смс", "1 open 1", "1.5 empty 2 возврат"], {2: Reason.NOTHING_FOUND}),
        (["0 search 1 смс", "5 search 2 возврат", "6 open 1"], {2: Reason.NO_CLICK}),
        # Who comes back later begins anew.
        (["0 empty 1 смс", "40 search 2 смс", "41 open 2"], {1: Reason.NOTHING_FOUND}),
        (["0 open", "1 yes"], {}),
    ],
)
def test_a_journey_that_ends_in_nothing_fails(steps: list[str], failed: dict[int, Reason]) -> None:
    assert {f.search_id: f.reason for f in failures(did(*steps), LATER)} == failed


def test_a_visit_that_may_go_on_is_not_judged() -> None:
    empty = did("0 empty 1 смс")
    assert list(failures(empty, START + timedelta(minutes=29))) == []
    assert list(failures(empty, START + timedelta(minutes=30)))


def test_a_failure_names_what_was_opened_first() -> None:
    [failure] = failures(did("0 search 1 смс", "1 open 1", "2 no 1"), LATER)
    assert failure.article_id == "a"
