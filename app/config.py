"""Every setting: its type, default and unit, read from the environment and checked once."""

from __future__ import annotations

import math
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from limits import parse_many
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Check = Callable[[Any], str | None]  # says what is wrong with a value


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
TLS = ("starttls", "tls", "none")
# A reply address holds this much more: the plus sign, a ticket's number, a dash and its key.
LONGEST_INBOX = 24  # characters before the @; RFC 5321 allows 64 in all


class ConfigError(Exception):
    """One or more settings are wrong; the message names each in a line of its own."""


def _setting(default: Any, explanation: str, unit: str = "", check: Check | None = None) -> Any:
    return field(
        default=default, metadata={"explanation": explanation, "unit": unit, "check": check}
    )


def _at_least(least: float, most: float = math.inf) -> Check:
    wanted = f"must be {least} or more" + ("" if most == math.inf else f", {most} at most")
    return lambda value: None if least <= value <= most else wanted


def _one_of(*allowed: str) -> Check:
    return lambda value: None if value in allowed else f"use one of {', '.join(allowed)}"


def _zone(name: str) -> str | None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return "no such time zone"
    return None


def _database(url: str) -> str | None:
    try:
        return None if not url else _supported(make_url(url))
    except ArgumentError:
        return "use a form like postgresql://user:password@host/name"


def _supported(url: URL) -> str | None:
    known = url.drivername in {"sqlite", "postgresql", "postgresql+psycopg"}
    return None if known else "use sqlite or postgresql"


def _limit(text: str) -> str | None:
    try:
        parse_many(text)
    except ValueError:
        return "use a form like 30 per hour"
    return None


def _ascii(text: str) -> str | None:
    return None if text.isascii() else "mail servers take ASCII only"


def _address(text: str) -> str | None:
    name, at, host = text.rpartition("@")
    fits = name and at and host and text.isascii() and not set(text) & set(' <>,;\r\n\t"')
    return None if fits else "use a form like support@example.ru"


def _inbox(text: str) -> str | None:
    if not text:
        return None
    too_long = len(text.partition("@")[0]) > LONGEST_INBOX
    return f"at most {LONGEST_INBOX} characters before the @" if too_long else _address(text)


