"""`podskazhi articles` from a shell's point of view."""

import json
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner
from flask import Flask

from app.articles.library import Library
from app.cli.articles import articles
from app.current import EXTENSION

ARTICLE = """---
id: {id}
title: Оплата картой
summary: Как платить.
audience: {audience}
status: published
lang: ru
---
{body}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "oplata").mkdir()
    (tmp_path / "oplata" / "_category.yml").write_text("title: Оплата\n")
    return tmp_path


@pytest.fixture
def run(folder):
    """run("check", "--json") gives click's result."""
    app = Flask("test")
    app.extensions[EXTENSION] = SimpleNamespace(library=Library(folder))

    def invoke(*arguments):
        with app.app_context():
            return CliRunner().invoke(articles, arguments)

    return invoke


def write(folder, slug, article_id, *, body="Текст.", audience="public"):
    content = ARTICLE.format(id=article_id, body=body, audience=audience)
    (folder / "oplata" / f"{slug}.md").write_text(content)


def test_check_of_sound_content_ends_with_code_0(run, folder):
    write(folder, "kartoy", "opl-01")
    result = run("check")
    assert (result.exit_code, result.output) == (0, "articles: 1, errors: 0, warnings: 0\n")


def test_check_names_file_line_and_remedy_and_ends_with_code_1(run, folder):
    write(folder, "kartoy", "opl-01", body="[x](id:net)")
    result = run("check")
    assert result.exit_code == 1
    assert "oplata/kartoy.md:9: ошибка dead-link: Ссылка «id:net»" in result.output


def test_warnings_alone_end_with_code_0(run, folder):
    write(folder, "kartoy", "opl-01", body="![](https://ya.ru/x.png)")
    result = run("check")
    assert result.exit_code == 0
    assert "errors: 0, warnings: 2" in result.output


def test_check_as_json_has_both_languages(run, folder):
    write(folder, "kartoy", "opl-01", body="[x](id:net)")
    (row,) = json.loads(run("check", "--json").output)
    assert (row["path"], row["line"], row["code"]) == ("oplata/kartoy.md", 9, "dead-link")
    assert row["severity"] == "error"
    assert row["message_ru"] != row["message_en"]


def test_list_filters_by_audience_and_category(run, folder):
    write(folder, "kartoy", "opl-01")
    write(folder, "pravila", "sot-01", audience="staff")
    rows = json.loads(run("list", "--audience", "staff", "--json").output)
    assert [row["id"] for row in rows] == ["sot-01"]
    assert "opl-01" in run("list", "--category", "oplata").output
    assert run("list", "--category", "op").output == ""


def test_new_article_is_written_and_named(run, folder):
    result = run("new", "--title", "Оплата картой", "--category", "oplata")
    path = folder / "oplata" / "oplata-kartoy.md"
    assert result.output == f"opl-01 {path}\n"
    assert path.read_text().startswith("---\nid: opl-01\ntitle: Оплата картой\n")
    assert run("check").exit_code == 0


def test_new_article_of_an_unknown_category_is_refused(run, folder):
    result = run("new", "--title", "Оплата", "--category", "net")
    assert result.exit_code != 0
    assert list(folder.rglob("*.md")) == []


def test_every_command_has_help():
    for command in articles.commands.values():
        assert isinstance(command, click.Command)
        assert command.help
        assert all(getattr(option, "help", "x") for option in command.params)
