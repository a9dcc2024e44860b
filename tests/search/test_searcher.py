"""The searcher: finding, filters, pages, completion, related articles, and keeping in step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.accounts.roles import GUEST, Reader, Role
from app.search.engines.memory import MemoryEngine
from app.search.searcher import CANDIDATES, Searcher
from tests.search.library import Shelf, article

if TYPE_CHECKING:
    from app.search.results import Fragments

AGENT = Reader(Role.AGENT, 1)

ARTICLES = (
    article(
        "refund",
        "Возврат денег за заказ",
        "Вернём деньги туда, откуда платили.\n\n## Сроки\n\nОбычно три дня. Карта закрыта — пять."
        "\n\n## Карта закрыта\n\nНапишите нам: закрытая карта не помеха.",
        category="dengi",
        questions=("когда придут деньги на карту",),
        related=("pay", "gone", "staff"),
    ),
    article("pay", "Оплата картой", "Введите номер карты.", category="dengi"),
    article("sbp", "Оплата через СБП", "Выберите банк и подтвердите.", category="dengi/sbp"),
    article("phone", "Как сменить номер телефона", "Укажите новый номер.", category="profil"),
    article("staff", "Возврат наличными", "Выдать из кассы.", audience="staff", category="dengi"),
    article("draft", "Возврат бонусами", "Черновик.", status="draft"),
    article(
        "refund-en",
        "Refund for an order",
        "We return the money. Возврат.",
        lang="en",
        translation_of="refund",
        category="dengi",
    ),
)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(ARTICLES)


@pytest.fixture
def searcher(shelf: Shelf) -> Searcher:
    made = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    return made


def ids(searcher: Searcher, text: str, reader: Reader = GUEST, **options: object) -> list[str]:
    found = searcher.find(text, reader, **options)  # type: ignore[arg-type]
    return [result.article_id for result in found.results]


def marked(fragments: Fragments) -> list[str]:
    return [fragment.text for fragment in fragments if fragment.matched]


def test_an_inflected_question_finds_the_answer(searcher: Searcher) -> None:
    found = searcher.find("как вернуть деньги за заказы", GUEST)

    assert found.results[0].article_id == "refund"
    assert found.results[0].rank == 1
    assert marked(found.results[0].title) == ["Возврат", "денег", "заказ"]
    assert "деньги" in marked(found.results[0].snippet)


def test_an_article_that_begins_with_the_words_comes_first(shelf: Shelf) -> None:
    said, other = "Снять пломбу можно самому.", "Счётчик ставят за день."
    shelf.articles = (
        article("late", "Счётчик воды", f"{other}\n\n## Осмотр\n\n{said}"),
        article("lead", "Счётчик газа", f"{said}\n\n## Осмотр\n\n{other}"),
    )
    searcher = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    searcher.sync(shelf.snapshot)

    assert ids(searcher, "снять пломбу") == ["lead", "late"]


def test_the_article_that_is_named_as_asked_comes_first() -> None:
    """«Где» and «мой» tell nothing by themselves, but they are all that the title says more."""
    said = "Заказ едет. Заказ виден в профиле. Заказ ждёт в пункте, и заказ можно отменить."
    shelf = Shelf(
        (
            article("how", "Как отменить заказ", f"{said}\n\n## Заказ\n\n{said}"),
            article("pay", "Как оформить заказ", f"{said}\n\n## Заказ оплачен\n\n{said}"),
            article("where", "Где мой заказ", "Заказ виден в профиле."),
        )
    )
    searcher = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    searcher.sync(shelf.snapshot)

    assert ids(searcher, "где мой заказ")[0] == "where"


def test_yo_and_ye_are_one_letter(searcher: Searcher) -> None:
    assert ids(searcher, "вернём") == ids(searcher, "вернем") != []


@pytest.mark.parametrize("text", ["возврат", "наличными", "касса", "Возврат наличными"])
def test_guests_see_no_trace_of_staff_articles(searcher: Searcher, text: str) -> None:
    found = searcher.find(text, GUEST)

    assert "staff" not in [result.article_id for result in found.results]
    assert "наличными" not in str(searcher.complete(text, GUEST))
    assert sum(found.by_category.values()) == found.total


def test_agents_see_articles_for_staff(searcher: Searcher) -> None:
    assert "staff" in ids(searcher, "возврат наличными", AGENT)


def test_an_article_hidden_a_moment_ago_is_not_shown(searcher: Searcher, shelf: Shelf) -> None:
    shelf.articles = (article("pay", "Оплата картой", "Номер карты.", audience="staff"),)

    assert "pay" not in ids(searcher, "оплата картой")
    assert searcher.complete("оплата", GUEST) == []


def test_a_category_filters_and_counts_go_on_for_all(searcher: Searcher) -> None:
    found = searcher.find("оплата номер", GUEST, category="dengi")

    assert {"pay", "sbp"} <= {result.article_id for result in found.results}
    assert {result.category for result in found.results} == {"dengi", "dengi/sbp"}
    assert found.by_category["profil"] == 1
    assert found.filter == "dengi"


def test_pages_go_on_where_the_last_one_ended(searcher: Searcher) -> None:
    whole = ids(searcher, "оплата номер карты возврат", per_page=10)
    pages = [ids(searcher, "оплата номер карты возврат", per_page=2, page=n) for n in (1, 2, 3)]

    assert [one for page in pages for one in page] == whole
    second = searcher.find("оплата номер карты возврат", GUEST, per_page=2, page=2)
    assert [result.rank for result in second.results] == [3, 4][: len(second.results)]
    assert second.pages == -(-second.total // 2)


def test_each_page_that_is_promised_has_results_of_its_own() -> None:
    pairs = [
        one
        for n in range(90)
        for one in (
            article(f"a{n}", f"Настройка впн {n}", "впн " * (n % 7 + 1)),
            article(f"b{n}", f"VPN setup {n}", "впн", lang="en", translation_of=f"a{n}"),
        )
    ]
    shelf = Shelf(tuple(pairs))
    made = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    first = made.find("впн", GUEST)
    pages = [made.find("впн", GUEST, page=n + 1) for n in range(first.pages)]
    shown = [result.article_id for page in pages for result in page.results]

    assert first.total == 90
    assert all(page.results for page in pages)
    assert len(set(shown)) == len(shown) == first.reach
    assert not made.find("впн", GUEST, page=first.pages + 1).results


def test_a_list_of_very_many_can_be_leafed_through_as_far_as_it_is_ranked() -> None:
    shelf = Shelf(tuple(article(f"a{n}", f"Впн {n}", "впн " * (n % 7 + 1)) for n in range(130)))
    made = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    pages = [made.find("впн", GUEST, page=n) for n in range(1, 11)]
    shown = [result.article_id for page in pages for result in page.results]

    assert (pages[0].total, pages[0].reach, pages[0].pages) == (130, CANDIDATES, 10)
    assert len(set(shown)) == CANDIDATES


def test_a_slip_is_mended_as_though_hidden_articles_were_not_there(shelf: Shelf) -> None:
    hidden = article("secret", "Квазимодус", "Квазимодус увольняется.", audience="staff")
    without = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    without.sync(shelf.snapshot)
    more = Shelf((*shelf.articles, hidden))
    made = Searcher(more, MemoryEngine())  # type: ignore[arg-type]
    made.sync(more.snapshot)

    for typed in ("kvazimodus vozvrat", "квазимодуз вазврат"):
        expected, found = (one.find(typed, GUEST) for one in (without, made))
        assert found.shown_query == expected.shown_query != typed
        assert [r.article_id for r in found.results] == [r.article_id for r in expected.results]
    typed = "возвратквазимодус"
    assert made.complete(typed, GUEST) == without.complete(typed, GUEST)
    assert made.complete(typed, AGENT)


def test_a_translation_stands_in_for_its_original(searcher: Searcher) -> None:
    assert ids(searcher, "возврат")[0] == "refund"
    assert ids(searcher, "возврат", lang="en")[0] == "refund"
    assert ids(searcher, "the refund")[0] == "refund-en"
    assert not {"refund", "refund-en"} <= set(ids(searcher, "возврат"))


def test_other_headings_of_the_article_are_offered(searcher: Searcher) -> None:
    [result, *_] = searcher.find("карта закрыта", GUEST).results

    assert result.anchor == "karta-zakryta"
    assert [hit.heading for hit in result.more][:1] == ["Сроки"]


def test_completion_shows_titles_and_questions(searcher: Searcher) -> None:
    [title, *_] = searcher.complete("возвр", GUEST)
    [question, *_] = searcher.complete("когда придут день", GUEST)

    assert (title.article_id, title.kind, marked(title.title_fragments)) == (
        "refund",
        "article",
        ["Возвр"],
    )
    assert (question.article_id, question.kind) == ("refund", "question")
    assert "".join(f.text for f in question.title_fragments) == "когда придут деньги на карту"


@pytest.mark.parametrize(
    ("typed", "begun"),
    [
        ("djpdh", "возвр"),
        ("когда ghbl", "когда прид"),
        ("возврта", "возврат"),
        ("jgkfnf r", "оплата к"),
    ],
)
def test_completion_knows_the_other_layout_and_slips(
    searcher: Searcher, typed: str, begun: str
) -> None:
    assert searcher.complete(typed, GUEST) == searcher.complete(begun, GUEST) != []


@pytest.mark.parametrize("typed", ["zzqx", "gj", "пъъх", "  ", "щщ щщ"])
def test_completion_of_nonsense_is_empty(searcher: Searcher, typed: str) -> None:
    assert searcher.complete(typed, GUEST) == []


def test_completion_shows_no_line_without_what_was_typed(searcher: Searcher) -> None:
    for typed in ("номер", "закрыта", "карт", "деньги при"):
        shown = searcher.complete(typed, GUEST)
        assert all(marked(one.title_fragments) for one in shown)


def test_a_long_text_is_not_completed(searcher: Searcher) -> None:
    assert searcher.complete("оплата " * 10 + "карт", GUEST)
    assert searcher.complete("оплата " * 15 + "карт", GUEST) == []


def test_completion_needs_two_letters(searcher: Searcher) -> None:
    assert searcher.complete("в", GUEST) == []
    assert searcher.complete("", GUEST) == []


def test_related_begins_with_what_the_article_names(searcher: Searcher) -> None:
    assert searcher.related(ARTICLES[0], GUEST)[0] == "pay"
    assert "staff" not in searcher.related(ARTICLES[0], GUEST)
    assert searcher.related(ARTICLES[0], AGENT)[:2] == ["pay", "staff"]
    assert "refund-en" not in searcher.related(ARTICLES[0], GUEST)


def test_sync_touches_only_what_changed(searcher: Searcher, shelf: Shelf) -> None:
    changed = article("pay", "Оплата по карте", "Новый текст.", category="dengi")
    shelf.articles = (changed, *(a for a in ARTICLES if a.id not in {"pay", "phone"}))
    report = searcher.sync(shelf.snapshot)

    assert (report.added, report.changed, report.removed) == (0, 1, 1)
    assert searcher.sync(shelf.snapshot).changed == 0
    assert ids(searcher, "телефон") == []


def test_an_article_comes_out_at_its_hour(shelf: Shelf) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    shelf.articles = (article("soon", "Акция", "Скоро.", publish_at=noon),)
    searcher = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    with clock.frozen_at(noon - timedelta(minutes=1)):
        searcher.sync(shelf.snapshot)
        assert ids(searcher, "акция") == []
    with clock.frozen_at(noon + timedelta(minutes=1)):
        assert searcher.sync(shelf.snapshot).changed == 1
        assert ids(searcher, "акция") == ["soon"]


def test_an_article_goes_at_its_hour(shelf: Shelf) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    shelf.articles = (article("over", "Акция", "Скоро конец.", unpublish_at=noon),)
    searcher = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    with clock.frozen_at(noon - timedelta(minutes=1)):
        searcher.sync(shelf.snapshot)
        assert ids(searcher, "акция") == ["over"]
    with clock.frozen_at(noon + timedelta(minutes=1)):
        assert ids(searcher, "акция") == []
        assert searcher.sync(shelf.snapshot).changed == 1


def test_progress_is_told_to_the_last_article(shelf: Shelf) -> None:
    told: list[tuple[int, int]] = []
    searcher = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    searcher.rebuild(lambda done, total: told.append((done, total)))

    assert told[-1] == (len(ARTICLES), len(ARTICLES))


def test_a_mistyped_query_says_what_was_shown(searcher: Searcher) -> None:
    found = searcher.find("jgkfnf rfhnjq", GUEST)

    assert (found.correction, found.shown_query) == ("оплата картой", "оплата картой")
    assert found.literal_available
    assert found.rescued
    assert found.results[0].article_id == "pay"


def test_a_phrase_that_stands_nowhere_is_searched_by_its_words(searcher: Searcher) -> None:
    found = searcher.find('"заказ денег"', GUEST, explained=True)

    assert found.results[0].article_id == "refund"
    assert found.explanation.missing_phrases == ("заказ денег",)


def test_the_literal_search_changes_nothing(searcher: Searcher) -> None:
    found = searcher.find("jgkfnf rfhnjq", GUEST, literal=True)

    assert (found.correction, found.total) == (None, 0)


def test_nonsense_finds_nothing_and_says_so(searcher: Searcher) -> None:
    found = searcher.find("фывапролдж", GUEST)

    assert (found.total, found.pages, found.state) == (0, 0, "ready")


@pytest.mark.parametrize("text", ["как это", "кто", "the"])
def test_a_list_for_question_words_alone_is_not_sure(searcher: Searcher, text: str) -> None:
    found = searcher.find(text, GUEST)
    assert (found.sureness, found.unsure) == (0.0, True)


def test_a_long_query_is_cut_and_says_so(searcher: Searcher) -> None:
    found = searcher.find("возврат денег " * 1_000, GUEST)

    assert found.cut
    assert found.results[0].article_id == "refund"


@pytest.mark.parametrize(
    "text", ["\x00", '"((', "*", "🙂" * 100, "а" * 10_000, "как это", "-", "«"]
)
def test_any_text_gets_an_ordinary_answer(searcher: Searcher, text: str) -> None:
    assert searcher.find(text, GUEST).state == "ready"
    assert isinstance(searcher.complete(text, GUEST), list)
    assert isinstance(searcher.similar(text, text, GUEST), tuple)


def test_a_ticket_is_answered_by_its_subject_and_by_its_story(searcher: Searcher) -> None:
    story = "В СБП выбираю банк, а он не подтверждает."
    found = searcher.similar("смена номера", story, GUEST, limit=2)

    assert {result.article_id for result in found} == {"phone", "sbp"}
    assert "staff" not in {r.article_id for r in searcher.similar("возврат", "наличными", GUEST)}


def test_the_score_is_explained(searcher: Searcher) -> None:
    [result, *_] = searcher.find("возврат денег", GUEST, explained=True).results

    assert sum(result.explanation.values()) == pytest.approx(result.score, abs=0.01)
    assert {"bm25", "coverage", "title", "closeness"} <= set(result.explanation)


def test_an_article_without_text_is_found_by_its_title(shelf: Shelf) -> None:
    shelf.articles = (article("empty", "Пустая страница", "<!-- -->"),)
    searcher = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    searcher.sync(shelf.snapshot)
    assert [result.article_id for result in searcher.find("пустая", GUEST).results] == ["empty"]
