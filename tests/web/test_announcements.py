"""Announcements on the pages that they concern, and the studio's pages to write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.editing import announcements
from app.tickets import asking
from tests.accounts import cast
from tests.web.staff import ARTICLE, Browser, build

if TYPE_CHECKING:
    from flask import Flask

TEXT = "Коды из SMS приходят с задержкой."
FIELDS = {"kind": "problem", "text": TEXT, "audience": "public"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("announced")
    app = build(folder)
    other = folder / "articles" / "oplata"
    other.mkdir()
    (other / "_category.yml").write_text("title: Оплата\n", encoding="utf-8")
    text = ARTICLE.format(id="opl-01", title="Карта", audience="public", status="published")
    (other / "karta.md").write_text(text, encoding="utf-8")
    closed = folder / "articles" / "svoi"
    closed.mkdir()
    (closed / "_category.yml").write_text("title: Свои\naudience: staff\n", encoding="utf-8")
    app.extensions["podskazhi"].refresh()
    return app


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    built.extensions["podskazhi"].board.refresh()
    return built


@pytest.fixture
def anna(app: Flask) -> Browser:
    cast.anna()
    browser = Browser(app)
    browser.sign_in("anna@polka.example")
    browser.get("/studio/announcements/new")
    return browser


def tell(anna: Browser, **fields: str) -> int:
    answer = anna.post("/studio/announcements", **{**FIELDS, **fields})
    assert (answer.status_code, answer.location) == (303, "/studio/announcements")
    return announcements.everything()[0].id


def test_all_pages_that_an_announcement_concerns_show_it(anna: Browser, app: Flask) -> None:
    tell(anna)
    gleb = Browser(app)
    for page in ("/", "/categories/oplata", "/search?q=карта", "/articles/karta", "/ask"):
        assert TEXT in gleb.get(page).text, page


def test_what_is_said_on_the_whole_site_is_said_on_tickets_too(anna: Browser, app: Flask) -> None:
    tell(anna)
    ticket = asking.open_ticket(
        asking.Request(
            subject="Где",
            body="Где деньги?",
            name="Вера",
            email="vera@example.com",
            visitor="в",
            submission_key="к",
        )
    )
    gleb = Browser(app)
    for page in (f"/tickets/{ticket.token}", "/consent", "/sign-in"):
        answer = gleb.get(page)
        assert (answer.status_code, TEXT in answer.text) == (200, True), page
    assert TEXT not in gleb.get("/no-such-page").text


def test_staff_are_told_where_they_work(anna: Browser, app: Flask) -> None:
    tell(anna, audience="staff")
    for page in ("/desk/", "/studio/"):
        assert TEXT in anna.get(page).text, page


def test_a_category_s_announcement_stays_with_it(anna: Browser, app: Flask) -> None:
    tell(anna, category="oplata")
    gleb = Browser(app)
    for page in ("/categories/oplata", "/search?q=карта", "/articles/karta", "/ask?article=karta"):
        assert TEXT in gleb.get(page).text, page
    for page in ("/", "/categories/vozvrat", "/search?q=возврат", "/articles/voz-01", "/ask"):
        assert TEXT not in gleb.get(page).text, page


def test_a_reader_dismisses_it_until_it_changes(anna: Browser, app: Flask) -> None:
    number = tell(anna)
    gleb = Browser(app)
    gleb.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    address = f"/announcements/{number}/dismissal"
    answer = gleb.post(address, version="1", next="/articles/karta")
    assert (answer.status_code, answer.location) == (303, "/articles/karta")
    assert TEXT not in gleb.get("/").text
    assert TEXT in Browser(app).get("/").text
    page = anna.get(f"/studio/announcements/{number}")
    assert page.status_code == 200
    anna.post(f"/studio/announcements/{number}", **{**FIELDS, "text": "Уже быстрее."}, version="1")
    assert "Уже быстрее." in gleb.get("/").text


def test_dismissing_is_asked_for_by_our_own_pages_alone(app: Flask) -> None:
    gleb = Browser(app)
    gleb.client.environ_base["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert gleb.post("/announcements/1/dismissal", version="1").status_code == 400
    gleb.client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert gleb.post("/announcements/1/dismissal", version="-1").status_code == 400
    answer = gleb.post("/announcements/1/dismissal", version="1", next="//evil.example")
    assert answer.location == "/"


def test_a_hidden_article_is_not_linked_for_guests(anna: Browser, app: Flask) -> None:
    tell(anna, article="voz-02")
    guest = Browser(app).get("/").text
    assert TEXT in guest
    assert "памятка" not in guest
    assert "voz-02" not in guest
    assert 'href="/articles/voz-02">Подробнее' in anna.get("/").text


def test_staff_s_announcements_are_not_for_guests(anna: Browser, app: Flask) -> None:
    tell(anna, audience="staff")
    assert TEXT not in Browser(app).get("/").text
    assert TEXT in anna.get("/").text


def test_a_typed_category_tells_guests_nothing_of_a_closed_one(anna: Browser, app: Flask) -> None:
    tell(anna, category="svoi")
    gleb = Browser(app)
    gleb.get("/ask")
    assert TEXT not in gleb.post("/tickets", category="svoi", show_fields="1").text
    assert TEXT not in gleb.get("/search?q=карта&category=svoi").text
    tell(anna, category="oplata")
    assert TEXT in gleb.post("/tickets", category="oplata", show_fields="1").text


def test_an_editor_previews_without_saving(anna: Browser) -> None:
    page = anna.post("/studio/announcements", **FIELDS, article="voz-02", preview="1")
    assert page.status_code == 200
    assert "Так его увидят" in page.text
    assert "Статья скрыта от гостей" in page.text
    assert announcements.everything() == []


def test_a_refused_form_keeps_all_that_was_typed(anna: Browser) -> None:
    page = anna.post("/studio/announcements", **FIELDS, article="нет такой", ends="вчера")
    assert page.status_code == 422
    assert "Выберите статью из списка" in page.text
    assert "Укажите день и время" in page.text
    assert TEXT in page.text
    assert 'value="нет такой"' in page.text


def test_a_second_editor_is_told_of_the_first(anna: Browser) -> None:
    number = tell(anna)
    anna.post(f"/studio/announcements/{number}", **FIELDS, version="1")
    late = anna.post(f"/studio/announcements/{number}", **{**FIELDS, "text": "Моё"}, version="1")
    assert late.status_code == 409
    assert "объявление изменили" in late.text
    assert "Моё" in late.text
    assert 'name="version" value="2"' in late.text


def test_an_editor_ends_and_removes(anna: Browser, app: Flask) -> None:
    number = tell(anna)
    assert anna.post(f"/studio/announcements/{number}/removal").status_code == 409
    assert anna.post(f"/studio/announcements/{number}/end").status_code == 303
    assert TEXT not in Browser(app).get("/").text
    assert "Завершены" in anna.get("/studio/announcements").text
    assert anna.post(f"/studio/announcements/{number}/removal").status_code == 303
    assert "Объявлений нет." in anna.get("/studio/announcements").text
    assert anna.get(f"/studio/announcements/{number}").status_code == 404


def test_removing_what_is_planned_is_asked_about(anna: Browser) -> None:
    number = tell(anna, starts="2090-01-01T10:00")
    listed = anna.get("/studio/announcements").text
    assert f"/studio/announcements/{number}/end" not in listed
    address = f"/studio/announcements/{number}/removal"
    assert f'href="{address}"' in listed
    asked = anna.get(address)
    assert "Оно ещё не показывалось" in asked.text
    assert announcements.get(number).version == 1
    assert anna.post(f"/studio/announcements/{number}/end").status_code == 409
    assert anna.post(address).status_code == 303
    assert announcements.everything() == []


def test_announcements_are_written_by_editors_only(anna: Browser, app: Flask) -> None:
    number = tell(anna)
    cast.boris()
    boris, stranger = Browser(app), Browser(app)
    boris.sign_in()
    stranger.get("/ask")
    address = f"/studio/announcements/{number}"
    for path in ("/studio/announcements", address, f"{address}/end", f"{address}/removal"):
        assert boris.post(path, **FIELDS).status_code == 403
        assert stranger.post(path, **FIELDS).status_code == 403
    for path in ("/studio/announcements", "/studio/announcements/new", address):
        assert boris.get(path).status_code == 403
        assert stranger.get(path).status_code == 303
    assert announcements.get(number).version == 1


def test_text_is_shown_as_text(anna: Browser, app: Flask) -> None:
    tell(anna, text="<script>alert(1)</script>")
    assert "<script>alert" not in Browser(app).get("/").text
