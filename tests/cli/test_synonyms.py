"""The commands for the operator's own synonyms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app.cli.synonyms import synonyms
from app.errors import DomainError

if TYPE_CHECKING:
    from click.testing import Result

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.cli.add_command(synonyms)
    return made


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["synonyms", *arguments])


def test_what_is_added_is_listed_with_its_number(app: Flask) -> None:
    assert run(app, "add", "плюшка", "бонус на счёте").output == "   1  плюшка, бонус на счёте\n"
    run(app, "add", "мокасины", "--wider", "обувь", "--wider", "туфли")

    assert run(app, "list").output == (
        "   1  плюшка, бонус на счёте\n   2  мокасины → обувь, туфли\n"
    )


def test_json_tells_the_same(app: Flask) -> None:
    added = json.loads(run(app, "add", "мокасины", "--wider", "обувь", "--json").stdout)

    assert (added["words"], added["wider"]) == (["мокасины"], ["обувь"])
    assert json.loads(run(app, "list", "--json").stdout) == [added]
    assert json.loads(run(app, "remove", str(added["number"]), "--json").stdout) == added
    assert json.loads(run(app, "list", "--json").stdout) == []


def test_a_refusal_is_a_sentence(app: Flask) -> None:
    assert isinstance(run(app, "add", "обувь").exception, DomainError)
    assert "хотя бы два слова" in str(run(app, "add", "обувь").exception)
    assert "номером 7 нет" in str(run(app, "remove", "7").exception)


@pytest.mark.parametrize("wrong", [["add"], ["remove"], ["remove", "x"], ["forget"]])
def test_wrong_use_is_exit_code_two(app: Flask, wrong: list[str]) -> None:
    assert run(app, *wrong).exit_code == 2


def test_help_tells_of_phrases_and_wider_words(app: Flask) -> None:
    told = run(app, "add", "--help").output

    assert "three words at most" in told
    assert "--wider" in told
