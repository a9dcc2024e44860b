"""«Требует внимания» in the studio: who sees what, what is done from it, and taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.accounts.roles import GUEST
from app.curation.attention import keeping, looking
from app.curation.attention.reasons import Finding, Reason, Thing
from app.feedback import flags, voting
from app.feedback.flags import Wrong
from app.outbox.probing import Trouble
from tests.accounts import cast
from tests.web import content
from tests.web.browsing import forms, submit
from tests.web.conftest import client_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.accounts.models import Account

PAGE = "/studio/attention"
OLD = "verified: 2026-01-10\nverify_every_days: 30\n"


@pytest.fixture
def folder(site: Flask) -> Path:
    """The content folder, in which voz-02 is overdue and Борис's own."""
    services = site.extensions["podskazhi"]
    folder: Path = services.config.articles_folder
    content.article(folder, "vozvrat/obmen", "voz-02", "Обмен", "Т.", more=f"{OLD}owner: boris\n")
    services.refresh()
    return folder


def case(page: TestResponse, article_id: str) -> str:
    found = re.search(
        rf'<li class="remark case" id="{article_id}">.*?\n</li>', page.text, re.DOTALL
    )
    return found[0] if found else ""


def order(client: FlaskClient, **fields: object) -> TestResponse:
    return client.post(f"{PAGE}/deeds", data={"csrf_token": token(client), **fields})


def token(client: FlaskClient) -> str:
    found = (f.fields.get("csrf_token") for f in forms(client.get(PAGE)))
    return next(filter(None, found))


def test_each_row_says_why_with_numbers_and_date(folder: Path, anna: FlaskClient) -> None:
    voting.vote("voz-02", "r", "v", helpful=False, reader=GUEST)
    voting.explain("voz-02", "r", "v", "outdated", "<b>Не так</b>")
    flags.flag(cast.boris().id, Wrong("voz-02", "r", "", "Срок другой"))
    row = case(anna.get(PAGE), "voz-02")
    assert "Срок прошёл" in row
    assert "10 января 2026" in row
    assert "1 неразобранный отзыв" in row
    assert "&lt;b&gt;Не так" in row
    assert "1 открытое замечание" in row
    assert "Срок другой" in row
    assert 'href="/studio/inbox?article=voz-02"' in row
    assert "Борис" in row


def test_in_english_topics_have_their_english_names(folder: Path, anna: FlaskClient) -> None:
    page = anna.get(PAGE, headers={"Accept-Language": "en"}).text
    assert "Returns (" in page
    assert "<span>Returns</span>" in page
    assert "<span>Возврат</span>" not in page


@pytest.mark.parametrize("trouble", Trouble)
def test_what_is_wrong_with_a_link_outside_is_said_in_the_pages_language(
    site: Flask, folder: Path, anna: FlaskClient, trouble: Trouble
) -> None:
    status = 404 if trouble is Trouble.GONE else None
    thing = Thing("https://a.example/x", number=status, trouble=trouble)
    finding = Finding(Reason.OUTSIDE, "voz-02", clock.now(), 0.5, {"links": 1}, (thing,))
    articles = site.extensions["podskazhi"].library.snapshot.articles
    keeping.keep(Reason.OUTSIDE, [finding], articles)
    said = {}
    for lang in ("ru", "en"):
        row = case(anna.get(PAGE, headers={"Accept-Language": lang}), "voz-02")
        said[lang] = re.findall(r"https://a.example/x: (.+?)</li>", row)
    ((russian,), (english,)) = said.values()
    assert re.search("[а-я]{3}", russian)
    assert not re.search("[а-яё]", english, re.IGNORECASE)
    assert re.search("[a-z]{3}", english)
    assert all(("(HTTP 404)" in text) == (status is not None) for text in (russian, english))


def test_the_navigation_counts_the_rows(folder: Path, anna: FlaskClient) -> None:
    page = anna.get("/studio/inbox").text
    assert re.search(r'href="/studio/attention">Требует внимания <span class="number">2<', page)


