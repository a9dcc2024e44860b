"""The glossary's file: terms read, and written by the lines that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.articles import glossary
from app.articles.glossary import Term
from app.editing import terms
from app.editing.terms import TermForm
from app.errors import Conflict, InvalidInput, NotFound
from tests.editing.shelf import ANNA

if TYPE_CHECKING:
    from pathlib import Path

    from app.articles.library import Library
    from app.editing.editor import Editor

FILE = """# Слова нашего дела
СБП:
  definition: 'Перевод по номеру телефона'   # так просили
  variants: [система быстрых платежей]
  owner: anna
"404":
  definition: Страницы нет
"""


@pytest.fixture
def folder(library: Library) -> Path:
    (library.folder / "_glossary.yml").write_text(FILE, encoding="utf-8")
    return library.folder


def text(folder: Path) -> str:
    return (folder / "_glossary.yml").read_text(encoding="utf-8")


def revision(folder: Path) -> str:
    return glossary.read(folder).revision


def test_terms_are_read_in_their_order(folder: Path) -> None:
    first, second = glossary.read(folder).terms
    assert first == Term(term="404", definition="Страницы нет")
    assert second.variants == ("система быстрых платежей",)
    assert (second.anchor, second.term_in("en"), second.is_told_in("en")) == ("sbp", "СБП", False)


def test_a_new_term_is_added_and_nothing_else_changes(editor: Editor, folder: Path) -> None:
    form = TermForm(term="ПВЗ", definition="Пункт выдачи заказов", variants="пункт, точка\nпункт")
    terms.save(editor, form, "", revision(folder), ANNA)
    assert text(folder).startswith(FILE)
    added = glossary.read(folder).find("ПВЗ")
    assert added is not None
    assert added.variants == ("пункт", "точка")


def test_a_changed_term_keeps_keys_that_no_field_stands_for(editor: Editor, folder: Path) -> None:
    known = glossary.read(folder).find("СБП")
    assert known is not None
    form = TermForm(term="СБП", definition="Перевод между банками", term_en="FPS")
    terms.save(editor, form, "СБП", revision(folder), ANNA)
    assert "owner: anna" in text(folder)
    assert '"404":\n  definition: Страницы нет\n' in text(folder)
    changed = glossary.read(folder).find("СБП")
    assert changed is not None
    assert (changed.definition, changed.term_en, changed.variants) == (
        "Перевод между банками",
        "FPS",
        (),
    )


def test_a_term_is_renamed_and_removed(editor: Editor, folder: Path) -> None:
    form = TermForm(term="Быстрый перевод", definition="Перевод по номеру телефона")
    terms.save(editor, form, "СБП", revision(folder), ANNA)
    assert [term.term for term in glossary.read(folder).terms] == ["404", "Быстрый перевод"]
    terms.remove(editor, "404", revision(folder), ANNA)
    assert [term.term for term in glossary.read(folder).terms] == ["Быстрый перевод"]
    with pytest.raises(NotFound):
        terms.remove(editor, "404", revision(folder), ANNA)


def test_the_first_term_makes_the_file(editor: Editor, library: Library) -> None:
    terms.save(editor, TermForm(term="СБП", definition="Перевод"), "", "", ANNA)
    assert text(library.folder) == "СБП:\n  definition: Перевод\n"


def test_a_glossary_that_changed_meanwhile_is_not_written_over(
    editor: Editor, folder: Path
) -> None:
    old = revision(folder)
    (folder / "_glossary.yml").write_text(FILE + "ЭЦП:\n  definition: Подпись\n", encoding="utf-8")
    with pytest.raises(Conflict, match="глоссарий изменили"):
        terms.save(editor, TermForm(term="А", definition="Б"), "", old, ANNA)
    with pytest.raises(Conflict):
        terms.remove(editor, "СБП", old, ANNA)
    assert "ЭЦП" in text(folder)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (TermForm(term=" ", definition="Да"), "term"),
        (TermForm(term="СБП", definition="Да"), "term"),
        (TermForm(term="ы" * 81, definition="Да"), "term"),
        (TermForm(term="А", definition=""), "definition"),
        (TermForm(term="А", definition="ы" * 601), "definition"),
        (TermForm(term="А", definition="Да", variants=",".join("абвгдежзикл")), "variants"),
    ],
)
def test_a_wrong_term_is_refused(editor: Editor, folder: Path, form: TermForm, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        terms.save(editor, form, "", revision(folder), ANNA)
    assert refused.value.fields.keys() == {field}
    assert text(folder) == FILE


def test_a_file_that_cannot_be_read_is_said_and_kept(editor: Editor, folder: Path) -> None:
    (folder / "_glossary.yml").write_text("СБП: 'не закрыто\n", encoding="utf-8")
    broken = glossary.read(folder)
    assert (broken.terms, broken.problem) == ((), 1)
    with pytest.raises(InvalidInput):
        terms.save(editor, TermForm(term="А", definition="Б"), "", broken.revision, ANNA)
    assert text(folder) == "СБП: 'не закрыто\n"
