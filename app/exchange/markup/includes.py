"""Other files that MkDocs puts into a page: Snippets, mdx_include and markdown-include."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.errors import DomainError
from app.exchange.paths import joined
from app.exchange.texts import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.exchange.archives import Archive

LONGEST: Final = 100_000  # bytes of a file that is put in
MOST_NESTED: Final = 3
MOST: Final = 500_000  # characters of a page with all that is put in
_INCLUDE: Final = re.compile(
    r"^([ \t]*)(?:;?--8<--[ \t]+[\"']([^\"'\n]+)[\"']|\{!>?[ \t]*([^!\n]+?)[ \t]*!\}"
    r"|\{\*[ \t]*(\S+)[^\n]*?\*\})[ \t]*$",
    re.MULTILINE,
)
_BLOCK: Final = re.compile(r"^[ \t]*;?--8<--[ \t]*$", re.MULTILINE)


def put_in(archive: Archive, body: str, folders: Iterable[str], used: set[str]) -> tuple[str, int]:
    """Return the body with the files that the source holds, and how many stay what they were.

    A file is looked for from each of `folders`, in code too, as MkDocs does; `used` hears of it.
    """
    places = list(dict.fromkeys(folders))

    def text_of(name: str) -> str | None:
        path = next((p for p in (joined(f, name) for f in places) if p in known), None)
        if path is None:
            return None
        try:
            text = read_text(archive, path, LONGEST).text
        except DomainError:
            return None
        used.add(path)
        return text.rstrip("\n")

    known = set(archive.paths()) if _INCLUDE.search(body) else set()
    for _ in range(MOST_NESTED):
        before, body = body, _once(body, text_of)
        if body == before:
            break
    return body, len(_INCLUDE.findall(body)) + len(_BLOCK.findall(body)) // 2


def _once(body: str, text_of: Callable[[str], str | None]) -> str:
    room = MOST - len(body)

    def change(match: re.Match[str]) -> str:
        nonlocal room
        text = text_of(match[2] or match[3] or match[4])
        if text is None or len(text) > room:
            return match[0]
        room -= len(text)
        return "\n".join(match[1] + line if line else "" for line in text.split("\n"))

    return _INCLUDE.sub(change, body)
