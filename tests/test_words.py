"""One thing has one name in all that people read: раздел is a category, индекс is the index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OTHER_NAMES = re.compile(r"рубрик|категори|указател", re.IGNORECASE)
READ_ONLY = {"csv_table.py"}  # knows the words that others head their tables with
TEXTS = [
    ROOT / "README.md",
    *(path for path in (ROOT / "app").rglob("*.py") if path.name not in READ_ONLY),
    *(ROOT / "app/web/templates").rglob("*.html"),
    *(ROOT / "articles/rukovodstvo").glob("*.md"),
]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_text_uses_the_names_of_the_glossary(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    shown = text.split("\n---\n", 1)[-1] if path.suffix == ".md" else text  # tags may say it all
    assert OTHER_NAMES.findall(shown) == []
