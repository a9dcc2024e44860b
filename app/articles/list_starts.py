"""A list right under a line of text is a list, as everywhere but in this converter."""

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_MARKER = re.compile(r"( *)(?:[-*+]|1\.) +\S")
_TEXT = re.compile(r"( *)(?![-*+>#|!] ?|\d+\. |\x02)\S")


class ListStarts(Extension):
    """Markdown extension: puts the empty line that the converter wants before a list."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        # After fenced code has been taken out (25), so that code stays as it is.
        md.preprocessors.register(_Preprocessor(md), "list_starts", 24)


class _Preprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        spaced = []
        for before, line in zip(["", *lines], lines, strict=False):
            if _begins_list(before, line):
                spaced.append("")
            spaced.append(line)
        return spaced


def _begins_list(before: str, line: str) -> bool:
    marker, text = _MARKER.match(line), _TEXT.match(before)
    return bool(marker and text and marker[1] == text[1])
