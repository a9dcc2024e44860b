"""Measures search on judged queries in BEIR form, by the product's own path from file to result."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, quantiles
from typing import TYPE_CHECKING, Any

import click
import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parent.parent))

from app.accounts.roles import GUEST, Reader, Role
from app.articles.library import Library
from app.search.encoders.bundled import BundledEncoder
from app.search.engines.whoosh import WhooshEngine
from app.search.meaning import Meaning
from app.search.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.search.explanation import Explanation
    from app.search.results import Results

CONTENT = Path(__file__).parent.parent / "articles"  # for a folder of queries without a corpus
MEASURES = {
    "ndcg@10": nDCG @ 10,
    "mrr@10": RR @ 10,
    "success@1": Success @ 1,
    "recall@10": R @ 10,
}
PARTS = ["encoder", "ladder"]
DIFFERENCE = 0.001  # of nDCG, from which a query rose or fell


@dataclass(frozen=True)
class Query:
    id: str
    text: str
    kind: str
    reader: Reader


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line]


def read_queries(folder: Path) -> list[Query]:
    rows = read_lines(folder / "queries.jsonl")
    return [
        Query(row["_id"], row["text"], row["metadata"].get("kind", ""), _reader(row["metadata"]))
        for row in rows
    ]


def _reader(metadata: dict[str, Any]) -> Reader:
    return Reader(Role.AGENT) if metadata.get("reader") == "agent" else GUEST


def read_grades(folder: Path, library: Library) -> list[Qrel]:
    """Grades by translation group: of an article's translations a result list shows one."""
    groups = {a.id: a.translation_of or a.id for a in library.snapshot.articles.values()}
    best: dict[tuple[str, str], int] = {}
    for line in (folder / "qrels" / "test.tsv").read_text().splitlines()[1:]:
        query, article_id, grade = line.split("\t")
        key = (query, groups.get(article_id, article_id))
        best[key] = max(int(grade), best.get(key, 0))
    return [Qrel(query, article, grade) for (query, article), grade in best.items()]


def write_articles(corpus: Path, target: Path) -> None:
    """Write a BEIR corpus as files of one public category."""
    (target / "corpus").mkdir(parents=True)
    (target / "corpus" / "_category.yml").write_text("title: Corpus\n")
    for number, row in enumerate(read_lines(corpus)):
        head = {"id": row["_id"], "title": row["title"], "summary": "", "status": "published"}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
        matter = "\n".join([*lines, "audience: public", "lang: ru"])
        path = target / "corpus" / f"a{number:06}.md"
        path.write_text(f"---\n{matter}\n---\n\n{row['text']}\n")


def build(folder: Path, workplace: Path, *, meaning: bool) -> tuple[Library, Searcher]:
    corpus = folder / "corpus.jsonl"
    if corpus.exists():
        write_articles(corpus, workplace / "articles")
    library = Library(workplace / "articles" if corpus.exists() else CONTENT)
    found = Meaning(BundledEncoder(), workplace / "index" / "meaning") if meaning else None
    searcher = Searcher(library, WhooshEngine(workplace / "index"), found)
    with progress("index") as show:
        searcher.rebuild(show)
    with progress("meaning") as show:
        searcher.sync_meaning(library.snapshot, show)
    if found and found.problem:
        raise click.ClickException(found.problem)
    return library, searcher


