"""The arrays give the scores that Whoosh's own BM25F searcher gives on the same index."""

from __future__ import annotations

import tempfile
from math import log
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import index, query, scoring

from app import clock
from app.search import documents
from app.search.documents import FIELDS
from app.search.engines import tidying
from app.search.engines.building import packed
from app.search.engines.gains import FIELD_WEIGHTS
from app.search.engines.segment import FIELD_NUMBERS
from app.search.engines.view import K1, LENGTH_WEIGHT
from app.search.engines.whoosh import WhooshEngine
from tests.search.library import article

WORDS = ["деньги", "возврат", "карта", "курьер", "E-1042", "не приходит", "код", "заказ"]
texts = st.lists(st.sampled_from(WORDS), min_size=0, max_size=12).map(" ".join)
corpora = st.lists(
    st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=4), min_size=1, max_size=3
)
TERMS = [
    f"{layer}:{word}"
    for layer, word in (
        ("e", "деньги"),
        ("l", "деньга"),
        ("e", "возврат"),
        ("l", "возврат"),
        ("s", "карт"),
        ("e", "e1042"),
        ("n", "приходить"),
        ("l", "приходить"),
        ("e", "не"),
    )
]


def bm25f() -> scoring.BM25F:
    weights = {f"{name}_B": LENGTH_WEIGHT[name] for name in FIELDS}
    return scoring.BM25F(K1=K1, **weights)


@settings(max_examples=25, deadline=None)
@given(
    corpora, st.lists(st.sampled_from(TERMS), min_size=1, max_size=4, unique=True), st.booleans()
)
def test_scores_equal_those_of_whoosh(
    corpus: list[list[tuple[str, str, str]]],
    terms: list[str],
    is_tidied: bool,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder))
        for batch, rows in enumerate(corpus):
            entries = (
                documents.entry(
                    article(f"{batch}-{number}", title, f"{lead}\n\n## {title} два\n\n{text}"),
                    clock.now(),
                )
                for number, (title, lead, text) in enumerate(rows)
            )
            engine.put([packed(entries)])
        engine.put([], removed=["0-0"])
        if is_tidied:
            with patch.object(tidying, "FEW", 1):
                engine.tidy()
        assert ours(engine, terms) == pytest.approx(theirs(Path(folder), terms), rel=1e-4)


def ours(engine: WhooshEngine, terms: list[str]) -> dict[int, float]:
    view = engine._view()
    found: dict[int, float] = {}
    offset = 0
    for number, segment in enumerate(view.segments):
        scores = np.zeros(segment.doc_count)
        for name in FIELDS:
            for term in terms:
                field = FIELD_NUMBERS[name]
                if postings := view.postings(number, field, term):
                    idf = (
                        log(view.doc_count_all / (view.frequency(field, term) + 1)) + 1
                    )  # Whoosh's
                    impacts = view.bm25(number, field, postings)
                    scores[postings.docs] += FIELD_WEIGHTS[name] * idf * impacts
        alive = view.alive[number][segment.article_of]
        found |= {offset + int(d): float(scores[d]) for d in np.flatnonzero(scores * alive)}
        offset += segment.doc_count
    return found


def theirs(folder: Path, terms: list[str]) -> dict[int, float]:
    [generation] = folder.glob("generation-*")
    wanted = query.Or(
        [
            query.Term(name, term.encode(), boost=FIELD_WEIGHTS[name])
            for name in FIELDS
            for term in terms
        ]
    )
    with index.open_dir(str(generation)).searcher(weighting=bm25f()) as searcher:
        hits = searcher.search(wanted, limit=None)
        return {hit.docnum: hit.score for hit in hits}
