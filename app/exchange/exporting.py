"""What leaves: the articles as Markdown, as a site of plain files, or as one JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from app import clock
from app.exchange import json_export, native, public_copies, site
from app.exchange.shown import Shown

if TYPE_CHECKING:
    from app.articles.snapshot import Snapshot

Form = Literal["markdown", "site", "json"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
ExportAudience = Literal["public", "all"]
EXPORT_AUDIENCES: Final[tuple[ExportAudience, ...]] = get_args(ExportAudience)
Content = bytes | Path
Files = Mapping[str, Content]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is wanted. `assets` is the folder of the site's own style sheets and pictures."""

    form: Form = "markdown"
    audience: ExportAudience = "public"
    site_name: str = "Подскажи"
    assets: Path = Path()


def files(snapshot: Snapshot, order: Order) -> Files:
    """The files of the export by their paths in it: bytes, or a file to be copied.

    Of what guests may not read nothing is in an export for the public: no article, no word of
    its title, no address, no file.
    """
    shown = Shown(snapshot, clock.now(), everything=order.audience == "all")
    if order.form == "json":
        return {"articles.json": json_export.document(shown, order.site_name)}
    if order.form == "site":
        return site.files(shown, order.site_name, order.assets)
    found = public_copies.files(shown) if order.audience == "public" else whole(snapshot)
    listed = {path: _bytes(content) for path, content in found.items()}
    return {**found, native.MANIFEST: native.manifest(listed, order.audience)}


def whole(snapshot: Snapshot) -> Files:
    """Every file of every category, as it lies there, drafts and what cannot be read included."""
    root = snapshot.folder
    return {
        path.relative_to(root).as_posix(): path
        for path in sorted(root.rglob("*"))
        if path.is_file() and _belongs(path.relative_to(root))
    }


def only(files: Files) -> bytes:
    """The content of the one file of an export."""
    (content,) = files.values()
    return _bytes(content)


def _belongs(path: Path) -> bool:
    """Whether it lies in a category and is not hidden."""
    return len(path.parts) > 1 and not any(part.startswith(".") for part in path.parts)


def _bytes(content: Content) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()
