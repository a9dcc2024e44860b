"""The ways to find a word of a query: its layers, kindred words, synonyms and names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.language import derivation, morphology
from app.language.analysis import Layer, terms
from app.language.words import TokenKind
from app.search.documents import NEGATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.language.analysis import Token
    from app.search.lexicon import Lexicon
    from app.search.synonyms import Synonym

# How sure it is that a word found by this layer is the word meant (1: the very form).
LAYER_WEIGHTS = {Layer.EXACT: 1.0, Layer.LEMMA: 0.95, Layer.STEM: 0.85, Layer.FAMILY: 0.75}
NAMED = {TokenKind.WORD, TokenKind.ABBREVIATION}  # what may spell a foreign name
SYNONYM_WEIGHT = 0.85
SYNONYM_FAMILY_WEIGHT = 0.6  # of a word of a synonym's family
KINDRED_WEIGHT = 0.5  # of a word without its prefix, where the index lacks it with one
NAME_WEIGHT = 0.8  # a Latin name that a Cyrillic word sounds like
NOT_NEGATED_WEIGHT = 0.6  # «не приходит» asked, «приходит» found


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to find a word: an index term, and how sure it is (0-1) that it means the word."""

    term: str
    weight: float
    layer: str


def of(token: Token) -> Iterable[Alternative]:
    """The word itself, by each layer; denied first, if it is."""
    if token.filler:
        yield Alternative(f"e:{token.exact}", 1.0, Layer.EXACT)
        return
    factor = NOT_NEGATED_WEIGHT if token.negated else 1.0
    if token.negated:
        for lemma in token.lemmas:
            yield Alternative(f"{NEGATED}{lemma}", 1.0, "negated")
    for layer, term in terms(token):
        yield Alternative(term, LAYER_WEIGHTS[layer] * factor, layer)


def kindred(token: Token) -> Iterable[Alternative]:
    """Words of the same root, for one that the index has nothing like: «прождать» – ждать."""
    if token.filler or token.kind is not TokenKind.WORD:
        return
    for lemma in token.lemmas[:1]:
        for root in derivation.without_prefix(lemma):
            yield Alternative(f"l:{root}", KINDRED_WEIGHT, "kindred")
            for family in derivation.families(root):
                yield Alternative(f"f:{family}", KINDRED_WEIGHT, "kindred")


def telling_fillers(tokens: Sequence[Token], synonyms: Iterable[Synonym]) -> set[int]:
    """The starts of fillers that together say something: «сами собой» is «автоматически»."""
    spans = (tokens[synonym.start : synonym.end] for synonym in synonyms)
    return {span[0].start for span in spans if len(span) > 1 and all(t.filler for t in span)}


def said_otherwise(
    tokens: Sequence[Token], synonyms: Iterable[Synonym]
) -> dict[int, list[Alternative]]:
    """Synonyms, by the start of each token they stand for."""
    found: dict[int, list[Alternative]] = {}
    for synonym in synonyms:
        for token in tokens[synonym.start : synonym.end]:
            found.setdefault(token.start, []).extend(_synonym(synonym.term))
    return found


def _synonym(term: str) -> Iterable[Alternative]:
    """A synonym, and if it is one word its family: «завести» is «создать» and «создание»."""
    yield Alternative(term, SYNONYM_WEIGHT, "synonym")
    for family in derivation.families(term.removeprefix("l:")):
        yield Alternative(f"f:{family}", SYNONYM_FAMILY_WEIGHT, "synonym")


def names(token: Token, lexicon: Lexicon) -> Iterable[Alternative]:
    """Latin names that it sounds like; the stem of a word of the dictionary is no name."""
    if token.filler or token.kind not in NAMED or token.exact in lexicon.vocabulary:
        return
    stems = () if morphology.is_known(token.exact) else (token.stem,)
    words = dict.fromkeys((token.exact, *token.lemmas, *stems))
    found = dict.fromkeys(name for word in words for name in lexicon.names(word))
    yield from (Alternative(f"e:{name}", NAME_WEIGHT, "name") for name in found)
