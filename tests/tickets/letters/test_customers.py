"""Letters to customers, as a real SMTP server receives them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app import clock, db
from app.outbox import listing
from app.outbox.listing import Ending
from app.outbox.models import Kind
from app.outbox.queue import Parcel
from app.tickets import asking, desk, following, handing_over, notices, renewing
from app.tickets.letters import sending, threads
from app.tickets.post import Post
from tests.tickets.forms import form
from tests.tickets.letters.conftest import Fetch, plain

if TYPE_CHECKING:
    from email.message import EmailMessage

    from app.accounts.models import Account
    from app.tickets.letters.story import Office
    from app.tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("database")


def to_customer(arrived: Fetch) -> list[EmailMessage]:
    return [letter for letter in arrived() if "gleb@" in letter["To"]]


def after_the_undo(arrived: Fetch) -> list[EmailMessage]:
    """Letters that could be taken back until now."""
    with clock.frozen_at(clock.now() + notices.UNDO_FOR):
        return to_customer(arrived)


def answer(
    ticket: Ticket, account: Account, body: str = "Деньги отправлены.", **how: object
) -> None:
    db.session.refresh(ticket)
    given = {"version": ticket.version, "submission_key": body, **how}
    desk.reply(ticket.number, account.id, body, **given)  # type: ignore[arg-type]


def test_a_question_is_confirmed_and_the_letter_says_what_happens_next(
    ticket: Ticket, arrived: Fetch
) -> None:
    (letter,) = to_customer(arrived)
    text = plain(letter)
    assert letter["Subject"] == f"Заявка № {ticket.number}: {ticket.subject}"
    assert letter["From"].addresses[0].addr_spec == "help@polka.example"
    assert letter["From"].addresses[0].display_name == "Полка"
    assert text.startswith("Здравствуйте, Глеб!\n")
    assert "Ответ придёт на этот адрес. Чтобы что-то добавить, ответьте на это письмо." in text
    assert f"https://help.polka.example/tickets/{ticket.token}\n" in text
    assert "> Вернул куртку две недели назад, денег всё ещё нет." in text
    assert "Возврат денег" not in text
    assert letter["Auto-Submitted"] == "auto-replied"
    assert letter["List-Unsubscribe"] is None
    html = letter.get_body(("html",))
    assert html is not None
    assert f'href="https://help.polka.example/tickets/{ticket.token}"' in html.get_content()


def test_letters_of_one_ticket_are_one_thread_with_the_agent_s_words(
    ticket: Ticket, boris: Account, arrived: Fetch
) -> None:
    (first,) = to_customer(arrived)
    answer(ticket, boris, "Проверяю <b>ваш</b> заказ.\n\nНомер подскажете?")
    (letter,) = to_customer(arrived)
    assert letter["Subject"] == f"Re: {first['Subject']}"
    assert letter["In-Reply-To"] == first["Message-ID"]
    assert letter["References"] == first["Message-ID"]
    assert letter["Message-ID"] != first["Message-ID"]
    assert "Борис из поддержки отвечает на заявку" in plain(letter)
    assert "Проверяю <b>ваш</b> заказ.\n\nНомер подскажете?" in plain(letter)
    html = letter.get_body(("html",))
    assert html is not None
    assert "<b>" not in html.get_content()


def test_the_reply_address_leads_to_the_ticket_and_tells_nothing_of_its_link(
    ticket: Ticket, arrived: Fetch
) -> None:
    (letter,) = to_customer(arrived)
    address = letter["Reply-To"].addresses[0].addr_spec
    assert address.startswith(f"support+{ticket.number}-")
    assert len(address.partition("@")[0]) <= 64
    assert threads.find_ticket([address]) is ticket
    assert threads.find_ticket([address.upper()]) is ticket
    assert threads.find_ticket([str(letter["Message-ID"])]) is ticket
    assert ticket.token not in str(letter["Message-ID"]) + address


def test_a_key_of_another_ticket_or_a_made_up_one_leads_nowhere(ticket: Ticket) -> None:
    other = asking.open_ticket(form())
    key = threads.key(ticket)
    wrong = key[:-1] + ("b" if key[-1] == "a" else "a")
    made_up = ["", f"x+{other.number}-{key}@y", f"x+{ticket.number}-{wrong}@y", "9" * 40]
    assert threads.find_ticket(made_up) is None
    assert threads.find_ticket([f"x+99999999999-{key}@y", f"2147483648-{key}"]) is None


def test_a_renewed_link_is_written_to_the_customer_and_ends_the_old_one(
    ticket: Ticket, boris: Account, arrived: Fetch
) -> None:
    to_customer(arrived)
    links, keys = [ticket.token], [threads.key(ticket)]
    renewing.by_agent(ticket.number, boris.id)
    links.append(ticket.token)
    keys.append(threads.key(ticket))
    renewing.by_customer(ticket.token)
    for old in links:
        assert following.find_by_token(old) is None
    for old in keys:
        assert threads.find_ticket([f"x+{ticket.number}-{old}@y"]) is None
    assert following.get_by_token(ticket.token) is ticket
    letters = to_customer(arrived)
    assert len(letters) == 2
    assert all("Прежняя больше ничего не открывает." in plain(letter) for letter in letters)
    assert f"https://help.polka.example/tickets/{ticket.token}\n" in plain(letters[-1])


def test_an_answer_that_solves_is_one_letter_with_two_links(
    ticket: Ticket, boris: Account, arrived: Fetch
) -> None:
    to_customer(arrived)
    answer(ticket, boris, solve=True)
    assert to_customer(arrived) == []
    (letter,) = after_the_undo(arrived)
    text = plain(letter)
    assert "Деньги отправлены." in text
    assert "Помогло?" in text
    assert f"/tickets/{ticket.token}/verdict/helped\n" in text
    assert f"/tickets/{ticket.token}/verdict/not-helped\n" in text


def test_a_solving_undone_in_time_leaves_the_answer_alone(
    ticket: Ticket, boris: Account, arrived: Fetch
) -> None:
    to_customer(arrived)
    answer(ticket, boris, solve=True)
    db.session.refresh(ticket)
    desk.reopen(ticket.number, boris.id, version=ticket.version)
    (letter,) = after_the_undo(arrived)
    assert "Деньги отправлены." in plain(letter)
    assert "Помогло?" not in plain(letter)
    answer(ticket, boris, "Теперь точно всё.", solve=True)
    (letter,) = after_the_undo(arrived)
    assert "Помогло?" in plain(letter)


def test_solving_after_an_answer_that_went_out_is_a_letter_of_its_own(
    ticket: Ticket, boris: Account, arrived: Fetch
) -> None:
    answer(ticket, boris)
    assert len(to_customer(arrived)) == 2
    answer(ticket, boris, "Готово.", solve=True)
    (letter,) = after_the_undo(arrived)
    assert "Готово." in plain(letter)


def test_without_an_inbox_the_letter_says_that_nobody_reads_answers(
    ticket: Ticket, office: Office, mail_server: object, arrived: Fetch
) -> None:
    deaf = replace(office, config=replace(office.config, mail_inbox=""))
    Post(deaf).deliver_mail()
    (letter,) = to_customer(arrived)
    assert letter["Reply-To"] is None
    assert "ответ на это письмо никто не прочитает" in plain(letter)


def test_an_english_ticket_gets_english_letters(arrived: Fetch, boris: Account) -> None:
    ticket = asking.open_ticket(form(lang="en", subject="Where is my refund?", body="It is late."))
    answer(ticket, boris, "It is on its way.", solve=True)
    letters = after_the_undo(arrived)
    assert len(letters) == 2
    for letter in letters:
        own = plain(letter).replace("Глеб", "").replace("Борис", "").replace("Полка", "")
        assert not any("а" <= sign <= "я" for sign in own.lower()), own
        assert letter["Subject"].endswith("Where is my refund?")


def test_a_letter_sent_again_keeps_its_message_id(ticket: Ticket, office: Office) -> None:
    row = listing.latest(Kind.MAIL)[-1]
    parcel = Parcel(row.id, row.key, row.payload, None, 1, row.created_at)
    letters = [sending.to_customer(replace(parcel, attempt=n), office) for n in (1, 2)]
    assert letters[0]["Message-ID"] == letters[1]["Message-ID"]
    assert letters[0]["Date"] == letters[1]["Date"]


def test_what_a_customer_writes_or_a_note_is_not_sent_to_the_customer(
    ticket: Ticket, boris: Account, arrived: Fetch
) -> None:
    to_customer(arrived)
    following.reply(ticket.token, "Номер заказа 1234", "k")
    desk.note(ticket.number, boris.id, "Похоже на мошенника", submission_key="n")
    db.session.refresh(ticket)
    desk.close(ticket.number, boris.id, version=ticket.version)
    assert to_customer(arrived) == []


def test_a_deleted_ticket_s_letter_is_given_up(ticket: Ticket, office: Office) -> None:
    db.session.delete(ticket)
    db.session.commit()
    Post(office).deliver_mail()
    assert listing.counts(Kind.MAIL)[Ending.WAITING] == 0


def test_handing_over_is_told_to_the_customer(
    ticket: Ticket, boris: Account, office: Office, arrived: Fetch
) -> None:
    to_customer(arrived)
    there = replace(office.config, outside_desk="Дальняя служба", outside_desk_url="http://x/")
    handing_over.ask(ticket.number, boris.id, there, version=ticket.version)
    (letter,) = to_customer(arrived)
    assert "дальше ей занимается Дальняя служба" in plain(letter)


def test_an_agent_s_links_can_be_followed_and_a_stranger_s_cannot(
    boris: Account, arrived: Fetch
) -> None:
    spam = "Выиграли приз: https://evil.example/win и www.evil.example, жмите."
    ticket = asking.open_ticket(
        form(subject="Приз https://evil.example/", body=spam, name="www.evil.example")
    )
    (letter,) = to_customer(arrived)
    assert "evil.example" not in letter.as_string() + plain(letter) + str(letter["Subject"])
    answer(ticket, boris, "Читайте [Возврат (деньги)](https://help.polka.example/articles/v#s).")
    (letter,) = to_customer(arrived)
    html = letter.get_body(("html",))
    assert html is not None
    assert "Возврат (деньги) <https://help.polka.example/articles/v#s>." in plain(letter)
    link = '<a href="https://help.polka.example/articles/v#s">Возврат (деньги)</a>.'
    assert link in html.get_content()
    assert letter["Content-Language"] == "ru"
