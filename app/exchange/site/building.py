"""Which pages the site of plain files has, and what stands beside them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.exchange.site import index, pages
from app.exchange.site.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.exporting import File
    from app.exchange.shown import Shown

_SHEETS: Final = ("tokens", "base", "layout", "search", "shelves", "article", "print")
_DATA: Final = Path(__file__).parent.parent / "data"


def files(shown: Shown, name: str, assets: Path) -> Iterator[File]:
    """The whole site; `assets` is the folder of the help centre's own static files.

    A file that two articles show comes twice.
    """
    yield from _pages(shown, Frame(name, assets))
    yield from _beside(shown, assets)


def _pages(shown: Shown, frame: Frame) -> Iterator[File]:
    yield "index.html", pages.home(shown, frame)
    yield "search.html", pages.search(frame)
    for category in shown.categories.values():
        yield f"categories/{category.path}.html", pages.category(shown, frame, category)
    for article in shown.articles.values():
        yield f"articles/{article.slug}.html", pages.article(shown, frame, article)
        for old in article.redirect_from:
            if shown.snapshot.find_by_slug(old) is None:
                yield f"articles/{old}.html", pages.redirect(frame, article)


def _beside(shown: Shown, assets: Path) -> Iterator[File]:
    for sheet in _SHEETS:
        yield f"assets/{sheet}.css", assets / "css" / f"{sheet}.css"
    yield "assets/export.css", _DATA / "export.css"
    yield "assets/search.js", _DATA / "search.js"
    yield "assets/search-index.js", index.script(shown)
    yield "assets/favicon.svg", assets / "images" / "favicon.svg"
    for article in shown.articles.values():
        for path, file in shown.files(article).items():
            yield f"files/{path}", file
