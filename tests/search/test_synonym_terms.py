"""The terms of the reviewed synonyms, worked out ahead."""

from __future__ import annotations

from app.search import synonym_terms, synonyms


def test_the_file_says_what_the_analyser_says_now() -> None:
    assert synonyms.TERMS_PATH.read_text(encoding="utf-8") == synonym_terms.built()


def test_the_reviewed_synonyms_are_those_of_a_fresh_analysis() -> None:
    analysed = synonyms.more(synonyms.Synonyms({}, {}), synonyms.reviewed_sets())
    assert synonyms.reviewed() == analysed
