"""What a category asks besides: changed by few bytes, checked, never written over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.editing import category_fields, category_files
from app.editing.category_fields import FieldForm
from app.errors import Conflict, InvalidInput
from tests.editing.shelf import ANNA

if TYPE_CHECKING:
    from app.articles.library import Library
    from app.editing.editor import Editor

ASKS = """title: Оплата
fields:
# из письма
- key: order
  label: Номер заказа
  required: true
- key: wish
  label: Что сделать
  kind: select
  options:
  - Вернуть
  - Обменять
"""


@pytest.fixture
def asking(library: Library) -> Library:
    """The folder in which the category about payment asks two things."""
    (library.folder / "oplata" / "_category.yml").write_text(ASKS, encoding="utf-8")
    library.refresh()
    return library


def text(library: Library) -> str:
    return (library.folder / "oplata" / "_category.yml").read_text(encoding="utf-8")


def forms(library: Library) -> dict[int, FieldForm]:
    return dict(enumerate(category_fields.forms_of(library.refresh().categories["oplata"])))


def change(editor: Editor, library: Library, wanted: dict[int, FieldForm]) -> None:
    seen = category_files.revision(library.refresh(), "oplata")
    category_fields.change(editor, "oplata", wanted, seen, ANNA)


def test_untouched_fields_change_no_byte(editor: Editor, asking: Library) -> None:
    change(editor, asking, forms(asking))
    assert text(asking) == ASKS


def test_a_field_changes_by_its_own_lines(editor: Editor, asking: Library) -> None:
    wanted = forms(asking)
    wanted[1] = replace(wanted[1], hint="Выберите", options="Вернуть\r\nОбменять\r\nПочинить")
    change(editor, asking, wanted)
    assert text(asking).startswith(ASKS.partition("- key: wish")[0])
    (_, wish) = asking.refresh().categories["oplata"].fields
    assert (wish.hint, wish.options) == ("Выберите", ("Вернуть", "Обменять", "Починить"))


def test_fields_change_places_with_all_that_they_say(editor: Editor, asking: Library) -> None:
    known = forms(asking)
    change(editor, asking, {1: known[1], 0: known[0]})
    assert [field.key for field in asking.refresh().categories["oplata"].fields] == [
        "wish",
        "order",
    ]
    said = text(asking)
    assert "- key: order\n  label: Номер заказа\n  required: true\n" in said
    assert "kind: select\n  options:\n  - Вернуть\n  - Обменять\n" in said
    change(editor, asking, forms(asking))
    assert text(asking) == said


def test_a_new_field_is_named_after_what_it_asks(editor: Editor, asking: Library) -> None:
    new = {2: FieldForm(label="Номер заказа"), 3: FieldForm(label="Номер заказа", kind="date")}
    change(editor, asking, forms(asking) | new)
    fields = asking.refresh().categories["oplata"].fields
    assert [field.key for field in fields] == ["order", "wish", "nomer_zakaza", "nomer_zakaza_2"]
    assert (fields[3].kind, fields[3].required) == ("date", False)


def test_a_category_that_asks_nothing_has_no_key_for_it(editor: Editor, asking: Library) -> None:
    change(editor, asking, {})
    assert text(asking) == "title: Оплата\n"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (FieldForm(hint="Куда?"), "0_label"),
        (FieldForm(label="ы" * 101), "0_label"),
        (FieldForm(label="Да", kind="cats"), "0_kind"),
        (FieldForm(label="Да", kind="select"), "0_options"),
        (FieldForm(label="Да", options="Раз"), "0_options"),
        (FieldForm(label="Да", pattern="("), "0_pattern"),
    ],
)
def test_what_is_wrong_is_told_by_field(
    editor: Editor, asking: Library, form: FieldForm, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(editor, asking, {0: form})
    assert refused.value.fields.keys() == {field}
    assert text(asking) == ASKS


def test_eleven_fields_are_too_many(editor: Editor, asking: Library) -> None:
    with pytest.raises(InvalidInput, match="Проверьте"):
        change(editor, asking, {n: FieldForm(label=f"Поле {n}") for n in range(11)})


def test_what_a_colleague_changed_is_not_written_over(editor: Editor, asking: Library) -> None:
    seen = category_files.revision(asking.refresh(), "oplata")
    change(editor, asking, {})
    with pytest.raises(Conflict):
        category_fields.change(editor, "oplata", {0: FieldForm(label="Моё")}, seen, ANNA)
    assert text(asking) == "title: Оплата\n"
