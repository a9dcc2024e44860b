"""Fields that a category adds to the ask form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.articles.article import Category
from app.articles.reading import read_category

if TYPE_CHECKING:
    from pathlib import Path

    from app.articles.reading import Reading

GOOD = """title: Доставка
fields:
- key: order
  label: Номер заказа
  label_en: Order number
  required: true
  hint: Вида 1234-5678
  pattern: '\\d{4}-\\d{4}'
- key: city
  label: Город
  kind: select
  options:
  - Москва
  - Тверь
- {key: day, label: Когда ждали, kind: date}
"""


def read(tmp_path: Path, text: str) -> Reading:
    return read_category("dostavka/_category.yml", tmp_path / "_category.yml", text.encode())


def test_fields_are_read_in_their_order(tmp_path: Path) -> None:
    reading = read(tmp_path, GOOD)
    assert reading.problems == ()
    assert isinstance(reading.category, Category)
    order, city, day = reading.category.fields
    assert (order.key, order.kind, order.required) == ("order", "text", True)
    assert (order.label_in("ru"), order.label_in("en")) == ("Номер заказа", "Order number")
    assert (city.kind, city.options, city.required) == ("select", ("Москва", "Тверь"), False)
    assert (day.kind, day.label_in("en")) == ("date", "Когда ждали")


def test_a_category_without_fields_has_none(tmp_path: Path) -> None:
    reading = read(tmp_path, "title: Доставка\nfields:\n")
    assert reading.category
    assert (reading.category.fields, reading.problems) == ((), ())


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("fields: order", 2, "wrong-type"),
        ("fields:\n- order", 3, "wrong-type"),
        ("fields:\n- label: Номер", 3, "missing-field"),
        ("fields:\n- key: order", 3, "missing-field"),
        ("fields:\n- key: Номер\n  label: Номер", 3, "wrong-type"),
        ("fields:\n- key: order\n  label: Номер\n  kind: number", 5, "wrong-type"),
        ("fields:\n- key: order\n  label: Номер\n  pattern: '('", 5, "wrong-type"),
        ("fields:\n- key: order\n  label: Номер\n  required: yes", 5, "wrong-type"),
        ("fields:\n- key: order\n  label: Номер\n  kind: select", 3, "missing-field"),
        ("fields:\n- key: order\n  label: Номер\n  options: [a]", 5, "wrong-type"),
        ("fields:\n- key: order\n  label: Номер\n  lable: x", 5, "unknown-key"),
    ],
)
def test_a_wrong_field_is_left_out_and_named_with_its_line(
    tmp_path: Path, text: str, line: int, code: str
) -> None:
    reading = read(tmp_path, f"title: Доставка\n{text}\n")
    assert [(p.line, p.code) for p in reading.problems] == [(line, code)]
    assert reading.category
    assert reading.category.fields == ()


def test_the_same_key_twice_is_named(tmp_path: Path) -> None:
    text = "title: Доставка\nfields:\n" + "- {key: order, label: Номер}\n" * 2
    reading = read(tmp_path, text)
    assert [(p.line, p.code) for p in reading.problems] == [(4, "repeated-field")]
    assert reading.category
    assert len(reading.category.fields) == 1


def test_more_fields_than_anybody_fills_in_are_named(tmp_path: Path) -> None:
    rows = "".join(f"- {{key: f{n}, label: Поле}}\n" for n in range(12))
    reading = read(tmp_path, f"title: Доставка\nfields:\n{rows}")
    assert [p.code for p in reading.problems] == ["too-many-fields"]
    assert reading.category
    assert len(reading.category.fields) == 10
