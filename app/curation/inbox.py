"""The feedback inbox: readers' explained noes, what is done about each, and answers to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import joinedload

from app import clock, typed
from app.curation.inbox_models import Case, CaseState, VoteReply
from app.db import session, transaction
from app.errors import Conflict, DomainError, InvalidInput, NotFound
from app.feedback.models import Vote
from app.feedback.readings import HIGHEST_ID
from app.outbox import queue
from app.outbox.models import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Select

    from app.feedback.models import Reason

LONGEST_REPLY: Final = 5000  # characters
OPEN: Final = frozenset({CaseState.NEW, CaseState.IN_WORK})
ADDRESS_KEPT: Final = timedelta(days=30)  # after a case is over, as the reader was told
LETTER: Final = "feedback_reply"

_EXPLAINED: Final = Vote.reason.is_not(None)
_STATE: Final = func.coalesce(Case.state, CaseState.NEW, type_=Case.state.type)


@dataclass(frozen=True)
class Wanted:
    """Which remarks to list; None means any, `answerable` those with an address."""

    state: CaseState | None = None
    article_id: str | None = None
    reason: Reason | None = None
    answerable: bool = False


class Said(NamedTuple):
    """What a reader wrote, "" where only a reason was chosen, and when."""

    comment: str
    cast_at: datetime


@dataclass(frozen=True)
class Remark:
    """A reader's explained «Нет», what was done about it, and what they were answered."""

    vote: Vote
    state: CaseState
    case: Case | None
    replies: Sequence[VoteReply]


@dataclass(frozen=True)
class Page:
    """Some remarks, newest first, and the cursor of the next page, None on the last one."""

    remarks: Sequence[Remark]
    before: int | None


def page(wanted: Wanted, *, before: int | None = None, limit: int = 50) -> Page:
    """Return a page of remarks, staff's too.

    `before` is the cursor of the page before; one that makes no sense gives the first page.
    """
    chosen = _joined(Vote, Case).where(*_conditions(wanted))
    if before is not None and 0 < before <= HIGHEST_ID:
        chosen = chosen.where(Vote.id < before)
    chosen = chosen.options(joinedload(Case.changed_by)).order_by(Vote.id.desc())
    found = session.execute(chosen.limit(limit + 1)).all()
    shown = found[:limit]
    replies = _replies([vote.id for vote, _ in shown])
    remarks = [_remark(vote, case, replies.get(vote.id, ())) for vote, case in shown]
    return Page(remarks, shown[-1][0].id if len(found) > limit else None)


def counts(wanted: Wanted) -> Mapping[CaseState, int]:
    """Return how many remarks are in each state, whatever state is wanted."""
    any_state = Wanted(None, wanted.article_id, wanted.reason, wanted.answerable)
    counted = _joined(_STATE, func.count()).where(*_conditions(any_state))
    found = {row[0]: row[1] for row in session.execute(counted.group_by(_STATE))}
    return {state: found.get(state, 0) for state in CaseState}


def open_by_article() -> Mapping[str, Sequence[Said]]:
    """Return the remarks that nobody has finished with yet, by article, newest first."""
    chosen = _joined(Vote.article_id, Vote.comment, Vote.cast_at)
    chosen = chosen.where(_EXPLAINED, _STATE.in_(OPEN)).order_by(Vote.id.desc())
    found: dict[str, list[Said]] = defaultdict(list)
    for article_id, comment, cast_at in session.execute(chosen):
        found[article_id].append(Said(comment, cast_at))
    return found


def move(
    vote_ids: Collection[int], to: CaseState, account_id: int, revisions: Mapping[str, str]
) -> int:
    """Bring remarks to a state; return how many were elsewhere before.

    `revisions` maps articles to their revision of now: the one in which a remark is solved.
    """
    with transaction() as rows:
        chosen = _joined(Vote, Case).where(_EXPLAINED, Vote.id.in_(vote_ids))
        moved = [row for row in session.execute(chosen) if _state(row[1]) is not to]
        for vote, case in moved:
            mine = case or Case(vote_id=vote.id)
            solved_in = revisions.get(vote.article_id, "") if to is CaseState.SOLVED else ""
            mine.state, mine.revision = to, solved_in
            mine.changed_at, mine.changed_by_id = clock.now(), account_id
            rows.add(mine)
    return len(moved)


def get(vote_id: int) -> Remark:
    """Return one remark; raises NotFound."""
    chosen = _joined(Vote, Case).where(_EXPLAINED, Vote.id == vote_id)
    row = session.execute(chosen.options(joinedload(Case.changed_by))).one_or_none()
    if row is None:
        raise NotFound("Такого отзыва нет: возможно, читатель его забрал.")
    return _remark(row[0], row[1], _replies([vote_id]).get(vote_id, ()))


def reply(vote_id: int, account_id: int, text: str, *, submission: str, lang: str) -> VoteReply:
    """Write to the reader, in the article's language; the same form sent twice is one letter.

    A new remark is in work from then on. Raises NotFound, Conflict where there is no address,
    InvalidInput for `body`.
    """
    body = _checked(text)
    with transaction() as rows:
        remark = get(vote_id)
        if not remark.vote.email:
            raise Conflict("Читатель не оставил адреса: ответить ему нельзя.")
        known = next((one for one in remark.replies if one.submission == submission), None)
        if known:
            return known
        made = VoteReply(
            vote_id=vote_id,
            account_id=account_id,
            body=body,
            lang=lang,
            submission=submission,
            created_at=clock.now(),
        )
        rows.add(made)
        rows.flush()
        queue.put(Kind.MAIL, f"{LETTER} {made.id}", {"letter": LETTER, "reply": made.id})
        if remark.state is CaseState.NEW:
            move([vote_id], CaseState.IN_WORK, account_id, {})
    return made


def forget_addresses(before: datetime) -> None:
    """Forget the addresses of remarks that are over for 30 days, and those from before a moment."""
    over = select(Case.vote_id).where(
        Case.state.not_in(OPEN), Case.changed_at < clock.now() - ADDRESS_KEPT
    )
    with transaction() as rows:
        gone = and_(Vote.email != "", or_(Vote.cast_at < before, Vote.id.in_(over)))
        rows.execute(update(Vote).where(gone).values(email=""))


def _joined(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Vote).outerjoin(Case, Case.vote_id == Vote.id)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_EXPLAINED]
    if wanted.state:
        found.append(_STATE.in_({wanted.state}))
    if wanted.article_id:
        found.append(Vote.article_id == wanted.article_id)
    if wanted.reason:
        found.append(Vote.reason == wanted.reason)
    if wanted.answerable:
        found.append(Vote.email != "")
    return found


def _replies(vote_ids: Collection[int]) -> Mapping[int, Sequence[VoteReply]]:
    chosen = select(VoteReply).where(VoteReply.vote_id.in_(vote_ids))
    found: dict[int, list[VoteReply]] = defaultdict(list)
    chosen = chosen.options(joinedload(VoteReply.account)).order_by(VoteReply.id)
    for one in session.scalars(chosen):
        found[one.vote_id].append(one)
    return found


def _remark(vote: Vote, case: Case | None, replies: Sequence[VoteReply]) -> Remark:
    return Remark(vote, _state(case), case, replies)


def _state(case: Case | None) -> CaseState:
    return case.state if case else CaseState.NEW


def _checked(text: str) -> str:
    body = typed.paragraphs(text)
    if not body:
        raise InvalidInput({"body": DomainError("Напишите ответ.")})
    try:
        return typed.at_most(LONGEST_REPLY, body)
    except DomainError as problem:
        raise InvalidInput({"body": problem}) from None
