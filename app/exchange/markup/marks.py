"""Small markup that our converter does not know: rewritten, or taken out and counted.

Each function returns the body and how many times something was lost or shown otherwise.
"""

from __future__ import annotations

import re
from functools import partial

from app.exchange.markup.prose import blocks, fence_in, in_prose

Counted = tuple[str, int]

_STRIKE = re.compile(r"~~(?=\S)([^~\n]+?)(?<=\S)~~")
_HIGHLIGHT = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]+?)(?<=\S)==(?![=\w])")
_KEYS = re.compile(r"\+\+(?=[\w\"])([\w\" -]+(?:\+[\w\" -]+)*)\+\+")
_TASK = re.compile(r"^([ \t>]*(?:[-*+]|\d+\.)[ \t]+)\[([ xX])\][ \t]", re.MULTILINE)
_TOC = re.compile(r"^[ \t]*(?:\[TOC\]|\[\[_?TOC_?\]\])[ \t]*$", re.MULTILINE | re.IGNORECASE)
_ICON = re.compile(r":(?:material|octicons|fontawesome|simple|custom)-[\w-]+:(?:\{[^}\n]*\})?")
_LAYOUT = re.compile(
    r"^[ \t]*</?(?:div|center|section|article|main|aside|font|picture|source)\b[^<>]*>[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_WRAPPED = re.compile(
    r"^[ \t]*<(p|div|center|h[1-6])\b[^<>]*\balign\b[^<>]*>(.*?)</\1>[ \t]*$",
    re.MULTILINE | re.IGNORECASE | re.DOTALL,
)
_LIST_OF_ATTRIBUTES = re.compile(
    r"(?<=[)\]`*\w])\{[ \t]*:?[ \t]*[.][^}\n]*\}|^\{:?[ \t]*[.][^}\n]*\}[ \t]*$", re.MULTILINE
)
_FOOTNOTE = re.compile(
    r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ \t]{2,}.*|(?=\n[ \t]{4})))*)", re.MULTILINE
)
_FOOTNOTE_MARK = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_LANGUAGE = re.compile(r"[ \t]*\{?[ \t]*\.?([A-Za-z][\w+#.-]*+)(?!=)")
_TITLE = re.compile(r"""title\s*=\s*("[^"\n]*"|'[^'\n]*'|\S+)""")
_TERM = re.compile(r"[^\s:|>#-]")
_DEFINITION = re.compile(r":[ \t]{1,3}(?=\S)")


def struck_out(body: str) -> Counted:
    return in_prose(body, partial(_STRIKE.sub, r"<del>\1</del>")), 0


def highlighted(body: str) -> Counted:
    return in_prose(body, partial(_HIGHLIGHT.sub, r"<mark>\1</mark>")), 0


def keys(body: str) -> Counted:
    """`++ctrl+s++` of MkDocs as keys."""

    def shown(match: re.Match[str]) -> str:
        names = [name.strip(' "') for name in match[1].split("+")]
        return "+".join(f"<kbd>{name if len(name) > 1 else name.upper()}</kbd>" for name in names)

    return in_prose(body, partial(_KEYS.sub, shown)), 0


def tasks(body: str) -> Counted:
    def box(match: re.Match[str]) -> str:
        return f"{match[1]}{'☐' if match[2] == ' ' else '☑'} "

    return in_prose(body, partial(_TASK.sub, box)), 0


def contents(body: str) -> Counted:
    """Every article of ours has its contents beside it."""
    return in_prose(body, partial(_TOC.sub, "")), 0


def icons(body: str) -> Counted:
    return _counted(body, _ICON, "")


def layout(body: str) -> Counted:
    """Tags that only place what they hold; Markdown inside a tag would not be read."""
    body, wrapped = _counted(body, _WRAPPED, r"\n\2\n")
    body, tags = _counted(body, _LAYOUT, "")
    return body, wrapped + tags


def attributes(body: str) -> Counted:
    """`{ .class }` behind a link or a paragraph: looks, which are ours."""
    return _counted(body, _LIST_OF_ATTRIBUTES, "")


def footnotes(body: str) -> Counted:
    """Footnotes become a numbered list at the end."""
    found: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        found.setdefault(match[1], " ".join(match[2].split()))
        return ""

    text = in_prose(body, partial(_FOOTNOTE.sub, take))
    if not found:
        return body, 0
    numbers = {name: number for number, name in enumerate(found, 1)}

    def mark(match: re.Match[str]) -> str:
        number = numbers.get(match[1])
        return f"<sup>{number}</sup>" if number else match[0]

    text = in_prose(text, partial(_FOOTNOTE_MARK.sub, mark))
    listed = "\n".join(f"{number}. {note}" for number, note in enumerate(found.values(), 1))
    return f"{text.rstrip()}\n\n---\n\n{listed}\n", len(found)


def definitions(body: str) -> Counted:
    """Definition lists as terms in bold with their text under them."""
    output: list[str] = []
    inside = False
    for line in body.split("\n"):
        if _DEFINITION.match(line) and (inside or _begins_definition(output)):
            inside = True
            output += ["", _DEFINITION.sub("", line)]
        elif inside and line.startswith("    "):
            output.append(line[4:])
        elif line.strip():
            inside = False
            output.append(line)
        else:
            output.append(line)
    return "\n".join(output), 0


def _begins_definition(before: list[str]) -> bool:
    """Whether the last line is a term, which then is set in bold."""
    last = next((at for at in range(len(before) - 1, -1, -1) if before[at].strip()), None)
    if last is None or not _TERM.match(before[last]):
        return False
    before[last] = f"**{before[last].strip()}**"
    return True


def fence_words(body: str) -> Counted:
    """Of a fence's line only the language stays; a title goes above, marked lines are lost."""
    lost = 0
    output = []
    for text, is_code in blocks(body):
        first, newline, rest = text.partition("\n")
        fence = fence_in(first) if is_code else None
        if not fence or not fence.info.strip():
            output.append(text)
            continue
        language, title, left = _info(fence.info)
        named = bool(title) and not fence.prefix.strip()
        lost += int(left or (bool(title) and not named))
        caption = f"{fence.prefix}**`{title}`**\n\n" if named else ""
        output.append(f"{caption}{fence.prefix}{fence.marks}{language}{newline}{rest}")
    return "".join(output), lost


def _info(info: str) -> tuple[str, str, bool]:
    """The language, the title, and whether there is something else, which is lost."""
    title = _TITLE.search(info)
    rest = _TITLE.sub("", info)
    language = _LANGUAGE.match(rest)
    left = rest[language.end() :] if language else rest
    return (
        language[1] if language else "",
        title[1].strip("\"'") if title else "",
        bool(left.strip(" \t{}")),
    )


def _counted(body: str, pattern: re.Pattern[str], new: str) -> Counted:
    count = 0

    def change(text: str) -> str:
        nonlocal count
        changed, times = pattern.subn(new, text)
        count += times
        return changed

    return in_prose(body, change), count
