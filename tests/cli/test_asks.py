"""The command `asks figures`."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.cli.asks import asks
from app.tickets import started_asks
from app.tickets.started_asks import Suggested

pytestmark = pytest.mark.usefixtures("database")


def run(*arguments: str) -> str:
    app = Flask(__name__)
    app.cli.add_command(asks)
    result = app.test_cli_runner().invoke(args=["asks", "figures", *arguments])
    assert result.exit_code == 0
    return result.output


def test_outcomes_and_two_rates_are_told() -> None:
    for visitor in ("one", "two"):
        started_asks.suggest(visitor, "key", 20, [Suggested("voz-01", "", False)])
    started_asks.solve("one", "key", None)
    told = run()
    assert "started: 2" in told
    assert "deflected, said so: 50.0%" in told
    found = json.loads(run("--json"))
    assert (found["counts"]["explicit"], found["counts"]["undecided"]) == (1, 1)
    assert sum(found["counts"].values()) == found["started"] == 2
    assert found["lift"] is None


def test_a_period_without_asks_has_no_rates() -> None:
    assert "deflected, said so: -" in run("--days", "1")
