"""The operator's own synonyms: kept, refused with a reason, and heeded by search."""

from __future__ import annotations

import threading

import pytest

from app import db
from app.accounts.roles import GUEST
from app.errors import DomainError, NotFound
from app.search import own_synonyms
from app.search.engines.memory import MemoryEngine
from app.search.explanation import Way
from app.search.searcher import Searcher
from app.search.synonyms import SameMeaning
from tests.search.library import Shelf, article

pytestmark = pytest.mark.usefixtures("database")

ARTICLES = (
    article("card", "Бонусная карта «Закладка»", "Как получить закладку в магазине."),
    article("shoes", "Возврат обуви", "Примеряйте обувь дома."),
    article("pumps", "Уход за мокасинами", "Мокасины не стирают."),
    article("point", "Пункт выдачи", "Где забрать посылку."),
)


@pytest.fixture
def searcher() -> Searcher:
    shelf = Shelf(ARTICLES)
    made = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    return made


def ids(searcher: Searcher, text: str) -> set[str]:
    searcher.use_synonyms(own_synonyms.in_use())
    return {result.article_id for result in searcher.find(text, GUEST).results}


def test_a_set_is_kept_as_it_was_said() -> None:
    own_synonyms.add(["  тапки ", "домашняя   обувь"], ["одежда"])
    [kept] = own_synonyms.everything()

    assert (kept.words, kept.wider) == (["тапки", "домашняя обувь"], ["одежда"])
    assert own_synonyms.in_use() == (SameMeaning(("тапки", "домашняя обувь"), ("одежда",)),)


def test_words_of_a_set_find_one_another_in_any_form(searcher: Searcher) -> None:
    assert "card" not in ids(searcher, "плюшек")
    own_synonyms.add(["плюшка", "закладка"])

    assert "card" in ids(searcher, "плюшек")


def test_a_narrow_word_finds_the_wider_one_and_not_the_other_way(searcher: Searcher) -> None:
    own_synonyms.add(["мокасины"], ["обувь"])

    assert "shoes" in ids(searcher, "мокасинов")
    assert "pumps" not in ids(searcher, "обувь")


def test_a_phrase_finds_and_is_found(searcher: Searcher) -> None:
    own_synonyms.add(["пункт выдачи", "пвзшка"])

    assert "point" in ids(searcher, "пвзшка")


def test_search_explains_a_synonym(searcher: Searcher) -> None:
    own_synonyms.add(["плюшка", "закладка"])
    searcher.use_synonyms(own_synonyms.in_use())
    [word] = searcher.find("плюшки", GUEST, explained=True).explanation.words

    assert ("закладка",) in [found.words for found in word.ways if found.way is Way.SYNONYM]


def test_a_removed_set_is_forgotten(searcher: Searcher) -> None:
    added = own_synonyms.add(["плюшка", "закладка"])
    assert "card" in ids(searcher, "плюшка")
    own_synonyms.remove(added.id)

    assert "card" not in ids(searcher, "плюшка")
    assert own_synonyms.everything() == []


@pytest.mark.parametrize(
    ("words", "wider", "why"),
    [
        ([], [], "хотя бы два"),
        (["обувь"], [], "хотя бы два"),
        ([], ["обувь", "тапки"], "хотя бы два"),
        (["обувь", "..."], [], "нет ни одного слова"),
        (["обувь", ""], [], "нет ни одного слова"),
        (["обувь", "как вернуть мне обувь"], [], "больше 3 слов"),
        (["обувь", "как это"], [], "служебн"),
        (["обувь", "обуви"], [], "одно и то же"),
        (["обувь"], ["Обуви"], "одно и то же"),
        (["обувь", "щ" * 101], [], "Не больше 100"),
        ([f"слово{chr(1072 + n)}" for n in range(21)], [], "не больше 20"),
        (["смс", "sms"], [], "уже знает"),
    ],
)
def test_what_says_nothing_is_refused_with_a_reason(
    words: list[str], wider: list[str], why: str
) -> None:
    with pytest.raises(DomainError, match=why):
        own_synonyms.add(words, wider)
    assert own_synonyms.everything() == []


def test_what_is_known_already_is_refused_also_in_another_order() -> None:
    own_synonyms.add(["тапки", "шлёпанцы", "сланцы"])

    with pytest.raises(DomainError, match="уже знает"):
        own_synonyms.add(["сланец", "тапок"])
    own_synonyms.add(["сланцы", "вьетнамки"])
    assert len(own_synonyms.everything()) == 2


@pytest.mark.parametrize("number", [1, 0, -1, 2**40])
def test_a_set_that_is_not_there_cannot_be_removed(number: int) -> None:
    with pytest.raises(NotFound, match=str(number)):
        own_synonyms.remove(number)


def test_of_two_equal_sets_at_once_one_is_kept() -> None:
    refused: list[DomainError] = []

    def add() -> None:
        try:
            own_synonyms.add(["тапки", "шлёпанцы"])
        except DomainError as error:
            refused.append(error)
        finally:
            db.session.remove()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(own_synonyms.everything()) == 1
    assert len(refused) == 3


def test_the_same_sets_change_nothing(searcher: Searcher) -> None:
    own_synonyms.add(["плюшка", "закладка"])
    searcher.use_synonyms(own_synonyms.in_use())
    known = searcher._lexicon()
    searcher.use_synonyms(own_synonyms.in_use())

    assert searcher._lexicon() is known
