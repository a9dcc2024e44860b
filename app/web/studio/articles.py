"""The studio's first page: every article that one may work on, narrowed, and many at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from flask import (
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import ngettext

from app import clock
from app.accounts.roles import may
from app.articles.article import AUDIENCES, CONFIDENCES, LANGS
from app.curation import previews
from app.current import services
from app.editing import approvals, bulk, comments, confidence, listing, presence, readings, workflow
from app.editing.bulk import Report, Wish
from app.editing.listing import Due, Sorting, Stage
from app.errors import InvalidInput
from app.web.signing_in import allow
from app.web.studio import asked_articles
from app.web.studio.door import blueprint, me
from app.web.studio.paging import Page
from app.web.studio.stepping import FREQUENT

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from app.accounts.roles import Action
    from app.articles.article import Article
    from app.curation.previews import Preview
    from app.web.studio.asked_articles import Asked

NOTHING_DONE: Final = Report((), {})


@blueprint.get("/", endpoint="articles")
@allow("write")
def show_articles() -> ResponseReturnValue:
    return _page(asked_articles.read())


@blueprint.post("/articles/changes")
@allow("edit")
def plan_changes() -> ResponseReturnValue:
    """Show what would become of the chosen articles."""
    asked, wish = asked_articles.read(), _wish()
    chosen = request.form.getlist("articles")
    try:
        planned = bulk.plan(services().library.refresh(), chosen, wish)
    except InvalidInput as problem:
        return _page(asked, problem=problem, chosen=chosen, wish=wish)
    snapshot = services().library.snapshot
    changing = [one.article for one in planned if one.changes]
    return render_template(
        "studio/changes.html",
        asked=asked,
        wish=wish,
        planned=planned,
        categories=snapshot.categories,
        articles=snapshot.articles,
        preview=_told(changing, wish),
    )


@blueprint.post("/articles/changes/completion")
@allow("edit")
def change_articles() -> ResponseReturnValue:
    """Do what was shown; what is refused stays as it is, with the reasons."""
    asked, wish = asked_articles.read(), _wish()
    pairs = zip(request.form.getlist("articles"), request.form.getlist("revisions"), strict=False)
    seen = dict(pairs)
    try:
        report = bulk.apply(services().editor, seen, wish, me())
    except InvalidInput as problem:
        return _page(asked, problem=problem, chosen=list(seen), wish=wish)
    if report.refused:
        return _page(asked, report=report, chosen=list(report.refused), wish=wish)
    number = len(report.done)
    flash(ngettext("Изменена %(num)s статья.", "Изменено %(num)s статей.", number))
    return redirect(url_for("studio.articles", **asked.parameters), 303)


def _told(articles: Sequence[Article], wish: Wish) -> Preview | None:
    """What the wish would change in search."""
    searcher, snapshot = services().searcher, services().library.snapshot
    if wish.action == "archive":
        return previews.stepping(searcher, snapshot, articles, "archived", most=FREQUENT)
    if wish.action == "move":
        return previews.moving(searcher, snapshot, articles, wish.value, most=FREQUENT)
    return None


def _wish() -> Wish:
    """Return the action of the form, with the value of the field that belongs to it."""
    action = request.form.get("action", "")
    field = {"move": "category", "assign": "owner"}.get(action, "tag")
    return Wish(action, request.form.get("value") or request.form.get(field, ""))


def _page(
    asked: Asked,
    *,
    report: Report = NOTHING_DONE,
    problem: InvalidInput | None = None,
    chosen: Sequence[str] = (),
    wish: Wish | None = None,
) -> Response:
    known = services().library.snapshot.articles
    held = workflow.seen(me(), known.values())
    seen = {article_id: known[article_id] for article_id in held}
    approved = approvals.holding(seen.values())
    found = asked.articles(seen, me().reader, approved)
    paged = Page.of(found, asked.page)
    shown = paged.rows
    page = render_template(
        "studio/articles.html",
        asked=asked,
        count=len(found),
        page=paged,
        rows=shown,
        writable={a.id for a in shown if workflow.may_write(held[a.id], a.status)},
        own={article.id for article in shown if held[article.id]},
        queues=_queues(seen.values(), approved),
        approvals=approved,
        **_beside(shown, approved),
        **_choices(seen.values()),
        report=report,
        titles={
            article_id: known[article_id].title for article_id in report.refused & known.keys()
        },
        errors=problem.fields if problem else {},
        chosen=set(chosen),
        wish=wish,
        done=get_flashed_messages(),
        git_problem=services().editor.git_problem(),
    )
    return make_response(page, problem.status if problem else 409 if report.refused else 200)


def _queues(seen: Iterable[Article], approved: Container[str]) -> Mapping[Stage, int]:
    """Return how many articles wait for what the person has a right to: a review, publishing."""
    reader, now = me().reader, clock.now()
    rights: tuple[tuple[Stage, Action], ...] = (
        (Stage.REVIEW, "review"),
        (Stage.APPROVED, "publish"),
    )
    counts = Counter(listing.stage(one, now, approved) for one in seen if one.status == "review")
    return {stage: counts[stage] for stage, right in rights if may(reader, right) and counts[stage]}


def _beside(shown: Sequence[Article], approved: Container[str]) -> dict[str, Any]:
    """Return what stands in the rows beside the articles."""
    now, ids = clock.now(), [article.id for article in shown]
    read = readings.last_of_each(me().id, ids)
    return {
        "stages": {article.id: listing.stage(article, now, approved) for article in shown},
        "dues": {article.id: listing.due(article, now.date()) for article in shown},
        "sure": {article.id: confidence.of(article) for article in shown},
        "waiting": comments.count_open(ids),
        "others": presence.others_of_each(ids, me().id),
        "unread": {a.id for a in shown if read.get(a.id, a.revision) != a.revision},
    }


def _choices(seen: Iterable[Article]) -> dict[str, Any]:
    """Return what the list may be narrowed to."""
    owners, tags = listing.values(seen)
    return {
        "categories": services().library.snapshot.categories,
        "owners": owners,
        "tags": tags,
        "stages_known": tuple(Stage),
        "dues_known": tuple(Due),
        "sortings": tuple(Sorting),
        "audiences": AUDIENCES,
        "confidences": (*CONFIDENCES, "archived"),
        "langs": LANGS,
        "nobody": listing.NOBODY,
    }
