"""Commands for the gaps in the content, and the nightly work that finds them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from app import clock
from app.cli.searching import ready_searcher
from app.curation import gap_closing, gap_ranks
from app.current import services
from app.learning import concluding, gaps
from app.learning.evidence import Asked
from app.learning.models import State
from app.tickets import after_search

if TYPE_CHECKING:
    from app.learning.models import Gap

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def conclude() -> None:
    """Find the gaps of the last GAP_DAYS."""
    config = services().config
    since = clock.now() - timedelta(days=2 * config.gap_days)
    asked = {row.search_id: Asked(row.number, row.created_at) for row in after_search.since(since)}
    concluding.conclude(asked, visitors=config.gap_visitors, days=config.gap_days)


def conclude_and_look() -> None:
    """Find the gaps, and keep what the queries of new ones find: a rerun compares with it."""
    conclude()
    gap_ranks.remember_new(ready_searcher())


@click.group("gaps")
def group() -> None:
    """What searches do not find; `jobs run gaps` finds it anew.

    Codes: 0 done, 1 refused (the sentence says why), 2 wrong use.
    """


@group.command("list")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only these.")
@click.option("--limit", default=50, show_default=True, help="How many at most.")
@as_json
def list_gaps(*, state: str | None, limit: int, as_json: bool) -> None:
    """Show the gaps that most visitors met, with their numbers."""
    found = gaps.page(State(state) if state else None, limit=limit).gaps
    if as_json:
        click.echo(json.dumps([_described(gap) for gap in found], ensure_ascii=False))
        return
    for gap in found:
        _show(gap)


@group.command()
@click.argument("number", type=click.IntRange(0, gaps.HIGHEST_ID))
@as_json
def show(number: int, *, as_json: bool) -> None:
    """Show gap NUMBER with the ways of asking."""
    gap, wordings = gaps.get(number), gaps.wordings(number)
    if as_json:
        details = {
            "reasons": gaps.reasons(number),
            "ticket_numbers": gaps.tickets(number),
            "wordings": [
                {"query": w.query, "visitors": w.visitors, "searches": w.searches} for w in wordings
            ],
        }
        click.echo(json.dumps({**_described(gap), **details}, ensure_ascii=False))
        return
    _show(gap)
    for wording in wordings:
        click.echo(f"      {wording.visitors:4}  {wording.query}")


@group.command()
@click.argument("number", type=click.IntRange(0, gaps.HIGHEST_ID))
@as_json
def rerun(number: int, *, as_json: bool) -> None:
    """Run the queries of gap NUMBER again; code 1 where one misses the first three places."""
    places = gap_closing.rerun(number, ready_searcher(), services().library.snapshot)
    if as_json:
        rows = [
            {"query": p.query, "visitors": p.visitors, "first": p.first, "now": p.now}
            for p in places.rows
        ]
        click.echo(json.dumps({"answered": places.answered, "queries": rows}, ensure_ascii=False))
    else:
        for place in places.rows:
            sign = "ok" if place.answered else "MISSED"
            click.echo(f"{sign:6} {place.first or '-':>2} → {place.now or '-':>2}  {place.query}")
    if not places.answered:
        raise SystemExit(1)


def _show(gap: Gap) -> None:
    click.echo(f"{gap.id:4}  {gap.state:8} {gap.visitors:4} {gap.trend:5} {gap.title}")


def _described(gap: Gap) -> dict[str, object]:
    return {
        "number": gap.id,
        "state": gap.state,
        "title": gap.title,
        "visitors": gap.visitors,
        "visitors_before": gap.visitors_before,
        "trend": gap.trend,
        "searches": gap.searches,
        "tickets": gap.tickets,
        "last_at": gap.last_at.isoformat(),
        "reopened_at": gap.reopened_at.isoformat() if gap.reopened_at else None,
    }
