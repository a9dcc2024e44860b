"""«Задать вопрос»: the form, with what was searched carried over, and the ticket made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.errors import InvalidInput
from app.search import history
from app.tickets import asking, attachments
from app.web.errors import later, too_often_sentence
from app.web.security import accepted, ask_limit, limiter
from app.web.site import ask_form
from app.web.site.door import blueprint
from app.web.site.noting import unless_down
from app.web.site.shelf import open_shelf
from app.web.site.suggesting import suggest
from app.web.site.wish import readable
from app.web.uploads import upload_limit
from app.web.visitors import visitor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from flask_limiter import RequestLimit
    from werkzeug.wrappers import Response as Redirect

    from app.errors import DomainError
    from app.search.models import Search
    from app.web.site.ask_form import AskForm
    from app.web.site.suggesting import Suggestion

LONGEST_CARRIED = 200  # characters of a query that become the subject


def _over_the_limit(reached: RequestLimit) -> Response:
    page = make_response(_page(ask_form.sent(), refusal=too_often_sentence(reached)))
    return later(page, reached)


limit = limiter.shared_limit(
    ask_limit, scope="asking", deduct_when=accepted, on_breach=_over_the_limit
)


@blueprint.get("/ask")
def ask() -> str:
    asked = readable(request.args.get("q", ""))[: asking.LONGEST_QUERY]
    search = request.args.get("search", "")
    led_here = _search_of(search)
    article = open_shelf().find(request.args.get("article", ""))
    return _page(
        ask_form.blank(
            subject=(asked or (led_here.meant if led_here else ""))[:LONGEST_CARRIED],
            query=led_here.query if led_here else asked,
            search=search,
            article=article.slug if article else "",
            category=article.category if article else "",
        )
    )


@blueprint.post("/tickets")
@limit
@upload_limit
def tickets() -> Redirect | tuple[str, int]:
    refusal, form = ask_form.doubts(ask_form.sent())
    asked, errors = ask_form.checked(form)
    if "show_fields" in request.form:
        return _page(form), 200
    if refusal or errors or not form.values["suggested"]:
        found = suggest(form.values["subject"], form.values["body"], form.values["submission_key"])
        if refusal or errors or found:
            status = InvalidInput.status if refusal or errors else 200
            return _page(form.with_values(suggested="1"), errors, refusal, found), status
    ticket = asking.open_ticket(asked)
    repeated = 1 if asking.is_repeat(ticket, asked) else None
    return redirect(url_for("site.ticket", token=ticket.token, repeated=repeated), 303)


def _search_of(number: str) -> Search | None:
    """The visitor's own search that led here; what completion heard may end amid a word."""
    found = unless_down(lambda: history.find_own(ask_form.search_id(number), visitor()))
    return found if found and found.channel != "completion" else None


def _page(
    form: AskForm,
    errors: Mapping[str, DomainError] | None = None,
    refusal: str = "",
    suggestions: tuple[Suggestion, ...] = (),
) -> str:
    return render_template(
        "site/ask.html",
        form=form,
        typed=form.values,
        errors=errors or {},
        refusal=refusal,
        suggestions=suggestions,
        article=open_shelf().find(form.values["article"]),
        categories=ask_form.categories(),
        kinds=ask_form.KINDS,
        waiting=attachments.pending(form.files_form),
        consent=ask_form.consent_document(),
        trap=ask_form.TRAP,
    )
