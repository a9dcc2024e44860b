"""Closing a gap: only when its queries find the answer, and then those who asked are told once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import clock
from app.accounts.roles import PUBLIC
from app.curation import gap_answers, gap_letters, gap_ranks
from app.curation.query_tests import TOP
from app.db import transaction
from app.errors import Conflict
from app.learning import gap_states, gaps
from app.learning.models import State

if TYPE_CHECKING:
    from app.articles.snapshot import Snapshot
    from app.curation.gap_answers import Answer
    from app.curation.gap_ranks import Places
    from app.learning.models import Gap
    from app.search.searcher import Searcher


class NotAnswered(Conflict):
    """Some queries of the gap do not find the answer high enough; `places` says which."""

    def __init__(self, places: Places) -> None:
        number = len(places.unanswered)
        super().__init__(
            "Пробел не закрыт: ответа нет в первых %(top)s местах. Таких запросов: %(number)s "
            "из %(all)s.",
            top=TOP,
            number=number,
            all=len(places.rows),
        )
        self.places = places


@dataclass(frozen=True)
class Closed:
    """What came of it: the gap, and how many people are written to."""

    gap: Gap
    told: int


def rerun(gap_id: int, searcher: Searcher, snapshot: Snapshot) -> Places:
    """Run the gap's queries again. Raises NotFound, and Conflict while no article answers it."""
    gap = gaps.get(gap_id)
    answer = _get_answer(gap, snapshot)
    return gap_ranks.rerun(gap, searcher, answer.ids(snapshot))


def close(gap_id: int, account_id: int, searcher: Searcher, snapshot: Snapshot) -> Closed:
    """Close the gap and queue one letter to everybody who asked and left an address.

    The queries are run in here, as customers run them: raises NotAnswered where one of them does
    not find the article in the first TOP places; Conflict where no editor has named an article, it
    is not public, another one was named meanwhile, or the gap is noise. Closing again does nothing.
    """
    gap = gaps.get(gap_id)
    if gap.state is State.CLOSED:
        return Closed(gap, 0)
    answer = _get_answer(gap, snapshot)
    if answer.said is None:
        raise Conflict("Подтвердите, что ответ в этой статье, или укажите другую.")
    if answer.article.visibility(clock.now()) != PUBLIC:
        raise Conflict("Статью-ответ видят не все: опубликуйте её для клиентов.")
    places = gap_ranks.rerun(gap, searcher, answer.ids(snapshot))
    if not places.answered:
        raise NotAnswered(places)
    with transaction():
        closed = gap_states.close(gap_id, account_id)
        still = gap_answers.find(closed, snapshot)
        if still is None or still.article.id != answer.article.id:
            raise Conflict("Ответ на этот пробел только что сменили: проверьте запросы снова.")
        told = gap_letters.queue_all(gap_id, answer.article, snapshot)
    return Closed(closed, told)


def _get_answer(gap: Gap, snapshot: Snapshot) -> Answer:
    answer = gap_answers.find(gap, snapshot)
    if answer is None:
        raise Conflict("Сначала укажите статью, которая отвечает на этот вопрос.")
    return answer
