"""What customers are written: we have it, here is the answer, it is solved, others go on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.db import session
from app.outbox.letter import Block, Letter, Link, Paragraph, Quote, Small
from app.tickets.letters.words import words
from app.tickets.mail_models import Handover

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.tickets.letters.story import Office, Story

    Words = Callable[[str], str]

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
LONGEST_QUOTE: Final = 1_000  # characters of what the customer wrote


def confirmation(story: Story, office: Office) -> Letter:
    """We have your question; with fitting articles where it came by mail."""
    _ = words(story.ticket.lang).gettext
    number = story.ticket.number
    blocks = (
        _greeting(story, _),
        Paragraph(_("Мы получили ваш вопрос. Это заявка № %(number)s.") % {"number": number}),
        Paragraph(_("Ответ придёт на этот адрес.") + " " + _how_to_write(office, _)),
        _page(story, office, _),
        *_suggested(story, office, _),
        *_your_words(story, _),
        _farewell(office, _),
    )
    return _letter(story, blocks, _, answers=story.came_by_mail)


def reply(story: Story, office: Office) -> Letter:
    """An agent has answered."""
    _ = words(story.ticket.lang).gettext
    blocks = (
        *_answer(story, _),
        Paragraph(_how_to_write(office, _)),
        _page(story, office, _),
        _farewell(office, _),
    )
    return _letter(story, blocks, _)


def reply_solved(story: Story, office: Office) -> Letter:
    """An agent has answered, and thinks that this solves it."""
    _ = words(story.ticket.lang).gettext
    asked = _did_it_help(story, office, _)
    return _letter(story, (*_answer(story, _), *asked, _farewell(office, _)), _)


def solved(story: Story, office: Office) -> Letter:
    """The ticket is solved without another answer."""
    _ = words(story.ticket.lang).gettext
    blocks = (
        _greeting(story, _),
        Paragraph(_("Заявка № %(number)s решена.") % {"number": story.ticket.number}),
        *_did_it_help(story, office, _),
        _farewell(office, _),
    )
    return _letter(story, blocks, _)


def handed_over(story: Story, office: Office) -> Letter:
    """Another help desk goes on with the ticket."""
    _ = words(story.ticket.lang).gettext
    handover = session.get(Handover, story.ticket.number)
    desk = handover.desk if handover else office.config.outside_desk
    told = _("Заявку № %(number)s мы передали: дальше ей занимается %(desk)s.")
    blocks = (
        _greeting(story, _),
        Paragraph(told % {"number": story.ticket.number, "desk": desk}),
        Paragraph(_("Всё, что вы написали, передано вместе с ней: повторять ничего не нужно.")),
        _page(story, office, _),
        _farewell(office, _),
    )
    return _letter(story, blocks, _)


def link_renewed(story: Story, office: Office) -> Letter:
    """The ticket's page has another address."""
    _ = words(story.ticket.lang).gettext
    told = _("У заявки № %(number)s новая ссылка. Прежняя больше ничего не открывает.")
    blocks = (
        _greeting(story, _),
        Paragraph(told % {"number": story.ticket.number}),
        _page(story, office, _),
        _farewell(office, _),
    )
    return _letter(story, blocks, _)


def page_url(story: Story, office: Office) -> str:
    """Return the address of the customer's page of the ticket."""
    return f"{office.config.public_url()}/tickets/{story.ticket.token}"


def _letter(story: Story, blocks: tuple[Block, ...], _: Words, *, answers: bool = True) -> Letter:
    """A thread keeps one subject: programs group letters by it."""
    title = harmless(story.ticket.subject)
    if not story.came_by_mail:
        places = {"number": story.ticket.number, "subject": title}
        title = _("Заявка № %(number)s: %(subject)s") % places
    return Letter(f"Re: {title}" if answers else title, blocks, story.ticket.lang)


def _greeting(story: Story, _: Words) -> Paragraph:
    name = harmless(story.ticket.author_name)
    return Paragraph(_("Здравствуйте, %(name)s!") % {"name": name} if name else _("Здравствуйте!"))


def _answer(story: Story, _: Words) -> tuple[Block, ...]:
    message = story.message
    name = message.account.name if message and message.account else ""
    places = {"number": story.ticket.number, "name": name}
    who = (
        _("%(name)s из поддержки отвечает на заявку № %(number)s:")
        if name
        else _("Поддержка отвечает на заявку № %(number)s:")
    )
    body = message.body if message else ""
    return (_greeting(story, _), Paragraph(who % places), Paragraph(body))


def _did_it_help(story: Story, office: Office, _: Words) -> tuple[Block, ...]:
    """Both links only open a page with a button: mail filters follow links by themselves."""
    page = page_url(story, office)
    return (
        Paragraph(_("Мы считаем, что вопрос решён. Помогло?")),
        Link(_("Помогло"), f"{page}/verdict/helped"),
        Link(_("Не помогло"), f"{page}/verdict/not-helped"),
        Paragraph(_("«Не помогло» откроет заявку снова, и мы вернёмся к ней.")),
    )


def _suggested(story: Story, office: Office, _: Words) -> tuple[Block, ...]:
    ticket, message = story.ticket, story.message
    if not (story.came_by_mail and office.config.mail_answers and message):
        return ()
    found = office.suggest(f"{ticket.subject}\n{message.body}", ticket.lang)
    if not found:
        return ()
    return (
        Paragraph(_("Возможно, ответ уже есть в этих статьях:")),
        *(Link(article.title, article.url) for article in found),
        Paragraph(_("Если статья помогла, закройте заявку на её странице. Если нет, мы ответим.")),
    )


def _how_to_write(office: Office, _: Words) -> str:
    if office.config.mail_inbox:
        return _("Чтобы что-то добавить, ответьте на это письмо.")
    return _(
        "Чтобы что-то добавить, откройте страницу заявки: ответ на это письмо никто не прочитает."
    )


def _page(story: Story, office: Office, _: Words) -> Link:
    return Link(_("Открыть заявку"), page_url(story, office))


def _your_words(story: Story, _: Words) -> tuple[Block, ...]:
    if story.message is None:
        return ()
    return (Paragraph(_("Вы написали:")), Quote(harmless(shortened(story.message.body))))


def _farewell(office: Office, _: Words) -> Small:
    told = _(
        "Вы получили это письмо, потому что обратились в поддержку «%(site)s». Ссылка на заявку "
        "открывает её без пароля: не передавайте её посторонним."
    )
    return Small(told % {"site": office.config.site_name})


def harmless(words: str) -> str:
    """Return a stranger's words without addresses.

    Anybody may name anybody's e-mail in the form: we are not to carry advertisements to it.
    """
    return _ADDRESS.sub("[…]", words)


def shortened(body: str) -> str:
    """Return the text's beginning, cut visibly."""
    return body if len(body) <= LONGEST_QUOTE else body[:LONGEST_QUOTE].rstrip() + " …"
