"""A small help centre in memory, with a gap that three visitors met and one of them wrote about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import session
from app.learning.models import Gap
from app.search.engines.memory import MemoryEngine
from app.search.indexer import Indexer
from app.search.searcher import Searcher
from app.tickets import asking
from tests.learning.visits import conclude, three_fail
from tests.search.library import Shelf, article

if TYPE_CHECKING:
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot

REFUND = article("refund", "Возврат денег", "Вернём деньги на карту за три дня.", lang="ru")
LOGIN = article("login", "Вход в приложение", "Введите пароль и почту.", lang="ru")
SMS = article(
    "sms",
    "Не приходит код из смс",
    "Проверьте номер телефона. Код из смс приходит за минуту; если нет смс с кодом, попросите ещё.",
    lang="ru",
    summary="Что делать, если кода нет.",
)
STAFF = article("staff", "Выдача наличных", "Порядок выдачи.", audience="staff", lang="ru")


@dataclass
class HelpCentre:
    """Articles and the searcher over them."""

    shelf: Shelf
    searcher: Searcher
    indexer: Indexer

    @property
    def snapshot(self) -> Snapshot:
        return self.shelf.snapshot

    def put(self, *articles: Article) -> None:
        """Have these articles besides, in place of those with the same ids."""
        kept = {a.id: a for a in (*self.shelf.articles, *articles)}
        self.shelf.articles = tuple(kept.values())
        self.searcher.sync(self.shelf.snapshot)


def build(*articles: Article) -> HelpCentre:
    shelf = Shelf(articles or (REFUND, LOGIN, STAFF))
    engine = MemoryEngine()
    searcher = Searcher(shelf, engine)  # type: ignore[arg-type]
    searcher.sync(shelf.snapshot)
    return HelpCentre(shelf, searcher, Indexer(shelf, engine, searcher))  # type: ignore[arg-type]


def make_gap(day: float = 0, *, email: str = "vera@example.com") -> Gap:
    """Let three visitors fail, and one of them, or all of several addresses, ask support."""
    searches = three_fail(day)
    asked = {}
    for number, (search_id, address) in enumerate(zip(searches, email.split(), strict=False)):
        ticket = asking.open_ticket(
            asking.Request(
                subject="Не приходит код",
                body="Жду уже час, смс нет.",
                name="Вера",
                email=address,
                visitor=f"в{day}{number}",
                submission_key=f"k{day}{number}",
                search_id=search_id,
            )
        )
        asked[search_id] = (ticket.number, ticket.created_at)
    conclude(day + 1, asked)
    return session.scalars(select(Gap).order_by(Gap.id)).all()[0]
