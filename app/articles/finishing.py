"""Finishes sanitised HTML: anchors for headings, addresses for links, and text for search.

One pass over well-formed HTML, without recursion, so that depth of nesting does not matter.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from app.articles.links import Image, Link, LinkTarget, file_name, link_to
from app.articles.plain_text import PlainText
from app.articles.slugs import slug

LinkUrl = Callable[[LinkTarget], str | None]
FileUrl = Callable[[str], str | None]
Attributes = dict[str, str]

_VOID = {"br", "col", "hr", "img"}
_HEADING = re.compile(r"h([1-6])\Z")
_GIVEN_ANCHOR = re.compile(r'<h[1-6][^>]*? id="([^"]*)"')
_BLOCKS = {
    *("blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure"),
    *("hr", "li", "ol", "p", "pre", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
}
_WORDS = {
    "ru": {"section": "Ссылка на часть «{}»", "table": "Таблица", "picture": "Картинка"},
    "en": {"section": "Link to the section “{}”", "table": "Table", "picture": "Picture"},
}
_NO_NAME = {"ru": "razdel", "en": "section"}


@dataclass(frozen=True)
class ContentsEntry:
    """A heading in the article's table of contents; `level` is 2 to 6."""

    anchor: str
    level: int
    text: str


@dataclass
class _Heading:
    level: int
    given_anchor: str
    output_from: int
    text: str = ""


