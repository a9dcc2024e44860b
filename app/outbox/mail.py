"""Where letters go: a mail server over SMTP, or a folder of .eml files where none is set."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Protocol

from app.durable import write_atomically
from app.outbox.queue import SendingFailed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from app.config import Config

FOLDER: Final = "outbox"  # inside the instance folder
_FIRST_PERMANENT: Final = 500  # SMTP's reply codes from here on mean: do not try again (RFC 5321)


class Transport(Protocol):
    """Takes a letter; raises SendingFailed."""

    def send(self, letter: EmailMessage) -> None: ...


@contextmanager
def transport(config: Config) -> Iterator[Transport]:
    """Open the way that letters go by these settings, for the length of one run."""
    if not config.smtp_host:
        yield Folder(config.instance_folder / FOLDER)
        return
    server = SmtpServer(config)
    try:
        yield server
    finally:
        server.close()


def described(config: Config) -> str:
    """Say where letters go, for people who run the server."""
    if config.smtp_host:
        return f"{config.smtp_host}:{config.smtp_port} ({config.smtp_tls})"
    return f"files in {config.instance_folder / FOLDER} (SMTP_HOST is not set)"


class Folder:
    """Writes each letter to a file of its own; the same letter again replaces its file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: EmailMessage) -> None:
        """Write the letter; raises SendingFailed where the disk refuses."""
        name = sha256(str(letter["Message-ID"]).encode()).hexdigest()[:32]
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self._folder / f"{name}.eml", letter.as_bytes())
        except OSError as error:
            raise SendingFailed(str(error.strerror), passing=True, unreachable=True) from error


class SmtpServer:
    """One connection, made at the first letter and kept for those that follow."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._connection: smtplib.SMTP | None = None

    def send(self, letter: EmailMessage) -> None:
        """Hand the letter to the server; raises SendingFailed."""
        connection = self._connected()
        try:
            connection.send_message(letter)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, why = next(iter(refusal.recipients.values()))
            raise _refused(code, why) from refusal
        except smtplib.SMTPResponseException as refusal:
            raise _refused(refusal.smtp_code, refusal.smtp_error) from refusal
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            self.close()
            raise _lost(error) from error

    def close(self) -> None:
        """End the connection, if there is one."""
        connection, self._connection = self._connection, None
        if connection:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except smtplib.SMTPAuthenticationError as refusal:
                why = f"SMTP {refusal.smtp_code}: name or password refused"
                raise SendingFailed(why, passing=True, unreachable=True) from refusal
            except (smtplib.SMTPException, OSError) as error:
                raise _lost(error) from error
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        settings = self._config
        where = (settings.smtp_host, settings.smtp_port)
        connection: smtplib.SMTP
        if settings.smtp_tls == "tls":
            context = ssl.create_default_context()
            connection = smtplib.SMTP_SSL(*where, timeout=settings.smtp_timeout, context=context)
        else:
            connection = smtplib.SMTP(*where, timeout=settings.smtp_timeout)
        try:
            self._introduce(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _introduce(self, connection: smtplib.SMTP) -> None:
        if self._config.smtp_tls == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if self._config.smtp_user:
            connection.login(self._config.smtp_user, self._config.smtp_password)


def _refused(code: int, why: bytes | str) -> SendingFailed:
    text = why.decode("utf-8", "replace") if isinstance(why, bytes) else why
    return SendingFailed(f"SMTP {code}: {text}", passing=code < _FIRST_PERMANENT)


def _lost(error: Exception) -> SendingFailed:
    return SendingFailed(f"{type(error).__name__}: {error}", passing=True, unreachable=True)
