"""The index's own words: what is in it, what a mistyped word may be, how names are spelled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from app.language.analysis import analyse
from app.language.spelling import Speller
from app.language.transliteration import to_cyrillic
from app.search.names import SURE_LIKENESS, Name, Names, is_common
from app.search.synonyms import reviewed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.language.analysis import Token
    from app.search.synonyms import Synonyms

CACHED_WORDS = 20_000  # that people typed since the last commit
CACHED_TEXTS = 2_000  # likewise; people ask the same things again and again
READINGS = 3  # of a Latin word that may be a Russian one
CACHED_LESS = 100  # sets of words that somebody may not be told
LONGEST_CACHED = 100  # characters; a longer text is hardly typed twice, and its reading is large

Outcome = TypeVar("Outcome")


class Lexicon:
    """The vocabulary of an engine at one moment; what is costly is made when first asked for."""

    def __init__(
        self,
        vocabulary: Mapping[str, int],
        frequency: Callable[[str], int],
        synonyms: Synonyms | None = None,
        before: Lexicon | None = None,
    ) -> None:
        """`before` is an earlier one: what it has laid out need not be laid out again."""
        self.vocabulary = vocabulary
        self._before = before.laid_out() if before else None
        self.frequency = lru_cache(CACHED_WORDS)(frequency)
        self.synonyms = synonyms or reviewed()
        self.recognises = lru_cache(CACHED_WORDS)(self._recognises)
        self._spelled = lru_cache(CACHED_WORDS)(self._find_names)
        self._done = lru_cache(CACHED_TEXTS)(self._do)
        self.without = lru_cache(CACHED_LESS)(self._without)

    @cached_property
    def speller(self) -> Speller:
        words = {**dict.fromkeys(self.synonyms.vocabulary, 1), **self.vocabulary}
        before = self._before
        return before.speller.over(words) if before else Speller(words)

    def laid_out(self) -> _LaidOut | None:
        """What a later lexicon can begin with: this one's, or until it is made an earlier one's."""
        if not {"speller", "_names"} <= vars(self).keys():
            return self._before
        return _LaidOut(self.vocabulary, self.speller, self._names)

    def prepare(self) -> None:
        """Lay the words out by which mistyped ones are mended; else the first such search does."""
        self.speller.suggest("", limit=1)
        self._names  # noqa: B018  made now
        self._before = None  # it has served

    def once(self, work: Callable[[str, Lexicon], Outcome], text: str) -> Outcome:
        """Return `work(text, self)`, which is done once for a text as long as it is remembered."""
        if len(text) > LONGEST_CACHED:
            return work(text, self)
        return cast("Outcome", self._done(work, text))

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
            token.filler
            or any(self._has(lemma) for lemma in _likely_lemmas(token))
            or (token.stem in self.synonyms.stems and not is_common(token.exact))
            for token in tokens
        )

    def _without(self, words: frozenset[str]) -> Lexicon:
        """Return the same without these words."""
        return _Less(self, words)

    def _recognises(self, text: str) -> bool:
        """Whether a text is of words that the index knows or has as names."""
        tokens = [token for token in analyse(text) if not token.part]
        return bool(tokens) and all(
            token.filler or self.knows(token.exact) or self.is_name(token.exact) for token in tokens
        )

    def _do(self, work: Callable[[str, Lexicon], Any], text: str) -> Any:
        return work(text, self)

    def _find_names(self, word: str) -> tuple[Name, ...]:
        if is_common(word) and self.knows(word):
            return ()
        names = self._names.find(word, self.vocabulary)
        return tuple(name for name in names if not self._is_russian(name.word))

    def _is_russian(self, name: str) -> bool:
        """Whether a Latin word of the index is a Russian one of it: «oplata» in an address."""
        own = self.vocabulary.get(name, 0)
        return any(self.vocabulary.get(word, 0) > own for word in to_cyrillic(name)[:READINGS])

    def _has(self, lemma: str) -> bool:
        return lemma in self.synonyms.vocabulary or self.frequency(f"l:{lemma}") > 0

    @cached_property
    def _names(self) -> Names:
        before = self._before
        if before is None:
            return Names(self.vocabulary)
        was, now = before.vocabulary.keys(), self.vocabulary.keys()
        new = now - was
        gone = was - now if len(now) != len(was) + len(new) else frozenset()
        return before.names.over(new, gone)


def _likely_lemmas(token: Token) -> Iterator[str]:
    """Its lemmas, without guesses that begin otherwise: «пимем» is no form of «пять»."""
    return (
        lemma for lemma in token.lemmas if lemma[:2] == token.exact[:2] or is_common(token.exact)
    )


class _LaidOut(NamedTuple):
    """The words of a moment, laid out."""

    vocabulary: Mapping[str, int]
    speller: Speller
    names: Names


class _Less(Lexicon):
    """A lexicon without some words; what was laid out for the whole one serves it too."""

    def __init__(self, whole: Lexicon, words: frozenset[str]) -> None:
        def frequency(term: str) -> int:
            return 0 if term.partition(":")[2] in words else whole.frequency(term)

        super().__init__(_Others(whole.vocabulary, words), frequency, whole.synonyms)
        self._whole, self._words = whole, words

    @cached_property
    def speller(self) -> Speller:
        return self._whole.speller.without(self._words)

    @cached_property
    def _names(self) -> Names:
        return self._whole._names.without(self._words)  # noqa: SLF001  one of its own kind


class _Others(Mapping[str, int]):
    """A vocabulary as it would be without some words, of which it has few."""

    def __init__(self, whole: Mapping[str, int], words: frozenset[str]) -> None:
        self._whole = whole
        self._words = words & whole.keys()

    def __getitem__(self, word: str) -> int:
        if word in self._words:
            raise KeyError(word)
        return self._whole[word]

    def __iter__(self) -> Iterator[str]:
        return (word for word in self._whole if word not in self._words)

    def __len__(self) -> int:
        return len(self._whole) - len(self._words)
