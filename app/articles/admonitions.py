"""`!!! note|tip|warning` boxes, their titles in the article's language."""

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionProcessor

# What other systems call the same three things.
_KINDS = {
    "note": "note",
    "info": "note",
    "abstract": "note",
    "example": "note",
    "tip": "tip",
    "hint": "tip",
    "success": "tip",
    "warning": "warning",
    "important": "warning",
    "caution": "warning",
    "attention": "warning",
    "danger": "warning",
}
_TITLES = {
    "ru": {"note": "Заметка", "tip": "Совет", "warning": "Важно"},
    "en": {"note": "Note", "tip": "Tip", "warning": "Important"},
}


def is_default_title(text: str) -> bool:
    """Whether a box's title is one that we gave it: nothing to search for."""
    return any(text in titles.values() for titles in _TITLES.values())


class Admonitions(Extension):
    """Markdown extension; `lang` is the language of default titles."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang if lang in _TITLES else "ru"

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        md.parser.blockprocessors.register(_Boxes(md.parser, self._lang), "admonition", 105)


class _Boxes(AdmonitionProcessor):
    def __init__(self, parser: Any, lang: str) -> None:
        super().__init__(parser)
        self._titles = _TITLES[lang]

    def get_class_and_title(self, match: Any) -> tuple[str, str | None]:
        kind = _KINDS.get(match.group(1).lower().split()[0], "note")
        title = match.group(2)
        return kind, self._titles[kind] if title is None else title or None
