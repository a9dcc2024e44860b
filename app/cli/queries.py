"""Commands for the editors' tests of queries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from app.cli.searching import ready_searcher
from app.curation import query_list
from app.curation.query_tests import DEEPEST
from app.current import services
from app.errors import InvalidInput

if TYPE_CHECKING:
    from app.curation.query_list import Outcome
    from app.curation.query_models import QueryTest

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("queries")
def group() -> None:
    """Tests of queries: what must be found where; `jobs run queries` records how they go.

    Codes: 0 done, 1 refused or failed (the sentence says why), 2 wrong use.
    """


@group.command("list")
@as_json
def list_tests(*, as_json: bool) -> None:
    """Show every test with its number."""
    found = query_list.everything()
    if as_json:
        click.echo(json.dumps([_described(test) for test in found], ensure_ascii=False))
        return
    for test in found:
        _show(test)


@group.command()
@click.argument("query")
@click.argument("article_id")
@click.option(
    "--lowest",
    type=click.IntRange(1, DEEPEST),
    default=query_list.LOWEST,
    show_default=True,
    help="The lowest place at which the article may stand.",
)
@click.option("--note", default="", help="Why this matters.")
@as_json
def add(query: str, article_id: str, *, lowest: int, note: str, as_json: bool) -> None:
    """Demand that QUERY finds the article ARTICLE_ID."""
    snapshot = services().library.refresh()
    try:
        test = query_list.add(snapshot, query, article_id, lowest, note=note)
    except InvalidInput as problem:
        for said in problem.fields.values():
            click.echo(str(said), err=True)
        raise SystemExit(1) from None
    _tell(test, as_json=as_json)


@group.command()
@click.argument("number", type=int)
@as_json
def remove(number: int, *, as_json: bool) -> None:
    """Forget the test NUMBER of the list."""
    _tell(query_list.remove(number), as_json=as_json)


@group.command("run")
@as_json
def run_tests(*, as_json: bool) -> None:
    """Run every test now; code 1 when one fails."""
    report = query_list.report(ready_searcher(), services().library.snapshot)
    score = report.score
    if as_json:
        rows = [_ended(outcome) for outcome in report.outcomes]
        whole = {"tests": score.tests, "failures": score.failures, "mrr": score.mrr}
        click.echo(json.dumps({**whole, "outcomes": rows}, ensure_ascii=False))
    else:
        for outcome in report.outcomes:
            click.echo(_line(outcome))
        click.echo(f"tests: {score.tests}, failures: {score.failures}, MRR: {score.mrr:.3f}")
    if score.failures:
        raise SystemExit(1)


def _tell(test: QueryTest, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_described(test), ensure_ascii=False))
    else:
        _show(test)


def _show(test: QueryTest) -> None:
    click.echo(f"{test.id:4}  {test.query} → {test.article_id}, {test.lowest}")


def _line(outcome: Outcome) -> str:
    test, sign = outcome.test, "FAILED" if outcome.failed else "ok"
    return f"{sign:6} {test.query} → {test.article_id}: {outcome.rank or '-'} (≤ {test.lowest})"


def _ended(outcome: Outcome) -> dict[str, object]:
    return {**_described(outcome.test), "rank": outcome.rank, "failed": outcome.failed}


def _described(test: QueryTest) -> dict[str, object]:
    return {
        "number": test.id,
        "query": test.query,
        "article_id": test.article_id,
        "lowest": test.lowest,
        "note": test.note,
        "added_at": test.added_at.isoformat(),
    }
