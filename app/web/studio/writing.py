"""A new article: its title, category and template, and the address that the title gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import jsonify, make_response, redirect, render_template, request, url_for

from app.articles.slugs import slug as slug_of
from app.current import services
from app.editing import form, templates, workflow
from app.errors import DomainError, InvalidInput
from app.typed import at_most, line
from app.web.filters import sentence
from app.web.signing_in import allow
from app.web.studio.choosing import category_options
from app.web.studio.door import blueprint
from app.web.studio.seen import author

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

LONGEST_SLUG: Final = 50  # characters of one made of a title


@blueprint.get("/articles/new")
@allow("write")
def new_article() -> ResponseReturnValue:
    """Ask what to begin with; a link may bring title, category and template along."""
    return _page(request.args.to_dict(), None)


@blueprint.post("/articles/new")
@allow("write")
def create() -> ResponseReturnValue:
    """Make the draft's file and open the editor."""
    typed = request.form.to_dict()
    try:
        saved = _create(typed)
    except InvalidInput as problem:
        return _page(typed, problem)
    return redirect(url_for("studio.editor", article_id=saved), 303)


@blueprint.get("/slugs")
@allow("write")
def slugs() -> ResponseReturnValue:
    """Return the address that a title would get, and whether it is free, for the page's script."""
    wanted = request.args.get("slug") or request.args.get("title", "")
    slug = slug_of(wanted[: form.LONGEST_LINE], limit=LONGEST_SLUG)
    known = services().library.snapshot
    taken = bool(slug) and bool(known.find_by_slug(slug) or known.find_redirect(slug))
    problem = DomainError("Этот адрес занят другой статьёй.")
    return jsonify(slug=slug, problem=sentence(problem) if taken else "")


def _create(typed: dict[str, str]) -> str:
    title = line(typed.get("title", ""))
    try:
        at_most(form.LONGEST_LINE, title)
    except DomainError as problem:
        raise InvalidInput({"title": problem}) from None
    saved = services().editor.create(
        title,
        typed.get("category", ""),
        author(),
        slug=typed.get("slug", "").strip().lower(),
        fields=workflow.begun(author()),
        body=templates.body(typed.get("template", "")),
    )
    return saved.article_id


def _page(typed: dict[str, str], problem: InvalidInput | None) -> Response:
    page = render_template(
        "studio/new_article.html",
        typed={"title": "", "category": "", "template": templates.HOW_TO, "slug": ""} | typed,
        errors=problem.fields if problem else {},
        category_options=category_options(),
    )
    return make_response(page, problem.status if problem else 200)
