"""The glossary, its public page, and the studio's page of translations."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from app.articles import glossary
from app.search import own_synonyms
from tests.accounts import cast
from tests.web.staff import Browser, anna_at, build, refill

if TYPE_CHECKING:
    from flask import Flask

TERM = {"term": "СБП", "definition": "Перевод по номеру телефона", "variants": "быстрый платёж"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("words"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    refill(built)
    built.extensions["podskazhi"].refresh_synonyms()
    return built


@pytest.fixture
def anna(app: Flask) -> Browser:
    return anna_at(app, "/studio/glossary")


def revision(app: Flask) -> str:
    return glossary.read(app.extensions["podskazhi"].config.articles_folder).revision


def test_readers_read_the_terms_that_an_editor_wrote(anna: Browser, app: Flask) -> None:
    gleb = Browser(app)
    assert gleb.get("/glossary").status_code == 404
    assert 'href="/glossary"' not in gleb.get("/").text
    saved = anna.post("/studio/glossary", **TERM, revision="", article="voz-01")
    assert (saved.status_code, saved.location) == (303, "/studio/glossary#_sbp")
    assert 'href="/glossary"' in gleb.get("/").text
    assert "/glossary" in gleb.get("/sitemap.xml").text
    page = gleb.get("/glossary").text
    assert '<div id="sbp">' in page
    assert "Перевод по номеру телефона" in page
    assert 'href="/articles/voz-01"' in page


def test_a_hidden_article_of_a_term_is_not_named(anna: Browser, app: Flask) -> None:
    anna.post("/studio/glossary", **TERM, revision="", article="voz-02")
    page = Browser(app).get("/glossary").text
    assert "Перевод по номеру телефона" in page
    assert "voz-02" not in page
    assert "памятка" not in page
    assert "памятка" in anna.get("/glossary").text


def test_a_term_is_changed_offered_as_synonym_and_removed(anna: Browser, app: Flask) -> None:
    anna.post("/studio/glossary", **TERM, revision="")
    assert "Изменить термин" in anna.get("/studio/glossary?term=СБП").text
    changed = {**TERM, "definition": "Другое", "before": "СБП", "revision": revision(app)}
    assert anna.post("/studio/glossary", **changed).status_code == 303
    assert "Другое" in Browser(app).get("/glossary").text
    address = re.search(r'href="(/studio/synonyms/trial[^"]*)"', anna.get("/studio/glossary").text)
    assert address
    trial = anna.get(unescape(address[1]))
    assert "Добавить синонимы?" in trial.text
    assert 'value="СБП, быстрый платёж"' in trial.text
    assert own_synonyms.everything() == []
    removed = anna.post("/studio/glossary/removal", term="СБП", revision=revision(app))
    assert removed.status_code == 303
    assert Browser(app).get("/glossary").status_code == 404


def test_a_refused_term_keeps_what_was_typed(anna: Browser, app: Flask) -> None:
    answer = anna.post("/studio/glossary", term="СБП", definition="", variants="банк", revision="")
    assert answer.status_code == 422
    assert "Объясните термин." in answer.text
    assert 'value="банк"' in answer.text
    anna.post("/studio/glossary", **TERM, revision="")
    late = anna.post("/studio/glossary", term="Поздний", definition="Да", revision="")
    assert late.status_code == 409
    assert "Поздний" in late.text


def test_a_translation_is_begun_and_confirmed(anna: Browser, app: Flask) -> None:
    assert "Начать перевод" in anna.get("/studio/translations?state=missing").text
    services = app.extensions["podskazhi"]
    path = services.library.snapshot.get("voz-01").source_path
    path.write_text(path.read_text(encoding="utf-8") + "\n## Сроки\n\nДень.\n", encoding="utf-8")
    services.refresh()
    begun = anna.post("/studio/translations", original="voz-01", lang="en")
    assert begun.status_code == 303
    page = anna.get(begun.location).text
    assert page.count("Возврат денег") > 2
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert len(re.findall("<h2[^>]*>Сроки", page)) == 2
    translation = next(a for a in services.library.refresh().articles.values() if a.lang == "en")
    path.write_text(path.read_text(encoding="utf-8") + "Ещё.\n", encoding="utf-8")
    services.refresh()
    page = anna.get("/studio/translations").text
    assert "устарел" in page
    assert "перевод устарел" in anna.get(f"/studio/?q={translation.id}").text
    editor = anna.get(begun.location).text
    original = editor.split('data-panel="original"', 1)[1].split("</section>", 1)[0]
    assert "Что изменилось с тех пор" in original
    assert "Ещё." in re.sub(r"</?ins>", "", original.split("<details", 1)[1].split("</details>")[0])
    assert 'href="/studio/articles/voz-01/editor"' in original
    seen = page.split('name="seen" value="', 1)[1][:12]
    late = anna.post("/studio/translations/confirmation", translation=translation.id, seen="0" * 12)
    assert late.status_code == 409
    confirmed = anna.post(
        "/studio/translations/confirmation", translation=translation.id, seen=seen
    )
    assert confirmed.status_code == 303
    assert "устарел<" not in anna.get("/studio/translations?state=outdated").text
    assert anna.post("/studio/translations", original="voz-01", lang="en").status_code == 409


def test_words_are_for_editors_only(app: Flask) -> None:
    cast.boris()
    boris, stranger = Browser(app), Browser(app)
    boris.sign_in()
    stranger.get("/ask")
    before = app.extensions["podskazhi"].library.refresh().version
    typed = {**TERM, "revision": "", "original": "voz-01", "lang": "en", "translation": "voz-01"}
    for path in ("glossary", "glossary/removal"):
        assert boris.post(f"/studio/{path}", **typed).status_code == 403
        assert stranger.post(f"/studio/{path}", **typed).status_code == 403
    for path in ("translations", "translations/confirmation"):
        assert boris.post(f"/studio/{path}", **typed).status_code == 403
        assert stranger.post(f"/studio/{path}", **typed).status_code == 403
    for path in ("glossary", "translations"):
        assert boris.get(f"/studio/{path}").status_code == 403
        assert stranger.get(f"/studio/{path}").status_code == 303
    assert app.extensions["podskazhi"].library.refresh().version == before
    assert own_synonyms.everything() == []
