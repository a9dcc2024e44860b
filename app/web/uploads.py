"""Files that come in with a form, and files that go out: only ever as downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, send_file

from app.accounts.roles import may
from app.articles.library import MAX_FILE_MB
from app.current import services
from app.editing.pictures import MOST_BYTES as LARGEST_PICTURE
from app.tickets import attachments
from app.tickets.attachments import Upload
from app.tickets.file_kinds import EXTENSIONS, KINDS
from app.web.security import limiter
from app.web.signing_in import reader

if TYPE_CHECKING:
    from flask import Flask, Response
    from werkzeug.datastructures import FileStorage

    from app.tickets.asking_models import Attachment

LARGEST_ARTICLE = MAX_FILE_MB * 1_000_000
# Forms that carry files; every other one stays within the application's own limit.
UPLOADING = frozenset({"site.tickets", "site.replies", "desk.replies"})
IMPORTING = "studio.add_import"  # large files, from editors alone: others are refused unread
ACCEPTED = ",".join(
    [kind.media_type for kind in KINDS.values()] + [f".{extension}" for extension in EXTENSIONS]
)
# Forms of the studio, and the bytes of an article's text and picture that they carry.
WRITING = {
    "studio.save": LARGEST_ARTICLE + LARGEST_PICTURE,
    "studio.undo_save": LARGEST_ARTICLE + LARGEST_PICTURE,
    "studio.preview": LARGEST_ARTICLE,
    "studio.keep_draft": LARGEST_ARTICLE,
    "studio.discard_draft": LARGEST_ARTICLE,
    "studio.merge": 3 * LARGEST_ARTICLE,
    "studio.add_picture": LARGEST_PICTURE,
}
_ROOM = 2  # times the limit, so that what is a little too large still gets a sentence of its own
_INERT = "default-src 'none'; sandbox"
UPLOADS = "100 per hour"  # forms with files from one address, taken or not: they fill the disk

upload_limit = limiter.shared_limit(
    UPLOADS, scope="uploads", exempt_when=lambda: not any(f.filename for f in _files())
)


def register(app: Flask) -> None:
    """Let forms with files be as large as their files may be; tell templates the limits."""
    app.before_request(_make_room)
    app.jinja_env.globals.update(attachment_limits=attachments.limits, accepted_files=ACCEPTED)


def received() -> list[Upload]:
    """Return the files of this request; a file field left empty is none."""
    return [Upload(file.filename, file.read()) for file in _files() if file.filename]


def chosen_ids(name: str) -> frozenset[int]:
    """Return the numbers that the boxes of this name hold."""
    return frozenset(request.form.getlist(name, type=int))


def download(attachment: Attachment) -> Response:
    """Answer with the file: never shown on a page of ours, never kept by a cache."""
    response = send_file(
        attachments.path_of(attachment).absolute(),
        mimetype=attachments.media_type(attachment),
        as_attachment=True,
        download_name=attachment.name,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = _INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _make_room() -> None:
    own = request.max_content_length or 0
    if request.endpoint in UPLOADING and request.mimetype == "multipart/form-data":
        request.max_content_length = own + _ROOM * attachments.limits().total_bytes
    elif request.endpoint in WRITING and reader().is_staff:
        request.max_content_length = own + _ROOM * WRITING[request.endpoint]
        request.max_form_memory_size = request.max_content_length
    elif request.endpoint == IMPORTING and may(reader(), "edit"):
        request.max_content_length = own + _ROOM * services().config.import_megabytes * 1_000_000


def _files() -> list[FileStorage]:
    return request.files.getlist(attachments.FIELD)
