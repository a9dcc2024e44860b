"""Where a link of an article leads: to another article, a section, a file, the site or outside."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

Kind = Literal["article", "section", "file", "site", "external", "broken"]

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_IGNORED_BY_BROWSERS = re.compile(r"[\t\n\r]|^[\x00-\x20]+|[\x00-\x20]+$")


@dataclass(frozen=True)
class LinkTarget:
    """An article that a link names: by `article_id`, or by `path` relative to its own folder.

    `href` is the link as written. `Snapshot.resolve` fills `article_id` when it was a path.
    """

    href: str
    article_id: str = ""
    path: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Link:
    """A link in the text; `target` is there for links to articles."""

    href: str
    kind: Kind
    target: LinkTarget | None = None


@dataclass(frozen=True)
class Image:
    """A picture in the text; an external one is never loaded."""

    src: str
    alt: str
    external: bool


def link_to(href: str) -> Link:
    """Say what kind of place `href` names."""
    kind = _kind(href)
    return Link(href, kind, _target(href) if kind == "article" else None)


def file_name(href: str) -> str:
    """The decoded path of a link to a file, without query and fragment."""
    return unquote(re.split(r"[?#]", href, maxsplit=1)[0])


def _kind(href: str) -> Kind:
    seen = _IGNORED_BY_BROWSERS.sub("", href).replace("\\", "/")
    if seen.startswith("#"):
        return "section"
    if seen.lower().startswith("id:"):
        return "article"
    if seen.startswith("//") or _SCHEME.match(seen):
        return "external"
    path = file_name(seen)
    if path.lower().endswith(".md"):
        return "article"
    if path.startswith("/"):
        return "site"
    last = path.rstrip("/").rpartition("/")[2]
    if not last.strip("."):
        return "broken"
    return "file" if "." in last and not path.endswith("/") else "article"


def _target(href: str) -> LinkTarget:
    place, _, anchor = href.strip().partition("#")
    anchor = unquote(anchor)
    if place.lower().startswith("id:"):
        return LinkTarget(href, article_id=unquote(place[3:]).strip(), anchor=anchor)
    return LinkTarget(href, path=file_name(place), anchor=anchor)
