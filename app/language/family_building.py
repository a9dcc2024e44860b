"""Joining verbs, their aspect pairs and their nouns into families; run to renew the data file.

`python -m app.language.family_building` reads the pymorphy3 dictionary and writes
`data/families.tsv` (a key and the words of its family in each line) in a minute and a half.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.language import aspect_rules, morphology, noun_rules
from app.language.tables import rows

_TARGET = Path(__file__).parent / "data" / "families.tsv"
_HEADER = (
    "# Word families: key, words. Made by app.language.family_building from the dictionary of\n"
    "# pymorphy3 and irregular_families.tsv; do not edit by hand.\n"
)
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
# Prefixes that only end the action of a loan verb: регистрировать – зарегистрировать.
_ENDING_PREFIXES = ("за", "с", "от", "про", "о", "по")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lemmas of a dictionary, ё written е, by what the rules ask of them."""

    perfective: frozenset[str]
    imperfective: frozenset[str]
    nouns: frozenset[str]

    def has_verb(self, lemma: str) -> bool:
        """Whether the lemma is a verb of either aspect."""
        return lemma in self.perfective or lemma in self.imperfective


def read_lexicon() -> Lexicon:
    """The lemmas of the pymorphy3 dictionary without people's names and places."""
    perfective: set[str] = set()
    imperfective: set[str] = set()
    nouns: set[str] = set()
    for word, tag, _, _, form in morphology.analyzer().dictionary.iter_known_words():
        if form or tag.grammemes & _NAMES:
            continue
        lemma = word.replace("ё", "е")
        if tag.POS == "INFN":
            (perfective if "perf" in tag else imperfective).add(lemma)
        elif tag.POS == "NOUN":
            nouns.add(lemma)
    return Lexicon(frozenset(perfective), frozenset(imperfective), frozenset(nouns))


def build(lexicon: Lexicon, irregular: Iterable[list[str]]) -> dict[str, list[str]]:
    """The families of two words or more: key → sorted members, the key among them."""
    members: defaultdict[str, set[str]] = defaultdict(set)
    for verb in sorted(lexicon.perfective | lexicon.imperfective):
        for key in keys(verb, lexicon):
            members[key] |= {key, verb, *_nouns(verb, lexicon)}
    for key, words in irregular:
        if key.startswith("-"):
            members[key[1:]] -= set(words.split())
        else:
            members[key] |= {key, *words.split()}
    return {key: sorted(words) for key, words in sorted(members.items()) if len(words) > 1}


def keys(verb: str, lexicon: Lexicon) -> list[str]:
    """The keys of a verb's families: its perfectives without -ся, or the verb itself."""
    base = _irreflexive(verb, lexicon)
    if base in lexicon.imperfective:
        return _perfectives(base, lexicon) or [base]
    return [_without_ending_prefix(base, lexicon)]


def _irreflexive(verb: str, lexicon: Lexicon) -> str:
    base = verb[:-2] if verb.endswith(("ся", "сь")) else verb
    return base if lexicon.has_verb(base) else verb


def _perfectives(verb: str, lexicon: Lexicon) -> list[str]:
    found = [c for c in aspect_rules.perfective_candidates(verb) if c in lexicon.perfective]
    return found[:1]


def _without_ending_prefix(verb: str, lexicon: Lexicon) -> str:
    for prefix in _ENDING_PREFIXES:
        base = verb.removeprefix(prefix)
        if base != verb and base.endswith("ировать") and lexicon.has_verb(base):
            return base
    return verb


def _nouns(verb: str, lexicon: Lexicon) -> Iterator[str]:
    return (noun for noun in noun_rules.action_nouns(verb) if noun in lexicon.nouns)


def main() -> None:
    """Renew the data file."""
    families = build(read_lexicon(), rows("irregular_families.tsv"))
    lines = (f"{key}\t{' '.join(words)}\n" for key, words in families.items())
    _TARGET.write_text(_HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
