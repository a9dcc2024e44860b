"""New articles, drafts that are kept, who else is there, pictures and links for the script."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from app.accounts.roles import Role
from tests.accounts import cast
from tests.web.browsing import form, submit
from tests.web.content import SECRET
from tests.web.studio import EDITOR, fields, opened, send, source, token

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.accounts.models import Account

    SignIn = Callable[[Account], FlaskClient]

JSON = {"Accept": "application/json"}
NEW = "/studio/articles/new"


def post(
    browser: FlaskClient, action: str, article_id: str = "voz-01", **data: object
) -> TestResponse:
    """Do what the page's script does."""
    address = f"/studio/articles/{article_id}/{action}"
    sent = {"csrf_token": token(browser), **data}
    return browser.post(address, data=sent, headers=JSON, content_type="multipart/form-data")


def begin(browser: FlaskClient, **typed: str) -> TestResponse:
    page = browser.get(NEW)
    chosen = {"title": "Как вернуть подарок", "category": "vozvrat", "template": "how-to"}
    return submit(browser, form(page, NEW), **{**chosen, **typed})


def test_new_article_is_a_draft_with_an_address_of_its_title_and_the_template(
    site: Flask, boris: FlaskClient, gleb: FlaskClient
) -> None:
    answer = begin(boris)
    assert (answer.status_code, answer.location) == (303, EDITOR.format("voz-10"))
    text = source(site, "vozvrat/kak-vernut-podarok")
    assert "status: draft" in text
    assert "owner: boris" in text
    assert "## Шаги" in text
    assert boris.get(answer.location).status_code == 200
    assert gleb.get("/articles/kak-vernut-podarok").status_code == 404


def test_new_article_is_refused_beside_the_wrong_field(site: Flask, anna: FlaskClient) -> None:
    folder = site.extensions["podskazhi"].config.articles_folder
    before = sorted(folder.rglob("*"))
    for typed, said in (
        ({"title": "  "}, "У статьи нет названия."),
        ({"title": "а" * 501}, "Не больше 500 знаков"),
        ({"slug": "obmen"}, "Этот адрес занят другой статьёй."),
        ({"slug": "../../etc"}, "В адресе бывают строчные латинские буквы"),
        ({"category": "../vozvrat"}, "Раздела «../vozvrat» нет."),
        ({"template": "no"}, "Такого шаблона нет."),
    ):
        answer = begin(anna, **typed)
        assert answer.status_code == 422
        assert said in answer.text
    assert sorted(folder.rglob("*")) == before


def test_address_of_a_title_is_told_while_it_is_typed(anna: FlaskClient, gleb: FlaskClient) -> None:
    told = anna.get("/studio/slugs?title=Возврат денег за щётку!").json
    assert told == {"slug": "vozvrat-deneg-za-schetku", "problem": ""}
    assert anna.get("/studio/slugs?slug=refund-old").json["problem"]
    assert gleb.get("/studio/slugs?title=x").status_code == 303


def test_agent_writes_sends_to_review_and_does_not_publish(
    site: Flask, boris: FlaskClient, anna: FlaskClient
) -> None:
    begin(boris)
    typed = opened(boris, "voz-10")
    answer = send(boris, typed | {"body": "1. Готово."}, "voz-10", step="published")
    assert answer.status_code == 403
    assert "Готово" not in source(site, "vozvrat/kak-vernut-podarok")
    assert send(boris, typed | {"body": "1. Готово."}, "voz-10", step="review").status_code == 303
    assert "status: review" in source(site, "vozvrat/kak-vernut-podarok")
    assert send(anna, opened(anna, "voz-10"), "voz-10", step="published").status_code == 303
    assert boris.get(EDITOR.format("voz-10")).status_code == 403


def test_published_article_is_found_at_once(anna: FlaskClient, gleb: FlaskClient) -> None:
    begin(anna, title="Возврат граммофона")
    typed = opened(anna, "voz-10") | {"body": "1. Упакуйте граммофон."}
    assert send(anna, typed, "voz-10", step="published").status_code == 303
    assert "/articles/vozvrat-grammofona" in gleb.get("/search?q=граммофон").text


