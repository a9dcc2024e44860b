"""Completion while typing: which titles and questions go on as the reader has begun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from app.language.analysis import analyse
from app.language.keyboard import switch_layout
from app.search.query import Query, understand
from app.search.reading import told
from app.search.results import Suggestion
from app.search.snippets import mark_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.articles.article import Article
    from app.search.engines.base import Engine, Filter, Hits
    from app.search.lexicon import Lexicon

MIN_CHARACTERS = 2  # typed before anything is suggested
LONGEST = 100  # characters; no title goes on as a longer text does


@dataclass(frozen=True, slots=True)
class Completions:
    """Candidates for a query whose last word, `prefix`, may be unfinished ("" when it is not)."""

    query: Query
    prefix: str
    hits: Hits

    @property
    def known(self) -> float:
        """The share of the words that are found in any of the candidates."""
        if not self.hits.article_ids:
            return 0.0
        return float(self.hits.evidence.any(axis=(0, 2)).mean())


def complete(
    engine: Engine, lexicon: Lexicon, text: str, where: Filter, *, limit: int
) -> Completions:
    """Find articles by the words typed and the beginning of the last one.

    Where no article has one of them, the text, or its last word, is taken as typed in the other
    layout or as mistyped, whichever is found best. A text that is too long is completed to nothing.
    """
    text = text.lstrip() if len(text) <= LONGEST else ""
    found = _completions(engine, lexicon, text, where, limit)
    if len(text.strip()) < MIN_CHARACTERS or found.known == 1:
        return found
    stands = partial(engine.stands, where=where)
    meant = (
        _completions(engine, lexicon, one, where, limit) for one in _meant(text, lexicon, stands)
    )
    return max(found, *meant, key=lambda one: one.known)


def _meant(text: str, lexicon: Lexicon, stands: Callable[[str], bool]) -> Iterator[str]:
    yield switch_layout(text)
    before, space, last = text.rpartition(" ")
    if before:
        yield before + space + switch_layout(last)
    mended = told(text, lexicon, stands)
    if mended:
        yield mended.text


def _completions(
    engine: Engine, lexicon: Lexicon, text: str, where: Filter, limit: int
) -> Completions:
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


def suggestion(article: Article, found: Completions) -> Suggestion | None:
    """Show an article by the question that goes on as typed, else by its title.

    None where neither holds anything of what was typed.
    """
    lines = [(article.title, "article"), *((q, "question") for q in article.questions)]
    fragments = [(mark_words(line, found.query, found.prefix), kind) for line, kind in lines]
    best, kind = max(fragments, key=lambda pair: sum(f.matched for f in pair[0]))
    if not any(fragment.matched for fragment in best):
        return None
    return Suggestion(best, article.id, None, kind)
