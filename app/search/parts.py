"""The parts of an article that search finds by themselves: sections, and questions in bold."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.articles.article import Section

MAX_HEADING = 200  # characters of a line in bold that heads what follows
_BOLD_LINE = re.compile(
    r"^\s*(?:\*\*(?P<stars>[^*\n]+)\*\*|__(?P<lines>[^_\n]+)__)\s*$", re.MULTILINE
)
_SUMMARY = re.compile(r"(?is)<summary>(.*?)</summary>")
_TAG_OR_SIGN = re.compile(r"<[^>]*>|\]\([^)]*\)|[\W_]+")


def cut(sections: tuple[Section, ...], body: str) -> tuple[Section, ...]:
    """Cut sections again where the Markdown body has a question in bold or a folded block's name.

    Lists of questions are often written so. A part keeps the anchor of its section.
    """
    headings = _headings(body)
    if not headings:
        return sections
    return tuple(part for section in sections for part in _cut(section, headings))


def _headings(body: str) -> frozenset[str]:
    """Questions in bold; all lines in bold, where most of them are questions."""
    lines = [match["stars"] or match["lines"] for match in _BOLD_LINE.finditer(body)]
    questions = [line for line in lines if line.rstrip().endswith("?")]
    chosen = lines if 2 * len(questions) > len(lines) else questions
    names = _SUMMARY.findall(body)
    keys = (_key(line) for line in (*chosen, *names) if len(line) <= MAX_HEADING)
    return frozenset(filter(None, keys))


def _cut(section: Section, headings: frozenset[str]) -> Iterator[Section]:
    heading, lines = "", list[str]()
    for line in section.text.split("\n"):
        if _key(line) not in headings:
            lines.append(line)
            continue
        if lines or heading:
            yield _part(section, heading, lines)
        heading, lines = line.strip(), []
    yield _part(section, heading, lines)


def _part(section: Section, heading: str, lines: list[str]) -> Section:
    if not heading:
        return replace(section, text="\n".join(lines))
    path = (*section.heading_path, heading)
    return replace(section, heading=heading, heading_path=path, text="\n".join(lines))


def _key(line: str) -> str:
    return _TAG_OR_SIGN.sub("", line).casefold()
