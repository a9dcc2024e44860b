"""services() of the running application: the one way in for a view or a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from app.services import Services

EXTENSION = "podskazhi"


def services() -> Services:
    """Return the services of the application that handles this request or command."""
    return cast("Services", current_app.extensions[EXTENSION])
