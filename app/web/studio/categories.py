"""Categories: listed in their order, made, described, moved, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.articles.article import AUDIENCES
from app.curation import previews, relocating
from app.current import services
from app.editing import categories, category_files
from app.editing.categories import CategoryForm
from app.errors import Conflict, DomainError, InvalidInput
from app.web.filters import category_icons
from app.web.signing_in import allow
from app.web.studio.door import blueprint
from app.web.studio.seen import author
from app.web.studio.stepping import FREQUENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.articles.article import Article
    from app.curation.previews import Preview

FIELDS = ("title", "title_en", "summary", "summary_en", "icon", "audience")
EMPTY = CategoryForm(title="")


@blueprint.get("/categories", endpoint="categories")
@allow("edit")
def show_categories() -> ResponseReturnValue:
    return _list(EMPTY)


@blueprint.post("/categories")
@allow("edit")
def add_category() -> ResponseReturnValue:
    form, parent, slug = _typed(), request.form.get("parent", ""), request.form.get("slug", "")
    try:
        path = categories.create(services().editor, form, parent, slug.strip(), author())
    except InvalidInput as problem:
        return _list(form, parent, slug, problem)
    services().refresh()
    return redirect(url_for("studio.category", path=path), 303)


@blueprint.post("/categories/order")
@allow("edit")
def order_categories() -> ResponseReturnValue:
    """One step up or down, or the whole order of the categories inside one."""
    editor, path = services().editor, request.form.get("path", "")
    if "paths" in request.form:
        parent = request.form.get("parent") or None
        categories.arrange(editor, parent, request.form.getlist("paths"), author())
    else:
        steps = -1 if request.form.get("to") == "up" else 1
        categories.shift(editor, path, steps, author())
    services().refresh()
    return redirect(url_for("studio.categories", moved=path or None), 303)


@blueprint.get("/categories/one")
@allow("edit")
def category() -> ResponseReturnValue:
    shown = categories.get(services().library.snapshot, request.args.get("path", ""))
    return _page(shown.path, None)


@blueprint.post("/categories/one")
@allow("edit")
def change_category() -> ResponseReturnValue:
    path, form = request.args.get("path", ""), _typed()
    seen = request.form.get("seen", "")
    is_stale = category_files.revision(services().library.snapshot, path) != seen
    told = None if is_stale or "compared" in request.form else _closing(path, form)
    if told and (told.changed or told.skipped):
        return _trial(path, form, told)
    try:
        categories.change(services().editor, path, form, seen, author())
    except Conflict as problem:
        services().refresh()
        return _page(path, form, problem)
    except InvalidInput as problem:
        return _page(path, form, problem, seen)
    services().refresh()
    return redirect(url_for("studio.category", path=path, saved=1), 303)


@blueprint.post("/categories/one/place")
@allow("edit")
def move_category() -> ResponseReturnValue:
    path = request.args.get("path", "")
    parent, slug = request.form.get("parent", ""), request.form.get("slug", "").strip()
    snapshot = services().library.refresh()
    try:
        categories.address(snapshot, path, parent, slug)
        moved = previews.relocated(snapshot, path, parent)
        if moved and request.form.get("compared") != moved[0].open_to:
            return _place_trial(path, parent, slug, moved)
        to = relocating.move_category(services().editor, path, parent, slug, author())
    except InvalidInput as problem:
        return _page(path, None, problem)
    services().refresh()
    services().board.refresh()
    return redirect(url_for("studio.category", path=to, saved=1), 303)


@blueprint.post("/categories/one/removal")
@allow("edit")
def remove_category() -> ResponseReturnValue:
    path = request.args.get("path", "")
    try:
        categories.remove(services().editor, path, author())
    except Conflict as problem:
        return _page(path, None, problem)
    services().refresh()
    return redirect(url_for("studio.categories"), 303)


def _place_trial(path: str, parent: str, slug: str, moved: Sequence[Article]) -> str:
    """Show which articles the category's new place hides or shows, and what search makes of it."""
    found = services()
    snapshot = found.library.snapshot
    return render_template(
        "studio/category_place_trial.html",
        category=snapshot.categories[path],
        parent=snapshot.categories.get(parent),
        slug=slug,
        moved=moved,
        closes=moved[0].shelved_for == "staff",
        preview=previews.shelving(found.searcher, snapshot, moved, most=FREQUENT),
        articles=snapshot.articles,
    )


def _closing(path: str, form: CategoryForm) -> Preview | None:
    """Return what search would lose or gain by the category's new audience, None for no other."""
    found = services()
    snapshot = found.library.snapshot
    if form.audience not in AUDIENCES or form.audience == categories.get(snapshot, path).audience:
        return None
    return previews.closing(found.searcher, snapshot, path, form.audience, most=FREQUENT)


def _trial(path: str, form: CategoryForm, told: Preview) -> str:
    snapshot = services().library.snapshot
    sent = [(k, v) for k, v in request.form.items() if k not in ("csrf_token", "compared")]
    return render_template(
        "studio/category_trial.html",
        category=categories.get(snapshot, path),
        closes=form.audience == "staff",
        preview=told,
        sent=sent,
        articles=snapshot.articles,
    )


def _typed() -> CategoryForm:
    return CategoryForm(**{name: request.form.get(name, "") for name in FIELDS})


def _list(
    form: CategoryForm, parent: str = "", slug: str = "", problem: InvalidInput | None = None
) -> Response:
    snapshot = services().library.snapshot
    page = render_template(
        "studio/categories.html",
        tops=categories.siblings(snapshot, None),
        inside=lambda path: categories.siblings(snapshot, path),
        count=lambda path: len(snapshot.in_category(path)),
        form=form,
        parent=parent,
        slug=slug,
        errors=problem.fields if problem else {},
    )
    return make_response(page, problem.status if problem else 200)


def _page(
    path: str, form: CategoryForm | None, problem: DomainError | None = None, seen: str = ""
) -> Response:
    """Show the category, or what was typed of the one that was `seen`, with what was refused."""
    snapshot = services().library.snapshot
    shown = categories.get(snapshot, path)
    now = CategoryForm(**{name: getattr(shown, name) for name in FIELDS})
    page = render_template(
        "studio/category.html",
        category=shown,
        form=form or now,
        now=now if form and isinstance(problem, Conflict) else None,
        seen=seen or category_files.revision(snapshot, path),
        tops=categories.siblings(snapshot, None),
        articles=snapshot.in_category(path),
        inside=snapshot.subcategories(path),
        icons=sorted(category_icons()),
        audiences=AUDIENCES,
        place=request.form if request.endpoint == "studio.move_category" else {},
        errors=problem.fields if isinstance(problem, InvalidInput) else {},
        refusal=problem if isinstance(problem, Conflict) else None,
        saved="saved" in request.args,
    )
    return make_response(page, problem.status if problem else 200)
