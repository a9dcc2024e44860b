"""Mistyped, glued and split words find the word of the vocabulary that was meant."""

import time

import pytest

from app.language import slips
from app.language.spelling import Speller, join_split, split_glued

VOCABULARY = {
    "восстановить": 50,
    "остановить": 40,
    "пароль": 300,
    "приложение": 200,
    "безопасность": 80,
    "регистрация": 90,
    "пользователь": 100,
    "аккаунт": 150,
    "сервер": 60,
    "оплатить": 120,
    "оплата": 200,
    "доставка": 210,
    "приходит": 90,
    "работает": 80,
    "сайт": 300,
    "код": 200,
    "заказ": 400,
    "postgres": 20,
    "вай-фай": 12,
    "спецпредложение": 4,
    "предложение": 60,
    "1042": 7,
    "сбп": 50,
}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(VOCABULARY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("востановить", "восстановить"),
        ("пороль", "пароль"),
        ("пврольь", "пароль"),
        ("прврль", None),
        ("прилажение", "приложение"),
        ("безопастность", "безопасность"),
        ("регестрация", "регистрация"),
        ("полльзователь", "пользователь"),
        ("акаунт", "аккаунт"),
        ("севрер", "сервер"),
        ("оплатитьь", "оплатить"),
        ("lоставка", "доставка"),
        ("ПОРОЛЬ", "пароль"),
        ("postgers", "postgres"),
        ("закас", "заказ"),
    ],
)
def test_slip_is_mended(speller: Speller, typed: str, meant: str | None) -> None:
    found = speller.suggest(typed, 1)
    assert (found[0].word if found else None) == meant


@pytest.mark.parametrize(
    "word", ["1043", "e1042", "сбб", "код", "сайта", "v2.10", "", "сот", "а" * 99]
)
def test_codes_short_words_and_real_words_are_left_alone(speller: Speller, word: str) -> None:
    assert speller.suggest(word) == []


def test_frequent_word_is_likelier_than_rare_one() -> None:
    found = Speller({"оплата": 500, "оплаты": 2}).suggest("оплатт")
    assert [correction.word for correction in found] == ["оплата", "оплаты"]


def test_neighbouring_key_costs_less_than_a_distant_one() -> None:
    assert slips.slip_cost("зпказ", "заказ") < slips.slip_cost("зцказ", "заказ")


def test_o_after_a_hushing_letter_sounds_as_e_does() -> None:
    assert slips.slip_cost("пришол", "пришел") == slips.slip_cost("чорный", "черный") == 0.45
    assert slips.slip_cost("тост", "тест") == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("бракованый", "бракованный"), ("сламаный", "сломанный"), ("програма", "программа")],
)
def test_a_word_is_heard_as_others(typed: str, meant: str) -> None:
    heard = list(slips.heard(typed))
    assert meant in heard
    assert typed not in heard
    assert len(set(heard)) == len(heard)


def test_equal_words_cost_nothing() -> None:
    assert slips.slip_cost("заказ", "заказ") == 0


@pytest.mark.parametrize(
    ("glued", "words"),
    [
        ("какоплатить", ("как", "оплатить")),
        ("неприходит", ("не", "приходит")),
        ("неработаетсайт", ("не", "работает", "сайт")),
        ("оплатазаказ", ("оплата", "заказ")),
        ("заказ", None),
        ("облако", None),
        ("фывапролдж", None),
        ("", None),
    ],
)
def test_glued_words_are_split(glued: str, words: tuple[str, ...] | None) -> None:
    assert split_glued(glued, VOCABULARY) == words


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("спец", "предложение", "спецпредложение"),
        ("вай", "фай", "вай-фай"),
        ("не", "приходит", None),
        ("заказ", "сайт", None),
        ("видео", "запись", "видеозапись"),
    ],
)
def test_split_word_is_joined(left: str, right: str, joined: str | None) -> None:
    assert join_split(left, right, VOCABULARY) == joined


def test_another_vocabulary_is_mended_by_as_if_it_were_laid_out_anew() -> None:
    vocabularies = (
        {"оплата": 5, "доставка": 3, "возврат": 2},
        {"оплата": 6, "возврат": 2, "получение": 4},
        {"доставка": 1, "оплата": 6, "получение": 4, "справка": 2},
    )
    speller = Speller({})
    for vocabulary in vocabularies:
        speller = speller.over(vocabulary)
        for typed in ("оплотп", "доствка", "возвртат", "полуение", "спрвка"):
            assert speller.suggest(typed) == Speller(vocabulary).suggest(typed)


def test_large_vocabulary_answers_in_milliseconds() -> None:
    syllables = ["ко", "ра", "ли", "ну", "те", "са", "по", "ды", "ме", "ви"]
    words = {
        a + b + c + d + e: 1
        for a in syllables
        for b in syllables
        for c in syllables
        for d in syllables
        for e in syllables
    }
    large = Speller(words)
    large.suggest("каралинутеса")
    start = time.process_time()
    for word in ("коралинцте", "корялинуте", "саподдмеви", "лиментакпо", "коралимкте"):
        large.suggest(word)
    assert (time.process_time() - start) / 5 < 0.05


def test_less_some_words_is_as_though_they_were_not_in_the_vocabulary() -> None:
    vocabulary = {"доставка": 40, "доставки": 20, "оплата": 10}
    rest = {"доставка": 40}

    less = Speller(vocabulary).without({"доставки"}).without({"оплата"})

    for typed in ("доставке", "доставки", "оплата", "оплатп"):
        assert less.suggest(typed) == Speller(rest).suggest(typed)
    assert Speller(vocabulary).suggest("оплатп")
