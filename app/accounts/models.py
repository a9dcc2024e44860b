"""Tables of the accounts: people who work here, their sessions, and failed tries to sign in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.roles import Reader, Role
from app.db import Base


def words(kind: type[StrEnum]) -> Enum:
    """Return the column type that stores the values of `kind` as plain text in every database."""
    return Enum(
        kind,
        native_enum=False,
        length=20,
        values_callable=lambda members: [m.value for m in members],
    )


class Account(Base):
    """A person who may sign in; `disabled_at` says since when they may not.

    `time_zone` is an IANA name, None for the operator's. `working_hours` are a list for each day
    from Monday, of spans like "09:00-18:00"; None for the operator's. From `away_from` until
    `away_until` the person gets no new tickets, and colleagues read why in `away_note`.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[Role] = mapped_column(words(Role))
    password_hash: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    time_zone: Mapped[str | None] = mapped_column(String(64))
    working_hours: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    away_from: Mapped[datetime | None]
    away_until: Mapped[datetime | None]
    away_note: Mapped[str] = mapped_column(String(200), default="")

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def reader(self) -> Reader:
        return Reader(self.role, self.id)


class SignIn(Base):
    """One browser where an account is signed in; the browser holds the key, we hold its SHA-256."""

    __tablename__ = "sign_ins"

    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]


class FailedTries(Base):
    """Wrong passwords in a row for one address, whether or not it has an account.

    `email_hash`: 32 hex digits of the address's SHA-256 and 32 of the browser's, see tries.py.
    """

    __tablename__ = "failed_tries"

    email_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    locked_until: Mapped[datetime | None]
