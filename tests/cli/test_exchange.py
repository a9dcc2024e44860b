"""`podskazhi articles import` and `export` from a shell's point of view."""

from __future__ import annotations

import json
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from flask import Flask

from app.articles.library import Library
from app.cli.articles import articles
from app.current import EXTENSION
from app.editing.editor import Editor
from app.editing.folder import Folder
from app.editing.lock import ContentLock
from tests.exchange.sources import folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from sqlalchemy import Engine

    Run = Callable[..., Result]

FILES = {"a.md": "# Первая\n\nТекст со [ссылкой](b.md)\n", "b.md": "# Вторая\n\nТекст\n"}


@pytest.fixture
def run(tmp_path: Path, database: Engine) -> Run:
    """run("import", path) gives click's result."""
    (tmp_path / "articles").mkdir()
    library = Library(tmp_path / "articles")
    lock = ContentLock(tmp_path / "lock")
    app = Flask("app.web")
    app.extensions[EXTENSION] = SimpleNamespace(
        library=library,
        editor=Editor(Folder(library, lock, lambda _changes: None)),
        config=SimpleNamespace(site_name="Полка"),
    )

    def invoke(*arguments: object) -> Result:
        with app.app_context():
            return CliRunner().invoke(articles, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return folder(tmp_path / "docs", FILES)


def test_dry_run_says_what_would_happen_and_writes_nothing(run: Run, docs: Path) -> None:
    result = run("import", docs, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "+ docs/a.md  Первая" in result.output
    assert "Ничего не записано." in result.output
    assert list(docs.parent.joinpath("articles").rglob("*")) == []


def test_import_writes_once_and_a_second_one_nothing(run: Run, docs: Path) -> None:
    assert "Записано статей: 2" in run("import", docs).output
    again = run("import", docs, "--json")
    said = json.loads(again.output)
    assert (again.exit_code, said["written"], said["articles"]["unchanged"]) == (0, 0, 2)


def test_code_3_when_a_file_stays_out(run: Run, docs: Path) -> None:
    (docs / "c.md").write_bytes(b"\x89\xff\xfe\xfa" * 50)
    result = run("import", docs)
    assert result.exit_code == 3
    assert "c.md: ошибка: Кодировка не узнана. Сохраните файл в UTF-8." in result.output
    assert "Записано статей: 2" in result.output


def test_import_of_nothing_is_refused_with_a_sentence(run: Run, tmp_path: Path) -> None:
    result = run("import", tmp_path / "net.zip")
    assert result.exit_code == 1
    assert "Здесь нет ни файла, ни папки" in str(result.exception)


def test_wishes_reach_the_articles(run: Run, docs: Path) -> None:
    run(
        "import",
        docs,
        "--into",
        "spravka",
        "--status",
        "published",
        "--audience",
        "staff",
        "--name",
        "x",
    )
    text = (docs.parent / "articles" / "spravka" / "a.md").read_text()
    assert "audience: staff\nstatus: published\n" in text
    assert "from: x/a.md" in text


def test_export_is_taken_back_and_never_written_over_unasked(
    run: Run, docs: Path, tmp_path: Path
) -> None:
    run("import", docs)
    target = tmp_path / "out.zip"
    assert run("export", target, "--audience", "all").exit_code == 0
    assert set(zipfile.ZipFile(target).namelist()) == {
        "docs/_category.yml", "docs/a.md", "docs/b.md", "podskazhi.json",
    }  # fmt: skip
    assert run("export", target).exit_code == 1
    assert "без изменений: 2" in run("import", target).output


@pytest.mark.parametrize(("form", "name"), [("site", "index.html"), ("markdown", "docs/a.md")])
def test_every_form_is_written(run: Run, docs: Path, tmp_path: Path, form: str, name: str) -> None:
    run("import", docs, "--status", "published")
    assert run("export", tmp_path / "out", "--format", form, "--json").exit_code == 0
    assert name in zipfile.ZipFile(tmp_path / "out").namelist()


def test_json_is_one_document(run: Run, docs: Path, tmp_path: Path) -> None:
    run("import", docs, "--status", "published")
    run("export", tmp_path / "out.json", "--format", "json")
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [article["title"] for article in found["articles"]] == ["Первая", "Вторая"]
