"""What was done with a query, told word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import GUEST, Reader, Role
from app.search.engines.memory import MemoryEngine
from app.search.explanation import ExplainedWord, Explanation, Way
from app.search.meaning import Meaning
from app.search.query import MAX_GROUPS
from app.search.recovery import Change
from app.search.searcher import Searcher
from tests.search.encoder import TopicEncoder
from tests.search.library import Shelf, article

if TYPE_CHECKING:
    from pathlib import Path

AGENT = Reader(Role.AGENT, 1)

ARTICLES = (
    article("refund", "Возврат денег", "Вернём деньги на карту. Код из смс не приходит."),
    article("staff", "Шифротайна", "Выдача наличных. Сервер hydra-node.", audience="staff"),
    article("plan", "Применение terraform", "Как применить план."),
)


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    shelf = Shelf(ARTICLES)
    made = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    return made


def explained(searcher: Searcher, text: str) -> Explanation:
    return searcher.find(text, GUEST, explained=True).explanation


def ways(searcher: Searcher, text: str, word: str) -> dict[Way, tuple[str, ...]]:
    [found] = [w for w in explained(searcher, text).words if w.word == word]
    return {by.way: by.words for by in found.ways}


def test_the_very_form_and_other_forms_are_told_apart(searcher: Searcher) -> None:
    assert ways(searcher, "код карты", "код") == {Way.EXACT: (), Way.FORM: ()}
    assert list(ways(searcher, "возврата", "возврата"))[:1] == [Way.FORM]


def test_a_word_family_is_told_by_its_words(searcher: Searcher) -> None:
    assert "возврат" in ways(searcher, "возвратить деньги", "возвратить")[Way.FAMILY]


def test_synonyms_and_names_are_told(searcher: Searcher) -> None:
    assert "смс" in ways(searcher, "sms", "sms")[Way.SYNONYM]
    assert "terraform" in ways(searcher, "терраформ", "терраформ")[Way.NAME]


def test_a_synonym_of_several_words_is_told_as_it_is_written(searcher: Searcher) -> None:
    assert "вернуть деньги" in ways(searcher, "возврат денег", "денег")[Way.SYNONYM]


def test_a_word_is_no_synonym_of_itself(searcher: Searcher) -> None:
    assert "возврат" not in ways(searcher, "возврат денег", "возврат")[Way.SYNONYM]


def test_a_negated_word_is_told(searcher: Searcher) -> None:
    assert Way.NEGATED in ways(searcher, "не приходит код", "приходит")


def test_a_word_that_the_articles_lack_is_told(searcher: Searcher) -> None:
    assert ExplainedWord("холодильник", ()) in explained(searcher, "возврат холодильник").words


def test_a_correction_is_told(searcher: Searcher) -> None:
    assert explained(searcher, "djpdhfn ltytu").changes == (
        Change("layout", "djpdhfn ltytu", "возврат денег"),
    )


def test_that_hidden_articles_have_a_whole_word_is_not_told(searcher: Searcher) -> None:
    assert [w.word for w in explained(searcher, "hydra-node").words] == ["hydra", "node"]
    found = searcher.find("hydra-node", AGENT, explained=True).explanation
    assert [w.word for w in found.words] == ["hydranode", "hydra", "node"]


def test_words_of_hidden_articles_are_not_told(searcher: Searcher) -> None:
    assert ways(searcher, "шифротайна", "шифротайна") == {}
    assert explained(searcher, "шифротайнв").changes == ()
    assert ways(searcher, "выдать наличные", "выдать") == {}
    told = searcher.find("шифротайнв", AGENT, explained=True).explanation
    assert told.changes == (Change("typo", "шифротайнв", "шифротайна"),)


def test_words_that_tell_nothing_are_told(searcher: Searcher) -> None:
    found = explained(searcher, "подскажите как вернуть деньги")

    assert {"подскажите", "как"} <= set(found.fillers)
    assert [word.word for word in found.words] == ["вернуть", "деньги"]


def test_words_too_many_are_told(searcher: Searcher) -> None:
    words = [f"щъщъ{chr(ord('а') + number)}" for number in range(MAX_GROUPS)]
    text = " ".join(["возврат", *words, "денег"])
    found = searcher.find(text, GUEST, literal=True, explained=True).explanation

    assert len(found.words) == MAX_GROUPS
    assert len(found.dropped) == 2


def test_phrases_and_excluded_words_are_told(searcher: Searcher) -> None:
    found = explained(searcher, '"возврат денег" -пароль')

    assert (found.phrases, found.missing_phrases) == (("возврат денег",), ())
    assert found.excluded == ("пароль",)


def test_neighbours_in_meaning_are_told(tmp_path: Path) -> None:
    fillers = (article(f"f{n}", f"Заметка {n}", f"Просто текст {n}.") for n in range(40))
    shelf = Shelf((article("net", "Сетевой адрес", "Назначьте адрес машине."), *fillers))
    encoder = TopicEncoder([("адрес", "айпишник")])
    made = Searcher(shelf, MemoryEngine(), Meaning(encoder, tmp_path))  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    made.sync_meaning(shelf.snapshot)

    assert "адрес" in ways(made, "поменять айпишник", "айпишник")[Way.MEANING]
