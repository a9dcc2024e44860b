"""An article's page, and how long it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, redirect, render_template, request, url_for

from app import clock
from app.accounts.roles import may
from app.articles import verification
from app.current import services
from app.feedback import flags, readings, voting
from app.search import history
from app.search.history import is_bot
from app.web.security import csrf, is_same_origin
from app.web.signing_in import oneself, reader
from app.web.site import rendering
from app.web.site.door import blueprint
from app.web.site.noting import noted, unless_down
from app.web.site.shelf import open_shelf
from app.web.site.structured_data import describe
from app.web.visitors import known_visitor, visitor

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from app.articles.article import Article
    from app.web.site.shelf import Shelf

RELATED = 4
HEADINGS_OF_LONG = 3  # from so many headings on, an article gets a table of contents
DEEPEST = 3  # heading level in the contents


@dataclass(frozen=True)
class Arrival:
    """The search and the rank of the result that led here, if one did."""

    search_id: int
    rank: int

    @classmethod
    def from_request(cls) -> Arrival | None:
        search_id, _, rank = request.args.get("search", "").partition(".")
        if not (search_id.isascii() and search_id.isdigit() and rank.isascii() and rank.isdigit()):
            return None
        number = int(search_id[:18])
        return cls(number, int(rank[:6])) if number else None


@blueprint.get("/articles/<slug>")
def article(slug: str) -> str | Response:
    shelf = open_shelf()
    found = shelf.find(slug)
    if found is None:
        return _moved(shelf, slug)
    arrival = Arrival.from_request()
    reading_id = noted(lambda: _note(found, arrival))
    return render_page(
        shelf, found, search_id=arrival.search_id if arrival else None, reading_id=reading_id
    )


def render_page(
    shelf: Shelf,
    found: Article,
    *,
    search_id: int | None = None,
    reading_id: int | None = None,
    **form: object,
) -> str:
    """Render the article's page; `form` holds what was typed about it and the errors of that."""
    rendered = rendering.render(shelf, found)
    before, after = shelf.neighbours(found)
    known = known_visitor()
    contents = [entry for entry in rendered.contents if entry.level <= DEEPEST]
    return render_template(
        "site/article.html",
        article=found,
        trail=shelf.trail(found.category),
        html=rendered.html,
        contents=contents if len(contents) >= HEADINGS_OF_LONG else [],
        places=contents,
        translations=shelf.translations(found),
        related=shelf.those(services().searcher.related(found, reader(), limit=RELATED)),
        before=before,
        after=after,
        vote=unless_down(lambda: voting.find_vote(found.id, found.revision, known))
        if known
        else None,
        search_id=search_id,
        searched=unless_down(lambda: history.own_query(search_id, known)) if known else None,
        reading_id=reading_id,
        flags=unless_down(lambda: flags.of_article(found.id)) if reader().is_staff else (),
        expired=verification.is_expired(found, clock.now().date()),
        edit_url=_edit_url(found),
        structured_data=describe(shelf, found),
        ask_url=url_for("site.ask", article=found.slug, search=search_id),
        **({"typed": {}, "errors": {}} | form),
    )


@blueprint.post("/readings/<int(max=2147483647):reading_id>")
@csrf.exempt  # type: ignore[untyped-decorator]
def reading(reading_id: int) -> tuple[str, int]:
    """A beacon cannot carry a token: the visitor's cookie and the origin stand in for it."""
    known = known_visitor()
    if known is None or not is_same_origin():
        abort(403)
    seconds = request.form.get("seconds", type=float)
    if seconds is None or not 0 <= seconds < float("inf"):
        abort(400)
    readings.lasted(reading_id, known, seconds)
    return "", 204


def _edit_url(found: Article) -> str | None:
    """Where the reader may change the article, if they may."""
    if not may(reader(), "edit"):
        return None
    return url_for("studio.editor", article_id=found.id)


def _moved(shelf: Shelf, slug: str) -> Response:
    moved = shelf.find_moved(slug)
    if moved is None:
        abort(404)
    return redirect(url_for("site.article", slug=moved.slug), 301)


def _note(found: Article, arrival: Arrival | None) -> int:
    if arrival:
        history.click(arrival.search_id, found.id, arrival.rank, visitor())
    return readings.opened(
        found.id,
        found.revision,
        visitor(),
        reader=oneself(),
        bot=is_bot(request.user_agent.string),
        search_id=arrival.search_id if arrival else None,
    )
