"""Consent to the processing of personal data: asked for, and shown again years later."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from app import db
from app.errors import InvalidInput
from app.tickets import asking, consent
from app.tickets.asking_models import ConsentText
from tests.accounts.cast import GLEB
from tests.tickets.forms import form

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("database")


def document(tmp_path: Path, text: str) -> consent.Document:
    path = tmp_path / f"{sha256(text.encode()).hexdigest()}.md"
    path.write_text(text, encoding="utf-8")
    return consent.read(path)


def given(shown: consent.Document) -> consent.Given:
    return consent.checked(shown, ticked=True, version=shown.version)


def test_the_journal_names_time_version_text_ticket_and_visitor(tmp_path: Path) -> None:
    shown = document(tmp_path, "Я согласен.")
    ticket = asking.open_ticket(form(consent=given(shown)))
    ((line, text),) = consent.of(ticket.number)
    assert (line.ticket_number, line.given_at) == (ticket.number, ticket.created_at)
    assert line.version == text.version == sha256(text.text.encode()).hexdigest()
    assert text.text == "Я согласен.\n"
    assert line.visitor_hash == sha256(GLEB.encode()).hexdigest()


def test_each_version_of_the_text_is_kept_once(tmp_path: Path) -> None:
    first, second = document(tmp_path, "Первый текст"), document(tmp_path, "Второй текст")
    tickets = [asking.open_ticket(form(consent=given(d))) for d in (first, first, second)]
    assert db.session.scalars(select(func.count()).select_from(ConsentText)).one() == 2
    assert [consent.of(t.number)[0][1].text for t in tickets] == [
        "Первый текст\n",
        "Первый текст\n",
        "Второй текст\n",
    ]


def test_a_form_sent_twice_consents_once(tmp_path: Path) -> None:
    same = form(consent=given(document(tmp_path, "Я согласен.")))
    numbers = {asking.open_ticket(same).number for _ in range(3)}
    assert len(consent.of(numbers.pop())) == 1


def test_an_unticked_box_is_no_consent(tmp_path: Path) -> None:
    shown = document(tmp_path, "Я согласен.")
    with pytest.raises(InvalidInput) as refusal:
        consent.checked(shown, ticked=False, version=shown.version)
    assert set(refusal.value.fields) == {"consent"}


def test_nobody_consents_to_a_text_that_changed_meanwhile(tmp_path: Path) -> None:
    old, new = document(tmp_path, "Старый"), document(tmp_path, "Новый")
    with pytest.raises(InvalidInput) as refusal:
        consent.checked(new, ticked=True, version=old.version)
    assert "изменился" in str(refusal.value.fields["consent"])


def test_a_changed_file_is_a_new_version(tmp_path: Path) -> None:
    path = tmp_path / "consent.md"
    path.write_text("Один", encoding="utf-8")
    before = consent.read(path)
    path.write_text("Два!", encoding="utf-8")
    assert consent.read(path).version != before.version


def test_a_text_comes_along() -> None:
    assert "персональные данные" in consent.read(None).text
