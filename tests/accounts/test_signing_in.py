"""Signing in: sessions that end, and a lock after wrong passwords."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from app import clock, db
from app.accounts import accounts, passwords, signing_in
from app.accounts.models import FailedTries, SignIn
from app.accounts.signing_in import WrongPassword
from app.accounts.tries import STRANGERS, LockOut
from app.errors import DomainError, InvalidInput, TooMany
from tests.accounts import cast

pytestmark = pytest.mark.usefixtures("database")

LOCK_OUT = LockOut(tries=3, minutes=15)
NEW_PASSWORD = "новый-крепкий-замок"
MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def sign_in(
    password: str = cast.PASSWORD, email: str = "boris@polka.example", browser: str = STRANGERS
) -> str:
    return signing_in.sign_in(email, password, LOCK_OUT, browser=browser)[1]


def test_the_right_password_opens_a_session_with_a_key_of_its_own() -> None:
    boris = cast.boris()
    first, second = sign_in(), sign_in(email=" Boris@Polka.Example")
    assert first != second
    assert signing_in.find_signed_in(first) is boris
    assert signing_in.find_signed_in(second) is boris
    assert boris.signed_in_at is not None


def test_the_key_itself_is_not_in_the_database() -> None:
    cast.boris()
    key = sign_in()
    assert key not in db.session.scalars(select(SignIn.key_hash)).all()


def test_signing_out_ends_a_copied_cookie_too() -> None:
    cast.boris()
    key, other = sign_in(), sign_in()
    signing_in.sign_out(key)
    assert signing_in.find_signed_in(key) is None
    assert signing_in.find_signed_in(other) is not None


def test_a_session_ends_by_itself() -> None:
    cast.boris()
    with clock.frozen_at(MOMENT):
        key = sign_in()
    with clock.frozen_at(MOMENT + signing_in.SESSION_LASTS - timedelta(seconds=1)):
        assert signing_in.find_signed_in(key) is not None
    with clock.frozen_at(MOMENT + signing_in.SESSION_LASTS):
        assert signing_in.find_signed_in(key) is None


def test_a_disabled_account_is_signed_out_and_stays_out() -> None:
    cast.boris()
    key = sign_in()
    accounts.disable("boris@polka.example")
    assert signing_in.find_signed_in(key) is None
    with pytest.raises(WrongPassword):
        sign_in()


def test_wrong_passwords_lock_the_address_and_say_so() -> None:
    cast.boris()
    with clock.frozen_at(MOMENT):
        said = [_refusal("неверный").message for _ in range(3)]
        assert "Осталось попыток: %(left)s." in said[0]
        assert "Попытки кончились" in said[2]
        locked = _refusal(cast.PASSWORD)
    assert isinstance(locked, TooMany)
    assert locked.retry_after == 15 * 60
    assert locked.values == {"minutes": 15}
    with clock.frozen_at(MOMENT + timedelta(minutes=15)):
        assert sign_in()


def test_an_unknown_address_is_answered_exactly_like_a_known_one() -> None:
    cast.boris()
    known = [str(_refusal("неверный")) for _ in range(4)]
    unknown = [str(_refusal("неверный", "gleb@polka.example")) for _ in range(4)]
    assert known == unknown


def test_a_right_password_forgets_the_wrong_ones() -> None:
    cast.boris()
    for _ in range(3):
        _refusal("неверный")
        _refusal("неверный")
        assert sign_in()


def test_strangers_do_not_lock_a_browser_that_the_account_knows() -> None:
    cast.boris()
    for _ in range(LOCK_OUT.tries):
        _refusal("неверный")
    assert isinstance(_refusal(cast.PASSWORD), TooMany)
    assert sign_in(browser="a browser of Борис")


def test_an_owner_s_sign_in_gives_strangers_no_new_tries() -> None:
    cast.boris()
    for _ in range(LOCK_OUT.tries):
        _refusal("неверный")
    sign_in(browser="a browser of Борис")
    assert isinstance(_refusal(cast.PASSWORD), TooMany)


def test_a_known_browser_has_no_more_tries_than_a_stranger() -> None:
    cast.boris()
    for _ in range(LOCK_OUT.tries):
        with pytest.raises(WrongPassword):
            sign_in("неверный", browser="stolen")
    with pytest.raises(TooMany):
        sign_in(browser="stolen")
    assert sign_in(browser="a browser of Борис")
    assert sign_in()


def test_tries_far_apart_do_not_add_up() -> None:
    cast.boris()
    for hours in range(5):
        with clock.frozen_at(MOMENT + timedelta(hours=hours)):
            assert isinstance(_refusal("неверный"), WrongPassword)


def test_old_tries_and_sessions_are_swept_away() -> None:
    cast.boris()
    with clock.frozen_at(MOMENT):
        sign_in()
        _refusal("неверный", "gleb@polka.example")
    with clock.frozen_at(MOMENT + timedelta(days=15)):
        sign_in()
    assert db.session.scalar(select(func.count()).select_from(FailedTries)) == 0
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == 1


def test_parallel_guesses_get_no_more_tries_than_one_after_another() -> None:
    cast.boris()

    def guess(number: int) -> type[DomainError]:
        try:
            return type(_refusal(f"догадка {number}"))
        finally:
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        refusals = list(pool.map(guess, range(12)))
    assert refusals.count(WrongPassword) == LOCK_OUT.tries
    assert refusals.count(TooMany) == 12 - LOCK_OUT.tries


def test_a_new_password_signs_out_every_other_browser() -> None:
    boris = cast.boris()
    here, elsewhere = sign_in(), sign_in()
    _change(boris, cast.PASSWORD, NEW_PASSWORD, here)
    assert signing_in.find_signed_in(here) is not None
    assert signing_in.find_signed_in(elsewhere) is None
    assert sign_in(NEW_PASSWORD)


def test_an_operator_s_reset_signs_out_everywhere() -> None:
    cast.boris()
    key = sign_in()
    accounts.set_password("boris@polka.example", NEW_PASSWORD)
    assert signing_in.find_signed_in(key) is None


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("неверный", NEW_PASSWORD, "old"),
        (cast.PASSWORD, cast.PASSWORD, "new"),
        (cast.PASSWORD, "коротко", "new"),
    ],
)
def test_a_password_is_changed_only_by_its_owner_and_for_a_good_one(
    old: str, new: str, field: str
) -> None:
    boris = cast.boris()
    key = sign_in()
    with pytest.raises(InvalidInput) as refusal:
        _change(boris, old, new, key)
    assert set(refusal.value.fields) == {field}
    assert sign_in(cast.PASSWORD)


def test_the_old_password_cannot_be_guessed_from_an_open_session() -> None:
    boris = cast.boris()
    key = sign_in()
    for _ in range(LOCK_OUT.tries):
        with pytest.raises(InvalidInput):
            _change(boris, "неверный", NEW_PASSWORD, key)
    with pytest.raises(TooMany):
        _change(boris, cast.PASSWORD, NEW_PASSWORD, key)


def test_strangers_do_not_keep_the_owner_from_changing_the_password() -> None:
    boris = cast.boris()
    key = sign_in()
    for _ in range(LOCK_OUT.tries):
        _refusal("неверный")
    _change(boris, cast.PASSWORD, NEW_PASSWORD, key)
    assert sign_in(NEW_PASSWORD, browser="a browser of Борис")


def test_nobody_waits_for_the_database_while_a_password_is_hashed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boris = cast.boris()
    hashing = passwords.hashed
    held: list[bool] = []

    def watched(password: str) -> str:
        held.append(bool(db.session().info))
        return hashing(password)

    monkeypatch.setattr(passwords, "hashed", watched)
    monkeypatch.setattr(passwords, "is_outdated", lambda _hash: True)
    key = sign_in()
    _change(boris, cast.PASSWORD, NEW_PASSWORD, key)
    accounts.set_password(boris.email, cast.PASSWORD)
    assert held == [False, False, False]


def _change(account: object, old: str, new: str, key: str) -> None:
    signing_in.change_password(account, old, new, key=key, lock_out=LOCK_OUT)


def _refusal(password: str, email: str = "boris@polka.example") -> DomainError:
    with pytest.raises(DomainError) as refusal:
        sign_in(password, email)
    return refusal.value
