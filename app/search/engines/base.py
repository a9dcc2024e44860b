"""What every search engine does: keeps entries, finds articles by weighted terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

import numpy as np

from app.search.documents import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from app.search.engines.facts import Facts
    from app.search.engines.segment import Segment
    from app.search.query import Query

# Where an article may hold a word: fields, and the text of its first section, which says what it
# is about.
PLACES: Final = (*FIELDS, "lead")
_HEADS: Final = slice(None, PLACES.index("body"))
_TEXTS: Final = slice(PLACES.index("body"), None)

NOTHING_ELSE: Mapping[str, str] = MappingProxyType({})

State = Literal["ready", "rebuilding", "missing", "error"]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search may see: `visibilities` always, one category with all below it if given."""

    visibilities: frozenset[str]
    category: str | None = None


class SectionText(NamedTuple):
    """What a section says; for the lead, anchor and path are empty.

    `spans` are the character offsets (start, end, start, end …) of the text's words; a sentence
    reaches from one of `sentence_starts` to the one of `sentence_ends` at the same place.
    """

    anchor: str
    heading_path: tuple[str, ...]
    text: str
    spans: Sequence[int]
    sentence_starts: Sequence[int]
    sentence_ends: Sequence[int]


class SectionMatch(NamedTuple):
    """A section that matched.

    `positions` are the words of its text that match, for each telling group of the query.
    `others` are (anchor, heading) of the article's next best sections.
    """

    section: SectionText
    positions: tuple[Sequence[int], ...]
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Hits:
    """The best articles by falling `scores`, the evidence for each, and counts over all matches.

    With n candidates and g telling groups in the query: `groups` (n,) number the articles and their
    translations, which have one number together; `scores` (n,) are BM25F, `weights` (g,)
    how much each group tells, `title_words` (n,) the titles' lengths without the query's fillers;
    `evidence` (places, g, n) is how surely (0-1) each of PLACES holds the group, headings and body
    by the best section; `closeness` (g, n) tells how near (0-1) a group stands to the one before it
    in the best section's text.
    `facts` tell what is known of a candidate, few of which are shown; `sections` opens the best
    section of each of the candidates that it is given.
    """

    groups: NDArray[np.int64]
    scores: NDArray[np.float32]
    weights: NDArray[np.float32]
    title_words: NDArray[np.float32]
    evidence: NDArray[np.float32]
    closeness: NDArray[np.float32]
    total: int
    by_category: Mapping[str, int]
    facts: Callable[[int], Facts] = field(repr=False)
    sections: Callable[[Sequence[int]], list[SectionMatch]] = field(repr=False)

    @cached_property
    def article_ids(self) -> tuple[str, ...]:
        return tuple(self.facts(candidate).article_id for candidate in range(len(self.scores)))


@dataclass(frozen=True, slots=True)
class Stats:
    """How the engine is: counts, the index's version, its last commit, what is wrong.

    `memory_bytes` is what it keeps in this process, about; `mapped_bytes` are its mapped files.
    """

    state: State
    articles: int = 0
    documents: int = 0
    version: str = ""
    updated_at: float | None = None
    problem: str = ""
    memory_bytes: int = 0
    mapped_bytes: int = 0


class Engine(Protocol):
    """A search engine; every method may be called from any thread."""

    def writing(self) -> AbstractContextManager[object]:
        """Be the only writer of all processes and threads; waits."""

    def put(self, segments: Iterable[Segment], removed: Collection[str] = ()) -> None:
        """Store articles in place of earlier ones, and drop the articles `removed`: one commit."""

    def replace(self, segments: Iterable[Segment]) -> None:
        """Store these articles and nothing else; the old ones answer until it is done."""

    def find(
        self, query: Query, where: Filter, *, limit: int, also: Mapping[str, str] = NOTHING_ELSE
    ) -> Hits:
        """Return the best `limit` articles that `where` lets through.

        `also` are articles (→ anchor of the section to show) that count as found without a word
        of the query; phrases, excluded words and `where` bind them too.
        """

    def complete(self, query: Query, prefix: str, where: Filter, *, limit: int) -> Hits:
        """Find by titles and questions; `prefix` is the exact form of the unfinished last word."""

    def article_ids(self, where: Filter) -> frozenset[str]:
        """The articles that `where` lets through; the same object until the next commit."""

    def moment(self) -> tuple[object, ...]:
        """Objects of which one is another one after each commit."""

    def lemmas(self) -> Mapping[str, int]:
        """Return the lemmas of all words with the number of documents that hold each, about."""

    def vocabulary(self) -> Mapping[str, int]:
        """Return the exact forms of all words with the number of documents that hold each."""

    def frequency(self, term: str) -> int:
        """In how many documents a term stands."""

    def stands(self, term: str, where: Filter) -> bool:
        """Whether a term stands in an article that `where` lets through."""

    def fingerprints(self) -> Mapping[str, str]:
        """What is stored: article id → fingerprint."""

    def needs_rebuild(self) -> bool:
        """Whether the index is missing, damaged or of another version."""

    def tidy(self) -> None:
        """Gather what many small commits have left; others read and write meanwhile."""

    def stats(self) -> Stats:
        """Tell how the engine is."""

    def trial(self) -> Engine:
        """Return one in memory that begins with what this one holds now; this one stays so."""

    def close(self) -> None:
        """Let go of files."""


def surest(evidence: NDArray[np.float32], in_text: float) -> NDArray[np.float32]:
    """By word and candidate: how surely (0-1) any of PLACES holds the word.

    What only a text holds, and no title, question, tag or heading, counts `in_text` times.
    """
    texts = np.float32(in_text) * np.maximum.reduce(evidence[_TEXTS])
    found: NDArray[np.float32] = np.maximum(np.maximum.reduce(evidence[_HEADS]), texts)
    return found
