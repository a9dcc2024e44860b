"""An article as it is going to look, by the site's own renderer, and the hints on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import jsonify, render_template, url_for
from flask_babel import gettext, ngettext

from app import clock
from app.accounts.roles import GUEST, Reader, Role, may
from app.articles.markdown import render
from app.current import services
from app.editing import hints
from app.web.filters import sentence
from app.web.languages import language
from app.web.signing_in import allow
from app.web.studio import seen, sheet
from app.web.studio.beside import find_file
from app.web.studio.door import blueprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from app.articles.article import Article
    from app.articles.links import LinkTarget
    from app.editing.hint import Hint

_ID = re.compile(r'(<[^<>]*?) id="[^"]*"')
LONGEST: Final = 400_000  # characters of a body that is rendered while somebody waits: some 2 s


@dataclass(frozen=True)
class Preview:
    """An article rendered; `html` is None where it is too long to wait for."""

    article: Article
    html: str | None
    hints: Sequence[Hint]

    @property
    def first_line(self) -> int:
        """The line of the file that the body begins with."""
        return self.article.lines.get("body", 1)


@blueprint.post("/articles/<article_id>/preview", endpoint="preview")
@allow("write")
def show_preview(article_id: str) -> ResponseReturnValue:
    """Show what is typed, and what is wrong with the fields, for the page's script."""
    seen.get_writable(article_id)
    typed = sheet.received(article_id)
    article, wrong = typed.likely()
    preview = of(article)
    count = len(preview.hints)
    values = {"preview": preview, "is_source": typed.is_source}
    return jsonify(
        html=render_template("studio/editor_preview.html", **values),
        hints=render_template("studio/editor_hints.html", **values),
        count=count,
        said=ngettext("%(num)s подсказка", "%(num)s подсказок", count),
        errors={name: sentence(problem) for name, problem in wrong.items()},
    )


def of(article: Article) -> Preview:
    """Return the article as its readers will see it: with the links that they may follow."""
    html = html_of(article)
    return Preview(
        article, html, () if html is None else hints.of(article, services().library.snapshot)
    )


def html_of(article: Article) -> str | None:
    """Return the text as readers will see it, None where it is too long to wait for."""
    if len(article.body) > LONGEST:
        return None
    page = render(
        article.body,
        link=partial(_link, article),
        file_url=partial(_file, article),
        lang=article.lang,
    )
    return page.html


def compared_html(article: Article) -> str | None:
    """Return the text to be read beside a preview: its headings give up the ids that both have."""
    html = html_of(article)
    return html and _ID.sub(r"\1", html)


def reader_of(article: Article) -> Reader:
    """Return whoever the article is written for; its category may be for staff alone."""
    known = services().library.snapshot.find(article.id)
    shelved_for = known.shelved_for if known else article.shelved_for
    is_open = replace(article, shelved_for=shelved_for).open_to == "public"
    return GUEST if is_open else Reader(Role.AGENT)


def _link(article: Article, target: LinkTarget) -> str | None:
    snapshot = services().library.snapshot
    resolved = snapshot.resolve(article, target)
    other = snapshot.find(resolved.article_id) if resolved else None
    if other is None or not may(reader_of(article), "read", other.visibility(clock.now())):
        return None
    return url_for("site.article", slug=other.slug, _anchor=target.anchor or None)


def _file(article: Article, name: str) -> str | None:
    if find_file(article, name) is None:
        return None
    return url_for("studio.file", article_id=article.id, name=name)


@blueprint.app_template_filter()
def hinted(hint: Hint) -> str:
    """Return the sentence of a hint in the page's language."""
    if hint.english and language() == "en":
        return hint.english
    return str(gettext(hint.message, **hint.values)) if not hint.english else hint.message


@blueprint.app_template_global()
def site_zone() -> str:
    """Return the name of the zone in which times are typed."""
    return services().config.time_zone
