"""The queue: lists of tickets, their counts, and a box to find one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from app import typed
from app.tickets import queue
from app.tickets.queue import View
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

LONGEST_QUERY = 200  # characters


@blueprint.get("/", endpoint="queue")
@allow("answer")
def show_queue() -> ResponseReturnValue:
    query = typed.line(request.args.get("q", ""))[:LONGEST_QUERY]
    before = request.args.get("before")
    view = _view()
    account_id = me().id
    page = (
        queue.search(query, account_id, before=before)
        if query
        else queue.tickets(view, account_id, before=before)
    )
    return render_template(
        "desk/queue.html",
        view=None if query else view,
        counts=queue.counts(account_id),
        page=page,
        query=query,
        first=before is None,
    )


def _view() -> View:
    try:
        return View(request.args.get("view", View.NEW))
    except ValueError:
        return View.NEW
