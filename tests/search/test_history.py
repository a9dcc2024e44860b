"""The search log: intents, clicks, and what is never kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.accounts.roles import GUEST, Reader, Role
from app.db import session
from app.search import history
from app.search.models import Search
from app.search.results import Results

pytestmark = pytest.mark.usefixtures("database")

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def remember(
    query: str,
    seconds: float = 0,
    *,
    visitor: str = "вера",
    channel: history.Channel = "site",
    reader: Reader = GUEST,
    user_agent: str = BROWSER,
    **found: object,
) -> int:
    results = Results(query, query, total=3, **found)  # type: ignore[arg-type]
    with clock.frozen_at(START + timedelta(seconds=seconds)):
        return history.remember(
            results,
            visitor=visitor,
            reader=reader,
            user_agent=user_agent,
            channel=channel,
            lang="ru",
        )


def logged() -> list[Search]:
    return list(session.scalars(select(Search).order_by(Search.id)))


def test_keystrokes_of_one_visitor_are_one_search() -> None:
    for second, typed in enumerate(["воз", "возвр", "возврат", "возврат де", "возврат денег"]):
        remember(typed, second, channel="completion")
    remember("возврат денег", 6)

    [search] = logged()
    assert (search.query, search.channel, search.typed) == ("возврат денег", "site", 6)


def test_deleting_letters_keeps_the_longer_wording() -> None:
    remember("возврат денег", 0, channel="completion")
    remember("возврат", 5, channel="completion")

    assert [search.query for search in logged()] == ["возврат денег"]


def test_another_question_is_another_search() -> None:
    remember("возврат денег", 0)
    remember("доставка", 5)

    assert [search.query for search in logged()] == ["возврат денег", "доставка"]


def test_looking_again_or_through_another_filter_is_the_same_search() -> None:
    first = remember("возврат", 0)

    assert remember("возврат", 60) == first
    assert remember("возврат", 120, filter="dengi") == first
    assert [(s.category, s.typed) for s in logged()] == [("dengi", 3)]


def test_the_same_question_an_hour_later_is_another_search() -> None:
    remember("возврат", 0)
    remember("возврат", 3600)

    assert len(logged()) == 2


def test_queries_without_words_are_themselves() -> None:
    for second, typed in enumerate(["😀", "*", "((", "(("]):
        remember(typed, second)

    assert [(s.query, s.typed) for s in logged()] == [("😀", 1), ("*", 1), ("((", 2)]


def test_parallel_requests_of_one_visitor_are_one_search_and_one_click() -> None:
    def search_and_click(_number: int) -> None:
        results = Results("возврат", "возврат", total=3)
        search_id = history.remember(
            results, visitor="вера", reader=GUEST, user_agent=BROWSER, channel="site", lang="ru"
        )
        history.click(search_id, "a-1", 2, "вера")
        session.remove()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(search_and_click, range(12)))

    [search] = logged()
    assert (search.typed, len(search.clicks)) == (12, 1)


def test_the_second_page_belongs_to_the_same_search() -> None:
    first = remember("возврат", 0)

    assert remember("возврат", 300, page=2) == first


def test_two_visitors_never_share_a_search() -> None:
    remember("возврат", 0, visitor="вера")
    remember("возврат", 1, visitor="глеб")

    assert len(logged()) == 2


def test_personal_data_does_not_reach_the_log() -> None:
    remember("не приходит код на +7 999 123-45-67, почта anna@example.org")

    [search] = logged()
    assert search.query == "не приходит код на [телефон], почта [e-mail]"
    assert "999" not in search.normalised + search.lemmas


def test_staff_and_bots_are_marked() -> None:
    remember("возврат", visitor="борис", reader=Reader(Role.AGENT, None))
    remember("возврат", visitor="робот", user_agent="Googlebot/2.1")
    remember("возврат", visitor="вера")

    assert [(s.is_staff, s.is_bot) for s in logged()] == [
        (True, False),
        (False, True),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("found", "is_zero"),
    [({}, False), ({"rescued": True}, True)],
)
def test_a_rescued_search_counts_as_zero(found: dict[str, bool], is_zero: bool) -> None:
    remember("востановить пороль", **found)

    assert logged()[0].is_zero is is_zero


def test_forms_of_the_same_words_share_a_key() -> None:
    remember("возврат денег", visitor="вера")
    remember("возврата деньги", visitor="глеб")

    first, second = logged()
    assert first.lemmas == second.lemmas


def test_a_result_opened_twice_is_one_click() -> None:
    search_id = remember("возврат")
    history.click(search_id, "a-1", 2, "вера")
    history.click(search_id, "a-1", 2, "вера")

    [search] = history.recent("вера")
    assert [(click.article_id, click.rank) for click in search.clicks] == [("a-1", 2)]


def test_a_stranger_cannot_touch_another_visitors_search() -> None:
    search_id = remember("возврат", visitor="вера")
    history.click(search_id, "a-1", 1, "глеб")

    assert history.own(search_id, "глеб") is None
    assert not history.dissatisfied(search_id, "глеб")
    assert history.recent("вера")[0].clicks == []


def test_dissatisfaction_is_kept_with_the_search() -> None:
    search_id = remember("возврат")

    assert history.dissatisfied(search_id, "вера")
    assert logged()[0].dissatisfied_at is not None


@pytest.mark.parametrize("search_id", [None, 0, -1, 2**40])
def test_an_impossible_search_is_nobodys(search_id: int | None) -> None:
    assert history.own(search_id, "вера") is None


def test_recent_searches_come_newest_first() -> None:
    remember("возврат", 0)
    remember("доставка", 100)
    remember("оплата", 200)

    assert [s.query for s in history.recent("вера", limit=2)] == ["оплата", "доставка"]


def test_old_searches_are_forgotten_with_their_clicks() -> None:
    old = remember("возврат", 0)
    history.click(old, "a-1", 1, "вера")
    remember("доставка", 1000)

    assert history.forget_before(START + timedelta(seconds=500)) == 1
    assert [search.query for search in logged()] == ["доставка"]


@pytest.mark.parametrize("query", ["", "\x00", "((", "*", "🙂" * 3000, "я" * 10_000])
def test_any_text_can_be_logged(query: str) -> None:
    assert remember(query) > 0


def test_a_new_visitor_begins_a_search_of_their_own() -> None:
    results = Results("возврат", "возврат", total=3)
    said = {"reader": GUEST, "user_agent": BROWSER, "channel": "site", "lang": "ru"}
    first = history.remember(results, visitor="глеб", is_new=True, **said)  # type: ignore[arg-type]
    assert history.remember(results, visitor="глеб", **said) == first  # type: ignore[arg-type]
    assert remember("возврат") != first
