"""A review of an article: what is said and decided there reaches whom it concerns by one mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app import clock
from app.accounts import accounts
from app.curation.attention.owners import Owners
from app.db import transaction
from app.editing import approvals, comments, revisions, workflow
from app.outbox import queue
from app.outbox.models import Kind
from app.tickets.letters.muting import Topic, listening

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.articles.article import Article
    from app.editing.comments import Word
    from app.editing.editor import Editor
    from app.editing.folder import Saved
    from app.editing.models import ArticleComment
    from app.editing.workflow import Step

LETTER: Final = Topic.REVIEW.value
# Whoever reads with a pencil goes on to the next line: the mail waits until they have stopped.
STOPPED: Final = timedelta(minutes=10)
LONGEST_WAIT: Final = timedelta(hours=1)


class Outcome(StrEnum):
    """What a review has come to so far."""

    OPEN = ""
    SENT_BACK = "sent back"
    APPROVED = "approved"


def comment(article: Article, word: Word, account: Account) -> ArticleComment:
    """Keep a comment and let its authors know. Raises InvalidInput for `comment`."""
    with transaction():
        made = comments.add(word, account.id)
        _tell(article, account, made.created_at)
    return made


def take(editor: Editor, article_id: str, account: Account, step: Step) -> Saved:
    """Take the article to another state; sent back to be changed, its authors hear of it at once.

    Raises what `workflow.take` raises.
    """
    with editor.writing() as snapshot, transaction():
        before = snapshot.find(article_id)
        saved = workflow.take(editor, article_id, account, step)
        if before and (before.status, step.to) == ("review", "draft"):
            _tell(before, account, clock.now(), Outcome.SENT_BACK)
    return saved


def approve(editor: Editor, article_id: str, account: Account, base: str) -> None:
    """Approve the version `base`; its authors and those who may publish it hear of it at once.

    Raises what `approvals.give` raises.
    """
    with editor.writing(), transaction():
        article = approvals.give(editor, article_id, account, base)
        _tell(article, account, clock.now(), Outcome.APPROVED)


def _tell(article: Article, by: Account, since: datetime, outcome: Outcome = Outcome.OPEN) -> None:
    """Queue one letter to each whom it concerns but `by`; one that still waits says this too.

    `since` is when what it tells of began; where the review has an outcome, nothing waits any more.
    """
    concerned = _authors(article)
    if outcome is Outcome.APPROVED:
        concerned |= {one.id for one in accounts.allowed("publish")}
    for account_id in listening(concerned - {by.id}, Topic.REVIEW):
        name = f"{LETTER} {article.id} {account_id} "
        unsent = queue.take_back_any(name) or {}
        began = unsent.get("since", since.isoformat())
        waited = clock.now() - datetime.fromisoformat(began)
        come_to = outcome or unsent.get("outcome", Outcome.OPEN)
        left = min(STOPPED, max(LONGEST_WAIT - waited, timedelta(0)))
        payload = {
            "letter": LETTER,
            "account": account_id,
            "article": article.id,
            "since": began,
            "outcome": come_to,
        }
        held_for = timedelta(0) if come_to else left
        queue.put(Kind.MAIL, f"{name}{clock.now().isoformat()}", payload, held_for=held_for)


def _authors(article: Article) -> set[int]:
    """Whoever began the article, and its owner."""
    owner = Owners().find(article.owner)
    first = revisions.first_author(article.id)
    return {number for number in (owner.id if owner else None, first) if number}
