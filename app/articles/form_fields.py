"""Fields that a category adds to the ask form, read from its `_category.yml` and checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import yaml

from app.articles.fields import Fields
from app.articles.problems import Problem, problem

FieldKind = Literal["text", "select", "date"]
FIELD_KINDS: tuple[FieldKind, ...] = get_args(FieldKind)
FIELD_KEYS = ("key", "label", "label_en", "kind", "required", "hint", "hint_en", "pattern")
MOST_FIELDS = 10  # a longer form is not filled in
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question of a category: `options` are a select's choices, `pattern` a whole match."""

    key: str
    label: str
    label_en: str = ""
    kind: FieldKind = "text"
    required: bool = False
    hint: str = ""
    hint_en: str = ""
    pattern: str = ""
    options: tuple[str, ...] = ()

    def label_in(self, lang: str) -> str:
        return (self.label_en if lang == "en" else "") or self.label

    def hint_in(self, lang: str) -> str:
        return (self.hint_en if lang == "en" else "") or self.hint


def read_form_fields(
    node: yaml.Node | None, value: object, source_path: Path
) -> tuple[tuple[FormField, ...], list[Problem]]:
    """Read the list under the key `fields`; a wrong field is left out and named with its line."""
    if node is None or value is None:
        return (), []
    if not isinstance(value, list) or not isinstance(node, yaml.SequenceNode):
        wanted = {"ru": "список полей, каждое с «- key: …»", "en": "a list, each from “- key: …”"}
        return (), [_at(source_path, node, "wrong-type", key="fields", **wanted)]
    found: dict[str, FormField] = {}
    problems: list[Problem] = []
    for item, its_node in zip(value, node.value, strict=True):
        field, wrong = _field(item, its_node, source_path)
        problems += wrong
        if field and field.key in found:
            problems.append(_at(source_path, its_node, "repeated-field", key=field.key))
        elif field:
            found[field.key] = field
    if len(found) > MOST_FIELDS:
        problems.append(_at(source_path, node, "too-many-fields", limit=MOST_FIELDS))
    return tuple(found.values())[:MOST_FIELDS], problems


def _field(
    item: object, node: yaml.Node, source_path: Path
) -> tuple[FormField | None, list[Problem]]:
    if not isinstance(item, Mapping) or not isinstance(node, yaml.MappingNode):
        wanted = {"ru": "«key: …» и «label: …»", "en": "“key: …” and “label: …”"}
        return None, [_at(source_path, node, "wrong-type", key="fields", **wanted)]
    lines = dict.fromkeys((*FIELD_KEYS, "options"), node.start_mark.line + 1)
    lines |= {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    values = Fields(item, lines, source_path)
    field = FormField(
        key=values.text("key", required=True),
        label=values.text("label", required=True),
        label_en=values.text("label_en"),
        kind=values.choice("kind", FIELD_KINDS, "text") if "kind" in item else "text",
        required=item.get("required") is True,
        hint=values.text("hint"),
        hint_en=values.text("hint_en"),
        pattern=values.text("pattern"),
        options=values.texts("options"),
    )
    wrong = [
        *values.problems,
        *(
            problem(source_path, lines.get(key, lines["key"]), code, key=key, **said)
            for key, code, said in _mistakes(field, item)
        ),
    ]
    return (None if wrong else field), wrong


def _mistakes(
    field: FormField, item: Mapping[object, object]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the key, the code and the words of each thing that a typed value cannot show."""
    if field.key and not _KEY.fullmatch(field.key):
        yield "key", "wrong-type", _wanted("латинские буквы, цифры и «_»", "letters, digits, “_”")
    if not isinstance(item.get("required", False), bool):
        yield "required", "wrong-type", _wanted("true или false", "true or false")
    if field.kind == "select" and not field.options:
        yield "options", "missing-field", {}
    if field.kind != "select" and field.options:
        yield "options", "wrong-type", _wanted("ничего: вид не select", "nothing: not a select")
    if not _compiles(field.pattern):
        yield "pattern", "wrong-type", _wanted("регулярное выражение", "a regular expression")
    for key in item:
        if key not in (*FIELD_KEYS, "options"):
            yield str(key), "unknown-key", {}


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _wanted(ru: str, en: str) -> dict[str, str]:
    return {"ru": ru, "en": en}


def _at(source_path: Path, node: yaml.Node, code: str, **values: object) -> Problem:
    return problem(source_path, node.start_mark.line + 1, code, **values)
