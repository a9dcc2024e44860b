"""Synonyms in the studio: listed, and added or removed after a look at what that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.curation import previews, synonym_sets
from app.current import services
from app.errors import DomainError
from app.learning import gaps
from app.typed import line
from app.web.signing_in import allow
from app.web.studio.door import blueprint

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.curation.previews import Preview


@blueprint.get("/synonyms", endpoint="synonyms")
@allow("edit")
def show_synonyms() -> ResponseReturnValue:
    return _page()


@blueprint.get("/synonyms/trial", endpoint="synonym_trial")
@allow("edit")
def try_synonyms() -> ResponseReturnValue:
    """Show what the set would change, before anything is."""
    found, (words, wider) = services(), _typed()
    try:
        told = previews.adding_synonyms(found.searcher, found.library.snapshot, words, wider)
    except DomainError as problem:
        return _page(problem)
    return _trial(told)


@blueprint.post("/synonyms")
@allow("edit")
def add_synonyms() -> ResponseReturnValue:
    found, (words, wider) = services(), _typed()
    try:
        synonym_sets.add(found.searcher, found.library.snapshot, words, wider)
    except DomainError as problem:
        return _page(problem)
    found.refresh_synonyms()
    gap_id = request.form.get("gap", type=int)
    if gap_id:
        return redirect(url_for("studio.gap", gap_id=gap_id), 303)
    return redirect(url_for("studio.synonyms"), 303)


@blueprint.get("/synonyms/<int(max=2147483647):number>/removal", endpoint="synonym_removal")
@allow("edit")
def try_removal(number: int) -> ResponseReturnValue:
    """Show what the set's removal would change, before anything is."""
    found = services()
    gone = previews.get_synonyms(number)
    told = previews.removing_synonyms(found.searcher, found.library.snapshot, number)
    return render_template(
        "studio/synonym_removal.html",
        gone=gone,
        preview=told,
        articles=found.library.snapshot.articles,
    )


@blueprint.post("/synonyms/<int(max=2147483647):number>/removal")
@allow("edit")
def remove_synonyms(number: int) -> ResponseReturnValue:
    found = services()
    synonym_sets.remove(found.searcher, found.library.snapshot, number)
    found.refresh_synonyms()
    return redirect(url_for("studio.synonyms"), 303)


def members(text: str) -> list[str]:
    """Return what stands between commas or on lines of its own."""
    parts = map(line, text.replace("\n", ",").split(","))
    return [part for part in parts if part]


def _typed() -> tuple[list[str], list[str]]:
    given = request.values
    return members(given.get("words", "")), members(given.get("wider", ""))


def _page(problem: DomainError | None = None) -> Response:
    given = request.values
    gap_id = given.get("gap", type=int)
    query = line(given.get("q", ""))
    page = render_template(
        "studio/synonyms.html",
        sets=synonym_sets.find(query),
        query=query,
        words=given.get("words", ""),
        wider=given.get("wider", ""),
        gap=gaps.get(gap_id) if gap_id else None,
        wordings=gaps.wordings(gap_id, 5) if gap_id else (),
        problem=problem,
    )
    return make_response(page, problem.status if problem else 200)


def _trial(told: Preview) -> str:
    words, wider = _typed()
    return render_template(
        "studio/synonym_trial.html",
        words=words,
        wider=wider,
        gap_id=request.args.get("gap", type=int),
        preview=told,
        articles=services().library.snapshot.articles,
    )
