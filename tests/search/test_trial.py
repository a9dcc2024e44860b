"""Other synonyms and weights are tried without touching the search that people use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.accounts.roles import GUEST
from app.search import pins
from app.search.engines.memory import MemoryEngine
from app.search.explanation import Way
from app.search.pins import Pinned
from app.search.ranking import WEIGHTS
from app.search.searcher import Searcher
from app.search.synonyms import SameMeaning
from app.search.whereabouts import standings
from tests.search.library import Shelf, article

CARD = article("card", "Бонусная карта «Закладка»", "Как получить закладку в магазине.")
ARTICLES = (
    CARD,
    article("title", "Срок доставки", "Курьер приезжает днём."),
    article("heading", "О заказах", "Их собирают днём.\n\n## Срок доставки\n\nНазовёт магазин."),
)


@pytest.fixture
def searcher() -> Searcher:
    shelf = Shelf(ARTICLES)
    made = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    return made


def ids(searcher: Searcher, text: str) -> list[str]:
    return [result.article_id for result in searcher.find(text, GUEST).results]


def test_trial_synonyms_find_in_the_trial_alone(searcher: Searcher) -> None:
    other = searcher.trial((SameMeaning(("плюшка", "закладка")),))
    assert ids(other, "плюшек") == ["card"]
    assert ids(searcher, "плюшек") == []


def test_the_search_goes_on_changing_without_its_trial(searcher: Searcher) -> None:
    other = searcher.trial(())
    searcher.use_synonyms((SameMeaning(("плюшка", "закладка")),))
    assert ids(searcher, "плюшек") == ["card"]
    assert ids(other, "плюшек") == []


def test_trial_weights_order_in_the_trial_alone(searcher: Searcher) -> None:
    other = searcher.trial(weights=replace(WEIGHTS, title=0.0, bm25=0.0, headings=9.0))
    assert ids(searcher, "срок доставки") == ["title", "heading"]
    assert ids(other, "срок доставки") == ["heading", "title"]


QUERIES = ("плюшка", "плюшек нет", "срок доставки", "закладка", "курьер", "фывапролдж")


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_called_alike_is_found_alike(searcher: Searcher, query: str) -> None:
    own = (SameMeaning(("плюшка", "закладка")),)
    pinned = Pinned({pins.key("курьер"): ("card",)})
    for other in (searcher.trial(own), searcher.trial(pinned=pinned), searcher.trial()):
        if searcher.answers_alike(other, query, GUEST):
            assert ids(searcher, query) == ids(other, query)


def test_only_what_a_change_touches_is_not_alike(searcher: Searcher) -> None:
    own = searcher.trial((SameMeaning(("плюшка", "закладка")),))
    touched = [q for q in QUERIES if not searcher.answers_alike(own, q, GUEST)]
    assert touched == ["плюшка", "плюшек нет"]  # no article says «плюшка»
    pinned = searcher.trial(pinned=Pinned({pins.key("курьер"): ("card",)}))
    assert [q for q in QUERIES if not searcher.answers_alike(pinned, q, GUEST)] == ["курьер"]
    heavier = searcher.trial(weights=replace(WEIGHTS, title=9.0))
    assert not any(searcher.answers_alike(heavier, query, GUEST) for query in QUERIES)


def test_each_word_is_told_with_the_fields_that_hold_it(searcher: Searcher) -> None:
    groups = searcher.find("закладки sms", GUEST, explained=True).explanation.groups
    [word, unknown] = standings(groups, CARD)
    assert (word.word, dict(word.fields)) == ("закладки", {"title": Way.FORM, "body": Way.FORM})
    assert (unknown.word, dict(unknown.fields)) == ("sms", {})


def test_a_synonym_in_the_title_is_told_as_one(searcher: Searcher) -> None:
    other = searcher.trial((SameMeaning(("плюшка", "закладка")),))
    groups = other.find("плюшка", GUEST, explained=True).explanation.groups
    assert standings(groups, CARD)[0].fields["title"] is Way.SYNONYM


def test_an_article_is_out_or_gone_in_the_trial_alone(searcher: Searcher) -> None:
    gone = searcher.trial(articles=[replace(CARD, status="archived")])
    assert (ids(gone, "закладка"), ids(searcher, "закладка")) == ([], ["card"])
    draft = article("new", "Подарочная закладка", "Закладка в подарок.")
    more = searcher.trial(articles=[draft])
    assert set(ids(more, "закладка")) == {"card", "new"}
    assert ids(searcher, "закладка") == ["card"]
    assert not searcher.answers_alike(more, "закладка", GUEST)
