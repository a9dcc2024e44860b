"""Files beside an article: pictures are shown, everything else is a download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, send_file

from app.current import services
from app.web.site.door import blueprint
from app.web.site.rendering import refers_to
from app.web.site.shelf import open_shelf

if TYPE_CHECKING:
    from flask import Response

_PICTURES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
# A picture in SVG opened by its own address is a document: it may run and load nothing.
_INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@blueprint.get("/articles/<slug>/files/<path:name>")
def file(slug: str, name: str) -> Response:
    shelf = open_shelf()
    article = shelf.find(slug)
    if article is None or not refers_to(shelf, article, name):
        abort(404)
    path = services().library.snapshot.file_path(article, name)
    if path is None:
        abort(404)
    kind = _PICTURES.get(path.suffix.lower())
    response = send_file(
        path,
        mimetype=kind or "application/octet-stream",
        as_attachment=kind is None,
        download_name=path.name,
    )
    response.headers["Content-Security-Policy"] = _INERT
    response.headers["Cache-Control"] = "private, no-cache"
    return response
