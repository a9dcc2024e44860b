"""Which passwords are good enough, and how they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.accounts import passwords
from app.accounts.common_passwords import COMMON
from app.errors import DomainError

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@pytest.mark.parametrize(
    "wrong",
    [
        "девять999",
        "x" * 201,
        "anna@polka.example",
        "Anna@Polka.Example",
        "aaaaaaaaaaaa",
        "1212121212",
        "qwertyuiop",
        "QwertyUIOP",
        "Йцукенгшщз",
        "парольпароль",
    ],
)
def test_a_weak_password_is_refused(wrong: str) -> None:
    with pytest.raises(DomainError):
        passwords.check(wrong, "anna@polka.example")


@pytest.mark.parametrize("good", ["тихий-берег-7", "correct horse", "x1y2z3w4v5u6"])
def test_a_good_password_passes(good: str) -> None:
    passwords.check(good, "anna@polka.example")


def test_the_list_holds_only_what_the_length_would_let_through() -> None:
    assert len(COMMON) > 100
    assert [word for word in COMMON if len(word) < passwords.SHORTEST] == []


def test_only_the_right_password_matches_in_any_unicode_form(
    careful_hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_hasher", careful_hasher)
    kept = passwords.hashed("мой йогурт 2026")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106, 4: the second choice
    assert not passwords.is_outdated(kept)
    assert passwords.matches(kept, "мой и\u0306огурт 2026")
    assert not passwords.matches(kept, "мой йогурт 2025")
    assert not passwords.matches("not a hash", "мой йогурт 2026")


def test_an_unknown_account_costs_one_hash_of_the_usual_kind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[str] = []
    monkeypatch.setattr(passwords, "hashed", made.append)
    assert not passwords.matches(None, "неверный пароль")
    assert made == ["неверный пароль"]
