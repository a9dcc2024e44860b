"""In and out: a file is looked at, then taken in as it was shown; articles leave as downloads."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from flask import (
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext

from app import clock
from app.articles.article import AUDIENCES
from app.current import services
from app.errors import Conflict, DomainError
from app.exchange import exporting
from app.exchange.documents import Flavour
from app.exchange.exporting import EXPORT_AUDIENCES, FORMS, Order
from app.exchange.pending import Desk
from app.exchange.planning import Wishes
from app.exchange.reading import FLAVOURS
from app.web.signing_in import allow
from app.web.studio.door import blueprint, me
from app.web.studio.seen import author

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.exchange.pending import Import

FIELD = "source"
_MEGABYTE = 1_000_000
_NEW_STATUSES = ("draft", "review", "published")
_KINDS = {
    "json": ("application/json", "json"),
    "markdown": ("application/zip", "zip"),
    "site": ("application/zip", "zip"),
}


@blueprint.get("/exchange", endpoint="exchange")
@allow("edit")
def show_exchange() -> ResponseReturnValue:
    return _form(Wishes())


@blueprint.post("/imports")
@allow("edit")
def add_import() -> ResponseReturnValue:
    """Look at a file; where nothing can be made of it, the form says why."""
    wishes, file = _wishes(), request.files.get(FIELD)
    try:
        if file is None or not file.filename:
            raise DomainError("Выберите файл.")
        token = _desk().receive(me().id, file.filename, file.stream, wishes)
    except DomainError as problem:
        return _form(wishes, problem)
    return redirect(url_for("studio.show_import", token=token), 303)


@blueprint.get("/imports/<token>")
@allow("edit")
def show_import(token: str) -> ResponseReturnValue:
    return _report(_desk().get(token, me().id))


@blueprint.post("/imports/<token>/review")
@allow("edit")
def look_again(token: str) -> ResponseReturnValue:
    """Look at the same file again, after the articles or the wishes changed."""
    found = _desk().get(token, me().id)
    try:
        _desk().look_again(token, me().id, _wishes(found.wishes.source))
    except Conflict as problem:
        return _report(found, problem)
    return redirect(url_for("studio.show_import", token=token), 303)


@blueprint.post("/imports/<token>/application")
@allow("edit")
def apply_import(token: str) -> ResponseReturnValue:
    """Write what the report showed."""
    try:
        _desk().apply(token, me().id, author())
    except Conflict as problem:
        return _report(_desk().get(token, me().id), problem)
    return redirect(url_for("studio.show_import", token=token), 303)


@blueprint.post("/imports/<token>/removal")
@allow("edit")
def remove_import(token: str) -> ResponseReturnValue:
    _desk().remove(token, me().id)
    return redirect(url_for("studio.exchange"), 303)


@blueprint.get("/exports/<form>")
@allow("edit")
def export(form: str) -> ResponseReturnValue:
    """Send an export while it is made: there is never more of it than a piece."""
    audience = request.args.get("audience", "public")
    if form not in FORMS or audience not in EXPORT_AUDIENCES:
        abort(404)
    order = Order(
        form=form,
        audience=audience,
        site_name=services().config.site_name,
        assets=Path(current_app.static_folder or ""),
    )
    media_type, ending = _KINDS[form]
    response = make_response(exporting.pieces(services().library.snapshot, order))
    response.mimetype = media_type
    name = f"{form}-{audience}-{clock.now():%Y-%m-%d}.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _desk() -> Desk:
    wanted = services()
    folder = wanted.config.instance_folder / "imports"
    most = wanted.config.import_megabytes * _MEGABYTE
    return Desk(folder, most, wanted.library, wanted.editor)


def _wishes(source: str = "") -> Wishes:
    form = request.form
    flavour = form.get("format", "")
    known = services().library.snapshot.categories
    return Wishes(
        source=" ".join(form.get("name", source).split())[:60],
        flavour=cast("Flavour", flavour) if flavour in get_args(Flavour) else None,
        into=form.get("into", "") if form.get("into", "") in known else "",
        status=_one_of(_NEW_STATUSES, form.get("status"), "draft"),  # type: ignore[arg-type]
        audience=_one_of(AUDIENCES, form.get("audience"), "public"),  # type: ignore[arg-type]
        overwrite="overwrite" in form,
    )


def _one_of(allowed: tuple[str, ...], value: str | None, default: str) -> str:
    return value if value in allowed else default


def _form(wishes: Wishes, problem: DomainError | None = None) -> Response:
    page = render_template(
        "studio/exchange.html",
        wishes=wishes,
        problem=problem,
        flavours=FLAVOURS,
        categories=services().library.snapshot.categories,
        most_megabytes=services().config.import_megabytes,
    )
    return make_response(page, problem.status if problem else 200)


def _report(found: Import, problem: DomainError | None = None) -> Response:
    page = render_template(
        "studio/import.html",
        found=found,
        report=found.report,
        problem=problem,
        flavour=FLAVOURS[cast("Flavour", found.report.flavour)],
        articles=services().library.snapshot.articles,
        worded=_worded,
    )
    return make_response(page, problem.status if problem else 200)


def _worded(message: str, values: dict[str, object]) -> str:
    """A note's sentence in the page's language."""
    with suppress(KeyError, ValueError, TypeError):
        return str(gettext(message, **values)) if values else str(gettext(message))
    return message