def test_strangers_are_asked_to_sign_in_and_agents_see_their_own(
    site: Flask, folder: Path, gleb: FlaskClient, boris: FlaskClient
) -> None:
    assert gleb.get(PAGE).status_code == 303
    page = boris.get(PAGE)
    assert "Проверена сегодня" in case(page, "voz-02")
    assert "Назначить" not in case(page, "voz-02")
    assert "Проверена сегодня" not in case(page, "sot-01")
    assert "Проверить сейчас" not in page.text
    assert order(boris, action="verify", ids="sot-01").status_code == 409
    assert order(boris, action="archive", ids="voz-02").status_code == 409
    asked = boris.post(f"{PAGE}/checks", data={"csrf_token": token(boris), "kind": "inside"})
    assert asked.status_code == 403
    assert looking.checks() == []
    assert "verified: 2026-01-10" in (folder / "vozvrat/obmen.md").read_text(encoding="utf-8")


def test_without_a_token_nothing_is_done(folder: Path, anna: FlaskClient) -> None:
    anna.get(PAGE)
    assert anna.post(f"{PAGE}/deeds", data={"action": "verify", "ids": "voz-02"}).status_code == 400
    assert anna.post(f"{PAGE}/checks", data={"kind": "inside"}).status_code == 400


@pytest.mark.parametrize("action", ["verify", "archive"])
def test_text_that_nobody_saw_is_neither_verified_nor_archived(
    site: Flask, folder: Path, anna: FlaskClient, action: str
) -> None:
    address = PAGE if action == "verify" else f"{PAGE}/preview?action=archive&ids=voz-02"
    page = anna.get(address)
    shown = next(
        f for f in forms(page) if f.action == f"{PAGE}/deeds" and f.fields.get("ids") == "voz-02"
    )
    path = folder / "vozvrat" / "obmen.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nДописано.\n", encoding="utf-8")
    site.extensions["podskazhi"].refresh()
    done = submit(anna, shown, action=action)
    assert done.status_code == 409
    assert "Статью изменили, пока вы смотрели список." in done.text
    text = path.read_text(encoding="utf-8")
    assert "verified: 2026-01-10" in text
    assert "archived" not in text


def test_verified_from_the_list_and_taken_back(folder: Path, anna: FlaskClient) -> None:
    path = folder / "vozvrat" / "obmen.md"
    before = path.read_bytes()
    done = order(anna, action="verify", ids="voz-02", sorting="date")
    assert done.status_code == 303
    assert "sorting=date" in done.location
    page = anna.get(done.location)
    assert "Отмечена проверенной 1 статья." in page.text
    assert case(page, "voz-02") == ""
    undo = next(f for f in forms(page) if f.action.endswith("/undo"))
    back = anna.get(submit(anna, undo).location)
    assert "Отменено: всё как было." in back.text
    assert case(back, "voz-02")
    assert path.read_bytes() == before
    assert submit(anna, undo).status_code == 409


def test_many_are_changed_after_a_preview(folder: Path, anna: FlaskClient) -> None:
    query = f"{PAGE}/preview?action=assign&owner=anna@polka.example&ids=voz-02&ids=sot-01"
    page = anna.get(query)
    assert page.text.count("→ Анна") == 2
    assert "owner: boris" in (folder / "vozvrat/obmen.md").read_text(encoding="utf-8")
    (confirm,) = (f for f in forms(page) if f.action.endswith("/deeds"))
    fields = {**confirm.fields, "ids": ["voz-02", "sot-01"], "action": "assign"}
    answer = anna.post(confirm.action, data=fields)
    assert "Ответственный изменён" in anna.get(answer.location).text
    saved = (folder / "sotrudnikam/pamyatka.md").read_text(encoding="utf-8")
    assert "owner: anna@polka.example" in saved


def test_archiving_is_asked_about_with_what_links_there(folder: Path, anna: FlaskClient) -> None:
    content.article(folder, "vozvrat/ssylka", "voz-07", "С", "[обмен](obmen.md)")
    page = anna.get(f"{PAGE}/preview?action=archive&ids=voz-02")
    assert "Читатели её больше не увидят" in page.text
    assert "Первые три места не изменятся" in page.text
    (confirm,) = (f for f in forms(page) if f.action.endswith("/deeds"))
    submit(anna, confirm, action="archive")
    assert client_of(anna.application).get("/articles/obmen").status_code == 404


