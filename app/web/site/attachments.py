"""A file of a ticket, for whoever has the ticket's link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.tickets import attachments, following
from app.web.site.door import blueprint
from app.web.uploads import download

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/tickets/<token>/files/<int(max=2147483647):attachment_id>")
def ticket_file(token: str, attachment_id: int) -> Response:
    return download(attachments.get(following.get_by_token(token), attachment_id))
