"""What to read after an article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import GUEST, Reader, Role
from app.search import related
from app.search.engines.memory import MemoryEngine
from app.search.meaning import Meaning
from app.search.searcher import Searcher
from tests.search.encoder import TopicEncoder
from tests.search.library import Shelf, article

if TYPE_CHECKING:
    from pathlib import Path

    from app.search.engines.base import Filter, Hits
    from app.search.query import Query

AGENT = Reader(Role.AGENT, 1)
TOPICS = (("посылк", "заказ", "бандерол"), ("пароль", "вход", "логин"))
FILLERS = tuple(article(f"f{n}", f"Заметка {n}", f"Просто текст {n}.") for n in range(8))
ARTICLES = (
    article("parcel", "Где посылка", "Посылка едет."),
    article("order", "Ваша бандероль", "Бандероль бывает разной."),
    article("order-en", "Your parcel", "Where посылка is.", lang="en", translation_of="parcel"),
    article("staff", "Потерянная посылка", "Искать посылку на складе.", audience="staff"),
    article("password", "Пароль", "Смените пароль при входе."),
    *FILLERS,
)


class CountingEngine(MemoryEngine):
    """Counts the searches."""

    searches = 0

    def find(self, query: Query, where: Filter, **options: object) -> Hits:
        self.searches += 1
        return super().find(query, where, **options)  # type: ignore[arg-type]


@pytest.fixture
def engine() -> CountingEngine:
    return CountingEngine()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(ARTICLES)


@pytest.fixture
def searcher(shelf: Shelf, engine: CountingEngine, tmp_path: Path) -> Searcher:
    made = Searcher(shelf, engine, Meaning(TopicEncoder(TOPICS), tmp_path))  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    made.sync_meaning(shelf.snapshot)
    return made


def test_an_article_without_a_common_word_is_found_by_meaning(searcher: Searcher) -> None:
    assert searcher.related(ARTICLES[0], GUEST)[0] == "order"


def test_translations_and_the_article_itself_are_not_related(searcher: Searcher) -> None:
    assert not {"parcel", "order-en"} & set(searcher.related(ARTICLES[0], GUEST, limit=50))


def test_guests_get_no_article_for_staff(searcher: Searcher) -> None:
    assert "staff" in searcher.related(ARTICLES[0], AGENT)
    assert "staff" not in searcher.related(ARTICLES[0], GUEST, limit=50)


def test_a_list_is_found_once_for_each_group_of_readers(
    searcher: Searcher, engine: CountingEngine
) -> None:
    first = searcher.related(ARTICLES[0], GUEST)

    assert searcher.related(ARTICLES[0], GUEST) == first
    assert engine.searches == 1
    searcher.related(ARTICLES[0], AGENT)
    assert engine.searches == 2


def test_an_edit_is_seen_at_once(searcher: Searcher, shelf: Shelf, engine: CountingEngine) -> None:
    searcher.related(ARTICLES[0], GUEST)
    edited = replace(ARTICLES[0], title="Пароль от входа", body="Пароль.", revision="2")
    searcher.related(edited, GUEST)
    assert engine.searches == 2

    shelf.articles = (*ARTICLES, article("new", "Где моя посылка", "Посылка в пути."))
    searcher.sync(shelf.snapshot)
    assert searcher.related(ARTICLES[0], GUEST)[0] == "new"


def test_an_article_hidden_a_moment_ago_is_not_related(searcher: Searcher, shelf: Shelf) -> None:
    assert "order" in searcher.related(ARTICLES[0], GUEST)
    shelf.articles = tuple(replace(a, audience="staff") if a.id == "order" else a for a in ARTICLES)

    assert "order" not in searcher.related(ARTICLES[0], GUEST)


def test_few_lists_are_kept(
    searcher: Searcher, engine: CountingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(related, "KEPT", 2)
    for one in ARTICLES * 2:
        searcher.related(one, GUEST)

    assert len(searcher._alike._kept.lists) <= 2


def test_without_vectors_words_decide(shelf: Shelf) -> None:
    searcher = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    searcher.sync(shelf.snapshot)

    assert searcher.related(ARTICLES[0], AGENT) == ["staff"]
    assert searcher.related(ARTICLES[1], GUEST) == []


def test_ranked_lists_become_one() -> None:
    assert related.fused("ab", "bc") == ("b", "a", "c")
