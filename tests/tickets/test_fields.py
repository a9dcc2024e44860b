"""Answers to the fields of a category."""

from __future__ import annotations

import pytest

from app.articles.form_fields import FormField
from app.errors import InvalidInput
from app.tickets import asking, fields
from tests.tickets.forms import form

ORDER = FormField(key="order", label="Номер", label_en="Order", required=True, pattern=r"\d{4}")
CITY = FormField(key="city", label="Город", kind="select", options=("Москва", "Тверь"))
DAY = FormField(key="day", label="Когда", kind="date")
ALL = (ORDER, CITY, DAY)


def test_answers_keep_the_form_s_order_and_label() -> None:
    typed = {"field_day": "2026-03-01", "field_order": " 1234 ", "field_city": ""}
    answers = fields.checked(ALL, typed)
    assert [(a.key, a.label, a.value) for a in answers] == [
        ("order", "Номер", "1234"),
        ("day", "Когда", "2026-03-01"),
    ]
    assert fields.checked(ALL, typed, "en")[0].label == "Order"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("field_order", ""),
        ("field_order", " \u202e\x00"),
        ("field_order", "12345"),
        ("field_order", "1" * 5000),
        ("field_city", "Париж"),
        ("field_day", "завтра"),
        ("field_day", "2026-02-30"),
    ],
)
def test_a_wrong_answer_is_named(name: str, wrong: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        fields.checked(ALL, {"field_order": "1234"} | {name: wrong})
    assert set(refusal.value.fields) == {name}


def test_fields_of_another_category_are_not_taken() -> None:
    assert fields.checked((CITY,), {"field_order": "1234", "order": "5", "city": "Тверь"}) == ()


@pytest.mark.usefixtures("database")
def test_answers_stay_with_the_ticket() -> None:
    answers = fields.checked(ALL, {"field_order": "1234", "field_city": "Тверь"})
    ticket = asking.open_ticket(form(answers=answers))
    assert [(a.label, a.value) for a in fields.of(ticket)] == [
        ("Номер", "1234"),
        ("Город", "Тверь"),
    ]
