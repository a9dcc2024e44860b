"""Tables of the teams that answer tickets."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import words
from app.db import Base
from app.tickets.kinds import Assigning


class Team(Base):
    """Who answers what: `categories` and `kinds` are lists of words, an empty one means any.

    `default_since` is set on the one team that gets what no other team takes. `last_given_id` is
    the account that was last in turn.
    """

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    categories: Mapped[list[str]] = mapped_column(JSON)
    kinds: Mapped[list[str]] = mapped_column(JSON)
    assigning: Mapped[Assigning] = mapped_column(words(Assigning))
    default_since: Mapped[datetime | None]
    last_given_id: Mapped[int | None]
    created_at: Mapped[datetime]


class Member(Base):
    """An account in a team."""

    __tablename__ = "team_members"

    team_id: Mapped[int] = mapped_column(
        ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
