"""Hashing that takes no time, for tests that sign in often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accounts import cast

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def quick_hashing() -> Iterator[None]:
    with cast.quick_hashing():
        yield
