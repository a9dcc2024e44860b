"""Articles and their parts as links of an article: found by search, written by relative paths."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from flask import jsonify, request
from flask_babel import gettext, ngettext

from app import typed
from app.search.documents import sections_of
from app.web import finding
from app.web.signing_in import allow, reader
from app.web.studio import previewing, seen
from app.web.studio.door import blueprint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask.typing import ResponseReturnValue

    from app.articles.article import Article
    from app.web.finding import Found

LEAST_TYPED: Final = 2  # characters
LONGEST_QUERY: Final = 200
SHOWN: Final = 6  # articles that the readers may read
WARNED: Final = 3  # articles that they may not


@blueprint.get("/articles/<article_id>/links")
@allow("write")
def linkable(article_id: str) -> ResponseReturnValue:
    """What fits a query: articles and their parts, first those that this one's readers may read."""
    article = seen.get_writable(article_id).article
    text = typed.line(request.args.get("q", ""))[:LONGEST_QUERY]
    found = _found(article, text) if len(text) >= LEAST_TYPED else ()
    options = [option for one in found for option in _options(article, one)]
    said = ngettext("Найдена %(num)s статья", "Найдено %(num)s статей", len(found))
    return jsonify(articles=options, status=said)


def path_to(article: Article, other: Article, anchor: str = "") -> str:
    """Return the link from one article to another by the path between their files."""
    path = posixpath.relpath(f"{other.category}/{other.slug}.md", article.category)
    return f"{path}#{anchor}" if anchor else path


def _found(article: Article, text: str) -> tuple[Found, ...]:
    audience = previewing.reader_of(article)
    found = finding.find(
        text, audience, reader(), article.lang, open_ones=SHOWN, hidden_ones=WARNED
    )
    return tuple(one for one in found if one.article.id != article.id)


def _options(article: Article, found: Found) -> Iterator[Mapping[str, object]]:
    """The article itself, and the part that answers."""
    other = found.article
    title = [{"text": f.text, "matched": f.matched} for f in found.title]
    warning = gettext("Эту статью видят не все читатели вашей: им будет виден текст без ссылки.")
    common = {"title": title, "hidden": found.hidden, "warning": warning}
    yield {**common, "key": path_to(article, other), "name": other.title, "part": ""}
    heading = next((s.heading for s in sections_of(other) if s.anchor == found.anchor), "")
    if found.anchor and heading:
        part = " › ".join(found.headings)
        key = path_to(article, other, found.anchor)
        yield {**common, "key": key, "name": heading, "part": part}
