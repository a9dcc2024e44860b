"""Flags of agents on articles: the editors' list, and news for those who raised them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from app.accounts.roles import may
from app.errors import Conflict, InvalidInput
from app.feedback import flags
from app.tickets import queue
from app.web.desk import shelf
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow, reader

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.errors import DomainError


@blueprint.get("/flags", endpoint="flags")
@allow("answer")
def show_flags() -> ResponseReturnValue:
    """What waits, for editors; for everybody what became of their own."""
    page = _page()
    flags.told(me().id)
    return page


@blueprint.post("/flags/<int(max=2147483647):flag_id>/completion")
@allow("edit")
def finish_flag(flag_id: int) -> ResponseReturnValue:
    try:
        flags.finish(flag_id, me().id, request.form.get("note", ""))
    except (Conflict, InvalidInput) as problem:
        return _page(flag_id, problem), problem.status
    return redirect(url_for("desk.flags"), 303)


def _page(flag_id: int | None = None, problem: DomainError | None = None) -> str:
    before = request.args.get("before", type=int)
    page = flags.waiting(before=before) if may(reader(), "edit") else flags.Page((), None)
    news = flags.news_for(me().id)
    return render_template(
        "desk/flags.html",
        page=page,
        news=news,
        articles=shelf.readable({flag.article_id for flag in (*page.flags, *news)}),
        counts=queue.counts(me().id),
        first=before is None,
        wrong_id=flag_id,
        problem=problem,
    )
