"""A ticket to work with, and forms to make more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.tickets import asking
from tests.accounts import cast
from tests.tickets.forms import form

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.tickets.models import Ticket


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests ask the same question over and over: as if they waited long enough in between."""
    monkeypatch.setattr(asking, "SAME_WORDS", timedelta(0))


@pytest.fixture
def boris(database: object) -> Account:
    return cast.boris()


@pytest.fixture
def vera(database: object) -> Account:
    return cast.vera()


@pytest.fixture
def ticket(database: object) -> Ticket:
    return asking.open_ticket(form())
