"""What a step of an article, or of a pin, would change in search is told before it is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app import clock
from app.articles.article import Audience, Category
from app.curation import previews, query_list
from app.curation.query_tests import Score
from app.errors import NotFound
from app.search import pins
from tests.curation.helpcentre import REFUND, SMS, STAFF, build
from tests.learning.visits import START, Visit

pytestmark = pytest.mark.usefixtures("database")

DRAFT = replace(SMS, status="draft")


def test_publishing_tells_what_it_will_change_and_changes_nothing() -> None:
    centre = build(REFUND, DRAFT)
    query_list.add(centre.snapshot, "не приходит код", "sms")
    Visit("в1").searches("код из смс")
    Visit("в1").searches("возврат")
    with clock.frozen_at(START + timedelta(days=1)):
        told = previews.stepping(centre.searcher, centre.snapshot, [DRAFT], "published")
        again = previews.stepping(centre.searcher, centre.snapshot, [DRAFT], "published")
    assert told is not None
    assert {(one.watched.query, one.before, one.after) for one in told.changed} == {
        ("не приходит код", (), ("sms",)),
        ("код из смс", (), ("sms",)),
    }
    assert (told.watched, told.before, told.after) == (3, Score(1, 1, 0.0), Score(1, 0, 1.0))
    assert again == told


def test_what_is_told_is_what_comes() -> None:
    centre = build(REFUND, DRAFT)
    query_list.add(centre.snapshot, "код", "sms")
    told = previews.stepping(centre.searcher, centre.snapshot, [DRAFT], "published")
    centre.put(SMS)
    back = previews.stepping(centre.searcher, centre.snapshot, [SMS], "archived")
    assert told is not None
    assert back is not None
    [there], [gone] = told.changed, back.changed
    assert (there.before, there.after) == (gone.after, gone.before) == ((), ("sms",))


def test_a_step_that_nobody_sees_needs_no_comparing() -> None:
    centre = build(REFUND, DRAFT)
    for to in ("review", "archived"):
        assert previews.stepping(centre.searcher, centre.snapshot, [DRAFT], to) is None  # type: ignore[arg-type]


def test_moving_among_staffs_articles_tells_what_readers_lose() -> None:
    centre = build(REFUND, SMS)
    query_list.add(centre.snapshot, "код", "sms")
    closed = Category(path="sluzhebnoe", title="Служебное", audience="staff")
    snapshot = replace(centre.snapshot, categories={closed.path: closed})
    told = previews.moving(centre.searcher, snapshot, [SMS], "sluzhebnoe")
    assert told is not None
    assert [(one.before, one.after) for one in told.changed] == [(("sms",), ())]
    assert previews.moving(centre.searcher, snapshot, [SMS], "obshchee") is None


def test_closing_a_category_tells_what_readers_lose_and_opening_what_they_gain() -> None:
    centre = build(REFUND, SMS)
    query_list.add(centre.snapshot, "код", "sms")
    shelf = Category(path="obshchee", title="Общее")
    snapshot = replace(centre.snapshot, categories={shelf.path: shelf})
    told = previews.closing(centre.searcher, snapshot, "obshchee", "staff")
    assert told is not None
    assert [(one.before, one.after) for one in told.changed] == [(("sms",), ())]
    assert previews.closing(centre.searcher, snapshot, "obshchee", "public") is None
    hidden = [replace(one, shelved_for="staff") for one in (REFUND, SMS)]
    centre.put(*hidden)
    closed = {shelf.path: replace(shelf, audience="staff")}
    snapshot = replace(centre.snapshot, categories=closed)
    told = previews.closing(centre.searcher, snapshot, "obshchee", "public")
    assert told is not None
    assert [(one.before, one.after) for one in told.changed] == [((), ("sms",))]


@pytest.mark.parametrize(
    ("own", "parent", "now", "moved", "lost"),
    [
        ("public", "sluzhebnoe", "public", {"sms": "staff"}, [(("sms",), ())]),
        ("staff", "sluzhebnoe", "staff", {}, []),
        ("public", "otkrytoe", "public", {}, []),
        ("public", "", "staff", {"sms": "public"}, [((), ("sms",))]),
        ("public", "otkrytoe", "staff", {"sms": "public"}, [((), ("sms",))]),
    ],
)
def test_moving_a_category_tells_whom_its_new_place_closes_or_opens_it_to(
    own: Audience,
    parent: str,
    now: Audience,
    moved: dict[str, str],
    lost: list[tuple[tuple[str, ...], ...]],
) -> None:
    inside = [replace(SMS, shelved_for=now), replace(DRAFT, id="draft"), STAFF]
    centre = build(*inside)
    query_list.add(centre.snapshot, "код", "sms")
    known = {
        "obshchee": Category(path="obshchee", title="Общее", audience=own),
        "sluzhebnoe": Category(path="sluzhebnoe", title="Служебное", audience="staff"),
        "otkrytoe": Category(path="otkrytoe", title="Открытое"),
    }
    snapshot = replace(centre.snapshot, categories=known)
    found = previews.relocated(snapshot, "obshchee", parent)
    assert {one.id: one.open_to for one in found} == moved
    told = previews.shelving(centre.searcher, snapshot, found)
    assert [(one.before, one.after) for one in told.changed] == lost if told else not lost


def test_too_many_articles_are_not_read_while_somebody_waits() -> None:
    centre = build(REFUND, SMS)
    many = [replace(SMS, id=f"sms{n}") for n in range(previews.MOST_MOVED + 1)]
    closed = Category(path="sluzhebnoe", title="Служебное", audience="staff")
    snapshot = replace(centre.snapshot, categories={closed.path: closed})
    told = previews.moving(centre.searcher, snapshot, many, "sluzhebnoe")
    assert told is previews.TOO_MUCH


def test_merging_tells_what_comes_first_and_tests_go_along() -> None:
    centre = build(REFUND, SMS)
    query_list.add(centre.snapshot, "не приходит код", "sms")
    kept = replace(REFUND, questions=("Не приходит код",))
    told = previews.merging(centre.searcher, centre.snapshot, kept, SMS)
    assert told is not None
    assert [(one.before, one.after) for one in told.changed] == [(("sms",), ("refund",))]
    assert (told.before.failures, told.after.failures) == (0, 0)


def test_only_so_many_frequent_queries_are_compared() -> None:
    centre = build(REFUND, DRAFT)
    for number in range(4):
        Visit(f"в{number}").searches(f"код {number}")
    with clock.frozen_at(START + timedelta(days=1)):
        told = previews.stepping(centre.searcher, centre.snapshot, [DRAFT], "published", most=2)
    assert told is not None
    assert told.watched == 2


def test_removing_a_pin_tells_what_its_query_will_find() -> None:
    centre = build(REFUND, SMS)
    pin = pins.add("возврат", "sms")
    centre.searcher.use_pins(pins.in_use())
    [changed] = previews.unpinning(centre.searcher, centre.snapshot, pin.id).changed
    assert (changed.before, changed.after) == (("sms", "refund"), ("refund",))
    with pytest.raises(NotFound):
        previews.unpinning(centre.searcher, centre.snapshot, pin.id + 1)
