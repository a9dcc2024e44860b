"""Terms of the glossary: written and removed by editors, each a change of its own lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app import typed
from app.articles import front_matter, glossary, yaml_editing, yaml_text
from app.articles.glossary import FILE
from app.errors import Conflict, DomainError, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.editing.editor import Editor
    from app.editing.revisions import Author

LONGEST_TERM: Final = 80  # characters
LONGEST_DEFINITION: Final = 600
MOST_VARIANTS: Final = 10


@dataclass(frozen=True, kw_only=True)
class TermForm:
    """A term as typed; `variants` are parted by commas or lines."""

    term: str = ""
    definition: str = ""
    term_en: str = ""
    definition_en: str = ""
    variants: str = ""
    article_id: str = ""

    @property
    def variant_list(self) -> list[str]:
        parts = self.variants.replace("\n", ",").replace(";", ",").split(",")
        return list(dict.fromkeys(filter(None, map(typed.line, parts))))


def form_of(term: glossary.Term) -> TermForm:
    """Return the form that says what the term says."""
    return TermForm(
        term=term.term,
        definition=term.definition,
        term_en=term.term_en,
        definition_en=term.definition_en,
        variants=", ".join(term.variants),
        article_id=term.article_id,
    )


def save(editor: Editor, form: TermForm, before: str, revision: str, by: Author) -> str:
    """Write a term, in place of the one called `before` if there was one; return its name.

    Raises InvalidInput, NotFound for `before`, Conflict when the file is not at `revision`.
    """
    name = _checked(form)
    with editor.writing() as snapshot:
        content = _content(snapshot.folder, revision)
        known = _metadata(content)
        if before and before not in known:
            raise NotFound("Такого термина уже нет.")
        if name != before and name in known:
            raise InvalidInput({"term": DomainError("Такой термин уже есть.")})
        said = {key: value for key, value in _said(form).items() if value}
        others = _kept(known.get(before))
        wanted = {
            (name if key == before else key): ({**others, **said} if key == before else value)
            for key, value in known.items()
        }
        wanted.setdefault(name, said)
        editor.put_beside(FILE, _written(content, wanted), by)
    return name


def remove(editor: Editor, name: str, revision: str, by: Author) -> None:
    """Raises NotFound, and Conflict when the file is not at `revision`."""
    with editor.writing() as snapshot:
        content = _content(snapshot.folder, revision)
        known = _metadata(content)
        if name not in known:
            raise NotFound("Такого термина уже нет.")
        wanted = {key: value for key, value in known.items() if key != name}
        editor.put_beside(FILE, _written(content, wanted), by)


def _said(form: TermForm) -> dict[str, object]:
    return {
        "definition": typed.line(form.definition),
        "term_en": typed.line(form.term_en),
        "definition_en": typed.line(form.definition_en),
        "variants": form.variant_list,
        "article": form.article_id,
    }


def _kept(said: object) -> dict[str, object]:
    """Keys of a term that no field of the form stands for."""
    own = set(_said(TermForm()))
    return {k: v for k, v in said.items() if k not in own} if isinstance(said, dict) else {}


def _checked(form: TermForm) -> str:
    problems: dict[str, DomainError] = {}

    def check(field: str, test: Callable[[], object]) -> None:
        try:
            test()
        except DomainError as problem:
            problems[field] = problem

    check("term", lambda: _text(form.term, LONGEST_TERM, "Напишите термин."))
    check("definition", lambda: _text(form.definition, LONGEST_DEFINITION, "Объясните термин."))
    check("variants", lambda: _variants(form.variant_list))
    check("term_en", lambda: typed.at_most(LONGEST_TERM, typed.line(form.term_en)))
    check(
        "definition_en", lambda: typed.at_most(LONGEST_DEFINITION, typed.line(form.definition_en))
    )
    if problems:
        raise InvalidInput(problems)
    return typed.line(form.term)


def _text(text: str, most: int, missing: str) -> None:
    said = typed.line(text)
    if not said:
        raise DomainError(missing)
    typed.at_most(most, said)


def _variants(variants: list[str]) -> None:
    if len(variants) > MOST_VARIANTS:
        raise DomainError("Не больше %(most)s вариантов.", most=MOST_VARIANTS)
    for variant in variants:
        typed.at_most(LONGEST_TERM, variant)


def _content(folder: Path, revision: str) -> bytes:
    try:
        content = (folder / FILE).read_bytes()
    except FileNotFoundError:
        content = b""
    if revision != (glossary.parse(content).revision if content else ""):
        raise Conflict("Пока вы писали, глоссарий изменили. Проверьте и сохраните ещё раз.")
    return content


def _metadata(content: bytes) -> dict[str, object]:
    try:
        return yaml_text.load(front_matter.text_of(content))[0]
    except yaml_text.YamlError as error:
        sentence = "Файл _glossary.yml не читается (строка %(line)s): поправьте его."
        raise InvalidInput({"term": DomainError(sentence, line=error.line)}) from None


def _written(content: bytes, wanted: dict[str, object]) -> bytes:
    if not content.strip():
        return yaml_text.dump(wanted).encode()
    return yaml_editing.edit(front_matter.text_of(content), wanted, tuple(wanted)).encode()
