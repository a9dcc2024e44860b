"""Writing a reply or a note: find an article, put it in, take a template, undo; nothing is sent.

Each is a button of the form itself, so that without scripts the page comes back with all that was
typed; a script asks for JSON instead.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import jsonify, redirect, render_template, request, url_for
from flask_babel import ngettext

from app.tickets import article_links, desk, drafts, reply_templates
from app.tickets.trail import already_read, trail
from app.web.desk import beside, inserting, shelf
from app.web.desk.door import blueprint, me
from app.web.desk.inserting import NOTE, REPLY, Shape
from app.web.desk.tickets import Draft, render_page
from app.web.signing_in import allow

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.tickets.models import Ticket


@blueprint.get("/tickets/<int(max=2147483647):number>/insertables")
@allow("answer")
def insertables(number: int) -> ResponseReturnValue:
    """Articles for what is typed into the inserter, for its script."""
    ticket = desk.get(number, me().id)
    found = inserting.find(
        request.args.get("q", ""), _form(request.args.get("form")), ticket.lang, _read(ticket)
    )
    said = ngettext("Найдена %(num)s статья", "Найдено %(num)s статей", len(found))
    return jsonify(articles=inserting.as_json(found), status=said)


@blueprint.post("/tickets/<int(max=2147483647):number>/composition")
@allow("answer")
def composition(number: int) -> ResponseReturnValue:
    """Do what the pressed button says to the text, and show the form with it."""
    ticket = desk.get(number, me().id)
    added = _added(ticket)
    if _wants_json():
        return _as_json(ticket, added)
    draft = _typed()
    if added:
        draft = replace(draft, body="\n\n".join(filter(None, [draft.body.rstrip(), added])))
    drafts.save(number, me().id, draft.form, draft.body, version=ticket.version)
    if "search" in request.form:
        found = inserting.find(draft.query, draft.form, ticket.lang, _read(ticket))
        draft = replace(draft, found=found)
    return render_page(desk.get(number, me().id), draft)


@blueprint.post("/tickets/<int(max=2147483647):number>/articles")
@allow("answer")
def link_article(number: int) -> ResponseReturnValue:
    """Link a suggested article without putting it into a text."""
    article, anchor = inserting.get(request.form.get("article", ""))
    link = article_links.Article(article.id, article.revision, anchor)
    article_links.link(number, me().id, link)
    return redirect(url_for("desk.ticket", number=number, _anchor="_links"), 303)


def _added(ticket: Ticket) -> str:
    """Do what the pressed button says; return what it adds to the text."""
    if "insert" in request.form:
        return inserting.insert(ticket, request.form["insert"], request.form.get("shape", ""))
    if "unlink" in request.form:
        article_links.unlink(ticket.number, me().id, request.form["unlink"])
    if "template" in request.form:
        template = reply_templates.get(request.form.get("template", 0, type=int), me().id)
        links = article_links.of(ticket.number)
        return beside.templates(ticket, links, [template])[0].text
    return ""


def _as_json(ticket: Ticket, added: str) -> Response:
    links = article_links.of(ticket.number)
    articles = shelf.readable(link.article_id for link in links)
    chips = render_template("desk/chips.html", links=links, articles=articles, ticket=ticket)
    return jsonify(text=added, chips=chips)


def _typed() -> Draft:
    draft = Draft(
        form=_form(request.form.get("form")),
        body=request.form.get("body", ""),
        query=request.form.get("find", ""),
        shape=request.form.get("shape", Shape.LINK),
    )
    key = request.form.get("submission_key")
    return replace(draft, submission_key=key) if key else draft


def _form(name: str | None) -> str:
    return NOTE if name == NOTE else REPLY


def _read(ticket: Ticket) -> frozenset[str]:
    return already_read(trail(ticket))


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
