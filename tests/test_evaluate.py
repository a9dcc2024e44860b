"""The evaluation reads sets of others, leaves parts out, and compares with an earlier run."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import evaluate

CORPUS = (
    {"_id": "refund", "title": "Возврат денег", "text": "Деньги вернём на карту за три дня."},
    {"_id": "delivery", "text": "Курьер привезёт заказ вечером."},  # a set need not have titles
)
QUERIES = (
    {"_id": "q1", "text": "вернуть деньги", "metadata": {"kind": "natural"}},
    {"_id": "q2", "text": "rehmth"},  # «курьер» in the other layout; no metadata
)


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """A set of two articles and two queries."""
    folder = tmp_path / "set"
    (folder / "qrels").mkdir(parents=True)
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES)):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    grades = "query-id\tcorpus-id\tscore\nq1\trefund\t1\nq2\tdelivery\t1\n"
    (folder / "qrels" / "test.tsv").write_text(grades, encoding="utf-8")
    return folder


def run(*arguments: str, code: int = 0) -> str:
    """Evaluate by words alone."""
    result = CliRunner().invoke(evaluate.evaluate, [*arguments, "--without", "encoder"])
    assert result.exit_code == code, result.output
    return result.output


def figures(printed: str) -> dict[str, Any]:
    return dict(json.loads(printed.splitlines()[-1]))


def test_the_last_line_is_one_object_of_all_figures(judged: Path) -> None:
    found = figures(run(str(judged), "--json"))

    assert found["ndcg@10"] == 1
    assert found["by_kind"] == {"": {"ndcg@10": 1, "n": 1}, "natural": {"ndcg@10": 1, "n": 1}}
    assert set(found["ms"]) == {"p50", "p95"}
    assert found["noanswer_auc"] is None


def test_what_was_printed_can_be_compared_with(judged: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    before.write_text(run(str(judged), "--json", "--without", "layout"), encoding="utf-8")

    compared = run(str(judged), "--compare", str(before))

    assert "+1.000 q2" in compared
    assert "ndcg@10 0.5000 → 1.0000" in compared


def test_another_file_cannot_be_compared_with(judged: Path, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("no figures", encoding="utf-8")

    printed = run(str(judged), "--compare", str(tmp_path / "other.json"), code=2)
    assert "does not end with what --json prints" in printed


@pytest.mark.parametrize("part", ["ladder", "layout"])
def test_without_the_ladder_a_slip_finds_nothing(judged: Path, part: str) -> None:
    assert figures(run(str(judged), "--json", "--without", part))["by_query"] == {"q1": 1, "q2": 0}


@pytest.mark.parametrize(
    "part", ["second", "synonyms", "lemmas", "stems", "families", "translit", "typos", "spaces"]
)
def test_every_part_can_be_left_out(judged: Path, part: str) -> None:
    found = figures(run(str(judged), "--json", "--without", part))

    assert set(found["by_query"]) == {"q1", "q2"}


def test_an_answer_is_explained_as_text_and_as_json(judged: Path) -> None:
    told = figures(run(str(judged), "--explain", "q1", "--json"))

    assert told["results"][0]["article"].startswith("refund#")
    assert told["results"][0]["parts"]["bm25"] > 0
    assert told["missing"] == {}
    assert "вернуть деньги" in run(str(judged), "--explain", "q1")


def test_an_unknown_query_is_told(judged: Path) -> None:
    assert "has no query q9" in run(str(judged), "--explain", "q9", code=2)
