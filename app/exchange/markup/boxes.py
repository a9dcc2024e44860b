"""Boxes of other systems (callouts, alerts, :::directives, details) as our `!!!` admonitions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.exchange.markup.prose import fence_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {
    **dict.fromkeys(("tip", "hint", "success", "check", "done", "green"), "tip"),
    **dict.fromkeys(("warning", "caution", "attention", "danger", "error", "important"), "warning"),
    **dict.fromkeys(("failure", "fail", "missing", "bug", "red", "yellow", "alert"), "warning"),
}
_CALLOUT = re.compile(r"^([ \t]*)>[ \t]?\[!([\w-]+)(?:\|[^\]]*)?\]([+-]?)[ \t]*(.*)$")
_QUOTED = re.compile(r"^[ \t]*>[ \t]?(.*)$")
_DIRECTIVE = re.compile(r"^([ \t]*)(:{3,})[ \t]*([a-z]+)(?:\[([^\]\n]*)\]|[ \t]+([^{\n]*))?.*$")
_DIRECTIVE_END = re.compile(r"^[ \t]*(:{3,})[ \t]*$")
_FOLDED = re.compile(r"^([ \t]*)\?\?\?\+?[ \t]+([\w-]+)[^\"\n]*(\"[^\n]*\")?[ \t]*$")
_DETAILS = re.compile(
    r"^([ \t]*)<details[^>]*>[ \t]*(?:<summary[^>]*>(.*?)</summary>)?[ \t]*$", re.IGNORECASE
)
_SUMMARY = re.compile(r"^[ \t]*<summary[^>]*>(.*?)</summary>[ \t]*$", re.IGNORECASE)
_DETAILS_END = re.compile(r"^[ \t]*</details>[ \t]*$", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]+>")
_MOST_NESTED = 20


def opening(kind: str, title: str = "") -> str:
    """The line that begins a box: of one of our three kinds, with its title if it has one."""
    ours = _KINDS.get(kind.lower(), "note")
    clean = " ".join(_TAGS.sub("", title).replace('"', "”").split())
    return f'!!! {ours} "{clean}"' if clean else f"!!! {ours}"


def indented(text: str, by: str = "    ") -> str:
    return "\n".join(by + line if line.strip() else "" for line in text.split("\n"))


def from_callouts(body: str) -> str:
    """`> [!note] Title` of Obsidian and GitHub, the ones inside as well."""
    return _callouts(body.split("\n"), 0)


def from_directives(body: str) -> str:
    """`:::note[Title]` … `:::` of Docusaurus, the ones inside as well."""
    return "\n".join(_directives(iter(body.split("\n")), "", 0))


def from_folded(body: str) -> tuple[str, bool]:
    """`??? note "Title"` of MkDocs and <details>; tells whether there was one: they open now."""
    lines: list[str] = []
    seen = False
    fence = None
    for line in body.split("\n"):
        mark = fence_in(line)
        found = _FOLDED.match(line) if fence is None else None
        if mark:
            fence = mark if fence is None else (None if fence.is_closed_by(mark) else fence)
        lines.append(found[1] + opening(found[2], (found[3] or "")[1:-1]) if found else line)
        seen = seen or found is not None
    text = "\n".join(_details(iter(lines), 0))
    return text, seen or text != "\n".join(lines)


def _callouts(lines: list[str], depth: int) -> str:
    output: list[str] = []
    at = 0
    fence = None
    while at < len(lines):
        mark = fence_in(lines[at])
        found = None if fence else _CALLOUT.match(lines[at])
        if mark:
            fence = mark if fence is None else (None if fence.is_closed_by(mark) else fence)
        if not found or depth > _MOST_NESTED:
            output.append(lines[at])
            at += 1
            continue
        end = at + 1
        while end < len(lines) and _QUOTED.match(lines[end]):
            end += 1
        inner = [_QUOTED.sub(r"\1", line) for line in lines[at + 1 : end]]
        text = indented(_callouts(inner, depth + 1).strip("\n"))
        box = f"{opening(found[2], found[4])}\n{text}".rstrip()
        output += ["", *indented(box, found[1]).split("\n"), ""]
        at = end
    return "\n".join(output)


def _directives(lines: Iterator[str], colons: str, depth: int) -> Iterator[str]:
    """Yield lines until the directive that was opened with these colons ends."""
    fence = None
    for line in lines:
        mark = fence_in(line)
        if mark:
            fence = mark if fence is None else (None if fence.is_closed_by(mark) else fence)
        if fence or mark:
            yield line
            continue
        end, found = _DIRECTIVE_END.match(line), _DIRECTIVE.match(line)
        if end and colons and len(end[1]) >= len(colons):
            return
        if found and depth < _MOST_NESTED:
            title = found[4] or found[5] or ""
            inner = "\n".join(_dedented(list(_directives(lines, found[2], depth + 1)), found[1]))
            box = f"{opening(found[3], title)}\n{indented(inner.strip(chr(10)))}"
            yield from ("", *indented(box, found[1]).split("\n"), "")
        else:
            yield line


def _details(lines: Iterator[str], depth: int) -> Iterator[str]:
    fence = None
    for line in lines:
        mark = fence_in(line)
        if mark:
            fence = mark if fence is None else (None if fence.is_closed_by(mark) else fence)
        found = None if fence or mark else _DETAILS.match(line)
        if not (fence or mark) and _DETAILS_END.match(line) and depth:
            return
        if not found or depth >= _MOST_NESTED:
            yield line
            continue
        inner = _dedented(list(_details(lines, depth + 1)), found[1])
        title = found[2] or ""
        if inner and (named := _SUMMARY.match(inner[0])):
            title, inner = named[1], inner[1:]
        text = "\n".join(inner).strip("\n")
        yield from (
            "",
            *indented(f"{opening('note', title)}\n{indented(text)}", found[1]).split("\n"),
            "",
        )


def _dedented(lines: list[str], indent: str) -> list[str]:
    return [line.removeprefix(indent) for line in lines]