class Finisher(HTMLParser):
    """Feed it sanitised HTML once, then read `html()`, `contents`, `text`, `links`, `images`."""

    def __init__(self, html: str, *, link: LinkUrl, file_url: FileUrl, lang: str) -> None:
        super().__init__(convert_charrefs=True)
        self.contents: list[ContentsEntry] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.repeated_anchors: list[str] = []
        self.text = PlainText()
        self._link_url, self._file_url = link, file_url
        self._lang = lang if lang in _WORDS else "ru"
        self._output: list[str] = []
        self._heading: _Heading | None = None
        self._open_links: list[bool] = []
        self._verbatim = 0
        self._in_head = False
        self._in_title = False
        self._given = set(_GIVEN_ANCHOR.findall(html))
        self._anchors: set[str] = set()
        self._numbers: dict[str, int] = {}  # of headings that are called alike
        self.feed(html)
        self.close()

    def html(self) -> str:
        return "".join(self._output)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if heading := _HEADING.match(tag):
            self._begin_heading(int(heading[1]), attributes)
        elif tag == "a":
            self._begin_link(attributes)
        elif tag == "img":
            self._image(attributes)
        else:
            self._begin_other(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        if _HEADING.match(tag):
            self._end_heading()
        elif tag == "a":
            if self._open_links and self._open_links.pop():
                self._output.append("</a>")
        elif tag not in _VOID:
            self._end_other(tag)

    def handle_data(self, data: str) -> None:
        self._output.append(escape(data, quote=False))
        if self._heading:
            self._heading.text += data
        else:
            self.text.add(data, verbatim=self._verbatim > 0)

    def _write(self, tag: str, attributes: Attributes) -> None:
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        self._output.append(f"<{tag}{written}>")

    # Headings

    def _begin_heading(self, level: int, attributes: Attributes) -> None:
        self.text.end_block()
        given = attributes.get("id", "").lstrip("_")  # ids with «_» are the page's own
        self._heading = _Heading(max(level, 2), given, len(self._output))

    def _end_heading(self) -> None:
        heading, self._heading = self._heading, None
        if heading is None:
            return
        text = " ".join(heading.text.split())
        inner = "".join(self._output[heading.output_from :])
        del self._output[heading.output_from :]
        if not text:
            self._output.append(inner)
            return
        anchor = self._anchor(heading.given_anchor, text)
        self._output.append(self._heading_html(heading.level, anchor, inner, text))
        self.contents.append(ContentsEntry(anchor, heading.level, text))
        self.text.begin_section(anchor, heading.level, text)

    def _heading_html(self, level: int, anchor: str, inner: str, text: str) -> str:
        label = _WORDS[self._lang]["section"].format(text)
        return (
            f'<h{level} id="{escape(anchor)}">{inner}'
            f' <a class="anchor" href="#{escape(anchor)}" aria-label="{escape(label)}">'
            f'<span aria-hidden="true">#</span></a></h{level}>'
        )

    def _anchor(self, given: str, text: str) -> str:
        if given and given not in self._anchors:
            self._anchors.add(given)
            return given
        if given:
            self.repeated_anchors.append(given)
        name = given or slug(text) or _NO_NAME[self._lang]
        anchor, number = name, self._numbers.get(name, 1)
        while anchor in self._anchors or anchor in self._given:
            number += 1
            anchor = f"{name}-{number}"
        self._numbers[name] = number  # the next one of this name begins there, not anew
        self._anchors.add(anchor)
        return anchor

    # Links and images

    def _begin_link(self, attributes: Attributes) -> None:
        found = link_to(attributes.get("href", ""))
        if "href" in attributes:
            self.links.append(found)
        url = self._url(found) if "href" in attributes else None
        self._open_links.append(url is not None)
        if url is None:
            return
        kept = {"href": url} | {key: attributes[key] for key in ("title",) if key in attributes}
        self._write("a", kept | _rel(url if found.kind == "external" else ""))

    def _url(self, found: Link) -> str | None:
        if found.target:
            return self._link_url(found.target)
        if found.kind == "file":
            return self._file_url(file_name(found.href))
        return None if found.kind == "broken" else found.href

    def _image(self, attributes: Attributes) -> None:
        src, alt = attributes.get("src", ""), attributes.get("alt", "")
        kind = link_to(src).kind if src else "broken"
        self.images.append(Image(src, alt, external=kind == "external"))
        url = self._file_url(file_name(src)) if kind == "file" else None
        if url is not None:
            sizes = {
                key: attributes[key] for key in ("title", "width", "height") if key in attributes
            }
            lazy = {"loading": "lazy", "decoding": "async"}
            self._write("img", {"src": url, "alt": alt} | sizes | lazy)
            self._say_of_picture(alt)
        elif kind == "external" and not any(self._open_links):
            self._write("a", {"href": src} | _rel(src))
            self.handle_data(alt or _WORDS[self._lang]["picture"])
            self._output.append("</a>")
        else:
            self.handle_data(alt)

    def _say_of_picture(self, alt: str) -> None:
        if self._heading:
            self._heading.text += alt
        else:
            self.text.add(alt)

    # Everything else

    def _begin_other(self, tag: str, attributes: Attributes) -> None:
        if tag in _BLOCKS:
            self.text.end_block()
        if tag == "table":
            label = _WORDS[self._lang]["table"]
            scroll = {"class": "table-scroll", "role": "group", "tabindex": "0"}
            self._write("div", scroll | {"aria-label": label})
        elif tag == "pre":
            self._verbatim += 1
            attributes = {"tabindex": "0"}
        elif tag == "p":
            self._in_title = attributes.get("class") == "admonition-title"
        elif tag == "thead":
            self._in_head = True
        elif tag in ("td", "th"):
            attributes = self._cell(tag, attributes)
        self._write(tag, attributes)

    def _cell(self, tag: str, attributes: Attributes) -> Attributes:
        align = attributes.pop("align", "")
        if align:
            attributes["class"] = f"align-{align}"
        if tag == "th":
            attributes.setdefault("scope", "col" if self._in_head else "row")
        return attributes

    def _end_other(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.text.end_cell()
        elif tag == "p" and self._in_title:
            self.text.end_title()
            self._in_title = False
        elif tag in _BLOCKS:
            self.text.end_block()
        if tag == "pre":
            self._verbatim -= 1
        elif tag == "thead":
            self._in_head = False
        self._output.append(f"</{tag}>")
        if tag == "table":
            self._output.append("</div>")


def _rel(url: str) -> Attributes:
    """Editors vouch for their links, so no nofollow; the reader's page is not told to the site."""
    leaves = url.lower().startswith(("http", "//"))
    return {"rel": "external noopener noreferrer"} if leaves else {}
