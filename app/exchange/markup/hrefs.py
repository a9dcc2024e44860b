"""The places that links and pictures of a Markdown text lead to: found, and replaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.exchange.markup.prose import in_blocks, in_prose, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable

_PLACE = r"<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*"
_INLINE = re.compile(rf"(\]\([ \t]*\n?[ \t]*)({_PLACE})")
_REFERENCE = re.compile(r"(^[ \t]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]+)(<[^<>\n]*>|[^\s]+)", re.MULTILINE)
_ATTRIBUTE = re.compile(
    r"""(<(?:a|img)\b[^<>]*?\s(?:href|src)\s*=\s*)("[^"<>]*"|'[^'<>]*')""", re.IGNORECASE
)
_NEEDS_BRACKETS = re.compile(r"[\s()]")


def replace_places(body: str, change: Callable[[str], str]) -> str:
    """Return the body with each place replaced by `change(place)`, its titles and texts as were.

    Links in code stay. The order of calls is not that of the text.
    """
    body = in_prose(body, lambda text: _REFERENCE.sub(_in_markdown(change), text))
    body = in_blocks(body, lambda text: _INLINE.sub(_outside_spans(text, change), text))
    return in_prose(body, lambda text: _ATTRIBUTE.sub(_in_html(change), text))


def _in_markdown(change: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    def replaced(match: re.Match[str]) -> str:
        written = match[2]
        place = written[1:-1] if written.startswith("<") else written
        new = change(place)
        if new == place:
            return match[0]
        return match[1] + (f"<{new}>" if _NEEDS_BRACKETS.search(new) else new)

    return replaced


def _outside_spans(text: str, change: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    """A link's text may hold a code span, so that spans are told apart here, by position."""
    spans = verbatim(text)
    replaced = _in_markdown(change)

    def checked(match: re.Match[str]) -> str:
        inside = any(start < match.start() < end for start, end in spans)
        return match[0] if inside else replaced(match)

    return checked


def _in_html(change: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    def replaced(match: re.Match[str]) -> str:
        quote, place = match[2][0], match[2][1:-1]
        return f"{match[1]}{quote}{change(place)}{quote}"

    return replaced