def test_twins_are_compared_and_merged_from_their_row(folder: Path, anna: FlaskClient) -> None:
    same = "Деньги вернутся на ту же карту, с которой вы платили, за три рабочих дня."
    for number in (7, 8):
        content.article(folder, f"vozvrat/dvoynik-{number}", f"voz-0{number}", f"Д{number}", same)
    anna.post(f"{PAGE}/checks", data={"csrf_token": token(anna), "kind": "inside"})
    services = anna.application.extensions["podskazhi"]
    services.refresh()
    services.check_if_asked()
    row = case(anna.get(PAGE), "voz-07")
    address = "/studio/merging?kept=voz-07&amp;other=voz-08"
    assert f'href="{address}">сравнить и объединить' in row
    assert anna.get(address.replace("&amp;", "&")).status_code == 200


def test_what_is_put_off_is_in_its_own_list(folder: Path, anna: FlaskClient) -> None:
    wrong = order(anna, action="snooze", ids="voz-02", until="вчера")
    assert wrong.status_code == 422
    assert "Укажите день с завтрашнего" in wrong.text
    anna.get(order(anna, action="snooze", ids="voz-02", until=_in_a_week()).location)
    assert case(anna.get(PAGE), "voz-02") == ""
    assert "Отложено до" in case(anna.get(f"{PAGE}?put_off=1"), "voz-02")


def _in_a_week() -> str:
    return (clock.now().date() + timedelta(days=7)).isoformat()


@pytest.mark.parametrize(
    ("query", "code", "sentence"),
    [
        ("action=verify", 422, "Отметьте хотя бы одну статью."),
        ("action=snooze&ids=voz-02&until=x", 422, "Укажите день с завтрашнего"),
        ("action=explode&ids=voz-02", 404, "Такого действия нет."),
        ("action=verify&ids=gone", 200, "Не менять"),
    ],
)
def test_a_preview_of_nonsense_says_so(
    folder: Path, anna: FlaskClient, query: str, code: int, sentence: str
) -> None:
    page = anna.get(f"{PAGE}/preview?{query}")
    assert (page.status_code, sentence in page.text) == (code, True)


@pytest.mark.parametrize(
    "query", ["reason=x", "sorting=x", "page=-5", "page=99999", "page=x", "deed=1", "category=../x"]
)
def test_conditions_that_make_no_sense_are_none(
    folder: Path, anna: FlaskClient, query: str
) -> None:
    assert anna.get(f"{PAGE}?{query}").status_code == 200


def test_a_check_is_asked_for_and_run_outside_of_the_request(
    site: Flask, folder: Path, anna: FlaskClient
) -> None:
    content.article(folder, "vozvrat/obmen", "voz-02", "Обмен", "[нет](net.md)")
    answer = anna.post(f"{PAGE}/checks", data={"csrf_token": token(anna), "kind": "inside"})
    assert answer.location == PAGE
    assert "Проверка идёт или ждёт очереди." in anna.get(PAGE).text
    services = site.extensions["podskazhi"]
    services.refresh()
    services.check_if_asked()
    assert "строка 11" in case(anna.get(PAGE), "voz-02")
    english = anna.get(PAGE, headers={"Accept-Language": "en"})
    assert "The link “net.md” leads to no article." in case(english, "voz-02")
    assert (
        anna.post(f"{PAGE}/checks", data={"csrf_token": token(anna), "kind": "x"}).status_code
        == 404
    )


def test_an_editor_is_told_what_could_not_be_done(
    folder: Path, anna: FlaskClient, signed_in: Callable[[Account], FlaskClient]
) -> None:
    answer = order(anna, action="verify", ids=["voz-02", "gone"])
    assert answer.status_code == 409
    assert "Статья не найдена." in answer.text
    assert "Отмечена проверенной 1 статья." in answer.text
