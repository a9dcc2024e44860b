"""What a file is, by its content; and names that harm nobody."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from app.tickets.file_kinds import (
    GIF,
    JPEG,
    LONGEST_NAME,
    PDF,
    PNG,
    TEXT,
    WEBP,
    FileKind,
    agrees,
    kind_of,
    safe_name,
)

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def zipped() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb", b"\0" * 1_000_000)
    return archive.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PICTURE, PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", JPEG),
        (b"GIF87a\x01\x00", GIF),
        (b"GIF89a\x01\x00", GIF),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", WEBP),
        (b"%PDF-1.7\n%\xe2\xe3", PDF),
        ("Привет, ё!\r\n\tстрока\n".encode(), TEXT),
        ("Привет из старого Windows".encode("cp1251"), TEXT),
        ("Привет".encode("utf-16"), TEXT),
        (b"\xef\xbb\xbfa;b\n", TEXT),
        (b"<script>alert(1)</script>", TEXT),
        (zipped(), None),
        (gzip.compress(b"x" * 1000), None),
        (b"MZ\x90\x00\x03\x00", None),
        (b"\x7fELF\x02\x01\x01\x00", None),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", None),
        (b"\xff\xfe\x00\x00\x01\x00", None),
        (b"text\x00with a zero", None),
        (b"\x98\x98\x98", None),
    ],
    ids=range(19),
)
def test_the_content_says_what_a_file_is(data: bytes, kind: FileKind | None) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("name", "kind", "honest"),
    [
        ("a.png", PNG, True),
        ("A.JPEG", JPEG, True),
        ("log", TEXT, True),
        ("data.csv", TEXT, True),
        ("photo.png", JPEG, False),
        ("photo.png", TEXT, False),
        ("page.html", TEXT, False),
        ("picture.svg", TEXT, False),
        ("report.pdf.exe", PDF, False),
    ],
)
def test_a_name_may_not_lie(name: str, kind: FileKind, honest: bool) -> None:
    assert agrees(name, kind) is honest


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("снимок экрана.png", "снимок экрана.png"),
        ("../../etc/passwd", "passwd.png"),
        ("C:\\Users\\Глеб\\фото.PNG", "фото.png"),
        ("/abs/path.png", "path.png"),
        ("cod\u202egnp.exe", "codgnp.exe"),
        ("zero\u200bwidth\x00.png", "zerowidth.png"),
        ("two\r\nlines.png", "twolines.png"),
        ("...", "файл.png"),
        ("", "файл.png"),
        (".png", "png.png"),
        ("con.png", "_con.png"),
        ("a<b>:c|d?.png", "a_b_c_d_.png"),
        ("й" * 500 + ".png", "й" * (LONGEST_NAME - 4) + ".png"),
        ("x" * 500, "x" * (LONGEST_NAME - 4) + ".png"),
        ("и\u0306.png", "й.png"),
    ],
)
def test_a_name_is_made_harmless(given: str, safe: str) -> None:
    assert safe_name(given, PNG) == safe
