"""The frame around every page of the site of plain files, and the pieces that pages share."""

from __future__ import annotations

import re
from functools import cached_property
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.articles.article import Article, Category

_PAGE: Final = Path(__file__).parent.parent / "data" / "page.html"
_SYMBOL = re.compile(r'<symbol id="([^"]+)"([^>]*)>(.*?)</symbol>', re.DOTALL)
_NO_ICON: Final = "book-open"


class Frame:
    """Puts pages together. `name` is the help centre's; `assets` its own static files."""

    def __init__(self, name: str, assets: Path) -> None:
        self.name = name
        self._assets = assets
        self._page = Template(_PAGE.read_text(encoding="utf-8"))

    def page(
        self, title: str, main: str, *, up: str, lang: str = "ru", about: str = "", head: str = ""
    ) -> bytes:
        """A whole page; `up` leads from its folder to the site's ("../"), `main` is HTML."""
        described = f'<meta name="description" content="{escape(about)}">' if about else ""
        said = {
            "title": escape(title),
            "site": escape(self.name),
            "lang": lang,
            "up": up,
            "head": described + head,
            "main": main,
        }
        return self._page.substitute(said).encode()

    def icon(self, name: str) -> str:
        """A category's icon, within the page: files from a folder may not refer to each other."""
        attributes, drawing = self._icons.get(name) or self._icons.get(_NO_ICON, ("", ""))
        return f'<svg class="icon" aria-hidden="true" focusable="false"{attributes}>{drawing}</svg>'

    @cached_property
    def _icons(self) -> dict[str, tuple[str, str]]:
        sprite = (self._assets / "vendor" / "lucide" / "categories.svg").read_text(encoding="utf-8")
        return {found[1]: (found[2], found[3]) for found in _SYMBOL.finditer(sprite)}


def link(url: str, text: str, lang: str = "") -> str:
    said = f' lang="{lang}"' if lang else ""
    return f'<a href="{escape(url)}"{said}>{escape(text)}</a>'


def breadcrumbs(up: str, trail: Iterable[Category], here: str) -> str:
    """The way from the home page; the last one is the page itself."""
    places = [link(f"{up}index.html", "Главная")]
    places += [link(f"{up}categories/{item.path}.html", item.title) for item in trail]
    if here:
        places.append(f'<span aria-current="page">{escape(here)}</span>')
    items = "".join(f"<li>{place}</li>" for place in places)
    trail_list = f'<ol class="trail">{items}</ol>'
    return f'<nav class="breadcrumbs" aria-label="Где вы находитесь">{trail_list}</nav>'


def entries(articles: Iterable[Article], up: str, level: str = "h2") -> str:
    """Articles with their summaries."""
    items = "".join(
        f'<li class="entry"><{level}>'
        f"{link(f'{up}articles/{item.slug}.html', item.title, item.lang)}{mark(item)}</{level}>"
        + (f'<p lang="{item.lang}">{escape(item.summary)}</p>' if item.summary else "")
        + "</li>"
        for item in articles
    )
    return f'<ul class="entries">{items}</ul>'


def mark(article: Article) -> str:
    """What an article that not everybody reads is marked with, in an export of everything."""
    if article.status != "published":
        return ' <span class="tag">Не опубликовано</span>'
    return ' <span class="tag">Только сотрудникам</span>' if article.open_to == "staff" else ""


def count(number: int) -> str:
    """«1 статья», «2 статьи», «5 статей»."""
    tens, ones = number % 100, number % 10
    if ones == 1 and tens != 11:
        return f"{number} статья"
    return f"{number} статьи" if 2 <= ones <= 4 and not 12 <= tens <= 14 else f"{number} статей"
