"""YAML as text: what a mapping says, and at which characters it says it.

Scalars stay what was typed: only true/false, null and plain decimal numbers are converted, so
that «да/no/on», 010, 12:30 and dates never turn into something else behind the author's back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

MAX_CHARACTERS = 65_536
# libyaml recurses: some 50,000 levels overflow the C stack, and no front matter needs a hundred.
MAX_NESTING_MARKS = 2_000

_NESTING = re.compile(r"[\[{]|[-?:]\s")
# YAML takes these for line ends and would fold them; only double quotes can escape them.
_ODD_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")
_CORE_TYPES = ("null", "bool", "int", "str", "seq", "map")
_CORE_TAGS = [f"tag:yaml.org,2002:{name}" for name in _CORE_TYPES]


class YamlError(ValueError):
    """A mapping cannot be read. `line` counts from 1; `code` and `values` name the problem."""

    def __init__(self, code: str, line: int, **values: object) -> None:
        super().__init__(f"{code} at line {line}: {values}")
        self.code = code
        self.line = line
        self.values = values


class _Loader(yaml.CSafeLoader):
    pass


_Loader.yaml_implicit_resolvers = {}
_Loader.yaml_constructors = {None: yaml.CSafeLoader.yaml_constructors[None]} | {
    tag: yaml.CSafeLoader.yaml_constructors[tag] for tag in _CORE_TAGS
}
for _name, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"-?(?:0|[1-9][0-9]{0,14})", list("-0123456789")),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_name}", re.compile(f"(?:{_pattern})\\Z"), _first
    )


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ODD_LINE_ENDS.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Entry:
    """One key of the mapping: its node and the range of characters that its lines take."""

    key: str
    line: int
    value: yaml.Node
    start: int
    end: int


def load(text: str) -> tuple[dict[str, object], dict[str, int]]:
    """Return what the mapping says, and the line (from 1) of each key. Raises YamlError."""
    metadata, entries = parse(text)
    return metadata, {entry.key: entry.line for entry in entries}


def dump(metadata: Mapping[str, object]) -> str:
    """Write a mapping anew, one key after the other."""
    return dumped({key: plain(value) for key, value in metadata.items()}) if metadata else ""


def plain(value: object) -> object:
    """Dates as ISO text, tuples as lists: what a reader of the text will get."""
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value if isinstance(value, str | int | None) else str(value)


def parse(text: str) -> tuple[dict[str, object], list[Entry]]:
    if len(text) > MAX_CHARACTERS or len(_NESTING.findall(text)) > MAX_NESTING_MARKS:
        raise YamlError("front-matter-too-large", 1)
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        entries = _entries(text, root)
        return (loader.construct_document(root) if root else {}), entries
    except yaml.MarkedYAMLError as error:
        raise YamlError("bad-yaml", _line(error), **_advice(error)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError("bad-yaml", line, **_ADVICE["special characters"]) from error
    except (ValueError, TypeError, RecursionError) as error:
        if isinstance(error, YamlError):
            raise
        raise YamlError("bad-yaml", 1, **_ADVICE[""]) from error
    finally:
        loader.dispose()


def _entries(text: str, root: yaml.Node | None) -> list[Entry]:
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise YamlError("bad-yaml", root.start_mark.line + 1, **_ADVICE["not a mapping"])
    entries: dict[str, Entry] = {}
    for key, value in root.value:
        line = key.start_mark.line + 1
        if not key.tag.endswith(":str"):
            raise YamlError("bad-yaml", line, **_ADVICE["not a mapping"])
        if key.value in entries:
            raise YamlError("duplicate-key", line, key=key.value)
        start = text.rfind("\n", 0, key.start_mark.index) + 1
        end = line_end(text, max(content_end(text, value), key.end_mark.index))
        entries[key.value] = Entry(key.value, line, value, start, end)
    return list(entries.values())


def content_end(text: str, node: yaml.Node) -> int:
    """The index behind the node's last character; libyaml's marks also take what follows."""
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        lines = text[: node.end_mark.index].splitlines(keepends=True)
        while lines and (not lines[-1].strip() or lines[-1].startswith("#")):
            lines.pop()
        return max(sum(map(len, lines)) - 1, node.start_mark.index)
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return content_end(text, last[1] if isinstance(node, yaml.MappingNode) else last)
    return int(node.end_mark.index)


def line_end(text: str, index: int) -> int:
    newline = text.find("\n", index)
    return len(text) if newline < 0 else newline + 1


def dumped(value: object, *, flow: bool = False, style: str | None = None) -> str:
    return str(
        yaml.dump(
            value,
            Dumper=_Dumper,
            allow_unicode=True,
            default_flow_style=flow,
            default_style=style,
            sort_keys=False,
            width=float("inf"),
        )
    )


_ADVICE = {
    "mapping values are not allowed": {
        "ru": "двоеточие внутри значения. Возьмите значение в кавычки.",
        "en": "a colon inside a value. Put the value in quotes.",
    },
    "could not find expected ':'": {
        "ru": "нет двоеточия после имени ключа. Напишите «ключ: значение».",
        "en": "no colon after a key. Write “key: value”.",
    },
    "cannot start any token": {
        "ru": "недопустимый знак в начале значения (табуляция, @, `). "
        "Замените его или возьмите значение в кавычки.",
        "en": "a value begins with a tab, @ or `. Replace it or put the value in quotes.",
    },
    "unexpected end of stream": {
        "ru": "кавычка не закрыта. Закройте её.",
        "en": "a quote is not closed. Close it.",
    },
    "special characters": {
        "ru": "невидимый управляющий знак. Удалите его.",
        "en": "an invisible control character. Delete it.",
    },
    "not a mapping": {
        "ru": "нужны строки вида «ключ: значение».",
        "en": "lines of the form “key: value” are wanted.",
    },
    "": {
        "ru": "проверьте отступы, кавычки и двоеточия в этой строке и строкой выше.",
        "en": "check indentation, quotes and colons in this line and the one above.",
    },
}


def _advice(error: yaml.MarkedYAMLError) -> dict[str, str]:
    said = f"{error.context} {error.problem}"
    return next(advice for sign, advice in _ADVICE.items() if sign in said)


def _line(error: yaml.MarkedYAMLError) -> int:
    """Where the broken thing begins: a quote that is not closed is noticed only at the end."""
    begins_earlier = str(error.context).endswith(("quoted scalar", "simple key"))
    mark = (error.context_mark if begins_earlier else None) or error.problem_mark
    return mark.line + 1 if mark else 1
