"""What an editor does about a gap: writes, names the answer, runs its queries again, closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from app.curation import gap_closing, gap_writing
from app.curation.gap_writing import Draft
from app.current import services
from app.errors import Conflict, InvalidInput
from app.learning import gaps
from app.typed import line
from app.web.languages import language
from app.web.signing_in import allow, reader
from app.web.studio import gaps as pages
from app.web.studio.choosing import get_article
from app.web.studio.door import blueprint, me
from app.web.studio.seen import author

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from app.learning.gaps import Wording
    from app.learning.models import Gap
    from app.search.results import Result

OFFERED: Final = 8  # articles that may be the answer
CHECKED: Final = 3  # wordings that are meant to become questions unless an editor unchecks them
LONGEST_QUERY: Final = 300  # characters
_GAP: Final = "/gaps/<int(max=2147483647):gap_id>"


@blueprint.get(f"{_GAP}/article", endpoint="gap_article")
@allow("edit")
def show_new_article(gap_id: int) -> ResponseReturnValue:
    """Offer to begin an article, with title and questions as people ask."""
    gap = gaps.get(gap_id)
    asked = [wording.query for wording in gaps.wordings(gap_id)][:CHECKED]
    title = gap.title[:1].upper() + gap.title[1:]
    return _new_article(gap, Draft(title, _likely_category(gap), asked))


@blueprint.post(f"{_GAP}/article")
@allow("edit")
def write_gap_article(gap_id: int) -> ResponseReturnValue:
    form = request.form
    questions = form.get("questions", "").splitlines()
    draft = Draft(form.get("title", ""), form.get("category", ""), questions)
    try:
        saved = gap_writing.write(services().editor, gap_id, draft, author())
    except InvalidInput as problem:
        return _new_article(gaps.get(gap_id), draft, problem), problem.status
    except Conflict as problem:
        return pages.page(gap_id, problem), problem.status
    return redirect(url_for("studio.editor", article_id=saved.article_id), 303)


@blueprint.get(f"{_GAP}/answer", endpoint="gap_answer")
@allow("edit")
def show_answers(gap_id: int) -> ResponseReturnValue:
    """Offer the articles that may answer, found as the gap's title or as the editor asks."""
    return _answers(gap_id)


@blueprint.post(f"{_GAP}/answer")
@allow("edit")
def name_gap_answer(gap_id: int) -> ResponseReturnValue:
    """Make the chosen article the answer, with the chosen wordings among its questions."""
    questions = request.form.getlist("questions") if "link" not in request.form else ()
    try:
        article = get_article(request.form.get("article", ""))
        gap_writing.add_questions(services().editor, gap_id, article.id, questions, author())
    except InvalidInput as problem:
        return _answers(gap_id, problem), problem.status
    except Conflict as problem:
        return pages.page(gap_id, problem), problem.status
    return redirect(url_for("studio.gap", gap_id=gap_id), 303)


@blueprint.post(f"{_GAP}/rerun")
@allow("edit")
def rerun_gap(gap_id: int) -> ResponseReturnValue:
    try:
        gap_closing.rerun(gap_id, services().searcher, services().library.snapshot)
    except Conflict as problem:
        return pages.page(gap_id, problem), problem.status
    return redirect(url_for("studio.gap", gap_id=gap_id, _anchor="_wordings"), 303)


@blueprint.post(f"{_GAP}/closure")
@allow("edit")
def close_gap(gap_id: int) -> ResponseReturnValue:
    found = services()
    try:
        closed = gap_closing.close(gap_id, me().id, found.searcher, found.library.snapshot)
    except Conflict as problem:
        return pages.page(gap_id, problem), problem.status
    if closed.told:
        flash(
            ngettext(
                "Письмо получит %(num)s человек.", "Письма получат %(num)s человек.", closed.told
            )
        )
    return redirect(url_for("studio.gap", gap_id=gap_id), 303)


def _likely_category(gap: Gap) -> str:
    """The category of what people opened most."""
    article = services().library.snapshot.find(gap.article_id or "")
    return article.category if article else ""


def _new_article(gap: Gap, draft: Draft, problem: InvalidInput | None = None) -> str:
    return render_template(
        "studio/gap_article.html",
        gap=gap,
        draft=draft,
        categories=services().library.snapshot.categories.values(),
        errors=problem.fields if problem else {},
    )


def _answers(gap_id: int, problem: InvalidInput | None = None) -> str:
    gap, wordings = gaps.get(gap_id), gaps.wordings(gap_id)
    query = line(request.values.get("q", ""))[:LONGEST_QUERY] or gap.title
    chosen = request.form.get("article", "")
    return render_template(
        "studio/gap_answer.html",
        gap=gap,
        wordings=wordings,
        checked=_checked(wordings),
        query=query,
        results=_offered(query),
        articles=services().library.snapshot.articles,
        chosen=chosen,
        errors=problem.fields if problem else {},
    )


def _checked(wordings: Sequence[Wording]) -> set[str]:
    if request.method == "POST":
        return set(request.form.getlist("questions"))
    return {wording.query for wording in wordings[:CHECKED]}


def _offered(query: str) -> Sequence[Result]:
    found = services().searcher.find(query, reader(), lang=language(), per_page=OFFERED)
    return found.results
