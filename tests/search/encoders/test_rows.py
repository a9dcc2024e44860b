"""A table whose rows are read from a file."""

import os
from pathlib import Path

import numpy as np
import pytest

from app.search.encoders.rows import Rows

TABLE = np.random.default_rng(3).integers(0, 255, (500, 16)).astype(np.uint8)


def test_rows_are_those_of_the_table_in_any_order_and_more_than_once(tmp_path: Path) -> None:
    numbers = np.array([499, 0, 7, 7, 250])
    np.testing.assert_array_equal(Rows(TABLE, tmp_path)[numbers], TABLE[numbers])


def test_no_rows_are_no_rows(tmp_path: Path) -> None:
    assert Rows(TABLE, tmp_path)[np.array([], np.intp)].shape == (0, 16)


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    rows = Rows(TABLE, tmp_path)
    assert not list(tmp_path.iterdir())
    assert len(rows[np.array([1])]) == 1


def test_a_child_process_reads_them_too(tmp_path: Path) -> None:
    rows = Rows(TABLE, tmp_path)
    child = os.fork()
    if not child:
        os._exit(0 if np.array_equal(rows[np.array([3, 4])], TABLE[[3, 4]]) else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        Rows(TABLE, tmp_path / "missing")
