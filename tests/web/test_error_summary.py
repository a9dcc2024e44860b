"""What is wrong is told above a form that comes back, each sentence a link to its field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.web.browsing import form, submit
from tests.web.conftest import client_of
from tests.web.studio import ON_SQLITE, opened, send
from tests.web.test_ask_form import with_fields  # noqa: F401
from tests.web.test_asking import FILLED, ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

pytestmark = ON_SQLITE
SUMMARY = re.compile(r"<div[^>]*data-summary>.*?</div></div>", re.DOTALL)
TEMPLATE = re.compile(r"<template.*?</template>", re.DOTALL)
LINK = re.compile(r'<li><a href="#([^"]+)">([^<]+)</a></li>')


def told(page: TestResponse) -> dict[str, str]:
    """Return the summary's sentences by the ids they lead to, which are fields of the page."""
    (summary,) = SUMMARY.findall(page.text)
    assert 'tabindex="-1" autofocus' in summary
    assert 'role="alert"' in summary
    links = dict(LINK.findall(summary))
    assert len(links) == summary.count("<li>")
    shown = TEMPLATE.sub("", page.text)
    for place in links:
        (tag,) = re.findall(rf'<(\w+)[^>]* id="{place}"', shown)
        assert tag in {"input", "textarea", "select"}
    return links


def test_the_ask_form_names_its_wrong_fields_in_their_order(gleb: FlaskClient) -> None:
    wrong = {**FILLED, "subject": "", "body": "Коротко", "email": "gleb@"}
    links = told(submit(gleb, form(gleb.get("/ask"), "/tickets"), **wrong))
    assert list(links) == ["_subject", "_body", "_email"]
    assert links["_subject"] == "Напишите тему: хотя бы 3 знака."


def test_a_category_s_own_fields_are_named(with_fields: Flask) -> None:  # noqa: F811
    gleb = client_of(with_fields)
    sent = form(gleb.get("/ask"), "/tickets")
    links = told(submit(gleb, sent, **{**FILLED, "category": "vozvrat", "email": ""}))
    assert links == {
        "_field_order": "Номер заказа: заполните это поле.",
        "_email": "Укажите адрес почты.",
    }


def test_an_empty_reply_leads_to_its_field(gleb: FlaskClient) -> None:
    page = gleb.get(ask(gleb))
    assert list(told(submit(gleb, form(page, "/replies"), body=" "))) == ["_body"]


ONE = "/studio/categories/one"


@pytest.mark.parametrize(
    ("address", "typed", "places"),
    [
        (
            "/account/profile",
            {"name": "", "time_zone": "Луна", "own_hours": "1", "tue": "9", "away_from": "x"},
            ["_away_from"],
        ),
        (
            "/account/profile",
            {"name": "", "time_zone": "Луна", "away_note": "я" * 2000, "own_hours": "1"}
            | dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), "")
            | {"sun": "9"},
            ["_name", "_time_zone", "_away_note", "_sun"],
        ),
        (
            "/studio/announcements",
            {"text": "", "article": "нет такой", "ends": "вчера"},
            ["_kind", "_text", "_audience", "_ends", "_article"],
        ),
        ("/studio/glossary", {"term": "", "definition": ""}, ["_term", "_definition"]),
        ("/studio/articles/new", {"title": "Новое", "category": "vozvrat"}, ["_template"]),
        ("/studio/articles/new", {"title": "", "template": "faq"}, ["_category"]),
        (f"{ONE}?path=vozvrat", {"title": ""}, ["_title", "_audience"]),
        (f"{ONE}/place?path=vozvrat", {"slug": "Адрес"}, ["_slug"]),
        (f"{ONE}/fields?path=vozvrat", {"0_hint": "Да", "0_kind": "x"}, ["_0_label", "_0_kind"]),
        ("/studio/articles/voz-01/comments", {"word": " "}, ["_word"]),
    ],
)
def test_staff_s_forms_lead_to_their_fields(
    anna: FlaskClient, address: str, typed: Mapping[str, str], places: list[str]
) -> None:
    page = anna.get("/account/profile")
    token = form(page, "/account/profile").fields["csrf_token"]
    answer = anna.post(address, data={"csrf_token": token, **typed})
    assert answer.status_code == 422
    assert list(told(answer)) == places


def test_days_with_the_same_mistake_are_told_apart(anna: FlaskClient) -> None:
    sent = form(anna.get("/account/profile"), "/account/profile")
    links = told(submit(anna, sent, own_hours="1", mon="9", sun="10"))
    hours = "часы пишут так: 09:00-13:00, 14:00-18:00."
    assert links == {"_mon": f"Понедельник: {hours}", "_sun": f"Воскресенье: {hours}"}


def test_what_cannot_be_merged_leads_to_its_field(anna: FlaskClient) -> None:
    assert list(told(anna.get("/studio/merging?kept=voz-01&other=net"))) == ["_other"]


def test_the_editor_leads_to_fields_and_to_the_text(anna: FlaskClient) -> None:
    typed = opened(anna) | {"summary": "а" * 501, "verified": "вчера"}
    assert set(told(send(anna, typed, save="1"))) == {"_summary", "_verified"}
    whole = opened(anna, query="?view=source")
    whole["source"] = whole["source"].replace("audience: public", "audience: everybody")
    assert list(told(send(anna, whole, save="1"))) == ["_text"]
