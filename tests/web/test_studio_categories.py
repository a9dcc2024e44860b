"""The studio's pages of categories, and what readers see of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.curation import query_list
from tests.accounts import cast
from tests.web.staff import Browser, anna_at, build, refill

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("categories"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    refill(built)
    return built


@pytest.fixture
def anna(app: Flask) -> Browser:
    return anna_at(app, "/studio/categories")


def seen(page: TestResponse) -> str:
    return page.text.split('name="seen" value="', 1)[1].split('"', 1)[0]


def describe(browser: Browser, one: str, **fields: str) -> TestResponse:
    return browser.post(one, seen=seen(browser.get(one)), **fields)


def test_a_description_changed_meanwhile_is_shown_beside_what_was_typed(
    anna: Browser, app: Flask
) -> None:
    one = "/studio/categories/one?path=vozvrat"
    old = seen(anna.get(one))
    describe(anna, one, title="Возвраты", audience="staff")
    refused = anna.post(one, seen=old, title="Обмен и возврат", audience="public")
    assert refused.status_code == 409
    assert "раздел изменили" in refused.text
    assert 'value="Обмен и возврат"' in refused.text
    assert "<dd>Возвраты</dd>" in refused.text
    assert "<dd>Только сотрудникам</dd>" in refused.text
    assert Browser(app).get("/categories/vozvrat").status_code == 404
    again = anna.post(one, seen=seen(refused), title="Обмен и возврат", audience="staff")
    assert again.status_code == 303


def test_an_editor_makes_describes_and_closes_a_category(anna: Browser, app: Flask) -> None:
    made = anna.post("/studio/categories", audience="public", title="Подарки")
    assert (made.status_code, made.location) == (303, "/studio/categories/one?path=podarki")
    assert "Раздел пуст" in anna.get(made.location).text
    assert "Подарки" not in Browser(app).get("/").text
    one = "/studio/categories/one?path=vozvrat"
    assert anna.get(one).status_code == 200
    fields = {"title": "Возвраты", "title_en": "Returns", "icon": "undo-2", "audience": "public"}
    assert describe(anna, one, **fields).status_code == 303
    assert "Возвраты" in Browser(app).get("/").text
    assert describe(anna, one, **{**fields, "audience": "staff"}).status_code == 303
    guest = Browser(app)
    assert "Возвраты" not in guest.get("/").text
    assert guest.get("/articles/voz-01").status_code == 404
    assert guest.get("/categories/vozvrat").status_code == 404
    assert "Возврат денег" not in guest.get("/search?q=возврат").text
    assert anna.get("/articles/voz-01").status_code == 200


def test_closing_a_category_shows_first_what_readers_will_not_find(
    anna: Browser, app: Flask
) -> None:
    services = app.extensions["podskazhi"]
    query_list.add(services.library.snapshot, "возврат денег", "voz-01")
    one = "/studio/categories/one?path=vozvrat"
    fields = {"title": "Возврат", "summary": "Две\nстроки", "audience": "staff"}
    trial = describe(anna, one, **fields)
    assert trial.status_code == 200
    assert "Закрыть раздел от читателей?" in trial.text
    assert "Изменится выдача по 1 запросу" in trial.text
    assert 'value="Две\nстроки"' in trial.text
    assert services.library.snapshot.categories["vozvrat"].audience == "public"
    assert anna.post(one, **fields, compared="1", seen=seen(trial)).status_code == 303
    assert services.library.snapshot.categories["vozvrat"].audience == "staff"


def test_a_moved_category_keeps_its_addresses(anna: Browser, app: Flask) -> None:
    anna.post("/studio/categories", audience="public", title="Деньги", slug="dengi")
    place = "/studio/categories/one/place?path=vozvrat"
    moved = anna.post(place, parent="dengi", slug="vozvrat")
    assert moved.location == "/studio/categories/one?path=dengi/vozvrat&saved=1"
    gleb = Browser(app)
    old = gleb.get("/categories/vozvrat")
    assert (old.status_code, old.location) == (301, "/categories/dengi/vozvrat")
    assert gleb.get("/articles/voz-01").status_code == 200
    refused = anna.post("/studio/categories/one/place?path=dengi", parent="dengi", slug="a")
    assert refused.status_code == 422
    assert "в него самого" in refused.text


def test_moving_into_a_category_for_staff_shows_first_what_readers_lose(
    anna: Browser, app: Flask
) -> None:
    services = app.extensions["podskazhi"]
    query_list.add(services.library.snapshot, "возврат денег", "voz-01")
    anna.post("/studio/categories", audience="public", title="Своё", slug="svoyo")
    closed = "/studio/categories/one?path=svoyo"
    describe(anna, closed, title="Своё", audience="staff")
    place = "/studio/categories/one/place?path=vozvrat"
    refused = anna.post(place, parent="svoyo", slug="Возврат")
    assert refused.status_code == 422
    trial = anna.post(place, parent="svoyo", slug="vozvrat")
    assert trial.status_code == 200
    for words in (
        "Закрыть раздел от читателей?",
        "Раздел «Своё» только для сотрудников",
        "Гости перестанут видеть 1 статью",
        ">Возврат денег</a>",
        "Изменится выдача по 1 запросу",
    ):
        assert words in trial.text
    assert "памятка" not in trial.text  # staff's already
    assert Browser(app).get("/articles/voz-01").status_code == 200
    sent = {"parent": "svoyo", "slug": "vozvrat"}
    assert anna.post(place, **sent, compared="public").status_code == 200  # of another move
    done = anna.post(place, **sent, compared="staff")
    assert done.location == "/studio/categories/one?path=svoyo/vozvrat&saved=1"
    assert Browser(app).get("/articles/voz-01").status_code == 404
    back = "/studio/categories/one/place?path=svoyo/vozvrat"
    trial = anna.post(back, parent="", slug="vozvrat")
    assert "Гости увидят 1 статью" in trial.text
    assert anna.post(back, parent="", slug="vozvrat", compared="public").status_code == 303
    assert Browser(app).get("/articles/voz-01").status_code == 200


def test_an_old_address_of_a_closed_category_tells_guests_nothing(
    anna: Browser, app: Flask
) -> None:
    anna.post("/studio/categories/one/place?path=vozvrat", parent="", slug="tayna")
    fields = {"title": "Тайна", "audience": "staff"}
    describe(anna, "/studio/categories/one?path=tayna", **fields)
    answer = Browser(app).get("/categories/vozvrat")
    assert answer.status_code == 404
    assert "tayna" not in answer.text


def test_categories_are_put_in_order_with_and_without_scripts(anna: Browser) -> None:
    for title in ("Альфа", "Бета"):
        anna.post("/studio/categories", audience="public", title=title)
    order = "/studio/categories/order"
    assert anna.post(order, path="beta", to="up").status_code == 303
    listed = anna.get("/studio/categories").text
    assert listed.index("Бета") < listed.index("Альфа")
    answer = anna.post(order, parent="", paths=["alfa", "vozvrat", "beta"])
    assert answer.status_code == 303
    listed = anna.get("/studio/categories").text
    assert listed.index(">Альфа<") < listed.index(">Возврат<") < listed.index(">Бета<")
    assert anna.post(order, parent="", paths=["alfa"]).status_code == 409


def test_only_an_empty_category_is_removed(anna: Browser) -> None:
    refused = anna.post("/studio/categories/one/removal?path=vozvrat")
    assert refused.status_code == 409
    assert "Раздел не пуст" in refused.text
    anna.post("/studio/categories", audience="public", title="Пусто")
    assert anna.post("/studio/categories/one/removal?path=pusto").status_code == 303
    assert anna.get("/studio/categories/one?path=pusto").status_code == 404


def test_a_refused_category_keeps_what_was_typed(anna: Browser) -> None:
    answer = anna.post(
        "/studio/categories", audience="public", title=" ", summary="О подарках", slug="Подарки"
    )
    assert answer.status_code == 422
    assert "Назовите раздел." in answer.text
    assert 'value="О подарках"' in answer.text


def test_categories_are_for_editors_only(app: Flask) -> None:
    cast.boris()
    boris, stranger = Browser(app), Browser(app)
    boris.sign_in()
    stranger.get("/ask")
    for path in ("", "/order", "/one?path=vozvrat", "/one/place?path=vozvrat", "/one/removal"):
        address = f"/studio/categories{path}"
        assert boris.post(address, title="Чужое", to="up").status_code == 403
        assert stranger.post(address, title="Чужое", to="up").status_code == 403
    for path in ("", "/one?path=vozvrat"):
        assert boris.get(f"/studio/categories{path}").status_code == 403
        assert stranger.get(f"/studio/categories{path}").status_code == 303
    text = app.extensions["podskazhi"].library.refresh().categories["vozvrat"].title
    assert text == "Возврат"


def test_fields_are_put_in_order_without_scripts_and_kept_when_saved(
    anna: Browser, app: Flask
) -> None:
    address = "/studio/categories/one/fields?path=vozvrat"
    asked = {"0_label": "Номер заказа", "1_label": "Размер", "2_label": "Цвет"}
    kinds = {f"{n}_kind": "text" for n in range(3)}
    anna.post(address, seen=seen(anna.get(address)), **asked, **kinds)
    keys = {"0_key": "nomer_zakaza", "1_key": "razmer", "2_key": "tsvet"}
    typed = {**asked, **kinds, **keys, "2_hint": "Например, синий"}
    page = anna.get(address)
    moved = anna.post(address, seen=seen(page), order=["0", "1", "2"], move="2 up", **typed)
    assert moved.status_code == 200
    assert "Порядок изменится, когда вы сохраните." in moved.text
    assert 'value="Например, синий"' in moved.text
    order = re.findall(r'name="order" value="(\d)"', moved.text)
    assert order == ["0", "2", "1"]

    def asks() -> list[str]:
        snapshot = app.extensions["podskazhi"].library.refresh()
        return [field.label for field in snapshot.categories["vozvrat"].fields]

    assert asks() == ["Номер заказа", "Размер", "Цвет"]
    top = anna.post(address, seen=seen(moved), order=order, move="0 up", **typed)
    assert re.findall(r'name="order" value="(\d)"', top.text) == order
    saved = anna.post(address, seen=seen(top), order=[*order, "99", "x"], **typed)
    assert saved.status_code == 303
    assert asks() == ["Номер заказа", "Цвет", "Размер"]


def test_an_editor_sets_what_a_category_asks(anna: Browser, app: Flask) -> None:
    address = "/studio/categories/one/fields?path=vozvrat"
    page = anna.get(address)
    new = {"0_label": "Номер заказа", "0_kind": "text", "0_required": "1"}
    wrong = anna.post(address, seen=seen(page), **{**new, "0_kind": "select"})
    assert wrong.status_code == 422
    assert "Напишите варианты" in wrong.text
    assert 'value="Номер заказа"' in wrong.text
    assert anna.post(address, seen=seen(wrong), **new).status_code == 303
    assert "Номер заказа" in Browser(app).get("/ask?category=vozvrat").text
    kept = {**new, "0_key": "nomer_zakaza"}
    late = anna.post(address, seen=seen(page), **kept)
    assert (late.status_code, "раздел изменили" in late.text) == (409, True)
    gone = anna.post(address, seen=seen(late), **kept, **{"0_gone": "1"})
    assert gone.status_code == 303
    assert "Номер заказа" not in Browser(app).get("/ask?category=vozvrat").text
