"""What one reader finds in the library: the readable articles, each once, in their language."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from flask import g

from app import clock
from app.accounts.roles import readable
from app.current import services
from app.web.languages import language
from app.web.signing_in import reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.articles.article import Article, Category
    from app.articles.snapshot import Snapshot


@dataclass(frozen=True)
class ShelvedCategory:
    """A category with the number of articles that the reader finds in it and in those inside it."""

    category: Category
    count: int


@dataclass(frozen=True)
class Shelf:
    """The articles of one `snapshot` with these visibilities; equal where nothing differs.

    `passed` counts the articles of the snapshot that have come out or gone by the clock.
    """

    version: str
    visibilities: frozenset[str]
    lang: str
    passed: int
    snapshot: Snapshot = field(compare=False, repr=False)

    def find(self, slug: str) -> Article | None:
        """Return the article of this slug if the reader may read it."""
        article = self.snapshot.find_by_slug(slug)
        return article if article and article.id in self._readable else None

    def find_moved(self, old_slug: str) -> Article | None:
        """Return the readable article that once had this slug."""
        article = self.snapshot.find_redirect(old_slug)
        return article if article and article.id in self._readable else None

    def get(self, article_id: str) -> Article | None:
        """Return the article of this id, in the shelf's language, if the reader may read it."""
        article = self._readable.get(article_id)
        return self._preferred[_original(article)] if article else None

    def exact(self, article_id: str) -> Article | None:
        """Return the article of this very id if the reader may read it."""
        return self._readable.get(article_id)

    def those(self, article_ids: Iterable[str]) -> tuple[Article, ...]:
        """Return the readable ones of these articles, each once, in the given order."""
        found = (self.get(article_id) for article_id in article_ids)
        return tuple(dict.fromkeys(article for article in found if article))

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(self._readable)

    @cached_property
    def recent(self) -> tuple[Article, ...]:
        """Articles, latest change first."""
        return tuple(
            sorted(
                self._preferred.values(), key=lambda a: (a.updated or date.min, a.id), reverse=True
            )
        )

    @cached_property
    def first_of_each(self) -> tuple[Article, ...]:
        """The first article of each category: where to begin."""
        rows = (self.in_category(shelved.category.path) for shelved in self.top_categories)
        return tuple(self.spoken(row)[0] for row in rows if row)

    def spoken(self, articles: tuple[Article, ...]) -> tuple[Article, ...]:
        """Return those in the shelf's language, or all where none is."""
        return tuple(a for a in articles if a.lang == self.lang) or articles

    @cached_property
    def top_categories(self) -> tuple[ShelvedCategory, ...]:
        return self._shelved(c for c in self.snapshot.categories.values() if c.parent is None)

    def subcategories(self, path: str) -> tuple[ShelvedCategory, ...]:
        return self._shelved(self.snapshot.subcategories(path))

    def category(self, path: str) -> ShelvedCategory | None:
        """Return the category, if it holds anything for this reader."""
        return self._filled.get(path)

    def find_moved_category(self, old_path: str) -> ShelvedCategory | None:
        """Return the category that once had this path, if it holds anything for this reader."""
        found = self.snapshot.find_moved_category(old_path)
        return self.category(found.path) if found else None

    def trail(self, path: str) -> tuple[Category, ...]:
        """Return the categories from the outermost to `path` itself."""
        parts = path.split("/")
        paths = ("/".join(parts[: depth + 1]) for depth in range(len(parts)))
        return tuple(self.snapshot.categories[p] for p in paths if p in self.snapshot.categories)

    def in_category(self, path: str) -> tuple[Article, ...]:
        return self._by_category.get(path, ())

    def neighbours(self, article: Article) -> tuple[Article | None, Article | None]:
        """Return the articles before and after this one in its category."""
        row = self.in_category(article.category)
        shown = self._preferred[_original(article)]
        if shown not in row:
            return None, None
        place = row.index(shown)
        return (row[place - 1] if place else None), (
            row[place + 1] if place + 1 < len(row) else None
        )

    def translations(self, article: Article) -> tuple[Article, ...]:
        """Return the readable versions in other languages."""
        return tuple(a for a in self.snapshot.translations(article) if a.id in self._readable)

    @cached_property
    def _readable(self) -> dict[str, Article]:
        now = clock.now()
        articles = self.snapshot.articles.values()
        return {a.id: a for a in articles if a.visibility(now) in self.visibilities}

    @cached_property
    def _preferred(self) -> dict[str, Article]:
        groups: dict[str, list[Article]] = defaultdict(list)
        for article in self._readable.values():
            groups[_original(article)].append(article)
        return {original: min(group, key=self._distance) for original, group in groups.items()}

    def _distance(self, article: Article) -> tuple[bool, bool, str]:
        return article.lang != self.lang, article.translation_of is not None, article.id

    @cached_property
    def _by_category(self) -> dict[str, tuple[Article, ...]]:
        found: dict[str, list[Article]] = defaultdict(list)
        for article in sorted(self._preferred.values(), key=_original):
            found[article.category].append(article)
        return {path: tuple(articles) for path, articles in found.items()}

    def _shelved(self, categories: Iterable[Category]) -> tuple[ShelvedCategory, ...]:
        filled = (self._filled[c.path] for c in categories if c.path in self._filled)
        return tuple(sorted(filled, key=lambda s: (s.category.order, s.category.path)))

    @cached_property
    def _filled(self) -> dict[str, ShelvedCategory]:
        """The categories that hold anything for this reader, by path."""
        counts: dict[str, int] = defaultdict(int)
        for path, articles in self._by_category.items():
            for outer in accumulate(path.split("/"), "{}/{}".format):
                counts[outer] += len(articles)
        known = self.snapshot.categories
        return {p: ShelvedCategory(known[p], n) for p, n in counts.items() if p in known}


def open_shelf() -> Shelf:
    """Return the shelf of whoever asks, kept between requests while nothing changes."""
    if "shelf" not in g:
        g.shelf = shelf_for(readable(reader()), language())
    return g.shelf  # type: ignore[no-any-return]


def shelf_for(visibilities: frozenset[str], lang: str) -> Shelf:
    """Return the shelf of these visibilities: a feed is for everyone, whoever fetches it."""
    snapshot = services().library.snapshot
    passed = snapshot.passed(clock.now())
    return _kept(Shelf(snapshot.version, visibilities, lang, passed, snapshot))


@lru_cache(maxsize=16)
def _kept(shelf: Shelf) -> Shelf:
    return shelf


def _original(article: Article) -> str:
    return article.translation_of or article.id
