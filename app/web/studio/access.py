"""Whose articles the studio opens: everybody's to editors, to agents those that they may write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.current import services
from app.editing import workflow
from app.editing.revisions import Author
from app.editing.workflow import Part
from app.errors import Forbidden
from app.web.studio.door import me

if TYPE_CHECKING:
    from app.articles.article import Article, Status


def author() -> Author:
    """Return who is signed in, as the author of a change."""
    return Author(me().id, me().name, me().email)


def writable(article_id: str) -> Article:
    """Return an article whose text the reader may change.

    Raises NotFound where they may not even know of it, else Forbidden.
    """
    article = services().library.snapshot.find(article_id)
    held = workflow.get_seen(me(), article)
    assert article is not None  # noqa: S101  get_seen() raises where there is none
    if not workflow.may_write(held, article.status):
        raise Forbidden(
            "Эту статью правят редакторы. Если в ней ошибка, отметьте её в заявке или напишите им."
        )
    return article


def steps(article: Article) -> tuple[Status, ...]:
    """Return the states that the reader may take the article to without a word to its author."""
    held = workflow.parts(me(), article)
    found = workflow.steps(held, article.status)
    if article.status == "review" and Part.AUTHOR not in held:
        return tuple(step for step in found if step != "draft")
    return found
