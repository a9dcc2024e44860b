"""How sure we are of an article (KCS v6): in work, not checked, checked, archived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from app.articles.article import Article

Sureness = Literal["wip", "not-validated", "validated", "archived"]


def of(article: Article) -> Sureness:
    """Return what the article says of itself; without a word, what its state lets one conclude.

    An archived article is archived whatever it says. A published one that was verified is checked.
    """
    if article.status == "archived":
        return "archived"
    if article.confidence:
        return article.confidence
    if article.status in ("draft", "review"):
        return "wip"
    return "validated" if article.verified else "not-validated"
