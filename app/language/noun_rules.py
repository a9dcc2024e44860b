"""Which nouns of action a verb makes: списать → списание, войти → вход, оплатить → оплата."""

from collections.abc import Iterator

_VOWELS = "аеиоуыэюя"
_SOFT = {
    "ст": "щ",
    "ск": "щ",
    "т": "щч",
    "д": ("жд", "ж"),
    "с": "ш",
    "з": "ж",
    "к": "ч",
    "г": "ж",
    "х": "ш",
    "в": ("вл",),
    "б": ("бл",),
    "п": ("пл",),
    "м": ("мл",),
    "ф": ("фл",),
}
# Verbs whose root itself changes; the ending of the verb and those of its nouns.
_ROOTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("йти", ("ход", "хождение")),
    ("ходить", ("ход", "хождение")),
    ("нести", ("нос", "несение")),
    ("носить", ("нос", "ношение")),
    ("вести", ("вод", "ведение")),
    ("водить", ("вод", "вождение")),
    ("везти", ("воз", "возка", "везение")),
    ("возить", ("воз", "возка")),
    ("ехать", ("езд", "ездка")),
    ("езжать", ("езд",)),
    ("лететь", ("лет",)),
    ("бежать", ("бег",)),
    ("слать", ("сылка", "сыл")),
    ("сылать", ("сылка",)),
    ("звать", ("зыв", "зов", "звание")),
    ("рвать", ("рыв",)),
    ("рывать", ("рыв",)),
    ("ложить", ("лог", "ложение", "кладка", "клад")),
    ("лагать", ("лог", "ложение")),
    ("кладывать", ("клад", "кладка")),
    ("брать", ("бор", "бирание")),
    ("бирать", ("бор", "борка")),
    ("драть", ("дирка",)),
    ("честь", ("чет", "чтение")),
    ("читать", ("чет", "чтение")),
    ("читывать", ("чет",)),
    ("нять", ("ем", "нятие", "нимание")),
    ("нимать", ("ем", "нимание")),
    ("пустить", ("пуск", "пущение", "пускание")),
    ("пускать", ("пуск",)),
    ("течь", ("течка", "ток", "течение")),
    ("текать", ("течка", "ток")),
    ("вернуть", ("ворот",)),
    ("дать", ("дача", "дание")),
    ("давать", ("дача", "давание")),
    ("продать", ("продажа",)),
    ("пасть", ("пад", "падение")),
    ("расти", ("рост",)),
    ("мочь", ("мощь",)),
    ("жечь", ("жог", "жжение")),
    ("бить", ("бой", "бив", "битие")),
    ("лить", ("лив",)),
    ("рыть", ("рытие",)),
    ("гореть", ("гар",)),
    ("казать", ("каз",)),
    ("писать", ("пись", "писка", "писание")),
    ("писывать", ("писка",)),
    ("строить", ("стройка", "строй", "строение")),
    ("платить", ("плата", "плачивание")),
    ("менить", ("мена", "менение")),
    ("менять", ("мена", "мен")),
    ("тратить", ("трата",)),
    ("терять", ("теря",)),
    ("щитить", ("щита", "щищение")),
    ("хранить", ("храна", "хранение")),
    ("встретить", ("встреча",)),
    ("править", ("правка", "правление")),
    ("верить", ("верка",)),
    ("спросить", ("спрос",)),
    ("курить", ("курение", "кур")),
    ("везать", ("вязка",)),
    ("вязать", ("вязка", "вязь")),
    ("печатать", ("печать", "печатка")),
    ("плачивать", ("плата",)),
    ("играть", ("игрыш",)),
    ("смотреть", ("смотр",)),
    ("зреть", ("зор", "зрение")),
    ("держать", ("держка", "держание")),
    ("честься", ("чет",)),
    ("скать", ("ск",)),
    ("ничать", ("ничество",)),
    ("ствовать", ("ство", "ствие")),
)
# Before these the prefix has an «о» that its nouns lack: отослать – отсылка.
_WITH_LINKING_O = frozenset({"йти", "слать", "звать", "рвать", "драть", "брать"})
# Letters of a root that lends itself to a short noun: «точить» makes no «точка».
_MIN_ROOT = 4
_SHORT_OF = ("ывать", "ивать", "нуть", "ать", "ять", "ить", "еть")


