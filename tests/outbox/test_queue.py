"""The queue: once for a key, tried again later, given up at last, never two at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from app import clock, db
from app.db import transaction
from app.outbox import listing, queue
from app.outbox.listing import Ending
from app.outbox.models import Endpoint, Kind
from app.outbox.queue import LEASE, LONGEST_PAUSE, TRIES, Parcel, SendingFailed

pytestmark = pytest.mark.usefixtures("database")

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class Killed(BaseException):
    """The process ends in the middle of sending."""


def put(key: str = "letter 1", endpoint_id: int | None = None) -> None:
    with transaction():
        queue.put(Kind.MAIL, key, {"letter": key}, endpoint_id)


def refuse(*, passing: bool, unreachable: bool = False) -> object:
    def send(_parcel: Parcel) -> None:
        raise SendingFailed("SMTP 450: later", passing=passing, unreachable=unreachable)

    return send


def test_what_is_put_in_is_sent_once() -> None:
    put()
    sent: list[Parcel] = []
    for _ in range(2):
        queue.deliver(Kind.MAIL, sent.append)
    assert [(parcel.key, parcel.payload, parcel.attempt) for parcel in sent] == [
        ("letter 1", {"letter": "letter 1"}, 1)
    ]
    assert listing.counts(Kind.MAIL) == {Ending.WAITING: 0, Ending.SENT: 1, Ending.FAILED: 0}


def test_the_same_key_is_queued_once() -> None:
    for _ in range(3):
        put()
    assert listing.counts(Kind.MAIL)[Ending.WAITING] == 1


def test_a_transaction_that_fails_sends_nothing() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        queue.put(Kind.MAIL, "never", {})
        raise ZeroDivisionError
    assert listing.latest(Kind.MAIL) == []


def test_another_kind_is_left_alone() -> None:
    put()
    assert queue.deliver(Kind.WEBHOOK, pytest.fail).sent == 0


def test_a_failure_that_may_pass_is_tried_again_after_a_growing_pause() -> None:
    put()
    moment, tries = MOMENT + timedelta(days=3650), 0
    with clock.frozen_at(moment):
        queue.deliver(Kind.MAIL, refuse(passing=True))  # type: ignore[arg-type]
        (row,) = listing.latest(Kind.MAIL)
        assert row.next_at is not None
        assert timedelta(seconds=30) <= row.next_at - moment <= timedelta(minutes=1)
        assert row.problem == "SMTP 450: later"
        assert queue.deliver(Kind.MAIL, pytest.fail).sent == 0
    while (next_at := listing.latest(Kind.MAIL)[0].next_at) and tries < 50:
        db.session.rollback()
        tries += 1
        with clock.frozen_at(next_at):
            queue.deliver(Kind.MAIL, refuse(passing=True))  # type: ignore[arg-type]
        db.session.expire_all()
    assert tries == TRIES - 1
    assert listing.counts(Kind.MAIL)[Ending.FAILED] == 1


@pytest.mark.parametrize("attempt", [1, 2, 5, 12, 1000])
def test_the_pause_doubles_up_to_a_limit(attempt: int) -> None:
    whole = min(LONGEST_PAUSE, timedelta(minutes=1) * 2 ** min(attempt - 1, 30))
    for _ in range(20):
        assert whole / 2 <= queue.pause_after(attempt) <= whole


def test_a_lasting_refusal_is_kept_with_its_reason_and_can_be_tried_again() -> None:
    put()
    queue.deliver(Kind.MAIL, refuse(passing=False))  # type: ignore[arg-type]
    (row,) = listing.latest(Kind.MAIL, Ending.FAILED)
    assert (row.attempts, row.problem, listing.ending(row)) == (
        1,
        "SMTP 450: later",
        Ending.FAILED,
    )
    assert queue.retry(row.id)
    assert not queue.retry(row.id)
    sent: list[Parcel] = []
    queue.deliver(Kind.MAIL, sent.append)
    assert len(sent) == 1


def test_a_kill_in_mid_sending_means_once_more_after_the_lease() -> None:
    put()

    def die(_parcel: Parcel) -> None:
        raise Killed

    with pytest.raises(Killed):
        queue.deliver(Kind.MAIL, die)
    sent: list[Parcel] = []
    queue.deliver(Kind.MAIL, sent.append)
    assert sent == []
    with clock.frozen_at(clock.now() + LEASE + timedelta(seconds=1)):
        queue.deliver(Kind.MAIL, sent.append)
        queue.deliver(Kind.MAIL, sent.append)
    assert [(parcel.key, parcel.attempt) for parcel in sent] == [("letter 1", 2)]


def test_what_kills_its_process_each_time_is_given_up() -> None:
    put()

    def die(_parcel: Parcel) -> None:
        raise Killed

    for turn in range(TRIES):
        later = clock.now() + (LEASE + timedelta(seconds=1)) * (turn + 1)
        with clock.frozen_at(later), pytest.raises(Killed):
            queue.deliver(Kind.MAIL, die)
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        queue.deliver(Kind.MAIL, die)
    assert listing.counts(Kind.MAIL)[Ending.FAILED] == 1


def test_an_attempt_that_outlived_its_lease_does_not_overwrite_the_next_one() -> None:
    put()

    def slow(_parcel: Parcel) -> None:
        with clock.frozen_at(clock.now() + LEASE + timedelta(seconds=1)):
            queue.deliver(Kind.MAIL, lambda _parcel: None)
        raise SendingFailed("too late", passing=True)

    queue.deliver(Kind.MAIL, slow)
    (row,) = listing.latest(Kind.MAIL)
    assert listing.ending(row) is Ending.SENT


def test_a_fault_of_ours_does_not_stop_the_next_letter() -> None:
    put("broken")
    put("good")
    sent: list[str] = []

    def send(parcel: Parcel) -> None:
        if parcel.key == "broken":
            raise KeyError("letter")
        sent.append(parcel.key)

    tally = queue.deliver(Kind.MAIL, send)
    assert (sent, tally.sent, tally.failed) == (["good"], 1, 1)


def test_where_nobody_answers_the_rest_waits_for_the_next_run() -> None:
    with transaction() as rows:
        rows.add_all(
            Endpoint(id=n, url="http://x", secret="s", events="", created_at=MOMENT) for n in (1, 2)
        )
    for number in range(3):
        put(f"to 1: {number}", 1)
        put(f"to 2: {number}", 2)
    tried: list[str] = []

    def send(parcel: Parcel) -> None:
        tried.append(parcel.key)
        if parcel.endpoint_id == 1:
            raise SendingFailed("timed out", passing=True, unreachable=True)

    queue.deliver(Kind.MAIL, send)
    assert tried == ["to 1: 0", "to 2: 0", "to 2: 1", "to 2: 2"]


def test_parallel_runs_send_each_thing_once() -> None:
    for number in range(30):
        put(f"letter {number}")
    sent: list[str] = []
    lock = threading.Lock()

    def send(parcel: Parcel) -> None:
        with lock:
            sent.append(parcel.key)

    def run(_worker: int) -> None:
        try:
            queue.deliver(Kind.MAIL, send)
        finally:
            db.session.remove()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(run, range(6)))
    assert sorted(sent) == sorted(f"letter {number}" for number in range(30))


def test_what_is_over_is_forgotten_and_what_waits_is_kept() -> None:
    put("sent")
    queue.deliver(Kind.MAIL, lambda _parcel: None)
    put("waiting")
    queue.forget_before(clock.now() + timedelta(seconds=1))
    assert [row.key for row in listing.latest(Kind.MAIL)] == ["waiting"]


def test_lists_go_on_where_they_stopped() -> None:
    for number in range(5):
        put(f"letter {number}")
    first = listing.latest(Kind.MAIL, limit=3)
    rest = listing.latest(Kind.MAIL, before=first[-1].id)
    assert [row.key[-1] for row in [*first, *rest]] == ["4", "3", "2", "1", "0"]
    assert listing.oldest_waiting(Kind.MAIL) is not None
    assert listing.oldest_waiting(Kind.WEBHOOK) is None
