"""The index's own words: what is in it, what a mistyped word may be, how names are spelled."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from app.language.analysis import analyse
from app.language.spelling import Speller
from app.search.names import SURE_LIKENESS, Name, Names, is_common
from app.search.synonyms import reviewed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.search.synonyms import Synonyms


CACHED_WORDS = 20_000  # that people typed since the last commit
CACHED_TEXTS = 2_000  # likewise; people ask the same things again and again
LONGEST_CACHED = 200  # characters; a longer text is hardly typed twice, and its reading is large

Outcome = TypeVar("Outcome")


class Lexicon:
    """The vocabulary of an engine at one moment; what is costly is made when first asked for."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        frequency: Callable[[str], int],
        synonyms: Synonyms | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.frequency = lru_cache(CACHED_WORDS)(frequency)
        self.synonyms = synonyms or reviewed()
        self.recognises = lru_cache(CACHED_WORDS)(self._recognises)
        self._spelled = lru_cache(CACHED_WORDS)(self._find_names)
        self._done = lru_cache(CACHED_TEXTS)(self._do)

    @cached_property
    def speller(self) -> Speller:
        return Speller({**dict.fromkeys(self.synonyms.vocabulary, 1), **self.vocabulary})

    def prepare(self) -> None:
        """Lay the words out by which mistyped ones are mended; else the first such search does."""
        self.speller.suggest("", limit=1)
        self._find_names("")

    def once(self, work: Callable[[str, Lexicon], Outcome], text: str) -> Outcome:
        """Return `work(text, self)`, which is done once for a text as long as it is remembered."""
        if len(text) > LONGEST_CACHED:
            return work(text, self)
        return cast("Outcome", self._done(work, text))

    def without(self, words: frozenset[str]) -> Lexicon:
        """Return the same without these words."""

        def frequency(term: str) -> int:
            return 0 if term.partition(":")[2] in words else self.frequency(term)

        kept = {word: n for word, n in self.vocabulary.items() if word not in words}
        less = Lexicon(kept, frequency, self.synonyms)
        less.speller = self.speller.without(words)
        return less

    def names(self, word: str) -> list[str]:
        """Return Latin words of the index that a Cyrillic word may spell."""
        return [name.word for name in self._spelled(word)]

    def is_name(self, word: str) -> bool:
        """Whether a Cyrillic word surely spells a Latin one of the index."""
        return any(name.sureness >= SURE_LIKENESS for name in self._spelled(word))

    def knows(self, word: str) -> bool:
        """Whether the index has the word in any form, or a synonym of it."""
        if word in self.vocabulary or word in self.synonyms.vocabulary:
            return True
        tokens = [token for token in analyse(word) if not token.part]
        return bool(tokens) and all(
            token.filler or any(map(self._has, token.lemmas)) for token in tokens
        )

    def _recognises(self, text: str) -> bool:
        """Whether a text is of words that the index knows or has as names."""
        tokens = [token for token in analyse(text) if not token.part]
        return bool(tokens) and all(
            token.filler or self.knows(token.exact) or self.is_name(token.exact) for token in tokens
        )

    def _do(self, work: Callable[[str, Lexicon], Any], text: str) -> Any:
        return work(text, self)

    def _find_names(self, word: str) -> list[Name]:
        if is_common(word) and self.knows(word):
            return []
        return self._names.find(word, self.vocabulary)

    def _has(self, lemma: str) -> bool:
        return lemma in self.synonyms.vocabulary or self.frequency(f"l:{lemma}") > 0

    @cached_property
    def _names(self) -> Names:
        return Names(self.vocabulary)
