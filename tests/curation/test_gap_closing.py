"""A gap is closed only by what its queries find, and who asked is told once."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.roles import GUEST
from app.curation import gap_answers, gap_closing, gap_letters, gap_ranks
from app.curation.gap_closing import NotAnswered
from app.curation.gap_models import GapLetter, GapRank, How
from app.db import session, transaction
from app.errors import Conflict, NotFound
from app.learning import gap_states, gaps
from app.learning.models import State
from app.outbox.models import Delivery
from tests.accounts import cast
from tests.curation.helpcentre import LOGIN, SMS, STAFF, build, make_gap
from tests.learning.visits import SMS as WORDINGS
from tests.search.library import article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.accounts.models import Account
    from app.learning.models import Gap
    from tests.curation.helpcentre import HelpCentre

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def anna() -> Account:
    return cast.anna()


@pytest.fixture
def centre() -> HelpCentre:
    return build()


def letters() -> Sequence[Delivery]:
    return session.scalars(
        select(Delivery).where(Delivery.key.startswith(f"{gap_letters.LETTER} "))
    ).all()


def close(gap: Gap, centre: HelpCentre, anna: Account) -> gap_closing.Closed:
    return gap_closing.close(gap.id, anna.id, centre.searcher, centre.snapshot)


def test_a_rerun_shows_the_rank_before_and_after_for_each_query(
    centre: HelpCentre, anna: Account
) -> None:
    gap = make_gap()
    gap_ranks.remember(gap, centre.searcher)
    centre.put(SMS)
    gap_answers.name(gap.id, "sms", How.WRITTEN, anna.id)
    places = gap_closing.rerun(gap.id, centre.searcher, centre.snapshot)
    assert {place.query for place in places.rows} == set(WORDINGS)
    assert [(p.first, p.now, p.answered) for p in places.rows] == [(None, 1, True)] * 3
    assert places.reran_at is not None
    assert gaps.get(gap.id).state is State.IN_WORK


def test_a_second_rerun_remembers_the_one_before(centre: HelpCentre, anna: Account) -> None:
    gap = make_gap()
    gap_answers.name(gap.id, "login", How.LINKED, anna.id)
    first = gap_closing.rerun(gap.id, centre.searcher, centre.snapshot)
    centre.put(article("login", "Не приходит код из смс", SMS.body, lang="ru"))
    second = gap_closing.rerun(gap.id, centre.searcher, centre.snapshot)
    assert {(p.now, p.reran_twice) for p in first.rows} == {(None, False)}
    assert {(p.previous, p.now, p.reran_twice) for p in second.rows} == {(None, 1, True)}


def test_an_answer_named_later_has_a_rank_in_what_was_remembered(
    centre: HelpCentre, anna: Account
) -> None:
    centre.put(SMS)
    gap = make_gap()
    gap_ranks.remember(gap, centre.searcher)
    gap_answers.name(gap.id, "sms", How.LINKED, anna.id)
    places = gap_ranks.places(gaps.get(gap.id), frozenset({"sms"}))
    assert [place.first for place in places.rows] == [1, 1, 1]
    assert not places.answered  # nobody has run them again


def test_a_gap_is_closed_when_every_query_finds_the_answer(
    centre: HelpCentre, anna: Account
) -> None:
    centre.put(SMS)
    gap = make_gap()
    gap_answers.name(gap.id, "sms", How.WRITTEN, anna.id)
    closed = close(gap, centre, anna)
    assert (closed.gap.state, closed.told) == (State.CLOSED, 1)
    assert closed.gap.closed_at is not None


def test_a_gap_stays_open_and_says_which_queries_do_not_find_it(
    centre: HelpCentre, anna: Account
) -> None:
    others = (article(f"a{n}", "Нет смс с кодом", "Нет смс с кодом.", lang="ru") for n in range(3))
    centre.put(article("sms", "Не приходит смс код", "Код из смс не пришёл.", lang="ru"), *others)
    gap = make_gap()
    gap_answers.name(gap.id, "sms", How.WRITTEN, anna.id)
    with pytest.raises(NotAnswered) as refused:
        close(gap, centre, anna)
    assert [place.query for place in refused.value.places.unanswered] == ["нет смс с кодом"]
    assert "Таких запросов: 1 из 3." in str(refused.value)
    assert gaps.get(gap.id).state is State.IN_WORK
    assert letters() == []


def test_without_an_answer_or_with_a_hidden_one_nothing_is_closed(
    centre: HelpCentre, anna: Account
) -> None:
    gap = make_gap()
    with pytest.raises(Conflict, match="укажите статью"):
        close(gap, centre, anna)
    gap_answers.name(gap.id, STAFF.id, How.LINKED, anna.id)
    with pytest.raises(Conflict, match="видят не все"):
        close(gap, centre, anna)
    gap_states.move(gap.id, State.NOISE, anna.id)
    with pytest.raises(Conflict, match="откройте"):
        gap_answers.name(gap.id, LOGIN.id, How.LINKED, anna.id)
    with pytest.raises(NotFound):
        gap_closing.rerun(999, centre.searcher, centre.snapshot)


def test_the_most_opened_article_is_the_answer_where_nobody_named_one(
    centre: HelpCentre, anna: Account
) -> None:
    gap = make_gap()
    with transaction():
        gap.article_id = LOGIN.id
    answer = gap_answers.find(gap, centre.snapshot)
    assert answer is not None
    assert (answer.article.id, answer.said) == (LOGIN.id, None)
    gap_closing.rerun(gap.id, centre.searcher, centre.snapshot)
    with pytest.raises(Conflict, match="Подтвердите"):
        close(gap, centre, anna)
    gap_answers.name(gap.id, "refund", How.QUESTION, anna.id)
    named = gap_answers.find(gap, centre.snapshot)
    assert named is not None
    assert named.article.id == "refund"
    assert named.said is not None
    assert named.said.account is not None


def test_each_person_is_written_to_once_however_often_the_gap_is_closed(
    centre: HelpCentre, anna: Account
) -> None:
    centre.put(SMS)
    gap = make_gap(email="vera@example.com Vera@example.com gleb@example.com")
    gap_answers.name(gap.id, "sms", How.WRITTEN, anna.id)
    assert close(gap, centre, anna).told == 2
    assert close(gap, centre, anna).told == 0
    gap_states.move(gap.id, State.OPEN, anna.id)
    assert close(gap, centre, anna).told == 0
    assert (len(letters()), gap_letters.count(gap.id)) == (2, 2)


def test_somebody_new_is_told_at_the_second_closing(centre: HelpCentre, anna: Account) -> None:
    centre.put(SMS)
    gap = make_gap()
    gap_answers.name(gap.id, "sms", How.WRITTEN, anna.id)
    close(gap, centre, anna)
    make_gap(2, email="new@example.com")
    gap_states.move(gap.id, State.OPEN, anna.id)
    assert close(gap, centre, anna).told == 1


def test_who_wants_no_such_letters_gets_none(centre: HelpCentre, anna: Account) -> None:
    centre.put(SMS)
    gap = make_gap()
    letter = GapLetter(address_hash=gap_letters.hash_of("vera@example.com"))
    key = gap_letters.link_key(letter, "secret")
    gap_letters.hush(key, "secret")
    gap_letters.hush(key, "secret")
    with pytest.raises(NotFound):
        gap_letters.hush(key, "another secret")
    gap_answers.name(gap.id, "sms", How.WRITTEN, anna.id)
    assert close(gap, centre, anna).told == 0


def test_new_gaps_are_remembered_at_night_once(centre: HelpCentre) -> None:
    make_gap()
    assert gap_ranks.remember_new(centre.searcher) == 1
    assert gap_ranks.remember_new(centre.searcher) == 0
    assert len(session.scalars(select(GapRank)).all()) == 3


TITLES = ("Код", "Смс", "Не приходит код из смс", "Пароль", "Письмо не пришло")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    titles=st.lists(st.sampled_from(TITLES), min_size=1, max_size=6),
    answer=st.integers(0, 5),
    body=st.sampled_from(("код смс", "нет смс с кодом, код не пришёл", "другое")),
)
def test_a_closed_gap_has_no_query_outside_the_first_three(
    titles: list[str], answer: int, body: str
) -> None:
    articles = [article(f"a{n}", title, body, lang="ru") for n, title in enumerate(titles)]
    centre, wanted = build(*articles), f"a{answer % len(articles)}"
    with suppress(_Undone), transaction():
        gap, editor = make_gap(), cast.anna()
        gap_answers.name(gap.id, wanted, How.LINKED, editor.id)
        with suppress(NotAnswered):
            close(gap, centre, editor)
        found = [centre.searcher.find(query, GUEST).results[:3] for query in WORDINGS]
        everywhere = all(wanted in {result.article_id for result in top} for top in found)
        assert (gaps.get(gap.id).state is State.CLOSED) == everywhere
        assert bool(letters()) == everywhere
        raise _Undone


class _Undone(Exception):
    """Leaves nothing in the database for the next example."""
