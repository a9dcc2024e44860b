"""What a search answers with: values that pages, commands and the log read."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  dataclasses are resolved by readers
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from app.search.engines.base import State  # noqa: TC001
from app.search.explanation import Explanation


class Fragment(NamedTuple):
    """A piece of text; `matched` when it is a form of a word of the query."""

    text: str
    matched: bool = False


Fragments = tuple[Fragment, ...]
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class SectionHit(NamedTuple):
    """Another section of a result's article that matched."""

    anchor: str
    heading: str


class Result(NamedTuple):
    """An article found, with its best section.

    `anchor` and `heading_path` are "" and () for the lead. `rank` counts from 1 over all pages.
    `explanation` maps each part of the score to its share. `pinned` says that it stands here
    because an editor wants it.
    """

    article_id: str
    rank: int
    score: float
    title: Fragments
    snippet: Fragments
    anchor: str
    heading_path: tuple[str, ...]
    more: tuple[SectionHit, ...]
    category: str
    lang: str
    explanation: Mapping[str, float] = NOTHING
    pinned: bool = False


class Results(NamedTuple):
    """A page of a result list.

    `query` is what was typed and `shown_query` what the results are for; they differ where
    `correction` says what was changed, and then `literal_available` tells that the text as typed
    can be searched for. `total` counts articles, of which the pages hold the best `reach`;
    `by_category` counts those of each category without the category filter, which is `filter`.
    `rescued` is true when nothing was found by the form or lemma of the words typed, but something
    by a vaguer way. `cut` when the query was too long.
    `sureness` (0-1) is how probably the list answers; `unsure` when probably it does not.
    `explanation` tells what was done with the query, if that was asked for.
    """

    query: str
    shown_query: str
    correction: str | None = None
    literal_available: bool = False
    total: int = 0
    page: int = 1
    pages: int = 0
    reach: int = 0
    results: tuple[Result, ...] = ()
    rescued: bool = False
    cut: bool = False
    state: State = "ready"
    filter: str | None = None
    by_category: Mapping[str, int] = NOTHING
    milliseconds: float = 0.0
    sureness: float = 0.0
    unsure: bool = False
    explanation: Explanation = Explanation()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line under the search box: an article's title, or one of its questions (`kind`)."""

    title_fragments: Fragments
    article_id: str
    anchor: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync or rebuild did, in articles, and how long it took."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """How the index is; `updated_at` is Unix time in seconds, `problem` a sentence or "";
    `meaning_problem` says why searches go by words alone; "" when they do not. `memory_bytes` is
    what the index and the vectors keep in this process, about, `mapped_bytes` their mapped files.
    """

    state: State
    documents: int
    articles: int
    version: str
    updated_at: float | None
    problem: str
    memory_bytes: int = 0
    mapped_bytes: int = 0
    meaning_problem: str = ""
