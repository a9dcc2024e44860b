"""Which words «не», «нет» and «без» bind to."""

from app.language.words import NEGATORS, TokenKind, Word

# «не могу войти», «не удалось оплатить»: the verb that follows is what is denied.
_AUXILIARIES = frozenset(
    {"мочь", "смочь", "уметь", "хотеть", "хотеться", "получаться", "получиться", "удаваться"}
    | {"удаться", "успевать", "успеть", "давать", "дать", "становиться", "стать", "быть"}
    | {"выходить", "выйти"}
)
_BRIDGES_OF_NOT = frozenset({"ADVB", "PRED", "PREP", "PRCL"})
_BRIDGES_OF_WITHOUT = frozenset({"ADJF", "PRTF", "NPRO", "NUMR", "PREP"})
_MISSING = frozenset({"нет", "нету"})  # what may stand after its noun: «кода нет»
_NOMINAL = frozenset({"NOUN", "ADJF", "PRTF", "NPRO", "NUMR"})


class Negation:
    """The negator that still waits for its word while a sentence is read from left to right.

    «Не» binds the next word, and through one adverb, preposition or auxiliary verb the word after
    it; «нет» and «без» reach through one adjective or pronoun. A comma or full stop ends both.
    «Нет» that no noun follows binds the noun before it.
    """

    def __init__(self) -> None:
        self.denied_before: list[int] = []  # places of the words that a later «нет» denies
        self._negator: str | None = None
        self._bridged = False
        self._missing: int | None = None  # place of a noun that «нет» denies if no other follows
        self._before: tuple[int, Word] | None = None
        self._after_preposition = False

    def close(self) -> None:
        """Forget the negator: the clause has ended."""
        self._deny_before()
        self._negator = self._before = None

    def binds(self, word: Word, place: int) -> bool:
        """Whether the next word of the text, which stands at `place`, is negated."""
        if word.part_of_speech in _NOMINAL:
            self._missing = None
        else:
            self._deny_before()
        if word.exact in _MISSING and self._before and _can_be_missing(self._before[1]):
            self._missing = self._before[0]
        negated = self._denies(word)
        self._before = None if self._after_preposition else (place, word)
        self._after_preposition = word.part_of_speech == "PREP"
        return negated

    def _deny_before(self) -> None:
        if self._missing is not None:
            self.denied_before.append(self._missing)
            self._missing = self._negator = None

    def _denies(self, word: Word) -> bool:
        if word.exact in NEGATORS:
            self._negator, self._bridged = word.exact, False
            return False
        negated = self._negator is not None
        if negated and not self._bridged and self._is_bridge(word):
            self._bridged = True
        else:
            self._negator = None
        return negated

    def _is_bridge(self, word: Word) -> bool:
        if self._negator != "не":
            return word.part_of_speech in _BRIDGES_OF_WITHOUT
        return word.part_of_speech in _BRIDGES_OF_NOT or word.lemmas[0] in _AUXILIARIES


def _can_be_missing(word: Word) -> bool:
    """Whether it is a noun in another case than its first one («кода»), or has no cases («СМС»)."""
    if word.kind is TokenKind.ABBREVIATION:
        return True
    return word.part_of_speech == "NOUN" and any(lemma != word.exact for lemma in word.lemmas)
