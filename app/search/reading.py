"""Reading a query: as it was typed, and as it was probably meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.language.analysis import analyse
from app.search.query import MAX_CHARACTERS, understand
from app.search.readings import is_in_dictionary
from app.search.recovery import mend

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.language.analysis import Token
    from app.search.lexicon import Lexicon
    from app.search.query import Query
    from app.search.recovery import Mended

MOST_SECRETS: Final = 3  # corrections in turn to words of hidden articles, then there is none


@dataclass(frozen=True, slots=True)
class Reading:
    """A query's `text`, what it says as `typed`, and `query`: what to search for.

    `mended` tells the changes between the two; None when there are none. `literal` when none were
    looked for.
    """

    text: str
    typed: Query
    query: Query
    mended: Mended | None = None
    literal: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether the text is longer than what is read of it."""
        return len(self.text) > MAX_CHARACTERS


def read(text: str, lexicon: Lexicon, stands: Callable[[str], bool], *, literal: bool) -> Reading:
    """Understand `text`, mended unless `literal` or it asks for the very words.

    `stands` tells of an index term whether the reader may see an article with it: a correction
    may not tell a word of a hidden one.
    """
    typed = lexicon.once(understand, text)
    if literal or typed.phrases:
        return Reading(text, typed, typed, literal=True)
    mended = told(typed.text, lexicon, stands)
    if mended is None:
        return Reading(text, typed, typed)
    return Reading(text, typed, lexicon.once(understand, mended.text), mended)


def offer(reading: Reading, lexicon: Lexicon, stands: Callable[[str], bool]) -> str:
    """Return what was probably meant by a literal query; "" where that is the query."""
    if not reading.literal:
        return ""
    mended = told(reading.typed.text, lexicon, stands)
    return mended.text if mended else ""


def told(text: str, lexicon: Lexicon, stands: Callable[[str], bool]) -> Mended | None:
    """What was meant, as though there were no articles but those that the reader may see.

    A slip that only others name is one; a correction to a word that only they have is none.
    """
    named = lexicon.once(_named, text)
    hidden = {word for token in named if not _stands(token, stands) for word in _said_by(token)}
    for _ in range(MOST_SECRETS):
        known = lexicon.without(frozenset(hidden)) if hidden else lexicon
        mended = known.once(mend, text)
        secret = _secret(text, mended, lexicon, stands) if mended else set()
        if not secret:
            return mended
        hidden |= secret
    return None


def _named(text: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """The words that only articles know: those of the dictionary are words for everybody."""
    tokens = [token for token in analyse(text) if not token.part and not token.filler]
    return tuple(
        token
        for token in tokens
        if token.exact in lexicon.vocabulary and not is_in_dictionary(token.exact)
    )


def _terms(token: Token) -> list[str]:
    return [f"e:{token.exact}", *(f"l:{lemma}" for lemma in token.lemmas)]


def _stands(token: Token, stands: Callable[[str], bool]) -> bool:
    return any(map(stands, _terms(token)))


def _said_by(token: Token) -> tuple[str, ...]:
    return token.exact, *token.lemmas


def _secret(
    typed: str, mended: Mended, lexicon: Lexicon, stands: Callable[[str], bool]
) -> set[str]:
    """The words that were chosen from the index's own, and that the reader could read nowhere.

    A word that was typed so is no secret, nor is what one says in the other keyboard layout.
    """
    said = {token.exact for token in analyse(typed)}
    chosen = [change.meant for change in mended.changes if change.kind != "layout"]
    tokens = [token for meant in chosen for token in analyse(meant) if not token.part]
    return {
        word
        for token in tokens
        if not token.filler
        and token.exact not in said
        and lexicon.synonyms.vocabulary.isdisjoint(token.lemmas)
        and not _stands(token, stands)
        for word in _said_by(token)
    }
