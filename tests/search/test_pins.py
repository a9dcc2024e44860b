"""Pinned results: matched in any form, first for whoever may read them, refused with a reason."""

from __future__ import annotations

import pytest

from app.accounts.roles import GUEST, Reader, Role
from app.errors import InvalidInput, NotFound
from app.search import pins
from app.search.engines.memory import MemoryEngine
from app.search.searcher import Searcher
from tests.search.library import Shelf, article

pytestmark = pytest.mark.usefixtures("database")

AGENT = Reader(Role.AGENT, 1)
ARTICLES = (
    article("refund", "Возврат денег за заказ", "Вернём деньги.", category="dengi"),
    article("pay", "Оплата картой", "Введите номер карты.", category="dengi/karty"),
    article("sbp", "Деньги через СБП", "Вернём деньги за день.", category="dengi"),
    article("phone", "Смена телефона", "Укажите новый номер.", category="profil"),
    article("phone-en", "A new phone", "New.", lang="en", translation_of="phone"),
    article("staff", "Касса", "Выдать наличные.", audience="staff", category="dengi"),
)


@pytest.fixture
def searcher() -> Searcher:
    shelf = Shelf(ARTICLES)
    made = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    return made


def ids(searcher: Searcher, text: str, reader: Reader = GUEST, **options: object) -> list[str]:
    searcher.use_pins(pins.in_use())
    found = searcher.find(text, reader, **options)  # type: ignore[arg-type]
    return [result.article_id for result in found.results]


@pytest.mark.parametrize(
    "typed",
    [
        "вернуть деньги",
        "как вернуть деньги",
        "Деньги вернуть!",
        "вернули деньгами",
        "вирнуть деньги",
    ],
)
def test_a_pin_meets_every_form_and_order_of_its_query(searcher: Searcher, typed: str) -> None:
    pins.add("  вернуть   деньги ", "phone")
    assert ids(searcher, typed)[0] == "phone"


@pytest.mark.parametrize("typed", ["вернуть", "вернуть деньги за заказ", "не вернули деньги"])
def test_a_pin_leaves_other_queries_alone(searcher: Searcher, typed: str) -> None:
    pins.add("вернуть деньги", "phone")
    assert "phone" not in ids(searcher, typed)[:1]


def test_a_pinned_article_stands_once_and_says_so(searcher: Searcher) -> None:
    pins.add("вернуть деньги", "sbp")
    searcher.use_pins(pins.in_use())
    found = searcher.find("вернуть деньги", GUEST)
    assert [(r.article_id, r.pinned) for r in found.results] == [("sbp", True), ("refund", False)]
    assert found.total == 2
    pages = [ids(searcher, "вернуть деньги", per_page=1, page=n) for n in (1, 2)]
    assert pages == [["sbp"], ["refund"]]


def test_a_pin_answers_a_query_of_unknown_words_surely(searcher: Searcher) -> None:
    pins.add("кракозябра", "pay")
    searcher.use_pins(pins.in_use())
    found = searcher.find("кракозябры", GUEST)
    assert [result.article_id for result in found.results] == ["pay"]
    assert (found.total, found.rescued, found.unsure) == (1, False, False)


def test_pins_keep_their_order_and_the_filter(searcher: Searcher) -> None:
    pins.add("вернуть деньги", "phone")
    pins.add("деньги вернуть", "pay")
    assert ids(searcher, "вернуть деньги")[:2] == ["phone", "pay"]
    assert ids(searcher, "вернуть деньги", category="dengi")[0] == "pay"
    assert "phone" not in ids(searcher, "вернуть деньги", category="dengi")


def test_a_translation_stands_in_for_a_pinned_article(searcher: Searcher) -> None:
    pins.add("the handset", "phone")
    searcher.use_pins(pins.in_use())
    [result] = searcher.find("the handset", GUEST, lang="en").results
    assert (result.article_id, result.pinned) == ("phone-en", True)


def test_a_pin_on_a_hidden_article_shows_guests_nothing(searcher: Searcher) -> None:
    pins.add("кракозябра", "staff")
    assert ids(searcher, "кракозябра") == []
    assert ids(searcher, "кракозябра", AGENT) == ["staff"]
    searcher.use_pins(pins.in_use())
    assert searcher.find("кракозябра", GUEST).by_category == {}


def test_a_removed_pin_is_forgotten(searcher: Searcher) -> None:
    added = pins.add("кракозябра", "pay")
    pins.remove(added.id)
    assert ids(searcher, "кракозябра") == []
    with pytest.raises(NotFound):
        pins.remove(added.id)


@pytest.mark.parametrize(
    ("query", "field", "why"),
    [
        ("", "query", "хотя бы одно слово"),
        ("?!", "query", "хотя бы одно слово"),
        ("ы" * 201, "query", "Не больше 200"),
        ("раз два " * 6, "query", "не больше 10 слов"),
        ("деньгам вернуть", "article", "уже закреплена"),
    ],
)
def test_what_cannot_be_pinned_is_refused_with_a_reason(query: str, field: str, why: str) -> None:
    pins.add("вернуть деньги", "pay")
    with pytest.raises(InvalidInput) as refused:
        pins.add(query, "pay")
    assert why in str(refused.value.fields[field])
    assert len(pins.everything()) == 1


def test_a_query_has_room_for_a_few_pins() -> None:
    for name in ("pay", "sbp", "phone"):
        pins.add("деньги", name)
    with pytest.raises(InvalidInput):
        pins.add("деньги", "refund")