def test_publishing_an_empty_article_keeps_the_text_that_there_is(
    site: Flask, anna: FlaskClient
) -> None:
    begin(anna)
    typed = opened(anna, "voz-10") | {"body": " ", "summary": "Скоро будет."}
    answer = send(anna, typed, "voz-10", step="published")
    assert answer.status_code == 422
    assert "публиковать нечего" in answer.text
    text = source(site, "vozvrat/kak-vernut-podarok")
    assert "status: draft" in text
    assert "Скоро будет." in text


def test_times_of_appearing_stay_when_an_article_is_published(
    site: Flask, anna: FlaskClient, gleb: FlaskClient
) -> None:
    begin(anna)
    typed = opened(anna, "voz-10") | {"publish_at": "2099-01-01T10:00"}
    assert send(anna, typed, "voz-10", step="published").status_code == 303
    assert "publish_at: 2099-01-01T10:00+03:00" in source(site, "vozvrat/kak-vernut-podarok")
    assert gleb.get("/articles/kak-vernut-podarok").status_code == 404


def test_draft_is_kept_and_offered_again_until_it_is_discarded(
    site: Flask, anna: FlaskClient
) -> None:
    before, typed = source(site), opened(anna)
    kept = post(anna, "draft", **(typed | {"body": "Недописанное.", "publish_at": "когда-нибудь"}))
    assert set(kept.json) == {"saved_at"}
    page = anna.get(EDITOR.format("voz-01"))
    assert "Восстановлен черновик от" in page.text
    assert fields(page)["body"] == "Недописанное."
    assert 'value="когда-нибудь"' in page.text
    assert source(site) == before
    gone = post(anna, "draft/end")
    assert gone.location == EDITOR.format("voz-01")
    assert opened(anna)["body"] == typed["body"]


def test_draft_of_the_whole_file_comes_back_as_it_was(anna: FlaskClient) -> None:
    typed = opened(anna, query="?view=source")
    post(anna, "draft", base=typed["base"], source="---\ntitle: [сломано")
    page = anna.get(EDITOR.format("voz-01"))
    assert fields(page)["source"] == "---\r\ntitle: [сломано"
    assert "Строка" in page.text


def test_saving_ends_the_draft(anna: FlaskClient) -> None:
    typed = opened(anna) | {"body": "Дописанное."}
    post(anna, "draft", **typed)
    send(anna, typed, save="1")
    assert "Восстановлен черновик от" not in anna.get(EDITOR.format("voz-01")).text


def test_draft_that_says_nothing_new_is_not_offered(anna: FlaskClient) -> None:
    post(anna, "draft", **opened(anna))
    assert "Восстановлен черновик от" not in anna.get(EDITOR.format("voz-01")).text


def test_draft_is_its_writers_own(anna: FlaskClient, signed_in: SignIn) -> None:
    post(anna, "draft", **(opened(anna) | {"body": "Тайная мысль."}))
    other = signed_in(cast.hire("Зоя", "zoya@polka.example", Role.EDITOR))
    assert "Тайная мысль" not in other.get(EDITOR.format("voz-01")).text


def test_draft_in_the_browser_is_its_writers_own(anna: FlaskClient, signed_in: SignIn) -> None:
    zoya = cast.hire("Зоя", "zoya@polka.example", Role.EDITOR)
    pages = [browser.get(EDITOR.format("voz-01")).text for browser in (anna, signed_in(zoya))]
    keys = [page.split('data-editor="', 1)[1].split('"', 1)[0] for page in pages]
    assert keys[1] == f"{zoya.id}:voz-01"
    assert keys[0] != keys[1]


def test_who_else_is_editing_is_shown_until_they_leave(
    anna: FlaskClient, signed_in: SignIn
) -> None:
    other = signed_in(cast.hire("Зоя", "zoya@polka.example", Role.EDITOR))
    assert post(other, "presence", typing="1").json["html"] == ""
    assert "Зоя правит сейчас" in post(anna, "presence").json["html"]
    assert "Зоя правит сейчас" in anna.get(EDITOR.format("voz-01")).text
    assert post(other, "presence", end="1").status_code == 204
    assert post(anna, "presence").json["html"] == ""


