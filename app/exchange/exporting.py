"""What leaves: the articles as Markdown, as a site of plain files, or as one JSON document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from app import clock
from app.exchange import json_export, native, public_copies, site
from app.exchange.shown import Shown
from app.exchange.zip_writing import zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from app.articles.snapshot import Snapshot

Form = Literal["markdown", "site", "json"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
ExportAudience = Literal["public", "all"]
EXPORT_AUDIENCES: Final[tuple[ExportAudience, ...]] = get_args(ExportAudience)
Content = bytes | Path
File = tuple[str, Content]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is wanted. `assets` is the folder of the site's own style sheets and pictures."""

    form: Form = "markdown"
    audience: ExportAudience = "public"
    site_name: str = "Подскажи"
    assets: Path = Path()


def pieces(
    snapshot: Snapshot, order: Order, progress: Callable[[int], None] | None = None
) -> Iterator[bytes]:
    """The export itself, a zip or the JSON document: each piece is made when it is asked for.

    Of what guests may not read nothing is in an export for the public: no article, no word of
    its title, no address, no file. `progress` hears how many files of the zip are done. Raises
    OSError where a file has gone since the snapshot: then the export is not whole.
    """
    if order.form == "json":
        return json_export.pieces(_shown(snapshot, order), order.site_name)
    return zipped(files(snapshot, order), progress)


def files(snapshot: Snapshot, order: Order) -> Iterator[File]:
    """The files of the zip, each path once: bytes, or a file to be copied."""
    seen: set[str] = set()
    for path, content in _files(snapshot, order):
        if path not in seen:
            seen.add(path)
            yield path, content


def _files(snapshot: Snapshot, order: Order) -> Iterator[File]:
    shown = _shown(snapshot, order)
    if order.form == "site":
        return site.files(shown, order.site_name, order.assets)
    found = public_copies.files(shown) if order.audience == "public" else _whole(snapshot)
    return native.with_manifest(found, order.audience)


def _shown(snapshot: Snapshot, order: Order) -> Shown:
    return Shown(snapshot, clock.now(), everything=order.audience == "all")


def _whole(snapshot: Snapshot) -> Iterable[File]:
    """Every file of every category, as it lies there, drafts and what cannot be read included."""
    root = snapshot.folder
    return [
        (path.relative_to(root).as_posix(), path)
        for path in sorted(root.rglob("*"))
        if path.is_file() and _belongs(path.relative_to(root))
    ]


def _belongs(path: Path) -> bool:
    """Whether it lies in a category and is not hidden."""
    return len(path.parts) > 1 and not any(part.startswith(".") for part in path.parts)
