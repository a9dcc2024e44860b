"""Filled forms of the ask page."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from app.tickets.asking import Request
from tests.accounts.cast import GLEB

_keys = count()


def form(**changes: Any) -> Request:
    """Return a good form with a submission key of its own, but for `changes`."""
    good = Request(
        subject="Не приходят деньги за возврат",
        body="Вернул куртку две недели назад, денег всё ещё нет.",
        name="Глеб",
        email="gleb@example.com",
        visitor=GLEB,
        submission_key=f"key-{next(_keys)}",
    )
    return replace(good, **changes)
