"""Each page that lists tickets' things asks the database as often for many as for few."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import db
from app.feedback import flags
from app.feedback.flags import Wrong
from app.tickets import (
    article_links,
    asking,
    attachments,
    conversation,
    desk,
    following,
    presence,
    reply_templates,
    saved_filters,
    started_asks,
    tagging,
    teams,
    ticket_links,
    watching,
)
from app.tickets.filters import Filter
from app.tickets.kinds import Inserted
from app.tickets.reply_templates import TemplateForm
from app.tickets.started_asks import Suggested
from app.tickets.states import State
from app.tickets.teams import TeamForm
from tests.accounts import cast
from tests.curation.counting import counted_statements
from tests.tickets.forms import form
from tests.web.staff import Browser, build

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from app.accounts.models import Account
    from app.tickets.models import Ticket

FEW, MANY = range(2), range(2, 14)
ARTICLE = "voz-01"
MOST = 12  # questions of a page
MOST_OF_A_TICKET = 32


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("desk-queries"))


@pytest.fixture
def me(built: Flask, database: object) -> Account:
    return cast.anna()


@pytest.fixture
def anna(built: Flask, me: Account) -> Browser:
    browser = Browser(built)
    browser.sign_in("anna@polka.example")
    return browser


def ask(number: int = 0) -> Ticket:
    made = asking.open_ticket(form(subject=f"Где посылка {number}"))
    db.session.expunge(made)
    return made


def counted(browser: Browser, page: str, more: Callable[[int], object]) -> tuple[int, int]:
    """Return how many questions the page asks for few and for many of what `more` makes."""
    counts = []
    for numbers in (FEW, MANY):
        for number in numbers:
            more(number)
        db.session.remove()
        browser.get(page)  # what is done at the first sight only is not counted
        with counted_statements() as statements:
            assert browser.get(page).status_code == 200
        counts.append(len(statements))
    return counts[0], counts[1]


def test_the_search_over_tickets(anna: Browser) -> None:
    few, many = counted(anna, "/desk/?q=посылка", ask)
    assert few == many <= MOST


def test_a_narrowed_list_among_saved_filters_and_teams(anna: Browser, me: Account) -> None:
    def more(number: int) -> None:
        ask(number)
        teams.add(TeamForm(f"Группа {number}"))
        saved_filters.save(me.id, f"Отбор {number}", Filter(states=(State.NEW,)), shared=True)

    few, many = counted(anna, "/desk/?view=all&state=new", more)
    assert few == many <= MOST


def test_a_ticket_with_much_beside_it(anna: Browser, me: Account) -> None:
    ticket = ask(100)

    def more(number: int) -> None:
        colleague = cast.hire(f"Сотрудник {number}", f"{number}@polka.example")
        watching.watch(ticket.number, me.id, colleague.id)
        presence.note(ticket.number, colleague.id, typing=False)
        tagging.add(ticket.number, me.id, f"метка {number}")
        ticket_links.link(ticket.number, me.id, ask(number).number)
        reply_templates.add(me.id, TemplateForm(f"Шаблон {number}", "Здравствуйте, {имя}!"))
        article = article_links.Article(f"voz-{number:02}", "revision")
        article_links.link(ticket.number, me.id, article, Inserted.LINKED)
        note = desk.note(ticket.number, me.id, f"Заметка {number}", submission_key=str(number))
        attachments.keep(ticket.number, note.id, "a.txt", f"Текст {number}".encode())

    few, many = counted(anna, f"/desk/tickets/{ticket.number}", more)
    assert few == many <= MOST_OF_A_TICKET


def test_the_choice_between_two_duplicates(anna: Browser) -> None:
    one, other = ask(1), ask(2)

    def more(number: int) -> None:
        following.reply(one.token, f"Ау {number}?", str(number))
        following.reply(other.token, f"Где же {number}?", str(number))

    few, many = counted(anna, f"/desk/tickets/{one.number}/merging?other={other.number}", more)
    assert few == many <= MOST


def test_an_article_beside_a_ticket_with_its_flags(anna: Browser) -> None:
    few, many = counted(anna, f"/desk/tickets/{ask().number}/articles/{ARTICLE}", flag)
    assert few == many <= MOST


def test_the_flags_that_wait_and_those_that_are_done(anna: Browser, me: Account) -> None:
    def more(number: int) -> None:
        flag(number)
        done = flags.flag(me.id, Wrong(ARTICLE, "revision", "", f"Неверно {number}"))
        flags.finish(done.id, flag(100 + number), "Исправили")

    few, many = counted(anna, "/desk/flags", more)
    assert few == many <= MOST


def test_the_reply_templates(anna: Browser, me: Account) -> None:
    def more(number: int) -> None:
        reply_templates.add(me.id, TemplateForm(f"Шаблон {number}", "Здравствуйте!"))

    few, many = counted(anna, "/desk/templates", more)
    assert few == many <= MOST


def test_the_figures_of_asks_and_links(anna: Browser, me: Account) -> None:
    def more(number: int) -> None:
        found = [Suggested(f"voz-{n:02}", "", was_read=False) for n in range(5)]
        started_asks.suggest(f"visitor {number}", "key", 20, found, withheld=bool(number % 2))
        ticket = ask(number)
        desk.close(ticket.number, me.id, version=ticket.version)

    few, many = counted(anna, "/desk/deflection", more)
    assert few == many <= MOST


def test_the_customer_s_page_with_its_files(built: Flask, me: Account) -> None:
    ticket = ask()

    def more(number: int) -> None:
        following.reply(ticket.token, f"Ау {number}?", str(number))
        message = conversation.public(ticket)[-1]
        attachments.keep(ticket.number, message.id, "a.txt", f"Текст {number}".encode())

    few, many = counted(Browser(built), f"/tickets/{ticket.token}", more)
    assert few == many <= MOST


def flag(number: int) -> int:
    """Let a new colleague flag the article; return the colleague's id."""
    colleague = cast.hire(f"Сотрудник {number}", f"{number}@polka.example")
    flags.flag(colleague.id, Wrong(ARTICLE, "revision", "Текст", f"Неверно {number}", 1))
    return colleague.id
