"""Which translation of an article a query gets."""

from __future__ import annotations

import pytest

from app.search.folding import language_of


@pytest.mark.parametrize(
    ("text", "default", "expected"),
    [
        ("оплата картой", "en", "ru"),
        ("настроить vpn", "en", "ru"),
        ("how to cancel my order", "ru", "en"),
        ("push notifications is off", "ru", "en"),
        ("vpn", "ru", "ru"),
        ("floating ip", "en", "en"),
        ("502", "en", "en"),
        ("", "ru", "ru"),
    ],
)
def test_the_querys_language_decides_and_the_pages_breaks_ties(
    text: str, default: str, expected: str
) -> None:
    assert language_of(text, default) == expected
