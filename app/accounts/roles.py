"""Who is asking, and what they may do: one table of rights and the one function that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal


class Role(StrEnum):
    """What a person is to the help centre, from least to most trusted."""

    GUEST = "guest"
    AGENT = "agent"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"


# "oversee": to see the tickets of every team, not of one's own alone;
# "write": to draft articles in the studio; "review": to see those that wait for it, send them back
# and approve them; "publish": to show and hide articles; "edit": to change and order all of them.
Action = Literal["read", "answer", "oversee", "write", "review", "publish", "edit", "administer"]
PUBLIC, STAFF, UNPUBLISHED, EVERYTHING = "public", "staff", "unpublished", "*"

# (role, action) → the visibilities of articles, or everything, that the action may touch.
RIGHTS: Final[dict[tuple[Role, Action], frozenset[str]]] = {
    (Role.GUEST, "read"): frozenset({PUBLIC}),
    (Role.AGENT, "read"): frozenset({PUBLIC, STAFF}),
    (Role.AGENT, "answer"): frozenset({EVERYTHING}),
    (Role.AGENT, "write"): frozenset({EVERYTHING}),
    (Role.REVIEWER, "read"): frozenset({PUBLIC, STAFF}),
    (Role.REVIEWER, "answer"): frozenset({EVERYTHING}),
    (Role.REVIEWER, "write"): frozenset({EVERYTHING}),
    (Role.REVIEWER, "review"): frozenset({EVERYTHING}),
    (Role.EDITOR, "read"): frozenset({PUBLIC, STAFF, UNPUBLISHED}),
    (Role.EDITOR, "answer"): frozenset({EVERYTHING}),
    (Role.EDITOR, "write"): frozenset({EVERYTHING}),
    (Role.EDITOR, "review"): frozenset({EVERYTHING}),
    (Role.EDITOR, "publish"): frozenset({EVERYTHING}),
    (Role.EDITOR, "edit"): frozenset({EVERYTHING}),
    (Role.ADMIN, "read"): frozenset({PUBLIC, STAFF, UNPUBLISHED}),
    (Role.ADMIN, "answer"): frozenset({EVERYTHING}),
    (Role.ADMIN, "write"): frozenset({EVERYTHING}),
    (Role.ADMIN, "oversee"): frozenset({EVERYTHING}),
    (Role.ADMIN, "review"): frozenset({EVERYTHING}),
    (Role.ADMIN, "publish"): frozenset({EVERYTHING}),
    (Role.ADMIN, "edit"): frozenset({EVERYTHING}),
    (Role.ADMIN, "administer"): frozenset({EVERYTHING}),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever asks: a stranger (`GUEST`), or a signed-in account."""

    role: Role = Role.GUEST
    account_id: int | None = None

    @property
    def is_staff(self) -> bool:
        return self.role is not Role.GUEST


GUEST: Final = Reader()


def lowered(reader: Reader, role: Role) -> Reader:
    """Return the reader with the rights of `role`, or as they are where those are fewer."""
    ranks = list(Role)
    if ranks.index(role) >= ranks.index(reader.role):
        return reader
    return GUEST if role is Role.GUEST else Reader(role, reader.account_id)


def readable(reader: Reader) -> frozenset[str]:
    """Return what visibilities `reader` may read: the filter of every list and search."""
    return RIGHTS[reader.role, "read"]


def may(reader: Reader, action: Action, visibility: str = EVERYTHING) -> bool:
    """Tell whether `reader` may do `action` to something of this `visibility`."""
    allowed = RIGHTS.get((reader.role, action), frozenset())
    return EVERYTHING in allowed or visibility in allowed
