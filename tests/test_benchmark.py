"""The benchmark's corpus is the same every time, and its table tells what is missed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from benchmarking import corpus, floors, strange, wording
from benchmarking.floors import Row
from benchmarking.serving import Pages, Served
from benchmarking.timing import Times, contest

from app.articles.library import Library
from app.search.query import MAX_CHARACTERS


def _written(folder: Path, count: int) -> dict[str, str]:
    corpus.write(folder, count, lambda _done, _total: None)
    return {path.name: path.read_text() for path in folder.rglob("a*.md")}


def test_the_corpus_is_the_same_for_the_same_number(tmp_path: Path) -> None:
    assert _written(tmp_path / "one", 8) == _written(tmp_path / "two", 8)


def test_a_larger_corpus_begins_as_a_smaller_one(tmp_path: Path) -> None:
    small, large = _written(tmp_path / "small", 5), _written(tmp_path / "large", 9)

    assert small.items() <= large.items()
    assert len(large) == 9


def test_every_article_of_the_corpus_can_be_read(tmp_path: Path) -> None:
    _written(tmp_path, 12)
    articles = Library(tmp_path).snapshot.articles.values()

    assert len(articles) == 12
    assert all(article.title and article.body.strip() for article in articles)


def test_words_grow_slower_than_articles() -> None:
    assert wording.known_forms(100) == 0
    assert 3 < wording.known_forms(10_000) / wording.known_forms(1_000) < 10


@pytest.mark.parametrize("number", [0, 13, 14, 16, 17, 18, 19, 10_000])
def test_a_form_of_every_kind_is_one_word(number: int) -> None:
    assert wording.form(number).split() == [wording.form(number)]


def test_a_row_says_when_its_floor_is_missed() -> None:
    assert Row("find", 6.0, "ms", 5).is_met is False
    assert Row("find", 4.0, "ms", 5).is_met is True
    assert Row("share", 0.2, "times", 0.25, most=False).is_met is False
    assert Row("find", 4.0, "ms").is_met is None


def test_the_floor_of_a_page_is_for_what_was_asked_before() -> None:
    times = Times(1.0, 2.0, 3.0)
    first, again, bare = (Served(n, times, 1.0, 100, 90) for n in (20, 300, 1000))

    rows = floors.of_serving("page", Pages(first, again), Pages(bare, bare))
    shares = {row.name: (row.value, row.is_met) for row in rows if "share" in row.name}

    assert shares == {
        "page, asked again: share of a bare page's": (0.3, True),
        "page, asked first: share of a bare page's": (0.02, None),
    }


def test_every_contestant_answers_every_query() -> None:
    heard: list[tuple[str, int]] = []
    queries = [1, 2, 3]

    times = contest(
        {name: lambda query, name=name: heard.append((name, query)) for name in ("a", "b")},
        queries,
        rounds=2,
    )

    assert set(times) == {"a", "b"}
    assert isinstance(times["a"], Times)
    assert heard[:6] == [("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2), ("b", 3)]
    assert len(heard) == 3 * 2 * 3


def test_strange_texts_are_the_same_for_the_same_words_and_as_long_as_is_read() -> None:
    words = {"возврат": 3, "доставка": 2, "kubernetes": 1}

    made, again = strange.texts(words, 1), strange.texts(words, 1)

    assert made == again != strange.texts(words, 2)
    assert {len(text) for kind, texts in made.items() if kind != "by hand" for text in texts} == {
        MAX_CHARACTERS
    }
    assert "slips" in made
    assert "slips" not in strange.texts({}, 1)


def test_the_slowest_strange_text_of_any_kind_is_judged() -> None:
    rows = {row.name: row for row in floors.of_strange({"find": {"shch": 40.0, "torn": 101.0}})}

    assert rows["slowest strange text, find"].is_met is False
    assert rows["  shch, find"].is_met is None
