"""The glossary's terms: listed, written, removed, offered to search as synonyms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.articles import glossary
from app.current import services
from app.editing import terms
from app.editing.terms import TermForm
from app.errors import Conflict, InvalidInput
from app.web.signing_in import allow
from app.web.studio.choosing import find_article, get_article
from app.web.studio.door import blueprint
from app.web.studio.seen import author

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

FIELDS = ("term", "definition", "term_en", "definition_en", "variants")


@blueprint.get("/glossary", endpoint="glossary")
@allow("edit")
def show_glossary() -> ResponseReturnValue:
    known = _glossary().find(request.args.get("term", ""))
    return _page(terms.form_of(known) if known else TermForm(), known.term if known else "")


@blueprint.post("/glossary")
@allow("edit")
def save_term() -> ResponseReturnValue:
    before, revision = request.form.get("before", ""), request.form.get("revision", "")
    form = TermForm(**{name: request.form.get(name, "") for name in FIELDS})
    form = replace(form, article_id=request.form.get("article", "").strip())
    try:
        named = get_article(form.article_id).id if form.article_id else ""
        name = terms.save(
            services().editor, replace(form, article_id=named), before, revision, author()
        )
    except (InvalidInput, Conflict) as problem:
        return _page(form, before, problem)
    return redirect(url_for("studio.glossary", _anchor=f"_{_anchor(name)}"), 303)


@blueprint.post("/glossary/removal")
@allow("edit")
def remove_term() -> ResponseReturnValue:
    name, revision = request.form.get("term", ""), request.form.get("revision", "")
    terms.remove(services().editor, name, revision, author())
    return redirect(url_for("studio.glossary"), 303)


def _glossary() -> glossary.Glossary:
    return glossary.read(services().config.articles_folder)


def _anchor(name: str) -> str:
    known = _glossary().find(name)
    return known.anchor if known else ""


def _page(form: TermForm, before: str, problem: Conflict | InvalidInput | None = None) -> Response:
    page = render_template(
        "studio/glossary.html",
        glossary=_glossary(),
        articles=services().library.snapshot.articles,
        form=form,
        before=before,
        article=find_article(form.article_id) if form.article_id else None,
        refusal=problem if problem and not isinstance(problem, InvalidInput) else None,
        errors=problem.fields if isinstance(problem, InvalidInput) else {},
    )
    return make_response(page, problem.status if problem else 200)