def test_presence_tells_the_newest_version(anna: FlaskClient) -> None:
    typed = opened(anna)
    assert post(anna, "presence").json["revision"] == typed["base"]
    send(anna, typed | {"body": "Новое."}, save="1")
    assert post(anna, "presence").json["revision"] != typed["base"]


def test_script_saves_with_the_version_in_a_header(anna: FlaskClient) -> None:
    page = anna.get(EDITOR.format("voz-01"))
    typed = fields(page) | {"body": "Новый текст.", "save": "1"}
    del typed["base"]
    headers = {**JSON, "If-Match": page.headers["ETag"]}
    first = anna.post(EDITOR.format("voz-01"), data=typed, headers=headers)
    assert first.status_code == 200
    assert first.headers["ETag"] == f'"{first.json["revision"]}"'
    again = anna.post(
        EDITOR.format("voz-01"), data=typed | {"body": "Другой текст."}, headers=headers
    )
    assert (again.status_code, again.json["stale"]) == (412, True)
    wrong = anna.post(
        EDITOR.format("voz-01"),
        data=typed | {"title": ""},
        headers={**JSON, "If-Match": first.headers["ETag"]},
    )
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["title"])


def test_preview_tells_the_page_hints_and_wrong_fields_at_once(anna: FlaskClient) -> None:
    typed = opened(anna) | {"body": "Раз.\n\nМы осуществляем возврат.", "verified": "вчера"}
    told = post(anna, "preview", **typed).json
    assert "<p>Мы осуществляем возврат.</p>" in told["html"]
    assert 'data-line="3"' in told["hints"]
    assert "Канцелярит: «осуществляем»" in told["hints"]
    assert told["errors"] == {"verified": "Укажите дату вида 2026-03-31."}


def test_picture_is_stored_and_answered_as_markdown(site: Flask, anna: FlaskClient) -> None:
    output = BytesIO()
    Image.new("RGB", (2400, 20)).save(output, "PNG")
    sent = {"alt": "Схема [1]", "picture": (BytesIO(output.getvalue()), "Моя схема.png")}
    assert post(anna, "pictures", **sent).json == {"markdown": "![Схема (1)](moya-shema.png)"}
    path = site.extensions["podskazhi"].config.articles_folder / "vozvrat" / "moya-shema.png"
    with Image.open(path) as image:
        assert image.width == 1600
    refused = post(anna, "pictures", alt="")
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["alt"])


def test_file_of_a_hidden_article_is_not_shown_through_another_one(
    site: Flask, boris: FlaskClient
) -> None:
    begin(boris)
    folder = site.extensions["podskazhi"].config.articles_folder / "vozvrat"
    (folder / "taynaya.png").write_bytes(b"secret")
    chernovik = folder / "chernovik.md"
    chernovik.write_text(chernovik.read_text() + "\n![x](taynaya.png)\n")
    site.extensions["podskazhi"].refresh()
    assert boris.get("/studio/articles/voz-10/files/taynaya.png").status_code == 404
    assert boris.get("/studio/articles/voz-10/files/chernovik.md").status_code == 404
    assert boris.get("/studio/articles/voz-10/files/../voz-09/x.png").status_code == 404


def test_links_are_offered_by_relative_path_and_those_that_readers_may_not_follow_warn(
    anna: FlaskClient,
) -> None:
    found = anna.get("/studio/articles/opl-02/links?q=вернуть деньги").json["articles"]
    by_key = {one["key"]: one for one in found}
    assert not by_key["../../vozvrat/vozvrat-deneg.md"]["hidden"]
    assert by_key["../../sotrudnikam/pamyatka.md"]["hidden"]
    parts = [key for key in by_key if key.startswith("../../vozvrat/vozvrat-deneg.md#")]
    assert parts
    assert by_key[parts[0]]["part"]


def test_agent_is_offered_no_hidden_article(boris: FlaskClient) -> None:
    begin(boris)
    told = boris.get("/studio/articles/voz-10/links?q=вернуть деньги").text
    assert "chernovik" not in told
    assert f"Черновик {SECRET}" not in told


def test_stranger_and_wrong_article_get_nothing(gleb: FlaskClient, anna: FlaskClient) -> None:
    for action in ("draft", "presence", "preview", "pictures"):
        assert post(gleb, action).status_code == 403
        assert post(anna, action, "net", base="x").status_code == 404
