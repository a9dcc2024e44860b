"""What every adapter makes of its source: documents in Markdown, categories, and notes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

Flavour = Literal[
    "podskazhi",
    "obsidian",
    "docusaurus",
    "mkdocs",
    "markdown",
    "zendesk",
    "helpscout",
    "html",
    "csv",
]
# "error": the file stays out; "warning": something of it is lost or changed; "info": good to know.
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Note:
    """One thing that a person should know of a file of the source.

    `message` is a Russian sentence with `%(name)s` places for `values`, as in DomainError.
    """

    path: str
    severity: Severity
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article of the source, its body already our Markdown but for links.

    `key` names it within its source, the same at every import; `path` is where it lies there
    ("Guides/Install.md"), and links in `body` are relative to it. `folder` is the path of the
    category that it belongs to. `names` are other words that links may call it by: addresses,
    titles, aliases. `metadata` holds our front matter keys and what the source says besides.
    """

    key: str
    path: str
    folder: str
    title: str
    body: str
    metadata: Mapping[str, object] = field(default_factory=dict)
    slug: str = ""
    names: tuple[str, ...] = ()
    lang: str = ""
    is_draft: bool = False
    is_restricted: bool = False
    created: date | None = None
    updated: date | None = None

    @property
    def fingerprint(self) -> str:
        """12 hex digits: the same as long as the source says the same."""
        said = [self.title, self.body, self.lang, self.is_draft, self.is_restricted]
        return digest(json.dumps([said, dict(self.metadata)], ensure_ascii=False, default=str))


@dataclass(frozen=True)
class SourceCategory:
    """A folder of the source; `path` is its own there ("Guides/Advanced")."""

    path: str
    title: str = ""
    summary: str = ""
    order: int = 0


@dataclass
class Intake:
    """Everything that an adapter read.

    `used` are files that are neither articles nor attachments and yet were taken; `roots` are
    folders that addresses beginning with "/" may mean; `name_of` reads an address of the source's
    own site as one of the documents' names.
    """

    flavour: Flavour
    used: set[str] = field(default_factory=set)
    roots: tuple[str, ...] = ("",)
    name_of: Callable[[str], str | None] = lambda _address: None
    documents: list[Document] = field(default_factory=list)
    categories: dict[str, SourceCategory] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def digest(text: str | bytes) -> str:
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return sha256(content).hexdigest()[:12]
