"""When a form was given out: a signed time inside it, so that a robot's haste is seen."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from flask_babel import lazy_gettext
from itsdangerous import BadSignature, URLSafeSerializer

from app import clock
from app.current import services

LONGEST = timedelta(days=1)
_SALT = "ask form"
_TOO_QUICK = lazy_gettext(
    "Форма пришла быстрее, чем её успевает заполнить человек. "
    "Всё, что вы написали, на месте: проверьте и отправьте ещё раз."
)
_TOO_OLD = lazy_gettext(
    "Форма была открыта больше суток. "
    "Всё, что вы написали, на месте: проверьте и отправьте ещё раз."
)


def stamp(submission_key: str) -> str:
    """Return the present time, signed together with the form's key."""
    return str(_signer().dumps([submission_key, clock.now().timestamp()]))


def refusal(given: str, submission_key: str) -> tuple[str, str]:
    """Return why the form is asked for again ("" when it is not), and the stamp to put into it."""
    try:
        key, given_at = _signer().loads(given)
        age = clock.now().timestamp() - float(given_at)
    except (BadSignature, ValueError, TypeError):
        return str(_TOO_OLD), stamp(submission_key)
    if key != submission_key or not 0 <= age <= LONGEST.total_seconds():
        return str(_TOO_OLD), stamp(submission_key)
    if age < services().config.ask_least_seconds:
        return str(_TOO_QUICK), given
    return "", given


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=_SALT)
