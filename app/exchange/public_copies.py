"""Articles for the public as Markdown files, written anew: nothing in them tells of hidden ones.

A file as it lies in the content folder would: its links name hidden articles, and comments and
some fields are for editors. What readers do not see on the page is not in the copy either.
"""

from __future__ import annotations

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from app.articles import front_matter, yaml_text
from app.articles.links import link_to
from app.exchange.markup.hrefs import replace_places
from app.exchange.markup.html_text import to_markdown
from app.exchange.markup.prose import blocks, fence_in, in_prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.articles.article import Article, Category
    from app.articles.links import LinkTarget
    from app.exchange.exporting import File
    from app.exchange.shown import Shown

_TEXTS: Final = ("id", "title", "summary", "audience", "status", "lang", "translation_of")
_LISTS: Final = ("questions", "tags", "redirect_from")
# Markup whose source says more than readers see: tags, comments, references, attributes.
_UNSEEN = re.compile(
    r"<[a-z!/?]|^[ \t]{0,3}\[[^\]\n]+\]:|\{(?!#[\w.-]+[ \t]*\}[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_ANCHOR = re.compile(r"\{#([\w.-]+)[ \t]*\}[ \t]*$", re.MULTILINE)
_OWN_ANCHOR = re.compile(r'[ \t]*<a class="anchor"[^>]*>.*?</a>', re.DOTALL)


def files(shown: Shown) -> Iterator[File]:
    """The public articles, the descriptions of their categories, and the files that they show.

    A file that two articles show comes twice.
    """
    for category in shown.categories.values():
        yield f"{category.path}/_category.yml", _description(category)
    for article in shown.articles.values():
        yield from shown.files(article).items()
        yield f"{article.category}/{article.slug}.md", _article(shown, article)


def body(shown: Shown, article: Article) -> str:
    """The article's Markdown with links to shown articles only."""
    if _is_seen_whole(article.body) and not any(_hidden_links(shown, article)):
        return article.body
    page = shown.render(
        article, link=partial(_address, shown, article), file_url=partial(_file, shown, article)
    )
    text, _ = to_markdown(_OWN_ANCHOR.sub("", page.html), _ANCHOR.findall(article.body))
    return text


def _article(shown: Shown, article: Article) -> bytes:
    metadata: dict[str, object] = {key: getattr(article, key) for key in _TEXTS}
    metadata |= {key: list(getattr(article, key)) for key in _LISTS}
    metadata |= {"created": article.created, "updated": article.updated}
    metadata["related"] = [other for other in article.related if other in shown.articles]
    if article.translation_of not in shown.articles:
        metadata["translation_of"] = None
    said = {key: value for key, value in metadata.items() if value}
    return front_matter.write(b"", said, body(shown, article))


def _is_seen_whole(source: str) -> bool:
    """Whether readers see all that the source says, but for addresses."""
    marks: list[str] = []

    def look(text: str) -> str:
        marks.extend(_UNSEEN.findall(text))
        return text

    in_prose(source, look)
    return not marks and "<!--" not in source and all(map(_is_bare, _fences(source)))


def _fences(source: str) -> Iterator[str]:
    for text, is_code in blocks(source):
        fence = fence_in(text.split("\n", 1)[0]) if is_code else None
        yield fence.info.strip() if fence else ""


def _is_bare(info: str) -> bool:
    return not re.search(r"\s", info) and "{" not in info


def _hidden_links(shown: Shown, article: Article) -> Iterator[str]:
    """The addresses that lead to articles which are not shown, or to nothing."""
    places: list[str] = []

    def look(place: str) -> str:
        places.append(place)
        return place

    replace_places(article.body, look)
    for place in places:
        link = link_to(place)
        hidden = link.target and shown.target(article, link.target) is None
        if hidden or (link.kind in ("broken", "file") and shown.file(article, place) is None):
            yield place


def _address(shown: Shown, article: Article, link: LinkTarget) -> str | None:
    other = shown.target(article, link)
    if other is None:
        return None
    path = posixpath.relpath(f"{other.category}/{other.slug}.md", article.category)
    return path + (f"#{quote(link.anchor)}" if link.anchor else "")


def _file(shown: Shown, article: Article, name: str) -> str | None:
    return quote(name) if shown.file(article, name) else None


def _description(category: Category) -> bytes:
    said: dict[str, object] = {
        key: getattr(category, key)
        for key in ("title", "title_en", "summary", "summary_en", "icon", "order")
        if getattr(category, key)
    }
    if category.fields:
        said["fields"] = [_field(vars(field)) for field in category.fields]
    return yaml_text.dump(said).encode()


def _field(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value}
