"""Tests of queries: kept, run, compared before and after a change, and their trend."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.curation import query_list, query_trend
from app.curation.frequent import frequent, watched
from app.curation.query_tests import (
    Changed,
    Expected,
    Score,
    Watched,
    compare,
    find,
    run,
    score,
)
from app.errors import InvalidInput, NotFound
from app.search.synonyms import SameMeaning
from tests.accounts import cast
from tests.curation.helpcentre import REFUND, SMS, STAFF, build
from tests.learning.visits import START, Visit
from tests.search.library import article

if TYPE_CHECKING:
    from tests.curation.helpcentre import HelpCentre

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def centre() -> HelpCentre:
    return build()


def add(centre: HelpCentre, query: str, article_id: str, lowest: int = 3) -> int:
    return query_list.add(centre.snapshot, query, article_id, lowest).id


def test_a_test_is_kept_with_who_added_it_and_why(centre: HelpCentre) -> None:
    anna = cast.anna()
    query_list.add(
        centre.snapshot, "  вернуть   деньги ", "refund", 2, note="жалоба", account_id=anna.id
    )
    [test] = query_list.everything()
    assert (test.query, test.article_id, test.lowest) == ("вернуть деньги", "refund", 2)
    assert test.note == "жалоба"
    assert test.account is not None
    assert test.account.name == "Анна"


@pytest.mark.parametrize(
    ("field", "query", "article_id", "lowest"),
    [
        ("query", " ?! ", "refund", 3),
        ("query", "а" * 301, "refund", 3),
        ("article", "деньги", "нет", 3),
        ("lowest", "деньги", "refund", 0),
        ("lowest", "деньги", "refund", 11),
        ("lowest", "деньги", "refund", None),
    ],
)
def test_a_wrong_field_is_named(
    centre: HelpCentre, field: str, query: str, article_id: str, lowest: int | None
) -> None:
    with pytest.raises(InvalidInput) as refused:
        query_list.add(centre.snapshot, query, article_id, lowest)
    assert set(refused.value.fields) == {field}


def test_the_same_test_twice_is_refused_and_another_article_is_not(centre: HelpCentre) -> None:
    add(centre, "Вернуть деньги", "refund")
    with pytest.raises(InvalidInput):
        add(centre, "вернуть  деньги!", "refund")
    add(centre, "вернуть деньги", "login")
    assert len(query_list.everything()) == 2


def test_personal_data_in_a_query_is_masked(centre: HelpCentre) -> None:
    add(centre, "деньги на карту 4111 1111 1111 1111", "refund")
    assert "4111" not in query_list.everything()[0].query


def test_a_test_is_removed_once(centre: HelpCentre) -> None:
    number = add(centre, "деньги", "refund")
    assert query_list.remove(number).query == "деньги"
    for gone in (number, -1, 2**40):
        with pytest.raises(NotFound):
            query_list.remove(gone)


def test_tests_that_fail_come_first_and_count(centre: HelpCentre) -> None:
    add(centre, "вернуть деньги", "refund")
    add(centre, "фывапролдж", "login")
    report = query_list.report(centre.searcher, centre.snapshot)
    assert [(row.test.query, row.rank, row.failed) for row in report.outcomes] == [
        ("фывапролдж", None, True),
        ("вернуть деньги", 1, False),
    ]
    assert report.score == Score(tests=2, failures=1, mrr=0.5)


def test_an_article_for_staff_is_looked_for_as_an_agent(centre: HelpCentre) -> None:
    add(centre, "выдача наличных", STAFF.id)
    [outcome] = query_list.report(centre.searcher, centre.snapshot).outcomes
    assert (outcome.rank, outcome.failed) == (1, False)


def test_a_test_whose_article_is_gone_fails(centre: HelpCentre) -> None:
    add(centre, "вернуть деньги", "refund")
    centre.shelf.articles = tuple(a for a in centre.shelf.articles if a.id != "refund")
    [outcome] = query_list.report(centre.searcher, centre.snapshot).outcomes
    assert (outcome.article, outcome.failed) == (None, True)


def test_a_translation_counts_as_the_article() -> None:
    centre = build(
        article("refund-en", "Refund", "Money.", lang="en", translation_of="refund"), REFUND
    )
    add(centre, "refund", "refund", 1)
    assert query_list.report(centre.searcher, centre.snapshot).score.failures == 0


def test_the_score_is_the_mean_reciprocal_rank() -> None:
    tests = [Expected(Watched(str(n)), frozenset(), 2) for n in range(4)]
    assert score(tests, [1, 2, 4, None]) == Score(tests=4, failures=2, mrr=0.4375)
    assert score([], []) == Score()


def test_one_query_is_run_once_for_all_its_tests(centre: HelpCentre) -> None:
    tests = [Expected(Watched("деньги"), frozenset({one}), 3) for one in ("refund", "login")]
    assert run(centre.searcher, tests) == [1, None]


def test_a_change_names_the_queries_whose_first_places_change(centre: HelpCentre) -> None:
    after = centre.searcher.trial((SameMeaning(("кэшбэк", "возврат")),))
    queries = [Watched("кэшбэк"), Watched("вход"), Watched("кэшбэк")]
    assert compare(centre.searcher, after, queries) == [Changed(Watched("кэшбэк"), (), ("refund",))]


def test_a_change_of_articles_is_compared_too(centre: HelpCentre) -> None:
    other = build(REFUND, SMS)
    [changed] = compare(centre.searcher, other.searcher, [Watched("код из смс")])
    assert (changed.before, changed.after[:1]) == ((), ("sms",))


def test_frequent_queries_are_those_of_most_customers() -> None:
    for name in "абв":
        Visit(name).searches("Вернуть деньги")
    for name in "аб":
        Visit(f"{name}2").searches("вернуть деньги!")
        Visit(f"{name}3").searches("код")
    Visit("г").searches("карта 4111 1111 1111 1111")
    Visit("бот", user_agent="curl/8").searches("код")
    with clock.frozen_at(START + timedelta(days=1)):
        assert [(one.query.lower().rstrip("!"), one.visitors) for one in frequent()] == [
            ("вернуть деньги", 5),
            ("код", 2),
        ]
        assert len(frequent(1)) == 1
    with clock.frozen_at(START + timedelta(days=100)):
        assert frequent() == []


def test_pinned_and_frequent_queries_are_watched_once_each(centre: HelpCentre) -> None:
    for name in "аб":
        Visit(name).searches("вернуть деньги")
    add(centre, "вернуть деньги", "refund")
    add(centre, "выдача", STAFF.id)
    with clock.frozen_at(START + timedelta(days=1)):
        found = watched(centre.snapshot)
    assert [one.key for one in found] == [("вернуть деньги", False), ("выдача", True)]


def test_each_day_shows_its_last_run(centre: HelpCentre) -> None:
    add(centre, "вернуть деньги", "refund")
    for hours in (0, 1, 25):
        with clock.frozen_at(START + timedelta(hours=hours)):
            query_trend.record(centre.searcher, centre.snapshot)
    with clock.frozen_at(START + timedelta(days=2)):
        days = query_trend.days("Europe/Moscow")
    assert [(run.tests, run.failures, run.mrr) for run in days] == [(1, 0, 1.0)] * 2
    assert days[0].ran_at == START + timedelta(hours=1)


def test_what_changed_is_shown_until_an_editor_accepts_it(centre: HelpCentre) -> None:
    add(centre, "вернуть деньги", "refund")
    query_trend.record(centre.searcher, centre.snapshot)
    assert query_trend.changes(centre.searcher, centre.snapshot) == []
    centre.put(article("new", "Вернуть деньги", "Как вернуть деньги.", lang="ru"))
    query_trend.record(centre.searcher, centre.snapshot)
    [changed] = query_trend.changes(centre.searcher, centre.snapshot)
    assert (changed.before, changed.after[:1]) == (("refund",), ("new",))
    query_trend.accept(centre.searcher, [changed.watched])
    assert query_trend.changes(centre.searcher, centre.snapshot) == []
    assert query_trend.kept_since() is not None


def test_what_stands_first_is_found_as_its_readers_find_it(centre: HelpCentre) -> None:
    assert find(centre.searcher, Watched("выдача наличных")) == ()
    assert find(centre.searcher, Watched("выдача наличных", staff=True)) == (STAFF.id,)
