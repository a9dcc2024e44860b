"""Files that come with a question or a reply."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from app import clock, db
from app.errors import InvalidInput, NotFound
from app.tickets import asking, attachments, conversation, desk, following
from app.tickets.asking_models import Attachment
from app.tickets.attachments import Upload
from tests.tickets.forms import form
from tests.tickets.test_file_kinds import PICTURE, zipped

if TYPE_CHECKING:
    from pathlib import Path

    from app.accounts.models import Account
    from app.config import Config
    from app.tickets.models import Ticket

FORM = "the form"
NOTE = Upload("заметка.txt", "Заказ 1234".encode())


@pytest.fixture(autouse=True)
def folder(database: object, config: Config) -> Path:
    attachments.use(replace(config, attachment_megabytes=1, attachment_count=3))
    return config.instance_folder / "attachments"


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def rows() -> int:
    return db.session.scalars(select(func.count()).select_from(Attachment)).one()


def asked_with(*uploads: Upload) -> Ticket:
    filled = form()
    attachments.receive(attachments.form_of(filled.visitor, filled.submission_key), uploads)
    return asking.open_ticket(filled)


def test_a_form_s_files_join_the_message_that_it_becomes() -> None:
    ticket = asked_with(Upload("../фото.png", PICTURE), NOTE)
    (message,) = conversation.public(ticket)
    files = attachments.of_ticket(ticket)[message.id]
    assert [(f.name, f.kind, f.size) for f in files] == [
        ("фото.png", "PNG", len(PICTURE)),
        ("заметка.txt", "TXT", len(NOTE.data)),
    ]
    assert attachments.path_of(files[0]).read_bytes() == PICTURE
    assert attachments.media_type(files[1]) == "text/plain"


def test_a_file_lies_outside_under_a_random_name(folder: Path) -> None:
    asked_with(NOTE)
    (path,) = stored(folder)
    assert len(path.name) == 32
    assert "заметка" not in str(path)
    assert path.stat().st_mode & 0o111 == 0


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (Upload("архив.zip", zipped()), "«архив.zip»"),
        (Upload("фото.png", zipped()), "«фото.png» прикрепить нельзя"),
        (Upload("фото.png", b"just text"), "«фото.png» не то, чем назван"),
        (Upload("page.html", b"<b>text</b>"), "«page.html» прикрепить нельзя"),
        (Upload("пусто.txt", b""), "«пусто.txt» пуст"),
        (Upload("много.txt", b"x" * (1024 * 1024 + 1)), "«много.txt» больше 1 МБ"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named(upload: Upload, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        attachments.receive(FORM, [upload, NOTE])
    assert sentence in str(refusal.value.fields["files"])
    assert [file.name for file in attachments.pending(FORM)] == ["заметка.txt"]


def test_there_is_a_limit_of_files_and_of_all_together(folder: Path) -> None:
    several = [Upload(f"{n}.txt", f"{n}".encode()) for n in range(4)]
    with pytest.raises(InvalidInput) as refusal:
        attachments.receive(FORM, several)
    assert "не больше 3" in str(refusal.value.fields["files"])
    assert len(attachments.pending(FORM)) == 3


def test_all_files_together_have_a_limit(config: Config) -> None:
    attachments.use(replace(config, attachment_megabytes=1, attachment_total_megabytes=1))
    large = [Upload(f"{n}.txt", f"{n}".encode() * 700_000) for n in range(2)]
    with pytest.raises(InvalidInput) as refusal:
        attachments.receive(FORM, large)
    assert "вместе больше 1 МБ" in str(refusal.value.fields["files"])
    assert len(attachments.pending(FORM)) == 1


def test_a_form_sent_again_has_each_file_once() -> None:
    for _ in range(3):
        attachments.receive(FORM, [NOTE])
    assert len(attachments.pending(FORM)) == 1


def test_a_waiting_file_can_be_taken_away() -> None:
    attachments.receive(FORM, [NOTE, Upload("фото.png", PICTURE)])
    gone, kept = attachments.pending(FORM)
    attachments.receive(FORM, [], {gone.id})
    assert [file.id for file in attachments.pending(FORM)] == [kept.id]


def test_nobody_else_s_files_are_taken_away_or_joined() -> None:
    attachments.receive(FORM, [NOTE])
    (theirs,) = attachments.pending(FORM)
    attachments.receive("another form", [], {theirs.id})
    assert len(attachments.pending(FORM)) == 1
    assert attachments.of_ticket(asked_with()) == {}


def test_what_waits_too_long_goes_with_its_file(folder: Path) -> None:
    attachments.receive(FORM, [NOTE])
    ticket = asked_with(Upload("фото.png", PICTURE))
    long_ago = (clock.now() - timedelta(hours=2)).timestamp()
    for path in stored(folder):
        os.utime(path, (long_ago, long_ago))
    assert attachments.tidy(clock.now() + timedelta(minutes=30)) == 0
    assert attachments.tidy(clock.now() + timedelta(minutes=90)) == 1
    assert rows() == len(stored(folder)) == 1
    ((file,),) = attachments.of_ticket(ticket).values()
    assert attachments.path_of(file).read_bytes() == PICTURE


def test_a_file_without_a_row_goes_but_not_a_fresh_one(folder: Path) -> None:
    asked_with(NOTE)
    orphan = folder / "ab" / ("ab" * 16)
    orphan.parent.mkdir(exist_ok=True)  # the note's own name may begin so
    orphan.write_bytes(b"left by a crash")
    assert attachments.tidy() == 0
    os.utime(orphan, (0, 0))
    assert attachments.tidy() == 1
    assert not orphan.exists()


def test_a_reply_brings_its_files(ticket: Ticket) -> None:
    attachments.receive(following.files_form(ticket, "key"), [NOTE])
    following.reply(ticket.token, "Вот файл", "key")
    last = conversation.public(ticket)[-1]
    assert [file.name for file in attachments.of_ticket(ticket)[last.id]] == ["заметка.txt"]


def test_a_message_of_mail_gets_its_files_one_by_one(ticket: Ticket) -> None:
    (message,) = conversation.public(ticket)
    kept = attachments.keep(ticket.number, message.id, "фото.png", PICTURE)
    assert attachments.get(ticket, kept.id).id == kept.id
    with pytest.raises(InvalidInput):
        attachments.keep(ticket.number, message.id, "архив.zip", zipped())
    with pytest.raises(NotFound):
        attachments.keep(ticket.number + 1, message.id, "фото.png", PICTURE)


def test_a_file_is_not_found_through_another_ticket(ticket: Ticket) -> None:
    other = asked_with(NOTE)
    ((file,),) = attachments.of_ticket(other).values()
    with pytest.raises(NotFound):
        attachments.get(ticket, file.id)


def test_the_customer_never_gets_a_note_s_file(ticket: Ticket, boris: Account) -> None:
    note = desk.note(ticket.number, boris.id, "См. файл", submission_key="n")
    file = attachments.keep(ticket.number, note.id, NOTE.name, NOTE.data)
    assert attachments.of_ticket(ticket) == {}
    with pytest.raises(NotFound):
        attachments.get(ticket, file.id)
    assert attachments.get(ticket, file.id, internal=True).id == file.id
