"""An article's steps: what one would change in search is shown first, then it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app.curation import previews, query_trend, reviews
from app.curation.query_tests import Watched
from app.current import services
from app.editing import readings, workflow
from app.editing.workflow import Step
from app.errors import Conflict, DomainError, InvalidInput, NotFound
from app.web.signing_in import allow
from app.web.studio import reviewing, seen
from app.web.studio.door import blueprint, me

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.articles.article import Article, Status
    from app.curation.previews import Preview
    from app.web.studio.seen import Seen

FREQUENT = 100  # queries that are compared while somebody waits to publish: some 1.3 s of a core
STAFF = "staff:"  # before a query that agents ask, where the form sends back what was shown


@blueprint.get("/articles/<article_id>/steps/trial")
@allow("write")
def step_trial(article_id: str) -> ResponseReturnValue:
    """Show what a step would change in search; the editor's buttons lead here."""
    found = seen.get_own(article_id)
    article = found.article
    step = Step(
        _status(request.args.get("to", "")),
        article.revision,
        publish_at=article.publish_at,
        unpublish_at=article.unpublish_at,
    )
    try:
        workflow.check(article, found.parts, step)
    except InvalidInput as problem:
        return reviewing.page(found, problem)
    return _trial(found, step, compared(article, step.to), from_editor=True)


@blueprint.post("/articles/<article_id>/steps")
@allow("write")
def take_step(article_id: str) -> ResponseReturnValue:
    """Take the article to another state, or say beside the fields why not.

    Where readers would find other articles first than before, that is shown, and nothing is done
    until it has been seen.
    """
    found, errors = seen.get_own(article_id), dict[str, DomainError]()
    step = _step(found.article, errors)
    try:
        if errors:
            raise InvalidInput(errors)
        workflow.check(found.article, found.parts, step)
        told = None if "compared" in request.form else compared(found.article, step.to)
        if told and told.changed:
            return _trial(found, step, told, from_editor=False)
        saved = reviews.take(services().editor, article_id, me(), step)
    except (InvalidInput, Conflict) as problem:
        return reviewing.page(found, problem)
    _note_as_seen()
    readings.mark(me().id, article_id, saved.revision)
    return redirect(_onwards(article_id), 303)


def _onwards(article_id: str) -> str:
    """Where to go after a step: what a reviewer has sent back is the author's again."""
    article = services().library.snapshot.get(article_id)
    if not workflow.parts(me(), article):
        flash(gettext("Статья «%(title)s» возвращена автору.", title=article.title))
        return url_for("studio.articles")
    if "from_editor" in request.form:
        return url_for("studio.editor", article_id=article_id, saved=1)
    return url_for("studio.review", article_id=article_id)


def compared(article: Article, to: Status) -> Preview | None:
    """Return what the step would change in search, None where it shows and hides nothing."""
    found = services()
    return previews.stepping(found.searcher, found.library.snapshot, [article], to, most=FREQUENT)


def _status(text: str) -> Status:
    """Return the state of this name; raises NotFound."""
    known = next((to for _, to in workflow.STEPS if to == text), None)
    if known is None:
        raise NotFound("Такого шага нет.")
    return known


def _step(article: Article, errors: dict[str, DomainError]) -> Step:
    form = request.form
    return Step(
        next((to for _, to in workflow.STEPS if to == form.get("to")), article.status),
        form.get("base", ""),
        form.get("comment", ""),
        seen.moment("publish_at", errors),
        seen.moment("unpublish_at", errors),
    )


def _trial(found: Seen, step: Step, told: Preview | None, *, from_editor: bool) -> str:
    return render_template(
        "studio/step_trial.html",
        article=found.article,
        found=found,
        step=step,
        publish_at=seen.local(step.publish_at),
        unpublish_at=seen.local(step.unpublish_at),
        preview=told,
        shown=[_shown(one.watched) for one in told.changed] if told else [],
        articles=services().library.snapshot.articles,
        from_editor=from_editor,
    )


def _note_as_seen() -> None:
    """What was shown before the step is no news on the page of changes afterwards."""
    told = request.form.getlist("shown")[: 2 * FREQUENT]
    if told and not request.form.get("publish_at"):
        asked = [Watched(one.removeprefix(STAFF), one.startswith(STAFF)) for one in told]
        query_trend.accept(services().searcher, asked)


def _shown(watched: Watched) -> str:
    return f"{STAFF if watched.staff else ''}{watched.query}"
