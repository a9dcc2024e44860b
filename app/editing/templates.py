"""What a new article begins with: the templates of the kinds that a help centre writes."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from app.errors import DomainError, InvalidInput

HOW_TO: Final = "how-to"
NAMES: Final = (HOW_TO, "problem", "faq", "announcement")


def body(name: str) -> str:
    """Return the Markdown of the template; raises InvalidInput for `template`."""
    if name not in NAMES:
        raise InvalidInput({"template": DomainError("Такого шаблона нет. Выберите из списка.")})
    return _text(name)


@cache
def _text(name: str) -> str:
    folder = files("app.editing").joinpath("data", "templates")
    return folder.joinpath(f"{name}.md").read_text(encoding="utf-8")
