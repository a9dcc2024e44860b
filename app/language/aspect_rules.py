"""How an imperfective verb is made from a perfective one: списать → списывать, войти → входить."""

from collections.abc import Iterator

# Endings of an imperfective verb, with those that its perfective may have instead. Longer endings
# come first and win: «вводить» is of «ввести», not of a verb in -дить.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("лаживать", ("ладить",)),
    ("кладывать", ("класть", "ложить")),
    ("сматривать", ("смотреть",)),
    ("читывать", ("честь", "читать")),
    ("скакивать", ("скочить",)),
    ("брасывать", ("бросить", "бросать")),
    ("ворачивать", ("вернуть", "воротить")),
    ("таскивать", ("тащить", "таскать")),
    ("пекать", ("печь",)),
    ("вертывать", ("вернуть", "вертеть")),
    ("зывать", ("звать", "зать")),
    ("рывать", ("рвать", "рыть")),
    ("сылать", ("слать",)),
    ("полагать", ("положить",)),
    ("лагать", ("ложить",)),
    ("носить", ("нести",)),
    ("водить", ("вести",)),
    ("возить", ("везти",)),
    ("ходить", ("йти",)),
    ("езжать", ("ехать", "ездить")),
    ("бегать", ("бежать",)),
    ("летать", ("лететь",)),
    ("плывать", ("плыть",)),
    ("живать", ("жить", "жать")),
    ("бывать", ("быть",)),
    ("давать", ("дать",)),
    ("ставать", ("стать",)),
    ("знавать", ("знать",)),
    ("девать", ("деть",)),
    ("спевать", ("спеть",)),
    ("левать", ("лить", "леть")),
    ("длевать", ("длить",)),
    ("гревать", ("греть",)),
    ("зревать", ("зреть",)),
    ("ирать", ("рать", "ереть")),
    ("имать", ("ять", "нять")),
    ("нимать", ("нять",)),
    ("инать", ("ать", "ять", "нить")),
    ("жимать", ("жать",)),
    ("могать", ("мочь",)),
    ("тягать", ("тянуть", "тячь")),
    ("лекать", ("лечь",)),
    ("текать", ("течь",)),
    ("секать", ("сечь",)),
    ("рекать", ("речь",)),
    ("жигать", ("жечь",)),
    ("регать", ("речь",)),
    ("тигать", ("тигнуть", "тичь")),
    ("блюдать", ("блюсти",)),
    ("падать", ("пасть",)),
    ("растать", ("расти",)),
    ("ливать", ("лить",)),
    ("бивать", ("бить",)),
    ("вивать", ("вить",)),
    ("шивать", ("шить", "сить", "шать", "хать")),
    ("крывать", ("крыть",)),
    ("мывать", ("мыть",)),
    ("бавлять", ("бавить",)),
    ("пускать", ("пустить",)),
    ("сажать", ("садить",)),
)
# Before -ывать and -ать the last consonant of the perfective's root changes.
_SOFTENED = {
    "вл": ("в",),
    "бл": ("б",),
    "пл": ("п",),
    "мл": ("м",),
    "фл": ("ф",),
    "щ": ("ст", "т", "ск"),
    "жд": ("д",),
    "ж": ("д", "з", "г"),
    "ч": ("т", "к"),
    "ш": ("с", "х"),
    "ск": ("ст",),
}
_MIN_SIMPLE = 6  # letters of a verb in -ать that has a perfective: решать has, спать has none
_SECONDARY = ("ывать", "ивать")
_VOWELS = "аеиоуыэюя"
_SONORANTS = ("н", "л", "р")  # after them -ить is the commoner: сравнивать – сравнить
_LINKING_O = ("в", "с", "от", "под", "об", "из", "раз", "над", "вз", "воз", "низ")


def perfective_candidates(verb: str) -> list[str]:
    """Verbs that `verb` may be the imperfective of, likeliest first; not checked to exist."""
    if verb.endswith("ся"):
        return [candidate + _reflexive(candidate) for candidate in perfective_candidates(verb[:-2])]
    return list(dict.fromkeys(_candidates(verb)))


def _reflexive(verb: str) -> str:
    return "сь" if verb[-1] in _VOWELS else "ся"


def _candidates(verb: str) -> Iterator[str]:
    for ending, replacements in _ENDINGS:
        if verb.endswith(ending):
            prefix = verb.removesuffix(ending)
            for replacement in replacements:
                yield from _with_linking_o(prefix, replacement)
    if verb.endswith(_SECONDARY):
        yield from _of_secondary(verb[:-5])
    elif verb.endswith(("ать", "ять")) and len(verb) >= _MIN_SIMPLE:
        yield from _of_simple(verb[:-3])


def _with_linking_o(prefix: str, root: str) -> Iterator[str]:
    yield prefix + root
    if prefix.endswith(_LINKING_O):
        yield prefix + "о" + root


def _of_secondary(root: str) -> Iterator[str]:
    """Perfectives of -ывать, -ивать by its root: «списывать» → спис → «списать»."""
    first = ("ить", "ять") if root[-1:] in _SONORANTS else ("ать", "ить")
    for stem in _vowels(root):
        yield from (stem + ending for ending in (*first, "ать", "ять", "еть", "оть", "нуть"))
    for softened in _hardened(root):  # a consonant changes before -ить and -еть only
        for stem in _vowels(softened):
            yield from (stem + ending for ending in ("ить", "еть"))
    yield root + "ыть"


def _of_simple(root: str) -> Iterator[str]:
    """Perfectives of -ать, -ять by its root: «отключать» → отключ → «отключить»."""
    for ending in ("ить", "еть"):
        yield from (stem + ending for stem in (root, *_hardened(root)))
    yield from (root + "нуть", root + "ти")


def _hardened(root: str) -> Iterator[str]:
    """The root with its last consonant as the perfective has it: «возвращ» → «возврат»."""
    for soft, plain in _SOFTENED.items():
        if root.endswith(soft):
            yield from (root.removesuffix(soft) + consonant for consonant in plain)


def _vowels(root: str) -> Iterator[str]:
    """The root with its last vowel as the perfective may have it: «настраи» → «настрои»."""
    yield root
    places = [place for place, letter in enumerate(root) if letter in _VOWELS]
    if places and root[places[-1]] == "а":
        yield root[: places[-1]] + "о" + root[places[-1] + 1 :]
    if len(places) > 1 and root[-1] == "а" and root[places[-2]] == "а":
        yield root[: places[-2]] + "о" + root[places[-2] + 1 :]
