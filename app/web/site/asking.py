"""«Задать вопрос»: the form, with what was searched carried over, and the ticket made of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.errors import InvalidInput
from app.tickets import asking
from app.web.errors import later, too_often_sentence
from app.web.languages import language
from app.web.security import accepted, ask_limit, limiter
from app.web.site.door import blueprint
from app.web.site.results import readable
from app.web.site.shelf import open_shelf
from app.web.visitors import visitor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from flask_limiter import RequestLimit
    from werkzeug.wrappers import Response as Redirect

    from app.errors import DomainError

FIELDS = ("subject", "body", "name", "email", "query", "search", "article", "submission_key")
LONGEST_CARRIED = 200  # characters of a query that become the subject


def _over_the_limit(reached: RequestLimit) -> Response:
    page = make_response(_form(_typed(), {}, too_often_sentence(reached)))
    return later(page, reached)


limit = limiter.shared_limit(
    ask_limit, scope="asking", deduct_when=accepted, on_breach=_over_the_limit
)


@blueprint.get("/ask")
def ask() -> str:
    visitor()
    query = readable(request.args.get("q", ""))[: asking.LONGEST_QUERY]
    carried = {
        "subject": query[:LONGEST_CARRIED],
        "query": query,
        "search": request.args.get("search", ""),
        "article": request.args.get("article", ""),
        "submission_key": uuid.uuid4().hex,
    }
    return _form(carried, {})


@blueprint.post("/tickets")
@limit
def tickets() -> Redirect | tuple[str, int]:
    typed = _typed()
    try:
        ticket = asking.open_ticket(_request(typed))
    except InvalidInput as error:
        return _form(typed, error.fields), error.status
    return redirect(url_for("site.ticket", token=ticket.token), 303)


def _typed() -> dict[str, str]:
    return {field: request.form.get(field, "") for field in FIELDS}


def _form(typed: Mapping[str, str], errors: Mapping[str, DomainError], refusal: str = "") -> str:
    values = dict.fromkeys(FIELDS, "") | dict(typed)
    article = open_shelf().find(values["article"]) if values["article"] else None
    return render_template(
        "site/ask.html", typed=values, errors=errors, refusal=refusal, article=article
    )


def _request(typed: Mapping[str, str]) -> asking.Request:
    article = open_shelf().find(typed["article"])
    search_id = typed["search"]
    return asking.Request(
        subject=typed["subject"],
        body=typed["body"],
        name=typed["name"],
        email=typed["email"],
        visitor=visitor(),
        submission_key=typed["submission_key"],
        query=typed["query"],
        search_id=int(search_id[:18]) if search_id.isascii() and search_id.isdigit() else None,
        article_id=article.id if article else None,
        lang=language(),
    )
