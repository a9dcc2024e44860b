"""Personal data is masked; order numbers, codes and sums are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.masking import mask

MASKED = [
    ("мой телефон +7 (999) 123-45-67", "мой телефон [телефон]"),
    ("89991234567 не приходит смс", "[телефон] не приходит смс"),
    ("номер 8 999 123 45 67", "номер [телефон]"),
    ("9991234567", "[телефон]"),
    ("8(495)123-45-67", "[телефон]"),
    ("+375 29 123 45 67", "[телефон]"),
    ("anna.ivanova+shop@mail.example.ru забыла", "[e-mail] забыла"),
    ("карта 4111 1111 1111 1111 не проходит", "карта [карта] не проходит"),
    ("2200-1536-3636-2469", "2200-1536-3636-2469"),
    ("5555555555554444", "[карта]"),
    ("снилс 112-233-445 95", "снилс [СНИЛС]"),
    ("11223344595", "[СНИЛС]"),
    ("инн 7707083893", "инн [ИНН]"),
    ("инн 500100732259", "инн [ИНН]"),
    ("паспорт 45 08 123456", "паспорт [паспорт]"),
    ("паспорт 4508 № 123456", "паспорт [паспорт]"),
    ("паспорт серия 4508123456", "паспорт серия [паспорт]"),
]
KEPT = [
    "заказ 1234567",
    "заказ № 100200300",
    "ошибка E-1042",
    "0x80070057",
    "версия 2.10.3",
    "сумма 12 990 ₽",
    "1111111111",
    "до 31.12.2026",
    "iphone 15 pro",
]


@pytest.mark.parametrize(("text", "masked"), MASKED)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize("text", KEPT)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == text


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)
