"""What comes in by mail: bounds, limits, races, and what is never shown or believed."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import clock, db
from app.db import session
from app.language.charsets import decoded
from app.outbox import listing
from app.outbox.models import Kind
from app.tickets import attachments, conversation
from app.tickets.asking import BODY
from app.tickets.incoming import html, receiving
from app.tickets.incoming.folding import fold
from app.tickets.incoming.reading import read
from app.tickets.incoming.receiving import Fate, receive
from app.tickets.letters import threads
from app.tickets.models import Ticket
from app.tickets.states import State
from tests.tickets.incoming.corpus import PNG

if TYPE_CHECKING:
    from app.config import Config


MOST_SECONDS = 20  # of a busy machine: a bomb takes minutes or hours


@pytest.fixture
def mailbox(config: Config) -> Config:
    config.instance_folder.mkdir(exist_ok=True)
    attachments.use(config)
    return replace(config, mail_from="help@polka.example", mail_inbox="support@polka.example")


def mail(text: str = "Где мой заказ? Жду неделю.", **headers: str) -> bytes:
    message = EmailMessage()
    given = {"From": "gleb@example.com", "To": "support@polka.example", "Subject": "Заказ"}
    for name, value in (given | headers).items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def reply_to(ticket: Ticket, text: str, **headers: str) -> bytes:
    to = threads.reply_address(ticket, "support@polka.example")
    return mail(text, To=to, **headers)


def how_many() -> int:
    return session.scalars(select(func.count()).select_from(Ticket)).one()


@pytest.mark.usefixtures("database")
def test_a_mail_delivered_many_times_at_once_makes_one_ticket(mailbox: Config) -> None:
    raw = mail(Message_ID="<one@example.com>")

    def deliver(_time: int) -> Fate:
        try:
            return receive(raw, mailbox).fate
        finally:
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        fates = list(pool.map(deliver, range(12)))
    assert fates.count(Fate.BEGAN) == 1
    assert fates.count(Fate.KNOWN) == 11
    assert how_many() == 1


@pytest.mark.usefixtures("database")
def test_the_same_words_in_another_mail_are_another_message(
    ticket: Ticket, mailbox: Config
) -> None:
    for number in range(2):
        receive(reply_to(ticket, "Есть новости?", Message_ID=f"<{number}@x>"), mailbox)
    assert [message.body for message in conversation.public(ticket)[1:]] == ["Есть новости?"] * 2


@pytest.mark.usefixtures("database")
def test_somebody_else_s_message_id_hides_no_mail(mailbox: Config) -> None:
    receive(mail(Message_ID="<one@x>"), mailbox)
    other = receive(
        mail("Совсем другой вопрос.", From="vera@example.com", Message_ID="<one@x>"), mailbox
    )
    assert other.fate is Fate.BEGAN


@pytest.mark.usefixtures("database")
def test_a_reply_opens_a_solved_ticket_again(ticket: Ticket, mailbox: Config) -> None:
    ticket.state = State.SOLVED
    session.commit()
    receive(reply_to(ticket, "Не помогло"), mailbox)
    assert session.get_one(Ticket, ticket.number).state is State.REOPENED


@pytest.mark.usefixtures("database")
def test_a_stranger_s_mail_is_answered_to_nobody_but_the_customer(
    ticket: Ticket, mailbox: Config
) -> None:
    before = len(listing.latest(Kind.MAIL))
    receive(reply_to(ticket, "Дайте почитать переписку", From="eve@example.net"), mailbox)
    added = listing.latest(Kind.MAIL)[: len(listing.latest(Kind.MAIL)) - before]
    assert {row.payload["letter"] for row in added} == {"customer_replied"}
    assert "eve@example.net" not in str([row.payload for row in added])
    assert conversation.public(ticket)[-1].body.startswith("Написано с адреса eve@example.net")


@pytest.mark.usefixtures("database")
def test_one_sender_cannot_fill_the_desk(mailbox: Config) -> None:
    few = replace(mailbox, mail_per_hour=3)
    fates = [
        receive(mail(f"Вопрос номер {n}, и ещё.", Message_ID=f"<{n}@x>"), few) for n in range(5)
    ]
    assert [receipt.fate for receipt in fates] == [Fate.BEGAN] * 3 + [Fate.DROPPED] * 2
    assert fates[-1].reason == "too many from one sender"
    other = receive(mail("Я не он, я другой.", From="vera@example.com"), few)
    assert other.fate is Fate.BEGAN
    with clock.frozen_at(clock.now() + receiving.RATE_PERIOD * 2):
        assert receive(mail("Прошло два часа с тех пор."), few).fate is Fate.BEGAN


@pytest.mark.usefixtures("database")
def test_a_megabyte_of_text_is_cut_visibly_and_kept_whole_as_a_file(mailbox: Config) -> None:
    text = "\n".join(f"Строка {number} длинного письма." for number in range(30_000))
    started = time.perf_counter()
    receipt = receive(mail(text), mailbox)
    assert time.perf_counter() - started < MOST_SECONDS
    ticket = session.get_one(Ticket, receipt.ticket_number)
    (message,) = conversation.public(ticket)
    assert len(message.body) <= BODY[1]
    assert message.body.endswith("Письмо длиннее, чем помещается: здесь его начало.")
    (file,) = attachments.of_ticket(ticket)[message.id]
    assert file.size > 1_000_000


@pytest.mark.usefixtures("database")
def test_what_is_too_large_is_not_even_read(mailbox: Config) -> None:
    receipt = receive(b"x" * (1024 * 1024 + 1), replace(mailbox, mail_megabytes=1))
    assert (receipt.fate, receipt.reason) == (Fate.DROPPED, "too large")


@pytest.mark.usefixtures("database")
def test_more_files_than_fit_are_named_and_the_message_stays(mailbox: Config) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "gleb@example.com", "Снимки"
    message.set_content("Вот все снимки экрана.")
    for number in range(15):
        message.add_attachment(PNG + b"\0" * number, "image", "png", filename=f"{number}.png")
    receipt = receive(message.as_bytes(), mailbox)
    ticket = session.get_one(Ticket, receipt.ticket_number)
    (said,) = conversation.public(ticket)
    assert len(attachments.of_ticket(ticket)[said.id]) == attachments.limits().count
    assert "Не приняли вложение" in said.body


@pytest.mark.usefixtures("database")
def test_what_was_folded_can_be_read(ticket: Ticket, mailbox: Config) -> None:
    receive(reply_to(ticket, "Номер 5.\n\n> Какой номер?"), mailbox)
    message = conversation.public(ticket)[-1]
    assert receiving.quotes(ticket) == {message.id: "> Какой номер?"}


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 100_000,
        "<!--" * 100_000,
        "<a href='" * 50_000,
        "<blockquote>" * 20_000 + "x" + "</blockquote>" * 20_000,
        "&" * 500_000,
        "<" * 500_000,
        "<table><tr><td>" * 20_000,
        "<p style='" + "a:b;" * 100_000 + "'>x",
    ],
    ids=range(8),
)
def test_no_markup_takes_long(bomb: str) -> None:
    started = time.perf_counter()
    html.plain(bomb)
    assert time.perf_counter() - started < MOST_SECONDS


@pytest.mark.parametrize(
    "bomb",
    ["> " * 200_000, ">\n" * 100_000, "От: x\n" * 50_000, "20.11.2026 14:05 <" * 20_000,
     "On 20.11.2026\n" * 50_000, "-- \n" * 100_000, "С уважением,\n" * 50_000, "a" * 1_000_000],
    ids=range(8),
)  # fmt: skip
def test_no_text_takes_long_to_fold(bomb: str) -> None:
    started = time.perf_counter()
    fold(bomb)
    assert time.perf_counter() - started < MOST_SECONDS


@pytest.mark.parametrize("depth", [100, 400, 3_000])
def test_parts_within_parts_end_somewhere(depth: int) -> None:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)
    )
    message = read(f"From: gleb@example.com\nSubject: x\n{head}".encode())
    assert (message.sender, message.subject) == ("gleb@example.com", "x")


@pytest.mark.parametrize(
    "bomb",
    [
        b"Content-Type: text/plain; " + b'a=";' * 200_000,
        b"Content-Type: text/plain; " + b"".join(b"name*%d=a;\n " % n for n in range(100_000)),
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 3_000_000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(300)
        )
        + b"--x\n" * 4_000_000,
    ],
    ids=["a parameter", "pieces of a name", "millions of parts", "lines within parts"],
)
def test_no_message_takes_long_to_take_apart(bomb: bytes) -> None:
    started = time.process_time()
    message = read(b"From: gleb@example.com\nSubject: x\n" + bomb)
    assert time.process_time() - started < MOST_SECONDS
    assert (message.sender, message.subject) == ("gleb@example.com", "x")


def test_a_large_letter_with_files_is_read_whole() -> None:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "gleb@example.com", "Снимки"
    letter.set_content("Вот снимок экрана.")
    letter.add_attachment(PNG + b"\0" * 17_000_000, "image", "png", filename="screen.png")
    message = read(letter.as_bytes())
    assert (message.text, message.files[0].name) == ("Вот снимок экрана.", "screen.png")


def test_comments_within_comments_are_no_sender() -> None:
    assert read(b"From: " + b"(" * 999 + b"\nSubject: x\n\nHello").sender == ""


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_message(raw: bytes) -> None:
    message = read(raw)
    assert fold(message.text).text is not None
    assert "\n" not in message.subject


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=500))
def test_folding_loses_no_word(text: str) -> None:
    folded = fold(text)
    for word in text.replace("\ue000quote", "").split():
        assert word in folded.text or word in folded.quoted


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_are_text_in_any_encoding(data: bytes, name: str) -> None:
    assert isinstance(decoded(data, name), str)


@pytest.mark.parametrize("codec", ["utf-8", "cp1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize("named", [None, "us-ascii", "iso-8859-1", "x-nonsense", "punycode"])
@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте! Не приходит код.",
        "ГДЕ МОЙ ЗАКАЗ? Жду ответа.",
        "Заказ 12: отмена, пожалуйста",
    ],
)
def test_russian_is_read_whatever_is_named(codec: str, named: str | None, text: str) -> None:
    assert decoded(text.encode(codec), named) == text
