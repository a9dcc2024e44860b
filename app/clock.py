"""The one source of the present moment, so that tests can stop it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_frozen: datetime | None = None


def now() -> datetime:
    """Return the present moment as an aware UTC time."""
    return _frozen or datetime.now(UTC)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Stop the clock at an aware `moment` for the length of the block (tests and the demo)."""
    global _frozen  # noqa: PLW0603  one clock per process is the point
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
