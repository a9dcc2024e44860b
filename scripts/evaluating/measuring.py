"""Figures of a run: by query, by kind, and how well sureness tells what nobody answers."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean, quantiles
from typing import TYPE_CHECKING, Any, Final

import ir_measures
from ir_measures import RR, Qrel, R, ScoredDoc, Success, nDCG

if TYPE_CHECKING:
    from app.articles.library import Library
    from app.search.results import Results
    from evaluating.beir import Query

MEASURES: Final = {
    "ndcg@10": nDCG @ 10,
    "mrr@10": RR @ 10,
    "success@1": Success @ 1,
    "recall@10": R @ 10,
}


def run_of(found: dict[str, Results], library: Library) -> list[ScoredDoc]:
    articles = library.snapshot.articles
    return [
        ScoredDoc(query_id, articles[r.article_id].translation_of or r.article_id, -float(r.rank))
        for query_id, results in found.items()
        for r in results.results
    ]


def by_query(grades: list[Qrel], run: list[ScoredDoc]) -> dict[str, dict[str, float]]:
    names = {measure: name for name, measure in MEASURES.items()}
    values: dict[str, dict[str, float]] = defaultdict(dict)
    for metric in ir_measures.iter_calc(MEASURES.values(), grades, run):
        values[metric.query_id][names[metric.measure]] = metric.value
    return values


def area_under_curve(answerable: list[float], unanswerable: list[float]) -> float | None:
    """How often a query with an answer has a surer result list than one without."""
    if not answerable or not unanswerable:
        return None
    pairs = ((a > b) + (a == b) / 2 for a in answerable for b in unanswerable)
    return fmean(pairs)


def report(
    queries: list[Query], found: dict[str, Results], values: dict[str, dict[str, float]]
) -> dict[str, Any]:
    """Return all figures; `values` are those by query, of the judged ones."""
    kinds: dict[str, list[float]] = defaultdict(list)
    for query in queries:
        if query.id in values:
            kinds[query.kind].append(values[query.id]["ndcg@10"])
    sure = {q: r.sureness for q, r in found.items()}
    nothing = [q.id for q in queries if q.kind == "noanswer"]
    return {
        **{name: _mean([v[name] for v in values.values()]) for name in MEASURES},
        "noanswer_auc": area_under_curve([sure[q] for q in values], [sure[q] for q in nothing]),
        "by_kind": {
            kind: {"ndcg@10": _mean(scores), "n": len(scores)}
            for kind, scores in sorted(kinds.items())
        },
        "ms": _milliseconds([results.milliseconds for results in found.values()]),
        "by_query": {q: round(v["ndcg@10"], 4) for q, v in sorted(values.items())},
    }


def _mean(values: list[float]) -> float | None:
    return round(fmean(values), 4) if values else None


def _milliseconds(taken: list[float]) -> dict[str, float]:
    cuts = quantiles(taken, n=20) if len(taken) > 1 else taken * 19
    return {"p50": round(cuts[9], 2), "p95": round(cuts[18], 2)} if cuts else {}
