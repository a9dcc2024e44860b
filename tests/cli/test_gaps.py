"""The commands `gaps list|show` and the nightly job that finds gaps."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app import clock, current
from app.cli.gaps import conclude as nightly
from app.cli.gaps import group
from app.services import Services
from tests.learning.visits import START, conclude, three_fail

if TYPE_CHECKING:
    from click.testing import Result

    from app.config import Config

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.cli.add_command(group)
    return made


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["gaps", *arguments])


def test_gaps_are_listed_with_number_state_and_trend(app: Flask) -> None:
    three_fail()
    conclude()
    assert run(app, "list").output == "   1  open        3 new   нет смс с кодом\n"
    assert run(app, "list", "--state", "closed").output == ""


def test_json_tells_the_same_and_more(app: Flask) -> None:
    three_fail()
    conclude()
    [row] = json.loads(run(app, "list", "--json").output)
    assert (row["number"], row["title"], row["visitors"]) == (1, "нет смс с кодом", 3)
    gap = json.loads(run(app, "show", "1", "--json").output)
    assert gap["reasons"] == {"nothing_found": 3}
    assert [w["visitors"] for w in gap["wordings"]] == [1, 1, 1]


def test_one_gap_is_shown_with_its_wordings(app: Flask) -> None:
    three_fail()
    conclude()
    assert "         1  код из смс не пришёл\n" in run(app, "show", "1").output
    assert run(app, "show", "2").exit_code == 1


def test_the_nightly_job_finds_gaps_by_the_settings(app: Flask, config: Config) -> None:
    app.extensions[current.EXTENSION] = Services(config, None, None, None, None, None)  # type: ignore[arg-type]
    three_fail()
    with app.app_context(), clock.frozen_at(START + timedelta(days=1)):
        nightly()
        nightly()
    assert len(json.loads(run(app, "list", "--json").output)) == 1
