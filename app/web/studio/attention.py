"""«Требует внимания»: the list, what is done from it, and checks on request."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import redirect, render_template, request, url_for

from app import clock
from app.accounts.roles import may, readable
from app.curation import previews
from app.curation.attention import deeds, listing, looking
from app.curation.attention.deeds import Action, Order
from app.curation.attention.listing import Sorting, Wanted
from app.curation.attention.owners import Owners
from app.curation.attention.reasons import Reason
from app.curation.attention.visibility import seen_by
from app.current import services
from app.errors import InvalidInput, NotFound
from app.web.signing_in import account, allow
from app.web.studio.door import blueprint, me
from app.web.studio.stepping import FREQUENT

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

    from app.accounts.models import Account
    from app.curation.attention.deeds import Done
    from app.curation.attention.listing import Attention
    from app.errors import DomainError

WEEK: Final = timedelta(days=7)  # offered as the day to put off until


@blueprint.get("/attention")
@allow("write")
def attention() -> ResponseReturnValue:
    return _page(request.args)


@blueprint.get("/attention/preview")
@allow("write")
def attention_preview() -> ResponseReturnValue:
    """Show what an order would change, and ask."""
    order = _order(request.args)
    try:
        deeds.checked(order)
    except InvalidInput as problem:
        return _page(request.args, errors=problem.fields), problem.status
    known, owners = services().library.snapshot, Owners()
    articles = [known.articles[i] for i in order.article_ids if i in known.articles]
    sees = seen_by(me())
    allowed = [one for one in articles if deeds.may_do(me(), order.action, one)]
    return render_template(
        "studio/attention_preview.html",
        order=order,
        articles=[one for one in articles if sees(one)],
        allowed={one.id for one in allowed},
        preview=previews.stepping(services().searcher, known, allowed, "archived", most=FREQUENT)
        if order.action is Action.ARCHIVE
        else None,
        known=known.articles,
        inbound=listing.inbound(known, [a.id for a in articles])
        if order.action is Action.ARCHIVE
        else {},
        owners=owners,
        today=clock.now().date(),
        conditions=_parameters(_wanted(request.args)),
    )


@blueprint.post("/attention/deeds")
@allow("write")
def attention_deeds() -> ResponseReturnValue:
    order = _order(request.form)
    try:
        done = deeds.do(services().editor, order, me())
    except InvalidInput as problem:
        return _page(request.form, errors=problem.fields), problem.status
    return _told(done)


@blueprint.post("/attention/deeds/<int(max=2147483647):deed_id>/undo")
@allow("write")
def undo_attention(deed_id: int) -> ResponseReturnValue:
    return _told(deeds.undo(services().editor, deed_id, me()), undone=1)


@blueprint.post("/attention/checks")
@allow("edit")
def attention_checks() -> ResponseReturnValue:
    """Ask for a check: a running server takes it up within seconds, and nobody waits for it."""
    kind = request.form.get("kind", "")
    if kind not in set(looking.Kind):
        raise NotFound("Такой проверки нет.")
    looking.ask_for(looking.Kind(kind), me().id)
    return redirect(url_for("studio.attention", **_parameters(_wanted(request.form))), 303)


@blueprint.app_template_global()
def attention_count() -> int:
    """Return how many articles of the list this account sees, for the navigation."""
    mine = account()
    if mine is None or not may(mine.reader, "write"):
        return 0
    return listing.count_open(services().library.snapshot, _seen_key(mine), seen_by(mine))


def _seen_key(mine: Account) -> frozenset[str]:
    """Who shares a count: editors do, everybody else sees their own."""
    return readable(mine.reader) if may(mine.reader, "edit") else frozenset({str(mine.id)})


def _page(
    values: MultiDict[str, str],
    *,
    errors: dict[str, DomainError] | None = None,
    done: Done | None = None,
) -> str:
    wanted = _wanted(values)
    known, owners = services().library.snapshot, Owners()
    page = _attention().page(wanted, values.get("page", 1, type=int))
    deed_id = done.deed_id if done else values.get("deed", type=int)
    return render_template(
        "studio/attention.html",
        wanted=wanted,
        conditions=_parameters(wanted),
        page=page,
        reasons=tuple(Reason),
        sortings=tuple(Sorting),
        categories=known.categories,
        articles=known.articles,
        owners=owners,
        may_do=lambda action, article: deeds.may_do(me(), Action(action), article),
        checks={check.kind: check for check in looking.checks()},
        is_waiting=looking.is_waiting,
        deed=deeds.find(deed_id, me()) if deed_id else None,
        undone=bool(values.get("undone")),
        refused=done.refused if done else (),
        chosen=values.getlist("ids") if errors else [],
        errors=errors or {},
        typed=values,
        week_later=clock.now().date() + WEEK,
        today=clock.now().date(),
    )


def _told(done: Done, **also: int) -> ResponseReturnValue:
    """Go back to the list, which says what was done; what was refused is told at once."""
    if done.refused:
        return _page(request.form, done=done), 409
    parameters = _parameters(_wanted(request.form)) | also
    return redirect(url_for("studio.attention", deed=done.deed_id, **parameters), 303)


def _attention() -> Attention:
    found = listing.attention(services().library.snapshot, seen_by(me()))
    listing.remember_count(_seen_key(me()), len(found.rows))
    return found


def _wanted(values: MultiDict[str, str]) -> Wanted:
    """Read the conditions; what makes no sense is no condition."""
    reason, sorting = values.get("reason", ""), values.get("sorting", "")
    return Wanted(
        Reason(reason) if reason in set(Reason) else None,
        values.get("category", ""),
        values.get("whose", ""),
        Sorting(sorting) if sorting in set(Sorting) else Sorting.TICKETS,
        bool(values.get("put_off")),
    )


def _parameters(wanted: Wanted) -> dict[str, Any]:
    """The conditions as an address has them."""
    found = {
        "reason": wanted.reason.value if wanted.reason else "",
        "category": wanted.category,
        "whose": wanted.owner,
        "sorting": wanted.sorting.value if wanted.sorting is not Sorting.TICKETS else "",
        "put_off": "1" if wanted.put_off else "",
    }
    return {name: value for name, value in found.items() if value}


def _order(values: MultiDict[str, str]) -> Order:
    action = values.get("action", "")
    if action not in set(Action):
        raise NotFound("Такого действия нет.")
    ids = tuple(dict.fromkeys(values.getlist("ids")))
    reasons = _reasons(ids, _wanted(values).reason) if action == Action.SNOOZE else {}
    seen = dict(zip(values.getlist("ids"), values.getlist("revisions"), strict=False))
    until = _day(values.get("until"))
    return Order(Action(action), ids, values.get("owner", ""), until, reasons, seen)


def _reasons(ids: tuple[str, ...], only: Reason | None) -> dict[str, list[Reason]]:
    """What the articles are listed for now: all of it, or the one reason that the list shows."""
    found = {row.article.id: [f.reason for f in row.reasons] for row in _attention().rows}
    return {i: [r for r in found.get(i, ()) if only in (None, r)] for i in ids}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
