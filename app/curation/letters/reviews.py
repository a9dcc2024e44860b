"""The letter about a review: an article was sent back, approved, or colleagues commented on it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.accounts.roles import may
from app.curation.reviews import LETTER, Outcome
from app.editing import approvals, comments
from app.outbox.letter import Block, Envelope, Letter, Link, Paragraph, Quote, message
from app.outbox.queue import SendingFailed
from app.tickets.letters import staff, threads
from app.tickets.letters.muting import Topic
from app.tickets.letters.story import addressee
from app.tickets.letters.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage

    from app.accounts.models import Account
    from app.articles.article import Article
    from app.articles.library import Library
    from app.editing.models import ArticleComment
    from app.outbox.queue import Parcel
    from app.tickets.letters.story import Office

__all__ = ["LETTER", "to_colleague"]

LISTED: Final = 30  # comments; the page has the rest


def to_colleague(parcel: Parcel, office: Office, library: Library) -> EmailMessage:
    """Return the e-mail; raises SendingFailed when there is nothing to tell any more."""
    account = addressee(parcel)
    article = library.snapshot.find(parcel.payload["article"])
    if article is None:
        raise SendingFailed("the article is no more", passing=False)
    since = datetime.fromisoformat(parcel.payload["since"])
    said = comments.since(article.id, since, besides=account.id)
    told = _outcome(article, parcel.payload.get("outcome", ""), account)
    if not (said or told):
        raise SendingFailed("there is nothing to tell", passing=False)
    gettext = words(staff.LANG).gettext
    subject, first = told or (
        gettext("Замечания к статье: %(title)s"),
        gettext("К статье «%(title)s» есть замечания.") % {"title": article.title},
    )
    place = f"{office.config.public_url()}/studio/articles/{article.id}/review"
    blocks = (
        Paragraph(first),
        *_told(said),
        Link(gettext("Открыть статью"), place),
        staff.why(Topic.REVIEW, account, office, gettext),
    )
    envelope = Envelope(
        sender_name=office.config.site_name,
        sender=office.config.mail_from,
        to=account.email,
        message_id=threads.notice_id(parcel.key, office.host),
        unsubscribe_url=staff.unsubscribe_url(Topic.REVIEW, account, office),
    )
    letter = Letter(subject % {"title": article.title}, blocks, staff.LANG)
    return message(letter, envelope, parcel.created_at)


def _outcome(article: Article, outcome: str, account: Account) -> tuple[str, str] | None:
    """The subject and the first sentence of what the review came to, where that still is so."""
    gettext, title = words(staff.LANG).gettext, {"title": article.title}
    if outcome == Outcome.SENT_BACK and article.status == "draft":
        first = gettext("Статью «%(title)s» вернули: её нужно изменить.")
        return gettext("Статью вернули: %(title)s"), first % title
    given = approvals.holding([article]).get(article.id)
    if outcome != Outcome.APPROVED or not given:
        return None
    names = ", ".join(one.account.name for one in given)
    first = gettext("Статью «%(title)s» одобрили: %(names)s.") % {**title, "names": names}
    then = gettext("Публикуют её редакторы.")
    if may(account.reader, "publish"):
        then = gettext("Её можно публиковать.")
    return gettext("Статью одобрили: %(title)s"), f"{first} {then}"


def _told(said: Sequence[ArticleComment]) -> list[Block]:
    """Who said what, with the line that it is about."""
    gettext, ngettext = words(staff.LANG).gettext, words(staff.LANG).ngettext
    blocks: list[Block] = []
    for comment in said[:LISTED]:
        by = gettext("%(name)s:") % {"name": comment.account.name}
        if comment.quote:
            values = {"name": comment.account.name, "line": comment.quote}
            by = gettext("%(name)s о строке «%(line)s»:") % values
        blocks += [Paragraph(by), Quote(comment.body)]
    if len(said) > LISTED:
        more = ngettext("И ещё %(num)s замечание.", "И ещё %(num)s замечаний.", len(said) - LISTED)
        blocks.append(Paragraph(more % {"num": len(said) - LISTED}))
    return blocks
