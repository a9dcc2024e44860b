"""What a hint is."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Hint:
    """A warning beside the text: where, what, and what to do.

    `line` counts from 1 in the body and is None where a field is meant: `field` names it.
    `message` is a Russian sentence with `%(name)s` places for `values`; `english` is there where
    the sentence comes in both languages already.
    """

    code: str
    message: str
    line: int | None = None
    field: str = "body"
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    english: str = ""

    @property
    def said(self) -> str:
        """The sentence in Russian."""
        return self.message % self.values if self.values else self.message
