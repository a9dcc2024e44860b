"""An article beside a ticket: read without leaving it, and flagged where it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, redirect, render_template, request, url_for

from app import clock
from app.accounts.roles import may
from app.articles import markdown
from app.current import services
from app.errors import InvalidInput
from app.feedback import flags
from app.feedback.flags import Wrong
from app.tickets import desk, queue
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow, reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from app.articles.article import Article
    from app.articles.links import LinkTarget
    from app.errors import DomainError


@blueprint.get("/tickets/<int(max=2147483647):number>/articles/<slug>")
@allow("answer")
def preview(number: int, slug: str) -> ResponseReturnValue:
    desk.get(number, me().id)
    return _page(number, _article(slug), {})


@blueprint.post("/tickets/<int(max=2147483647):number>/articles/<slug>/flags")
@allow("answer")
def flag(number: int, slug: str) -> ResponseReturnValue:
    """Flag a passage: editors see it in their list, staff beside the article, customers never."""
    desk.get(number, me().id)
    article = _article(slug)
    quote, comment = request.form.get("quote", ""), request.form.get("comment", "")
    revision = request.form.get("revision") or article.revision
    try:
        flags.flag(me().id, Wrong(article.id, revision[:64], quote, comment, number))
    except InvalidInput as problem:
        return _page(number, article, problem.fields), problem.status
    return redirect(url_for("desk.preview", number=number, slug=slug, flagged=1), 303)


def _page(number: int, article: Article, errors: Mapping[str, DomainError]) -> str:
    part = "part" in request.args
    return render_template(
        "desk/preview_part.html" if part else "desk/preview.html",
        article=article,
        number=number,
        html=_html(article),
        flags=flags.of_article(article.id),
        errors=errors,
        typed=request.form,
        flagged="flagged" in request.args,
        counts={} if part else queue.counts(me().id),
    )


def _article(slug: str) -> Article:
    article = services().library.snapshot.find_by_slug(slug)
    if article is None or not may(reader(), "read", article.visibility(clock.now())):
        abort(404)
    return article


def _html(article: Article) -> str:
    return markdown.render(
        article.body,
        link=lambda target: _link(article, target),
        file_url=lambda name: _file(article, name),
        lang=article.lang,
    ).html


def _link(article: Article, target: LinkTarget) -> str | None:
    snapshot = services().library.snapshot
    resolved = snapshot.resolve(article, target)
    other = snapshot.find(resolved.article_id) if resolved else None
    if other is None or not may(reader(), "read", other.visibility(clock.now())):
        return None
    return url_for("site.article", slug=other.slug, _anchor=target.anchor or None)


def _file(article: Article, name: str) -> str | None:
    if services().library.snapshot.file_path(article, name) is None:
        return None
    return url_for("site.file", slug=article.slug, name=name)
