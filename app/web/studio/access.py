"""Whose articles the editor opens: everybody's to editors, to agents those that they may write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.editing import workflow
from app.editing.workflow import Part
from app.errors import Forbidden
from app.web.studio import seen

if TYPE_CHECKING:
    from app.articles.article import Article, Status


def writable(article_id: str) -> Article:
    """Return an article whose text the reader may change.

    Raises NotFound where they may not even know of it, else Forbidden.
    """
    found = seen.get(article_id)
    if not found.may_write:
        raise Forbidden(
            "Эту статью правят редакторы. Если в ней ошибка, отметьте её в заявке или напишите им."
        )
    return found.article


def steps(article: Article) -> tuple[Status, ...]:
    """Return the states that the reader may take the article to without a word to its author."""
    held = seen.get(article.id).parts
    found = workflow.steps(held, article.status)
    if article.status == "review" and Part.AUTHOR not in held:
        return tuple(step for step in found if step != "draft")
    return found
