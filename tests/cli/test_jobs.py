"""The commands `jobs list|run`."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app.cli.jobs import Job, jobs

if TYPE_CHECKING:
    from flask.testing import FlaskCliRunner

done: list[str] = []


def _fail() -> None:
    raise OSError("no space left")


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> FlaskCliRunner:
    done.clear()
    timetable = (
        Job("refresh", "* * * * *", "Fail.", _fail),
        Job("forget", "* * * * *", "Succeed.", lambda: done.append("forget")),
    )
    monkeypatch.setattr(importlib.import_module("app.cli.jobs"), "TIMETABLE", timetable)
    app = Flask(__name__)
    app.cli.add_command(jobs)
    return app.test_cli_runner()


def test_a_failing_job_does_not_stop_the_next_one(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["jobs", "run"])

    assert result.exit_code == 1
    assert result.stderr == "refresh: The job failed: OSError: no space left\n"
    assert result.stdout == "forget: done\n"
    assert done == ["forget"]


def test_one_job_that_succeeds_is_exit_code_zero(runner: FlaskCliRunner) -> None:
    assert runner.invoke(args=["jobs", "run", "forget"]).exit_code == 0


def test_what_came_of_the_jobs_is_told_in_json(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["jobs", "run", "--json"])

    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {"name": "refresh", "problem": "The job failed: OSError: no space left"},
        {"name": "forget", "problem": None},
    ]
