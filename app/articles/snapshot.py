"""The content at one moment: every article and category that could be read, and finding them."""

import posixpath
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath

from app.articles.article import Article, Category
from app.articles.files import is_inside
from app.articles.links import LinkTarget, link_to
from app.articles.problems import Problem
from app.errors import NotFound

_NOT_ATTACHED = {".md", ".yml", ".yaml"}


class ArticleNotFound(NotFound):
    """There is no article with this id."""

    def __init__(self, article_id: str) -> None:
        super().__init__("Статья не найдена.")
        self.article_id = article_id


@dataclass(frozen=True)
class Snapshot:
    """Immutable. `version` changes whenever any file does; `articles` maps ids, in path order.

    Nothing here asks who is reading: the caller decides by `Article.visibility`.
    `attachments` are paths of other files, relative to `folder`.
    """

    folder: Path
    version: str = ""
    articles: Mapping[str, Article] = field(default_factory=dict)
    categories: Mapping[str, Category] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    attachments: frozenset[str] = frozenset()

    def find(self, article_id: str) -> Article | None:
        return self.articles.get(article_id)

    def get(self, article_id: str) -> Article:
        """Raises ArticleNotFound."""
        article = self.articles.get(article_id)
        if article is None:
            raise ArticleNotFound(article_id)
        return article

    def having(self, articles: Iterable[Article]) -> "Snapshot":
        """Return the same content with these articles so."""
        return replace(self, articles={**self.articles, **{one.id: one for one in articles}})

    def find_by_slug(self, slug: str) -> Article | None:
        return self._by_slug.get(slug)

    def find_redirect(self, old_slug: str) -> Article | None:
        """The article that once had this slug."""
        return self._by_old_slug.get(old_slug)

    def find_moved_category(self, old_path: str) -> Category | None:
        """The category that once had this path, or that lay in one which had."""
        parts = old_path.split("/")
        for end in range(len(parts), 0, -1):
            holder = self._by_old_path.get("/".join(parts[:end]))
            if holder:
                path = "/".join([holder.path, *parts[end:]])
                return self.categories.get(path) or self._by_old_path.get(path)
        return None

    def in_category(self, path: str) -> tuple[Article, ...]:
        """Articles of the folder itself, not of those inside it, by id."""
        return self._by_category.get(path, ())

    def closed_by(self, path: str) -> Category | None:
        """The category for staff alone that this one is, or lies in."""
        around = [self.categories.get(one) for one in (path, path.partition("/")[0])]
        return next((one for one in around if one and one.audience == "staff"), None)

    def subcategories(self, path: str) -> tuple[Category, ...]:
        return tuple(item for item in self.categories.values() if item.parent == path)

    def translations(self, article: Article) -> tuple[Article, ...]:
        """The same article in other languages, its original included."""
        group = self._by_original.get(article.translation_of or article.id, ())
        return tuple(other for other in group if other.id != article.id)

    def passed(self, now: datetime) -> int:
        """How many times until `now` an article has come out or gone by itself."""
        return bisect_right(self._moments, now)

    def resolve(self, from_article: Article, href: str | LinkTarget) -> LinkTarget | None:
        """The target with its `article_id`, or None when `href` leads to no article."""
        target = href if isinstance(href, LinkTarget) else link_to(href).target
        if target is None:
            return None
        article = self._at(from_article, target)
        return replace(target, article_id=article.id) if article else None

    def file_path(self, article: Article, name: str) -> Path | None:
        """The attachment `name`, in the article's folder or below, if it may be handed out."""
        path = _joined(article.category, name)
        if path not in self.attachments or not path.startswith(f"{article.category}/"):
            return None
        if PurePosixPath(path).suffix.lower() in _NOT_ATTACHED:
            return None
        found = self.folder / path
        return found if found.is_file() and is_inside(found, self.folder) else None

    def _at(self, from_article: Article, target: LinkTarget) -> Article | None:
        if not target.path:
            return self.articles.get(target.article_id)
        path = _joined(from_article.category, target.path)
        path = path if path.lower().endswith(".md") else f"{path}.md"
        slug = PurePosixPath(path).stem  # unique: a link outlives the article's move to a category
        return self._by_path.get(path) or self._by_slug.get(slug) or self.find_redirect(slug)

    @cached_property
    def _moments(self) -> list[datetime]:
        return sorted(moment for item in self.articles.values() for moment in item.moments())

    @cached_property
    def _by_slug(self) -> dict[str, Article]:
        return {article.slug: article for article in self.articles.values()}

    @cached_property
    def _by_path(self) -> dict[str, Article]:
        return {f"{item.category}/{item.slug}.md": item for item in self.articles.values()}

    @cached_property
    def _by_old_slug(self) -> dict[str, Article]:
        found: dict[str, Article] = {}
        for article in self.articles.values():
            for slug in article.redirect_from:
                if slug not in self._by_slug:
                    found.setdefault(slug, article)
        return found

    @cached_property
    def _by_old_path(self) -> dict[str, Category]:
        found: dict[str, Category] = {}
        for category in self.categories.values():
            for path in category.redirect_from:
                if path not in self.categories:
                    found.setdefault(path, category)
        return found

    @cached_property
    def _by_category(self) -> dict[str, tuple[Article, ...]]:
        found: dict[str, list[Article]] = {}
        for article in sorted(self.articles.values(), key=lambda item: item.id):
            found.setdefault(article.category, []).append(article)
        return {category: tuple(articles) for category, articles in found.items()}

    @cached_property
    def _by_original(self) -> dict[str, tuple[Article, ...]]:
        found: dict[str, tuple[Article, ...]] = {}
        for article in self.articles.values():
            original = article.translation_of or article.id
            found[original] = (*found.get(original, ()), article)
        return found


def _joined(category: str, href: str) -> str:
    """A path relative to the content folder; a leading "/" means that folder itself."""
    return posixpath.normpath(posixpath.join("/", category, href)).lstrip("/")
