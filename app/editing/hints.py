"""Hints to who writes: what makes an article hard to read or leaves its reader without help.

They warn and never stand in the way: each names its line and what to do.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from app.articles.checking import check_article
from app.editing import hints_on_structure, hints_on_style
from app.editing.hint import Hint
from app.editing.passages import passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.articles.article import Article
    from app.articles.problems import Problem
    from app.articles.snapshot import Snapshot

MOST: Final = 200  # hints of one article: more than anybody reads at once
LONGEST_READ: Final = 300_000  # characters; what is behind is looked at for links alone
LONGEST_TITLE: Final = 80  # characters: a result of a search shows it whole
LONGEST_SUMMARY: Final = 250


def of(article: Article, snapshot: Snapshot) -> list[Hint]:
    """Return the hints on an article, saved or not, among those of `snapshot`, by line.

    Those on fields come first.
    """
    read = list(passages(article.body[:LONGEST_READ]))
    found = chain(
        _on_fields(article),
        _on_links(check_article(snapshot, _published(article, snapshot)), article),
        hints_on_structure.of(article, read),
        hints_on_style.of(article.lang, read),
    )
    return sorted(islice(found, MOST), key=lambda hint: hint.line or 0)


def _published(article: Article, snapshot: Snapshot) -> Article:
    """The article as it will be for its readers: a draft's links are judged before they wonder."""
    known = snapshot.find(article.id)
    shelved_for = known.shelved_for if known else article.shelved_for
    if article.status == "archived":
        return replace(article, shelved_for=shelved_for)
    return replace(
        article, status="published", publish_at=None, unpublish_at=None, shelved_for=shelved_for
    )


def _on_fields(article: Article) -> Iterator[Hint]:
    if not article.summary:
        message = "Нет краткого ответа. Напишите одним предложением, кому и чем поможет статья."
        yield Hint("no-summary", message, field="summary")
    elif len(article.summary) > LONGEST_SUMMARY:
        message = "Краткий ответ длиннее %(most)s знаков. Оставьте в нём главное."
        yield Hint("long-summary", message, field="summary", values={"most": LONGEST_SUMMARY})
    if not article.questions:
        message = "Нет вопросов. Запишите, как об этом спрашивают: по ним статью найдут."
        yield Hint("no-questions", message, field="questions")
    if len(article.title) > LONGEST_TITLE:
        message = "Название длиннее %(most)s знаков. Сократите его."
        yield Hint("long-title", message, field="title", values={"most": LONGEST_TITLE})


def _on_links(problems: Iterable[Problem], article: Article) -> Iterator[Hint]:
    """What the check of the content says of this article, with lines of its body."""
    first = article.lines.get("body", 1)
    keys = {line: key for key, line in article.lines.items() if key != "body"}
    for found in problems:
        in_body = found.line is not None and found.line >= first
        yield Hint(
            found.code,
            found.message_ru,
            found.line - first + 1 if found.line is not None and in_body else None,
            field="body" if in_body else keys.get(found.line or 0, "body"),
            english=found.message_en,
        )
