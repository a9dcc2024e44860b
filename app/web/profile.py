"""The page where those who work here say of themselves: name, time zone, hours, absence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for

from app.accounts import profile
from app.accounts.profile import Profile
from app.accounts.working_time import DAYS, written
from app.errors import DomainError, InvalidInput
from app.tickets import policy
from app.web.signing_in import account, allow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from flask import Flask, Response
    from flask.typing import ResponseReturnValue

    from app.accounts.models import Account

# Between them every calendar and time zone can still reckon.
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)

# From west to east; another zone that an account has is offered to it as well.
ZONES: Final = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)

blueprint = Blueprint("profile", __name__)


def register(app: Flask) -> None:
    """Give `app` the page."""
    app.register_blueprint(blueprint)


@blueprint.get("/account/profile")
@allow("answer")
def show() -> ResponseReturnValue:
    return _page(profile.of(_me()), {})


@blueprint.post("/account/profile")
@allow("answer")
def save() -> ResponseReturnValue:
    errors: dict[str, DomainError] = {}
    typed = _typed(errors)
    try:
        if errors:
            raise InvalidInput(errors)
        profile.save(_me().id, typed)
    except InvalidInput as problem:
        page = _page(typed, problem.fields)
        page.status_code = problem.status
        return page
    return redirect(url_for("profile.show", saved=1), 303)


def _me() -> Account:
    found = account()
    assert found is not None, "a view without @allow"  # noqa: S101
    return found


def _page(shown: Profile, errors: Mapping[str, DomainError]) -> Response:
    usual = policy.in_force().hours
    zone = _zone()
    page = render_template(
        "signing_in/profile.html",
        shown=shown,
        hours=dict(zip(DAYS, shown.working_hours or map(written, usual.week), strict=True)),
        zones=sorted({*ZONES, shown.time_zone} - {""}, key=_east_of),
        usual_zone=usual.zone.key,
        away={name: _local(getattr(shown, name), zone) for name in ("away_from", "away_until")},
        errors=errors,
        saved="saved" in request.args,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _typed(errors: dict[str, DomainError]) -> Profile:
    form = request.form
    own = tuple(form.get(day, "") for day in DAYS) if "own_hours" in form else None
    return Profile(
        form.get("name", ""),
        form.get("time_zone", ""),
        own,
        _moment("away_from", errors),
        _moment("away_until", errors),
        form.get("away_note", ""),
    )


def _moment(field: str, errors: dict[str, DomainError]) -> datetime | None:
    """Read what a datetime-local field sends, in the person's zone."""
    text = request.form.get(field, "").strip()
    if not text:
        return None
    try:
        wall = datetime.fromisoformat(text).replace(tzinfo=_zone())
    except ValueError:
        wall = LATEST
    if not EARLIEST < wall < LATEST:
        errors[field] = DomainError("Укажите день и час.")
        return None
    return wall


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if moment else ""


def _zone() -> ZoneInfo:
    """The zone in which the person's absence is written."""
    return profile.hours(_me(), policy.in_force().hours).zone


def _east_of(name: str) -> int:
    """Sort the known zones from west to east, others last."""
    return ZONES.index(name) if name in ZONES else len(ZONES)
