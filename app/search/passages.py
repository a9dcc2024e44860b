"""What of the articles gets a vector: sections and questions by article, and the index's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.search.documents import parts_of
from app.search.vector_store import Passage, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.articles.article import Article, Section

CUT: Final = "2"  # how articles are cut here: another one makes every vector anew
QUESTION: Final = "?"  # the part of a question; an anchor never is this
MAX_WORDS: Final = 20_000  # of the index, the commonest ones: 12 MB of vectors
_WORD: Final = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")


def article_source(article: Article) -> Source:
    """Cut an article into passages: each section under its title and headings, each question."""
    parts = parts_of(article)
    sections = [_passage(article, part, n == 0) for n, part in enumerate(parts)]
    questions = [Passage(QUESTION, question) for question in article.questions]
    return Source(article.id, fingerprint(article), (*sections, *questions))


def fingerprint(article: Article) -> str:
    """Return what the article's vectors are made of, in short."""
    return f"{CUT}.{article.revision}"


def word_sources(lemmas: Mapping[str, int], least: int) -> Iterator[Source]:
    """Words of letters alone that stand in at least `least` documents, the commonest first."""
    words = [word for word, n in lemmas.items() if n >= least and _WORD.fullmatch(word)]
    words.sort(key=lambda word: (-lemmas[word], word))
    yield from (Source(word, "1", (Passage("", word),)) for word in words[:MAX_WORDS])


def is_ordinary(word: str) -> bool:
    """Whether a word of a query is one of letters alone, and so may have neighbours."""
    return _WORD.fullmatch(word) is not None


def stale(articles: Iterable[Article], stored: Mapping[str, str]) -> list[Article]:
    """The articles whose vectors are missing or made of something else."""
    return [article for article in articles if stored.get(article.id) != fingerprint(article)]


def _passage(article: Article, section: Section, is_first: bool) -> Passage:
    text = f"{article.summary}\n{section.text}" if is_first and article.summary else section.text
    return Passage(section.anchor, ". ".join([article.title, *section.heading_path, text]))
