"""Commands for the deflection ledger: what became of the questions that were begun."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from app import clock
from app.tickets import deflection

if TYPE_CHECKING:
    from app.tickets.deflection import Figures, Lift


@click.group()
def asks() -> None:
    """The ledger of questions that were begun: deflected, sent, or neither."""


@asks.command()
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 3660))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def figures(*, days: int, as_json: bool) -> None:
    """Count the questions begun in the last DAYS days; the outcomes add up to all of them."""
    now = clock.now()
    found = deflection.figures(now - timedelta(days=days), now, now)
    if as_json:
        click.echo(json.dumps(_values(found)))
        return
    click.echo(f"started: {found.started}")
    for outcome, number in found.counts.items():
        click.echo(f"  {outcome.value:10} {number}")
    click.echo(f"deflected, said so: {_share(found.explicit_rate)}")
    click.echo(f"deflected, said so or left content: {_share(found.with_implicit_rate)}")
    if found.lift:
        click.echo(_told(found.lift))


def _values(found: Figures) -> dict[str, object]:
    return {
        "started": found.started,
        "counts": {outcome.value: number for outcome, number in found.counts.items()},
        "explicit_rate": found.explicit_rate,
        "with_implicit_rate": found.with_implicit_rate,
        "lift": asdict(found.lift) if found.lift else None,
    }


def _told(lift: Lift) -> str:
    effect = lift.effect
    return (
        f"tickets spared by suggestions: {_share(effect.value)} "
        f"(95 % interval {_share(effect.low)} to {_share(effect.high)}); sent with suggestions "
        f"{lift.shown_sent} of {lift.shown}, without {lift.withheld_sent} of {lift.withheld}"
    )


def _share(rate: float | None) -> str:
    return "-" if rate is None else f"{rate:.1%}"
