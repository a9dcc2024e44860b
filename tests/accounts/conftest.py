"""Hashing that takes no time, for tests that sign in often."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from app.accounts import passwords


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with the least cost that argon2 allows."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
