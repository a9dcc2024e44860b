"""A review of an article: what colleagues say and decide there reaches its authors by one mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from app import clock
from app.curation.attention.owners import Owners
from app.db import transaction
from app.editing import comments, revisions, workflow
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
            _tell(before, account, clock.now(), ends=True)
    return saved


def _tell(article: Article, by: Account, since: datetime, *, ends: bool = False) -> None:
    """Queue one letter to each author but `by`; one that still waits says this too.

    `since` is when what it tells of began; where the review `ends`, nothing waits any more.
    """
    for account_id in listening(_authors(article) - {by.id}, Topic.REVIEW):
        name = f"{LETTER} {article.id} {account_id} "
        unsent = queue.take_back_any(name) or {}
        began = unsent.get("since", since.isoformat())
        waited = clock.now() - datetime.fromisoformat(began)
        held_for = timedelta(0) if ends else min(STOPPED, max(LONGEST_WAIT - waited, timedelta(0)))
        payload = {
            "letter": LETTER,
            "account": account_id,
            "article": article.id,
            "since": began,
            "sent_back": ends or unsent.get("sent_back", False),
        }
        queue.put(Kind.MAIL, f"{name}{clock.now().isoformat()}", payload, held_for=held_for)


def _authors(article: Article) -> set[int]:
    """Whoever began the article, and its owner."""
    owner = Owners().find(article.owner)
    first = revisions.first_author(article.id)
    return {number for number in (owner.id if owner else None, first) if number}
