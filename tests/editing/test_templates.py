"""Templates of articles: each a page that renders, with the headings that its kind needs."""

from __future__ import annotations

import pytest

from app.articles.markdown import render
from app.editing import templates
from app.errors import InvalidInput


def headings(name: str) -> list[str]:
    page = render(templates.body(name), link=lambda _: None, file_url=lambda _: None)
    return [entry.text for entry in page.contents]


@pytest.mark.parametrize("name", templates.NAMES)
def test_template_begins_with_a_line_for_the_answer_and_has_parts(name: str) -> None:
    assert templates.body(name).startswith("\n")
    assert not templates.body(name).lstrip().startswith("#")
    assert len(headings(name)) >= 3


def test_instruction_has_steps_and_what_to_do_when_they_fail() -> None:
    assert headings("how-to")[1:] == ["Шаги", "Что получится", "Если не получилось"]
    assert "1. " in templates.body("how-to")


def test_unknown_template_is_refused_beside_its_field() -> None:
    with pytest.raises(InvalidInput) as caught:
        templates.body("../../etc/passwd")
    assert "template" in caught.value.fields
