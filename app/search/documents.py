"""What goes into the index: an article as section documents with ready terms by field."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from app.articles.article import Section
from app.articles.markdown import render
from app.language.analysis import analyse, terms
from app.language.sentences import sentences
from app.search.parts import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from app.articles.article import Article
    from app.language.analysis import Token

FIELDS = ("title", "questions", "tags", "headings", "body")
ARTICLE_FIELDS = FIELDS[:3]  # said once an article, in its first document
SECTION_FIELDS = FIELDS[3:]

NEGATED = "n:"  # prefixes the lemma of a word that «не», «нет» or «без» stands before
# Positions between two questions (headings, tags) of an article, so that no phrase spans both.
STRIDE = 1_000

Positions = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Document:
    """A section, ready for an engine.

    `fields` maps a field to its terms and their positions; `lengths` counts each field's words;
    `spans` are the character offsets (start, end, start, end …) of the words of `text` by position,
    `sentences` those of its sentences.
    """

    anchor: str
    heading: str
    heading_path: tuple[str, ...]
    text: str
    fields: Mapping[str, Positions]
    lengths: Mapping[str, int]
    spans: tuple[int, ...]
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, ready for an engine: what filters ask, and its documents in reading order.

    `group` is the same for all translations; `fingerprint` changes with anything in here.
    """

    article_id: str
    fingerprint: str
    visibility: str
    lang: str
    category: str
    group: str
    documents: tuple[Document, ...]


@dataclass(slots=True)
class _Field:
    positions: Positions = field(default_factory=lambda: defaultdict(list))
    length: int = 0

    def add(self, tokens: Iterable[Token], offset: int = 0) -> None:
        for token in tokens:
            self.length += not token.part
            for term in index_terms(token):
                self.positions[term].append(offset + token.position)


def fingerprint(article: Article, now: datetime) -> str:
    """What the index has to know of an article, in short: content, place, and who may see it."""
    parts = (
        article.revision,
        article.visibility(now),
        article.category,
        article.lang,
        article.translation_of or "",
    )
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()


def entry(article: Article, now: datetime) -> Entry:
    """Cut an article into section documents and analyse them; `now` decides its visibility."""
    documents = tuple(
        _document(article, part, is_first=number == 0)
        for number, part in enumerate(parts_of(article))
    )
    return Entry(
        article.id,
        fingerprint(article, now),
        article.visibility(now),
        article.lang,
        article.category,
        article.translation_of or article.id,
        documents,
    )


def index_terms(token: Token) -> list[str]:
    """The terms under which a token is found; a function word only under its own form."""
    if token.filler:
        return [f"e:{token.exact}"]
    found = [term for _, term in terms(token)]
    if token.negated:
        found += [f"{NEGATED}{lemma}" for lemma in token.lemmas]
    return found


def parts_of(article: Article) -> tuple[Section, ...]:
    """What search finds by itself: the sections, and their questions in bold; the lead first."""
    return cut(sections_of(article), article.body)


def sections_of(article: Article) -> tuple[Section, ...]:
    """The article's sections; the lead comes first, also where it has no text or nothing has."""
    rendered = render(article.body, link=_nowhere, file_url=_nowhere, lang=article.lang)
    return rendered.sections or (Section("", 1, "", (), ""),)


def _nowhere(_: object) -> None:
    return None


def _document(article: Article, section: Section, *, is_first: bool) -> Document:
    filled: dict[str, _Field] = defaultdict(_Field)
    if is_first:
        filled["title"].add(analyse(article.title))
        _add_lines(filled["questions"], article.questions)
        _add_lines(filled["tags"], article.tags)
    _add_lines(filled["headings"], section.heading_path)
    text = article.summary + "\n" + section.text if is_first else section.text
    tokens = analyse(text)
    filled["body"].add(tokens)
    return Document(
        section.anchor,
        section.heading,
        section.heading_path,
        text,
        {name: dict(filled[name].positions) for name in FIELDS if filled[name].length},
        {name: filled[name].length for name in FIELDS if filled[name].length},
        _spans(tokens),
        tuple(chain.from_iterable(sentences(text))),
    )


def _add_lines(target: _Field, lines: Iterable[str]) -> None:
    for number, line in enumerate(lines):
        target.add(analyse(line), offset=number * STRIDE)


def _spans(tokens: Iterable[Token]) -> tuple[int, ...]:
    """Offsets by position; a whole gives the span of its position, parts those that follow."""
    by_position: dict[int, tuple[int, int]] = {}
    for token in tokens:
        by_position.setdefault(token.position, (token.start, token.end))
    last = max(by_position, default=-1)
    return tuple(chain.from_iterable(by_position.get(p, (0, 0)) for p in range(last + 1)))
