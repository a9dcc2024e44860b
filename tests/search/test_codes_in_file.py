"""Rows read from a file are those of the array that was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.codes_in_file import CodesInFile

if TYPE_CHECKING:
    from pathlib import Path

CODES = np.random.default_rng(1).integers(-127, 128, (50, 24)).astype(np.int8)
OFFSET = 7


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("codes") / "codes.bin"
    path.write_bytes(b"?" * OFFSET + CODES.tobytes())
    return path


def _opened(path: Path) -> CodesInFile:
    with path.open("rb") as file:
        return CodesInFile(file.fileno(), OFFSET, CODES.shape)


@given(st.lists(st.integers(0, 49)))
def test_any_rows_come_in_the_order_in_which_they_are_asked_for(
    path: Path, rows: list[int]
) -> None:
    wanted = np.array(rows, np.intp)
    np.testing.assert_array_equal(_opened(path)[wanted], CODES[wanted])


def test_a_file_that_is_deleted_is_read_on(tmp_path: Path, path: Path) -> None:
    copy = tmp_path / "copy.bin"
    copy.write_bytes(path.read_bytes())
    codes = _opened(copy)
    copy.unlink()
    np.testing.assert_array_equal(codes[np.arange(50)], CODES)


def test_rows_that_were_cut_off_are_zeros(tmp_path: Path, path: Path) -> None:
    copy = tmp_path / "copy.bin"
    copy.write_bytes(path.read_bytes())
    codes = _opened(copy)
    with copy.open("rb+") as file:
        file.truncate(OFFSET + 10 * 24)
    found = codes[np.array([3, 30])]
    np.testing.assert_array_equal(found[0], CODES[3])
    assert not found[1].any()
