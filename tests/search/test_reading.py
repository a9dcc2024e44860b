"""Reading a query: what was meant, told only in words that the reader may see."""

from collections.abc import Callable

import pytest

from app.search.lexicon import Lexicon
from app.search.reading import offer, read

WORDS = {"печать": 9, "брошюры": 4, "тайник": 3}
LEMMAS = {"l:печать": 9, "l:брошюра": 4, "l:тайник": 3}


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon(WORDS, lambda term: LEMMAS.get(term, WORDS.get(term.removeprefix("e:"), 0)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pechat", "печать"),
        ("pechat broshury", "печать брошюры"),  # read, and then spelled
        ("тайнк", "тайник"),
    ],
)
def test_a_query_is_read_as_it_was_meant(lexicon: Lexicon, typed: str, meant: str) -> None:
    assert read(typed, lexicon, _stands(LEMMAS), literal=False).query.text == meant


def test_a_word_of_hidden_articles_alone_is_not_told(lexicon: Lexicon) -> None:
    stands = _stands({"l:печать": 9, "l:брошюра": 4})

    assert read("тайнк", lexicon, stands, literal=False).mended is None
    assert read("печать тайнк", lexicon, stands, literal=False).mended is None
    assert read("pechat tainik", lexicon, stands, literal=False).mended is None


def test_a_slip_that_only_a_hidden_article_names_is_still_mended() -> None:
    known = {**WORDS, "pechat": 1, "печаь": 1}
    lexicon = Lexicon(known, lambda term: LEMMAS.get(term, known.get(term[2:], 0)))

    assert read("pechat", lexicon, _stands(LEMMAS), literal=False).query.text == "печать"
    assert read("печаь", lexicon, _stands(LEMMAS), literal=False).query.text == "печать"
    seen = _stands({**LEMMAS, "e:pechat": 1, "e:печаь": 1})
    assert read("pechat", lexicon, seen, literal=False).mended is None
    assert read("печаь", lexicon, seen, literal=False).mended is None


def test_the_literal_query_is_read_as_it_stands(lexicon: Lexicon) -> None:
    assert read("тайнк", lexicon, _stands(LEMMAS), literal=True).query.text == "тайнк"


@pytest.mark.parametrize(
    ("typed", "literal", "meant"),
    [
        ("тайнк", True, "тайник"),
        ('"тайнк печать"', False, '"тайник печать"'),
        ("тайнк", False, ""),  # it was searched for so already
        ("тайник", True, ""),
    ],
)
def test_what_a_literal_query_may_mean_is_offered(
    lexicon: Lexicon, typed: str, literal: bool, meant: str
) -> None:
    reading = read(typed, lexicon, _stands(LEMMAS), literal=literal)

    assert offer(reading, lexicon, _stands(LEMMAS)) == meant


def test_no_word_of_hidden_articles_is_offered(lexicon: Lexicon) -> None:
    stands = _stands({"l:печать": 9})

    assert offer(read("тайнк", lexicon, stands, literal=True), lexicon, stands) == ""


def test_a_query_asked_again_is_not_read_again(lexicon: Lexicon) -> None:
    stands = _stands(LEMMAS)

    assert read("тайнк", lexicon, stands, literal=False).typed is (
        read("тайнк", lexicon, stands, literal=True).typed
    )
    long = "тайник " * 100
    assert read(long, lexicon, stands, literal=False).typed is not (
        read(long, lexicon, stands, literal=False).typed
    )


def test_the_first_words_tell_the_layout_of_a_long_query(lexicon: Lexicon) -> None:
    text = "gtxfnm " * 60 + "брошюры " * 60

    mended = read(text, lexicon, _stands(LEMMAS), literal=False).mended

    assert mended is not None
    assert mended.changes[0].kind == "layout"
    assert mended.changes[0].typed.startswith("gtxfnm gtxfnm")


def _stands(terms: dict[str, int]) -> Callable[[str], bool]:
    return lambda term: term in terms
