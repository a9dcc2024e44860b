"""Completion while typing: which titles and questions go on as the reader has begun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.language.analysis import analyse
from app.search.query import MAX_CHARACTERS, Query, understand
from app.search.results import Suggestion
from app.search.snippets import mark_words

if TYPE_CHECKING:
    from app.articles.article import Article
    from app.search.engines.base import Engine, Filter, Hits
    from app.search.lexicon import Lexicon

MIN_CHARACTERS = 2  # typed before anything is suggested


@dataclass(frozen=True, slots=True)
class Completions:
    """Candidates for a query whose last word, `prefix`, may be unfinished ("" when it is not)."""

    query: Query
    prefix: str
    hits: Hits


def complete(
    engine: Engine, lexicon: Lexicon, text: str, where: Filter, *, limit: int
) -> Completions:
    """Find articles by the words typed and the beginning of the last one."""
    text = text[:MAX_CHARACTERS].lstrip()
    query = lexicon.once(understand, text)
    tokens = analyse(text)
    if not tokens or not text[-1:].isalnum() or len(text) < MIN_CHARACTERS:
        return Completions(query, "", engine.complete(query, "", where, limit=limit))
    prefix = tokens[-1].exact
    finished = tuple(group for group in query.groups if group.word != prefix)
    last = next((group for group in query.groups if group.word == prefix), None)
    if last is not None and last.alternatives and last.weight == 1:
        finished = query.groups
        prefix_query = replace(query, groups=tuple(g for g in finished if g.word != prefix))
        hits = engine.complete(prefix_query, prefix, where, limit=limit)
        return Completions(query, prefix, hits)
    query = replace(query, groups=finished)
    return Completions(query, prefix, engine.complete(query, prefix, where, limit=limit))


def suggestion(article: Article, found: Completions) -> Suggestion:
    """Show an article by the question that goes on as typed, else by its title."""
    lines = [(article.title, "article"), *((q, "question") for q in article.questions)]
    fragments = [(mark_words(line, found.query, found.prefix), kind) for line, kind in lines]
    best, kind = max(fragments, key=lambda pair: sum(f.matched for f in pair[0]))
    return Suggestion(best, article.id, None, kind)
