"""The commands `index sync|rebuild|status`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app import current
from app.cli.index import index
from app.search.engines.whoosh import WhooshEngine
from app.search.indexer import Indexer
from app.search.searcher import Searcher
from tests.search.library import Shelf, article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskCliRunner


@dataclass
class Services:
    library: Shelf
    searcher: Searcher
    indexer: Indexer


@pytest.fixture
def services(tmp_path: Path) -> Services:
    shelf = Shelf((article("a", "Возврат", "Деньги."), article("b", "Доставка", "Курьер.")))
    engine = WhooshEngine(tmp_path / "index")
    searcher = Searcher(shelf, engine)  # type: ignore[arg-type]
    return Services(shelf, searcher, Indexer(shelf, engine, searcher))  # type: ignore[arg-type]


@pytest.fixture
def runner(services: Services) -> Iterator[FlaskCliRunner]:
    app = Flask(__name__)
    app.extensions[current.EXTENSION] = services
    app.cli.add_command(index)
    with app.app_context():
        yield app.test_cli_runner()


def test_status_fails_while_there_is_no_index(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["index", "status"])

    assert result.exit_code == 1
    assert "state: missing" in result.output


def test_sync_takes_up_what_changed(runner: FlaskCliRunner, services: Services) -> None:
    first = runner.invoke(args=["index", "sync", "--json"])
    services.library.articles = services.library.articles[:1]
    second = runner.invoke(args=["index", "sync", "--json"])

    assert json.loads(first.stdout)["added"] == 2
    assert json.loads(second.stdout)["removed"] == 1


def test_rebuild_indexes_everything_again(runner: FlaskCliRunner) -> None:
    runner.invoke(args=["index", "sync"])
    result = runner.invoke(args=["index", "rebuild"])

    assert result.exit_code == 0
    assert "added: 2" in result.output


def test_status_tells_counts_and_version(runner: FlaskCliRunner) -> None:
    runner.invoke(args=["index", "sync"])
    plain = runner.invoke(args=["index", "status"])
    as_json = json.loads(runner.invoke(args=["index", "status", "--json"]).stdout)

    assert plain.exit_code == 0
    assert "articles: 2, sections: 2" in plain.output
    assert (as_json["state"], as_json["articles"]) == ("ready", 2)
    assert "memory: 0 MB before the first search, and 0 MB of files" in plain.output
    assert as_json["memory_bytes"] > 100
    assert as_json["mapped_bytes"] > 1_000
