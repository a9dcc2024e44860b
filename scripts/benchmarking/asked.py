"""What is asked while measuring."""

from __future__ import annotations

import json
from pathlib import Path

QUERIES = Path(__file__).parents[2] / "tests" / "quality" / "queries.jsonl"


def texts() -> list[str]:
    """The judged queries of the demo content."""
    return [json.loads(line)["text"] for line in QUERIES.read_text().splitlines()]
