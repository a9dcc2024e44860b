"""«Помогло?»: the vote on an article's revision, its reason, and taking it back."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import abort, redirect, request, url_for

from app.errors import InvalidInput
from app.feedback import readings, voting
from app.feedback.voting import NOWHERE, Place
from app.tickets import consent
from app.web.security import accepted, limiter, vote_ceiling, vote_limit, voter
from app.web.signing_in import oneself
from app.web.site import rendering
from app.web.site.ask_form import consent_text
from app.web.site.door import blueprint
from app.web.site.reading import render_page
from app.web.site.shelf import open_shelf
from app.web.visitors import visitor

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from app.articles.article import Article

EXPLANATION = ("reason", "comment", "section", "email")

limit = limiter.shared_limit(vote_limit, scope="votes", key_func=voter, deduct_when=accepted)
ceiling = limiter.shared_limit(vote_ceiling, scope="votes of an address", deduct_when=accepted)


@blueprint.post("/articles/<slug>/votes")
@limit
@ceiling
def cast(slug: str) -> Response:
    article = _get(slug)
    answer = request.form.get("helpful")
    if answer not in {"yes", "no"}:
        abort(HTTPStatus.BAD_REQUEST)
    voting.vote(
        article.id,
        _revision(article),
        visitor(),
        helpful=answer == "yes",
        reader=oneself(),
        search_id=request.form.get("search", type=int),
    )
    return _back(article)


@blueprint.post("/articles/<slug>/votes/reason")
@ceiling
def explain(slug: str) -> Response | tuple[str, int]:
    article = _get(slug)
    said = {name: request.form.get(name, "") for name in EXPLANATION}
    explanation = partial(
        voting.explain,
        article.id,
        _revision(article),
        visitor(),
        said["reason"],
        said["comment"],
        place=_place(article, said["section"]),
        email=said["email"],
    )
    try:
        consent.explain_vote(_consent(said["email"]), explanation)
    except InvalidInput as error:
        return render_page(open_shelf(), article, typed=said, errors=error.fields), error.status
    return _back(article)


@blueprint.post("/articles/<slug>/votes/withdrawal")
@ceiling
def withdraw(slug: str) -> Response:
    article = _get(slug)
    voting.withdraw(article.id, _revision(article), visitor())
    return _back(article)


@blueprint.app_template_global()
def consent_version() -> str:
    """Return the version of the document that leaving an address agrees to."""
    return consent_text().version


def _consent(email: str) -> consent.Given | None:
    """What leaving an address agrees to: the text whose version the form brought along."""
    if not email.strip():
        return None
    version = request.form.get("consent_version", "")
    try:
        return consent.checked(consent_text(), ticked=True, version=version)
    except InvalidInput as problem:
        raise InvalidInput({"email": problem.fields[consent.FIELD]}) from None


def _get(slug: str) -> Article:
    return open_shelf().find(slug) or abort(404)


def _revision(article: Article) -> str:
    """The text that the reader saw: the article may have changed since it was opened."""
    seen = request.form.get("revision", "")
    if seen.isalnum() and readings.has_opened(article.id, seen, visitor()):
        return seen
    return article.revision


def _place(article: Article, anchor: str) -> Place:
    """The section of this anchor; a page that was opened long ago may name one that is gone."""
    entries = rendering.render(open_shelf(), article).contents
    found = next((entry for entry in entries if entry.anchor == anchor), None)
    return Place(found.anchor, found.text) if found else NOWHERE


def _back(article: Article) -> Response:
    return redirect(url_for("site.article", slug=article.slug, _anchor="_vote"), 303)
