"""What an export may show: articles, categories, links and files of its readers alone."""

from __future__ import annotations

import posixpath
from functools import cached_property
from typing import TYPE_CHECKING

from app.articles import markdown
from app.articles.links import file_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.articles.article import Article, Category
    from app.articles.links import LinkTarget
    from app.articles.markdown import Rendered
    from app.articles.snapshot import Snapshot


class Shown:
    """The part of a snapshot that guests may read at `now`; with `everything` all of it."""

    def __init__(self, snapshot: Snapshot, now: datetime, *, everything: bool = False) -> None:
        self.snapshot = snapshot
        self._now, self.everything = now, everything
        self._names: dict[str, set[str]] = {}

    @cached_property
    def articles(self) -> dict[str, Article]:
        """By id, in the order of paths."""
        return {
            article.id: article
            for article in self.snapshot.articles.values()
            if self.everything or article.visibility(self._now) == "public"
        }

    @cached_property
    def categories(self) -> dict[str, Category]:
        """Those that hold a shown article, and those around them; in their own order."""
        held = {article.category for article in self.articles.values()}
        wanted = held | {path.partition("/")[0] for path in held}
        return {path: c for path, c in self.snapshot.categories.items() if path in wanted}

    def inside(self, category: str) -> list[Article]:
        """The articles of a category itself, by title."""
        found = [a for a in self.articles.values() if a.category == category]
        return sorted(found, key=lambda article: (article.title.casefold(), article.id))

    def within(self, category: str) -> list[Category]:
        """The categories in a category; of "" those at the top."""
        return [c for c in self.categories.values() if (c.parent or "") == category]

    def target(self, article: Article, link: LinkTarget) -> Article | None:
        """The article that a link leads to, if it is shown."""
        found = self.snapshot.resolve(article, link)
        return self.articles.get(found.article_id) if found else None

    def file(self, article: Article, name: str) -> Path | None:
        """The file beside an article that it shows or links to."""
        return self.snapshot.file_path(article, name)

    def files(self, article: Article) -> dict[str, Path]:
        """The attachments that an article refers to: path in the content folder → file."""
        if article.id not in self._names:
            self.render(article, link=lambda _: "#", file_url=lambda name: name)
        found = {name: self.file(article, name) for name in sorted(self._names[article.id])}
        return {
            posixpath.normpath(f"{article.category}/{name}"): path
            for name, path in found.items()
            if path
        }

    def render(
        self,
        article: Article,
        *,
        link: Callable[[LinkTarget], str | None],
        file_url: Callable[[str], str | None],
    ) -> Rendered:
        """The article's page; what it refers to is remembered, since rendering takes long."""
        page = markdown.render(article.body, link=link, file_url=file_url, lang=article.lang)
        hrefs = [link.href for link in page.links] + [image.src for image in page.images]
        self._names[article.id] = {name for href in hrefs if (name := file_name(href))}
        return page
