"""A file of a ticket, for staff who may see the ticket; files of notes too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.tickets import attachments, desk
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow
from app.web.uploads import download

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/tickets/<int(max=2147483647):number>/files/<int(max=2147483647):attachment_id>")
@allow("answer")
def ticket_file(number: int, attachment_id: int) -> Response:
    return download(attachments.get(desk.get(number, me().id), attachment_id, internal=True))
