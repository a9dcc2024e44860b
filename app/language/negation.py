"""Which words «не», «нет» and «без» bind to."""

from app.language.words import NEGATORS, Word

# «не могу войти», «не удалось оплатить»: the verb that follows is what is denied.
_AUXILIARIES = frozenset(
    {"мочь", "смочь", "уметь", "хотеть", "хотеться", "получаться", "получиться", "удаваться"}
    | {"удаться", "успевать", "успеть", "давать", "дать", "становиться", "стать", "быть"}
    | {"выходить", "выйти"}
)
_BRIDGES_OF_NOT = frozenset({"ADVB", "PRED", "PREP", "PRCL"})
_BRIDGES_OF_WITHOUT = frozenset({"ADJF", "PRTF", "NPRO", "NUMR", "PREP"})


class Negation:
    """The negator that still waits for its word while a sentence is read from left to right.

    «Не» binds the next word, and through one adverb, preposition or auxiliary verb the word after
    it; «нет» and «без» reach through one adjective or pronoun. A comma or full stop ends both.
    """

    def __init__(self) -> None:
        self._negator: str | None = None
        self._bridged = False

    def close(self) -> None:
        """Forget the negator: the clause has ended."""
        self._negator = None

    def binds(self, word: Word) -> bool:
        """Whether the next word of the text is negated."""
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
