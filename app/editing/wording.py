"""An article as plain text, the way readers get it: what two versions are compared by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.articles.markdown import render
from app.articles.reading import read_article

if TYPE_CHECKING:
    from app.articles.article import Article


def of_content(path: str, content: bytes) -> str:
    """Return what readers would get of the file `content`; its source where it cannot be read."""
    article = read_article(path, Path(path), content).article
    return of_article(article) if article else content.decode("utf-8", "replace")


def of_article(article: Article) -> str:
    """Return title, summary and every section, a paragraph or list item a line."""
    page = render(article.body, link=lambda _: "#", file_url=lambda name: name, lang=article.lang)
    lines = [article.title, article.summary]
    for section in page.sections:
        lines += ["", section.heading] if section.heading else [""]
        lines.append(section.text)
    lines += [image.alt for image in page.images if image.alt]
    return "\n".join(lines) + "\n"
