"""HTML of mail as plain text: nothing is loaded or run, hidden words are dropped, quotes marked."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import islice
from typing import Final

import nh3

QUOTE_BEGINS: Final = "\ue000quote"  # a line of its own: what follows is what was answered to
LONGEST: Final = 1_000_000  # characters of HTML that are looked at
# The sanitiser's time grows with the square of both: 100,000 levels took minutes.
DEEPEST: Final = 100  # elements that are open at once
MOST_MARKS: Final = 30_000  # signs that begin a tag or an entity

_PARAGRAPHS: Final = frozenset(
    {"p", "table", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_BLOCKS: Final = _PARAGRAPHS | {
    "div", "br", "tr", "li", "hr", "section", "article", "header", "footer", "center"
}  # fmt: skip
_TAGS: Final = _BLOCKS | {"a", "td", "th", "span", "font"}
_EMPTIED: Final = {"script", "style", "title", "noscript", "template", "textarea", "svg"}
_ATTRIBUTES: Final = {
    **{tag: {"class", "id", "style"} for tag in _TAGS},
    "a": {"href", "class", "style"},
    "blockquote": {"type", "class", "id", "style"},
}
# Where mail programs put what is answered to.
_QUOTE: Final = re.compile(
    r"gmail_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|divRplyFwdMsg|appendonsend"
    r"|mail-editor-reference|mailru-blockquote|x_divRplyFwdMsg|ya-quote|zmail_extra",
    re.IGNORECASE,
)
_OUTLOOK_LINE: Final = re.compile(r"border-top:\s*solid\s+#(?:e1e1e1|b5c4df)", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"display:\s*none|visibility:\s*hidden|font-size:\s*0(?![.\d])|max-height:\s*0(?![.\d])",
    re.IGNORECASE,
)
_MARK: Final = re.compile("[<&]")
_TAG: Final = re.compile(r"<([/!?]?)([a-zA-Z-]?[a-zA-Z0-9]*)")
_VOID: Final = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr"})
_SPACES: Final = re.compile(r"[ \t\r\n\f\xa0]+")


def plain(html: str) -> str:
    """Return the words of an HTML mail as a browser would show them, `>` before quoted lines."""
    cleaned = nh3.clean(
        _flattened(_begun(html)),
        tags=set(_TAGS),
        clean_content_tags=_EMPTIED,
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )
    words = _Words()
    words.feed(cleaned)
    words.close()
    return words.text()


def _begun(html: str) -> str:
    """Return as much of the beginning as is looked at."""
    marks = islice(_MARK.finditer(html[:LONGEST]), MOST_MARKS, None)
    beyond = next(marks, None)
    return html[: beyond.start()] if beyond else html[:LONGEST]


def _flattened(html: str) -> str:
    """Turn tags that stand too deep into line breaks."""
    depth = 0
    pieces: list[str] = []
    last = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _VOID:
            continue
        depth += -1 if tag[1] else 1
        if depth > DEEPEST and not tag[1]:
            pieces += [html[last : tag.start()], "<br"]
            last = tag.end()
    return "".join(pieces) + html[last:]


class _Words(HTMLParser):
    """Gathers lines from what the sanitiser has made well-formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._open: list[tuple[str, bool]] = []  # (tag, hidden)
        self._hidden = 0
        self._quotes = 0
        self._links: list[tuple[str, int]] = []  # (address, where its words begin)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._end_line()
        if tag in {"br", "hr"}:
            return
        self._begin_quote(tag, given)
        hidden = bool(_HIDDEN.search(given.get("style", "")))
        self._open.append((tag, hidden))
        self._hidden += hidden
        if tag == "li":
            self._line.append("- ")
        if tag in {"td", "th"} and self._line:
            self._line.append(" ")
        if tag == "a":
            self._links.append((given.get("href", ""), len(self._line)))

    def handle_endtag(self, tag: str) -> None:
        if not any(tag == opened for opened, _ in self._open[-1:]):
            return
        _, hidden = self._open.pop()
        self._hidden -= hidden
        if tag == "a":
            self._show_address()
        if tag in _BLOCKS:
            self._end_line()
        if tag in _PARAGRAPHS:
            self._lines.append(">" * self._quotes)
        if tag == "blockquote":
            self._quotes -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._line.append(data)

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def _begin_quote(self, tag: str, given: dict[str, str]) -> None:
        name = f"{given.get('class', '')} {given.get('id', '')}"
        if _QUOTE.search(name) or _OUTLOOK_LINE.search(given.get("style", "")):
            self._end_line()
            self._lines.append(QUOTE_BEGINS)
        if tag == "blockquote":
            self._quotes += 1

    def _show_address(self) -> None:
        """Put the address behind the words of a link, where they are not the address."""
        address, start = self._links.pop() if self._links else ("", 0)
        words = "".join(self._line[start:]).strip()
        bare = address.removeprefix("mailto:").removeprefix("tel:")
        if bare and words and bare not in words and not self._hidden:
            self._line.append(f" ({bare})")

    def _end_line(self) -> None:
        line = _SPACES.sub(" ", "".join(self._line)).strip()
        self._line, self._links = [], [(address, 0) for address, _ in self._links]
        if line:
            self._lines.append("> " * self._quotes + line)
