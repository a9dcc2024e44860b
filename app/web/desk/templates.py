"""Reply templates: one's own and the shared ones, listed, written, changed, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.errors import InvalidInput
from app.tickets import queue, reply_templates
from app.tickets.reply_templates import TemplateForm
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue


@blueprint.get("/templates", endpoint="templates")
@allow("answer")
def show_templates() -> ResponseReturnValue:
    chosen = request.args.get("edit", type=int)
    if chosen is None:
        return _page(TemplateForm("", ""))
    template = reply_templates.get(chosen, me().id)
    form = TemplateForm(template.title, template.body, template.owner_id is None)
    return _page(form, chosen)


@blueprint.post("/templates")
@allow("answer")
def save_template() -> ResponseReturnValue:
    """Add a template, or change the one that the form names."""
    fields = request.form
    form = TemplateForm(fields.get("title", ""), fields.get("body", ""), "shared" in fields)
    chosen = fields.get("template", type=int)
    try:
        if chosen is None:
            reply_templates.add(me().id, form)
        else:
            reply_templates.change(chosen, me().id, form)
    except InvalidInput as problem:
        return _page(form, chosen, problem)
    return redirect(url_for("desk.templates"), 303)


@blueprint.post("/templates/removal")
@allow("answer")
def remove_template() -> ResponseReturnValue:
    reply_templates.remove(request.form.get("template", 0, type=int), me().id)
    return redirect(url_for("desk.templates"), 303)


def _page(
    form: TemplateForm, chosen: int | None = None, problem: InvalidInput | None = None
) -> Response:
    page = render_template(
        "desk/templates.html",
        templates=reply_templates.of(me().id),
        form=form,
        chosen=chosen,
        errors=problem.fields if problem else {},
        places=reply_templates.PLACES,
        counts=queue.counts(me().id),
    )
    return make_response(page, problem.status if problem else 200)
