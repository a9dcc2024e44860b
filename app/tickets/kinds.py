"""The words that a ticket is sorted by: kind, priority, outcome, and how things hang together."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What the customer wants."""

    QUESTION = "question"
    PROBLEM = "problem"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"


class Priority(StrEnum):
    """How much haste there is, from least to most."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Assigning(StrEnum):
    """Who gets a team's new ticket: nobody, each member in turn, or the one with fewest."""

    BY_HAND = "by_hand"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"


class Inserted(StrEnum):
    """How an article came to a ticket."""

    INSERTED = "inserted"  # put into a reply
    LINKED = "linked"  # named by hand
    CREATED = "created"  # written from the ticket


class Outcome(StrEnum):
    """What a closed ticket gave to the articles (KCS v6, "link rate")."""

    LINKED = "linked"
    CREATED = "created"
    NOT_NEEDED = "not_needed"
    SKIPPED = "skipped"


class Relation(StrEnum):
    """Why two tickets are linked; a duplicate or a part points to the ticket it came to or from."""

    RELATED = "related"
    DUPLICATE = "duplicate"
    PART = "part"


class EscalationReason(StrEnum):
    """Why a ticket goes to another level of support."""

    KNOWLEDGE = "knowledge"  # needs somebody who knows more
    RIGHTS = "rights"  # needs somebody who may do more
    CUSTOMER = "customer"  # the customer asked for it
    LATE = "late"  # the target was missed
    RETURNED = "returned"  # the level above has done its part
    OTHER = "other"


LEVELS: Final = (1, 2, 3)  # of support
