"""Searching vectors: exact enough, filtered, and always the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.search import vector_file
from app.search import vectors as room
from app.search.encoders.base import unit
from app.search.vector_file import HASH_BYTES, Owner, Stored
from app.search.vectors import VectorTable, quantised

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def _random(rows: int, dimensions: int = 64, seed: int = 1) -> NDArray[np.float32]:
    """Vectors around a few common points, as texts about a few subjects have."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(12, dimensions))
    return unit(
        centres[random.integers(0, 12, rows)] + 0.7 * random.normal(size=(rows, dimensions))
    )


def _table(vectors: NDArray[np.float32], per_owner: int = 1) -> VectorTable:
    names = range(0, len(vectors), per_owner)
    owners = tuple(
        Owner(f"article-{n}", f"mark-{n}", tuple(f"s{r}" for r in range(n, n + per_owner)))
        for n in names
    )
    return VectorTable.of(Stored("test", owners, _no_hashes(len(vectors)), quantised(vectors)))


def _no_hashes(rows: int) -> NDArray[np.uint8]:
    return np.zeros((rows, HASH_BYTES), np.uint8)


def test_nearest_row_comes_first_with_its_cosine() -> None:
    vectors = _random(200)
    rows, cosines = _table(vectors).search(vectors[17], limit=5)
    assert rows[0] == 17
    assert cosines[0] == pytest.approx(1, abs=0.003)
    assert list(cosines) == sorted(cosines, reverse=True)


def test_rows_know_their_owner_and_part() -> None:
    table = _table(_random(6), per_owner=3)
    assert [table.owners[number].name for number in table.row_owner] == ["article-0"] * 3 + [
        "article-3"
    ] * 3
    assert table.parts[4] == "s4"
    assert table.fingerprints == {"article-0": "mark-0", "article-3": "mark-3"}


def test_cosines_of_chosen_rows_are_right_to_the_second_decimal() -> None:
    vectors = _random(300, 512)
    chosen = np.array([5, 250, 7])
    found = _table(vectors).cosines(vectors[0], chosen)
    np.testing.assert_allclose(found, vectors[chosen] @ vectors[0], atol=0.004)


def test_shortlist_finds_what_all_rows_would_give() -> None:
    vectors = _random(20_000, 512)
    table = _table(vectors)
    queries = unit(vectors[::997] + 0.3 * _random(len(vectors[::997]), 512, seed=2))
    found = exact = 0
    for query in queries:
        tenth = np.sort(vectors @ query)[-10]
        rows, _ = table.search(query, limit=10)
        found += int((vectors[rows] @ query >= tenth - 0.004).sum())
        exact += 10
    assert found / exact > 0.97


@pytest.mark.parametrize("share", [0.0, 0.001, 0.05, 0.5, 1.0])
def test_row_that_is_not_allowed_is_never_returned(share: float) -> None:
    vectors = _random(5_000)
    allowed = np.random.default_rng(3).random(5_000) < share
    rows, _ = _table(vectors).search(vectors[0], allowed, limit=50)
    assert allowed[rows].all()
    assert len(rows) == min(50, int(allowed.sum()))


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(1, 130), st.integers(0, 99))
def test_any_size_and_dimension_is_searched(rows: int, dimensions: int, seed: int) -> None:
    vectors = _random(rows, dimensions, seed)
    query = _random(1, dimensions, seed + 1)[0]
    found, cosines = _table(vectors).search(query, limit=10)
    expected = np.sort(vectors @ query)[::-1][:10]
    assert len(found) == min(rows, 10)
    np.testing.assert_allclose(cosines, expected, atol=0.02)


def test_equal_vectors_come_in_the_order_of_rows() -> None:
    vectors = np.repeat(_random(1), 9_000, axis=0)
    rows, _ = _table(vectors).search(vectors[0], limit=20)
    assert list(rows) == list(range(20))


def test_same_query_gives_the_same_answer() -> None:
    vectors = _random(4_000)
    first, again = (_table(vectors).search(vectors[9], limit=100) for _ in range(2))
    np.testing.assert_array_equal(first[0], again[0])
    np.testing.assert_array_equal(first[1], again[1])


def test_empty_table_finds_nothing() -> None:
    table = _table(_random(0))
    rows, cosines = table.search(_random(1)[0])
    assert len(rows) == len(cosines) == 0
    assert table.spread(_random(1)[0]) == (0.0, 1.0)


def test_zeros_are_near_to_nothing() -> None:
    vectors = np.concatenate([np.zeros((1, 64), np.float32), _random(5)])
    _, cosines = _table(vectors).search(vectors[3], limit=6)
    assert np.isfinite(cosines).all()
    assert _table(vectors).cosines(vectors[3], np.array([0]))[0] == 0


def test_spread_tells_how_near_any_text_is() -> None:
    vectors = _random(30_000)
    query = vectors[0]
    spread = _table(vectors).spread(query)
    assert spread.mean == pytest.approx(float((vectors @ query).mean()), abs=0.02)
    assert spread.deviation == pytest.approx(float((vectors @ query).std()), rel=0.1)


def test_a_table_whose_rows_lie_in_a_file_says_the_same_in_a_fifth_of_the_memory(
    tmp_path: Path,
) -> None:
    vectors = _random(3_000, 512)
    held = _table(vectors)
    path = tmp_path / "vectors.bin"
    vector_file.write(path, Stored("test", held.owners, _no_hashes(3_000), quantised(vectors)))
    light = VectorTable.of(*vector_file.read_and_keep(path))
    for query in vectors[:5]:
        for found, expected in zip(light.search(query), held.search(query), strict=True):
            np.testing.assert_array_equal(found, expected)
    assert light.spread(vectors[0]) == held.spread(vectors[0])
    assert held.memory_bytes / 3_000 * 60_000 < 60_000_000
    assert light.memory_bytes < held.memory_bytes / 4


def test_shortlist_is_longer_than_any_page() -> None:
    assert room.SHORTLIST >= 1_000
