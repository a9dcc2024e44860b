"""Gives an article another address: old links go on working, its pictures come along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app import clock
from app.articles import front_matter
from app.articles.links import file_name
from app.articles.markdown import render
from app.editing import composing, placing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.editing.folder import Folder, Saved
    from app.editing.revisions import Author


def move(folder: Folder, article: Article, category: str, slug: str, by: Author) -> Saved:
    """Move an article within the caller's `writing()`; raises InvalidInput, NotWritten."""
    snapshot = folder.snapshot
    path = placing.free_path(snapshot, category, slug, besides=article.id)
    content = folder.source(article.id).content
    if category != article.category:
        content = _with_files(folder, article, category, content, by)
    if slug != article.slug:
        content = _with_redirect(article, slug, content)
    saved = folder.rename(article.id, path, content, by, "")
    if category != article.category:
        for name in _left_alone(snapshot, article):
            folder.drop(f"{article.category}/{name}", by)
    return saved


def _with_redirect(article: Article, slug: str, content: bytes) -> bytes:
    old = [known for known in (*article.redirect_from, article.slug) if known != slug]
    redirect_from = list(dict.fromkeys(old))
    return composing.changed(content, clock.now().date(), {"redirect_from": redirect_from})


def _with_files(
    folder: Folder, article: Article, category: str, content: bytes, by: Author
) -> bytes:
    """Copy the article's files into the category; rename in the text what is taken there."""
    snapshot, body = folder.snapshot, front_matter.read(content)[1]
    for name in own_files(snapshot, article):
        place, _, short = name.rpartition("/")
        file = (snapshot.folder / article.category / name).read_bytes()
        there = snapshot.folder / category / place
        free = placing.free_name(there, short, file) if _is_taken(there / short, file) else short
        wanted = f"{place}/{free}" if place else free
        if not (there / free).exists():
            folder.put(f"{category}/{wanted}", file, by)
        body = renamed(body, name, wanted)
    return composing.changed(content, clock.now().date(), body=body)


def renamed(body: str, name: str, wanted: str) -> str:
    """Return the text with a file's name, wherever it stands by itself, become another one."""
    if name == wanted:
        return body
    return re.sub(rf"(?<![\w/.-]){re.escape(name)}(?![\w.-])", wanted, body)


def own_files(snapshot: Snapshot, article: Article) -> Iterator[str]:
    """Names, relative to the category, of the files that the article shows or links to."""
    page = render(article.body, link=lambda _: "#", file_url=lambda name: name, lang=article.lang)
    named = [image.src for image in page.images if not image.external]
    named += [link.href for link in page.links if link.kind == "file"]
    for name in dict.fromkeys(file_name(source) for source in named):
        path = snapshot.file_path(article, name)
        if path:
            yield path.relative_to(snapshot.folder / article.category).as_posix()


def _left_alone(snapshot: Snapshot, article: Article) -> list[str]:
    """Files that no other article of the old category names."""
    others = [item.body for item in snapshot.in_category(article.category) if item.id != article.id]
    return [
        name
        for name in own_files(snapshot, article)
        if not any(name.rpartition("/")[2] in body for body in others)
    ]


def _is_taken(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content
