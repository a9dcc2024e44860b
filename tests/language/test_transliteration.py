"""Russian written in Latin letters, read and written."""

import pytest

from app.language.transliteration import (
    MAX_CANDIDATES,
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
        ("proizvoditelnostyu", "производительностью"),
        ("pomoshchiu", "помощью"),
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
    assert to_cyrillic(word) == ()


@pytest.mark.parametrize("word", ["y" * 32, "shchshchshch", "q'`\"", "iyiyiyiyiyiy"])
def test_candidates_are_few_and_differ(word: str) -> None:
    found = to_cyrillic(word)
    assert len(found) == len(set(found)) <= MAX_CANDIDATES
