"""An article's page, its files, and the beacon of reading time."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import db
from app.feedback.models import Reading
from tests.web import content
from tests.web.content import SECRET

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def readings() -> list[Reading]:
    db.session.rollback()
    return list(db.session.scalars(select(Reading).order_by(Reading.id)))


def test_article_page_has_what_a_reader_needs(gleb: FlaskClient) -> None:
    page = gleb.get("/articles/vozvrat-deneg").text
    assert "<h1>Возврат денег за заказ</h1>" in page
    assert 'href="/categories/vozvrat"' in page
    assert "14 октября 2026" in page
    assert 'href="#srok"' in page
    assert "Похожие статьи" in page
    assert 'rel="next"' in page
    assert "Статья помогла?" in page
    assert "Всё ещё нужна помощь?" in page
    assert '<link rel="canonical" href="http://localhost/articles/vozvrat-deneg">' in page


def test_a_short_article_has_no_contents(gleb: FlaskClient) -> None:
    assert "Содержание" not in gleb.get("/articles/obmen").text


def test_hidden_articles_are_not_found(gleb: FlaskClient) -> None:
    for slug in ("pamyatka", "chernovik", "staff-old", "nope"):
        answer = gleb.get(f"/articles/{slug}")
        assert answer.status_code == 404
        assert SECRET not in answer.text


def test_links_to_hidden_articles_are_plain_text(gleb: FlaskClient) -> None:
    page = gleb.get("/articles/vozvrat-deneg").text
    assert "памятку" in page
    assert "pamyatka" not in page
    assert 'href="/articles/oplata-kartoy"' in page


def test_staff_follow_links_to_staff_articles(boris: FlaskClient) -> None:
    page = boris.get("/articles/vozvrat-deneg").text
    assert 'href="/articles/pamyatka"' in page
    assert "chernovik" not in page


def test_staff_see_that_checking_is_overdue(boris: FlaskClient) -> None:
    page = boris.get("/articles/pamyatka").text
    assert "Проверка просрочена" in page
    assert "Эту статью давно не проверяли" not in page
    assert "Только сотрудникам" in page
    assert '<meta name="robots" content="noindex">' in page


def test_readers_are_told_calmly_only_when_the_check_has_expired(
    gleb: FlaskClient, boris: FlaskClient, site: Flask
) -> None:
    folder = site.extensions["podskazhi"].config.articles_folder
    content.article(folder, "oplata/bez-sroka", "bez", "Б", "Т.", more="verified: 2020-01-10\n")
    for slug, verified in (("staraya", "2026-01-10"), ("svezhaya", "2099-01-10")):
        more = f"verified: {verified}\nverify_every_days: 30\n"
        content.article(folder, f"oplata/{slug}", slug, slug, "Текст.", more=more)
    site.extensions["podskazhi"].refresh()
    told = gleb.get("/articles/staraya").text
    assert "Эту статью давно не проверяли" in told
    assert "10 января 2026" in told
    assert "Проверка просрочена" not in told
    for slug in ("svezhaya", "bez-sroka", "obmen"):
        page = gleb.get(f"/articles/{slug}").text
        assert "не проверяли" not in page
        assert "Проверено" not in page
    assert "Проверено" in boris.get("/articles/svezhaya").text


def test_editors_read_drafts(anna: FlaskClient) -> None:
    assert "Не опубликовано" in anna.get("/articles/chernovik").text


def test_an_old_address_moves_for_ever(gleb: FlaskClient) -> None:
    answer = gleb.get("/articles/refund-old")
    assert (answer.status_code, answer.location) == (301, "/articles/vozvrat-deneg")


def test_translations_name_each_other(gleb: FlaskClient) -> None:
    page = gleb.get("/articles/vozvrat-deneg").text
    assert '<link rel="alternate" hreflang="en" href="http://localhost/articles/refund">' in page
    assert (
        '<link rel="alternate" hreflang="ru" href="http://localhost/articles/vozvrat-deneg">'
        in page
    )


def test_structured_data_is_true_and_cannot_end_its_script(gleb: FlaskClient, site: Flask) -> None:
    folder = site.extensions["podskazhi"].config.articles_folder
    title = "'</script><b>Про скрипт'"
    content.article(folder, "oplata/skript", "opl-05", title, "Текст.")
    site.extensions["podskazhi"].refresh()
    page = gleb.get("/articles/skript").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    described, breadcrumbs = json.loads(found[1])["@graph"]
    assert described["@type"] == "Article"
    assert described["headline"] == "</script><b>Про скрипт"
    assert described["dateModified"] == "2026-10-14"
    assert described["datePublished"] == "2026-01-10"
    steps = [(step["name"], step["item"]) for step in breadcrumbs["itemListElement"]]
    assert steps[:2] == [
        ("Главная", "http://localhost/"),
        ("Оплата", "http://localhost/categories/oplata"),
    ]


def test_structured_data_name_the_moment_of_publishing(gleb: FlaskClient, site: Flask) -> None:
    folder = site.extensions["podskazhi"].config.articles_folder
    moment = "publish_at: 2026-02-03T10:00:00+03:00\n"
    content.article(folder, "oplata/srok", "opl-06", "Про срок", "Текст.", more=moment)
    site.extensions["podskazhi"].refresh()
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', gleb.get("/articles/srok").text
    )
    assert found
    published = json.loads(found[1])["@graph"][0]["datePublished"]
    assert datetime.fromisoformat(published) == datetime(2026, 2, 3, 7, tzinfo=UTC)


def test_a_reading_is_noted_and_its_time_kept(gleb: FlaskClient) -> None:
    page = gleb.get("/articles/obmen").text
    (reading,) = readings()
    assert f'data-reading="/readings/{reading.id}"' in page
    answer = gleb.post(f"/readings/{reading.id}", data={"seconds": "3"}, headers=SAME_ORIGIN)
    assert answer.status_code == 204
    assert readings()[0].seconds == 3


def test_a_reading_is_counted_from_its_own_visitor_only(gleb: FlaskClient) -> None:
    gleb.get("/articles/obmen")
    (reading,) = readings()
    stranger = gleb.application.test_client()
    assert (
        stranger.post(
            f"/readings/{reading.id}", data={"seconds": "3"}, headers=SAME_ORIGIN
        ).status_code
        == 403
    )
    stranger.get("/articles/obmen")
    stranger.post(f"/readings/{reading.id}", data={"seconds": "3"}, headers=SAME_ORIGIN)
    assert readings()[0].seconds == 0


def test_a_beacon_from_another_site_is_refused(gleb: FlaskClient) -> None:
    gleb.get("/articles/obmen")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        assert gleb.post("/readings/1", data={"seconds": "3"}, headers=headers).status_code == 403


@pytest.mark.parametrize("seconds", ["", "x", "nan", "inf", "-1"])
def test_a_beacon_without_seconds_is_refused(gleb: FlaskClient, seconds: str) -> None:
    gleb.get("/articles/obmen")
    answer = gleb.post("/readings/1", data={"seconds": seconds}, headers=SAME_ORIGIN)
    assert answer.status_code == 400


def test_pictures_are_shown_and_other_files_downloaded(gleb: FlaskClient, site: Flask) -> None:
    folder = site.extensions["podskazhi"].config.articles_folder / "oplata"
    (folder / "shema.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "dogovor.html").write_text("<script>alert(1)</script>")
    (folder / ".secret.png").write_bytes(b"x")
    site.extensions["podskazhi"].refresh()
    picture = gleb.get("/articles/oplata-kartoy/files/shema.svg", buffered=True)
    assert picture.mimetype == "image/svg+xml"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    page = gleb.get("/articles/oplata-kartoy/files/dogovor.html", buffered=True)
    assert page.mimetype == "application/octet-stream"
    assert page.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "name", ["../_category.yml", "oplata-kartoy.md", ".secret.png", "nope.png", "%00"]
)
def test_other_files_are_not_given_out(gleb: FlaskClient, name: str) -> None:
    assert gleb.get(f"/articles/oplata-kartoy/files/{name}", buffered=True).status_code in {
        404,
        308,
    }


def test_a_file_that_the_article_does_not_show_is_not_given_out(
    gleb: FlaskClient, site: Flask
) -> None:
    folder = site.extensions["podskazhi"].config.articles_folder / "oplata"
    (folder / "dlya-svoih.png").write_bytes(b"\x89PNG")
    site.extensions["podskazhi"].refresh()
    assert gleb.get("/articles/oplata-kartoy/files/dlya-svoih.png").status_code == 404


def test_files_of_hidden_articles_are_hidden(
    gleb: FlaskClient, boris: FlaskClient, site: Flask
) -> None:
    folder = site.extensions["podskazhi"].config.articles_folder / "sotrudnikam"
    (folder / "shema.png").write_bytes(b"\x89PNG")
    site.extensions["podskazhi"].refresh()
    assert gleb.get("/articles/pamyatka/files/shema.png", buffered=True).status_code == 404
    assert boris.get("/articles/pamyatka/files/shema.png", buffered=True).status_code == 200
