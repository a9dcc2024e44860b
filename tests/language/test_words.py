"""Words meet their other forms: by lemma, by stem, and both ways of writing ё."""

import pytest

from app.language.analysis import Layer, Token, TokenKind, analyse, terms
from app.language.words import is_english


def one(text: str) -> Token:
    """The only whole token of a text."""
    (token,) = (token for token in analyse(text) if not token.part)
    return token


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("дети", "ребенок"),
        ("ребёнок", "ребенок"),
        ("люди", "человек"),
        ("шёл", "идти"),
        ("шел", "идти"),
        ("денег", "деньга"),
        ("деньги", "деньга"),
        ("списали", "списать"),
        ("оплаченный", "оплатить"),
        ("отключён", "отключить"),
        ("заказами", "заказ"),
        ("счетах", "счет"),
        ("лет", "год"),
        ("ЗАКАЗ", "заказ"),
        ("роутеру", "роутер"),
        ("симки", "симка"),
    ],
)
def test_form_leads_to_its_lemma(form: str, lemma: str) -> None:
    assert one(form).lemmas[0] == lemma


@pytest.mark.parametrize(
    ("form", "lemmas"),
    [
        ("стали", {"стать", "сталь"}),
        ("почту", {"почта", "почесть", "почтить"}),
        ("мыла", {"мыло", "мыть"}),
        ("оплачу", {"оплатить", "оплакать"}),
        ("банка", {"банк", "банка"}),
    ],
)
def test_ambiguous_form_keeps_each_likely_lemma(form: str, lemmas: set[str]) -> None:
    assert set(one(form).lemmas) == lemmas


def test_most_likely_lemma_comes_first() -> None:
    assert one("стали").lemmas[0] == "стать"
    assert one("почту").lemmas[0] == "почта"


@pytest.mark.parametrize(
    ("form", "slip"), [("были", "быль"), ("для", "длить"), ("инна", "инн"), ("при", "переть")]
)
def test_unlikely_lemma_is_left_out(form: str, slip: str) -> None:
    assert slip not in one(form).lemmas


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("Ёлка", "елка"),
        ("е\u0308лка", "елка"),
        ("за\u0301мок", "замок"),
        ("прихо\u00adдит", "приходит"),
        ("при\u200bходит", "приходит"),
        ("и\u0306од", "йод"),
        ("ТЁМНЫЙ", "темный"),
        ("café", "café"),
    ],
)
def test_exact_form_is_one_spelling(written: str, exact: str) -> None:
    token = one(written)
    assert token.exact == exact
    assert written[token.start : token.end] == written


@pytest.mark.parametrize(
    ("form", "stem"),
    [
        ("settings", "set"),
        ("running", "run"),
        ("настройками", "настройк"),
        ("connections", "connect"),
    ],
)
def test_stem_follows_the_language_of_the_letters(form: str, stem: str) -> None:
    assert one(form).stem == stem


@pytest.mark.parametrize(
    "word", ["СБП", "сбп", "ЭЦП", "эцп", "VPN", "vpn", "см", "СМ", "руб", "ИНН", "инн", "ПВЗ"]
)
def test_abbreviation_is_never_inflected(word: str) -> None:
    token = one(word)
    assert token.kind is TokenKind.ABBREVIATION
    assert token.lemmas == (token.exact,)
    assert token.stem == token.exact == word.lower()


def test_capitals_tell_abbreviation_from_word() -> None:
    tokens = analyse("ПО сайта по сайту")
    assert tokens[0].kind is TokenKind.ABBREVIATION
    assert tokens[2].kind is TokenKind.WORD
    assert not tokens[0].filler
    assert tokens[2].filler


def test_capitals_tell_nothing_in_a_shouted_text() -> None:
    assert analyse("ОПЛАТА ПО КАРТЕ")[1].kind is TokenKind.WORD


@pytest.mark.parametrize(
    "text",
    [
        "подскажите пожалуйста как мне",
        "и в на с",
        "здравствуйте",
        "can you please",
        "где",
        "прив",
        "када чо щас",
    ],
)
def test_politeness_and_function_words_are_fillers(text: str) -> None:
    assert all(token.filler for token in analyse(text))


@pytest.mark.parametrize("text", ["how to pay", "delete my account", "where is it"])
def test_english_is_told_by_its_little_words(text: str) -> None:
    assert is_english(text.split())


@pytest.mark.parametrize(
    "text", ["ne prihodit sms", "kak voyti i vyyti", "do skolki", "iphone", "how оплатить", ""]
)
def test_russian_in_latin_letters_and_names_are_not_english(text: str) -> None:
    assert not is_english(text.split())


@pytest.mark.parametrize(
    "text", ["вернуть деньги", "не", "нет", "без", "wifi", "код 15", "плюс", "фон"]
)
def test_telling_words_and_negators_are_no_fillers(text: str) -> None:
    assert not any(token.filler for token in analyse(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("онлайн-заказ", ["онлайн-заказ", "онлайн", "заказ"]),
        ("из-за", ["из-за", "из", "за"]),
        ("Wi-Fi", ["wifi", "wi", "fi"]),
        ("пин-код", ["пин-код", "пин", "код"]),
    ],
)
def test_hyphenated_word_is_found_whole_and_by_part(text: str, parts: list[str]) -> None:
    tokens = analyse(text)
    assert [token.exact for token in tokens] == parts
    assert [token.part for token in tokens] == [False] + [True] * (len(parts) - 1)


@pytest.mark.parametrize(("left", "right"), [("пин-кода", "пинкод"), ("вай-фая", "вайфай")])
def test_hyphen_does_not_part_one_word(left: str, right: str) -> None:
    assert set(one(left).lemmas) & set(one(right).lemmas)


def test_parts_follow_one_another_from_the_place_of_the_whole() -> None:
    tokens = analyse("мой онлайн-заказ готов")
    assert [(token.exact, token.position) for token in tokens] == [
        ("мой", 0),
        ("онлайн-заказ", 1),
        ("онлайн", 1),
        ("заказ", 2),
        ("готов", 3),
    ]


def test_terms_of_layers_never_collide() -> None:
    found = terms(one("оплата"))
    assert found[0] == (Layer.EXACT, "e:оплата")
    assert (Layer.LEMMA, "l:оплата") in found
    assert (Layer.STEM, "s:оплат") in found
    assert (Layer.FAMILY, "f:оплатить") in found
    assert all(term.startswith(f"{layer.value}:") for layer, term in found)
