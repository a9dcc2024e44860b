"""A category's description file for a folder of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.articles import yaml_text

if TYPE_CHECKING:
    from app.exchange.documents import SourceCategory


def described(category: SourceCategory) -> bytes:
    """The bytes of `_category.yml`."""
    said: dict[str, object] = {"title": category.title}
    if category.summary:
        said["summary"] = " ".join(category.summary.split())
    said["icon"] = "folder"
    if category.order:
        said["order"] = category.order
    return yaml_text.dump(said).encode()
