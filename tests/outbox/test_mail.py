"""Letters on their way: a real SMTP server takes them, or a folder does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest

from app.outbox import mail
from app.outbox.letter import Envelope, Letter, Link, Paragraph, Quote, Small, message
from app.outbox.queue import SendingFailed
from tests.outbox import smtp

if TYPE_CHECKING:
    from app.config import Config

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
OUTLOOK = f"<VI1PR0501MB2878{'0123456789' * 4}@VI1PR0501MB2878.eurprd05.prod.outlook.com>"
LETTER = Letter(
    "Заявка № 12: не приходят деньги за возврат куртки, которую я вернул две недели назад",
    (
        Paragraph("Здравствуйте, Глеб!"),
        Quote("<b>Первая</b> строка\n\nВторая & третья"),
        Link("Открыть заявку", "https://help.example/tickets/abc?a=1&b=2"),
        Small("Вы получили это письмо, потому что задали вопрос.", Link("Отписаться", "https://x")),
    ),
)
ENVELOPE = Envelope(
    sender_name="Полка, поддержка",
    sender="help@polka.example",
    to="gleb@example.com",
    message_id="<12.abc.1@polka.example>",
    references=(OUTLOOK, "<12.abc@polka.example>"),
    reply_to="help+12-abc@polka.example",
    unsubscribe_url="https://help.example/mail/unsubscribe/" + "x" * 90,
)


def letter(**changes: Any) -> Any:
    return message(LETTER, replace(ENVELOPE, **changes), MOMENT)


def parts(received: Any) -> tuple[str, str]:
    plain, html = received.get_body(("plain",)), received.get_body(("html",))
    return tuple(part.get_content().replace("\r\n", "\n") for part in (plain, html))


@pytest.fixture
def settings(config: Config, mail_server: smtp.MailServer) -> Config:
    return replace(config, smtp_host="127.0.0.1", smtp_port=mail_server.port, smtp_tls="none")


def test_a_server_receives_the_letter_as_it_was_meant(
    settings: Config, mail_server: smtp.MailServer
) -> None:
    with mail.transport(settings) as transport:
        transport.send(letter())
    (received,) = mail_server.received
    assert mail_server.envelopes == [("help@polka.example", ["gleb@example.com"])]
    assert received["Subject"] == LETTER.subject
    assert received["From"].addresses[0].display_name == "Полка, поддержка"
    assert received["Reply-To"].addresses[0].addr_spec == "help+12-abc@polka.example"
    assert received["Message-ID"] == "<12.abc.1@polka.example>"
    assert received["In-Reply-To"] == "<12.abc@polka.example>"
    assert received["References"].split() == [OUTLOOK, "<12.abc@polka.example>"]
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["List-Unsubscribe"] == f"<{ENVELOPE.unsubscribe_url}>"
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_text_and_html_say_the_same_and_a_person_s_words_stay_text(
    settings: Config, mail_server: smtp.MailServer
) -> None:
    with mail.transport(settings) as transport:
        transport.send(letter())
    plain, html = parts(mail_server.received[0])
    assert "> <b>Первая</b> строка\n>\n> Вторая & третья" in plain
    assert "&lt;b&gt;Первая&lt;/b&gt; строка<br>" in html
    assert "https://help.example/tickets/abc?a=1&b=2" in plain
    assert 'href="https://help.example/tickets/abc?a=1&amp;b=2"' in html
    assert "<b>" not in html
    assert "Отписаться" in plain
    assert "Отписаться" in html


def test_raw_header_lines_are_short_ascii_and_no_name_breaks_out(config: Config) -> None:
    raw = message(
        replace(LETTER, subject="Раз\r\nBcc: all@example.com"),
        replace(ENVELOPE, sender_name='Полка" <evil@x>\r\nBcc: y@z'),
        MOMENT,
    ).as_bytes()
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert all(len(line) <= 200 for line in head.split(b"\r\n"))
    parsed = message_from_bytes(raw, policy=default)
    assert parsed["Bcc"] is None
    assert parsed["Subject"] == "Раз Bcc: all@example.com"
    assert [a.addr_spec for a in parsed["From"].addresses] == ["help@polka.example"]


def test_a_run_uses_one_connection_for_many_letters(
    settings: Config, mail_server: smtp.MailServer
) -> None:
    with mail.transport(settings) as transport:
        for number in range(5):
            transport.send(letter(message_id=f"<{number}@polka.example>"))
    assert len(mail_server.received) == 5


@pytest.mark.parametrize(
    ("answer", "passing"),
    [
        ("450 later", True),
        ("451 greylisted", True),
        ("550 no such user", False),
        ("552 full", False),
    ],
)
def test_a_refusal_tells_whether_it_may_pass(
    settings: Config, mail_server: smtp.MailServer, answer: str, passing: bool
) -> None:
    mail_server.plan.append(answer)
    with mail.transport(settings) as transport, pytest.raises(SendingFailed) as failure:
        transport.send(letter())
    assert (failure.value.passing, failure.value.unreachable) == (passing, False)
    assert answer[:3] in str(failure.value)


def test_after_a_refusal_the_connection_still_serves(
    settings: Config, mail_server: smtp.MailServer
) -> None:
    mail_server.plan.append("550 no such user")
    with mail.transport(settings) as transport:
        with pytest.raises(SendingFailed):
            transport.send(letter())
        transport.send(letter())
    assert len(mail_server.received) == 1


def test_a_server_that_hangs_up_is_connected_to_again(
    settings: Config, mail_server: smtp.MailServer
) -> None:
    mail_server.plan.append("")
    with mail.transport(settings) as transport:
        with pytest.raises(SendingFailed) as failure:
            transport.send(letter())
        assert failure.value.passing
        transport.send(letter())
    assert len(mail_server.received) == 1


def test_a_server_that_is_not_there_is_unreachable(config: Config) -> None:
    nowhere = replace(config, smtp_host="127.0.0.1", smtp_port=1, smtp_tls="none")
    with mail.transport(nowhere) as transport, pytest.raises(SendingFailed) as failure:
        transport.send(letter())
    assert (failure.value.passing, failure.value.unreachable) == (True, True)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_name_and_password_are_given(config: Config) -> None:
    server = smtp.MailServer()
    controller = smtp.started(server, with_password=True)
    signed_in = replace(
        config,
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_tls="none",
        smtp_user=smtp.NAME,
        smtp_password=smtp.PASSWORD,
    )
    try:
        with mail.transport(signed_in) as transport:
            transport.send(letter())
        wrong = replace(signed_in, smtp_password="wrong")
        with mail.transport(wrong) as transport, pytest.raises(SendingFailed) as failure:
            transport.send(letter())
    finally:
        controller.stop()
    assert len(server.received) == 1
    assert (failure.value.passing, failure.value.unreachable) == (True, True)
    assert str(failure.value) == "SMTP 535: name or password refused"


def test_a_server_without_tls_is_not_spoken_to_where_tls_is_wanted(
    settings: Config, mail_server: smtp.MailServer
) -> None:
    for kind in ("starttls", "tls"):
        wanted = replace(settings, smtp_tls=kind, smtp_timeout=2.0)
        with mail.transport(wanted) as transport, pytest.raises(SendingFailed):
            transport.send(letter())
    assert mail_server.received == []


def test_without_a_server_letters_are_files_and_the_same_one_is_one_file(config: Config) -> None:
    for _ in range(2):
        with mail.transport(config) as transport:
            transport.send(letter())
    (file,) = (config.instance_folder / "outbox").glob("*.eml")
    parsed = message_from_bytes(file.read_bytes(), policy=default)
    assert parsed["Subject"] == LETTER.subject
    assert "outbox" in mail.described(config)


def test_a_disk_that_refuses_is_a_failure_that_passes(config: Config) -> None:
    config.instance_folder.mkdir()
    (config.instance_folder / "outbox").write_text("in the way")
    with mail.transport(config) as transport, pytest.raises(SendingFailed) as failure:
        transport.send(letter())
    assert failure.value.passing
