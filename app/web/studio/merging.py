"""Two articles become one: both side by side, what goes along, and the step itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.articles import markdown
from app.curation import merging, previews
from app.curation.merging import Ending, Merge
from app.current import services
from app.errors import Conflict, DomainError, InvalidInput
from app.web.signing_in import allow
from app.web.studio.choosing import find_article, get_article
from app.web.studio.door import blueprint
from app.web.studio.seen import author
from app.web.studio.stepping import FREQUENT

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.articles.article import Article
    from app.curation.merging import Preview


@blueprint.get("/merging", endpoint="merging")
@allow("edit")
def show_merging() -> ResponseReturnValue:
    kept, other = request.args.get("kept", ""), request.args.get("other", "")
    if not kept or not other:
        return _page(kept, other)
    try:
        return _page(kept, other, _preview(kept, other))
    except InvalidInput as problem:
        return _page(kept, other, problem=problem)


@blueprint.post("/merging")
@allow("edit")
def merge_articles() -> ResponseReturnValue:
    fields = request.form
    wanted = Merge(
        kept_id=fields.get("kept", ""),
        other_id=fields.get("other", ""),
        kept_revision=fields.get("kept_revision", ""),
        other_revision=fields.get("other_revision", ""),
        questions="questions" in fields,
        tags="tags" in fields,
        ending=fields.get("ending", ""),
    )
    try:
        kept = merging.merge(services().editor, wanted, author())
    except (Conflict, InvalidInput) as problem:
        shown = _preview(wanted.kept_id, wanted.other_id)
        return _page(wanted.kept_id, wanted.other_id, shown, problem)
    services().refresh()
    services().refresh_curated()
    return redirect(url_for("site.article", slug=kept.slug), 303)


def _preview(kept: str, other: str) -> Preview:
    found = get_article(kept, "kept").id, get_article(other, "other").id
    return merging.preview(services().library.snapshot, *found)


def _page(
    kept: str, other: str, preview: Preview | None = None, problem: DomainError | None = None
) -> Response:
    page = render_template(
        "studio/merging.html",
        kept=_named(kept),
        other=_named(other),
        preview=preview,
        told=_told(preview) if preview else None,
        articles=services().library.snapshot.articles,
        html=_html,
        endings=tuple(Ending),
        refusal=problem if isinstance(problem, Conflict) else None,
        errors=problem.fields if isinstance(problem, InvalidInput) else {},
    )
    return make_response(page, problem.status if problem else 200)


def _told(preview: Preview) -> previews.Preview | None:
    """What the merge would change in search."""
    found = services()
    return previews.merging(
        found.searcher,
        found.library.snapshot,
        preview.becoming,
        preview.other,
        most=FREQUENT,
    )


def _named(typed: str) -> str:
    article = find_article(typed)
    return article.slug if article else typed


def _html(article: Article) -> str:
    """The article's text to compare by eye: links lead nowhere, pictures are left out."""
    return markdown.render(
        article.body, link=lambda _: None, file_url=lambda _: None, lang=article.lang
    ).html