def action_nouns(verb: str) -> list[str]:
    """Nouns that `verb` may make, likeliest first; not checked to exist. Reflexive or not."""
    base = verb[:-2] if verb.endswith(("ся", "сь")) else verb
    return list(dict.fromkeys(_nouns(base)))


def _nouns(verb: str) -> Iterator[str]:
    rooted = [noun for ending, nouns in _ROOTS for noun in _of_root(verb, ending, nouns)]
    yield from rooted
    if verb.endswith("ировать"):
        yield from _of_loan(verb.removesuffix("ировать"))
    if verb.endswith("овать"):
        root = verb.removesuffix("овать")
        yield from (root + ending for ending in ("овка", "ование", "ация"))
        yield from (noun for noun in (root + "а", root) if len(root) >= _MIN_ROOT)
    if verb.endswith("евать"):
        root = verb.removesuffix("евать")
        yield from (root + "евание", root + "ение")
    yield from _verbal(verb)
    if not rooted:
        yield from _short(verb)


def _of_root(verb: str, ending: str, nouns: tuple[str, ...]) -> list[str]:
    """«войти» – «вход», «отослать» – «отсылка», «снять» – «съём»."""
    if not verb.endswith(ending):
        return []
    prefix = verb.removesuffix(ending)
    found = [prefix + noun for noun in nouns]
    if ending in _WITH_LINKING_O and prefix.endswith("о") and len(prefix) > 1:
        found += [prefix[:-1] + noun for noun in nouns]
    if "ем" in nouns:
        found.append(prefix + "ъем")
    return found


def _of_loan(root: str) -> Iterator[str]:
    """Of -ировать: «блокировать» – «блокировка», «активировать» – «активация»."""
    for ending in ("ация", "яция", "ировка", "ирование", "иция", "ция", "ия"):
        yield root + ending
    if len(root) >= _MIN_ROOT:
        yield root
    if root.endswith("иц"):
        yield root[:-1] + "кация"
    if root.endswith("ект"):
        yield root[:-1] + "ция"


def _verbal(verb: str) -> Iterator[str]:
    """In -ние and -тие: «списание», «отключение», «снятие», «внесение»."""
    if verb.endswith(("ать", "ять", "еть")):
        yield from (verb[:-2] + ending for ending in ("ние", "тие", "тельство"))
    if verb.endswith(("ить", "еть")):
        yield from (root + "ение" for root in _softened(verb[:-3]))
    if verb.endswith(("ить", "ыть", "уть", "оть")):
        yield from (verb[:-2] + "тие", verb[:-2] + "тельство")
    if verb.endswith("нуть"):
        yield verb[:-4] + "новение"
    if verb.endswith("гнуть"):
        yield verb[:-5] + "жение"
    if verb.endswith(("сти", "сть")):
        yield from (verb[:-3] + consonant + "ение" for consonant in "тдсб")
    if verb.endswith("зти"):
        yield verb[:-3] + "зение"
    if verb.endswith("чь"):
        yield from (verb[:-2] + consonant + "ение" for consonant in "чж")


def _short(verb: str) -> Iterator[str]:
    """With a short ending or none: «ответ», «отправка», «настройка», «платёж»."""
    root = next((verb.removesuffix(e) for e in _SHORT_OF if verb.endswith(e)), "")
    if len(root) < _MIN_ROOT:
        return
    if root[-1] in _VOWELS:
        yield from (root + "йка", root + "й")
        return
    yield root
    if verb.endswith("нуть"):
        return
    for stem in (root, *_hardened(root)):
        yield from (stem + "ка", stem + "еж")
        if len(stem) > _MIN_ROOT:
            yield stem


def _softened(root: str) -> Iterator[str]:
    yield root
    for hard, softs in _SOFT.items():
        if root.endswith(hard):
            yield from (root.removesuffix(hard) + soft for soft in softs)


def _hardened(root: str) -> Iterator[str]:
    """The root before its last consonant changed: «возвращ-ать» – «возврат»."""
    for soft, hard in (
        ("вл", "в"),
        ("бл", "б"),
        ("пл", "п"),
        ("мл", "м"),
        ("щ", "т"),
        ("жд", "д"),
        ("ж", "з"),
        ("ж", "д"),
        ("ч", "т"),
        ("ш", "с"),
        ("щ", "ст"),
    ):
        if root.endswith(soft):
            yield root.removesuffix(soft) + hard
