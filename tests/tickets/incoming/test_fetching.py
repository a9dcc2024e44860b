"""Reading a mailbox over IMAP."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.tickets import attachments
from app.tickets.incoming import fetching
from app.tickets.incoming.receiving import Fate, Receipt, receive
from tests.tickets.incoming import imap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Config

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def mailbox() -> Iterator[imap.Mailbox]:
    server = imap.Mailbox().start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(config: Config, mailbox: imap.Mailbox) -> Config:
    config.instance_folder.mkdir(exist_ok=True)
    attachments.use(config)
    return replace(
        config,
        imap_host="127.0.0.1",
        imap_port=mailbox.port,
        imap_tls="none",
        imap_user=imap.NAME,
        imap_password=imap.PASSWORD,
        mail_megabytes=1,
    )


def mail(number: int, text: str = "Вопрос о доставке заказа.") -> bytes:
    head = f"From: gleb@example.com\r\nSubject: Mail {number}\r\nMessage-ID: <{number}@x>\r\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text} {number}\r\n".encode()


def test_unread_mail_is_taken_once_and_marked_as_read(
    settings: Config, mailbox: imap.Mailbox
) -> None:
    mailbox.mails = {number: mail(number) for number in (3, 4, 9)}
    mailbox.seen = {3}
    assert [receipt.fate for receipt in fetching.fetch(settings)] == [Fate.BEGAN] * 2
    assert mailbox.seen == {3, 4, 9}
    assert fetching.fetch(settings) == []


def test_a_run_that_was_cut_off_takes_nothing_twice(
    settings: Config, mailbox: imap.Mailbox
) -> None:
    mailbox.mails = {1: mail(1)}
    fetching.fetch(settings)
    mailbox.seen.clear()
    assert [receipt.fate for receipt in fetching.fetch(settings)] == [Fate.KNOWN]


def test_a_message_that_our_fault_stops_stays_unread_and_the_others_are_taken(
    settings: Config, mailbox: imap.Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(raw: bytes, config: Config) -> Receipt:
        if b"Mail 2\r" in raw:
            raise ZeroDivisionError
        return receive(raw, config)

    mailbox.mails = {number: mail(number) for number in (1, 2, 3)}
    monkeypatch.setattr(fetching, "receive", failing)
    assert [receipt.fate for receipt in fetching.fetch(settings)] == [Fate.BEGAN] * 2
    assert mailbox.seen == {1, 3}
    monkeypatch.undo()
    assert [receipt.fate for receipt in fetching.fetch(settings)] == [Fate.BEGAN]


def test_what_is_too_large_is_not_loaded(settings: Config, mailbox: imap.Mailbox) -> None:
    mailbox.mails = {1: mail(1, "x" * 1_100_000), 2: mail(2)}
    fates = [receipt.fate for receipt in fetching.fetch(settings)]
    assert fates == [Fate.DROPPED, Fate.BEGAN]


def test_a_mailbox_that_cannot_be_read_is_said_in_a_sentence(settings: Config) -> None:
    for wrong in (
        replace(settings, imap_password="wrong"),
        replace(settings, imap_port=1),
        replace(settings, imap_host=""),
    ):
        with pytest.raises(fetching.MailboxUnavailable) as problem:
            fetching.fetch(wrong)
        assert str(problem.value).startswith("Почтовый ящик")
        assert "quiet shore" not in str(problem.value)
