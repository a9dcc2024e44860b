"""How the demonstration is told from everything else, in the database and on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.durable import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

VISITOR: Final = "demo-"  # begins a demo visitor's name; a real one is 32 hexadecimal digits
DOMAIN: Final = "@example.com"  # reserved for examples: RFC 2606
TAG: Final = "демо"
TEAM: Final = " (демо)"  # ends a demo team's name

_FILE: Final = "demo_sample.txt"
_MADE, _NONE = b"made\n", b"none\n"


def is_decided(instance_folder: Path) -> bool:
    """Tell whether the sample has been made or declined here, so that it is not made again."""
    return (instance_folder / _FILE).exists()


def is_there(instance_folder: Path) -> bool:
    """Tell whether the sample is there, without a look into the database."""
    try:
        return (instance_folder / _FILE).read_bytes() == _MADE
    except FileNotFoundError:
        return False


def decide(instance_folder: Path, *, there: bool) -> None:
    """Remember for every start to come whether the sample is there."""
    write_atomically(instance_folder / _FILE, _MADE if there else _NONE)
