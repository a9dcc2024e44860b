"""The letter to an article's authors: it was sent back, or colleagues have commented on it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.curation.reviews import LETTER
from app.editing import comments
from app.outbox.letter import Block, Envelope, Letter, Link, Paragraph, Quote, message
from app.outbox.queue import SendingFailed
from app.tickets.letters import staff, threads
from app.tickets.letters.muting import Topic
from app.tickets.letters.story import addressee
from app.tickets.letters.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage

    from app.articles.library import Library
    from app.editing.models import ArticleComment
    from app.outbox.queue import Parcel
    from app.tickets.letters.story import Office

__all__ = ["LETTER", "to_author"]

LISTED: Final = 30  # comments; the page has the rest


def to_author(parcel: Parcel, office: Office, library: Library) -> EmailMessage:
    """Return the e-mail; raises SendingFailed when there is nothing to tell any more."""
    account = addressee(parcel)
    article = library.snapshot.find(parcel.payload["article"])
    since = datetime.fromisoformat(parcel.payload["since"])
    said = comments.since(article.id, since, besides=account.id) if article else ()
    sent_back = parcel.payload["sent_back"] and article and article.status == "draft"
    if article is None or not (said or sent_back):
        raise SendingFailed("there is nothing to tell", passing=False)
    gettext = words(staff.LANG).gettext
    if sent_back:
        subject = gettext("Статью вернули: %(title)s")
        first = gettext("Статью «%(title)s» вернули: её нужно изменить.")
    else:
        subject = gettext("Замечания к статье: %(title)s")
        first = gettext("К статье «%(title)s» есть замечания.")
    place = f"{office.config.public_url()}/studio/articles/{article.id}/review"
    blocks = (
        Paragraph(first % {"title": article.title}),
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
