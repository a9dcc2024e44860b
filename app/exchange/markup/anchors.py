"""Which of our headings an anchor of another system means."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from app.articles import markdown
from app.articles.slugs import slug
from app.exchange.markup.prose import blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEADING = re.compile(
    r"^[ ]{0,3}(?:#{1,6}[ \t]+\S.*|[^\s#>|-].*\n[ ]{0,3}(?:=+|-+)[ \t]*)$", re.MULTILINE
)
_NOT_IN_GITHUB = re.compile(r"[^\w\- ]")
_NOT_IN_MKDOCS = re.compile(r"[^\w\s-]")
_SPACES = re.compile(r"[-\s]+")


def headings(body: str, lang: str) -> list[tuple[str, str]]:
    """The anchors and texts of a body's headings, as readers get them.

    Renders the headings alone: the body with its code would take a hundred times as long.
    """
    alone = "\n\n".join(_heading_lines(body))
    page = markdown.render(alone, link=lambda _: "#", file_url=lambda name: name, lang=lang)
    return [(entry.anchor, entry.text) for entry in page.contents]


def _heading_lines(body: str) -> Iterator[str]:
    for text, is_code in blocks(body):
        if not is_code:
            yield from (found[0].strip() for found in _HEADING.finditer(text))


def find(found: Iterable[tuple[str, str]], wanted: str) -> str | None:
    """Our anchor for `wanted`: one given by hand, or made by GitHub, MkDocs, Obsidian or us."""
    aliases: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for anchor, text in found:
        aliases[anchor] = anchor
        for alias in _aliases(text, counts):
            aliases.setdefault(alias, anchor)
    asked = unquote(wanted).strip()
    return aliases.get(asked) or aliases.get(asked.lower()) or aliases.get(slug(asked))


def _aliases(text: str, counts: Counter[str]) -> Iterator[str]:
    github, mkdocs = _github(text), _mkdocs(text)
    for name, numbered in ((github, "{}-{}"), (mkdocs, "{}_{}")):
        if name:
            repeats = counts[numbered + name]
            counts[numbered + name] += 1
            yield numbered.format(name, repeats) if repeats else name
    yield text.lower()
    yield slug(text)


def _github(text: str) -> str:
    return _NOT_IN_GITHUB.sub("", text.strip().lower()).replace(" ", "-")


def _mkdocs(text: str) -> str:
    latin = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _SPACES.sub("-", _NOT_IN_MKDOCS.sub("", latin).strip().lower())
