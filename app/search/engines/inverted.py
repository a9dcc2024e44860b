"""Whoosh's inverted files of a segment, written from its arrays: they are sorted already.

Only API that Whoosh 2.7.4 has too.
"""

from __future__ import annotations

from array import array
from itertools import pairwise, repeat
from typing import TYPE_CHECKING

import numpy as np
from whoosh import fields, formats
from whoosh.util.numeric import byte_to_length, length_to_byte

from app.search.documents import FIELDS
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from typing import Any

    from app.search.engines.postings import Postings
    from app.search.engines.segment import Segment

    Item = tuple[str, bytes, int, float, bytes]  # field, term, document, weight, value

AT_ONCE = 50_000  # postings made Python objects in one step


class PositionsFormat(formats.Format):
    """A posting's value: its positions as 32-bit numbers."""

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        return float(self.decode_frequency(value))

    def decode_positions(self, value: bytes) -> list[int]:
        return array("I", value).tolist()


class Terms(fields.FieldType):
    """A field of terms; a document gives its length, the postings come from elsewhere."""

    def __init__(self) -> None:
        super().__init__(PositionsFormat(), None, scorable=True)  # type: ignore[arg-type]

    def index(self, value: int, **_: Any) -> Generator[tuple[bytes, int, float, bytes]]:
        yield b"", value, 1.0, b""  # Whoosh adds the second values up to the field's length


SCHEMA = fields.Schema(article=fields.ID(), **{name: Terms() for name in FIELDS})


def scored(segment: Segment) -> Segment:
    """Return the segment with its lengths as Whoosh keeps them and scores by: in one byte."""
    words = segment.words
    longest = int(words.max(initial=0)) + 1
    rounded = np.array([byte_to_length(length_to_byte(n)) for n in range(longest)], np.int32)
    return type(segment)({**segment.arrays, "words": words, "lengths": rounded[words]})


def fill(writer: Any, segment: Segment) -> None:
    """Let a new writer of Whoosh's have the segment's documents, and nothing else, to commit."""
    postings = _Postings(segment)
    writer.pool.cleanup()
    writer.pool = postings
    writer.per_document_reader = lambda: postings
    counts = segment.counts.tolist()
    rows = segment.words.T.tolist()
    articles = (f.article_id for f, n in zip(segment.facts, counts, strict=True) for _ in range(n))
    for article_id, row in zip(articles, rows, strict=True):
        lengths = {name: n for name, n in zip(FIELDS, row, strict=True) if n}
        writer.add_document(article=article_id, **lengths)


class _Postings:
    """What Whoosh asks of a pool of postings, and of a reader of fields' lengths."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._lengths = {name: segment.lengths[n].tolist() for name, n in FIELD_NUMBERS.items()}

    def add(self, item: Item) -> None:
        """Take nothing: all postings are known."""

    def cleanup(self) -> None:
        """Let go of files, of which there are none."""

    def close(self) -> None:
        """Likewise."""

    def iter_postings(self) -> Iterator[Item]:
        """All postings by field, term and document."""
        yield from _articles(self._segment)
        keys = self._segment.keys
        for name in sorted(FIELDS):
            yield from _field(self._segment, name, keys)

    def doc_field_length(self, doc: int, name: str, default: int = 0) -> int:
        return self._lengths[name][doc] if name in self._lengths else default

    def doc_field_length_reader(self, name: str) -> Callable[[int], int]:
        lengths = self._lengths.get(name)
        return lengths.__getitem__ if lengths else lambda _: 0


def _articles(segment: Segment) -> Iterator[Item]:
    ends = (segment.starts + segment.counts).tolist()
    ids = [facts.article_id.encode() for facts in segment.facts]
    for article_id, low, high in sorted(zip(ids, segment.starts.tolist(), ends, strict=True)):
        for doc in range(low, high):
            yield "article", article_id, doc, 1.0, b""


def _field(segment: Segment, name: str, keys: list[bytes]) -> Iterator[Item]:
    bounds = segment.ranges[FIELD_NUMBERS[name]]
    terms = np.repeat(np.arange(len(keys)), np.diff(bounds))
    for first in range(0, len(terms), AT_ONCE):
        some = terms[first : first + AT_ONCE]
        low = int(bounds[0]) + first
        high = low + len(some)
        postings = segment.run(low, high)
        docs, weights = postings.docs.tolist(), postings.counts.astype(np.float64).tolist()
        values = _values(postings)
        found = [keys[term] for term in some.tolist()]
        yield from zip(repeat(name), found, docs, weights, values)


def _values(postings: Postings) -> list[bytes]:
    positions = postings.all_positions.astype(np.uint32).tobytes()
    at = [0, *(np.cumsum(postings.counts, dtype=np.int64) * 4).tolist()]
    return [positions[start:end] for start, end in pairwise(at)]
