"""Addresses made from Russian text."""

import pytest

from app.articles.slugs import slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Возврат денег", "vozvrat-deneg"),
        ("Шаг 2. Упакуйте товар", "shag-2-upakuyte-tovar"),
        ("Не приходит код", "ne-prihodit-kod"),
        ("Щётка, объём и ещё съёмка", "schetka-obem-i-esche-semka"),
        ("E-1042: банк отклонил платёж", "e-1042-bank-otklonil-platezh"),
        ("Что такое «Полка Плюс»?", "chto-takoe-polka-plyus"),
        ("Übergröße", "ubergroe"),
        ("1С и Wi-Fi", "1s-i-wi-fi"),
        ("😀", ""),
        ("  --  ", ""),
    ],
)
def test_heading_becomes_a_readable_address(text, expected):
    assert slug(text) == expected


def test_long_address_is_cut_at_a_word():
    assert slug("возврат денег " * 20, limit=30) == "vozvrat-deneg-vozvrat-deneg"
    assert slug("я" * 100, limit=10) == "yayayayaya"
