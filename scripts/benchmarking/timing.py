"""Times of calls by the processor's clock of this thread, in turns.

All that is timed here runs in one thread and waits for nothing, so on a quiet machine these are
the milliseconds of the clock on the wall; on a busy one they leave out what others take.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROUNDS = 5
SLOW_SECONDS = 10.0  # a contestant that takes longer a round gets no other


@dataclass(frozen=True)
class Times:
    """Milliseconds over all queries, of each the median of its rounds."""

    p50: float
    p95: float
    most: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Times:
        cuts = quantiles(milliseconds, n=20)
        return cls(round(cuts[9], 3), round(cuts[18], 3), round(max(milliseconds), 3))


def contest(
    contestants: Mapping[str, Callable[[Any], object]], queries: Sequence[Any], rounds: int = ROUNDS
) -> dict[str, Times]:
    """Let each answer each query in every round; the first round warms up and is not counted."""
    counted: dict[str, list[list[float]]] = {name: [] for name in contestants}
    slow: set[str] = set()
    for number in range(rounds + 1):
        for name, answer in contestants.items():
            if name in slow:
                continue
            times = [milliseconds(answer, query) for query in queries]
            if sum(times) > SLOW_SECONDS * 1000:
                slow.add(name)
            if number or name in slow:
                counted[name].append(times)
    return {
        name: Times.of([median(times) for times in zip(*rounds_of, strict=True)])
        for name, rounds_of in counted.items()
    }


def milliseconds(answer: Callable[[Any], object], query: Any) -> float:
    """How long this thread works for one call."""
    started = time.thread_time()
    answer(query)
    return (time.thread_time() - started) * 1000
