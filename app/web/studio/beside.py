"""Pictures beside an article: taken in, named, shown to who writes or reviews before readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import abort, jsonify, request, send_file

from app import clock
from app.accounts.roles import may
from app.current import services
from app.editing import pictures
from app.errors import InvalidInput
from app.web.filters import sentence
from app.web.signing_in import allow, reader
from app.web.studio import seen
from app.web.studio.door import blueprint
from app.web.studio.seen import author

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.articles.article import Article

SHOWN: Final = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
_INERT: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@blueprint.post("/articles/<article_id>/pictures")
@allow("write")
def add_picture(article_id: str) -> ResponseReturnValue:
    """Store a picture; answer with the Markdown that shows it, for the page's script."""
    article = seen.get_writable(article_id).article
    try:
        return jsonify(markdown=taken_in(article))
    except InvalidInput as problem:
        said = {name: sentence(one) for name, one in problem.fields.items()}
        return jsonify(errors=said), problem.status


@blueprint.get("/articles/<article_id>/files/<path:name>")
@allow("write")
def file(article_id: str, name: str) -> Response:
    """Show a picture beside the article, unless it belongs to articles that are hidden."""
    article = seen.get_own(article_id).article
    path = find_file(article, name)
    kind = SHOWN.get(path.suffix.lower()) if path else None
    if path is None or kind is None or _is_of_hidden_ones(article, path.name):
        abort(404)
    response = send_file(path, mimetype=kind)
    response.headers["Content-Security-Policy"] = _INERT
    return response


def taken_in(article: Article) -> str:
    """Store this request's picture beside the article; return the Markdown that shows it.

    Raises InvalidInput for `picture` and `alt`.
    """
    alt = pictures.described(request.form.get("alt", ""))
    sent = request.files.get(pictures.FIELD)
    picture = pictures.prepare(sent.read() if sent else b"")
    given = (sent.filename if sent else "") or ""
    name = pictures.name_for(given, alt, picture.extension, frozenset())
    name = services().editor.attach(article.id, name, picture.content, author())
    return f"![{alt.replace('[', '(').replace(']', ')')}]({name})"


def find_file(article: Article, name: str) -> Path | None:
    """Return the path of a file beside the article, one that has just come included."""
    library = services().library
    found = library.snapshot.file_path(article, name)
    if found or not (library.folder / article.category / name).is_file():
        return found
    return library.refresh().file_path(article, name)  # another process has stored it


def _is_of_hidden_ones(article: Article, name: str) -> bool:
    """Whether only articles that the reader may not see speak of the file."""
    now, asking = clock.now(), reader()
    others = services().library.snapshot.in_category(article.category)
    speaking = [one for one in others if name in one.body and one.id != article.id]
    if not speaking or name in article.body:
        return False
    return not any(may(asking, "read", one.visibility(now)) for one in speaking)
