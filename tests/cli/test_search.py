"""The command `search`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app import current
from app.cli.search import search
from app.search.engines.memory import MemoryEngine
from app.search.engines.whoosh import WhooshEngine
from app.search.pins import Pinned
from app.search.searcher import Searcher
from app.search.synonyms import SameMeaning
from tests.search.library import Shelf, article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskCliRunner


@dataclass
class Services:
    searcher: Searcher

    def refresh_synonyms(self) -> None:
        self.searcher.use_synonyms((SameMeaning(("плюшка", "возврат")),))

    def refresh_pins(self) -> None:
        self.searcher.use_pins(Pinned({("вахта",): ("refund",)}))

    def refresh_helpfulness(self) -> None:
        self.searcher.use_helpfulness({"refund": 1.0})


@pytest.fixture
def runner() -> Iterator[FlaskCliRunner]:
    shelf = Shelf(
        (
            article("refund", "Возврат денег", "Вернём на карту.", category="dengi"),
            article("inside", "Возврат из кассы", "Для своих.", audience="staff"),
        )
    )
    searcher = Searcher(shelf, MemoryEngine())  # type: ignore[arg-type]
    searcher.sync(shelf.snapshot)
    app = Flask(__name__)
    app.extensions[current.EXTENSION] = Services(searcher)
    app.cli.add_command(search)
    with app.app_context():
        yield app.test_cli_runner()


def test_results_are_printed_with_scores(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["search", "вернуть деньги", "--explain"])

    assert result.exit_code == 0
    assert "Возврат денег  [refund]" in result.output
    assert "bm25" in result.output
    assert "inside" not in result.output


def test_the_query_is_explained_word_by_word(runner: FlaskCliRunner) -> None:
    told = runner.invoke(args=["search", "как dthyenm деньги -касса холод", "--explain"]).output

    assert "layout: dthyenm → вернуть" in told
    assert "вернуть: form; family возврат" in told
    assert "холод: not found" in told
    assert "tell little: как" in told
    assert "excluded: касса" in told


def test_the_operators_synonyms_and_the_votes_count(runner: FlaskCliRunner) -> None:
    told = runner.invoke(args=["search", "плюшка", "--explain"]).output

    assert "плюшка: synonym возврат" in told
    assert "helpfulness 0.05" in told


def test_staff_articles_need_the_option(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["search", "касса", "--staff", "--json"])

    assert [r["article_id"] for r in json.loads(result.stdout)["results"]] == ["inside"]


def test_json_names_every_part(runner: FlaskCliRunner) -> None:
    told = json.loads(runner.invoke(args=["search", "возврат", "--json", "--explain"]).stdout)

    assert told["total"] == len(told["results"]) == sum(told["by_category"].values())
    assert told["results"][0]["explanation"]["bm25"] > 0
    assert told["explanation"]["groups"][0]["word"] == "возврат"


def test_a_correction_is_told(runner: FlaskCliRunner) -> None:
    assert "«возврат»" in runner.invoke(args=["search", "djpdhfn"]).output


def test_nothing_found_is_exit_code_one(runner: FlaskCliRunner) -> None:
    assert runner.invoke(args=["search", "фывапролдж"]).exit_code == 1
    assert runner.invoke(args=["search", "djpdhfn", "--literal"]).exit_code == 1
    assert runner.invoke(args=["search", "возврат", "--category", "drugoe"]).exit_code == 1


def test_an_unknown_language_is_refused(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["search", "возврат", "--lang", "de"])

    assert result.exit_code == 2
    assert "'ru', 'en'" in result.output


def test_a_missing_index_is_told_by_its_own_exit_code(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    engine = WhooshEngine(tmp_path / "index")
    services = Services(Searcher(Shelf(()), engine))  # type: ignore[arg-type]
    runner.app.extensions[current.EXTENSION] = services
    result = runner.invoke(args=["search", "возврат", "--json"])

    assert result.exit_code == 3
    assert json.loads(result.stdout)["state"] == "missing"
    assert "The index is not ready: missing." in result.stderr


def test_a_pinned_result_says_that_it_is_pinned(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["search", "вахты", "--explain"])

    assert "Возврат денег" in result.output
    assert ", pinned" in result.output
