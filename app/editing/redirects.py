"""Old addresses of articles: all of them in one list, added and removed, never in a circle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.errors import DomainError, InvalidInput, NotFound

if TYPE_CHECKING:
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.editing.editor import Editor
    from app.editing.revisions import Author

LONGEST: Final = 200  # characters of an address
_START: Final = re.compile(r"^\s*(?:https?://[^/]+)?/?(?:articles/)?", re.IGNORECASE)
# An address of another system may have letters of any kind; these would end or part a path.
_UNFIT: Final = re.compile(r"[\s/?#%\\\x00-\x1f]")


@dataclass(frozen=True)
class Redirect:
    """An old address and where it leads; `taken_by` is the article that answers there instead."""

    slug: str
    article: Article
    taken_by: Article | None


def everything(snapshot: Snapshot) -> list[Redirect]:
    """Return all old addresses in their order; a broken one names what stands in its way."""
    found = [
        Redirect(slug, article, _in_the_way(snapshot, slug, article))
        for article in snapshot.articles.values()
        for slug in article.redirect_from
    ]
    return sorted(found, key=lambda redirect: (redirect.slug, redirect.article.id))


def add(editor: Editor, typed: str, article_id: str, by: Author) -> str:
    """Let an old address lead to the article; return it as it was kept.

    Raises ArticleNotFound, InvalidInput for `slug`: no address, taken, or the article's own.
    """
    slug = _START.sub("", typed, count=1).strip().strip("/")
    if not slug or len(slug) > LONGEST or _UNFIT.search(slug):
        sentence = "Укажите последнюю часть старого адреса, без пробелов и косых черт."
        raise InvalidInput({"slug": DomainError(sentence)})
    with editor.writing() as snapshot:
        article = snapshot.get(article_id)
        _refuse(snapshot, slug, article)
        editor.change(article_id, by, redirect_from=[*article.redirect_from, slug])
    return slug


def remove(editor: Editor, slug: str, article_id: str, by: Author) -> None:
    """Let the old address lead nowhere; raises ArticleNotFound, NotFound."""
    with editor.writing() as snapshot:
        article = snapshot.get(article_id)
        if slug not in article.redirect_from:
            raise NotFound("Такой переадресации уже нет.")
        left = [known for known in article.redirect_from if known != slug]
        editor.change(article_id, by, redirect_from=left or None)


def _refuse(snapshot: Snapshot, slug: str, article: Article) -> None:
    holder, old = snapshot.find_by_slug(slug), snapshot.find_redirect(slug)
    if slug == article.slug:
        problem = DomainError("Это и есть адрес статьи: переадресация вела бы по кругу.")
    elif holder:
        problem = DomainError("По этому адресу открывается статья «%(title)s».", title=holder.title)
    elif old:
        problem = DomainError("Этот адрес уже ведёт к статье «%(title)s».", title=old.title)
    else:
        return
    raise InvalidInput({"slug": problem})


def _in_the_way(snapshot: Snapshot, slug: str, article: Article) -> Article | None:
    holder = snapshot.find_by_slug(slug) or snapshot.find_redirect(slug)
    return (
        holder if holder and holder is not article else (holder if slug == article.slug else None)
    )
