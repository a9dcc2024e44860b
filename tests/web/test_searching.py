"""The page of results, completion, and «Не помогло» about a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from sqlalchemy import select

from app import db
from app.search.models import Click, Search
from tests.web.browsing import form, submit
from tests.web.conftest import client_of
from tests.web.content import SECRET

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

STRANGE = [
    '"((',
    "*",
    "\x00",
    "😀😀",
    "<script>alert(1)</script>",
    "a" * 5000,
    "вернуть " * 1250,
    "-",
    "как это",
    "%%%",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "'; DROP TABLE searches; --",
]


def searches() -> list[Search]:
    db.session.rollback()
    return list(db.session.scalars(select(Search).order_by(Search.id)))


def test_search_finds_an_article_by_other_forms_and_marks_them(gleb: FlaskClient) -> None:
    page = gleb.get("/search?q=вернуть деньги за заказы").text
    assert "/articles/vozvrat-deneg" in page
    assert "<mark>денег</mark>" in page
    assert "Найден" in page


def test_search_page_counts_in_right_plurals(gleb: FlaskClient) -> None:
    assert "Найдена 1 статья" in gleb.get("/search?q=обменяйте").text


def test_search_never_shows_hidden_articles(gleb: FlaskClient) -> None:
    for query in (SECRET, "вернуть деньги вручную", "памятка", "черновик"):
        assert SECRET not in gleb.get(f"/search?q={query}").text.replace(query, "")


def test_search_shows_staff_articles_to_staff(boris: FlaskClient) -> None:
    page = boris.get(f"/search?q={SECRET}").text
    assert "/articles/pamyatka" in page
    assert "/articles/chernovik" not in page


def test_search_with_nothing_found_offers_ways_on(gleb: FlaskClient) -> None:
    answer = gleb.get("/search?q=фывапролдж")
    assert answer.status_code == 200
    assert "<h1>По запросу «фывапролдж» ничего не найдено</h1>" in answer.text
    assert 'role="status">Ничего не найдено<' in answer.text
    assert "С чего начать" in answer.text
    assert "/categories/vozvrat" in answer.text
    assert f"/ask?q={quote('фывапролдж')}" in answer.text


def test_a_list_that_hardly_answers_says_so_first_and_offers_to_ask(gleb: FlaskClient) -> None:
    query = "заказ такси до марса вместе с котом"
    unsure, sure = gleb.get(f"/search?q={query}").text, gleb.get("/search?q=обменяйте").text

    assert unsure.index("Похоже, точного ответа нет") < unsure.index('<ol class="results">')
    assert f"/ask?q={quote('заказ')}+{quote('такси')}" in unsure
    assert "Похоже, точного ответа нет" not in sure


def test_zero_caused_by_a_filter_offers_all_categories(gleb: FlaskClient) -> None:
    page = gleb.get("/search?q=обменяйте&category=oplata").text
    assert "Искать во всех разделах" in page
    assert f'href="/search?q={quote("обменяйте")}"' in page


def test_a_filter_that_leaves_nothing_is_named(gleb: FlaskClient) -> None:
    elsewhere = gleb.get("/search?q=обменяйте&category=oplata").text
    nowhere = gleb.get("/search?q=фывапролдж&category=oplata").text

    assert "В разделе «Оплата» ничего не нашлось, но ответ есть в других." in elsewhere
    assert re.search(r'aria-current="true">Оплата <span class="number">0<', elsewhere)
    assert "В разделе «Оплата» ничего не нашлось.</p>" in nowhere
    assert 'class="chip"' not in nowhere
    assert f'href="/search?q={quote("фывапролдж")}"' in nowhere


def test_a_slash_at_the_end_of_the_address_does_no_harm(gleb: FlaskClient) -> None:
    answer = gleb.get("/search/?q=обменяйте")
    assert answer.status_code == 200
    assert "/articles/obmen" in answer.text


def test_a_filter_does_not_tell_the_title_of_a_hidden_category(gleb: FlaskClient) -> None:
    assert "Сотрудникам" not in gleb.get("/search?q=обменяйте&category=sotrudnikam").text


def test_an_empty_query_asks_for_one(gleb: FlaskClient) -> None:
    assert "Напишите вопрос" in gleb.get("/search?q=%20").text
    assert searches() == []


@pytest.mark.parametrize("query", STRANGE)
def test_any_query_gives_an_ordinary_page(gleb: FlaskClient, query: str) -> None:
    answer = gleb.get("/search", query_string={"q": query})
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.text
    assert gleb.get("/search/suggestions", query_string={"q": query}).status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "x"])
def test_a_page_that_is_no_number_is_the_first(gleb: FlaskClient, page: str) -> None:
    assert gleb.get(f"/search?q=деньги&page={page}").status_code == 200


@pytest.mark.parametrize("page", ["2", "99999999999999999999"])
def test_a_page_beyond_the_last_leads_to_the_last(gleb: FlaskClient, page: str) -> None:
    answer = gleb.get(f"/search?q=обменяйте&page={page}")
    assert (answer.status_code, answer.location) == (
        302,
        f"/search?q={quote('обменяйте')}&page=1",
    )
    assert searches() == []


def test_a_long_query_is_cut_in_every_link_and_the_page_says_so(gleb: FlaskClient) -> None:
    answer = gleb.get("/search", query_string={"q": "щ" * 10_000})
    assert "Запрос слишком длинный" in answer.text
    assert "щ" * 400 in answer.text
    assert "щ" * 401 not in answer.text
    assert quote("щ" * 401) not in answer.text


@pytest.mark.parametrize("letters", ["обменяйте ", "щ", "😀", '"&<', "a", "не код 5 "])
def test_the_page_of_any_query_is_small(gleb: FlaskClient, letters: str) -> None:
    page = gleb.get("/search", query_string={"q": letters * (10_000 // len(letters))})
    assert len(page.data) < 100_000
    assert "Запрос слишком длинный" in page.text


def understood(page: str) -> str:
    """Return the text of the page's explanation of the query."""
    [inside] = re.findall(r'<details class="understood">(.*?)</details>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def test_the_page_tells_how_each_word_was_understood(gleb: FlaskClient) -> None:
    told = understood(gleb.get("/search?q=как вернуть денег за холодильник -карта").text)

    assert told.startswith("Как понят запрос")
    assert "вернуть другая форма слова" in told
    assert "однокоренные: «вернуться», «возврат» синонимы:" in told
    assert "денег точно так и в других формах" in told
    assert "холодильник в статьях такого слова нет" in told
    assert "Без статей, где есть слова: «карта»." in told
    assert "Эти слова почти ни на что не влияют: «как», «за»." in told


def test_the_page_tells_what_was_mended(gleb: FlaskClient) -> None:
    assert "djpdhfn другая раскладка клавиатуры: «возврат»" in understood(
        gleb.get("/search?q=djpdhfn").text
    )
    assert "абмен исправлена опечатка: «обмен»" in understood(gleb.get("/search?q=абмен").text)


def test_only_staff_see_what_the_scores_are_made_of(gleb: FlaskClient, boris: FlaskClient) -> None:
    told = understood(boris.get("/search?q=вернуть деньги").text)

    assert re.search(r"Возврат денег за заказ : \d+,\d\d = слова \d+,\d\d \+ охват запроса", told)
    assert "Из чего сложились оценки" not in gleb.get("/search?q=вернуть деньги").text


def test_the_explanation_names_no_word_of_a_hidden_article(gleb: FlaskClient) -> None:
    for query in ("памятки", "вручная", SECRET[:-1] + "у", SECRET[:-1]):
        page = gleb.get(f"/search?q={query}").text
        assert SECRET not in page
        assert "памятка" not in page
        assert "вручную" not in page


def test_control_characters_of_a_query_come_back_in_no_link(gleb: FlaskClient) -> None:
    page = gleb.get("/search", query_string={"q": "обменяйте\x00товар"})
    assert "\x00" not in page.text
    assert "%00" not in page.text
    assert 'value="обменяйте товар"' in page.text
    found = form(page, "/dissatisfaction")
    found.fields["q"] = "обменяйте\x00" + "щ" * 10_000
    address = submit(gleb, found).location
    assert "%00" not in address
    assert len(address) < 2_000
    assert 'value="щ' in gleb.get("/ask", query_string={"q": "\x00" + "щ" * 10_000}).text


def test_search_pages_are_not_for_other_search_engines(gleb: FlaskClient) -> None:
    assert '<meta name="robots" content="noindex">' in gleb.get("/search?q=деньги").text


def test_a_search_is_logged_once_with_its_click(gleb: FlaskClient) -> None:
    page = gleb.get("/search?q=обменяйте").text
    search_id = searches()[0].id
    address = f"/articles/obmen?search={search_id}.1"
    assert address in page
    gleb.get(address)
    gleb.get(address)
    click = db.session.scalars(select(Click)).one()
    assert (click.search_id, click.article_id, click.rank) == (search_id, "voz-02", 1)


def test_another_visitor_cannot_click_in_my_search(gleb: FlaskClient, site: object) -> None:
    gleb.get("/search?q=обменяйте")
    (search,) = searches()
    stranger = gleb.application.test_client()
    stranger.get(f"/articles/obmen?search={search.id}.1")
    assert db.session.scalars(select(Click)).all() == []


def test_a_result_is_read_with_its_search_still_in_the_field(
    gleb: FlaskClient, site: Flask
) -> None:
    page = gleb.get("/search?q=обменяйте товар").text
    found = re.search(r'href="(/articles/obmen[?]search=[^"#]+)', page)
    assert found

    def in_the_field(browser: FlaskClient, address: str) -> str:
        return form(browser.get(address), "/search").fields["q"]

    assert in_the_field(gleb, found[1]) == "обменяйте товар"
    assert in_the_field(gleb, "/articles/obmen") == ""
    assert in_the_field(client_of(site), found[1]) == ""


@pytest.mark.parametrize(
    "trace", ["x", "1", "1.x", "9" * 30 + ".1", "-1.1", "1.99999999", ".", "²․1"]
)
def test_a_false_trace_is_ignored(gleb: FlaskClient, trace: str) -> None:
    assert gleb.get("/articles/obmen", query_string={"search": trace}).status_code == 200


def test_bots_are_marked_in_the_log(gleb: FlaskClient) -> None:
    gleb.get("/search?q=обмен", headers={"User-Agent": "Googlebot/2.1"})
    assert [search.is_bot for search in searches()] == [True]


def test_staff_are_marked_in_the_log(boris: FlaskClient) -> None:
    boris.get("/search?q=обмен")
    assert [search.is_staff for search in searches()] == [True]


def test_a_telephone_number_does_not_reach_the_log(gleb: FlaskClient) -> None:
    gleb.get("/search", query_string={"q": "звоните +7 (999) 123-45-67"})
    assert "123" not in searches()[0].query


def test_did_not_help_leads_to_the_ask_form_with_the_query(gleb: FlaskClient) -> None:
    page = gleb.get("/search?q=обменяйте")
    answer = submit(gleb, form(page, "/dissatisfaction"))
    assert answer.status_code == 303
    (search,) = searches()
    assert answer.location.startswith(f"/ask?q={quote('обменяйте')}&search={search.id}")
    assert search.dissatisfied_at is not None


def test_did_not_help_leads_on_with_what_the_page_was_for(gleb: FlaskClient) -> None:
    page = gleb.get("/search?q=jgkfnf rfhnjq")
    assert "Показаны результаты для «оплата картой»" in page.text
    asked = gleb.get(submit(gleb, form(page, "/dissatisfaction")).location)
    fields = form(asked, "/tickets").fields
    assert (fields["subject"], fields["query"]) == ("оплата картой", "jgkfnf rfhnjq")
    literal = gleb.get("/search?q=jgkfnf rfhnjq&literal=1").text
    assert f"/ask?q={quote('jgkfnf')}+{quote('rfhnjq')}&amp;" in literal


def test_another_site_tells_nobody_s_dissatisfaction(gleb: FlaskClient, site: Flask) -> None:
    page = gleb.get("/search?q=обменяйте")
    assert all("SameSite=Lax" in cookie for cookie in page.headers.getlist("Set-Cookie"))
    without_cookies = site.test_client()
    assert submit(without_cookies, form(page, "/dissatisfaction")).status_code == 404
    assert searches()[0].dissatisfied_at is None


def test_searching_gives_nobody_a_session(gleb: FlaskClient) -> None:
    cookies = gleb.get("/search?q=обменяйте").headers.getlist("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["visitor"]


def test_suggestions_complete_a_word_and_say_how_many(gleb: FlaskClient) -> None:
    answer = gleb.get("/search/suggestions?q=возв").json
    assert answer is not None
    (first, *_) = answer["suggestions"]
    assert first["url"] == f"/search/suggestions/vozvrat-deneg?q={quote('возв')}&rank=1"
    assert {"text": "Возв", "matched": True} in first["title"]
    assert answer["status"].endswith(("подсказка", "подсказки", "подсказок"))


def test_a_suggestion_that_is_chosen_is_a_search_with_a_click(gleb: FlaskClient) -> None:
    (first, *_) = gleb.get("/search/suggestions?q=возв").json["suggestions"]

    led = gleb.get(first["url"])
    gleb.get(led.location)

    (search,) = searches()
    assert led.location == f"/articles/vozvrat-deneg?search={search.id}.1"
    assert (search.channel, search.query) == ("completion", "возв")
    click = db.session.scalars(select(Click)).one()
    assert (click.search_id, click.rank) == (search.id, 1)


@pytest.mark.parametrize(
    "address",
    ["/search/suggestions/net-takoy?q=возв", "/search/suggestions/vozvrat-deneg"],
)
def test_a_choice_of_nothing_is_not_found(gleb: FlaskClient, address: str) -> None:
    assert gleb.get(address).status_code == 404
    assert searches() == []


def test_a_literal_search_offers_what_was_probably_meant(gleb: FlaskClient) -> None:
    page = gleb.get("/search", query_string={"q": "возврта", "literal": "1"}).text

    assert "Возможно, вы имели в виду:" in page
    assert f'href="/search?q={quote("возврат")}"' in page


def test_a_phrase_that_stands_nowhere_is_told_beside_the_results(gleb: FlaskClient) -> None:
    page = gleb.get("/search", query_string={"q": '"заказ денег"'}).text

    said = "нигде не стоят, поэтому мы искали их по отдельности: «заказ денег»."
    assert said in " ".join(page.split("<ol class=")[0].split())


def test_only_words_that_must_not_be_there_are_told(gleb: FlaskClient) -> None:
    page = gleb.get("/search", query_string={"q": "-возврат"}).text

    assert "минус перед словом убирает статьи с ним" in page


def test_suggestions_never_name_hidden_articles(gleb: FlaskClient) -> None:
    for query in (SECRET[:4], "памят", "черн"):
        assert SECRET not in str(gleb.get("/search/suggestions", query_string={"q": query}).json)
