"""Segments put together are the segment that their articles would have made at once."""

from __future__ import annotations

import itertools
import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app import clock
from app.search import documents
from app.search.documents import FIELDS
from app.search.engines.building import packed
from app.search.engines.joining import join
from tests.search.library import article

if TYPE_CHECKING:
    from app.search.engines.segment import Segment

ARTICLES = [
    article(
        f"a{number}",
        f"Возврат {number}",
        f"Деньги {'вернём ' * number}\n\n## Срок {number}\n\nДесять дней, заказ {number}.",
        questions=[f"где деньги {number}", "когда вернут"],
    )
    for number in range(9)
]
ENTRIES = [documents.entry(article, clock.now()) for article in ARTICLES]


def same(one: Segment, other: Segment) -> bool:
    return all(
        np.array_equal(one.arrays[name], other.arrays[name])
        for name in one.arrays.keys() | other.arrays.keys()
    )


@pytest.mark.parametrize("cuts", [(0, 9), (0, 4, 9), (0, 1, 2, 5, 5, 9)])
def test_parts_make_the_same_as_all_at_once(cuts: tuple[int, ...]) -> None:
    parts = [packed(ENTRIES[low:high]) for low, high in itertools.pairwise(cuts)]

    joined = join(parts, [np.ones(len(part.starts), bool) for part in parts])

    assert same(joined, packed(ENTRIES))


def test_what_is_deleted_stays_out_with_the_words_that_only_it_had() -> None:
    kept = np.array([number % 3 > 0 for number in range(9)])
    parts = [packed(ENTRIES[:5]), packed(ENTRIES[5:])]

    joined = join(parts, [kept[:5], kept[5:]])

    assert same(joined, packed(e for e, is_kept in zip(ENTRIES, kept, strict=True) if is_kept))
    assert joined.number("e:3") is None


def test_nothing_at_all_makes_an_empty_segment() -> None:
    part = packed(ENTRIES)

    for joined in (join([], []), join([part], [np.zeros(9, bool)])):
        assert (joined.doc_count, joined.term_count, len(joined.starts)) == (0, 0, 0)
        assert joined.lengths.shape == (len(FIELDS), 0)


def test_a_segment_goes_to_another_process_and_back() -> None:
    part = packed(ENTRIES)

    assert same(pickle.loads(pickle.dumps(part)), part)  # noqa: S301  our own
