"""Russian written in Latin letters, read and written."""

import pytest

from app.language.transliteration import (
    MAX_CANDIDATES,
    MAX_SLUG_CHARACTERS,
    slug,
    to_cyrillic,
)


@pytest.mark.parametrize(
    ("latin", "russian"),
    [
        ("vozvrat", "возврат"),
        ("oplata", "оплата"),
        ("kartoi", "картой"),
        ("kartoy", "картой"),
        ("kartoj", "картой"),
        ("ne", "не"),
        ("prihodit", "приходит"),
        ("prixodit", "приходит"),
        ("prikhodit", "приходит"),
        ("sms", "смс"),
        ("parol", "пароль"),
        ("lichnyy", "личный"),
        ("lichniy", "личный"),
        ("vernut'", "вернуть"),
        ("dengi", "деньги"),
        ("schet", "счет"),
        ("zaregistrirovatsya", "зарегистрироваться"),
        ("zaregistrirovatsa", "зарегистрироваться"),
        ("podklyuchenie", "подключение"),
        ("podkluchenie", "подключение"),
        ("podkljuchenie", "подключение"),
        ("yandex", "яндекс"),
        ("nastroiki", "настройки"),
        ("4eloveka", "человека"),
        ("6apka", "шапка"),
        ("hochu", "хочу"),
        ("xochu", "хочу"),
        ("uznat", "узнать"),
        ("adress", "адрес"),
        ("obshchiy", "общий"),
        ("obschiy", "общий"),
        ("bol'shoy", "большой"),
        ("bolshoi", "большой"),
        ("svyaz", "связь"),
        ("cena", "цена"),
        ("tsena", "цена"),
        ("yazyk", "язык"),
        ("jazik", "язык"),
        ("prilojenie", "приложение"),
        ("prilozhenie", "приложение"),
        ("esche", "еще"),
        ("Zakaz", "заказ"),
    ],
)
def test_common_spelling_is_read_first_or_nearly(latin: str, russian: str) -> None:
    assert russian in to_cyrillic(latin)[:3]


@pytest.mark.parametrize("word", ["", "оплата", "404", "a" * 100, "漢字"])
def test_what_is_not_latin_has_no_reading(word: str) -> None:
    assert to_cyrillic(word) == []


@pytest.mark.parametrize("word", ["y" * 32, "shchshchshch", "q'`\"", "iyiyiyiyiyiy"])
def test_candidates_are_few_and_differ(word: str) -> None:
    found = to_cyrillic(word)
    assert len(found) == len(set(found)) <= MAX_CANDIDATES


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("возврат денег", "vozvrat-deneg"),
        ("Ёжик, объём щётки!", "ezhik-obem-shchetki"),
        ("Как подключить Wi-Fi?", "kak-podklyuchit-wi-fi"),
        ("Цены и хранение — 2024", "tseny-i-khranenie-2024"),
        ("Café", "cafe"),
        ("!!!", ""),
    ],
)
def test_slug_is_readable_latin(title: str, address: str) -> None:
    assert slug(title) == address


def test_long_slug_is_cut_between_words() -> None:
    address = slug("возврат денег " * 20)
    assert len(address) <= MAX_SLUG_CHARACTERS
    assert address.endswith(("vozvrat", "deneg"))
