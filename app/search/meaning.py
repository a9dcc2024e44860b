"""Meaning beside words: keeps the vectors in step, and tells how near all is to a query."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import structlog

from app.search.encoders.base import EncoderUnavailable, part_of
from app.search.nearness import Nearness, Sections
from app.search.neighbours import Neighbours
from app.search.passages import article_source, is_ordinary, stale, word_sources
from app.search.vector_store import VectorStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.search.encoders.base import Encoder, Vectors
    from app.search.neighbours import Neighbour
    from app.search.vectors import Mask, VectorTable

    Progress = Callable[[int, int], None]
    Answer = tuple[Nearness, dict[str, tuple[Neighbour, ...]]]

log = structlog.get_logger()

NO_ENCODER: Final = "Кодировщик смысла не задан: поиск идёт только по словам."
BATCH: Final = 200  # articles after which the vectors are kept, if the process is stopped
MAX_WORDS: Final = 8  # of a query that get neighbours: a person waits
MASKS: Final = 4  # that are kept: of readers, and of an index with a trial of it
KEPT_WORDS: Final = 5_000  # whose neighbours are kept; about 3 MB
SMALL: Final = 500  # articles; below, a word of one document is worth a vector too


@dataclass(frozen=True)
class _Asked:
    """A query with its words, and the vectors that answer it."""

    texts: tuple[str, ...]
    sections: Sections
    words: VectorTable

    def is_same(self, other: _Asked) -> bool:
        same_vectors = self.sections is other.sections and self.words is other.words
        return same_vectors and self.texts == other.texts


class Meaning:
    """An encoder with the vectors of the sections and words in `folder`; never fails a search.

    Any thread and process may ask; of all that want to write, one does and the others pass by.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._folder = folder
        self._articles = VectorStore(folder / "sections.bin", encoder)
        self._words = VectorStore(folder / "words.bin", encoder, in_memory=True)
        self._neighbours = Neighbours(self._words, encoder)
        self._sections = Sections(self._articles.table())
        self._has_words = False  # as far as this process has looked
        self._failed = object()  # another one after each failure
        self._masks: tuple[tuple[Sections, frozenset[str], Mask], ...] = ()
        self._last: tuple[_Asked, Answer] | None = None
        self._near: tuple[VectorTable, dict[str, tuple[Neighbour, ...]]] = self._words.table(), {}

    @property
    def problem(self) -> str:
        """Why searches go by words alone now, as a Russian sentence; "" when they do not."""
        return self._encoder.problem

    @property
    def memory_bytes(self) -> int:
        """What the vectors take in memory, about; the encoder itself is not counted."""
        return self._articles.table().memory_bytes + self._words.table().memory_bytes

    def load(self) -> None:
        """Make the encoder ready; where there is none, `problem` goes on saying so."""
        load = getattr(self._encoder, "load", None)
        try:
            if load:
                load()
        except EncoderUnavailable:  # `problem` says so
            return
        except Exception:  # a broken package of the encoder must not take the search with it
            log.exception("no meaning")

    def ask(self, text: str, words: Sequence[str]) -> Answer | None:
        """Return how near all is to a query, and the neighbours of its words; None without.

        The last answer is kept: a comparison asks for each twice.
        """
        if self._encoder.problem:
            return None
        ordinary = [word for word in words if is_ordinary(word)][:MAX_WORDS]
        asked = _Asked((text, *ordinary), self.sections(), self._words.table())
        last = self._last
        if last and last[0].is_same(asked):
            return last[1]
        try:
            answer = self._answer(asked)
        except EncoderUnavailable:
            self._failed = object()
            return None
        except Exception:  # whatever an encoder does, words find
            self._failed = object()
            log.exception("meaning failed")
            return None
        self._last = asked, answer
        return answer

    def moment(self) -> tuple[object, ...]:
        """Objects of which one is another one after each change of what `ask` says."""
        works = not self._encoder.problem
        return (works, self._articles.table(), self._words.table(), self._failed)

    def sections(self) -> Sections:
        """The vectors of the articles as they are now; the same object until they change."""
        table = self._articles.table()
        if self._sections.table is not table:
            self._sections = Sections(table)
        return self._sections

    def allowed(self, nearness: Nearness, article_ids: frozenset[str]) -> Mask:
        """The rows of these articles as a mask, kept for the next query of such a reader."""
        for sections, ids, mask in self._masks:
            if sections is nearness.sections and ids is article_ids:
                return mask
        mask = nearness.sections.mask(article_ids)
        self._masks = ((nearness.sections, article_ids, mask), *self._masks)[:MASKS]
        return mask

    def sync(
        self,
        snapshot: Snapshot,
        lemmas: Callable[[], Mapping[str, int]],
        progress: Progress | None = None,
    ) -> int:
        """Encode what is new, forget what is gone; return the number of articles encoded.

        Raises EncoderUnavailable; what was encoded until then is kept.
        """
        with self._writing() as mine:
            if not mine:
                return 0
            done = self._sync_articles(snapshot, progress)
            if done or not self._has_words:
                self._sync_words(lemmas(), 1 if len(snapshot.articles) < SMALL else 2)
                self._has_words = True
            return done

    def _sync_articles(self, snapshot: Snapshot, progress: Progress | None) -> int:
        stored = self._articles.table().fingerprints
        gone = stored.keys() - snapshot.articles.keys()
        changed = stale(snapshot.articles.values(), stored)
        if not changed and gone:
            self._articles.put((), gone)
        for start in range(0, len(changed), BATCH):
            batch: list[Article] = changed[start : start + BATCH]
            self._articles.put(
                map(article_source, batch), gone, part_of(progress, start, len(batch), len(changed))
            )
        return len(changed)

    def _sync_words(self, lemmas: Mapping[str, int], least: int) -> None:
        stored = self._words.table().fingerprints
        wanted = {source.owner: source for source in word_sources(lemmas, least)}
        new = [source for word, source in wanted.items() if word not in stored]
        gone = stored.keys() - wanted.keys()
        if new or len(gone) > len(wanted) // 10:  # a few too many do no harm
            self._words.put(new, gone)

    def _answer(self, asked: _Asked) -> Answer:
        """Encode the query, and those of its words whose neighbours are not known yet."""
        text, *words = asked.texts
        kept = self._kept_neighbours(asked.words)
        near = {word: kept.get(word) for word in words}
        new = [word for word, found in near.items() if found is None]
        vectors = self._encoder.encode([text, *new], "query")
        nearness = self._nearness(vectors)
        found = dict(zip(new, self._neighbours.of(vectors[1:]), strict=True))
        kept.update(found)
        return nearness, {word: near[word] or found.get(word, ()) for word in words}

    def _nearness(self, vectors: Vectors) -> Nearness:
        sections = self.sections()
        table = sections.table
        if len(table) and vectors.shape[1] != table.dimensions:
            raise EncoderUnavailable("Кодировщик смысла изменил размер векторов.")
        if not np.isfinite(vectors).all():
            raise EncoderUnavailable("Кодировщик смысла вернул не числа.")
        return Nearness(sections, vectors[0])

    def _kept_neighbours(self, table: VectorTable) -> dict[str, tuple[Neighbour, ...]]:
        """The neighbours of words that were asked for since the last change of the words."""
        near = self._near
        if near[0] is not table or len(near[1]) > KEPT_WORDS:
            near = self._near = table, {}
        return near[1]

    @contextmanager
    def _writing(self) -> Iterator[bool]:
        """Be the only writer of all processes, or get False at once."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "LOCK").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True
