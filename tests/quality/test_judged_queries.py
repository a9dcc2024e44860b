"""The judged queries of the demo content may not get worse."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import prepared

FOLDER = Path(__file__).parent
EVALUATE = FOLDER.parents[1] / "scripts" / "evaluate.py"

# Just below what was measured on 2026-11-28: raise it with the ranking. Lowered once: recall from
# 0.95, when four sets of others gained 0.011 of nDCG@10 and this one lost 0.004.
LEAST = {"ndcg@10": 0.90, "success@1": 0.89, "recall@10": 0.94, "noanswer_auc": 0.96}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The figures of one run over articles/, with the index that the operator's commands make."""
    index = prepared.demo(tmp_path_factory) / "index"
    call = [sys.executable, str(EVALUATE), str(FOLDER), "--json", "--index", str(index)]
    printed = subprocess.run(call, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(printed.splitlines()[-1]))


@pytest.mark.parametrize("measure", LEAST)
def test_judged_queries_find_what_they_found_before(
    measured: dict[str, float], measure: str
) -> None:
    assert measured[measure] >= LEAST[measure]
