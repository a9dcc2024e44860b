"""What an agent has typed at a ticket and not sent yet, kept between visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from app import clock
from app.db import session, transaction
from app.errors import DomainError, InvalidInput
from app.tickets.desk_models import SavedDraft
from app.tickets.rights import check

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMS: Final = ("reply", "note")
LONGEST: Final = 20_000  # characters: more than may be sent, so that nothing typed is lost


def of(number: int, account_id: int) -> Mapping[str, SavedDraft]:
    """Return this account's drafts at the ticket by form, `reply` and `note`."""
    mine = (SavedDraft.ticket_number == number, SavedDraft.account_id == account_id)
    return {draft.form: draft for draft in session.scalars(select(SavedDraft).where(*mine))}


def save(number: int, account_id: int, form: str, body: str, *, version: int) -> SavedDraft | None:
    """Keep what is typed, `version` being the ticket's on that page; an empty text drops it.

    Raises NotFound, InvalidInput for `form` and `body`.
    """
    if form not in FORMS:
        raise InvalidInput({"form": DomainError("Такого черновика нет.")})
    if len(body) > LONGEST:
        problem = DomainError(
            "Не больше %(most)s знаков, сейчас %(length)s.", most=LONGEST, length=len(body)
        )
        raise InvalidInput({"body": problem})
    with transaction() as rows:
        check(number, account_id)
        if not body.strip():
            drop(number, account_id, form)
            return None
        draft = SavedDraft(ticket_number=number, account_id=account_id, form=form)
        draft.body, draft.version, draft.saved_at = body.replace("\0", ""), version, clock.now()
        return rows.merge(draft)


def drop(number: int, account_id: int, form: str) -> None:
    """Forget the draft: it was sent, or is not wanted any more."""
    with transaction() as rows:
        mine = (SavedDraft.ticket_number == number, SavedDraft.account_id == account_id)
        rows.execute(delete(SavedDraft).where(*mine, SavedDraft.form == form))
