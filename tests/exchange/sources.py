"""Sources of imports as tests write them: a folder or a zip of small files."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from PIL import Image, PngImagePlugin

from app.articles.snapshot import Snapshot
from app.exchange.opening import open_source
from app.exchange.planning import Wishes, plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.exchange.archives import Archive
    from app.exchange.plans import Plan

    Files = Mapping[str, str | bytes]

# The smallest PNG: one pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63"
    "f8cfc0f01f0005000201a5f645400000000049454e44ae426082"
)


def photograph(kind: str, turned: int = 6) -> bytes:
    """A picture as a camera writes it: lying on its side, with its maker, place and comment."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Canon"
    exif.get_ifd(0x8825)[1] = "N"  # GPSLatitudeRef
    image = Image.new("RGB", (8, 4), "red")
    image.putpixel((7, 0), (0, 0, 255))
    facts: dict[str, object] = {"exif": exif.tobytes()}
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", "Canon")
        facts["pnginfo"] = words
    elif kind == "JPEG":
        facts |= {"comment": b"Canon", "quality": 95}
    else:
        facts |= {"xmp": b"<x>Canon</x>", "lossless": True}
    output = io.BytesIO()
    image.save(output, kind, **facts)
    return output.getvalue() + b"Canon behind the end"


def large_picture(kind: str, size: tuple[int, int] = (2400, 1200), **facts: object) -> bytes:
    """A picture wider than a page needs."""
    output = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(output, kind, **facts)  # type: ignore[arg-type]
    return output.getvalue()


def folder(root: Path, files: Files) -> Path:
    """Write the files under `root`."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_bytes(content))
    return root


def zipped(path: Path, files: Files) -> Path:
    """Write a zip of the files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, _bytes(content))
    return path


def opened(root: Path, files: Files, name: str = "istochnik.zip") -> Archive:
    """Open a zip of the files."""
    return open_source(zipped(root / name, files))


def planned(root: Path, files: Files, snapshot: Snapshot | None = None, **wishes: object) -> Plan:
    """The plan of an import of the files into `snapshot`, or into nothing."""
    empty = Snapshot(folder=root / "nothing")
    return plan(opened(root, files), snapshot or empty, Wishes(**wishes))  # type: ignore[arg-type]


def bodies(found: Plan) -> dict[str, str]:
    """What each article's file would say, by path."""
    return {
        change.path: change.content.decode() for change in found.changes if change.what == "article"
    }


def counts(found: Plan) -> dict[str, int]:
    """How many articles would become what, without zeros."""
    return {kind: count for kind, count in found.counts().items() if count}


def said(found: Plan) -> list[str]:
    """The sentences of the plan, each with its file."""
    return [f"{note.path}: {note}" for note in found.notes]


def bomb(size: int) -> bytes:
    """A zip whose one file is `size` zeros."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.md", b"0" * size)
    return target.getvalue()


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
