"""Text that would keep the Markdown converter busy for minutes: noticed before it is tried."""

import re

# The converter seeks the end of each bracket or tag from each again: quadratic time. At these
# depths it still takes about a second; careful texts stay below ten.
MAX_OPEN_BRACKETS = 300
MAX_OPEN_TAGS = 1_000

_BRACKET = re.compile(r"[\[\]]")
_TAG = re.compile(r"<(?=[a-z/!?])|>", re.IGNORECASE)


def is_tangled(text: str) -> bool:
    """Whether a paragraph leaves too many brackets open, or the whole text too many tags."""
    paragraphs = text.split("\n\n")
    if any(_deepest(_BRACKET, paragraph, "[") > MAX_OPEN_BRACKETS for paragraph in paragraphs):
        return True
    return _deepest(_TAG, text, "<") > MAX_OPEN_TAGS


def _deepest(marks: re.Pattern[str], text: str, opening: str) -> int:
    if text.count(opening) <= MAX_OPEN_BRACKETS:
        return 0
    depth = deepest = 0
    for mark in marks.findall(text):
        depth = depth + 1 if mark == opening else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest
