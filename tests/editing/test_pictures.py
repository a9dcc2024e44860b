"""Pictures: what is refused in a sentence, and what is left of those that are taken."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from app.editing import pictures
from app.errors import InvalidInput

SECRET = b"taken at 55.75, 37.61"


def made(
    kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object
) -> bytes:
    output = BytesIO()
    Image.new(mode, size).save(output, kind, **options)  # type: ignore[arg-type]
    return output.getvalue()


def opened(picture: pictures.Picture) -> Image.Image:
    return Image.open(BytesIO(picture.content))


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        pictures.prepare(data)
    return str(caught.value.fields["picture"])


def png_of(width: int, height: int) -> bytes:
    """A PNG that says this size in some hundred bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + sum_

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(100)))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Выберите картинку."),
        (b"no picture at all", "Это не картинка, или она повреждена."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG не принимаем"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>", "SVG не принимаем"),
        (b"%PDF-1.7", "Это не картинка"),
        (made("PNG")[:60], "Это не картинка"),
        (made("TIFF"), "Это не картинка"),
        (png_of(10_000, 10_000), "больше 50 мегапикселей"),
        (png_of(60_000, 60_000), "больше 50 мегапикселей"),
        (bytes(pictures.MOST_BYTES + 1), "больше 15 МБ"),
    ],
)
def test_what_is_no_fit_picture_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    assert said in refusal(data)


def test_animation_of_too_many_pixels_is_refused() -> None:
    frames = [Image.new("P", (3000, 3000), color) for color in range(7)]
    output = BytesIO()
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:])
    assert "мегапикселей" in refusal(output.getvalue())


def test_photograph_is_turned_upright_and_tells_no_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned by a quarter
    exif[0x010E] = SECRET.decode()
    picture = pictures.prepare(made("JPEG", (40, 20), exif=exif, comment=SECRET))
    assert (picture.width, picture.height, picture.extension) == (20, 40, "jpg")
    assert opened(picture).getexif() == {}
    assert SECRET not in picture.content


@pytest.mark.parametrize("behind", [b"<script>alert(1)</script>", b"PK\x03\x04 a zip archive"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_nothing_hidden_behind_a_picture_is_kept(kind: str, behind: bytes) -> None:
    picture = pictures.prepare(made(kind) + behind)
    assert behind not in picture.content
    assert opened(picture).size == (40, 20)


def test_wide_picture_is_made_as_wide_as_a_page_needs() -> None:
    picture = pictures.prepare(made("JPEG", (4800, 2400)))
    assert (picture.width, picture.height) == (1600, 800)
    assert opened(picture).size == (1600, 800)


def test_heavy_opaque_png_becomes_a_jpeg_and_a_screenshot_stays_sharp() -> None:
    noise = Image.effect_noise((1200, 1200), 90).convert("RGB")
    output = BytesIO()
    noise.save(output, "PNG")
    assert pictures.prepare(output.getvalue()).extension == "jpg"
    assert pictures.prepare(made("PNG", (1200, 1200))).extension == "png"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_pixels_is_understood(mode: str) -> None:
    picture = pictures.prepare(made("PNG", mode=mode))
    assert opened(picture).size == (40, 20)


def test_transparency_is_kept() -> None:
    assert opened(pictures.prepare(made("PNG", mode="RGBA"))).mode == "RGBA"


def test_colours_for_print_become_those_of_a_screen() -> None:
    assert opened(pictures.prepare(made("JPEG", mode="CMYK"))).mode == "RGB"


def test_animation_stays_one() -> None:
    frames = [Image.new("RGB", (2000, 100), color) for color in ("red", "blue")]
    output = BytesIO()
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:], duration=80)
    picture = pictures.prepare(output.getvalue())
    assert (picture.extension, picture.width) == ("webp", 1600)
    assert opened(picture).n_frames == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "alt", "name"),
    [
        ("Возврат заказа.PNG", "Кнопка", "vozvrat-zakaza.png"),
        ("image.png", "Кнопка «Вернуть»", "knopka-vernut.png"),
        ("Снимок экрана 2026-03-01 в 12.00.png", "Список заказов", "spisok-zakazov.png"),
        ("IMG_2041.jpeg", "Этикетка", "etiketka.png"),
        ("20260301_120000.jpg", "Этикетка", "etiketka.png"),
        ("../../etc/passwd", "Этикетка", "etc-passwd.png"),
        ("", "…", "kartinka.png"),
        ("zanyato.png", "", "zanyato-3.png"),
    ],
)
def test_file_is_named_in_latin_letters(given: str, alt: str, name: str) -> None:
    taken = {"zanyato.png", "zanyato-2.png"}
    assert pictures.name_for(given, alt, "png", taken) == name


@pytest.mark.parametrize(("alt", "said"), [("  ", "Опишите"), ("а" * 301, "Сократите")])
def test_picture_needs_a_description(alt: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        pictures.described(alt)
    assert said in str(caught.value.fields["alt"])


def test_description_is_one_line() -> None:
    assert pictures.described(" Кнопка\n«Вернуть» ") == "Кнопка «Вернуть»"
