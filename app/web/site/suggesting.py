"""What may answer a question while it is asked: found, read inside the form, and solved by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, make_response, redirect, render_template, request, url_for

from app.accounts.roles import GUEST, readable
from app.current import services
from app.feedback import readings
from app.tickets import started_asks
from app.tickets.deflection import is_withheld
from app.tickets.started_asks import Suggested
from app.typed import line
from app.web.languages import language
from app.web.security import accepted, ask_limit, limiter
from app.web.signing_in import oneself
from app.web.site import rendering
from app.web.site.ask_form import is_counted
from app.web.site.door import blueprint
from app.web.site.noting import noted, unless_down
from app.web.site.shelf import shelf_for
from app.web.visitors import visitor

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from app.articles.article import Article
    from app.search.results import Fragments, Result
    from app.web.site.shelf import Shelf

MOST = 5
LEAST_TYPED = 3  # characters before anything is looked for
SUGGESTIONS_LIMIT = "120 per minute"  # from one address: people type, robots pour

limit = limiter.shared_limit(SUGGESTIONS_LIMIT, scope="suggestions")
solved_limit = limiter.shared_limit(ask_limit, scope="solved", deduct_when=accepted)


@dataclass(frozen=True)
class Suggestion:
    """An article, or the part of it under `anchor`, that may answer what is typed."""

    article: Article
    anchor: str
    headings: tuple[str, ...]
    title: Fragments
    snippet: Fragments
    was_read: bool

    @property
    def url(self) -> str:
        return url_for("site.asked_article", slug=self.article.slug, _anchor=self.anchor or None)


def suggest(subject: str, body: str, submission_key: str) -> tuple[Suggestion, ...]:
    """Return what a guest may read of it, noted in the ledger; none to whom none are shown."""
    subject, body = line(subject), line(body)
    if len(subject) + len(body) < LEAST_TYPED:
        return ()
    read = unless_down(lambda: started_asks.already_read(visitor())) or frozenset()
    shelf = _shelf()
    results = services().searcher.similar(subject, body, GUEST, lang=language(), limit=MOST)
    found = tuple(s for s in (_suggestion(shelf, result, read) for result in results) if s)
    withheld = is_withheld(visitor(), services().config.ask_holdout_percent)
    if is_counted():
        noted_ones = [Suggested(s.article.id, s.anchor, s.was_read) for s in found]
        typed = len(subject) + len(body)
        unless_down(
            lambda: started_asks.suggest(
                visitor(), submission_key, typed, noted_ones, withheld=withheld
            )
        )
    return () if withheld else found


@blueprint.post("/ask/suggestions")
@limit
def ask_suggestions() -> Response:
    """A piece of the ask page, for the script that follows what is typed."""
    values = {name: request.form.get(name, "") for name in ("subject", "body", "submission_key")}
    answer = make_response(render_template("site/suggestions.html", suggestions=suggest(**values)))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/ask/articles/<slug>")
def asked_article(slug: str) -> Response:
    """An article inside the form, or, without scripts, on a bare page in a tab of its own."""
    shelf = _shelf()
    article = shelf.find(slug) or abort(404)
    reading_id = noted(lambda: _open(article))
    template = (
        "site/asked_article_part.html" if "part" in request.args else "site/asked_article.html"
    )
    page = render_template(
        template,
        article=article,
        html=rendering.render(shelf, article).html,
        reading_id=reading_id,
    )
    answer = make_response(page)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@blueprint.post("/ask/solved")
@solved_limit
def solve() -> Redirect:
    article = _shelf().find(request.form.get("article", ""))
    key = request.form.get("submission_key", "")
    started_asks.solve(visitor(), key, article.id if article else None)
    return redirect(url_for("site.solved"), 303)


@blueprint.get("/ask/solved")
def solved() -> str:
    return render_template("site/solved.html")


def _shelf() -> Shelf:
    return shelf_for(readable(GUEST), language())


def _suggestion(shelf: Shelf, result: Result, read: frozenset[str]) -> Suggestion | None:
    article = shelf.exact(result.article_id)
    if article is None:
        return None
    return Suggestion(
        article,
        result.anchor,
        result.heading_path,
        result.title,
        result.snippet,
        article.id in read,
    )


def _open(article: Article) -> int:
    if is_counted():
        started_asks.opened(visitor(), article.id)
    return readings.opened(article.id, article.revision, visitor(), reader=oneself())