@contextmanager
def progress(name: str) -> Iterator[Callable[[int, int], None]]:
    with tqdm(desc=name, unit=" articles", disable=None, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def search(
    searcher: Searcher, queries: list[Query], *, literal: bool, explained: bool
) -> dict[str, Results]:
    return {
        query.id: searcher.find(query.text, query.reader, literal=literal, explained=explained)
        for query in tqdm(queries, desc="search", disable=None, leave=False)
    }


def run_of(found: dict[str, Results], library: Library) -> list[ScoredDoc]:
    articles = library.snapshot.articles
    return [
        ScoredDoc(query_id, articles[r.article_id].translation_of or r.article_id, -float(r.rank))
        for query_id, results in found.items()
        for r in results.results
    ]


def by_query(grades: list[Qrel], run: list[ScoredDoc]) -> dict[str, dict[str, float]]:
    names = {measure: name for name, measure in MEASURES.items()}
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for metric in ir_measures.iter_calc(MEASURES.values(), grades, run):
        values[metric.query_id][names[metric.measure]] = metric.value
    return values


def area_under_curve(answerable: list[float], unanswerable: list[float]) -> float | None:
    """How often a query with an answer has a surer result list than one without."""
    if not answerable or not unanswerable:
        return None
    pairs = ((a > b) + (a == b) / 2 for a in answerable for b in unanswerable)
    return fmean(pairs)


def report(
    queries: list[Query], found: dict[str, Results], values: dict[str, dict[str, float]]
) -> dict[str, Any]:
    kinds: dict[str, list[float]] = defaultdict(list)
    for query in queries:
        if query.id in values:
            kinds[query.kind].append(values[query.id]["ndcg@10"])
    sure = {q: r.sureness for q, r in found.items()}
    nothing = [q.id for q in queries if q.kind == "noanswer"]
    milliseconds = [results.milliseconds for results in found.values()]
    cuts = quantiles(milliseconds, n=20)
    return {
        **{name: round(fmean(v[name] for v in values.values()), 4) for name in MEASURES},
        "noanswer_auc": area_under_curve([sure[q] for q in values], [sure[q] for q in nothing]),
        "by_kind": {
            kind: {"ndcg@10": round(fmean(scores), 4), "n": len(scores)}
            for kind, scores in sorted(kinds.items())
        },
        "ms": {"p50": round(cuts[9], 2), "p95": round(cuts[18], 2)},
        "by_query": {q: round(v["ndcg@10"], 4) for q, v in sorted(values.items())},
    }


def print_table(measured: dict[str, Any]) -> None:
    for name in (*MEASURES, "noanswer_auc"):
        if measured[name] is not None:
            click.echo(f"{name:14} {measured[name]:.4f}")
    for kind, row in measured["by_kind"].items():
        click.echo(f"  {kind:12} {row['ndcg@10']:.4f}  ({row['n']})")
    click.echo(f"ms             p50 {measured['ms']['p50']}, p95 {measured['ms']['p95']}")


def print_explanation(query: Query, results: Results, grades: list[Qrel]) -> None:
    wanted = {g.doc_id: g.relevance for g in grades if g.query_id == query.id}
    click.echo(f"{query.text}  →  {results.shown_query}")
    for line in explanation_lines(results.explanation):
        click.echo(f"  {line}")
    for r in results.results:
        parts = ", ".join(f"{name} {value:.2f}" for name, value in r.explanation.items())
        grade = wanted.pop(r.article_id, 0)
        click.echo(f"{r.rank:3} {grade} {r.score:.3f} {r.article_id}#{r.anchor} ({parts})")
    for article_id, grade in wanted.items():
        click.echo(f"  - {grade} {article_id} is not among them")


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    for change in explanation.changes:
        yield f"{change.kind}: {change.typed} → {change.meant}"
    for word in explanation.words:
        ways = (" ".join([found.way, *found.words]) for found in word.ways)
        yield f"{word.word}: {'; '.join(ways) or '—'}"


def print_comparison(measured: dict[str, Any], other: dict[str, Any]) -> None:
    rows = [
        (score - other["by_query"][query], query)
        for query, score in measured["by_query"].items()
        if query in other.get("by_query", {})
    ]
    for difference, query in sorted(rows):
        if abs(difference) >= DIFFERENCE:
            click.echo(f"{difference:+.3f} {query}")
    click.echo(f"ndcg@10 {other['ndcg@10']:.4f} → {measured['ndcg@10']:.4f}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, last.")
@click.option("--explain", "explained", metavar="QID", help="Show how a query was answered.")
@click.option("--without", type=click.Choice(PARTS), multiple=True, help="Leave a part out.")
@click.option("--compare", type=click.Path(exists=True, path_type=Path), help="An earlier --json.")
def evaluate(
    folder: Path,
    *,
    as_json: bool,
    explained: str | None,
    without: tuple[str, ...],
    compare: Path | None,
) -> None:
    """Measure search on the judged queries in FOLDER (BEIR form)."""
    queries = read_queries(folder)
    with tempfile.TemporaryDirectory() as workplace:
        library, searcher = build(folder, Path(workplace), meaning="encoder" not in without)
        chosen = [q for q in queries if explained in (None, q.id)]
        found = search(
            searcher, chosen, literal="ladder" in without, explained=explained is not None
        )
        grades = read_grades(folder, library)
        if explained:
            for query in chosen:
                print_explanation(query, found[query.id], grades)
            return
        measured = report(queries, found, by_query(grades, run_of(found, library)))
    if compare:
        print_comparison(measured, json.loads(compare.read_text()))
    print_table(measured)
    if as_json:
        click.echo(json.dumps(measured, ensure_ascii=False))


if __name__ == "__main__":
    evaluate()
