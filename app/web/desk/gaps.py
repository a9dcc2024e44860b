"""Gaps have moved to the studio: their old addresses lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from app.web.desk.door import blueprint
from app.web.signing_in import allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/gaps", endpoint="gaps")
@allow("edit")
def show_gaps() -> ResponseReturnValue:
    state, before = request.args.get("state"), request.args.get("before")
    return redirect(url_for("studio.gaps", state=state, before=before), 301)


@blueprint.get("/gaps/<int(max=2147483647):gap_id>")
@allow("edit")
def gap(gap_id: int) -> ResponseReturnValue:
    return redirect(url_for("studio.gap", gap_id=gap_id), 301)
