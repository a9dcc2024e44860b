"""What became of the questions that were begun, and how many answers used articles, for editors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from flask import render_template, request

from app import clock
from app.current import services
from app.tickets import article_links, deflection, queue
from app.tickets.kinds import Outcome
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

PERIODS: Final = (7, 30, 90, 365)  # days, today among them
USUAL: Final = 30
LONGEST: Final = timedelta(days=3660)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days of the operator's time zone, both of them counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return the aware moments from which and before which it is."""
        zone = ZoneInfo(services().config.time_zone)
        since, until = (
            datetime.combine(day, time(), zone) for day in (self.first, self.last + DAY)
        )
        return since.astimezone(UTC), until.astimezone(UTC)


@blueprint.get("/deflection", endpoint="deflection")
@allow("edit")
def show_deflection() -> ResponseReturnValue:
    period = _period()
    since, until = period.moments
    return render_template(
        "desk/deflection.html",
        period=period,
        today=_today(),
        periods=PERIODS,
        figures=deflection.figures(since, until),
        outcomes=tuple(deflection.Outcome),
        links=article_links.link_rate(since, until),
        link_outcomes=tuple(Outcome),
        decided_days=deflection.DECIDED_AFTER.days,
        started_at=deflection.STARTED_AT,
        holdout=services().config.ask_holdout_percent,
        counts=queue.counts(me().id),
    )


def _period() -> Period:
    """Read the period; one that makes no sense gives the last 30 days."""
    today = _today()
    usual = Period(today - (USUAL - 1) * DAY, today)
    days = request.args.get("days", type=int)
    if days in PERIODS:
        return Period(today - (days - 1) * DAY, today)
    first, last = _day("since"), _day("until")
    if not first or not last or not first <= last <= today or last - first > LONGEST:
        return usual
    return Period(first, last)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _today() -> date:
    return clock.now().astimezone(ZoneInfo(services().config.time_zone)).date()
