"""Changes keys of a YAML mapping in its text, and touches nothing else."""

from collections.abc import Mapping
from difflib import SequenceMatcher

import yaml

from app.articles.yaml_text import (
    Entry,
    YamlError,
    content_end,
    dump,
    dumped,
    line_end,
    parse,
    plain,
)


def edit(text: str, metadata: Mapping[str, object], order: tuple[str, ...]) -> str:
    """Change the mapping's text so that it says `metadata`, touching only what differs.

    A new key goes behind the nearest key that stands before it in `order`.
    Raises YamlError when `text` cannot be read.
    """
    wanted = {str(key): plain(value) for key, value in metadata.items()}
    metadata_now, entries = parse(text)
    current = {key: plain(value) for key, value in metadata_now.items()}
    if current == wanted:
        return text
    edited = _edit_lines(text, current, wanted, entries, order)
    return edited if _says(edited, wanted) else _with_newlines_of(text, dump(wanted))


def _edit_lines(
    text: str,
    current: dict[str, object],
    wanted: dict[str, object],
    entries: list[Entry],
    order: tuple[str, ...],
) -> str:
    pieces: dict[str, str] = {}
    kept_from = 0
    for entry in entries:
        comments, own = text[kept_from : entry.start], text[entry.start : entry.end]
        kept_from = entry.end
        if entry.key not in wanted:
            own = ""
        elif wanted[entry.key] != current[entry.key]:
            own = _changed(text, entry, current[entry.key], wanted[entry.key])
        pieces[entry.key] = comments + own
    for key in wanted:
        if key not in current:
            added = _with_newlines_of(text, dumped({key: wanted[key]}))
            pieces = _inserted(pieces, key, added, order)
    return "".join(pieces.values()) + text[kept_from:]


def _inserted(
    pieces: dict[str, str], key: str, piece: str, order: tuple[str, ...]
) -> dict[str, str]:
    earlier = set(order[: order.index(key)] if key in order else pieces)
    place = max((at for at, name in enumerate(pieces, 1) if name in earlier), default=0)
    items = list(pieces.items())
    return dict([*items[:place], (key, piece), *items[place:]])


def _changed(text: str, entry: Entry, current: object, value: object) -> str:
    node = entry.value
    start, end = node.start_mark.index, node.end_mark.index
    before, after = text[entry.start : start], text[end : entry.end]
    if isinstance(node, yaml.ScalarNode) and _fits_a_line(value) and node.style not in ("|", ">"):
        gap = "" if before[-1:].isspace() else " "
        return before + gap + _scalar(value, node.style) + after
    if isinstance(current, list) and isinstance(value, list) and value:
        assert isinstance(node, yaml.SequenceNode)  # noqa: S101  a list is written as one
        if node.flow_style:
            return before + dumped(value, flow=True).strip() + after
        return _with_newlines_of(text, _changed_list(text, entry, node, current, value))
    return _with_newlines_of(text, dumped({entry.key: value}))


def _changed_list(
    text: str,
    entry: Entry,
    node: yaml.SequenceNode,
    current: list[object],
    values: list[object],
) -> str:
    """The entry with lines of unchanged items as they were, comments before them included."""
    indent = " " * node.start_mark.column
    ends = [line_end(text, content_end(text, item)) for item in node.value]
    first = text.rfind("\n", 0, node.start_mark.index) + 1
    old, new = ([repr(item) for item in items] for items in (current, values))
    lines = [text[entry.start : first]]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            lines.append(text[[first, *ends][i1] : ends[i2 - 1]])
        else:
            added = dumped(values[j1:j2]) if j2 > j1 else ""
            lines += [indent + line for line in added.splitlines(keepends=True)]
    return "".join(lines)


def _fits_a_line(value: object) -> bool:
    return not isinstance(value, list | dict) and "\n" not in str(value)


def _scalar(value: object, style: str | None) -> str:
    quotes = style if style in ("'", '"') and isinstance(value, str) else None
    return dumped([value], style=quotes)[2:].strip()


def _with_newlines_of(text: str, new: str) -> str:
    unified = new.replace("\r\n", "\n")
    return unified.replace("\n", "\r\n") if "\r\n" in text else unified


def _says(text: str, wanted: dict[str, object]) -> bool:
    try:
        return plain(parse(text)[0]) == wanted
    except YamlError:
        return False
