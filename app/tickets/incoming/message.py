"""A message that came in, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Headers:
    """Header lines by name in small letters, each as it came, unfolded."""

    values: Mapping[str, Sequence[str]]

    def first(self, name: str) -> str:
        """Return the first line of this name, "" where there is none."""
        return next(iter(self.values.get(name, ())), "")


@dataclass(frozen=True)
class File:
    """A file that came with a message."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Incoming:
    """What a message says.

    `sender` is "" where it has no usable one. `threads` are the addresses and message ids that
    may name a ticket. `machine` says what gives a machine away. `text` is the whole body.
    """

    mail_id: str
    fingerprint: str
    sender: str
    sender_name: str
    subject: str
    threads: tuple[str, ...]
    machine: str
    text: str
    files: tuple[File, ...]
