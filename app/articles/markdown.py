"""Markdown to a finished page: safe HTML, contents, sections for search, links and images."""

import re
from dataclasses import dataclass
from html import escape

import markdown
from markdown.extensions.tables import TableExtension

from app.articles.admonitions import Admonitions
from app.articles.article import Section
from app.articles.finishing import ContentsEntry, FileUrl, Finisher, LinkUrl
from app.articles.links import Image, Link, LinkTarget
from app.articles.list_starts import ListStarts
from app.articles.sanitising import sanitise
from app.articles.tangles import is_tangled

__all__ = ["ContentsEntry", "Image", "Link", "LinkTarget", "Rendered", "render"]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True)
class Rendered:
    """An article as readers see it. `html` is sanitised and loads nothing from outside.

    `complete` is False when the markup was nested too deep and is shown as plain text.
    """

    html: str
    contents: tuple[ContentsEntry, ...]
    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    images: tuple[Image, ...]
    repeated_anchors: tuple[str, ...] = ()
    complete: bool = True


def render(body: str, *, link: LinkUrl, file_url: FileUrl, lang: str = "ru") -> Rendered:
    """Render an article's Markdown body.

    `link` gets each link to an article and returns its URL, or None when the reader must not
    follow it: then only the link's text stays. `file_url` does the same for the name of a file
    beside the article. Never raises for any text.
    """
    html, complete = _converted(_CONTROL.sub("", body), lang)
    finished = Finisher(sanitise(html), link=link, file_url=file_url, lang=lang)
    return Rendered(
        html=sanitise(finished.html()),
        contents=tuple(finished.contents),
        sections=finished.text.sections(),
        links=tuple(finished.links),
        images=tuple(finished.images),
        repeated_anchors=tuple(finished.repeated_anchors),
        complete=complete,
    )


def _converted(body: str, lang: str) -> tuple[str, bool]:
    if is_tangled(body):
        return _plain(body), False
    try:
        return _converter(lang).convert(body), True
    except RecursionError:
        return _plain(body), False


def _plain(body: str) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in body.split("\n\n"))


def _converter(lang: str) -> markdown.Markdown:
    """A new one each time: a Markdown object keeps state and is not thread-safe."""
    return markdown.Markdown(
        extensions=[
            "attr_list",
            "sane_lists",
            "pymdownx.superfences",
            "pymdownx.highlight",
            TableExtension(use_align_attribute=True),
            Admonitions(lang),
            ListStarts(),
        ],
        extension_configs={"pymdownx.highlight": {"guess_lang": False, "use_pygments": True}},
        output_format="html",
    )
