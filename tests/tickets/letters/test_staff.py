"""Notices and the digest: who gets them, how they stop, that nobody gets one twice."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from app import clock, db
from app.accounts import accounts
from app.accounts.roles import Role
from app.db import transaction
from app.errors import NotFound
from app.tickets import asking, desk, following, notices
from app.tickets.letters import digest, muting
from app.tickets.letters.muting import Topic
from app.tickets.link_models import Watcher
from app.tickets.states import Step
from app.tickets.writing import SYSTEM
from tests.accounts import cast
from tests.tickets.forms import form
from tests.tickets.letters.conftest import Fetch, plain

if TYPE_CHECKING:
    from email.message import EmailMessage

    from app.accounts.models import Account
    from app.tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("database")

MOSCOW = "Europe/Moscow"


def to_staff(arrived: Fetch) -> list[EmailMessage]:
    return [letter for letter in arrived() if "gleb@" not in letter["To"]]


def addresses(letters: list[EmailMessage]) -> list[str]:
    return sorted(str(letter["To"]) for letter in letters)


def test_everybody_who_answers_hears_of_a_new_ticket_once(
    boris: Account, vera: Account, ticket: Ticket, arrived: Fetch
) -> None:
    letters = to_staff(arrived)
    assert addresses(letters) == ["boris@polka.example", "vera@polka.example"]
    assert letters[0]["Subject"] == f"Новая заявка № {ticket.number}: {ticket.subject}"
    text = plain(letters[0])
    assert "> Вернул куртку две недели назад, денег всё ещё нет." in text
    assert f"https://help.polka.example/desk/tickets/{ticket.number}" in text
    assert ticket.token not in text
    assert to_staff(arrived) == []


def test_a_notice_can_be_ended_by_one_click(boris: Account, ticket: Ticket, arrived: Fetch) -> None:
    (letter,) = to_staff(arrived)
    url = str(letter["List-Unsubscribe"]).strip("<>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in plain(letter)
    key = url.rpartition("/")[2]
    account, topic = muting.read_link_key(key, "secret of the tests")
    assert (account, topic) == (boris, Topic.NEW_TICKET)
    muting.mute(account.id, topic)
    muting.mute(account.id, topic)
    asking.open_ticket(form())
    assert to_staff(arrived) == []
    muting.unmute(account.id, topic)
    asking.open_ticket(form())
    assert len(to_staff(arrived)) == 1


@pytest.mark.parametrize("forged", ["", "x", "WzEsIm5ld190aWNrZXQiXQ.xyz"])
def test_a_forged_link_ends_nothing(forged: str) -> None:
    with pytest.raises(NotFound):
        muting.read_link_key(forged, "secret of the tests")
    with pytest.raises(NotFound):
        muting.read_link_key(muting.link_key(1, Topic.DIGEST, "another"), "secret of the tests")


def test_a_customer_s_reply_goes_to_whoever_has_the_ticket_and_to_watchers(
    boris: Account, vera: Account, ticket: Ticket, arrived: Fetch
) -> None:
    anna = cast.anna()
    desk.reply(ticket.number, boris.id, "Проверяю.", version=ticket.version, submission_key="r")
    with transaction() as rows:
        rows.add(Watcher(ticket_number=ticket.number, account_id=anna.id))
    to_staff(arrived)
    following.reply(ticket.token, "Номер заказа 1234", "k")
    letters = to_staff(arrived)
    assert addresses(letters) == ["anna@polka.example", "boris@polka.example"]
    assert "> Номер заказа 1234" in plain(letters[0])


def test_who_is_given_a_ticket_hears_of_it_but_not_who_takes_one(
    boris: Account, vera: Account, ticket: Ticket, arrived: Fetch
) -> None:
    to_staff(arrived)
    desk.assign(ticket.number, boris.id, vera.id, version=ticket.version)
    (letter,) = to_staff(arrived)
    assert (letter["To"], letter["Subject"][:13]) == ("vera@polka.example", "Вам назначена")
    db.session.refresh(ticket)
    desk.assign(ticket.number, boris.id, boris.id, version=ticket.version)
    assert to_staff(arrived) == []


def test_a_mention_and_a_late_ticket_are_told(
    boris: Account, vera: Account, ticket: Ticket, arrived: Fetch
) -> None:
    desk.assign(ticket.number, boris.id, boris.id, version=ticket.version)
    to_staff(arrived)
    desk.note(ticket.number, boris.id, "@Вера, посмотри", submission_key="n")
    with transaction():
        notices.after(ticket, Step.GREW_LATE, SYSTEM)
    letters = {(str(one["To"]), one["Subject"].split()[0]): one for one in to_staff(arrived)}
    assert "> @Вера, посмотри" in plain(letters["vera@polka.example", "Вас"])
    assert ("boris@polka.example", "Просрочена") in letters


def test_who_left_gets_nothing(boris: Account, ticket: Ticket, arrived: Fetch) -> None:
    accounts.disable(boris.email)
    assert to_staff(arrived) == []


def test_the_digest_tells_what_waits_and_the_owner_what_was_done(
    boris: Account, ticket: Ticket, arrived: Fetch
) -> None:
    cast.hire("Олег", "oleg@polka.example", Role.ADMIN)
    desk.assign(ticket.number, boris.id, boris.id, version=ticket.version)
    asking.open_ticket(form())
    to_staff(arrived)
    tomorrow = clock.now().astimezone(ZoneInfo(MOSCOW)) + timedelta(days=1)
    with clock.frozen_at(tomorrow.replace(hour=6).astimezone(UTC)):
        assert digest.queue_all(MOSCOW) == 0
    with clock.frozen_at(tomorrow.replace(hour=12).astimezone(UTC)):
        for _ in range(2):
            digest.queue_all(MOSCOW)
        letters = {str(letter["To"]): letter for letter in to_staff(arrived)}
    assert set(letters) == {"boris@polka.example", "oleg@polka.example"}
    mine, owners = plain(letters["boris@polka.example"]), plain(letters["oleg@polka.example"])
    assert "Ждёт вашего ответа 1 заявка." in mine
    assert "Ничья 1 заявка." in mine
    assert f"№ {ticket.number}: {ticket.subject}" in mine
    assert "За вчерашний день" not in mine
    assert "новых заявок 2, ответов 0" in owners
    assert letters["boris@polka.example"]["List-Unsubscribe-Post"] is not None


def test_no_digest_is_sent_when_nothing_waits(boris: Account, arrived: Fetch) -> None:
    with clock.frozen_at(clock.now().replace(hour=9)):
        assert digest.queue_all(MOSCOW) == 1
    assert to_staff(arrived) == []
    db.session.rollback()
