"""An article as a person names it in a field: by title, address or id; and what to offer there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from app.current import services
from app.errors import DomainError, InvalidInput
from app.typed import line
from app.web.languages import language
from app.web.studio.door import blueprint

if TYPE_CHECKING:
    from app.articles.article import Article, Category

_ARTICLES: Final = "/articles/"
MOST_OFFERED: Final = 2_000  # titles in a field's list; browsers grow slow beyond


def find_article(typed: str) -> Article | None:
    """Return the article of this id, slug, address on the site or very title."""
    known, said = services().library.snapshot, line(typed)
    slug = unquote(urlsplit(said).path.rpartition(_ARTICLES)[2].strip("/"))
    found = known.find(said) or known.find_by_slug(slug) or known.find_redirect(slug)
    return found or next((a for a in known.articles.values() if a.title == said), None)


def get_article(typed: str, field: str = "article") -> Article:
    """Like `find_article`; raises InvalidInput for `field`."""
    found = find_article(typed)
    if found is None:
        sentence = "Выберите статью из списка или укажите её адрес."
        raise InvalidInput({field: DomainError(sentence)})
    return found


@blueprint.app_template_global()
def offered_articles() -> list[Article]:
    """Return the articles that a field offers, by title."""
    known = services().library.snapshot.articles.values()
    return sorted(known, key=lambda article: article.title)[:MOST_OFFERED]


def category_options() -> list[tuple[str, str]]:
    """Return the categories by path, those inside another one behind it and further in."""
    known = services().library.snapshot.categories
    ordered = [one for top in known.values() if not top.parent for one in (top, *_inside(top))]
    lang = language()
    return [(one.path, ("\u2003" if one.parent else "") + one.title_in(lang)) for one in ordered]


def _inside(top: Category) -> tuple[Category, ...]:
    return services().library.snapshot.subcategories(top.path)
