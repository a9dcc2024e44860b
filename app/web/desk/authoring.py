"""An article from a reply: prefilled and masked, its likes beside it, saved as a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import make_response, redirect, render_template, request, url_for

from app.current import services
from app.errors import InvalidInput
from app.search.results import Fragment
from app.tickets import article_drafts, conversation, desk, drafts, queue
from app.tickets.article_drafts import MASK, ArticleForm
from app.tickets.models import Author
from app.web.desk.changes import version
from app.web.desk.door import blueprint, me
from app.web.desk.inserting import REPLY
from app.web.signing_in import allow, reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.articles.article import Article
    from app.tickets.models import Message, Ticket

LIKES: Final = 5
LEAST_LIKE: Final = 0.3  # share of words in common: below it, articles are alike by chance


@dataclass(frozen=True)
class Like:
    """An article that may say the same; `share` of the words in common, 0 to 1."""

    article: Article
    share: float


@blueprint.post("/tickets/<int(max=2147483647):number>/article")
@allow("answer")
def write_article(number: int) -> ResponseReturnValue:
    """Begin with the reply as it is typed, which is kept; or with the last one that was sent."""
    ticket = desk.get(number, me().id)
    messages = conversation.public(ticket)
    body = request.form.get("body", "")
    if body.strip():
        drafts.save(number, me().id, REPLY, body, version=version())
    reply = body if body.strip() else _last(messages, Author.AGENT)
    return _page(ticket, article_drafts.prefilled(ticket, _question(messages), reply))


@blueprint.post("/tickets/<int(max=2147483647):number>/article/file")
@allow("answer")
def save_article(number: int) -> ResponseReturnValue:
    """Look for likes again, or save the draft and go back to the ticket."""
    ticket = desk.get(number, me().id)
    names = ("title", "question", "answer", "category")
    form = ArticleForm(**{name: request.form.get(name, "") for name in names})
    if "save" not in request.form:
        return _page(ticket, form)
    try:
        article_drafts.write(services().editor, number, me(), form)
    except InvalidInput as problem:
        return _page(ticket, form, problem)
    return redirect(url_for("desk.ticket", number=number, _anchor="_links"), 303)


def _page(ticket: Ticket, form: ArticleForm, problem: InvalidInput | None = None) -> Response:
    categories = services().library.snapshot.categories.values()
    page = render_template(
        "desk/article.html",
        ticket=ticket,
        form=form,
        likes=_likes(form, ticket.lang),
        masks=sorted(set(MASK.findall(f"{form.title} {form.question} {form.answer}"))),
        shown=_marked(f"{form.title}\n\n{form.question}\n\n{form.answer}"),
        categories=sorted(categories, key=lambda category: (category.order, category.path)),
        errors=problem.fields if problem else {},
        counts=queue.counts(me().id),
    )
    return make_response(page, problem.status if problem else 200)


def _likes(form: ArticleForm, lang: str) -> list[Like]:
    known = services().library.snapshot.articles
    searcher = services().searcher
    results = searcher.similar(form.title, form.question, reader(), lang=lang, limit=LIKES)
    found = [known[result.article_id] for result in results if result.article_id in known]
    likes = [Like(article, article_drafts.similarity(form, article)) for article in found]
    return sorted((like for like in likes if like.share >= LEAST_LIKE), key=lambda x: -x.share)


def _marked(text: str) -> tuple[Fragment, ...]:
    """Cut a text into fragments, what stands for personal data marked."""
    fragments, end = [], 0
    for mask in MASK.finditer(text):
        fragments += [Fragment(text[end : mask.start()]), Fragment(mask[0], matched=True)]
        end = mask.end()
    return (*fragments, Fragment(text[end:]))


def _question(messages: Sequence[Message]) -> str:
    return next((m.body for m in messages if m.author is Author.CUSTOMER), "")


def _last(messages: Sequence[Message], author: Author) -> str:
    return next((m.body for m in reversed(messages) if m.author is author), "")
