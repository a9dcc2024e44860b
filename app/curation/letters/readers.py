"""The letter to a reader who said what was wrong with an article and left an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.curation.inbox_models import VoteReply
from app.db import session
from app.feedback.models import Vote
from app.outbox.letter import Block, Envelope, Letter, Link, Paragraph, Quote, Small, message
from app.outbox.queue import SendingFailed
from app.tickets.letters import threads
from app.tickets.letters.words import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from app.articles.article import Article
    from app.articles.library import Library
    from app.outbox.queue import Parcel
    from app.tickets.letters.story import Office

    Words = Callable[[str], str]


def to_reader(parcel: Parcel, office: Office, library: Library) -> EmailMessage:
    """Return the e-mail; raises SendingFailed when the remark or its address is gone."""
    chosen = select(VoteReply, Vote).join(Vote, Vote.id == VoteReply.vote_id)
    row = session.execute(chosen.where(VoteReply.id == parcel.payload["reply"])).one_or_none()
    if row is None or not row[1].email:
        raise SendingFailed("the reader took the address back", passing=False)
    reply, vote = row
    envelope = Envelope(
        sender_name=office.config.site_name,
        sender=office.config.mail_from,
        to=vote.email,
        message_id=threads.notice_id(parcel.key, office.host),
        answers=True,
    )
    article = library.snapshot.find(vote.article_id)
    return message(_letter(reply, vote, article, office), envelope, parcel.created_at)


def _letter(reply: VoteReply, vote: Vote, article: Article | None, office: Office) -> Letter:
    _, root = words(reply.lang).gettext, office.config.public_url()
    title = article.title if article else ""
    told: list[Block] = [Paragraph(_("Вы сообщили, что статья не помогла. Отвечаем вам."))]
    if vote.comment:
        told.append(Quote(vote.comment))
    told.append(Paragraph(reply.body))
    if article:
        told.append(Link(title, f"{root}/articles/{article.slug}"))
    told.append(_end(root, _))
    subject = _("О статье «%(title)s»") % {"title": title} if title else _("О вашем отзыве")
    return Letter(subject, tuple(told), reply.lang)


def _end(root: str, _: Words) -> Small:
    return Small(
        _("Вы оставили этот адрес под статьёй. На это письмо отвечать не нужно: его не прочитают."),
        Link(_("Задать вопрос"), f"{root}/ask"),
    )
