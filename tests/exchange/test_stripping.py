"""Pictures lose what cameras wrote into them, and nothing of what is seen."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from app.exchange.stripping import stripped
from tests.exchange.sources import PNG, photograph

KINDS = ("JPEG", "PNG", "WEBP")


def pixels(content: bytes) -> tuple[tuple[int, int], bytes]:
    with Image.open(BytesIO(content)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        return upright.size, upright.tobytes()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_picture_keeps_its_pixels_and_its_way_up_and_nothing_else(kind: str, turned: int) -> None:
    before = photograph(kind, turned)
    after = stripped(before)
    assert b"Canon" in before
    assert b"Canon" not in after
    assert b"GPS" not in after
    assert pixels(after) == pixels(before)
    with Image.open(BytesIO(after)) as image:
        exif = image.getexif()
        assert exif.get(0x0112, 1) == turned
        assert set(exif) <= {0x0112}
        image.load()


@pytest.mark.parametrize("kind", KINDS)
def test_stripping_twice_gives_the_same_bytes(kind: str) -> None:
    once = stripped(photograph(kind))
    assert stripped(once) == once


def test_progressive_scans_and_profiles_stay() -> None:
    output = BytesIO()
    noise = Image.effect_noise((64, 64), 80).convert("RGB")
    noise.save(output, "JPEG", progressive=True, icc_profile=b"profile" * 20, comment=b"Canon")
    after = stripped(output.getvalue())
    assert b"Canon" not in after
    assert pixels(after) == pixels(output.getvalue())
    with Image.open(BytesIO(after)) as image:
        assert image.info["icc_profile"] == b"profile" * 20


def test_what_is_no_such_picture_stays_as_it_is() -> None:
    assert stripped(PNG) == PNG
    assert stripped(b"%PDF-1.7") == b"%PDF-1.7"


@given(st.sampled_from(KINDS), st.binary(max_size=40), st.integers(0, 400))
def test_no_damage_raises(kind: str, damage: bytes, at: int) -> None:
    content = photograph(kind)
    assert isinstance(stripped(content[:at] + damage), bytes)
