"""The letter to somebody who asked what the articles answer now."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app import clock
from app.accounts.roles import PUBLIC
from app.curation import gap_letters
from app.curation.gap_models import GapLetter
from app.db import session
from app.feedback.models import Vote
from app.outbox.letter import Block, Envelope, Letter, Link, Paragraph, Quote, Small, message
from app.outbox.queue import SendingFailed
from app.tickets.letters import threads
from app.tickets.letters.customers import harmless, shortened
from app.tickets.letters.words import words
from app.tickets.models import Ticket

if TYPE_CHECKING:
    from email.message import EmailMessage

    from app.articles.article import Article
    from app.articles.library import Library
    from app.outbox.queue import Parcel
    from app.tickets.letters.story import Office


class _To(NamedTuple):
    address: str
    asked: str  # in the person's words
    ticket: Ticket | None


def to_asker(parcel: Parcel, office: Office, library: Library) -> EmailMessage:
    """Return the e-mail; raises SendingFailed when address or article are gone meanwhile."""
    row = session.get(GapLetter, parcel.payload["gap_letter"])
    to = _addressee(row) if row else None
    if row is None or to is None:
        raise SendingFailed("the address is gone", passing=False)
    if gap_letters.is_quiet(row.address_hash):
        raise SendingFailed("the address wants no such letters", passing=False)
    article = library.snapshot.find(row.article_id)
    if article is None or article.visibility(clock.now()) != PUBLIC:
        raise SendingFailed("the article is not public", passing=False)
    url = f"{office.config.public_url()}/mail/quiet/{gap_letters.link_key(row, office.secret)}"
    letter = _letter(row.lang, to, article, office, url)
    return message(letter, _envelope(parcel, to, office, url), parcel.created_at)


def _addressee(row: GapLetter) -> _To | None:
    if row.ticket_number:
        ticket = session.get(Ticket, row.ticket_number)
        return _To(ticket.email, ticket.subject, ticket) if ticket else None
    vote = session.get(Vote, row.vote_id) if row.vote_id else None
    return _To(vote.email, vote.comment, None) if vote and vote.email else None


def _envelope(parcel: Parcel, to: _To, office: Office, unsubscribe_url: str) -> Envelope:
    settings, ticket = office.config, to.ticket
    answers = ticket is not None and bool(settings.mail_inbox)
    return Envelope(
        sender_name=settings.site_name,
        sender=settings.mail_from,
        to=to.address,
        message_id=threads.letter_id(ticket, parcel.key, office.host)
        if ticket
        else threads.notice_id(parcel.key, office.host),
        references=(threads.root_id(ticket, office.host),) if ticket else (),
        reply_to=threads.reply_address(ticket, settings.mail_inbox) if ticket and answers else None,
        unsubscribe_url=unsubscribe_url,
    )


def _letter(lang: str, to: _To, article: Article, office: Office, quiet_url: str) -> Letter:
    _ = words(lang).gettext
    root = office.config.public_url()
    told: list[Block] = [Paragraph(_("Здравствуйте!"))]
    if to.asked:
        told += [Paragraph(_("Вы спрашивали:")), Quote(harmless(shortened(to.asked)))]
    told.append(Paragraph(_("Теперь ответ есть в справке.")))
    if article.summary:
        told.append(Paragraph(article.summary))
    told.append(Link(article.title, f"{root}/articles/{article.slug}"))
    told.append(Paragraph(_("Если статья не помогла, напишите нам: мы ответим.")))
    if to.ticket:
        told.append(Link(_("Открыть заявку"), f"{root}/tickets/{to.ticket.token}"))
    else:
        told.append(Link(_("Задать вопрос"), f"{root}/ask"))
    why = _("Вы оставили этот адрес, когда не нашли ответа. Это письмо приходит один раз.")
    told.append(Small(why, Link(_("Больше не присылать таких писем"), quiet_url)))
    title = {"title": article.title}
    return Letter(_("Ответ появился: %(title)s") % title, tuple(told), lang)
