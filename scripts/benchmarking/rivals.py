"""Other engines over the same documents, asked the same: Whoosh's own searcher, FTS5, Tantivy.

All hold our sections as documents with our five fields and our analysed terms, and return ten
sections. A query is what we understood: for each telling word its weighted alternatives. What we do
beside that is left out in their favour: filters, terms of several words, sections made articles.

- Whoosh: the very index on disk, BM25F with our field weights; a weighted OR, or an OR of the
  best alternatives (dis-max), whichever is faster.
- FTS5: a contentless table, an OR of all alternatives without weights, bm25 with field weights.
- Tantivy: one segment in memory, one thread, frequencies without positions; a weighted OR or
  dis-max, whichever is faster; queries are built before the clock starts.
"""

from __future__ import annotations

import sqlite3
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import tantivy
from whoosh import index as whoosh_index
from whoosh import query as whoosh_query
from whoosh import scoring

from app.search.documents import FIELDS
from app.search.engines.gains import FIELD_WEIGHTS
from app.search.engines.view import K1, LENGTH_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.search.engines.segment import Segment
    from app.search.engines.view import View
    from app.search.query import Query

TOP = 10
BATCH = 5_000  # documents whose texts are made at once

Word = tuple[tuple[str, float], ...]  # the alternatives of a word: term, weight


def words_of(view: View, query: Query) -> list[Word]:
    """The telling words of a query, each as (term, weight) of its single-word alternatives."""
    words = (
        tuple(
            (alternative.term, alternative.weight * view.words.weight(group))
            for alternative in group.alternatives
            if " " not in alternative.term
        )
        for group in query.telling
    )
    return [word for word in words if word]


class Whoosh:
    """Whoosh's own searcher over a generation of our index."""

    def __init__(self, generation: Path) -> None:
        weights = {f"{name}_B": LENGTH_WEIGHT[name] for name in FIELDS}
        weighting = scoring.BM25F(K1=K1, **weights)
        self._searcher = whoosh_index.open_dir(str(generation)).searcher(weighting=weighting)

    def any_of(self, words: list[Word]) -> list[int]:
        terms = [term for name in FIELDS for word in words for term in self._terms(name, word)]
        return self._best(whoosh_query.Or(terms))

    def best_of(self, words: list[Word]) -> list[int]:
        fields = [self._terms(name, word) for name in FIELDS for word in words]
        return self._best(whoosh_query.Or([whoosh_query.DisjunctionMax(f) for f in fields]))

    def _terms(self, name: str, word: Word) -> list[whoosh_query.Term]:
        return [
            whoosh_query.Term(name, term.encode(), boost=weight * FIELD_WEIGHTS[name])
            for term, weight in word
        ]

    def _best(self, wanted: whoosh_query.Query) -> list[int]:
        return [hit.docnum for hit in self._searcher.search(wanted, limit=TOP)]


class Fts5:
    """SQLite's full-text index in memory; a term is written t and its number."""

    def __init__(self, segment: Segment) -> None:
        self._number = segment.number
        self._base = sqlite3.connect(":memory:")
        self._base.execute(
            f"CREATE VIRTUAL TABLE sections USING fts5({', '.join(FIELDS)}, content='', "
            "tokenize='ascii')"
        )
        rank = f"bm25({', '.join(str(FIELD_WEIGHTS[name]) for name in FIELDS)})"
        self._base.execute("INSERT INTO sections(sections, rank) VALUES ('rank', ?)", (rank,))
        marks = ", ".join("?" * (len(FIELDS) + 1))
        insert = f"INSERT INTO sections(rowid, {', '.join(FIELDS)}) VALUES ({marks})"  # noqa: S608
        rows = ((number, *texts) for number, texts in enumerate(texts_of(segment)))
        self._base.executemany(insert, rows)
        self._base.execute("INSERT INTO sections(sections) VALUES ('optimize')")
        self._base.commit()

    def any_of(self, words: list[Word]) -> list[int]:
        numbers = (self._number(term) for word in words for term, _ in word)
        terms = " OR ".join(f"t{number}" for number in numbers if number is not None)
        asked = "SELECT rowid FROM sections WHERE sections MATCH ? ORDER BY rank LIMIT ?"
        return [row[0] for row in self._base.execute(asked, (terms, TOP))] if terms else []


class Tantivy:
    """Tantivy's index in memory; a term is written t and its number."""

    def __init__(self, segment: Segment) -> None:
        self._number = segment.number
        builder = tantivy.SchemaBuilder()
        for name in FIELDS:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=2_000_000_000, num_threads=1)
        for texts in texts_of(segment):
            writer.add_document(tantivy.Document(**dict(zip(FIELDS, texts, strict=True))))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def any_of(self, words: list[Word]) -> Callable[[], object]:
        terms = [term for name in FIELDS for word in words for term in self._terms(name, word)]
        return self._asking([(tantivy.Occur.Should, term) for term in terms])

    def best_of(self, words: list[Word]) -> Callable[[], object]:
        fields = [self._terms(name, word) for name in FIELDS for word in words]
        best = (tantivy.Query.disjunction_max_query(terms) for terms in fields if terms)
        return self._asking([(tantivy.Occur.Should, query) for query in best])

    def _asking(self, parts: list[tuple[tantivy.Occur, tantivy.Query]]) -> Callable[[], object]:
        query, search = tantivy.Query.boolean_query(parts), self._searcher.search
        return lambda: search(query, TOP, count=False).hits

    def _terms(self, name: str, word: Word) -> list[tantivy.Query]:
        return [
            tantivy.Query.boost_query(
                tantivy.Query.term_query(self._schema, name, f"t{number}", "freq"),
                weight * FIELD_WEIGHTS[name],
            )
            for term, weight in word
            if (number := self._number(term)) is not None
        ]


def texts_of(segment: Segment) -> Iterator[list[str]]:
    """For each document the texts of its fields: every term as often as it stands there."""
    fields = [_Rows(segment, number) for number in range(len(FIELDS))]
    for first in range(0, segment.doc_count, BATCH):
        last = min(first + BATCH, segment.doc_count)
        texts = [rows.texts(first, last) for rows in fields]
        yield from map(list, zip(*texts, strict=True))


class _Rows:
    """A field's postings turned round: the terms of each document."""

    def __init__(self, segment: Segment, field: int) -> None:
        bounds = segment.ranges[field]
        low, high = int(bounds[0]), int(bounds[-1])
        docs = segment.arrays["docs"][low:high]
        order = np.argsort(docs, kind="stable")
        terms = np.repeat(np.arange(len(bounds) - 1, dtype=np.int32), np.diff(bounds))
        self._terms = terms[order]
        self._counts = segment.run(low, high).counts[order]
        self._starts = np.searchsorted(docs[order], np.arange(segment.doc_count + 1))

    def texts(self, first: int, last: int) -> list[str]:
        starts = self._starts[first : last + 1].tolist()
        low = starts[0]
        terms = self._terms[low : starts[-1]].tolist()
        counts = self._counts[low : starts[-1]].tolist()
        words = [f"t{term} " * count for term, count in zip(terms, counts, strict=True)]
        return ["".join(words[start - low : end - low]) for start, end in pairwise(starts)]
