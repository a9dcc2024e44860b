"""The reasons for which an article wants attention, and what each of them says in numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_THINGS: Final = 5  # shown of what exactly is wrong; `numbers` count them all
LONGEST_THING: Final = 300  # characters


class Reason(StrEnum):
    """Why an article wants attention, from what hurts readers most to what can wait."""

    TICKETS = "tickets"
    FELL = "fell"
    UNHELPFUL = "unhelpful"
    FLAGS = "flags"
    COMMENTS = "comments"
    DEAD_LINKS = "dead_links"
    IMAGES = "images"
    OUTSIDE = "outside"
    OVERDUE = "overdue"
    TRANSLATION = "translation"
    OVERSHADOWED = "overshadowed"
    TWIN = "twin"
    UNREAD = "unread"


# Those that a job works out and keeps; the others are read when the page is.
KEPT: Final = (
    Reason.TICKETS,
    Reason.FELL,
    Reason.UNHELPFUL,
    Reason.DEAD_LINKS,
    Reason.IMAGES,
    Reason.OUTSIDE,
    Reason.OVERSHADOWED,
    Reason.TWIN,
    Reason.UNREAD,
)
# Those that the article's text alone decides: what is kept of them goes with the text.
OF_TEXT: Final = frozenset(
    {Reason.DEAD_LINKS, Reason.IMAGES, Reason.OUTSIDE, Reason.OVERSHADOWED, Reason.TWIN}
)

# How bad one of each is, and from how many on it is as bad as it gets; see `severity`.
_SCALE: Final[Mapping[Reason, tuple[float, float]]] = {
    Reason.TICKETS: (0.5, 10),
    Reason.FELL: (0.6, 0.5),
    Reason.UNHELPFUL: (0.5, 0.5),
    Reason.FLAGS: (0.6, 5),
    Reason.COMMENTS: (0.4, 10),
    Reason.DEAD_LINKS: (0.5, 5),
    Reason.IMAGES: (0.5, 5),
    Reason.OUTSIDE: (0.3, 5),
    Reason.OVERDUE: (0.3, 365),
    Reason.TRANSLATION: (0.3, 365),
    Reason.OVERSHADOWED: (0.3, 5),
    Reason.TWIN: (0.3, 1),
    Reason.UNREAD: (0.1, 730),
}
_SPAN: Final = 0.4  # between the least and the most of one reason


class Thing(NamedTuple):
    """What exactly: a link, a remark, a question; `article_id` where it is another article.

    `english` is there where `text` is a sentence of ours; `trouble` names what is wrong with it,
    where pages have words for that.
    """

    text: str
    article_id: str = ""
    number: float | None = None
    english: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class Finding:
    """Why one article wants attention.

    `at` is an aware moment: when it happened last, or was seen last. `severity` is 0 to 1 over
    all reasons. `numbers` are the figures that say why; each reason's file names them.
    """

    reason: Reason
    article_id: str
    at: datetime
    severity: float
    numbers: Mapping[str, float] = field(default_factory=dict)
    things: tuple[Thing, ...] = ()


def severity(reason: Reason, amount: float) -> float:
    """Return how bad so much of a reason is, 0 to 1; it grows to the reason's own most."""
    least, most = _SCALE[reason]
    return round(least + _SPAN * min(1.0, max(0.0, amount / most)), 3)


def first(texts: list[Thing]) -> tuple[Thing, ...]:
    """Return the first few things, their words cut to what a list can show."""
    return tuple(
        one._replace(text=one.text[:LONGEST_THING], english=one.english[:LONGEST_THING])
        for one in texts[:MOST_THINGS]
    )


def midnight(day: date) -> datetime:
    """Return the beginning of a day as a moment, for sorting beside others."""
    return datetime.combine(day, time(), UTC)
