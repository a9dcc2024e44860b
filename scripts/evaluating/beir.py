"""Judged sets in BEIR form: their queries, grades and corpus."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ir_measures import Qrel

from app.accounts.roles import GUEST, Reader, Role

if TYPE_CHECKING:
    from pathlib import Path

    from app.articles.library import Library


@dataclass(frozen=True)
class Query:
    """A judged query; `kind` and who asks stand in its metadata, if it has any."""

    id: str
    text: str
    kind: str
    reader: Reader


def read_queries(folder: Path) -> list[Query]:
    return [_query(row) for row in _rows(folder / "queries.jsonl")]


def read_grades(folder: Path, library: Library) -> list[Qrel]:
    """Grades by translation group: of an article's translations a result list shows one."""
    groups = {a.id: a.translation_of or a.id for a in library.snapshot.articles.values()}
    best: dict[tuple[str, str], int] = {}
    for line in (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, article_id, grade = line.split("\t")
        key = (query, groups.get(article_id, article_id))
        best[key] = max(int(grade), best.get(key, 0))
    return [Qrel(query, article, grade) for (query, article), grade in best.items()]


def write_articles(corpus: Path, target: Path) -> None:
    """Write a BEIR corpus as files of one public category."""
    (target / "corpus").mkdir(parents=True)
    (target / "corpus" / "_category.yml").write_text("title: Corpus\n", encoding="utf-8")
    for number, row in enumerate(_rows(corpus)):
        title = row.get("title") or row["_id"]
        head = {"id": row["_id"], "title": title, "summary": "", "status": "published"}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
        matter = "\n".join([*lines, "audience: public", "lang: ru"])
        path = target / "corpus" / f"a{number:06}.md"
        path.write_text(f"---\n{matter}\n---\n\n{row['text']}\n", encoding="utf-8")


def _query(row: dict[str, Any]) -> Query:
    about = row.get("metadata") or {}
    reader = Reader(Role.AGENT) if about.get("reader") == "agent" else GUEST
    return Query(row["_id"], row["text"], about.get("kind", ""), reader)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
