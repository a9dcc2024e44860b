"""What a category asks besides in the ask form: its fields, changed by few bytes of its file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app import typed
from app.articles.form_fields import FIELD_KEYS, FIELD_KINDS, MOST_FIELDS
from app.articles.slugs import slug as slug_of
from app.editing import categories, category_files
from app.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.articles.article import Category
    from app.editing.editor import Editor
    from app.editing.revisions import Author

LONGEST: Final = {"label": 100, "label_en": 100, "hint": 300, "hint_en": 300, "pattern": 200}
LONGEST_OPTION: Final = 100  # characters
MOST_OPTIONS: Final = 50
LONGEST_KEY: Final = 30


@dataclass(frozen=True, kw_only=True)
class FieldForm:
    """A field as typed; a new one has no `key` yet, `options` stand on a line each."""

    key: str = ""
    label: str = ""
    label_en: str = ""
    kind: str = "text"
    required: bool = False
    hint: str = ""
    hint_en: str = ""
    pattern: str = ""
    options: str = ""

    @property
    def is_blank(self) -> bool:
        return not any((self.key, self.label, self.label_en, self.hint, self.options, self.pattern))

    @property
    def option_list(self) -> list[str]:
        return list(dict.fromkeys(filter(None, map(typed.line, self.options.split("\n")))))


def forms_of(category: Category) -> list[FieldForm]:
    """Return the forms that say what the category asks."""
    return [
        FieldForm(
            key=field.key,
            label=field.label,
            label_en=field.label_en,
            kind=field.kind,
            required=field.required,
            hint=field.hint,
            hint_en=field.hint_en,
            pattern=field.pattern,
            options="\n".join(field.options),
        )
        for field in category.fields
    ]


def change(
    editor: Editor, path: str, forms: Mapping[int, FieldForm], seen: str, by: Author
) -> None:
    """Let the category ask this, in this order; what a form does not name any more is dropped.

    Raises NotFound, Conflict when the category is not as it was `seen` (its revision), and
    InvalidInput by a form's place and its field, such as `0_label`.
    """
    _check(forms)
    with editor.writing() as snapshot:
        category = categories.get(snapshot, path)
        category_files.refuse_another(snapshot, path, seen)
        said = category_files.metadata_of(category_files.content_of(snapshot, path))
        items = said.get("fields")
        raw = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
        known = {str(one.get("key")): one for one in raw}
        wanted = list(_items(forms, known))
        asked = {field.key for field in category.fields}
        wanted += [one for one in raw if one.get("key") not in asked]  # what nobody could read
        category_files.describe(editor, snapshot, path, {"fields": wanted or None}, by)


def _items(
    forms: Mapping[int, FieldForm], known: Mapping[str, dict[str, object]]
) -> Iterator[dict[str, object]]:
    """Yield what the file says of each field, an untouched one as it says it now."""
    taken = {*known, *(form.key for form in forms.values())}
    for form in forms.values():
        key = form.key or _new_key(form.label, taken)
        taken.add(key)
        before = known.get(form.key, {})
        said = {name: value for name, value in _said(form, key).items() if value or name in before}
        for name in ("label_en", "hint", "hint_en", "pattern", "options"):
            if not said.get(name):
                said.pop(name, None)
        if form.kind == "text" and "kind" not in before:
            del said["kind"]
        order = dict.fromkeys((*before, *FIELD_KEYS, "options"))
        yield {name: said[name] for name in order if name in said}


def _said(form: FieldForm, key: str) -> dict[str, object]:
    return {
        "key": key,
        "label": typed.line(form.label),
        "label_en": typed.line(form.label_en),
        "kind": form.kind,
        "required": form.required,
        "hint": typed.line(form.hint),
        "hint_en": typed.line(form.hint_en),
        "pattern": form.pattern.strip(),
        "options": form.option_list,
    }


def _new_key(label: str, taken: set[str]) -> str:
    name = slug_of(label, limit=LONGEST_KEY).replace("-", "_").lstrip("0123456789_") or "pole"
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def _check(forms: Mapping[int, FieldForm]) -> None:
    if len(forms) > MOST_FIELDS:
        last = max(forms)
        problem = DomainError("Не больше %(most)s полей: длинную форму бросают.", most=MOST_FIELDS)
        raise InvalidInput({f"{last}_label": problem})
    wrong = {f"{i}_{name}": what for i, form in forms.items() for name, what in _mistakes(form)}
    if wrong:
        raise InvalidInput(wrong)


def _mistakes(form: FieldForm) -> Iterator[tuple[str, DomainError]]:
    for name, most in LONGEST.items():
        try:
            typed.at_most(most, typed.line(getattr(form, name)))
        except DomainError as problem:
            yield name, problem
    if not typed.line(form.label):
        yield "label", DomainError("Назовите поле.")
    if form.kind not in FIELD_KINDS:
        yield "kind", DomainError("Выберите из списка.")
    if not _compiles(form.pattern.strip()):
        yield "pattern", DomainError("Это не регулярное выражение.")
    yield from _option_mistakes(form)


def _option_mistakes(form: FieldForm) -> Iterator[tuple[str, DomainError]]:
    if form.kind == "select" and not form.option_list:
        yield "options", DomainError("Напишите варианты, каждый с новой строки.")
    if form.kind != "select" and form.option_list:
        yield "options", DomainError("Варианты бывают только у списка.")
    if len(form.option_list) > MOST_OPTIONS:
        yield "options", DomainError("Не больше %(most)s вариантов.", most=MOST_OPTIONS)
    if any(len(option) > LONGEST_OPTION for option in form.option_list):
        yield "options", DomainError("В варианте не больше %(most)s знаков.", most=LONGEST_OPTION)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
