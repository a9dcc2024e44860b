"""The editor's page: opening, saving, turning to the whole file, without JavaScript."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from tests.web.content import SECRET
from tests.web.studio import EDITOR, ON_SQLITE, fields, opened, send, send_large, source, token

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


def test_saving_an_untouched_page_changes_no_byte(site: Flask, anna: FlaskClient) -> None:
    before = source(site)
    answer = send(anna, opened(anna), save="1")
    assert (answer.status_code, answer.location) == (303, EDITOR.format("voz-01") + "?saved=1")
    assert source(site) == before


def test_text_and_fields_are_saved_as_a_small_change_of_the_file(
    site: Flask, anna: FlaskClient
) -> None:
    before = source(site)
    typed = opened(anna)
    typed |= {"summary": "Быстро и просто", "tags": "деньги, возврат"}
    typed["body"] = typed["body"].replace("Напишите в поддержку.", "Позвоните нам.")
    assert send(anna, typed, save="1").status_code == 303
    after = source(site)
    gone, come = set(before.splitlines()), set(after.splitlines())
    assert gone - come == {
        "summary: Коротко об этом",
        "Напишите в поддержку.",
        "updated: 2026-10-14",
    }
    assert come - gone >= {"summary: Быстро и просто", "Позвоните нам.", "tags:", "- деньги"}


def test_slug_and_category_move_the_file_and_the_old_address_leads_there(
    site: Flask, anna: FlaskClient, gleb: FlaskClient
) -> None:
    typed = opened(anna) | {"slug": "vozvrat", "category": "oplata"}
    assert send(anna, typed, save="1").status_code == 303
    assert "redirect_from: [refund-old, vozvrat-deneg]" in source(site, "oplata/vozvrat")
    assert gleb.get("/articles/vozvrat-deneg").location == "/articles/vozvrat"


WRONG = (
    ({"title": " "}, "У статьи нет названия."),
    ({"slug": "obmen"}, "Этот адрес занят другой статьёй."),
    ({"slug": "Адрес!"}, "В адресе бывают строчные латинские буквы"),
    ({"category": "net"}, "Такого раздела нет."),
    ({"publish_at": "завтра"}, "Укажите дату и время вида"),
    ({"verify_every_days": "часто"}, "Укажите целое число дней"),
    ({"audience": "all"}, "Выберите значение из списка."),
    ({"summary": "а" * 501}, "Не больше 500 знаков"),
)


def test_wrong_field_is_told_beside_it_and_the_text_is_kept(site: Flask, anna: FlaskClient) -> None:
    before, shown = source(site), opened(anna)
    for wrong, said in WRONG:
        answer = send(anna, shown | {"body": "Мой новый текст."} | wrong, save="1")
        assert answer.status_code == 422
        assert said in answer.text
        assert fields(answer)["body"] == "Мой новый текст."
    assert source(site) == before


def test_whole_file_is_shown_with_what_was_typed_into_the_fields(anna: FlaskClient) -> None:
    typed = opened(anna) | {"summary": "Новое", "body": "Другой текст."}
    page = send(anna, typed, turn="source")
    assert page.status_code == 200
    whole = fields(page)
    assert "summary: Новое" in whole["source"]
    assert whole["source"].endswith("---\r\nДругой текст.\r\n")
    back = fields(send(anna, whole, turn="form"))
    assert (back["summary"], back["body"]) == ("Новое", "Другой текст.\r\n")


BROKEN = (
    ("title: Возврат денег за заказ", "title: [Возврат", "Строка "),
    ("audience: public", "audience: everybody", "Строка 5: "),
    ("id: voz-01", "id: voz-02", "Поле id не меняется"),
    ("---\r\nДеньги", "Деньги", "Строка 1: Описание статьи не закрыто."),
    ("title: Возврат денег за заказ\r\n", "title: a\r\ntitle: b\r\n", "Строка 4: Ключ «title»"),
)


def test_broken_file_is_told_with_its_line_and_the_text_is_kept(
    site: Flask, anna: FlaskClient
) -> None:
    before, shown = source(site), opened(anna, query="?view=source")
    for old, new, said in BROKEN:
        typed = shown | {"source": shown["source"].replace(old, new)}
        for button in ("save", "turn"):
            answer = send(anna, typed, **{button: "form"})
            assert answer.status_code == 422
            assert said in answer.text
            assert fields(answer)["source"] == typed["source"]
    assert source(site) == before


def test_unknown_keys_are_kept(site: Flask, anna: FlaskClient) -> None:
    typed = opened(anna, query="?view=source")
    typed["source"] = typed["source"].replace("lang: ru", "lang: ru\r\nour_own: {a: [1, 2]}  # наш")
    send(anna, typed, save="1")
    send(anna, opened(anna) | {"summary": "Другое"}, save="1")
    assert "our_own: {a: [1, 2]}  # наш\n" in source(site)


def test_preview_by_a_form_shows_the_text_as_the_site_would(site: Flask, anna: FlaskClient) -> None:
    before = source(site)
    typed = opened(anna) | {
        "body": "## Новая часть\n\n<script>alert(1)</script>[x](../oplata/oplata-kartoy.md)"
    }
    answer = send(anna, typed, show="1")
    assert answer.status_code == 200
    assert '<h2 id="novaya-chast">' in answer.text
    assert "<script>alert" not in answer.text
    assert 'href="/articles/oplata-kartoy"' in answer.text
    assert source(site) == before


def test_links_that_readers_may_not_follow_are_text_in_the_preview(anna: FlaskClient) -> None:
    page = anna.get(EDITOR.format("voz-01")).text
    assert "/articles/pamyatka" not in page
    assert "Открытая статья ссылается на служебную" in page


def test_picture_is_put_beside_the_article_by_a_form(site: Flask, anna: FlaskClient) -> None:
    output = BytesIO()
    Image.new("RGB", (30, 20)).save(output, "PNG")
    typed = opened(anna)
    answer = send(
        anna,
        typed,
        add_picture="1",
        alt="Кнопка «Вернуть»",
        picture=(BytesIO(output.getvalue()), "image.png"),
    )
    assert answer.status_code == 200
    assert fields(answer)["body"].endswith("![Кнопка «Вернуть»](knopka-vernut.png)\r\n")
    shown = anna.get("/studio/articles/voz-01/files/knopka-vernut.png", buffered=True)
    assert (shown.status_code, shown.mimetype) == (200, "image/png")


UNFIT = (
    ("", b"\x89PNG", "Опишите, что на картинке"),
    ("Схема", b"<svg onload='x'/>", "SVG не принимаем"),
    ("Схема", b"no picture", "Это не картинка"),
    ("Схема", b"", "Выберите картинку."),
)


def test_unfit_picture_is_refused_and_the_text_is_kept(site: Flask, anna: FlaskClient) -> None:
    typed = opened(anna) | {"body": "Мой текст."}
    for alt, content, said in UNFIT:
        answer = send(anna, typed, add_picture="1", alt=alt, picture=(BytesIO(content), "a.png"))
        assert answer.status_code == 422
        assert said in answer.text
        assert fields(answer)["body"] == "Мой текст."
    folder = site.extensions["podskazhi"].config.articles_folder / "vozvrat"
    assert not list(folder.glob("*.png"))


@ON_SQLITE
def test_text_that_is_too_large_is_refused_in_a_sentence(site: Flask, anna: FlaskClient) -> None:
    before, typed = source(site), opened(anna)
    large = send_large(anna, typed, "Слово. " * 200_000)  # two megabytes
    assert (large.status_code, "Текст больше 500 КБ" in large.text) == (422, True)
    assert fields(large)["body"] == "Слово. " * 200_000
    address = "/studio/articles/voz-01/preview"
    huge = anna.post(address, data={**typed, "body": "a" * 20_000_000})
    assert (huge.status_code, "не помещается" in huge.text) == (413, True)
    assert source(site) == before


@ON_SQLITE
def test_lists_nested_200_deep_are_saved_and_told(site: Flask, anna: FlaskClient) -> None:
    deep = "\n".join("    " * level + "- пункт" for level in range(200))
    answer = send(anna, opened(anna) | {"body": deep}, show="1")
    assert answer.status_code == 200
    assert send(anna, opened(anna) | {"body": deep}, save="1").status_code == 303


def test_request_without_a_version_is_asked_for_one(anna: FlaskClient) -> None:
    typed = opened(anna)
    del typed["base"]
    assert send(anna, typed, save="1").status_code == 428


def test_published_article_is_not_changed_by_who_may_not(
    site: Flask, anna: FlaskClient, boris: FlaskClient, gleb: FlaskClient
) -> None:
    before = source(site)
    for browser, status in ((boris, 403), (gleb, 303)):
        assert browser.get(EDITOR.format("voz-01")).status_code == status
        typed = opened(anna) | {"csrf_token": token(browser)}
        assert send(browser, typed, save="1").status_code == 403
    assert source(site) == before


def test_hidden_draft_of_others_does_not_exist_to_an_agent(boris: FlaskClient) -> None:
    answer = boris.get(EDITOR.format("voz-09"))
    assert answer.status_code == 404
    assert SECRET not in answer.text


def test_form_without_its_token_is_refused(site: Flask, anna: FlaskClient) -> None:
    before = source(site)
    typed = opened(anna) | {"csrf_token": "", "body": "Чужой текст."}
    assert send(anna, typed, save="1").status_code == 400
    assert source(site) == before


def test_article_page_leads_editors_to_the_editor_and_nobody_else(
    anna: FlaskClient, boris: FlaskClient, gleb: FlaskClient
) -> None:
    address = "/studio/articles/voz-01/editor"
    shown = [
        address in browser.get("/articles/vozvrat-deneg").text for browser in (anna, boris, gleb)
    ]
    assert shown == [True, False, False]
