"""Codes, numbers, versions and file names are found as they are written, whole and by part."""

import pytest

from app.language.analysis import TokenKind, analyse


def exacts(text: str) -> set[str]:
    """Every exact form of a text, whole and part."""
    return {token.exact for token in analyse(text)}


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("E-1042", "e1042", {"1042"}),
        ("0x80070057", "0x80070057", {"80070057"}),
        ("HTTP 404", "http404", {"http", "404"}),
        ("1С", "1c", set()),
        ("k8s", "k8s", set()),
        ("settings.json", "settings.json", {"settings", "json"}),
        ("отчёт.xlsx", "отчет.xlsx", {"отчет", "xlsx"}),
        ("v2.10.3", "v2.10.3", {"2.10.3", "2.10", "10", "v2"}),
        ("+7 (999) 123-45-67", "79991234567", {"999", "123", "45", "67"}),
        ("8 800 555-35-35", "78005553535", {"800", "555", "35"}),
        ("support@shop.ru", "support@shop.ru", {"support", "shop", "ru"}),
        ("max_connections", "max_connections", {"max", "connections"}),
        ("192.168.0.1", "192.168.0.1", {"192.168", "192", "168"}),
        ("iPhone15", "iphone15", {"iphone", "15"}),
        ("ГОСТ-2012", "гост2012", {"гост", "2012"}),
        ("24/7", "24/7", {"24"}),
        ("C++", "c++", set()),
        ("c#", "c#", set()),
    ],
)
def test_code_is_found_whole_and_by_part(text: str, whole: str, parts: set[str]) -> None:
    tokens = analyse(text)
    assert tokens[0].exact == whole
    assert tokens[0].kind is TokenKind.CODE
    assert tokens[0].lemmas == (whole,)
    assert (tokens[0].start, tokens[0].end) == (0, len(text))
    assert {token.exact for token in tokens if token.part} == parts


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("getElementById", {"get", "element", "by", "id"}),
        ("InStr", {"in", "str"}),
        ("XMLHttpRequest", {"xml", "http", "request"}),
        ("НайтиПоСсылке", {"найти", "по", "ссылке"}),
        ("скачатьФайл", {"скачать", "файл"}),
        ("iPhone", set()),
        ("ВКонтакте", set()),
        ("оПЛАТА", set()),
    ],
)
def test_name_in_camel_case_is_found_whole_and_by_word(name: str, parts: set[str]) -> None:
    tokens = analyse(name)
    assert tokens[0].exact == name.lower()
    assert {token.exact for token in tokens if token.part} == parts


def test_words_of_a_camel_case_name_follow_one_another() -> None:
    places = {token.exact: token.position for token in analyse("вызов createUnoDialog здесь")}
    assert places["create"] + 1 == places["uno"] == places["dialog"] - 1 == places["здесь"] - 2


@pytest.mark.parametrize(
    "text", ["E-1042", "е1042", "E1042", "E 1042", "Е-1042", "Е1042", "е 1042", "e‑1042"]
)
def test_one_code_in_every_spelling(text: str) -> None:
    assert "e1042" in exacts(text)


@pytest.mark.parametrize("text", ["Wi-Fi", "wifi", "WiFi", "WI-FI", "Wi‑Fi"])
def test_wifi_meets_itself(text: str) -> None:
    assert "wifi" in exacts(text)


@pytest.mark.parametrize(("left", "right"), [("1С", "1C"), ("1с", "1C"), ("СВ-100", "CB-100")])
def test_lookalike_letters_of_codes_are_one(left: str, right: str) -> None:
    assert analyse(left)[0].exact == analyse(right)[0].exact


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ошибка 5", "ошибка 15"),
        ("ошибка 5", "ошибка 0x5"),
        ("ошибка 5", "ошибка 2.5"),
        ("1С", "1 с"),
    ],
)
def test_different_numbers_never_meet(left: str, right: str) -> None:
    assert exacts(left) & exacts(right) <= {"ошибка"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("k8sнастройки", ["k8s", "настройки"]),
        ("настройкиVPN", ["настройки", "vpn"]),
        ("VPNа", ["vpn", "а"]),
        ("5дней", ["5", "дней"]),
        ("10см", ["10", "см"]),
        ("приходит.Нажмите", ["приходит", "нажмите"]),
        ("логин/пароль", ["логин", "пароль"]),
    ],
)
def test_run_is_cut_where_the_kind_of_writing_changes(text: str, words: list[str]) -> None:
    assert [token.exact for token in analyse(text)] == words


@pytest.mark.parametrize(("text", "word"), [("Cбербанк", "сбербанк"), ("СOVID", "covid")])
def test_letter_of_the_wrong_alphabet_does_not_cut_a_word(text: str, word: str) -> None:
    assert [token.exact for token in analyse(text)] == [word]


@pytest.mark.parametrize(
    ("text", "number"), [("1 000", "1000"), ("12 990", "12990"), ("1,5", "1.5"), ("2.5", "2.5")]
)
def test_number_has_one_spelling(text: str, number: str) -> None:
    token = analyse(text)[0]
    assert (token.exact, token.kind) == (number, TokenKind.NUMBER)


@pytest.mark.parametrize("text", ["с 10 до 12", "в 2024 году", "к 15 мая", "код 15", "от 30 дней"])
def test_preposition_before_a_number_makes_no_code(text: str) -> None:
    assert all(token.kind is not TokenKind.CODE for token in analyse(text))


def test_range_is_found_by_both_ends() -> None:
    assert {"3-5", "3", "5"} <= exacts("3-5 дней")
