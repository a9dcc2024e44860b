"""Announcements and known problems: listed, written with a preview, ended, removed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import make_response, redirect, render_template, request, url_for

from app import clock
from app.current import services
from app.editing import announcements
from app.editing.announcement_models import Kind, NoticeAudience
from app.editing.announcements import NoticeForm, Rules
from app.errors import Conflict, DomainError, InvalidInput
from app.web.signing_in import allow
from app.web.studio.choosing import find_article, get_article
from app.web.studio.door import blueprint, me

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.editing.announcement_models import Announcement

FIELDS = ("kind", "text", "text_en", "category", "audience", "starts", "ends")


@blueprint.app_template_test()
def shown_at(notice: Announcement, now: datetime) -> bool:
    return notice.starts_at <= now and not over_at(notice, now)


@blueprint.app_template_test()
def over_at(notice: Announcement, now: datetime) -> bool:
    return notice.ends_at is not None and notice.ends_at <= now


@blueprint.get("/announcements", endpoint="announcements")
@allow("edit")
def show_announcements() -> ResponseReturnValue:
    return render_template(
        "studio/announcements.html",
        notices=announcements.everything(),
        articles=services().library.snapshot.articles,
        categories=services().library.snapshot.categories,
        now=clock.now(),
    )


@blueprint.get("/announcements/new")
@allow("edit")
def new_announcement() -> ResponseReturnValue:
    return _page(NoticeForm(category=request.args.get("category", "")))


@blueprint.post("/announcements")
@allow("edit")
def add_announcement() -> ResponseReturnValue:
    return _take(None, 0)


@blueprint.get("/announcements/<int(max=2147483647):notice_id>")
@allow("edit")
def announcement(notice_id: int) -> ResponseReturnValue:
    notice = announcements.get(notice_id)
    return _page(announcements.form_of(notice, _rules().zone), notice_id, notice.version)


@blueprint.post("/announcements/<int(max=2147483647):notice_id>")
@allow("edit")
def change_announcement(notice_id: int) -> ResponseReturnValue:
    return _take(notice_id, request.form.get("version", 0, type=int))


@blueprint.post("/announcements/<int(max=2147483647):notice_id>/end")
@allow("edit")
def end_announcement(notice_id: int) -> ResponseReturnValue:
    announcements.end(notice_id)
    return _done()


@blueprint.get("/announcements/<int(max=2147483647):notice_id>/removal")
@allow("edit")
def announcement_removal(notice_id: int) -> ResponseReturnValue:
    """Ask before an announcement is forgotten."""
    notice = announcements.get(notice_id)
    return render_template("studio/announcement_removal.html", notice=notice, now=clock.now())


@blueprint.post("/announcements/<int(max=2147483647):notice_id>/removal")
@allow("edit")
def remove_announcement(notice_id: int) -> ResponseReturnValue:
    announcements.remove(notice_id)
    return _done()


def _take(notice_id: int | None, version: int) -> ResponseReturnValue:
    """Show what was typed as readers will see it, or save it."""
    typed = NoticeForm(**{name: request.form.get(name, "") for name in FIELDS})
    typed = replace(typed, article_id=request.form.get("article", "").strip())
    try:
        form = _with_article(typed)
        if "preview" in request.form:
            announcements.checked(form, _rules())
            return _page(form, notice_id, version, preview=True)
        if notice_id is None:
            announcements.add(form, _rules(), me().id)
        else:
            announcements.change(notice_id, form, _rules(), me().id, version=version)
    except InvalidInput as problem:
        return _page(typed, notice_id, version, problem=problem)
    except Conflict as problem:
        return _page(typed, notice_id, announcements.get(notice_id or 0).version, problem=problem)
    return _done()


def _with_article(form: NoticeForm) -> NoticeForm:
    """The form with the article's id where it was named otherwise; all wrong fields at once."""
    problems: dict[str, DomainError] = {}
    try:
        named = get_article(form.article_id).id if form.article_id else ""
    except InvalidInput as problem:
        problems, named = problem.fields, ""
    try:
        announcements.checked(form, _rules())
    except InvalidInput as problem:
        problems = {**problem.fields, **problems}
    if problems:
        raise InvalidInput(problems)
    return replace(form, article_id=named)


def _done() -> ResponseReturnValue:
    services().board.refresh()
    return redirect(url_for("studio.announcements"), 303)


def _rules() -> Rules:
    return Rules(ZoneInfo(services().config.time_zone), services().library.snapshot.categories)


def _page(
    form: NoticeForm,
    notice_id: int | None = None,
    version: int = 0,
    *,
    problem: DomainError | None = None,
    preview: bool = False,
) -> Response:
    page = render_template(
        "studio/announcement.html",
        form=form,
        notice_id=notice_id,
        version=version,
        article=find_article(form.article_id) if form.article_id else None,
        categories=services().library.snapshot.categories.values(),
        kinds=tuple(Kind),
        audiences=tuple(NoticeAudience),
        zone=services().config.time_zone,
        preview=preview,
        refusal=problem if isinstance(problem, Conflict) else None,
        errors=problem.fields if isinstance(problem, InvalidInput) else {},
    )
    return make_response(page, problem.status if problem else 200)
