"""Visitors of the tests: they search, open, vote and ask at given minutes of one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app import clock
from app.accounts.roles import GUEST, Reader
from app.feedback import readings, voting
from app.learning import concluding
from app.learning.evidence import Asked
from app.search import history
from app.search.results import Results

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from app.learning.concluding import Concluded

SMS = ("не приходит смс код", "код из смс не пришёл", "нет смс с кодом")
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@dataclass(frozen=True)
class Visit:
    """What one visitor does from `day` days after START on; `total` articles are found."""

    visitor: str
    day: float = 0
    reader: Reader = GUEST
    user_agent: str = BROWSER

    def searches(self, query: str, minute: float = 0, total: int = 3) -> int:
        found = Results(query, query, total=total)
        with self._at(minute):
            return history.remember(
                found,
                visitor=self.visitor,
                reader=self.reader,
                user_agent=self.user_agent,
                channel="site",
                lang="ru",
            )

    def opens(self, article_id: str, search_id: int | None = None, minute: float = 1) -> None:
        with self._at(minute):
            readings.opened(article_id, "r", self.visitor, reader=GUEST, search_id=search_id)
            if search_id:
                history.click(search_id, article_id, 1, self.visitor)

    def votes(self, article_id: str, *, helpful: bool, minute: float = 2) -> None:
        with self._at(minute):
            voting.vote(article_id, "r", self.visitor, helpful=helpful, reader=GUEST)

    def says_no(self, search_id: int, minute: float = 1) -> None:
        with self._at(minute):
            history.dissatisfied(search_id, self.visitor)

    def _at(self, minute: float) -> AbstractContextManager[None]:
        return clock.frozen_at(START + timedelta(days=self.day, minutes=minute))


def three_fail(day: float = 0, people: str = "абв", total: int = 0) -> list[int]:
    """Let three visitors ask about the same in words of their own; return their searches."""
    return [
        Visit(f"{name}{day}", day).searches(query, total=total)
        for name, query in zip(people, SMS, strict=True)
    ]


def conclude(day: float = 1, asked: Mapping[int, tuple[int, datetime]] | None = None) -> Concluded:
    """Conclude at night after `day` days: three visitors within thirty days make a gap.

    `asked` maps searches to number and moment of the tickets they ended in.
    """
    tickets = {search_id: Asked(*ticket) for search_id, ticket in (asked or {}).items()}
    with clock.frozen_at(START + timedelta(days=day)):
        return concluding.conclude(tickets, visitors=3, days=30)
