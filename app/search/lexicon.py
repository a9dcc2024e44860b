"""The index's own words: what is in it, what a mistyped word may be, how names are spelled."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from app.language.analysis import analyse
from app.language.spelling import Speller
from app.search.names import SURE_LIKENESS, Names
from app.search.synonyms import reviewed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.search.synonyms import Synonyms


class Lexicon:
    """The vocabulary of an engine at one moment; what is costly is made when first asked for."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        frequency: Callable[[str], int],
        synonyms: Synonyms | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.frequency = frequency
        self.synonyms = synonyms or reviewed()

    @cached_property
    def speller(self) -> Speller:
        return Speller({**dict.fromkeys(self.synonyms.vocabulary, 1), **self.vocabulary})

    def names(self, word: str) -> list[str]:
        """Return Latin words of the index that a Cyrillic word may spell."""
        return [name for _, name in self._names.find(word, self.vocabulary)]

    def is_name(self, word: str) -> bool:
        """Whether a Cyrillic word surely spells a Latin one of the index."""
        found = self._names.find(word, self.vocabulary)
        return bool(found) and found[0][0] >= SURE_LIKENESS

    def knows(self, word: str) -> bool:
        """Whether the index has the word in any form, or a synonym of it."""
        if word in self.vocabulary or word in self.synonyms.vocabulary:
            return True
        tokens = [token for token in analyse(word) if not token.part]
        return bool(tokens) and all(
            token.filler or any(map(self._has, token.lemmas)) for token in tokens
        )

    def _has(self, lemma: str) -> bool:
        return lemma in self.synonyms.vocabulary or self.frequency(f"l:{lemma}") > 0

    @cached_property
    def _names(self) -> Names:
        return Names(self.vocabulary)
