"""In and out in the studio: a file is looked at first, and what was shown is what is written."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import Role
from app.exchange import applying, pending
from tests.accounts import cast
from tests.exchange.sources import bomb
from tests.web.browsing import form
from tests.web.conftest import client_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.accounts.models import Account
    from app.config import Config

FILES = {"Оплата/Картой.md": "# Картой в магазине\n\nПриложите карту.\n", "Ещё.md": "# Ещё\n\nДа\n"}


def archive(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return target.getvalue()


def send(client: FlaskClient, content: bytes, name: str = "docs.zip", **typed: str) -> TestResponse:
    found = form(client.get("/studio/exchange"), "/studio/imports")
    data = {**found.fields, **typed, "source": (io.BytesIO(content), name)}
    return client.post(found.action, data=data, content_type="multipart/form-data")


def looked_at(client: FlaskClient, files: dict[str, str] = FILES, **typed: str) -> str:
    """The address of the report."""
    answer = send(client, archive(files), **typed)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def press(client: FlaskClient, address: str, ending: str) -> TestResponse:
    found = form(client.get(address), ending)
    return client.post(found.action, data=found.fields)


def markdown_of(config: Config) -> set[str]:
    root = config.articles_folder
    return {path.relative_to(root).as_posix() for path in root.rglob("*.md")}


def test_look_writes_nothing_and_says_what_would_happen(
    anna: FlaskClient, site_config: Config
) -> None:
    before = markdown_of(site_config)
    page = anna.get(looked_at(anna)).text
    assert "Картой в магазине" in page
    assert "→ oplata/kartoy.md" in page
    assert "Применить" in page
    assert markdown_of(site_config) == before


def test_apply_writes_what_was_shown_and_it_is_found(
    anna: FlaskClient, site: Flask, site_config: Config
) -> None:
    address = looked_at(anna, status="published")
    answer = press(anna, address, "/application")
    assert (answer.status_code, answer.location) == (303, address)
    assert "Записаны 2 статьи." in anna.get(address).text
    assert {"oplata/kartoy.md", "docs/esche.md"} <= markdown_of(site_config)
    assert "Картой в магазине" in client_of(site).get("/articles/kartoy").text
    again = anna.get(looked_at(anna)).text
    assert "Записывать нечего" in again
    assert "/application" not in again


def test_a_large_import_is_written_in_parts_and_each_says_what_is_left(
    anna: FlaskClient, site_config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pending, "LONGEST_WAIT", 0)
    monkeypatch.setattr(applying, "BATCH", 3)
    before = markdown_of(site_config)
    address = looked_at(anna, {f"Раздел/С{n}.md": f"# Статья {n}\n\nТекст\n" for n in range(7)})
    left = []
    for _ in range(2):
        press(anna, address, "/application")
        page = anna.get(address).text
        assert "Продолжить" in page
        left.append(len(markdown_of(site_config) - before))
    assert left == [2, 5]  # the first batch had the category too
    assert "Записано 5 статей. Осталось ещё 2: нажмите «Продолжить»." in page
    press(anna, address, "/application")
    page = anna.get(address).text
    assert "Импорт сделан" in page
    assert "Записано 7 статей." in page
    assert len(markdown_of(site_config) - before) == 7


def test_apply_is_refused_when_the_articles_changed_meanwhile(
    anna: FlaskClient, site_config: Config
) -> None:
    address = looked_at(anna)
    some = next(iter(site_config.articles_folder.rglob("*.md")))
    some.write_text(some.read_text() + "\nЕщё строка.\n")
    answer = press(anna, address, "/application")
    assert answer.status_code == 409
    assert "Пока вы смотрели, статьи изменились" in answer.text
    assert "oplata/kartoy.md" not in markdown_of(site_config)
    assert press(anna, address, "/review").status_code == 303
    assert press(anna, address, "/application").status_code == 303
    assert "oplata/kartoy.md" in markdown_of(site_config)


def test_second_press_does_not_write_again(anna: FlaskClient) -> None:
    address = looked_at(anna)
    found = form(anna.get(address), "/application")
    assert [anna.post(found.action, data=found.fields).status_code for _ in range(2)] == [303, 303]
    assert "Записаны 2 статьи." in anna.get(address).text


def test_removed_and_old_looks_are_gone(anna: FlaskClient, site_config: Config) -> None:
    address, other = looked_at(anna), looked_at(anna)
    assert press(anna, address, "/removal").location == "/studio/exchange"
    assert anna.get(address).status_code == 404
    place = site_config.instance_folder / "imports" / other.rpartition("/")[2]
    hour_ago = time.time() - 3601
    for path in (*place.iterdir(), place):
        os.utime(path, (hour_ago, hour_ago))
    assert anna.get(other).status_code == 404
    looked_at(anna)
    assert not place.exists()


def test_look_belongs_to_whoever_made_it(
    anna: FlaskClient, signed_in: Callable[[Account], FlaskClient]
) -> None:
    address = looked_at(anna)
    other = signed_in(cast.hire("Ольга", "olga@polka.example", Role.EDITOR))
    assert other.get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "docs.zip", "Выберите файл."),
        (b"nothing of the kind", "docs.zip", "Архив не читается"),
        (bomb(30_000_000), "docs.zip", "чтобы заполнить диск"),
        (b"x", "docs.rar", "Такие архивы не читаются"),
        (archive({"a.png": "x"}), "docs.zip", "Статей здесь не нашлось"),
    ],
)
def test_file_that_is_no_source_is_refused_beside_the_field(
    anna: FlaskClient, site_config: Config, content: bytes, name: str, sentence: str
) -> None:
    answer = send(anna, content, name)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert list((site_config.instance_folder / "imports").glob("*")) == []


def test_form_without_a_file_says_so(anna: FlaskClient) -> None:
    found = form(anna.get("/studio/exchange"), "/studio/imports")
    answer = anna.post(found.action, data=found.fields, content_type="multipart/form-data")
    assert (answer.status_code, "Выберите файл." in answer.text) == (400, True)


def test_file_over_the_limit_is_refused_with_the_limit(anna: FlaskClient) -> None:
    config = anna.application.extensions["podskazhi"].config
    object.__setattr__(config, "import_megabytes", 0)
    answer = send(anna, archive(FILES))
    assert answer.status_code == 400
    assert "Файл больше 0 МБ" in answer.text


def test_agents_large_file_is_not_even_read(anna: FlaskClient, boris: FlaskClient) -> None:
    token = form(boris.get("/account/password"), "/account/password").fields["csrf_token"]
    boris.application.config["MAX_CONTENT_LENGTH"] = 1000
    data = {"csrf_token": token, "source": (io.BytesIO(b"\0" * 3_000), "docs.zip")}
    answer = boris.post("/studio/imports", data=data, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert send(anna, archive(FILES) + b"\0" * 3_000).status_code == 303


ADDRESSES = [
    ("get", "/studio/exchange"),
    ("post", "/studio/imports"),
    ("get", "/studio/imports/0"),
    ("post", "/studio/imports/0/review"),
    ("post", "/studio/imports/0/application"),
    ("post", "/studio/imports/0/removal"),
    ("get", "/studio/exports/markdown"),
]


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_only_editors_import_and_export(
    boris: FlaskClient, gleb: FlaskClient, method: str, address: str
) -> None:
    token = form(boris.get("/account/password"), "/account/password").fields["csrf_token"]
    assert boris.open(address, method=method, data={"csrf_token": token}).status_code == 403
    assert gleb.open(address, method=method).status_code in (303, 400, 401)


@pytest.mark.parametrize("address", [a for method, a in ADDRESSES if method == "post"])
def test_forged_form_is_refused(anna: FlaskClient, address: str) -> None:
    assert anna.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400


@pytest.mark.parametrize(
    ("form_", "audience", "holds_staff"),
    [(f, a, a == "all") for f in ("markdown", "site", "json") for a in ("public", "all")],
)
def test_export_is_a_download_of_its_readers_articles(
    anna: FlaskClient, site_config: Config, form_: str, audience: str, holds_staff: bool
) -> None:
    (site_config.articles_folder / "oplata" / "sluzhebnaya.md").write_text(
        "---\nid: slu-1\ntitle: Служебнаятайна\naudience: staff\nstatus: published\nlang: ru\n---\n"
    )
    anna.application.extensions["podskazhi"].refresh()
    answer = anna.get(f"/studio/exports/{form_}?audience={audience}", buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert ("Служебнаятайна" in _all_text(answer)) == holds_staff


@pytest.mark.parametrize("form_", ["markdown", "site", "json"])
def test_export_is_sent_while_it_is_made_and_leaves_nothing_behind(
    anna: FlaskClient, site_config: Config, form_: str
) -> None:
    def lying() -> set[Path]:
        return set(site_config.instance_folder.rglob("*"))

    before = lying()
    answer = anna.get(f"/studio/exports/{form_}?audience=all", buffered=False)
    begun = next(iter(answer.iter_encoded()))
    assert begun
    assert answer.content_length is None
    assert lying() == before
    answer.close()  # whoever downloads it has gone
    assert lying() == before


@pytest.mark.parametrize("address", ["/studio/exports/pdf", "/studio/exports/site?audience=me"])
def test_unknown_export_is_not_found(anna: FlaskClient, address: str) -> None:
    assert anna.get(address).status_code == 404


def _all_text(answer: TestResponse) -> str:
    if answer.mimetype == "application/json":
        return str(json.loads(answer.data))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as found:
        return "\n".join(found.read(name).decode("utf-8", "replace") for name in found.namelist())
