"""Front matter: read it with its lines, and write it back changing nothing that did not change."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from sys import intern

from app.articles import yaml_editing, yaml_text
from app.articles.article import KEYS

_BOM = "\ufeff"
_FENCE = re.compile(r"---[ \t]*(?:\r?\n|\Z)")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)

FrontMatterError = yaml_text.YamlError


@dataclass(frozen=True)
class Document:
    """A file taken apart. `lines` are the lines (from 1) of each key, and of "body"."""

    metadata: dict[str, object]
    body: str
    lines: dict[str, int]


@dataclass(frozen=True)
class _Parts:
    opening: str
    yaml: str
    closing: str
    body: str


def read(source: str | bytes) -> tuple[dict[str, object], str]:
    """Return the metadata and the body, its line ends as "\\n"; dates stay text.

    Raises FrontMatterError, which names the line, the problem's code and its values.
    """
    document = parse(source)
    return document.metadata, document.body


def parse(source: str | bytes) -> Document:
    """Like `read`, with the lines at which keys and body stand."""
    parts = _split(text_of(source))
    before = parts.opening.count("\n")
    try:
        metadata, lines = yaml_text.load(parts.yaml)
    except FrontMatterError as error:
        raise FrontMatterError(error.code, error.line + before, **error.values) from error
    lines = {intern(key): line + before for key, line in lines.items()}  # one string for all files
    lines["body"] = (parts.opening + parts.yaml + parts.closing).count("\n") + 1
    return Document(metadata, _unified(parts.body), lines)


def write(source: str | bytes, metadata: Mapping[str, object], body: str | None = None) -> bytes:
    """Return the file `source` saying `metadata` and `body` instead of what it said.

    What did not change stays byte for byte: comments, quotes, line ends, byte order mark.
    An empty `source` makes a new file. Raises FrontMatterError when `source` cannot be read.
    """
    if not source:
        fresh = yaml_text.dump({key: metadata[key] for key in _in_order(metadata)})
        return f"---\n{fresh}---\n{body or ''}".encode()
    parts = _split(text_of(source))
    edited = yaml_editing.edit(parts.yaml, metadata, KEYS)
    return (parts.opening + edited + parts.closing + _body(parts, body)).encode()


def text_of(source: str | bytes) -> str:
    """Decode a file. Raises FrontMatterError at the first byte that is not UTF-8."""
    if isinstance(source, str):
        return source
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise FrontMatterError("not-utf8", line, guess=_guess(source)) from error


def _guess(source: bytes) -> str:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " (UTF-16)"
    letters = sum(byte >= 0xC0 for byte in source)
    return " (windows-1251)" if letters > len(source) // 8 else ""


def _split(text: str) -> _Parts:
    start = len(_BOM) if text.startswith(_BOM) else 0
    fence = _FENCE.match(text, start)
    if fence is None:
        raise FrontMatterError("no-front-matter", 1)
    closing = _CLOSING.search(text, fence.end())
    if closing is None:
        raise FrontMatterError("front-matter-unclosed", 1)
    return _Parts(
        opening=text[: fence.end()],
        yaml=text[fence.end() : closing.start()],
        closing=closing.group(),
        body=text[closing.end() :],
    )


def _body(parts: _Parts, body: str | None) -> str:
    if body is None or _unified(body) == _unified(parts.body):
        return parts.body
    newline = "\r\n" if "\r\n" in parts.body or "\r\n" in parts.opening else "\n"
    return _unified(body).replace("\n", newline)


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n")


def _in_order(metadata: Mapping[str, object]) -> list[str]:
    known = [key for key in KEYS if key in metadata]
    return known + [key for key in metadata if key not in KEYS]
