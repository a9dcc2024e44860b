"""The commands `queries list|add|remove|run`, `gaps rerun`, and the jobs beside them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import select

from app import current
from app.cli.gaps import conclude_and_look
from app.cli.gaps import group as gaps_commands
from app.cli.jobs import TIMETABLE
from app.cli.queries import group as query_commands
from app.curation import gap_answers
from app.curation.gap_models import GapRank, How
from app.curation.query_models import KeptTop, QueryRun
from app.db import session
from app.services import Services
from tests.curation.helpcentre import SMS, build, make_gap

if TYPE_CHECKING:
    from click.testing import Result

    from app.config import Config
    from tests.curation.helpcentre import HelpCentre

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def centre() -> HelpCentre:
    return build()


@pytest.fixture
def app(config: Config, centre: HelpCentre) -> Flask:
    made = Flask(__name__)
    made.cli.add_command(query_commands)
    made.cli.add_command(gaps_commands)
    services = Services(config, centre.shelf, centre.searcher, centre.indexer, None, None)  # type: ignore[arg-type]
    made.extensions[current.EXTENSION] = services
    return made


def run(app: Flask, *arguments: str) -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(args=arguments)


def test_tests_are_added_listed_and_removed(app: Flask) -> None:
    added = run(app, "queries", "add", "вернуть деньги", "refund", "--lowest", "1")
    assert (added.exit_code, added.output) == (0, "   1  вернуть деньги → refund, 1\n")
    [row] = json.loads(run(app, "queries", "list", "--json").output)
    assert (row["query"], row["article_id"], row["lowest"]) == ("вернуть деньги", "refund", 1)
    assert run(app, "queries", "remove", "1").exit_code == 0
    assert run(app, "queries", "list").output == ""
    assert run(app, "queries", "remove", "1").exit_code == 1


def test_a_test_that_cannot_be_is_refused_with_a_sentence(app: Flask) -> None:
    refused = run(app, "queries", "add", "деньги", "нет такой")
    assert (refused.exit_code, refused.stderr) == (1, "Выберите статью: такой нет.\n")
    assert run(app, "queries", "add", "деньги", "refund", "--lowest", "11").exit_code == 2


def test_running_says_what_failed_by_its_code(app: Flask) -> None:
    run(app, "queries", "add", "вернуть деньги", "refund")
    passed = run(app, "queries", "run")
    assert (passed.exit_code, passed.output) == (
        0,
        "ok     вернуть деньги → refund: 1 (≤ 3)\ntests: 1, failures: 0, MRR: 1.000\n",
    )
    run(app, "queries", "add", "фывапролдж", "login")
    failed = run(app, "queries", "run", "--json")
    told = json.loads(failed.output)
    assert (failed.exit_code, told["failures"], told["mrr"]) == (1, 1, 0.5)
    assert [row["failed"] for row in told["outcomes"]] == [True, False]


def test_a_gap_is_rerun_and_its_code_says_whether_it_is_answered(
    app: Flask, centre: HelpCentre
) -> None:
    gap = make_gap()
    assert run(app, "gaps", "rerun", str(gap.id)).exit_code == 1
    gap_answers.name(gap.id, "login", How.LINKED, None)
    missed = run(app, "gaps", "rerun", str(gap.id))
    assert (missed.exit_code, missed.output.count("MISSED")) == (1, 3)
    centre.put(SMS)
    gap_answers.name(gap.id, "sms", How.LINKED, None)
    found = run(app, "gaps", "rerun", str(gap.id), "--json")
    told = json.loads(found.output)
    assert (found.exit_code, told["answered"]) == (0, True)
    assert {(row["first"], row["now"]) for row in told["queries"]} == {(None, 1)}


def test_the_daily_job_records_how_tests_went(app: Flask) -> None:
    run(app, "queries", "add", "вернуть деньги", "refund")
    job = next(job for job in TIMETABLE if job.name == "queries")
    with app.app_context():
        job.run()
        job.run()
    runs = session.scalars(select(QueryRun)).all()
    assert [(row.tests, row.failures, row.mrr) for row in runs] == [(1, 0, 1.0)] * 2
    assert [top.article_ids for top in session.scalars(select(KeptTop))] == [["refund"]]


def test_the_nightly_job_keeps_what_the_queries_of_gaps_find(app: Flask) -> None:
    make_gap()
    with app.app_context():
        conclude_and_look()
    assert len(session.scalars(select(GapRank)).all()) == 3
