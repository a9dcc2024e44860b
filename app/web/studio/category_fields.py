"""What a category asks besides in the ask form: its fields, changed on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import make_response, redirect, render_template, request, url_for

from app.articles.form_fields import MOST_FIELDS
from app.current import services
from app.editing import categories, category_fields, category_files
from app.editing.category_fields import FieldForm
from app.errors import Conflict, DomainError, InvalidInput
from app.web.signing_in import allow
from app.web.studio.door import blueprint
from app.web.studio.seen import author

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

TEXTS: Final = ("key", "label", "label_en", "kind", "hint", "hint_en", "pattern", "options")


@blueprint.get("/categories/one/fields", endpoint="category_fields")
@allow("edit")
def show_category_fields() -> ResponseReturnValue:
    return _page(request.args.get("path", ""))


@blueprint.post("/categories/one/fields")
@allow("edit")
def change_category_fields() -> ResponseReturnValue:
    path, seen, typed = request.args.get("path", ""), request.form.get("seen", ""), _typed()
    if "move" in request.form:
        return _page(path, _moved(typed, request.form["move"]), seen=seen)
    kept = {place: form for place, form in typed.items() if f"{place}_gone" not in request.form}
    try:
        category_fields.change(services().editor, path, kept, seen, author())
    except Conflict as problem:
        services().refresh()
        return _page(path, typed, problem)
    except InvalidInput as problem:
        return _page(path, typed, problem, seen)
    services().refresh()
    return redirect(url_for("studio.category_fields", path=path, saved=1), 303)


def _typed() -> dict[int, FieldForm]:
    """What was typed, by the number of the field, in the order of the page; a blank one is none."""
    found, numbers = {}, range(MOST_FIELDS + 1)
    ordered = (place for place in request.form.getlist("order", type=int) if place in numbers)
    for place in dict.fromkeys((*ordered, *numbers)):
        texts = {name: request.form.get(f"{place}_{name}", "") for name in TEXTS}
        form = FieldForm(**texts, required=f"{place}_required" in request.form)
        if not form.is_blank:
            found[place] = form
    return found


def _moved(typed: dict[int, FieldForm], move: str) -> dict[int, FieldForm]:
    """The same with one field a place higher or lower: `move` is its number and the way."""
    number, _, way = move.partition(" ")
    places = list(typed)
    if number.isdecimal() and int(number) in typed:
        at = places.index(int(number))
        there = min(max(at + (-1 if way == "up" else 1), 0), len(places) - 1)
        places.insert(there, places.pop(at))
    return {place: typed[place] for place in places}


def _page(
    path: str,
    typed: dict[int, FieldForm] | None = None,
    problem: DomainError | None = None,
    seen: str = "",
) -> Response:
    snapshot = services().library.snapshot
    category = categories.get(snapshot, path)
    forms = dict(enumerate(category_fields.forms_of(category))) if typed is None else typed
    page = render_template(
        "studio/category_fields.html",
        category=category,
        forms=forms,
        free=next((n for n in range(MOST_FIELDS) if n > max(forms, default=-1)), None),
        blank=FieldForm(),
        gone={place for place in forms if f"{place}_gone" in request.form},
        most=MOST_FIELDS,
        seen=seen or category_files.revision(snapshot, path),
        errors=problem.fields if isinstance(problem, InvalidInput) else {},
        refusal=problem if isinstance(problem, Conflict) else None,
        saved="saved" in request.args,
        move=request.form.get("move", ""),
    )
    return make_response(page, problem.status if problem else 200)
