"""Finds the sentences of the rooms for translators: every Russian one that is no docstring."""

from __future__ import annotations

import ast
import re
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Message = tuple[int, None, str, list[str]]
_SENTENCE = re.compile(r"[А-ЯЁ].*[а-яё].*[.!?]", re.DOTALL)


def sentences(
    file: IO[bytes],
    _keywords: Collection[str],
    _comment_tags: Collection[str],
    options: Mapping[str, str],  # noqa: ARG001  Babel names it
) -> Iterator[Message]:
    """Yield what Babel asks of an extractor: line, function (none), message, comments (none)."""
    tree = ast.parse(file.read())
    docstrings = {id(node) for node in _docstrings(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str) and _SENTENCE.fullmatch(node.value):
            yield node.lineno, None, node.value, []


def _docstrings(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr):
                yield first.value
