"""The recovery ladder: what is mended, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import clock
from app.search import documents
from app.search.engines.building import packed
from app.search.engines.memory import MemoryEngine
from app.search.lexicon import Lexicon
from app.search.recovery import mend
from tests.search.library import article

TEXT = (
    "Оплата картой. Восстановить пароль. Возврат денег. Не приходит код, смс для входа. Как "
    "оплатить заказ онлайн. Отмена подписки. Обменять товар. Чек на почту. Личный кабинет, забыл "
    "пароль от личного кабинета. Приложение зависло. Посылка, доставка. Яндекс почта. Бонусы за "
    "регистрацию. Спецпредложение магазина. Сертификат. Установка wordpress. Код CVC. Ошибка 502. "
    "Оплата наличкой курьеру. Когда приедет посылка. Сломали, нашли бракованного."
)
MENDED = [
    ("jgkfnf rfhnjq", "оплата картой", "layout"),
    ("djpdhfn ltytu", "возврат денег", "layout"),
    (",jyecs pf htubcnhfwb.", "бонусы за регистрацию", "layout"),
    ("j,vtyznm rhjccjdrb", "обменять кроссовки", "layout"),
    ("cvc lkz d[jlf", "смс для входа", "layout"),
    ("яндекс gjxnf", "яндекс почта", "layout"),
    ("ytghb[jlbn rjl", "не приходит код", "space"),
    ("vozvrat", "возврат", "translit"),
    ("oplata kartoi", "оплата картой", "translit"),
    ("ne prihodit sms", "не приходит смс", "translit"),
    ("zabyl parol ot lichnogo kabineta", "забыл пароль от личного кабинета", "translit"),
    ("4ek na po4tu", "чек на почту", "translit"),
    ("ustanovka wordpress", "установка wordpress", "translit"),
    ("востановить пороль", "восстановить пароль", "typo"),
    ("прилажение зависло", "приложение зависло", "typo"),
    ("серитфикат", "сертификат", "typo"),
    ("бракованый", "бракованный", "typo"),
    ("сламаный", "сломанный", "typo"),
    ("какоплатить", "как оплатить", "space"),
    ("когдаприедет посылка", "когда приедет посылка", "space"),
    ("спец предложение", "спецпредложение", "space"),
    ("jib,rf 502", "ошибка 502", "layout"),
    ("забыл gfhjkm", "забыл пароль", "layout"),
    ("личный rf,bytn", "личный кабинет", "layout"),
    ("oshibka 502", "ошибка 502", "translit"),
    ("взаказ", "в заказ", "space"),
    ("обме нять товар", "обменять товар", "space"),
    ("письмо, gfhjkm, код", "письмо, пароль, код", "layout"),
    ("приходит «gfhjkm»", "приходит «пароль»", "layout"),
    ("забыл gfhjkm: код", "забыл пароль: код", "layout"),
]
LEFT_ALONE = [
    "оплата картой",
    "возвратов денежных",
    "E-1042",
    "ошибка 503",
    "5 10 15",
    "СБП",
    "стиралка",
    "кот",
    "wordpress",
    "cvc",
    "фывапролдж",
    "оплата tech",
    "ошибка liber",
    "автоматизация lakehouse",
    "ошибка MMIO",
    "сертификат S/MIME",
    "ошибка e1060 сбп",
    "err_net_invalid",
    "ошибка lfoo",
    "код Timezone (курьеру)",
    "",
    "((",
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    engine = MemoryEngine()
    engine.put([packed([documents.entry(article("a", "Статья", TEXT), clock.now())])])
    return Lexicon(engine.vocabulary(), engine.frequency)


@pytest.mark.parametrize(("typed", "meant", "kind"), MENDED)
def test_a_slip_is_mended(lexicon: Lexicon, typed: str, meant: str, kind: str) -> None:
    mended = mend(typed, lexicon)

    assert mended is not None
    assert mended.text == meant
    assert kind in {change.kind for change in mended.changes}


@pytest.mark.parametrize("typed", LEFT_ALONE)
def test_what_is_no_slip_is_left_alone(lexicon: Lexicon, typed: str) -> None:
    assert mend(typed, lexicon) is None


@pytest.mark.parametrize(
    "typed",
    ["how to get a receipt", "promo code does not work", "where is my wallet", "my account"],
)
def test_english_is_not_read_as_russian_in_latin_letters(typed: str) -> None:
    words = {"то": 90, "коде": 9, "промо": 9, "нот": 3, "геть": 1, "мы": 40, "ис": 2}
    assert mend(typed, Lexicon(words, lambda term: words.get(term.partition(":")[2], 0))) is None


def test_a_slip_does_not_cost_a_negation() -> None:
    words = {"переходит": 9, "приходит": 5, "смс": 9}
    lexicon = Lexicon(words, lambda term: words.get(term.partition(":")[2], 0))

    for typed in ("смс непреходит", "смс неприхадит"):
        mended = mend(typed, lexicon)
        assert mended
        assert mended.text == "смс не приходит"


def test_words_glued_together_are_not_keys_of_the_other_layout() -> None:
    words = {"вернуть": 9, "деньги": 9, "dthyenm": 1, "ltymub": 1}
    mended = mend("вернутьденьги", Lexicon(words, lambda term: words.get(term[2:], 0)))

    assert mended
    assert mended.text == "вернуть деньги"


def test_a_letter_too_many_is_likelier_than_a_little_word_behind() -> None:
    words = {"метода": 2, "метод": 9, "да": 5, "массиве": 2, "массив": 9, "ее": 4}
    lexicon = Lexicon(words, lambda term: words.get(term.partition(":")[2], 0))

    for typed, meant in (("методда", "метода"), ("массивее", "массиве")):
        mended = mend(typed, lexicon)
        assert mended
        assert mended.text == meant


def test_a_word_of_one_letter_is_russian_among_russian_ones() -> None:
    words = {"работа": 4, "с": 9, "кодом": 3, "s": 40}
    lexicon = Lexicon(words, lambda term: words.get(term.partition(":")[2], 0))

    mended = mend("rabota s kodom", lexicon)

    assert mended
    assert mended.text == "работа с кодом"
    assert mend("s linux", lexicon) is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_text_can_be_mended(text: str) -> None:
    vocabulary = {"оплата": 3, "картой": 2, "код": 1}
    mended = mend(text, Lexicon(vocabulary, lambda term: vocabulary.get(term[2:], 0)))

    assert mended is None or mended.changes
