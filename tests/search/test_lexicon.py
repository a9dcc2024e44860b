"""The words of the index, whole and without those that a reader may not be told."""

import pytest

from app.search.lexicon import Lexicon
from app.search.recovery import mend

WORDS = {"печать": 9, "брошюры": 4, "тайник": 3, "zabbix": 2, "pechat": 1, "секреты": 1}
HIDDEN = frozenset({"тайник", "zabbix", "pechat", "секреты"})


def frequency(term: str) -> int:
    return WORDS.get(term.partition(":")[2], 0)


@pytest.fixture
def whole() -> Lexicon:
    return Lexicon(WORDS, frequency)


@pytest.mark.parametrize(
    "text", ["тайнк", "pechat", "секретыпечать", "брошуры тайнк", "заббикс", "gtxfnm", "nfqybr"]
)
def test_without_some_words_it_mends_as_if_they_had_never_been(whole: Lexicon, text: str) -> None:
    kept = {word: count for word, count in WORDS.items() if word not in HIDDEN}
    other = Lexicon(kept, lambda term: kept.get(term.partition(":")[2], 0))

    less = whole.without(HIDDEN)

    assert mend(text, less) == mend(text, other)
    assert dict(less.vocabulary) == kept
    assert len(less.vocabulary) == len(kept)
    assert less.names("заббикс") == other.names("заббикс") == []
    assert whole.names("заббикс") == ["zabbix"]


def test_the_same_words_left_out_again_cost_nothing(whole: Lexicon) -> None:
    assert whole.without(HIDDEN) is whole.without(frozenset(HIDDEN))
    assert whole.without(HIDDEN).once(mend, "тайнк") is whole.without(HIDDEN).once(mend, "тайнк")


def test_a_lexicon_after_another_knows_what_one_made_anew_knows() -> None:
    before = {"оплата": 3, "facebook": 2, "редкость": 1}
    now = {"оплата": 4, "facebook": 2, "доставка": 1, "terraform": 1}
    first = Lexicon(before, lambda _: 0)
    first.prepare()

    later = Lexicon(now, lambda _: 0, before=Lexicon(before, lambda _: 0, before=first))
    later.prepare()
    anew = Lexicon(now, lambda _: 0)

    for word in ("терраформ", "фейсбук"):
        assert later.names(word) == anew.names(word) != []
    for word in ("доствка", "оплотп", "редкось"):
        assert later.speller.suggest(word) == anew.speller.suggest(word)


def test_a_russian_word_in_latin_letters_is_no_foreign_name() -> None:
    words = {"полка": 9, "polka": 2, "terraform": 1}
    lexicon = Lexicon(words, lambda term: words.get(term.partition(":")[2], 0))

    assert lexicon.names("полкка") == []
    assert lexicon.names("терраформ") == ["terraform"]
    mended = mend("полкка", lexicon)
    assert mended
    assert mended.text == "полка"


def test_a_guessed_lemma_that_begins_otherwise_does_not_make_a_word_known() -> None:
    lexicon = Lexicon({"писем": 5, "пять": 3}, lambda term: int(term in {"l:письмо", "l:пять"}))

    assert not lexicon.recognises("пимем")  # pymorphy3 guesses «пять»
    assert lexicon.recognises("пятью")
