"""Takes a message apart with Python's own reader, whose time some messages were made to waste."""

from __future__ import annotations

from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32
from typing import TYPE_CHECKING, Final

from app.tickets.incoming.parts import Parts, opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import Message

LONGEST_DESCRIPTION: Final = 5_000  # characters of a Content-… header: reading it is quadratic
# 25 MB of files in base64 are 0.35 million lines; ten times that is a second of reading.
MOST_WORK: Final = 10_000_000  # lines to compare with boundaries
_WORK_OF_A_PART: Final = 25  # lines that take as long as a part


class _Bounded(Compat32):
    """Python's usual policy, with a limit for the headers that it takes apart itself."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(list(sourcelines))
        if name.lower().startswith("content-"):
            return name, value[:LONGEST_DESCRIPTION]
        return name, value


_POLICY: Final = _Bounded()


def parsed(raw: bytes) -> tuple[Message, Parts]:
    """Return a message and its parts; only its headers where the rest would take too long."""
    if _work(raw) <= MOST_WORK:
        try:
            message = BytesParser(policy=_POLICY).parsebytes(raw)
            return message, opened(message)
        except RecursionError:  # parts within parts, hundreds deep: nobody writes so
            pass
    return BytesHeaderParser(policy=_POLICY).parsebytes(raw), Parts()


def _work(raw: bytes) -> int:
    """Each line may be compared with the boundary of each part around it."""
    lines = raw.count(b"\n") + raw.count(b"\r")
    return lines * (1 + raw.lower().count(b"boundary")) + _WORK_OF_A_PART * raw.count(b"\n--")
