"""An article as an editor has it before them: the file, a version of it, what it is going to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import clock
from app.articles.reading import read_article
from app.articles.snapshot import ArticleNotFound
from app.editing import composing, form, revisions
from app.editing.saving import Wish, ended, with_line_ends_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from app.articles.article import Article
    from app.editing.editor import Editor


@dataclass(frozen=True)
class Opened:
    """One version of an article's file, and the article that it gives."""

    article: Article
    content: bytes
    path: str

    @property
    def revision(self) -> str:
        return self.article.revision

    def shown(self, zone: ZoneInfo) -> dict[str, str]:
        """Return what the page's fields show of this version."""
        source = self.content.decode("utf-8", "replace").replace("\r\n", "\n")
        return {
            **form.shown(self.article, zone),
            "body": self.article.body,
            "category": self.article.category,
            "slug": self.article.slug,
            "source": source,
        }


def newest(editor: Editor, article_id: str, folder: Path) -> Opened:
    """Open the file as it lies in the content `folder` now. Raises ArticleNotFound."""
    source = editor.source(article_id)
    opened = _opened(source.path, folder, source.content)
    if opened is None:
        raise ArticleNotFound(article_id)
    return opened


def begun(now: Opened, revision: str, folder: Path) -> Opened:
    """Return the version that somebody began with, or the newest where that one is not kept."""
    if revision == now.revision:
        return now
    content = revisions.find_content(now.article.id, revision)
    return (_opened(now.path, folder, content) if content else None) or now


def wish(begun: Opened, typed: Mapping[str, str], zone: ZoneInfo) -> Wish:
    """Return what was typed into the page of the version `begun`; raises InvalidInput by field."""
    shown = begun.shown(zone)
    differing = {name: text for name, text in typed.items() if text != shown.get(name)}
    is_source = "source" in typed
    return Wish(
        begun.revision,
        {} if is_source else form.changes(shown, differing, zone),
        None if is_source else differing.get("body"),
        differing.get("source"),
        category=typed.get("category", "").strip(),
        slug=typed.get("slug", "").strip().lower(),
    )


def wished(begun: Opened, wanted: Wish, folder: Path) -> Opened:
    """Return the version that saving the wish would make; raises InvalidInput."""
    if wanted.source is not None:
        content = with_line_ends_of(begun.content, ended(wanted.source))
    else:
        body = None if wanted.body is None else ended(wanted.body)
        content = composing.changed(begun.content, clock.now().date(), wanted.fields, body)
    composing.check(begun.path, content, begun.article.id, begun.content)
    opened = _opened(begun.path, folder, content)
    if opened is None:
        raise ArticleNotFound(begun.article.id)
    return opened


def _opened(path: str, folder: Path, content: bytes) -> Opened | None:
    article = read_article(path, folder / path, content).article
    return Opened(article, content, path) if article else None
