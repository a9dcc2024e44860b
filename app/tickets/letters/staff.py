"""Notices to those who answer: a new ticket, a customer's reply, what is given to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.outbox.letter import Letter, Link, Paragraph, Quote, Small
from app.tickets.letters.customers import shortened
from app.tickets.letters.muting import Topic, link_key
from app.tickets.letters.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.accounts.models import Account
    from app.tickets.letters.story import Office, Story

    Words = Callable[[str], str]

LANG: Final = "ru"  # accounts have no language of their own


def notice(story: Story, topic: Topic, account: Account, office: Office) -> Letter:
    """Return the notice of this topic for an account."""
    _ = words(LANG).gettext
    places = {"number": story.ticket.number, "subject": story.ticket.subject}
    told = (Quote(shortened(story.message.body)),) if story.message else ()
    blocks = (
        Paragraph(_said(topic, _) % places),
        *told,
        Link(_("Открыть заявку"), f"{office.config.public_url()}/desk/tickets/{places['number']}"),
        why(topic, account, office, _),
    )
    return Letter(_titled(topic, _) % places, blocks, LANG)


def why(topic: Topic, account: Account, office: Office, _: Words) -> Small:
    """Return the end of a notice: why it came, that nobody reads answers, how to have no more."""
    about = {
        Topic.NEW_TICKET: _("Вы получаете письма о новых заявках вашей группы."),
        Topic.CUSTOMER_REPLIED: _("Вы получаете письма об ответах клиентов в ваших заявках."),
        Topic.ASSIGNED: _("Вы получаете письма о назначенных вам заявках."),
        Topic.MENTIONED: _("Вы получаете письма о заметках, в которых вас упомянули."),
        Topic.LATE: _("Вы получаете письма о ваших просроченных заявках."),
        Topic.DIGEST: _("Вы получаете сводку раз в день."),
        Topic.ATTENTION: _("Вы получаете письмо о своих статьях раз в неделю."),
        Topic.REVIEW: _("Вы получаете письма о проверке статей."),
    }
    here = _("Отвечайте на странице заявки: ответ на это письмо никто не прочитает.")
    if topic in (Topic.ATTENTION, Topic.REVIEW):
        here = _("Ответ на это письмо никто не прочитает.")
    url = unsubscribe_url(topic, account, office)
    return Small(f"{about[topic]} {here}", Link(_("Больше не присылать такие письма"), url))


def unsubscribe_url(topic: Topic, account: Account, office: Office) -> str:
    """Return the address that ends notices of this topic."""
    key = link_key(account.id, topic, office.secret)
    return f"{office.config.public_url()}/mail/unsubscribe/{key}"


def _titled(topic: Topic, _: Words) -> str:
    return {
        Topic.NEW_TICKET: _("Новая заявка № %(number)s: %(subject)s"),
        Topic.CUSTOMER_REPLIED: _("Ответ клиента, заявка № %(number)s: %(subject)s"),
        Topic.ASSIGNED: _("Вам назначена заявка № %(number)s: %(subject)s"),
        Topic.MENTIONED: _("Вас упомянули, заявка № %(number)s: %(subject)s"),
        Topic.LATE: _("Просрочена заявка № %(number)s: %(subject)s"),
    }[topic]


def _said(topic: Topic, _: Words) -> str:
    return {
        Topic.NEW_TICKET: _("Пришла заявка № %(number)s «%(subject)s»."),
        Topic.CUSTOMER_REPLIED: _("Клиент написал в заявке № %(number)s «%(subject)s»."),
        Topic.ASSIGNED: _("Вам назначена заявка № %(number)s «%(subject)s»."),
        Topic.MENTIONED: _("Вас упомянули в заметке к заявке № %(number)s «%(subject)s»."),
        Topic.LATE: _("Срок заявки № %(number)s «%(subject)s» прошёл."),
    }[topic]
