"""The queue: lists of tickets, searched and narrowed, filters kept under a name, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import (
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import ngettext

from app import clock
from app.accounts import accounts
from app.errors import InvalidInput
from app.tickets import bulk, policy, presence, queue, saved_filters, sla, tagging, teams
from app.tickets.kinds import LEVELS, Kind, Priority
from app.tickets.queue import Sorting
from app.web.desk import asked_list
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from app.tickets.bulk import Report
    from app.tickets.models import Ticket
    from app.tickets.sla import Standing
    from app.web.desk.asked_list import Asked

HIGHEST = 2**31 - 1  # of a ticket's number
NOTHING_DONE = bulk.Report((), {})


@blueprint.get("/", endpoint="queue")
@allow("answer")
def show_queue() -> ResponseReturnValue:
    return _page(asked_list.read())


@blueprint.post("/filters")
@allow("answer")
def save_filter() -> ResponseReturnValue:
    """Keep what the list is narrowed to under a name."""
    asked, name = asked_list.read(), request.form.get("name", "")
    try:
        saved = saved_filters.save(me().id, name, asked.by_itself, shared="shared" in request.form)
    except InvalidInput as problem:
        return _page(asked, problem=problem, name=name)
    return redirect(url_for("desk.queue", **asked_list.elsewhere(saved_filters.wanted(saved))), 303)


@blueprint.post("/filters/<int(max=2147483647):filter_id>/removal")
@allow("answer")
def remove_filter(filter_id: int) -> ResponseReturnValue:
    saved_filters.remove(filter_id, me().id)
    return redirect(url_for("desk.queue"), 303)


@blueprint.post("/tickets/changes")
@allow("answer")
def change_many() -> ResponseReturnValue:
    """Do one thing to the chosen tickets; what was refused stays chosen, with the reasons."""
    asked, (action, value) = asked_list.read(), _action()
    numbers = [int(text) for text in request.form.getlist("numbers") if _is_number(text)]
    try:
        report = bulk.apply(action, value, numbers, me().id)
    except InvalidInput as problem:
        return _page(asked, problem=problem, chosen=numbers)
    if report.refused:
        return _page(asked, report=report, chosen=list(report.refused))
    done = len(report.done)
    flash(ngettext("Изменена %(num)s заявка.", "Изменено %(num)s заявок.", done))
    return redirect(url_for("desk.queue", **asked.parameters), 303)


def _action() -> tuple[str, str]:
    """Return action and value: of the button that was pressed, else of the list."""
    action, _, value = (request.form.get("now") or request.form.get("action", "")).partition(":")
    return action, request.form.get("tag", "") if action in {"tag", "untag"} else value


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= HIGHEST


def _page(
    asked: Asked,
    *,
    report: Report = NOTHING_DONE,
    problem: InvalidInput | None = None,
    name: str = "",
    chosen: Sequence[int] = (),
) -> Response:
    page = render_template(
        "desk/queue.html",
        asked=asked,
        view=asked.view,
        query=asked.query,
        **_rows(asked),
        **_choices(),
        counts=queue.counts(me().id),
        done=get_flashed_messages(),
        report=report,
        errors=problem.fields if problem else {},
        name=name,
        chosen=set(chosen),
    )
    status = problem.status if problem else 409 if report.refused else 200
    return make_response(page, status)


def _rows(asked: Asked) -> dict[str, Any]:
    """Return the rows, and what stands in them beside the tickets."""
    page = asked.page(me().id)
    numbers = [row.ticket.number for row in page.rows]
    now, in_force = clock.now(), policy.in_force()

    def standing(ticket: Ticket) -> Standing:
        return sla.standing(ticket, in_force, now)

    return {
        "page": page,
        "tags": tagging.of_each(numbers),
        "others": presence.others_of_each(numbers, me().id),
        "standing": standing,
    }


def _choices() -> dict[str, Any]:
    """Return what a list may be narrowed to, and what may be done to its tickets."""
    saved = [(row, saved_filters.wanted(row)) for row in saved_filters.of(me().id)]
    return {
        "saved": [(row, wanted, asked_list.elsewhere(wanted)) for row, wanted in saved],
        "teams": {team.id: team.name for team in teams.everyone()},
        "people": {account.id: account.name for account in accounts.answering()},
        "me": me(),
        "priorities": tuple(Priority),
        "kinds": tuple(Kind),
        "levels": LEVELS,
        "sortings": tuple(Sorting),
    }
