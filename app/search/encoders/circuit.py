"""A circuit breaker: after some failures in a row nothing is tried for a while."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

FAILURES_TO_OPEN: Final = 3  # in a row; fewer would open at a single hiccup and its retry
OPEN_SECONDS: Final = 30.0  # then one call is let through, to see whether it works again


class Circuit:
    """Closed while calls succeed, open after failures in a row, half open for one trial call."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_again_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether a call would be refused now."""
        return self._clock() < self._closed_again_at

    def admit(self) -> bool:
        """Whether this call may be tried; while half open only one is."""
        with self._lock:
            if self.is_open:
                return False
            if self._failures >= FAILURES_TO_OPEN:
                self._closed_again_at = self._clock() + OPEN_SECONDS
            return True

    def succeeded(self) -> None:
        """Close the circuit: the last call worked."""
        with self._lock:
            self._failures = 0
            self._closed_again_at = 0.0

    def failed(self) -> None:
        """Count a failure; open the circuit after the last one that is borne."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES_TO_OPEN:
                self._closed_again_at = self._clock() + OPEN_SECONDS
