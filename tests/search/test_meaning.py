"""Meaning in the searcher: finds without a shared word, keeps in step, hides, never fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import GUEST, Reader, Role
from app.search import meaning
from app.search.encoders.base import EncoderUnavailable
from app.search.engines.memory import MemoryEngine
from app.search.meaning import Meaning
from app.search.searcher import Searcher
from tests.search.encoder import TopicEncoder
from tests.search.library import Shelf, article

if TYPE_CHECKING:
    from pathlib import Path

AGENT = Reader(Role.AGENT, 1)
TOPICS = (("refund", "возврат", "вернуть"), ("курьер", "доставк"), ("пароль", "вход"))

FILLERS = tuple(
    article(f"filler-{n}", f"Заметка {n}", f"Просто текст номер {n} про всякое.") for n in range(40)
)
ARTICLES = (
    article("return", "Возврат товара", "Как оформить возврат.\n\n## Сроки\n\nТри дня."),
    article("courier", "Доставка", "Курьер приедет вечером."),
    article("code", "Ошибка E-1042", "Банк отклонил платёж."),
    article("secret", "Возврат наличными", "Выдать из кассы.", audience="staff"),
    article("draft", "Возврат бонусами", "Черновик про возврат.", status="draft"),
    *FILLERS,
)


@pytest.fixture
def encoder() -> TopicEncoder:
    return TopicEncoder(TOPICS)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(ARTICLES)


@pytest.fixture
def searcher(shelf: Shelf, encoder: TopicEncoder, tmp_path: Path) -> Searcher:
    made = Searcher(shelf, MemoryEngine(), Meaning(encoder, tmp_path))  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    made.sync_meaning(shelf.snapshot)
    return made


def ids(searcher: Searcher, text: str, reader: Reader = GUEST, **options: object) -> list[str]:
    found = searcher.find(text, reader, **options)  # type: ignore[arg-type]
    return [result.article_id for result in found.results]


def test_an_english_question_finds_a_russian_article(searcher: Searcher) -> None:
    found = searcher.find("refund", GUEST, explained=True)

    assert found.results[0].article_id == "return"
    assert found.results[0].explanation["meaning"] > 0
    assert found.total == len(found.results) == 1


def test_the_section_found_by_meaning_is_the_one_shown(shelf: Shelf, searcher: Searcher) -> None:
    body = "Разное.\n\n## Деньги\n\nТут про возврат и снова возврат: вернуть.\n\n## Ещё\n\nКонец."
    shelf.articles = (article("long", "Справка", body), *FILLERS)
    searcher.sync(shelf.snapshot)
    searcher.sync_meaning(shelf.snapshot)

    assert searcher.find("refund", GUEST).results[0].heading_path == ("Деньги",)


def test_a_word_is_encoded_once_until_the_words_of_the_index_change(
    shelf: Shelf, searcher: Searcher, encoder: TopicEncoder
) -> None:
    def encoded(text: str) -> list[str]:
        before = len(encoder.asked)
        searcher.find(text, GUEST)
        return encoder.asked[before:]

    searcher.find("noise", GUEST)  # what makes no sense is encoded once
    assert encoded("refund order") == ["refund order", "refund", "order"]
    assert encoded("refund cash") == ["refund cash", "cash"]
    shelf.articles = (*ARTICLES, article("new", "Новое", "Слова " + "совсем других слов " * 9))
    searcher.sync(shelf.snapshot)
    searcher.sync_meaning(shelf.snapshot)
    assert encoded("refund paid") == ["refund paid", "refund", "paid"]


def test_a_code_is_found_by_itself_before_all_that_is_near(searcher: Searcher) -> None:
    assert ids(searcher, "refund по E-1042")[0] == "code"


def test_only_readable_articles_are_found_by_meaning(searcher: Searcher) -> None:
    assert ids(searcher, "refund") == ["return"]
    assert sorted(ids(searcher, "refund", AGENT)) == ["return", "secret"]


def test_an_article_that_was_hidden_is_not_found_by_its_old_vectors(
    shelf: Shelf, searcher: Searcher
) -> None:
    hidden = replace(ARTICLES[0], audience="staff", revision="2")
    shelf.articles = (hidden, *ARTICLES[1:])
    searcher.sync(shelf.snapshot)

    assert ids(searcher, "refund") == []


def test_an_excluded_word_and_a_category_bind_meaning_too(searcher: Searcher) -> None:
    assert ids(searcher, "refund -товара") == []
    assert ids(searcher, "refund", category="nowhere") == []


def test_an_edit_is_found_by_words_before_its_vectors_are_made(
    shelf: Shelf, searcher: Searcher
) -> None:
    shelf.articles = (*ARTICLES, article("new", "Самовывоз из постамата", "Введите код."))
    searcher.sync(shelf.snapshot)

    assert ids(searcher, "постамат")[0] == "new"


def test_only_changed_texts_are_encoded_again(
    shelf: Shelf, searcher: Searcher, encoder: TopicEncoder
) -> None:
    encoder.encoded.clear()
    assert searcher.sync_meaning(shelf.snapshot) == 0
    edited = article("courier", "Доставка", "Курьер приедет утром.")
    shelf.articles = (*ARTICLES[:1], edited, *ARTICLES[2:])
    searcher.sync(shelf.snapshot)

    assert searcher.sync_meaning(shelf.snapshot) == 1
    assert [text for text in encoder.encoded if "Курьер" in text] == [
        "Доставка. Курьер приедет утром."
    ]


def test_progress_is_told_while_a_few_articles_are_encoded(
    shelf: Shelf, searcher: Searcher
) -> None:
    told: list[tuple[int, int]] = []
    shelf.articles = tuple(
        article(f"new{n}", f"Новая {n}", "Один.\n\n## Два\n\nДва.") for n in range(4)
    )
    searcher.sync_meaning(shelf.snapshot, lambda *step: told.append(step))

    assert sorted(set(told)) == [(n, 4) for n in range(5)]
    assert told == sorted(told)


def test_vectors_of_removed_articles_go(shelf: Shelf, searcher: Searcher) -> None:
    shelf.articles = ARTICLES[1:]
    searcher.sync(shelf.snapshot)
    searcher.sync_meaning(shelf.snapshot)

    assert ids(searcher, "refund") == []


@pytest.mark.parametrize("trouble", ["fails", "nonsense", "problem"])
def test_whatever_the_encoder_does_words_find(
    searcher: Searcher, encoder: TopicEncoder, trouble: str
) -> None:
    setattr(encoder, trouble, "Модель загружается." if trouble == "problem" else True)

    found = searcher.find("возврат товара", GUEST, explained=True)

    assert [result.article_id for result in found.results] == ["return"]
    assert "meaning" not in found.results[0].explanation


def test_an_encoder_that_raises_anything_does_not_fail_a_search(
    searcher: Searcher, encoder: TopicEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "_vector", lambda _: 1 / 0)

    assert ids(searcher, "возврат товара") == ["return"]


def test_an_encoder_of_another_size_is_not_compared(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.search.encoder.DIMENSIONS", 8)

    assert ids(searcher, "возврат товара") == ["return"]


def test_status_says_why_there_are_words_only(
    shelf: Shelf, searcher: Searcher, encoder: TopicEncoder
) -> None:
    assert searcher.status().meaning_problem == ""
    encoder.problem = "Модель загружается."
    assert searcher.status().meaning_problem == "Модель загружается."
    bare = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    assert bare.status().meaning_problem == meaning.NO_ENCODER
    assert bare.sync_meaning(shelf.snapshot) == 0


def test_a_failure_while_encoding_leaves_search_and_is_made_good_later(
    shelf: Shelf, encoder: TopicEncoder, tmp_path: Path
) -> None:
    encoder.fails = True
    made = Searcher(shelf, MemoryEngine(), Meaning(encoder, tmp_path))  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    with pytest.raises(EncoderUnavailable):
        made.sync_meaning(shelf.snapshot)
    assert ids(made, "возврат товара") == ["return"]

    encoder.fails = False
    made.sync_meaning(shelf.snapshot)
    assert ids(made, "refund") == ["return"]


def test_of_two_that_want_to_encode_one_passes_by(
    shelf: Shelf, searcher: Searcher, encoder: TopicEncoder, tmp_path: Path
) -> None:
    other = Meaning(encoder, tmp_path)
    with other._writing() as mine:
        assert mine
        shelf.articles = (*ARTICLES, article("new", "Новое"))
        assert searcher.sync_meaning(shelf.snapshot) == 0
    assert searcher.sync_meaning(shelf.snapshot) == 1


def test_a_question_nothing_answers_is_unsure_and_a_title_is_sure(searcher: Searcher) -> None:
    assert searcher.find("погода на марсе завтра", GUEST).unsure
    assert not searcher.find("возврат товара", GUEST).unsure


def test_noise_is_answered_as_ever(searcher: Searcher) -> None:
    for text in ("", "?!", "как это", "\u200b", "а" * 10_000, "(a+)+$" * 300):
        assert searcher.find(text, GUEST).query == text


def test_politeness_has_no_neighbours(tmp_path: Path) -> None:
    encoder = TopicEncoder((("привет", "курьер"),))
    shelf = Shelf((article("call", "Курьер едет", "Позвоните курьеру."), *FILLERS))
    made = Searcher(shelf, MemoryEngine(), Meaning(encoder, tmp_path))  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    made.sync_meaning(shelf.snapshot)

    assert made.find("привет", GUEST).total == 0


@pytest.mark.parametrize("typed", ["КАК ВЕРНУТЬ", "ка\u0301к вернуть", "как вер\u200bнуть"])
def test_the_encoder_hears_the_words_and_not_their_dress(
    searcher: Searcher, encoder: TopicEncoder, typed: str
) -> None:
    searcher.find(typed, GUEST)
    assert "как вернуть" in encoder.asked
