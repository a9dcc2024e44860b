"""A help centre of any size, made of our own articles; the same for the same number.

Each article takes the frame of one of ours (title, questions, tags, category, as many sections) and
fills it with paragraphs of others; a fifth of the longer words becomes other words, of which there
are the more, the more articles there are (`wording`), the commoner ones far more often than the
rare ones (Zipf).
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from app.articles.library import Library
from benchmarking.wording import form, known_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.articles.article import Article

OURS = Path(__file__).parent.parent.parent / "articles"
OTHER_WORDS = 0.2  # share of the longer words that are replaced
PARAGRAPHS_FROM_ELSEWHERE = 0.5

_SECTION = re.compile(r"^(?=## )", re.MULTILINE)
_LONGER_WORD = re.compile(r"\b[а-яё]{5,}\b")


@dataclass(frozen=True)
class Frame:
    """One of our articles: its front matter, and its sections as lists of paragraphs."""

    article: Article
    sections: tuple[tuple[str, ...], ...]


def write(target: Path, count: int, progress: Callable[[int, int], None]) -> None:
    """Write `count` articles under `target`, with the categories that ours have."""
    frames = _frames()
    for path in OURS.rglob("_category.yml"):
        folder = target / path.parent.relative_to(OURS)
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder)
    for number in range(count):
        frame, text = _article(number, frames)
        (target / frame.article.category / f"a{number:06}.md").write_text(text)
        progress(number + 1, count)


def _frames() -> list[Frame]:
    articles = Library(OURS).snapshot.articles.values()
    return [
        Frame(article, tuple(tuple(s.strip().split("\n\n")) for s in _SECTION.split(article.body)))
        for article in articles
        if article.status == "published"
    ]


def _article(number: int, frames: list[Frame]) -> tuple[Frame, str]:
    random = Random(number)
    frame = random.choice(frames)
    words = _words(number, random)

    def varied(text: str) -> str:
        return _LONGER_WORD.sub(
            lambda match: next(words) if random.random() < OTHER_WORDS else match[0], text
        )

    body = "\n\n".join(_section(section, frames, random, varied) for section in frame.sections)
    return frame, f"---\n{_head(number, frame.article, varied)}\n---\n{body}\n"


def _words(number: int, random: Random) -> Iterator[str]:
    """First the words that this article is the first to know, then known ones by Zipf's law."""
    before, known = known_forms(number), known_forms(number + 1)
    yield from map(form, range(before, known))
    while True:
        yield form(int(max(known, 2) ** random.random()))


def _section(
    section: tuple[str, ...], frames: list[Frame], random: Random, varied: Callable[[str], str]
) -> str:
    heading, rest = ([section[0]], section[1:]) if section[0].startswith("## ") else ([], section)
    paragraphs = [
        random.choice(random.choice(random.choice(frames).sections)[1:] or ("",))
        if random.random() < PARAGRAPHS_FROM_ELSEWHERE
        else paragraph
        for paragraph in rest
    ]
    return "\n\n".join(filter(None, [*heading, *map(varied, paragraphs)]))


def _head(number: int, ours: Article, varied: Callable[[str], str]) -> str:
    head = {
        "id": f"b-{number}",
        "title": varied(ours.title),
        "summary": varied(ours.summary),
        "questions": [varied(question) for question in ours.questions],
        "tags": list(ours.tags),
        "audience": ours.audience,
        "status": "published",
        "lang": ours.lang,
    }
    return "\n".join(f"{key}: {json.dumps(v, ensure_ascii=False)}" for key, v in head.items())
