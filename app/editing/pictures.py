"""Pictures for articles: decoded within limits, turned upright, made small, written anew.

What is kept is never what was sent but its pixels encoded again: places of taking, comments and
whatever else hides in or behind a picture stay out.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageOps, ImageSequence

from app.articles.slugs import slug
from app.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

FIELD: Final = "picture"
MOST_BYTES: Final = 15 * 1024 * 1024  # a photograph of a good telephone
MOST_PIXELS: Final = 50_000_000  # all frames together; some 200 MB while they are decoded
LARGEST: Final = (1600, 6000)  # width is twice the text's; a long screenshot may be high
HEAVY_PNG: Final = 400 * 1024  # bytes; above, an opaque PNG is most likely a photograph
JPEG_QUALITY: Final = 85
LONGEST_NAME: Final = 60  # characters
LONGEST_ALT: Final = 300

_FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP")
_VECTOR = re.compile(rb"\A[\s\xef\xbb\xbf]*<(?:\?xml|!--|!doctype svg|svg)", re.IGNORECASE)
_EXTENSIONS: Final = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
_SAVING: Final[Mapping[str, dict[str, Any]]] = {
    "JPEG": {"quality": JPEG_QUALITY, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": JPEG_QUALITY},
}
_ORIENTATION: Final = 0x0112
# Names that cameras, messengers and the clipboard give say nothing.
_NAMELESS = re.compile(r"(?:image|img|photo|picture|screenshot|snimok|foto|dsc|pasted)\b.*|[\d-]*")
_one_at_a_time = Lock()  # decoding takes memory: a second picture waits


@dataclass(frozen=True)
class Picture:
    """A picture as it is stored; sizes in pixels, the extension without its dot."""

    content: bytes
    extension: str
    width: int
    height: int


def prepare(data: bytes) -> Picture:
    """Return the picture ready to store; raises InvalidInput for `picture`."""
    if not data:
        raise _refused("Выберите картинку.")
    if len(data) > MOST_BYTES:
        raise _refused(
            "Картинка больше %(most)s МБ. Уменьшите её и попробуйте ещё раз.",
            most=MOST_BYTES // 1024 // 1024,
        )
    if _VECTOR.match(data[:1000]):
        raise _refused("SVG не принимаем: в нём бывают программы. Сохраните картинку как PNG.")
    with _one_at_a_time, _opened(data) as image:
        _check_size(image)
        if _is_animated(image):
            return _animated(image)
        small = _small(image)
        return _encoded(small, "JPEG") if image.format == "JPEG" else _lighter(small)


def extension_fitted(data: bytes) -> str | None:
    """Return the extension of what fitted() makes of a picture, None where it is small enough.

    Reads its head only. Raises InvalidInput for `picture`, also where it is too large to be fitted.
    """
    with _opened(data) as image:
        width, height = _upright_size(image)
        if width <= LARGEST[0] and height <= LARGEST[1]:
            return None
        _check_size(image)
        return _EXTENSIONS[_kind_fitted(image)]


def fitted(data: bytes) -> Picture:
    """Return the picture made small, in a format that its head tells; raises InvalidInput."""
    with _one_at_a_time, _opened(data) as image:
        _check_size(image)
        return (
            _animated(image)
            if _is_animated(image)
            else _encoded(_small(image), _kind_fitted(image))
        )


def described(alt: str) -> str:
    """Return the description of a picture in one line; raises InvalidInput for `alt`."""
    line = " ".join(alt.split())
    if not line:
        raise InvalidInput(
            {"alt": DomainError("Опишите, что на картинке: её слышат те, кто её не видит.")}
        )
    if len(line) > LONGEST_ALT:
        problem = DomainError("Описание длиннее %(most)s знаков. Сократите его.", most=LONGEST_ALT)
        raise InvalidInput({"alt": problem})
    return line


def name_for(given: str, alt: str, extension: str, taken: Container[str]) -> str:
    """Return a free file name in Latin letters: the file's own, or else what it shows."""
    own = slug(re.sub(r"\.\w{1,5}\Z", "", given), limit=LONGEST_NAME)
    stem = own if own and not _NAMELESS.fullmatch(own) else slug(alt, limit=LONGEST_NAME)
    stem = stem or "kartinka"
    name, number = f"{stem}.{extension}", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.{extension}"
    return name


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """Give the picture; whatever Pillow's readers raise within the block is a refusal."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise _refused(
            "Это не картинка, или она повреждена. Подойдут PNG, JPEG, GIF и WebP."
        ) from error


def _check_size(image: Image.Image) -> None:
    if image.width * image.height * getattr(image, "n_frames", 1) > MOST_PIXELS:
        raise _too_many_pixels()


def _is_animated(image: Image.Image) -> bool:
    return bool(getattr(image, "is_animated", False))


def _upright_size(image: Image.Image) -> tuple[int, int]:
    exif = Image.Exif()
    with suppress(Exception):  # whatever a camera wrote: what cannot be read turns nothing
        exif.load(image.info.get("exif", b""))
    return image.size[::-1] if exif.get(_ORIENTATION) in (5, 6, 7, 8) else image.size


def _kind_fitted(image: Image.Image) -> str:
    if _is_animated(image):
        return "WEBP"
    return image.format if image.format in ("JPEG", "WEBP") else "PNG"


def _small(image: Image.Image) -> Image.Image:
    if image.format == "JPEG":
        image.draft("RGB", LARGEST)  # the decoder itself leaves out what would be thrown away
    plain = _plain(ImageOps.exif_transpose(image))
    plain.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    return plain


def _lighter(image: Image.Image) -> Picture:
    png = _encoded(image, "PNG")
    if len(png.content) <= HEAVY_PNG or image.mode != "RGB":
        return png
    jpeg = _encoded(image, "JPEG")
    return jpeg if len(jpeg.content) < len(png.content) / 2 else png


def _plain(image: Image.Image) -> Image.Image:
    """The pixels as RGB, grey or RGBA, whatever they were."""
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.convert("I").point(lambda value: value / 256)
    if image.mode in ("I", "L", "1"):
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _animated(image: Image.Image) -> Picture:
    frames, lasting = [], []
    for frame in ImageSequence.Iterator(image):
        lasting.append(frame.info.get("duration", 100))
        frames.append(frame.convert("RGBA"))
        frames[-1].thumbnail(LARGEST, Image.Resampling.LANCZOS)
    output = BytesIO()
    frames[0].save(
        output, "WEBP", save_all=True, append_images=frames[1:], duration=lasting, loop=0
    )
    return Picture(output.getvalue(), _EXTENSIONS["WEBP"], *frames[0].size)


def _encoded(image: Image.Image, kind: str) -> Picture:
    output = BytesIO()
    image.info.clear()  # what a writer would take over: comments, profiles
    image.save(output, kind, **_SAVING[kind])
    return Picture(output.getvalue(), _EXTENSIONS[kind], *image.size)


def _too_many_pixels() -> InvalidInput:
    return _refused(
        "В картинке больше %(most)s мегапикселей. Уменьшите её и попробуйте ещё раз.",
        most=MOST_PIXELS // 1_000_000,
    )


def _refused(message: str, **values: object) -> InvalidInput:
    return InvalidInput({FIELD: DomainError(message, **values)})
