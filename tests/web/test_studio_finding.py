"""The studio's pages on search: tests of queries, synonyms tried before, why results stand so."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import GUEST
from app.curation import query_list, query_trend
from app.editing.revisions import Author
from app.search import own_synonyms
from app.search.ranking import Weights
from tests.accounts import cast
from tests.curation.helpcentre import make_gap
from tests.web.staff import Browser, anna_at, build, refill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from app.services import Services


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = build(tmp_path_factory.mktemp("finding"))
    app.extensions["podskazhi"].refresh()
    return app


@pytest.fixture
def app(built: Flask, database: object) -> Iterator[Flask]:
    yield built
    built.extensions["podskazhi"].searcher.use_synonyms(())


@pytest.fixture
def services(app: Flask) -> Services:
    built: Services = app.extensions["podskazhi"]
    return built


@pytest.fixture
def anna(app: Flask) -> Browser:
    return anna_at(app, "/studio/queries")


def found(services: Services) -> list[str]:
    """What customers find now by a word that no article has."""
    return [result.article_id for result in services.searcher.find("плюшка", GUEST).results]


def test_a_test_is_added_run_and_removed(anna: Browser) -> None:
    fields = {"query": "вернуть деньги", "article": "voz-01", "lowest": "1", "note": "жалоба"}
    assert anna.post("/studio/queries", **fields).status_code == 303
    page = anna.get("/studio/queries").text
    assert "Все проверки проходят" in page
    assert "MRR 1,000" in page
    assert "жалоба" in page
    [test] = query_list.everything()
    assert test.account is not None
    assert anna.post(f"/studio/queries/{test.id}/removal").status_code == 303
    assert "Проверок пока нет" in anna.get("/studio/queries").text
    assert anna.post(f"/studio/queries/{test.id}/removal").status_code == 404


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(anna: Browser) -> None:
    answer = anna.post("/studio/queries", query="деньги", article="нет такой", lowest="много")
    assert answer.status_code == 422
    assert "Выберите статью" in answer.text
    assert "Место должно быть от 1 до 10." in answer.text
    assert 'value="деньги"' in answer.text
    assert query_list.everything() == []


def test_a_failed_test_is_shown_first(anna: Browser, services: Services) -> None:
    query_list.add(services.library.snapshot, "вернуть деньги", "voz-01")
    query_list.add(services.library.snapshot, "фывапролдж", "voz-01")
    page = anna.get("/studio/queries?run=1").text
    assert "Провалена 1 проверка" in page
    assert page.index("фывапролдж") < page.index("вернуть деньги")


def test_the_trend_is_a_chart_with_the_same_numbers_in_a_table(
    anna: Browser, services: Services
) -> None:
    query_list.add(services.library.snapshot, "вернуть деньги", "voz-01")
    query_trend.record(services.searcher, services.library.snapshot)
    page = anna.get("/studio/queries").text
    assert "MRR по дням: от 1,000 до 1,000; провалено в последний день: 0" in page
    assert '<td class="count">1,000</td>' in page


def test_a_set_is_added_only_after_a_look_at_what_it_changes(
    anna: Browser, services: Services
) -> None:
    query_list.add(services.library.snapshot, "плюшка", "voz-01")
    trial = anna.get("/studio/synonyms/trial?words=плюшка, возврат").text
    assert "Изменится выдача по 1 запросу" in trial
    assert "Провалено проверок: было 1, станет 0 из 1." in trial
    assert own_synonyms.everything() == []
    assert found(services) == []
    assert anna.post("/studio/synonyms", words="плюшка, возврат").status_code == 303
    assert found(services) == ["voz-01"]
    assert query_trend.changes(services.searcher, services.library.snapshot) == []


def test_a_set_is_removed_after_a_look_too(anna: Browser, services: Services) -> None:
    query_list.add(services.library.snapshot, "плюшка", "voz-01")
    one = own_synonyms.add(["плюшка", "возврат"])
    services.refresh_synonyms()
    assert "плюшка, возврат" in anna.get("/studio/synonyms").text
    assert "было 0, станет 1 из 1" in anna.get(f"/studio/synonyms/{one.id}/removal").text
    assert anna.post(f"/studio/synonyms/{one.id}/removal").status_code == 303
    assert found(services) == []
    assert anna.get(f"/studio/synonyms/{one.id}/removal").status_code == 404


def test_a_set_that_says_nothing_is_refused_beside_its_field(anna: Browser) -> None:
    for address in ("/studio/synonyms/trial?words=одно", "/studio/synonyms/trial?words=смс, sms"):
        assert anna.get(address).status_code == 400
    answer = anna.post("/studio/synonyms", words="одно")
    assert answer.status_code == 400
    assert "Назовите хотя бы два слова" in answer.text
    assert 'value="одно"' in answer.text


def test_own_and_reviewed_sets_are_found_by_any_form(anna: Browser) -> None:
    own_synonyms.add(["плюшка", "кэшбэк баллами"])
    listed = anna.get("/studio/synonyms?q=плюшек").text
    assert "плюшка, кэшбэк баллами" in listed
    assert "Такого слова в словаре нет." in listed
    assert "смс, sms" in anna.get("/studio/synonyms?q=смс").text
    assert "Среди своих такого слова нет." in anna.get("/studio/synonyms?q=смс").text


def test_a_synonym_for_a_gap_leads_back_to_it(anna: Browser) -> None:
    gap = make_gap()
    assert "нет смс с кодом" in anna.get(f"/studio/synonyms?gap={gap.id}").text
    answer = anna.post("/studio/synonyms", words="плюшка, возврат", gap=str(gap.id))
    assert answer.location == f"/studio/gaps/{gap.id}"


def test_each_result_is_explained_in_plain_words(anna: Browser) -> None:
    page = anna.get("/studio/why?q=возврат денег").text
    assert "Название" in page
    assert "«возврат» — в названии: то же слово" in re.sub(r"<bdi>|</bdi>", "", page)
    assert "памятка" not in page
    assert "памятка сотруднику" in anna.get("/studio/why?q=возврат денег&role=agent").text
    assert "Черновик" not in anna.get("/studio/why?q=возврат&role=agent").text


def test_points_are_written_as_the_language_writes_numbers(anna: Browser) -> None:
    russian = anna.get("/studio/why?q=возврат денег").text
    assert re.search(r"Всего \d+,\d\d<", russian)
    assert re.search(r"<td class=\"count\">\+\d+,\d\d<", russian)
    assert not re.search(r"<td class=\"count\">[+-]?\d+\.\d", russian)


def test_every_part_of_a_score_has_a_name_and_a_meaning_of_its_own(anna: Browser) -> None:
    page = anna.get("/studio/why?q=возврат").text
    told = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    assert (
        len({name for name, _ in told}) == len({said for _, said in told}) == len(fields(Weights))
    )
    assert not {field.name for field in fields(Weights)} & {name for name, _ in told}
    assert "<dd></dd>" not in page


def test_other_weights_are_tried_without_being_kept(anna: Browser, services: Services) -> None:
    query_list.add(services.library.snapshot, "возврат", "voz-01")
    before = services.searcher.find("возврат", GUEST).results
    page = anna.get("/studio/why?q=возврат&try=1&w_title=0&synonyms=плюшка, возврат").text
    assert "Ничего не сохраняется" in page
    assert "Провалено проверок: было 0, станет 0 из 1." in page
    assert services.searcher.find("возврат", GUEST).results == before
    assert own_synonyms.everything() == []


@pytest.mark.parametrize("typed", ["много", "-1", "11", "nan", ""])
def test_a_weight_that_is_none_is_refused_beside_its_field(anna: Browser, typed: str) -> None:
    answer = anna.get(f"/studio/why?q=возврат&try=1&w_title={typed}")
    assert answer.status_code == 422
    assert 'id="_w_title_error"' in answer.text


def test_changes_are_shown_until_they_are_accepted(
    app: Flask, anna: Browser, services: Services
) -> None:
    refill(app)
    query_list.add(services.library.snapshot, "плюшка", "voz-01")
    assert "Сравнивать пока не с чем" in anna.get("/studio/queries/changes").text
    assert anna.post("/studio/queries/changes").status_code == 303
    own_synonyms.add(["плюшка", "возврат"])
    services.refresh_synonyms()
    by = Author(None, "Анна")
    services.editor.change("voz-01", by, summary="Коротко", note="restored:12")
    page = anna.get("/studio/queries/changes").text
    assert "Возврат денег" in page
    assert page.index("Первые три были") < page.index("Первые три сейчас")
    assert "Первые три потом" not in page
    assert "восстановлена прежняя редакция" in page
    assert "restored:" not in page
    anna.post("/studio/queries/changes")
    assert "не изменились" in anna.get("/studio/queries/changes").text


PAGES = ("/studio/queries", "/studio/queries/changes", "/studio/synonyms", "/studio/why")
POSTS = (
    "/studio/queries",
    "/studio/queries/changes",
    "/studio/queries/1/removal",
    "/studio/synonyms",
    "/studio/synonyms/1/removal",
)


def test_pages_on_search_are_for_editors_only(app: Flask, anna: Browser) -> None:
    cast.boris()
    boris, stranger = Browser(app), Browser(app)
    boris.sign_in()
    stranger.get("/ask")
    for page in (*PAGES, "/studio/synonyms/trial?words=а, б", "/studio/synonyms/1/removal"):
        assert boris.get(page).status_code == 403
        assert stranger.get(page).status_code == 303
    for address in POSTS:
        assert boris.post(address, words="плюшка, возврат").status_code == 403
        assert stranger.post(address, words="плюшка, возврат").status_code == 403
        assert anna.client.post(address, data={"words": "а, б"}).status_code == 400  # no token
    assert own_synonyms.everything() == []
