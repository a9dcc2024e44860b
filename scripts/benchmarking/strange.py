"""What nobody means to ask, and some type: by hand, by chance and out of the index's words."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from app.language.keyboard import switch_layout
from app.search.query import MAX_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

EACH: Final = 4  # texts of a kind
MIN_LETTERS: Final = 5  # of a word that is mistyped
BY_HAND: Final = (
    "ж" * 10_000,
    "возврат " * 500,
    " ".join(f"слово{number} заказ{number} оплата" for number in range(170)),
    "((((((" * 300,
    "(a+)+$" * 300,
    "как это",
    "...!!!???",
    "воз\u200bврат\u200d де\ufeffнег",
    "vозвраt dенег заkаz",
    "-заказ",
    '"' * 1_000,
    " ".join("qwertyuiop" for _ in range(200)),
    " ".join(f"zxcvbn{number} yfgbcfkb" for number in range(100)),
)

_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_IN_LATIN: Final = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
    | {"ъ": "'", "ь": "'", "ю": "yu", "я": "ya"}
)


def texts(vocabulary: Collection[str], seed: int) -> dict[str, list[str]]:
    """Texts by kind, the same for the same words; each as long as what is read of a query."""
    chance = Random(seed)
    words = sorted(w for w in vocabulary if len(w) >= MIN_LETTERS and set(w) <= set(_CYRILLIC))
    latin = sorted(w for w in vocabulary if len(w) >= MIN_LETTERS and set(w) <= set(_LATIN))

    def letters(among: str, count: int) -> str:
        return "".join(chance.choices(among, k=count))

    def slip(word: str) -> str:
        at = chance.randrange(len(word))
        other = chance.choice(_LATIN if word.isascii() else _CYRILLIC)
        return word[:at] + other + word[at + 1 :]

    def torn(word: str) -> str:
        return f"{word[:3]} {word[3:]}"

    kinds: dict[str, Callable[[], str]] = {
        "Latin letters": lambda: letters(_LATIN, 8),
        "many Latin letters": lambda: letters(_LATIN, 20),
        "as many as are read": lambda: letters(_LATIN, 31),
        "Latin letters and signs": lambda: letters(_LATIN + ",.;[]'", 9),
        "Cyrillic letters": lambda: letters(_CYRILLIC, 9),
        "letters of both": lambda: letters(_LATIN + _CYRILLIC, 9),
        "shch": lambda: "shch" * chance.randrange(1, 5) + letters(_LATIN, 3),
        "hyphens": lambda: "-".join(letters(_LATIN, 5) for _ in range(5)),
        "codes": lambda: letters(_LATIN + "0123456789-_.", 12),
    }
    if words and latin:
        kinds |= {
            "slips": lambda: slip(chance.choice(words)),
            "slips of Latin words": lambda: slip(chance.choice(latin)),
            "slips in the other layout": lambda: switch_layout(slip(chance.choice(words))),
            "slips in Latin letters": lambda: slip(chance.choice(words).translate(_IN_LATIN)),
            "slips after «не»": lambda: "не" + slip(chance.choice(words)),
            "glued": lambda: chance.choice(words) + chance.choice(words),
            "torn": lambda: torn(chance.choice(words)),
            "any words": lambda: chance.choice(words),
        }
    made = {kind: [_joined(word) for _ in range(EACH)] for kind, word in kinds.items()}
    return {"by hand": list(BY_HAND), **made}


def _joined(word: Callable[[], str]) -> str:
    return " ".join(_words(word))[:MAX_CHARACTERS]


def _words(word: Callable[[], str]) -> Iterator[str]:
    length = 0
    while length <= MAX_CHARACTERS:
        made = word()
        length += len(made) + 1
        yield made
