"""Categories: made, described, put in order, moved, removed; their files change by few bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app import typed
from app.articles.article import AUDIENCES, SLUG
from app.articles.slugs import slug as slug_of
from app.editing import category_files
from app.errors import Conflict, DomainError, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.articles.article import Category
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor
    from app.editing.revisions import Author

LONGEST_TITLE: Final = 100  # characters
LONGEST_SUMMARY: Final = 300
LONGEST_SLUG: Final = 60


@dataclass(frozen=True, kw_only=True)
class CategoryForm:
    """A category as typed."""

    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    icon: str = ""
    audience: str = "public"


def get(snapshot: Snapshot, path: str) -> Category:
    """Raises NotFound."""
    found = snapshot.categories.get(path)
    if found is None:
        raise NotFound("Такого раздела нет.")
    return found


def siblings(snapshot: Snapshot, parent: str | None) -> list[Category]:
    """Return the categories inside `parent`, or the outermost ones, as readers see them ordered."""
    found = [item for item in snapshot.categories.values() if item.parent == parent]
    return sorted(found, key=lambda item: (item.order, item.path))


def create(editor: Editor, form: CategoryForm, parent: str, slug: str, by: Author) -> str:
    """Make a category, the last inside `parent` (outermost without); return its path.

    Its folder is named after the title unless `slug` is given. Raises InvalidInput.
    """
    _check(form)
    with editor.writing() as snapshot:
        path = _free_path(snapshot, parent, slug or _free_slug(snapshot, parent, form.title))
        order = max((item.order for item in siblings(snapshot, parent or None)), default=0) + 1
        content = category_files.edited(b"", {**_fields(form), "order": order})
        editor.describe_category(path, content, by)
    return path


def change(editor: Editor, path: str, form: CategoryForm, seen: str, by: Author) -> None:
    """Describe the category so; raises NotFound, InvalidInput.

    Raises Conflict when the `revision` is not the one that was `seen`.
    """
    _check(form)
    with editor.writing() as snapshot:
        get(snapshot, path)
        category_files.refuse_another(snapshot, path, seen)
        category_files.describe(editor, snapshot, path, _fields(form), by)


def shift(editor: Editor, path: str, steps: int, by: Author) -> None:
    """Move the category up (-1) or down (1) among its neighbours; raises NotFound."""
    with editor.writing() as snapshot:
        category = get(snapshot, path)
        paths = [item.path for item in siblings(snapshot, category.parent)]
        place = paths.index(path)
        there = min(max(place + steps, 0), len(paths) - 1)
        paths.insert(there, paths.pop(place))
        arrange(editor, category.parent, paths, by)


def arrange(editor: Editor, parent: str | None, paths: Sequence[str], by: Author) -> None:
    """Put the categories inside `parent` into this order.

    Raises Conflict when they are not the ones that are there now.
    """
    with editor.writing() as snapshot:
        now = siblings(snapshot, parent)
        if sorted(paths) != sorted(item.path for item in now):
            raise Conflict("Пока вы меняли порядок, разделы изменились. Обновите страницу.")
        orders = {item.path: item.order for item in now}
        for order, path in enumerate(paths, 1):
            if orders[path] != order:
                category_files.describe(editor, snapshot, path, {"order": order}, by)


def place(editor: Editor, path: str, parent: str, slug: str, by: Author) -> str:
    """Give the category another address; old ones lead to it. Return its new path.

    Raises NotFound, InvalidInput for `parent` and `slug`.
    """
    with editor.writing() as snapshot:
        to = address(snapshot, path, parent, slug)
        if to == path:
            return path
        category = get(snapshot, path)
        old = [known for known in (*category.redirect_from, path) if known != to]
        redirect_from = list(dict.fromkeys(old))
        content = category_files.edited(
            category_files.content_of(snapshot, path), {"redirect_from": redirect_from}
        )
        editor.move_category(path, to, content, by)
    return to


def address(snapshot: Snapshot, path: str, parent: str, slug: str) -> str:
    """Return the path that the category would have there.

    Raises NotFound, InvalidInput for `parent` and `slug`.
    """
    category = get(snapshot, path)
    if (parent, slug) == (category.parent or "", path.rpartition("/")[2]):
        return path
    if parent and (parent == path or parent.startswith(f"{path}/")):
        raise _wrong("parent", "Раздел нельзя переложить в него самого.")
    if parent and snapshot.subcategories(path):
        sentence = "Внутри раздела есть подразделы, а глубже двух уровней они не вкладываются."
        raise _wrong("parent", sentence)
    return _free_path(snapshot, parent, slug)


def remove(editor: Editor, path: str, by: Author) -> None:
    """Remove an empty category; raises NotFound, Conflict."""
    with editor.writing() as snapshot:
        get(snapshot, path)
        folder = snapshot.folder / path
        left = [item.name for item in folder.iterdir() if item.name != "_category.yml"]
        if left:
            raise Conflict(
                "Раздел не пуст: в нём %(count)s, например «%(name)s». Сначала переложите всё.",
                count=len(left),
                name=min(left),
            )
        editor.drop_category(path, by)


def _fields(form: CategoryForm) -> dict[str, object]:
    """What the form says by key; what is empty stands in no file."""
    said = {
        "title": typed.line(form.title),
        "title_en": typed.line(form.title_en),
        "summary": typed.line(form.summary),
        "summary_en": typed.line(form.summary_en),
        "icon": form.icon,
        "audience": "" if form.audience == "public" else form.audience,
    }
    return {key: value or None for key, value in said.items()}


def _check(form: CategoryForm) -> None:
    problems: dict[str, DomainError] = {}
    if not typed.line(form.title):
        problems["title"] = DomainError("Назовите раздел.")
    if form.audience not in AUDIENCES:
        problems["audience"] = DomainError("Выберите из списка.")
    for field, text, most in (
        ("title", form.title, LONGEST_TITLE),
        ("title_en", form.title_en, LONGEST_TITLE),
        ("summary", form.summary, LONGEST_SUMMARY),
        ("summary_en", form.summary_en, LONGEST_SUMMARY),
    ):
        try:
            typed.at_most(most, typed.line(text))
        except DomainError as problem:
            problems[field] = problem
    if problems:
        raise InvalidInput(problems)


def _free_path(snapshot: Snapshot, parent: str, slug: str) -> str:
    if parent and (parent not in snapshot.categories or "/" in parent):
        raise _wrong("parent", "Выберите раздел первого уровня.")
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        sentence = "В адресе бывают строчные латинские буквы, цифры и дефисы между ними."
        raise _wrong("slug", sentence)
    path = f"{parent}/{slug}" if parent else slug
    if (snapshot.folder / path).exists():
        raise _wrong("slug", "Такой адрес у раздела уже есть.")
    return path


def _free_slug(snapshot: Snapshot, parent: str, title: str) -> str:
    name = slug_of(title, limit=LONGEST_SLUG - 3) or "razdel"
    candidate, number = name, 1
    while (snapshot.folder / parent / candidate).exists():
        number += 1
        candidate = f"{name}-{number}"
    return candidate


def _wrong(field: str, sentence: str) -> InvalidInput:
    return InvalidInput({field: DomainError(sentence)})
