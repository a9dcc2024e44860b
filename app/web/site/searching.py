"""Search: the page of results, and «Не помогло» about a whole list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, redirect, render_template, request, url_for

from app.current import services
from app.search import history
from app.search.explanation import Explanation
from app.tickets.asking import LONGEST_QUERY
from app.web.addresses import here
from app.web.filters import theme
from app.web.languages import language
from app.web.security import csrf
from app.web.signing_in import oneself, reader
from app.web.site import results
from app.web.site.announcing import announcements
from app.web.site.door import blueprint
from app.web.site.explaining import glossary_terms
from app.web.site.home import popular_articles
from app.web.site.kept_pages import LONGEST, NUMBER, KeptPages, Page
from app.web.site.noting import noted, remember
from app.web.site.shelf import open_shelf
from app.web.site.wish import Wish, readable
from app.web.visitors import known_visitor

if TYPE_CHECKING:
    from collections.abc import Hashable

    from werkzeug.wrappers import Response

    from app.search.results import Results
    from app.web.site.kept_pages import Told
    from app.web.site.shelf import Shelf

POPULAR_SHOWN = 6

_pages = KeptPages()


@blueprint.get("/search", strict_slashes=False)
def search() -> bytes | Response:
    moment = services().searcher.moment()  # first: what is made from here on is not older
    shelf = open_shelf()
    wish = Wish.from_request(shelf)
    key = _key(wish)
    page = _pages.find(moment, key) if key else None
    if page is None or page.told != _told(page.about):
        found = _find(wish)
        if found.pages and wish.page > found.pages:
            return redirect(wish.url(page=found.pages))
        page = _page(found, wish, shelf)
        if key and found.total:  # what is popular beside an empty list changes with every reader
            _pages.keep(moment, key, page)
    found = page.found
    search_id = (noted(lambda: remember(found, "site")) if found.query else None) or 0
    return page.filled(search_id)


@blueprint.post("/searches/<int(max=2147483647):search_id>/dissatisfaction")
@csrf.exempt  # type: ignore[untyped-decorator]
def dissatisfaction(search_id: int) -> Response:
    """No token: searching gives nobody a session, and another site's form brings no cookie."""
    known = known_visitor()
    if known is None:
        abort(404)
    history.dissatisfied(search_id, known)
    query = readable(request.form.get("q", ""))
    return redirect(url_for("site.ask", q=query[:LONGEST_QUERY], search=search_id), 303)


def _find(wish: Wish) -> Results:
    return services().searcher.find(
        wish.query,
        reader(),
        lang=language(),
        category=wish.category,
        page=wish.page,
        literal=wish.literal,
        explained=True,
    )


def _key(wish: Wish) -> Hashable | None:
    """All that a guest's page depends on beside the searcher's moment; None for another reader."""
    if oneself().is_staff or len(wish.query) > LONGEST:
        return None
    return wish, request.script_root, language(), theme(), bool(glossary_terms())


def _told(about: tuple[str, ...]) -> Told:
    """The announcements over a page, and the address to which their forms come back."""
    announced = tuple(announcements(about))
    return announced, here() if announced else ""


def _page(found: Results, wish: Wish, shelf: Shelf) -> Page:
    known = popular_articles(shelf, POPULAR_SHOWN) if not found.total else ()
    shown = results.show(found, wish, NUMBER, shelf)
    told = _told(shown.about)
    body = render_template(
        "site/search.html",
        found=shown,
        announced=told[0],
        ask_url=_ask_url(found, NUMBER),
        shelves=shelf.top_categories,
        popular=known or shelf.first_of_each[:POPULAR_SHOWN],
        popular_known=bool(known),
    )
    less = found._replace(results=(), explanation=Explanation())
    return Page(body.encode(), less, shown.about, told)


def _ask_url(found: Results, number: str) -> str:
    if not found.query:
        return url_for("site.ask")
    return url_for("site.ask", q=found.shown_query[:LONGEST_QUERY], search=number)
