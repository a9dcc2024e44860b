"""Pictures of an import: no places of taking, no larger than needed, once and for all."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from app.exchange.opening import open_source
from app.exchange.planning import Wishes, plan
from tests.editing.test_pictures import png_of
from tests.exchange.sources import PNG, counts, large_picture, photograph, said, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.articles.library import Library
    from app.exchange.plans import Plan

    Import = Callable[..., Plan]

ONE = {"Статья.md": "# Статья\n\n![к](к.png)\n", "к.png": PNG}


def other_picture() -> bytes:
    output = BytesIO()
    Image.new("L", (3, 2)).save(output, "PNG")
    return output.getvalue()


@pytest.mark.parametrize("ending", ["jpg", "png"])  # the second is what the picture is not
def test_places_of_taking_stay_out_and_a_second_import_still_changes_nothing(
    bring: Import, library: Library, ending: str
) -> None:
    name = f"к.{ending}"
    files = {"Статья.md": f"# Статья\n\n![к]({name})\n", name: photograph("JPEG")}
    first = bring(files)
    assert "Из картинок убрано то, что дописали камеры и программы" in " ".join(said(first))
    snapshot = library.refresh()
    [name] = [path for path in snapshot.attachments if path.endswith(f"k.{ending}")]
    stored = (library.folder / name).read_bytes()
    assert b"Canon" not in stored
    assert counts(bring(files)) == {"unchanged": 1}
    assert (library.folder / name).read_bytes() == stored


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Canon"
    return exif


def animation() -> bytes:
    frames = [Image.new("RGB", (2000, 100), color) for color in ("red", "blue")]
    output = BytesIO()
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:])
    return output.getvalue()


LARGE = [
    ("к.jpeg", large_picture("JPEG", (4000, 2000), exif=turned()), ".jpg", (1600, 3200)),
    ("к.png", large_picture("PNG"), ".png", (1600, 800)),
    ("к.webp", large_picture("WEBP"), ".webp", (1600, 800)),
    ("к.gif", large_picture("GIF"), ".png", (1600, 800)),
    ("к.gif", animation(), ".webp", (1600, 80)),
]


@pytest.mark.parametrize(("name", "picture", "ending", "size"), LARGE)
def test_large_picture_is_made_small_once_and_a_second_import_changes_nothing(
    bring: Import,
    library: Library,
    name: str,
    picture: bytes,
    ending: str,
    size: tuple[int, int],
) -> None:
    files = {"Статья.md": f"# Статья\n\n![к]({name})\n", name: picture}
    found = bring(files)
    assert "Картинки, которые больше нужного, уменьшаются до ширины 1600 точек: 1." in " ".join(
        said(found)
    )
    snapshot = library.refresh()
    [path] = [path for path in snapshot.attachments if "/k-" in path]
    stored = library.folder / path
    article = snapshot.find_by_slug("statya")
    assert article is not None
    assert snapshot.file_path(article, stored.name) == stored
    assert stored.suffix == ending
    with Image.open(stored) as image:
        assert image.size == size
        assert image.format == {".jpg": "JPEG"}.get(ending, ending[1:].upper())
    assert b"Canon" not in stored.read_bytes()
    stored.write_bytes(PNG)  # as another version of the encoder would have written it
    again = bring(files)
    assert (counts(again), again.to_do) == ({"unchanged": 1}, ())
    assert stored.read_bytes() == PNG


def test_picture_that_came_in_large_before_stays_as_it_is(bring: Import, library: Library) -> None:
    files = {"Статья.md": "# Статья\n\n![к](к.jpg)\n", "к.jpg": photograph("JPEG")}
    bring(files)
    large = large_picture("JPEG")
    (library.folder / "docs/k.jpg").write_bytes(large)
    found = bring({"Статья.md": "# Статья\n\nДа ![к](к.jpg)\n", "к.jpg": large})
    assert [(change.kind, change.files) for change in found.to_do] == [("changed", {})]
    assert "![к](k.jpg)" in (library.folder / "docs/statya.md").read_text()


def test_cut_off_picture_comes_in_as_it_is(bring: Import, library: Library) -> None:
    picture = large_picture("JPEG")[:-3000]
    bring({"Статья.md": "# Статья\n\n![к](к.jpg)\n", "к.jpg": picture})
    [path] = [path for path in library.refresh().attachments if "/k-" in path]
    assert (library.folder / path).read_bytes() == picture


@pytest.mark.parametrize("size", [(10_000, 10_000), (60_000, 60_000)])
def test_picture_of_a_hundred_megapixels_is_refused_by_name(
    library: Library, tmp_path: Path, size: tuple[int, int]
) -> None:
    files = {"Статья.md": "# Статья\n\n![к](к.png)\n", "к.png": png_of(*size)}
    archive = open_source(zipped(tmp_path / "docs.zip", files))
    found = plan(archive, library.refresh(), Wishes())
    assert "к.png: В картинке больше 50 мегапикселей. Уменьшите её." in said(found)
    assert [change.files for change in found.to_do if change.what == "article"] == [{}]


def test_change_of_a_picture_is_a_change_of_the_article(bring: Import, library: Library) -> None:
    bring(ONE)
    assert counts(bring({**ONE, "к.png": other_picture()})) == {"changed": 1}
    snapshot = library.refresh()
    article = snapshot.find_by_slug("statya")
    assert article is not None
    assert sorted(p for p in snapshot.attachments if p.startswith("docs/k")) != ["docs/k.png"]
    assert "k.png" not in article.body
