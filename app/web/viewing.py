"""«Смотреть как гость / агент»: an editor sees the site with fewer rights, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, session

from app.errors import DomainError, InvalidInput
from app.web.addresses import local
from app.web.signing_in import VIEWED_AS, VIEWS, allow

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("viewing", __name__, url_prefix="/viewing")


def register(app: Flask) -> None:
    """Give `app` the two forms."""
    app.register_blueprint(blueprint)


@blueprint.post("")
@allow("edit")
def begin() -> ResponseReturnValue:
    """Look at the site as `role` does, from the page that `next` names on."""
    role = request.form.get("role", "")
    if role not in VIEWS:
        raise InvalidInput({"role": DomainError("Выберите из списка.")})
    session[VIEWED_AS] = role
    return redirect(local(request.form.get("next")), 303)


@blueprint.post("/end")
def end() -> ResponseReturnValue:
    """Be oneself again; whoever is so already stays so."""
    session.pop(VIEWED_AS, None)
    return redirect(local(request.form.get("next")), 303)
