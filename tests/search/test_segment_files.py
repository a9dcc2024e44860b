"""What of a segment's file is in memory: postings with short places, texts only when asked for."""

from pathlib import Path

import numpy as np
import pytest

from app.search.engines import container
from app.search.engines.postings import Postings, folded

SEED = 7


def run(counts: list[int], low: int, high: int) -> tuple[Postings, np.ndarray, np.ndarray]:
    """Postings of some of many documents, with their whole places and all positions."""
    places = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    positions = np.arange(places[-1], dtype=np.int64)
    lower, turns = folded(places)
    docs = np.arange(high - low, dtype=np.uint16)
    found = Postings(docs, lower[low : high + 1], positions, turns, low)
    return found, places[low : high + 1], positions


@pytest.mark.parametrize("low", [0, 1, 15_000, 39_990])
def test_places_are_whole_again_where_their_upper_bits_turn(low: int) -> None:
    counts = np.random.default_rng(SEED).integers(1, 12, 40_000).tolist()
    found, places, positions = run(counts, low, 40_000)
    numbers = np.arange(40_000 - low)
    assert found.places.dtype == np.uint16
    assert found.starts(numbers).tolist() == places[:-1].tolist()
    assert found.counts.tolist() == counts[low:]
    assert found.all_positions.tolist() == positions[places[0] :].tolist()


def test_a_place_on_the_very_turn_is_whole_too() -> None:
    found, places, _ = run([1] * 65_536 + [2, 3], 65_535, 65_538)
    starts = found.starts(np.arange(3)).tolist()
    assert starts == places[:-1].tolist() == [65_535, 65_536, 65_538]


def test_a_word_said_too_often_keeps_all_places_long() -> None:
    found, _, _ = run([1, 70_000, 2], 0, 3)
    assert found.counts.tolist() == [1, 70_000, 2]
    assert found.starts(np.array([2])).tolist() == [70_001]


def test_unmapped_numbers_are_read_from_the_file_even_when_it_is_deleted(tmp_path: Path) -> None:
    path = tmp_path / "one.arrays"
    container.save(path, {"a": np.arange(5), "texts": np.arange(1_000, dtype=np.uint16)})
    arrays, unmapped = container.load(path, ["texts"])
    path.unlink()
    assert unmapped["texts"][300:303].tolist() == arrays["texts"][300:303].tolist()
    assert unmapped["texts"][7:7].tolist() == []


def test_what_was_cut_from_the_file_later_is_missing_and_ends_nothing(tmp_path: Path) -> None:
    path = tmp_path / "one.arrays"
    container.save(path, {"texts": np.arange(10_000, dtype=np.uint8)})
    _, unmapped = container.load(path, ["texts"])
    with path.open("r+b") as file:
        file.truncate(200)
    assert unmapped["texts"][9_000:9_010].tolist() == []
