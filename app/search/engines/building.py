"""Builds segments from entries."""

from __future__ import annotations

import json
from array import array
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from app.search.documents import FIELDS
from app.search.engines.container import encoded
from app.search.engines.facts import Facts
from app.search.engines.postings import folded
from app.search.engines.segment import FIELD_NUMBERS, Segment
from app.search.engines.stories import HEADS_BETWEEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from app.search.documents import Document, Entry


def packed(entries: Iterable[Entry]) -> Segment:
    """Return the entries as a segment, in their order."""
    builder = SegmentBuilder()
    for entry in entries:
        builder.add(entry)
    return builder.build()


class SegmentBuilder:
    """Collects entries, then gives the segment; documents are numbered in the order they came."""

    def __init__(self) -> None:
        self._terms: dict[str, int] = {}
        self._fields = array("B")
        self._numbers = array("I")
        self._docs = array("I")
        self._counts = array("I")
        self._positions = array("I")
        self._lengths: list[list[int]] = []
        self._starts: list[int] = []
        self._facts: list[Facts] = []
        self._texts: list[bytes] = []
        self._heads: list[bytes] = []
        self._spans: list[array[int]] = []
        self._sentences: list[array[int]] = []
        self.totals = dict.fromkeys(FIELDS, 0)

    @property
    def doc_count(self) -> int:
        return len(self._lengths)

    def add(self, entry: Entry) -> None:
        self._starts.append(self.doc_count)
        self._facts.append(
            Facts(
                entry.article_id,
                entry.fingerprint,
                entry.visibility,
                entry.lang,
                entry.category,
                entry.group,
            )
        )
        for document in entry.documents:
            self._add_postings(document)
            self._add_story(document)

    def build(self) -> Segment:
        order = sorted(self._terms, key=encoded)
        rank = np.empty(len(order), np.int64)
        rank[[self._terms[term] for term in order]] = np.arange(len(order))
        arrays = self._sorted_postings(rank)
        keys = [encoded(term) for term in order]
        arrays |= {"keys": blob(keys), "key_ends": _ends(keys, np.uint32)}
        arrays |= {"texts": blob(self._texts), "text_ends": _ends(self._texts)}
        arrays |= {"heads": blob(self._heads), "head_ends": _ends(self._heads)}
        arrays |= {"spans": small(_joined(self._spans)), "span_ends": _ends(self._spans)}
        arrays |= {
            "sentences": small(_joined(self._sentences)),
            "sentence_ends": _ends(self._sentences),
        }
        arrays["facts"] = blob([json.dumps(self._facts).encode()])
        arrays["starts"] = np.array(self._starts, np.int32)
        arrays["lengths"] = np.array(self._lengths, np.int32).reshape(-1, len(FIELDS)).T.copy()
        arrays["totals"] = np.array(list(self.totals.values()), np.int64)
        return Segment(arrays)

    def _add_postings(self, document: Document) -> None:
        doc = self.doc_count
        terms = self._terms
        for name, postings in document.fields.items():
            field = FIELD_NUMBERS[name]
            for term, positions in postings.items():
                self._fields.append(field)
                self._numbers.append(terms.setdefault(term, len(terms)))
                self._docs.append(doc)
                self._counts.append(len(positions))
                self._positions.extend(positions)

    def _add_story(self, document: Document) -> None:
        for name, length in document.lengths.items():
            self.totals[name] += length
        self._lengths.append([document.lengths.get(name, 0) for name in FIELDS])
        self._texts.append(encoded(document.text))
        self._heads.append(encoded(HEADS_BETWEEN.join([document.anchor, *document.heading_path])))
        self._spans.append(array("I", document.spans))
        self._sentences.append(array("I", document.sentences))

    def _sorted_postings(self, rank: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """Postings by field, term and document, and the ranges that find them."""
        fields = np.frombuffer(self._fields, np.uint8)
        terms = rank[np.frombuffer(self._numbers, np.uint32)]
        docs = np.frombuffer(self._docs, np.uint32)
        order = np.lexsort((docs, terms, fields))
        counts = np.frombuffer(self._counts, np.uint32)
        starts = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))[:-1][order]
        counts = counts[order].astype(np.int32)
        places = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
        lower, turns = folded(places)
        gather = np.repeat(starts - places[:-1], counts) + np.arange(places[-1])
        bounds = np.arange(len(FIELDS) * (len(rank) + 1)).reshape(len(FIELDS), -1)
        keys = fields[order].astype(np.int64) * (len(rank) + 1) + terms[order]
        return {
            "ranges": small(np.searchsorted(keys, bounds), np.int32),
            "docs": small(docs[order].astype(np.int32)),
            "places": lower,
            "turns": turns,
            "positions": small(np.frombuffer(self._positions, np.uint32)[gather].astype(np.int32)),
        }


def small(numbers: NDArray[Any], dtype: type[np.integer[Any]] = np.uint16) -> NDArray[Any]:
    """The numbers as `dtype`, if it holds them all: memory is what a large index costs a worker."""
    fits = numbers.max(initial=0) <= np.iinfo(dtype).max
    return numbers.astype(dtype) if fits else numbers


def blob(pieces: Sequence[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(pieces), np.uint8)


def _ends(pieces: Sequence[Any], dtype: type = np.int64) -> NDArray[Any]:
    return np.array([0, *accumulate(map(len, pieces))], dtype)


def _joined(pieces: Iterable[array[int]]) -> NDArray[np.int32]:
    whole = array("I")
    for piece in pieces:
        whole.extend(piece)
    return np.frombuffer(whole, np.uint32).astype(np.int32)
