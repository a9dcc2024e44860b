"""What the demo's editor did about gaps: some are noise, one in work, one was closed too early."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from app import clock
from app.accounts import accounts
from app.curation.attention import looking
from app.db import session
from app.demo.staff import SIGNING_IN
from app.learning import gap_states
from app.learning.models import Gap, State

if TYPE_CHECKING:
    from collections.abc import Callable

CONCLUDED_BEFORE: Final = timedelta(days=12)  # ago, for the first time
_EDITOR: Final = SIGNING_IN[1][0]
# A word of a gap's key → what was done about it; the telling words are lemmas or verbs of families.
_THEN: Final = {"смс": State.CLOSED}
_NOW: Final = {"фывапролдж": State.NOISE, "вакансия": State.NOISE, "дарить": State.IN_WORK}


def work_on_gaps(conclude: Callable[[], None]) -> None:
    """Find the gaps as of some days ago and of now, and leave them as an editor would."""
    with clock.frozen_at(clock.now() - CONCLUDED_BEFORE):
        conclude()
        _move(_THEN)
    conclude()
    _move(_NOW)


def ask_for_attention() -> None:
    """Have the articles checked, so that the list of what wants attention is there at once."""
    looking.ask_for(looking.Kind.INSIDE, accounts.get_by_email(_EDITOR).id)


def _move(wanted: dict[str, State]) -> None:
    editor = accounts.get_by_email(_EDITOR)
    for gap in session.scalars(select(Gap).order_by(Gap.id)).all():
        for word, state in wanted.items():
            if word in gap.key.split(", ") and gap.state is State.OPEN:
                _step(gap.id, state, editor.id)


def _step(gap_id: int, state: State, editor_id: int) -> None:
    if state is State.CLOSED:
        gap_states.close(gap_id, editor_id)
    else:
        gap_states.move(gap_id, state, editor_id)
