"""Makes building an application for each test cheap: what is the same for all is done once."""

from __future__ import annotations

import hashlib
import shutil
from functools import wraps
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from jinja2 import Environment
    from jinja2.bccache import Bucket


class _ByLanguage(FileSystemBytecodeCache):
    """Keeps compiled templates, those of each language apart."""

    def get_bucket(
        self, environment: Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        name = f"{getattr(environment, 'language', '')}/{name}"
        return super().get_bucket(environment, name, filename, source)


COMPILED = _ByLanguage(mkdtemp(prefix="podskazhi-templates-"))
_INDEXES = Path(mkdtemp(prefix="podskazhi-indexes-"))


def compile_each_address_once() -> None:
    """Let werkzeug remember the functions that it makes of rules: of 70 ms a test they took 50.

    What such a function does follows from the rule alone; it gets the converters when it is called.
    """
    compiled: dict[tuple[object, ...], Any] = {}
    compile_builder: Callable[..., Any] = Rule._compile_builder

    @wraps(compile_builder)
    def remembered(rule: Rule, append_unknown: bool = True) -> Any:
        parts, defaults = tuple(rule._trace), repr(rule.defaults)
        key = (rule.rule, parts, defaults, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = remembered  # type: ignore[method-assign]


def refresh(app: Flask) -> None:
    """Take up the articles, from the index of the same articles where a test has made one."""
    services = app.extensions["podskazhi"]
    folder = services.config.index_folder
    made = _INDEXES / _digest(services.config.articles_folder)
    is_new = not folder.exists()
    if is_new and made.exists():
        shutil.copytree(made, folder)
    services.refresh()
    if is_new and not made.exists():
        shutil.copytree(folder, made)


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.md")):
        found.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return found.hexdigest()
