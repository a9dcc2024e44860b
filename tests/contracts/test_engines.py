"""What every search engine must do: one suite for all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.language.analysis import Layer
from app.search import documents
from app.search.alternatives import LAYER_WEIGHTS
from app.search.engines.base import PLACES, Filter
from app.search.engines.building import packed
from app.search.engines.memory import MemoryEngine
from app.search.engines.whoosh import WhooshEngine
from app.search.lexicon import Lexicon
from app.search.query import understand
from tests.search.library import article

if TYPE_CHECKING:
    from pathlib import Path

    from app.articles.article import Article
    from app.search.engines.base import Engine, Hits

PUBLIC = Filter(frozenset({"public"}))
STAFF = Filter(frozenset({"public", "staff"}))

ARTICLES = (
    article(
        "refund",
        "Возврат денег за заказ",
        "Вернём деньги на карту.\n\n## Сроки возврата\n\nОбычно три дня.\n\n## Карта закрыта\n\n"
        "Напишите нам, какую карту открыли.",
        category="dengi",
        questions=("как вернуть деньги", "когда придут деньги на карту"),
    ),
    article("delivery", "Доставка курьером", "Курьер привезёт заказ вечером.", category="dostavka"),
    article("pickup", "Пункт выдачи", "Заберите заказ сами.", category="dostavka/punkty"),
    article("secret", "Возврат без чека", "Только для сотрудников.", audience="staff"),
    article("draft", "Возврат черновик", "Ещё не готово.", status="draft"),
    article("code", "Ошибка E-1042", "Банк отклонил платёж. Это не ошибка 5 и не ошибка 15."),
    article("nocode", "Не приходит код", "Код не приходит: проверьте номер."),
    article("hascode", "Код пришёл", "Код приходит в сообщении, введите код."),
)


@pytest.fixture(params=["memory", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    made: Engine = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index")
    made.replace([packed(map(entry, ARTICLES))])
    return made


def entry(one: Article) -> documents.Entry:
    return documents.entry(one, clock.now())


def find(engine: Engine, text: str, where: Filter = PUBLIC) -> Hits:
    query = understand(text, Lexicon(engine.vocabulary(), engine.frequency))
    return engine.find(query, where, limit=10)


def test_any_form_of_a_word_finds_the_article(engine: Engine) -> None:
    for text in ("возврат", "возврата", "вернуть деньги", "ВОЗВРАТУ"):
        assert find(engine, text).article_ids[0] == "refund"


def test_guests_find_only_public_articles(engine: Engine) -> None:
    found = find(engine, "возврат")

    assert set(found.article_ids) == {"refund"}
    assert found.total == 1
    assert set(found.by_category) == {"dengi"}


def test_staff_find_articles_for_staff_but_no_drafts(engine: Engine) -> None:
    assert set(find(engine, "возврат", STAFF).article_ids) == {"refund", "secret"}


def test_a_category_holds_those_inside_it(engine: Engine) -> None:
    inside = Filter(PUBLIC.visibilities, "dostavka")
    found = find(engine, "заказ", inside)

    assert set(found.article_ids) == {"delivery", "pickup"}
    assert found.total == 2
    assert found.by_category["dengi"] == 1


def test_a_term_stands_where_the_reader_may_see_it(engine: Engine) -> None:
    assert engine.stands("l:возврат", PUBLIC)
    assert engine.stands("l:чек", STAFF)
    assert not engine.stands("l:чек", PUBLIC)
    assert not engine.stands("l:черновик", STAFF)
    assert not engine.stands("l:щука", STAFF)
    assert engine.stands("l:вернуть l:деньга", PUBLIC)
    engine.put((), {"delivery"})
    assert not engine.stands("l:курьер", PUBLIC)


def test_articles_without_a_word_of_the_query_count_when_they_are_named(engine: Engine) -> None:
    query = understand("доставка", Lexicon(engine.vocabulary(), engine.frequency))
    also = {"refund": "karta-zakryta", "secret": "", "gone": ""}

    found = engine.find(query, PUBLIC, limit=10, also=also)
    inside = engine.find(query, Filter(PUBLIC.visibilities, "dostavka"), limit=10, also=also)

    assert found.article_ids[0] == "delivery"
    assert found.article_ids[-1] == "refund"
    assert found.sections([len(found.article_ids) - 1])[0].section.anchor == "karta-zakryta"
    assert found.total == len(found.article_ids)
    assert "secret" not in found.article_ids
    assert "refund" not in inside.article_ids
    assert inside.by_category["dengi"] == 1


def test_the_articles_a_reader_may_find_are_known(engine: Engine) -> None:
    assert "secret" not in engine.article_ids(PUBLIC)
    assert engine.article_ids(STAFF) - engine.article_ids(PUBLIC) == {"secret"}
    assert engine.article_ids(PUBLIC) is engine.article_ids(PUBLIC)


def test_how_many_documents_hold_a_term_is_known(engine: Engine) -> None:
    engine.put([packed([entry(article("quasar", "Квазары", "Квазар светит ярко."))])])

    assert engine.frequency("l:квазар") == 2  # title and text are added up
    assert engine.frequency("l:пульсар") == 0
    assert engine.frequency("e:светит e:ярко") == 1  # side by side


def test_lemmas_are_counted_without_function_words(engine: Engine) -> None:
    lemmas = engine.lemmas()

    assert lemmas["курьер"] == engine.frequency("l:курьер") > 0
    assert "на" not in lemmas


def test_what_says_the_words_in_passing_is_no_match_beside_many_better_ones(
    engine: Engine,
) -> None:
    better = [article(f"b{n}", f"Самокат {n}", "Самокат. Самокат едет.") for n in range(30)]
    passing = article("passing", "Другое", "слово " * 400 + "самокат")
    engine.put([packed(map(entry, [*better, passing]))])

    found = find(engine, "самокат")

    assert found.total == 30
    assert "passing" not in found.article_ids


def test_the_section_that_answers_leads(engine: Engine) -> None:
    [(section, *_)] = find(engine, "карта закрыта").sections([0])

    assert (section.anchor, section.heading_path[-1]) == ("karta-zakryta", "Карта закрыта")
    assert "какую карту открыли" in section.text


def test_positions_point_at_the_matched_words(engine: Engine) -> None:
    [(section, found, _)] = find(engine, "карту открыли").sections([0])
    words = {
        section.text[section.spans[2 * p] : section.spans[2 * p + 1]]
        for positions in found
        for p in positions
    }

    assert words == {"карту", "открыли"}


def test_a_code_is_found_exactly(engine: Engine) -> None:
    assert find(engine, "E-1042").article_ids == ("code",)
    assert find(engine, "е1042").article_ids == ("code",)
    assert find(engine, "E-1043").article_ids == ()


def test_negation_counts(engine: Engine) -> None:
    assert find(engine, "не приходит код").article_ids[0] == "nocode"
    assert find(engine, "приходит код").article_ids[:2] == ("hascode", "nocode")


def test_quotes_mean_the_exact_phrase(engine: Engine) -> None:
    assert find(engine, '"деньги на карту"').article_ids == ("refund",)
    assert find(engine, '"карту на деньги"').article_ids == ()


def test_a_minus_excludes(engine: Engine) -> None:
    assert set(find(engine, "заказ -курьер").article_ids) == {"refund", "pickup"}


def test_a_new_version_replaces_the_old_one(engine: Engine) -> None:
    engine.put([packed([entry(article("delivery", "Доставка дроном", "Прилетит утром."))])])

    assert find(engine, "вечером").article_ids == ()
    assert find(engine, "дрон").article_ids == ("delivery",)


def test_a_removed_article_leaves_nothing_behind(engine: Engine) -> None:
    engine.put([], removed=["refund"])

    assert find(engine, "вернуть деньги").total == 0
    assert "refund" not in engine.fingerprints()


def test_replacing_all_keeps_only_the_new(engine: Engine) -> None:
    engine.replace([packed([entry(article("only", "Одна статья", "Про бонусы."))])])

    assert set(engine.fingerprints()) == {"only"}
    assert find(engine, "заказ").total == 0
    assert find(engine, "бонусы").article_ids == ("only",)


def test_an_engine_can_become_empty_and_full_again(engine: Engine) -> None:
    engine.replace([])
    assert find(engine, "заказ").total == 0
    assert engine.fingerprints() == {}

    engine.put([packed([entry(ARTICLES[1])])])
    assert find(engine, "заказ").article_ids == ("delivery",)


def test_fingerprints_tell_what_is_stored(engine: Engine) -> None:
    now = clock.now()

    assert engine.fingerprints() == {a.id: documents.fingerprint(a, now) for a in ARTICLES}


def test_many_small_commits_are_gathered(engine: Engine) -> None:
    for number in range(12):
        engine.put([packed([entry(article(f"a{number}", "Бонусы", f"Правило {number}."))])])
        engine.tidy()

    assert find(engine, "бонусы").total == 12
    assert find(engine, "заказ").total == 3


def test_completion_goes_on_with_the_word_begun(engine: Engine) -> None:
    query = understand("", Lexicon(engine.vocabulary(), engine.frequency))

    assert engine.complete(query, "возв", PUBLIC, limit=5).article_ids == ("refund",)
    assert engine.complete(query, "зззз", PUBLIC, limit=5).article_ids == ()


def test_the_vocabulary_counts_exact_forms(engine: Engine) -> None:
    words = engine.vocabulary()

    assert words["курьер"] == 1
    assert "возврат" in words
    assert "возвратный" not in words


def test_translations_count_once(engine: Engine) -> None:
    english = article("refund-en", "Refund", "Деньги back.", lang="en", translation_of="refund")
    engine.put([packed([entry(english)])])
    found = find(engine, "деньги")

    assert found.total == 1
    assert {found.facts(n).group for n in range(len(found.scores))} == {"refund"}


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", '"((', "*", "🙂", "-", '""', "((" * 5_000, "как это", "\ud800"]
)
def test_any_text_is_an_ordinary_query(engine: Engine, text: str) -> None:
    assert find(engine, text).total >= 0


def test_a_trial_shows_a_change_and_leaves_the_engine_as_it_was(engine: Engine) -> None:
    trial = engine.trial()
    published = replace(ARTICLES[4], status="published")
    trial.put([packed([entry(published)])], {"refund"})
    assert find(trial, "возврат").article_ids == ("draft",)
    assert find(engine, "возврат").article_ids == ("refund",)
    assert trial.stats().articles == len(ARTICLES) - 1
    assert engine.fingerprints().keys() == {one.id for one in ARTICLES}


def test_a_trial_scores_as_the_engine_on_disk_will(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index")
    engine.replace([packed(map(entry, ARTICLES))])
    changed = replace(ARTICLES[1], body="Курьер привезёт заказ утром. Возврат тоже заберёт.")
    trial = engine.trial()
    trial.put([packed([entry(changed)])])
    engine.put([packed([entry(changed)])])
    for text in ("возврат заказа", "курьер", "код"):
        mine, real = find(trial, text), find(engine, text)
        assert mine.article_ids == real.article_ids
        assert mine.scores.tolist() == real.scores.tolist()


def test_memory_is_told_with_what_searches_leave(engine: Engine) -> None:
    before = engine.stats()
    find(engine, "возврат денег")
    after = engine.stats()
    assert 0 < before.memory_bytes < after.memory_bytes < before.memory_bytes + 100_000
    assert after.mapped_bytes == before.mapped_bytes


def test_arrays_are_told_once_in_memory_or_in_files(engine: Engine) -> None:
    engine.vocabulary()
    told, words = engine.stats(), len(engine.vocabulary())
    arrays = told.mapped_bytes if isinstance(engine, WhooshEngine) else told.memory_bytes
    assert (told.mapped_bytes > 0) is isinstance(engine, WhooshEngine)
    assert arrays > 50 * words


def test_a_place_is_as_sure_as_the_surest_way_in_which_it_holds_a_word(engine: Engine) -> None:
    found = find(engine, "деньги")
    sure = dict(zip(PLACES, found.evidence[:, 0, found.article_ids.index("refund")], strict=True))

    assert sure["body"] == sure["lead"] == LAYER_WEIGHTS[Layer.EXACT]
    assert sure["title"] == pytest.approx(LAYER_WEIGHTS[Layer.LEMMA])
    assert sure["tags"] == sure["headings"] == 0


def test_a_page_opens_sections_in_the_order_it_asks_for(engine: Engine) -> None:
    more = [article(f"m{n}", f"Самокат {n}", f"Самокат {n} едет.") for n in range(60)]
    engine.put([packed(map(entry, more))])
    query = understand("самокат едет", Lexicon(engine.vocabulary(), engine.frequency))
    found = engine.find(query, PUBLIC, limit=60)

    last, first = found.sections([59, 0])

    assert f"Самокат {found.article_ids[59][1:]} едет." in last.section.text
    assert f"Самокат {found.article_ids[0][1:]} едет." in first.section.text
    assert all(section.positions == ([0], [2]) for section in (first, last))