@dataclass(frozen=True, kw_only=True)
class Config:
    """The settings; a field's name in capitals is the environment variable that sets it."""

    host: str = _setting("127.0.0.1", "Address to listen on")
    port: int = _setting(8000, "Port to listen on", check=_at_least(1, 65535))
    workers: int = _setting(2, "Processes that serve", "processes", check=_at_least(1))
    threads: int = _setting(8, "Requests that each process serves at once", check=_at_least(1))
    articles_folder: Path = _setting(Path("articles"), "Folder of the Markdown articles")
    articles_git: str = _setting(
        "off",
        "What becomes of saves where the articles are a git work tree: off, commit or push",
        check=_one_of("off", "commit", "push"),
    )
    instance_folder: Path = _setting(Path("instance"), "Folder of the SQLite file and uploads")
    index_folder: Path = _setting(Path("index"), "Folder of the search index, which is derived")
    database_url: str = _setting(
        "", "SQLAlchemy URL; empty: SQLite in the instance folder", check=_database
    )
    secret_key: str = _setting(
        "", "Signs cookies and links; empty: made once, kept in the instance folder"
    )
    site_name: str = _setting("Подскажи", "Name of the help centre in titles and feeds")
    site_url: str = _setting(
        "", "Public address for feeds and links; empty: taken from the request"
    )
    support_phone: str = _setting("", "Telephone shown with the contact links; empty: none")
    security_contact: str = _setting(
        "", "Contact in security.txt: mailto: or https:; empty: the page /ask"
    )
    announcement: str = _setting("", "A sentence shown above the home page's search; empty: none")
    time_zone: str = _setting("Europe/Moscow", "Zone in which times are shown", check=_zone)
    sla_file: str = _setting(
        "", "YAML file of working hours and targets; empty: app/tickets/data/sla.yml"
    )
    holidays_file: str = _setting(
        "", "YAML file of days off; empty: Russia's, app/tickets/data/holidays.yml"
    )
    refresh_seconds: float = _setting(
        2.0,
        "How often a worker looks for changed articles; up to a minute where a look takes long",
        "seconds",
        check=_at_least(0.05),
    )
    sign_in_tries: int = _setting(
        5, "Wrong passwords before an account is locked", "tries", check=_at_least(1)
    )
    sign_in_lock_minutes: int = _setting(
        15, "How long a locked account stays locked", "minutes", check=_at_least(1)
    )
    vote_limit: str = _setting(
        "30 per hour", "Votes one visitor may cast; one address 20 times as many", check=_limit
    )
    ask_limit: str = _setting(
        "10 per hour", "Tickets and replies one visitor's address may send", check=_limit
    )
    ask_least_seconds: int = _setting(
        3, "Time below which no person has filled the ask form in", "seconds", check=_at_least(0)
    )
    ask_holdout_percent: float = _setting(
        0.0,
        "Visitors who are shown no suggestions, so that their effect can be told",
        "percent",
        check=_at_least(0, 100),
    )
    attachment_megabytes: int = _setting(
        10, "Largest file of a question or reply", "megabytes", check=_at_least(1, 100)
    )
    attachment_count: int = _setting(
        5, "Files of one question or reply", "files", check=_at_least(0, 50)
    )
    attachment_total_megabytes: int = _setting(
        25, "All files of one question or reply together", "megabytes", check=_at_least(1, 500)
    )
    import_megabytes: int = _setting(
        100, "Largest file that the studio imports", "megabytes", check=_at_least(1, 1000)
    )
    consent_required: bool = _setting(
        True, "Ask for consent to the processing of personal data before a question is taken"
    )
    consent_file: str = _setting(
        "", "Markdown file of the consent document; empty: the one that comes along"
    )
    gap_visitors: int = _setting(
        3, "Visitors who find nothing before their question is a gap", "people", check=_at_least(1)
    )
    gap_days: int = _setting(
        30, "Period in which they are counted", "days", check=_at_least(1, 365)
    )
    ticket_minutes: int = _setting(
        15,
        "Working time that one ticket costs, for what a gap costs",
        "minutes",
        check=_at_least(1),
    )
    sign_in_limit: str = _setting(
        "20 per 15 minutes", "Sign-in tries from one address", check=_limit
    )
    history_days: int = _setting(
        400, "How long searches and readings are kept", "days", check=_at_least(1)
    )
    trusted_proxies: int = _setting(
        0, "Reverse proxies in front whose X-Forwarded headers count", "proxies", check=_at_least(0)
    )
    secure_cookies: bool = _setting(False, "Send cookies over HTTPS only")
    encoder: str = _setting(
        "bundled",
        "What finds by meaning: bundled, http (a server of yours) or none",
        check=_one_of("bundled", "http", "none"),
    )
    encoder_url: str = _setting(
        "", "Base of the server's OpenAI embeddings API: http://127.0.0.1:8080/v1"
    )
    encoder_model: str = _setting("", "Name of the model on that server")
    encoder_key: str = _setting("", "Key for that server; empty: none")
    smtp_host: str = _setting(
        "", "Mail server; empty: letters are written to outbox/ in the instance folder"
    )
    smtp_port: int = _setting(587, "Port of the mail server", check=_at_least(1, 65535))
    smtp_tls: str = _setting(
        "starttls", "How the mail server is spoken to: starttls, tls or none", check=_one_of(*TLS)
    )
    smtp_user: str = _setting("", "Name at the mail server; empty: no signing in there")
    smtp_password: str = _setting("", "Password at the mail server", check=_ascii)
    smtp_timeout: float = _setting(
        20.0, "How long the mail server may be silent", "seconds", check=_at_least(0.1, 60)
    )
    mail_from: str = _setting(
        "podskazhi@localhost", "Address that letters come from", check=_address
    )
    mail_inbox: str = _setting(
        "",
        "Address whose mail becomes tickets; it must take name+anything@; empty: none",
        check=_inbox,
    )
    mail_answers: bool = _setting(
        True, "Name up to 3 fitting articles in the confirmation of a question that came by mail"
    )
    mail_per_hour: int = _setting(
        20, "Messages taken from one address", "messages an hour", check=_at_least(1)
    )
    mail_megabytes: int = _setting(
        25, "Largest message that is taken", "MB", check=_at_least(1, 100)
    )
    imap_host: str = _setting("", "Mailbox that `mail fetch` reads; empty: none")
    imap_port: int = _setting(993, "Port of the mailbox", check=_at_least(1, 65535))
    imap_tls: str = _setting(
        "tls", "How the mailbox is spoken to: starttls, tls or none", check=_one_of(*TLS)
    )
    imap_user: str = _setting("", "Name at the mailbox")
    imap_password: str = _setting("", "Password at the mailbox")
    imap_folder: str = _setting("INBOX", "Folder of the mailbox")
    webhook_seconds: float = _setting(
        10.0, "How long one webhook may take", "seconds", check=_at_least(0.1, 120)
    )
    webhooks_to_private: bool = _setting(
        False, "Let webhooks and handing over reach addresses of private networks"
    )
    outside_desk: str = _setting(
        "", "Name of the help desk that tickets can be handed to, as customers are told"
    )
    outside_desk_url: str = _setting("", "Address that takes handed tickets; empty: none")
    outside_desk_template: str = _setting(
        "", "File with the JSON that it wants; empty: the ticket as webhooks tell it"
    )
    outside_desk_secret: str = _setting("", "Signs what is sent there, like a webhook")
    log_level: str = _setting(
        "INFO", "What is logged: DEBUG, INFO, WARNING or ERROR", check=_one_of(*LEVELS)
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Config:
        """Read the settings from `environ`; raises ConfigError that names every wrong one."""
        values: dict[str, Any] = {}
        problems: list[str] = []
        for setting in fields(cls):
            raw = environ.get(setting.name.upper())
            if raw is None:
                continue
            try:
                values[setting.name] = _parse(raw, setting.default)
            except ValueError as error:
                problems.append(f"{setting.name.upper()}={raw!r}: {error}")
        config = cls(**values)
        problems += config._wrong()
        if problems:
            raise ConfigError("\n".join(problems))
        return config

    def database(self) -> str:
        """Return the URL of the database in use; PostgreSQL is spoken to by psycopg 3."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{self.instance_folder.absolute() / 'podskazhi.sqlite'}"

    def secret(self) -> str:
        """Return the secret key, made and kept at the first call where none is set."""
        return self.secret_key or _kept_secret(self.instance_folder / "secret_key")

    def public_url(self) -> str:
        """Return the site's address for letters, which have no request, without a slash."""
        return (self.site_url or f"http://{self.host}:{self.port}").rstrip("/")

    def _wrong(self) -> Iterator[str]:
        for setting in fields(self):
            check, value = setting.metadata["check"], getattr(self, setting.name)
            problem = check(value) if check else None
            if problem:
                yield f"{setting.name.upper()}={value!r}: {problem}"
        if self.consent_file and not Path(self.consent_file).is_file():
            yield f"CONSENT_FILE={self.consent_file!r}: no such file"
        if self.encoder == "http" and not (self.encoder_url and self.encoder_model):
            yield "ENCODER=http: set ENCODER_URL and ENCODER_MODEL"
        if self.smtp_host and self.mail_from == Config.mail_from:
            yield "SMTP_HOST: set MAIL_FROM, the address that letters come from"
        if self.outside_desk_url and not self.outside_desk:
            yield "OUTSIDE_DESK_URL: set OUTSIDE_DESK, the name that customers are told"


def _parse(raw: str, default: Any) -> Any:
    if isinstance(default, bool):
        return _parse_bool(raw)
    if isinstance(default, int | float):
        return _parse_number(raw, type(default))
    return type(default)(raw)


def _parse_number(raw: str, kind: type[int | float]) -> int | float:
    try:
        return kind(raw)
    except ValueError:
        whole = "a whole number" if kind is int else "a number"
        raise ValueError(f"must be {whole}") from None


def _parse_bool(raw: str) -> bool:
    if raw.lower() in {"1", "true", "yes"}:
        return True
    if raw.lower() in {"0", "false", "no", ""}:
        return False
    raise ValueError("use 1 or 0")


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent) as file:  # readable by its owner alone
            file.write(secrets.token_urlsafe(48))
            file.flush()
            with suppress(FileExistsError):  # another process was first: its secret is the one
                os.link(file.name, path)
    return path.read_text()
