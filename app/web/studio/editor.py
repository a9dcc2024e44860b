"""The editor of an article: text, fields, preview and hints on one page, saved as a whole."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import jsonify, make_response, redirect, render_template, request, url_for

from app.accounts import accounts
from app.accounts.roles import may
from app.current import services
from app.editing import (
    comments,
    drafts,
    form,
    originals,
    presence,
    readings,
    restoring,
    saving,
    translations,
    workflow,
)
from app.editing.editor import Stale
from app.editing.saving import Moved
from app.editing.workflow import Step
from app.errors import Conflict, Forbidden, InvalidInput
from app.web.filters import sentence
from app.web.signing_in import allow, reader
from app.web.studio import beside, joining, previewing, seen, sheet, stepping
from app.web.studio.choosing import category_options
from app.web.studio.door import blueprint, me
from app.web.studio.seen import author
from app.web.studio.sheet import wants_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.articles.article import Article, Status
    from app.editing.editor import Saved
    from app.editing.originals import Beside
    from app.errors import DomainError
    from app.web.studio.sheet import Sheet


@blueprint.get("/articles/<article_id>/editor", endpoint="editor")
@allow("write")
def show_editor(article_id: str) -> ResponseReturnValue:
    """Show the article as it is, or as this person has left it without saving."""
    seen.get_writable(article_id)
    draft = drafts.find(article_id, me().id)
    kept = sheet.kept(article_id, draft) if draft and "view" not in request.args else None
    if draft and kept and kept.says_something:
        return page(kept, restored=draft.saved_at, saved=request.args.get("saved", ""))
    return page(sheet.fresh(article_id), saved=request.args.get("saved", ""))


@blueprint.post("/articles/<article_id>/editor")
@allow("write")
def save(article_id: str) -> ResponseReturnValue:
    """Do what the pressed button says: save, and go a step further, or only show the page again."""
    seen.get_writable(article_id)
    typed = sheet.received(article_id)
    try:
        if {"save", "step", "confirmed"} & request.form.keys():
            return _saved(article_id, typed)
        return page(_turned(typed))
    except InvalidInput as problem:
        return _refused(typed, problem)
    except Stale as stale:
        drafts.save(article_id, me().id, base=stale.base_revision, content=sheet.as_draft(typed))
        if wants_json():
            return jsonify(said=sentence(stale), stale=True), stale.status
        return joining.page(article_id, stale, typed.wish())


def page(
    typed: Sheet,
    errors: Mapping[str, DomainError] | None = None,
    status: int = HTTPStatus.OK,
    restored: datetime | None = None,
    refusal: DomainError | None = None,
    saved: str = "",
) -> Response:
    """Return the editor's page over what was typed.

    `refusal` is of what is no field; `saved` says what was done before: "" for nothing.
    """
    article, wrong = typed.likely()
    now, values = typed.now.article, typed.values
    rendered = render_template(
        "studio/editor.html",
        article=now,
        base=typed.begun.revision,
        values=values,
        closed_by=services().library.snapshot.closed_by(values["category"]),
        is_source=typed.is_source,
        is_outdated=typed.is_outdated,
        errors=wrong if errors is None else errors,
        refusal=refusal,
        preview=previewing.of(article),
        beside=_original(now),
        html_of=previewing.compared_html,
        category_options=category_options(),
        people=accounts.answering(),
        place=typed.place,
        writer=me().id,
        others=presence.others(now.id, me().id),
        steps=seen.get(now.id).steps,
        remarks=comments.count_open([now.id]).get(now.id, 0),
        restored=restored,
        largest=saving.MOST_BYTES,
        saved=saved,
        is_undoable=saved == typed.begun.revision and restoring.before(now.id, saved) is not None,
    )
    response = make_response(rendered, status)
    response.set_etag(typed.begun.revision)
    return response


def _original(article: Article) -> Beside | None:
    """Return what the article translates, as far as the reader may see that."""
    found = originals.beside(services().library.snapshot, article)
    return found if found and workflow.seen(me(), [found.original]) else None


def _saved(article_id: str, typed: Sheet) -> ResponseReturnValue:
    """Save, then take the step that was asked for, if the reader may."""
    step = next(
        (one for one in seen.get(article_id).steps if one == request.form.get("step")), None
    )
    if "step" in request.form and step is None:
        raise Forbidden("У вас нет права на этот шаг.")
    if "confirmed" in request.form and not may(reader(), "edit"):
        raise Forbidden("Отметить перевод верным может редактор.")
    saved = saving.save(services().editor, article_id, typed.wish(), author())
    drafts.discard(article_id, me().id)
    readings.mark(me().id, article_id, saved.revision)
    if step:
        return _stepped(article_id, step)
    if "confirmed" in request.form:
        return _confirmed(article_id, request.form["confirmed"])
    return _answer(saved, typed.begun.revision)


def _confirmed(article_id: str, mark: str) -> ResponseReturnValue:
    """Say that the translation, as it was just saved, says what was seen of its original."""
    try:
        saved = translations.confirm(services().editor, article_id, mark, author())
    except Conflict as problem:
        fresh = sheet.fresh(article_id)
        return page(fresh, status=problem.status, refusal=problem, saved="text")
    readings.mark(me().id, article_id, saved.revision)
    address = url_for("studio.editor", article_id=article_id, saved="translation")
    return redirect(address, 303)


def _stepped(article_id: str, to: Status) -> ResponseReturnValue:
    """Take a step from the version that was just saved; its own times of appearing stay.

    Where search would find other articles first, that is shown before.
    """
    typed = sheet.fresh(article_id)
    article = typed.now.article
    told = stepping.compared(article, to)
    if told and told.changed:
        return redirect(url_for("studio.step_trial", article_id=article_id, to=to), 303)
    step = Step(
        to, article.revision, publish_at=article.publish_at, unpublish_at=article.unpublish_at
    )
    try:
        saved = workflow.take(services().editor, article_id, me(), step)
    except InvalidInput as problem:
        return _refused(typed, problem)
    readings.mark(me().id, article_id, saved.revision)
    return _answer(saved)


def _answer(saved: Saved, base: str = "") -> ResponseReturnValue:
    is_changed = saved.revision != base
    if not wants_json():
        said = saved.revision if is_changed else 1
        return redirect(url_for("studio.editor", article_id=saved.article_id, saved=said), 303)
    article = services().library.snapshot.get(saved.article_id)
    response = jsonify(
        revision=saved.revision,
        category=article.category,
        slug=article.slug,
        is_undoable=is_changed and restoring.before(article.id, saved.revision) is not None,
    )
    response.set_etag(saved.revision)
    return response


def _turned(typed: Sheet) -> Sheet:
    """The sheet with a picture more, or turned from fields to the whole file or back."""
    if "add_picture" in request.form:
        shown = beside.taken_in(typed.now.article)
        name = "source" if typed.is_source else "body"
        text = typed.values[name].rstrip("\n")
        return replace(typed, typed={**typed.typed, name: f"{text}\n\n{shown}\n"})
    turn = request.form.get("turn")
    if turn == "source" and not typed.is_source:
        whole = typed.wanted().shown(sheet.zone())["source"]
        return replace(typed, typed={"source": whole, **typed.moves})
    if turn == "form" and typed.is_source:
        shown_fields = typed.wanted().shown(sheet.zone())
        fields = {name: shown_fields[name] for name in (*form.FIELDS, "body")}
        return replace(typed, typed={**fields, **typed.moves})
    return typed


def _refused(typed: Sheet, problem: InvalidInput) -> ResponseReturnValue:
    if wants_json():
        said = {name: sentence(one) for name, one in problem.fields.items()}
        return jsonify(errors=said), problem.status
    seen = replace(typed, was={}) if isinstance(problem, Moved) else typed
    return page(seen, problem.fields, problem.status)
