"""`podskazhi teams`: teams from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.accounts import cast
from tests.web.staff import build

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("teams"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    cast.boris()
    return built


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["teams", *arguments])


def test_a_team_is_made_filled_changed_and_removed(app: Flask) -> None:
    assert run(app, "add", "Оплата", "--category", "oplata", "--default").exit_code == 0
    assert run(app, "members", "Оплата", "boris@polka.example").exit_code == 0
    assert json.loads(run(app, "list", "--json").stdout) == [
        {
            "name": "Оплата",
            "categories": ["oplata"],
            "kinds": [],
            "assigning": "by_hand",
            "default": True,
            "members": ["boris@polka.example"],
        }
    ]
    changed = run(app, "change", "Оплата", "--assigning", "round_robin", "--json")
    assert json.loads(changed.stdout)["assigning"] == "round_robin"
    assert run(app, "list").stdout == "Оплата: anything; round_robin\n  boris@polka.example\n"
    assert run(app, "remove", "Оплата").exit_code == 0
    assert run(app, "list").stdout == ""


def test_a_name_that_is_taken_is_refused(app: Flask) -> None:
    run(app, "add", "Оплата")
    again = run(app, "add", "Оплата")
    assert again.exit_code == 1
    assert "name: Группа с таким именем уже есть." in again.output
