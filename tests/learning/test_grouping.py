"""Wordings of one question come together, and others stay apart."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from app.learning.grouping import Phrase, grouped
from app.learning.wording import telling_words

# Each row is one question in the words of customers of a shop.
QUESTIONS = (
    (
        "не приходит смс код",
        "код из смс не пришёл",
        "нет смс с кодом",
        "смс с кодом не приходит уже час",
        "смс не пришла",
    ),
    ("доставка в Беларусь", "доставляете ли вы в беларусь", "вы доставляете в Беларусь?"),
    ("вы доставляете в казахстан", "доставка казахстан сколько стоит", "доставка в Казахстан"),
    ("подарочная упаковка", "упаковать в подарок", "упаковка подарка"),
    ("оплата картой", "оплатить картой", "как оплатить картой"),
    ("оплата без карты", "можно оплатить без карты"),
    ("где мой заказ 1234-5678-9", "где заказ", "мой заказ 8765-4321-0 где"),
    ("ошибка 5",),
    ("ошибка E-1042", "код ошибки E-1042"),
    ("курьер не приехал", "не приехал курьер"),
    ("курьер нахамил",),
    ("сменить номер", "смена номера"),
    ("сменить пароль", "смена пароля"),
    ("смс",),
    ("карта",),
    ("фывапролдж",),
)


def groups_of(queries: list[str], known: tuple[Phrase, ...] = ()) -> set[frozenset[str]]:
    by_words: dict[frozenset[str], list[str]] = {}
    for query in queries:
        by_words.setdefault(telling_words(query), []).append(query)
    leaders = grouped([Phrase(words, len(q)) for words, q in by_words.items()], known)
    found: dict[frozenset[str], list[str]] = {}
    for words, leader in leaders.items():
        found.setdefault(leader, []).extend(by_words[words])
    return {frozenset(group) for group in found.values()}


def test_wordings_of_one_question_are_one_group() -> None:
    every = [query for question in QUESTIONS for query in question]
    assert groups_of(every) == {frozenset(question) for question in QUESTIONS}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question[0])
def test_a_question_is_one_group_on_its_own_too(question: tuple[str, ...]) -> None:
    assert groups_of(list(question)) == {frozenset(question)}


def test_order_changes_nothing() -> None:
    every = [query for question in QUESTIONS for query in question]
    shuffled = random.Random(1).sample(every, len(every))  # noqa: S311
    assert groups_of(shuffled) == groups_of(every)


def test_groups_stay_when_their_leaders_are_known() -> None:
    every = [query for question in QUESTIONS for query in question]
    leaders = tuple(Phrase(telling_words(question[0])) for question in QUESTIONS)
    assert groups_of(every, leaders) == groups_of(every)


def test_one_word_alone_draws_nothing_to_itself() -> None:
    assert len(groups_of(["заказ", "отменить заказ", "где заказ и чек", "оформить заказ"])) == 4


def test_the_same_article_brings_together_what_is_a_little_near() -> None:
    one, other = telling_words("вернуть деньги за книгу"), telling_words("вернуть деньги на счёт")
    apart = grouped([Phrase(one, 2), Phrase(other, 1)])
    joined = grouped([Phrase(one, 2, "voz-01"), Phrase(other, 1, "voz-01")])
    elsewhere = grouped([Phrase(one, 2, "voz-01"), Phrase(other, 1, "voz-02")])
    assert apart == elsewhere == {one: one, other: other}
    assert joined == {one: one, other: one}


def test_no_two_leaders_are_near() -> None:
    words = ["смс", "код", "прийти", "войти", "заказ", "карта", "деньги"]
    phrases = [
        Phrase(frozenset(some), number)
        for size in (1, 2, 3)
        for number, some in enumerate(combinations(words, size))
    ]
    leaders = set(grouped(phrases).values())
    again = grouped(phrases, [Phrase(words) for words in sorted(leaders, key=sorted)])
    assert set(again.values()) == leaders


@pytest.mark.parametrize("query", ["", "как", "[телефон]", "1234-5678-9", "не", "[карта] 123456"])
def test_some_queries_tell_nothing(query: str) -> None:
    assert telling_words(query) == frozenset()


def test_a_long_story_has_few_words() -> None:
    assert len(telling_words(" ".join(f"слово{n}ъ{'я' * 60}" for n in range(50)))) <= 12
