"""Measures search on judged queries in BEIR form, by the product's own path from file to result."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parent.parent))

from evaluating import beir
from evaluating.measuring import MEASURES, by_query, report, run_of
from evaluating.parts import PARTS, left_out, searcher_without

from app.articles.library import Library
from app.search.encoders.bundled import BundledEncoder
from app.search.engines.whoosh import WhooshEngine
from app.search.meaning import Meaning
from app.search.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evaluating.beir import Query
    from ir_measures import Qrel

    from app.search.explanation import Explanation
    from app.search.results import Results

CONTENT = Path(__file__).parent.parent / "articles"  # for a folder of queries without a corpus
DIFFERENCE = 0.001  # of nDCG, from which a query rose or fell


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, last.")
@click.option("--explain", "explained", metavar="QID", help="Show how a query was answered.")
@click.option("--without", type=click.Choice(PARTS), multiple=True, help="Leave a part out.")
@click.option("--compare", type=click.Path(exists=True, path_type=Path), help="An earlier --json.")
@click.option(
    "--index",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="An index with vectors: a copy is brought in step, in less time than anew.",
)
def evaluate(
    folder: Path,
    *,
    as_json: bool,
    explained: str | None,
    without: tuple[str, ...],
    compare: Path | None,
    index: Path | None,
) -> None:
    """Measure search on the judged queries in FOLDER (BEIR form)."""
    queries = beir.read_queries(folder)
    chosen = [query for query in queries if explained in (None, query.id)]
    if not chosen:
        raise click.UsageError(f"{folder} has no query {explained}")
    other = _read_figures(compare) if compare else None
    with tempfile.TemporaryDirectory() as workplace:
        if index:
            shutil.copytree(index, Path(workplace) / "index")
        library, searcher = build(folder, Path(workplace), meaning="encoder" not in without)
        found = search(searcher, chosen, without, explained=explained is not None)
        grades = beir.read_grades(folder, library)
    if explained:
        show_answer(chosen[0], found[explained], grades, as_json=as_json)
        return
    measured = report(queries, found, by_query(grades, run_of(found, library)))
    if other:
        print_comparison(measured, other)
    print_table(measured)
    if as_json:
        click.echo(json.dumps(measured, ensure_ascii=False))


def build(folder: Path, workplace: Path, *, meaning: bool) -> tuple[Library, Searcher]:
    corpus = folder / "corpus.jsonl"
    if corpus.exists():
        beir.write_articles(corpus, workplace / "articles")
    library = Library(workplace / "articles" if corpus.exists() else CONTENT)
    found = Meaning(BundledEncoder(), workplace / "index" / "meaning") if meaning else None
    searcher = Searcher(library, WhooshEngine(workplace / "index"), found)
    with progress("index") as show:
        searcher.sync(library.refresh(), show)
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
    searcher: Searcher, queries: list[Query], without: tuple[str, ...], *, explained: bool
) -> dict[str, Results]:
    tried, literal = searcher_without(searcher, without), "ladder" in without
    with left_out(without):
        return {
            query.id: tried.find(query.text, query.reader, literal=literal, explained=explained)
            for query in tqdm(queries, desc="search", disable=None, leave=False)
        }


def _read_figures(path: Path) -> dict[str, Any]:
    """Read what an earlier `--json` printed: the object stands in the last line."""
    try:
        figures = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
        return {"ndcg@10": figures["ndcg@10"], "by_query": figures["by_query"]}
    except (ValueError, LookupError, TypeError) as problem:
        raise click.UsageError(f"{path} does not end with what --json prints") from problem


def print_table(measured: dict[str, Any]) -> None:
    for name in (*MEASURES, "noanswer_auc"):
        if measured[name] is not None:
            click.echo(f"{name:14} {measured[name]:.4f}")
    for kind, row in measured["by_kind"].items():
        click.echo(f"  {kind:12} {row['ndcg@10']:.4f}  ({row['n']})")
    click.echo(f"ms             p50 {measured['ms']['p50']}, p95 {measured['ms']['p95']}")


def show_answer(query: Query, results: Results, grades: list[Qrel], *, as_json: bool) -> None:
    """Print how a query was answered, and which right articles are missing."""
    wanted = {g.doc_id: g.relevance for g in grades if g.query_id == query.id}
    rows = [
        {
            "rank": r.rank,
            "grade": wanted.pop(r.article_id, 0),
            "score": round(r.score, 3),
            "article": f"{r.article_id}#{r.anchor}",
            "parts": dict(r.explanation),
        }
        for r in results.results
    ]
    understood = list(explanation_lines(results.explanation))
    if as_json:
        told = {"query": query.text, "searched": results.shown_query, "understood": understood}
        click.echo(json.dumps({**told, "results": rows, "missing": wanted}, ensure_ascii=False))
        return
    click.echo(f"{query.text}  →  {results.shown_query}")
    for line in understood:
        click.echo(f"  {line}")
    for row in rows:
        parts = ", ".join(f"{name} {value:.2f}" for name, value in row["parts"].items())
        click.echo(f"{row['rank']:3} {row['grade']} {row['score']:.3f} {row['article']} ({parts})")
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
        if query in other["by_query"]
    ]
    for difference, query in sorted(rows):
        if abs(difference) >= DIFFERENCE:
            click.echo(f"{difference:+.3f} {query}")
    click.echo(f"ndcg@10 {other['ndcg@10']:.4f} → {measured['ndcg@10']:.4f}")


if __name__ == "__main__":
    evaluate()
