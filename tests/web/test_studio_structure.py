"""The studio's pages of merging and redirects."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import Role
from app.web.studio import structure
from tests.accounts import cast
from tests.web.staff import ARTICLE, Browser, anna_at, build, write_articles

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("structure"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    services = built.extensions["podskazhi"]
    folder = services.config.articles_folder
    shutil.rmtree(folder)
    write_articles(folder)
    twin = ARTICLE.format(
        id="voz-04", title="Вернуть деньги", audience="public", status="published"
    )
    (folder / "vozvrat" / "dvoynik.md").write_text(twin, encoding="utf-8")
    services.refresh()
    return built


@pytest.fixture
def anna(app: Flask) -> Browser:
    return anna_at(app, "/studio/redirects")


def fields(app: Flask, **changes: str) -> dict[str, str]:
    snapshot = app.extensions["podskazhi"].library.snapshot
    revisions = {
        "kept_revision": snapshot.get("voz-01").revision,
        "other_revision": snapshot.get("voz-04").revision,
    }
    return {"kept": "voz-01", "other": "voz-04", "ending": "archive", **revisions, **changes}


def test_an_editor_compares_and_merges_two_articles(anna: Browser, app: Flask) -> None:
    page = anna.get("/studio/merging?kept=voz-01&other=dvoynik")
    assert page.status_code == 200
    assert "/articles/dvoynik" in page.text
    assert page.text.count("Текст статьи.") == 2
    assert "Первые три места не изменятся" in page.text
    done = anna.post("/studio/merging", **fields(app))
    assert (done.status_code, done.location) == (303, "/articles/voz-01")
    old = Browser(app).get("/articles/dvoynik")
    assert (old.status_code, old.location) == (301, "/articles/voz-01")
    assert (
        "Вернуть деньги" not in Browser(app).get("/search?q=вернуть деньги").text.split("<main")[1]
    )


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("kept=voz-01&other=voz-01", "две разные статьи"),
        ("kept=voz-01&other=net", "Выберите статью из списка"),
    ],
)
def test_what_cannot_be_merged_is_said_beside_the_field(
    anna: Browser, address: str, why: str
) -> None:
    page = anna.get(f"/studio/merging?{address}")
    assert page.status_code == 422
    assert why in page.text


def test_a_merge_of_what_has_changed_shows_both_again(anna: Browser, app: Flask) -> None:
    late = anna.post("/studio/merging", **fields(app, other_revision="0"))
    assert late.status_code == 409
    assert "одну из статей изменили" in late.text
    assert anna.post("/studio/merging", **fields(app, ending="burn")).status_code == 422
    assert anna.post("/studio/merging", **fields(app, other="gone")).status_code in {404, 422}


def test_an_editor_adds_and_removes_a_redirect(anna: Browser, app: Flask) -> None:
    added = anna.post("/studio/redirects", slug="staryy", article="Возврат денег")
    assert (added.status_code, added.location) == (303, "/studio/redirects")
    assert Browser(app).get("/articles/staryy").location == "/articles/voz-01"
    refused = anna.post("/studio/redirects", slug="dvoynik", article="voz-01")
    assert refused.status_code == 422
    assert "открывается статья «Вернуть деньги»" in refused.text
    removed = anna.post("/studio/redirects/removal", slug="staryy", article="voz-01")
    assert removed.status_code == 303
    assert Browser(app).get("/articles/staryy").status_code == 404


def test_an_administrator_opens_every_page_about_structure(app: Flask) -> None:
    cast.hire("Дарья", "darya@polka.example", Role.ADMIN)
    darya = Browser(app)
    darya.sign_in("darya@polka.example")
    with app.test_request_context():
        pages = [endpoint for endpoint, _ in structure.structure_pages()]
    for endpoint in pages:
        page = darya.get(f"/studio/{endpoint.removeprefix('studio.')}")
        assert page.status_code == 200, endpoint
        assert 'aria-current="page">Структура' in page.text


def test_structure_is_for_editors_only(app: Flask) -> None:
    cast.boris()
    boris, stranger = Browser(app), Browser(app)
    boris.sign_in()
    stranger.get("/ask")
    before = app.extensions["podskazhi"].library.refresh().version
    for path in ("merging", "redirects", "redirects/removal"):
        typed = {**fields(app), "slug": "x", "article": "voz-01"}
        assert boris.post(f"/studio/{path}", **typed).status_code == 403
        assert stranger.post(f"/studio/{path}", **typed).status_code == 403
    for path in ("merging", "redirects"):
        assert boris.get(f"/studio/{path}").status_code == 403
        assert stranger.get(f"/studio/{path}").status_code == 303
    assert app.extensions["podskazhi"].library.refresh().version == before
