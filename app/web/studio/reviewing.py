"""An article on its way to readers: its text with colleagues' comments, and the next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import make_response, redirect, render_template, request, url_for

from app import clock
from app.curation import reviews
from app.curation.attention import deeds
from app.curation.attention.deeds import Action, Order
from app.current import services
from app.editing import (
    approvals,
    comments,
    confidence,
    line_places,
    listing,
    presence,
    readings,
    revisions,
    workflow,
)
from app.editing.comments import Word
from app.editing.models import ArticleComment
from app.editing.workflow import Part
from app.errors import Conflict, InvalidInput
from app.web.signing_in import allow
from app.web.studio import previewing, seen
from app.web.studio.door import blueprint, me

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from app.articles.article import Article
    from app.web.studio.seen import Seen

LONGEST_REVISION = ArticleComment.revision.type.length
COMMENT = "/comments/<int(max=2147483647):comment_id>"


@blueprint.get("/articles/<article_id>/review", endpoint="review")
@allow("write")
def show_review(article_id: str) -> ResponseReturnValue:
    return page(seen.get_own(article_id))


@blueprint.post("/articles/<article_id>/comments")
@allow("write")
def add_comment(article_id: str) -> ResponseReturnValue:
    """Keep a comment on a line, as the person saw it, or on the whole."""
    found = seen.get_own(article_id)
    quote = request.form.get("quote", "")
    word = Word(
        article_id,
        request.form.get("revision", "")[:LONGEST_REVISION] or found.article.revision,
        request.form.get("word", ""),
        request.form.get("line", type=int) if quote else None,
        quote,
    )
    try:
        made = reviews.comment(found.article, word, me())
    except InvalidInput as problem:
        problem.fields["word"] = problem.fields.pop("comment")
        return page(found, problem)
    return redirect(url_for("studio.review", article_id=article_id, _anchor=f"_c{made.id}"), 303)


@blueprint.post(f"{COMMENT}/resolution")
@allow("write")
def resolve_comment(comment_id: int) -> ResponseReturnValue:
    """Mark a comment as heeded."""
    comment = _own(comment_id)
    comments.resolve(comment_id, me().id)
    return redirect(url_for("studio.review", article_id=comment.article_id), 303)


@blueprint.post(f"{COMMENT}/reopening")
@allow("write")
def reopen_comment(comment_id: int) -> ResponseReturnValue:
    """Take a comment up again."""
    comment = _own(comment_id)
    comments.reopen(comment_id)
    return redirect(
        url_for("studio.review", article_id=comment.article_id, _anchor=f"_c{comment_id}"), 303
    )


@blueprint.post("/articles/<article_id>/verification")
@allow("write")
def verify(article_id: str) -> ResponseReturnValue:
    """Keep that the reader has checked the article as it is now, today."""
    found = seen.get_own(article_id)
    if found.article.revision != request.form.get("base"):
        return page(found, Conflict("Статью с тех пор изменили. Прочтите её и отметьте снова."))
    done = deeds.do(services().editor, Order(Action.VERIFY, [article_id]), me())
    for _, problem in done.refused:
        raise problem
    readings.mark(me().id, article_id, services().library.snapshot.get(article_id).revision)
    return redirect(url_for("studio.review", article_id=article_id), 303)


def page(found: Seen, problem: InvalidInput | Conflict | None = None) -> Response:
    """Return the page of an article's way to its readers, with what was refused."""
    article, account = found.article, me()
    before = readings.last(account.id, article.id)
    given = approvals.of_article(article)
    approved = {article.id} if any(one.holds for one in given) else ()
    page = render_template(
        "studio/review.html",
        article=article,
        found=found,
        stage=listing.stage(article, clock.now(), approved),
        approvals=given,
        may_approve=approvals.may_give(found.parts),
        has_approved=any(one.holds and one.approval.account_id == account.id for one in given),
        sure=confidence.of(article),
        html=previewing.html_of(article),
        steps=workflow.steps(found.parts, article.status),
        may_verify=_may_verify(article),
        must_explain=article.status == "review" and Part.AUTHOR not in found.parts,
        last=revisions.latest(article.id),
        changed_since=before if before and before != article.revision else None,
        others=presence.others(article.id, account.id),
        typed=_typed(found),
        errors=problem.fields if isinstance(problem, InvalidInput) else {},
        refusal=problem if isinstance(problem, Conflict) else None,
        **_commented(found),
    )
    if before is None and problem is None:
        readings.mark(account.id, article.id, article.revision)
    return make_response(page, problem.status if problem else 200)


def _may_verify(article: Article) -> bool:
    """Tell whether there is something to say: readers read it, and it was not said today."""
    said = article.verified == clock.now().date() and confidence.of(article) == "validated"
    return article.status == "published" and not said and deeds.may_do(me(), Action.VERIFY, article)


def _own(comment_id: int) -> ArticleComment:
    """Return a comment of an article that the reader has a part in."""
    comment = comments.get(comment_id)
    seen.get_own(comment.article_id)
    return comment


def _typed(found: Seen) -> Mapping[str, str]:
    """Return what the fields hold: what was typed, else what the article says."""
    article, form = found.article, request.form
    return {
        "line": form.get("line", ""),
        "quote": form.get("quote", ""),
        "revision": form.get("revision", article.revision),
        "comment": form.get("comment", ""),
        "word": form.get("word", ""),
        "publish_at": form.get("publish_at", seen.local(article.publish_at)),
        "unpublish_at": form.get("unpublish_at", seen.local(article.unpublish_at)),
    }


def _commented(found: Seen) -> dict[str, Any]:
    """Return the body's lines, the comments under each, and the line that is commented now."""
    article = found.article
    lines = article.body.split("\n")
    placed = comments.of_article(article.id, article.body)
    waiting = [item for item in placed if item.comment.resolved_at is None]
    on_lines: dict[int, list[ArticleComment]] = {}
    for item in waiting:
        if item.line:
            on_lines.setdefault(item.line, []).append(item.comment)
    line = request.values.get("line", type=int)
    if "quote" in request.form:  # refused: the line that was meant may stand elsewhere by now
        line = line_places.place(line or 1, request.form["quote"], lines)
    return {
        "lines": lines,
        "on_lines": on_lines,
        "elsewhere": [item.comment for item in waiting if not item.line],
        "resolved": [item.comment for item in placed if item.comment.resolved_at],
        "line": line if line and 0 < line <= len(lines) else None,
    }
