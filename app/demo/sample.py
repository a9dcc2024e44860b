"""Makes the whole demonstration in one transaction: all of it is there, or nothing."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

import yaml
from sqlalchemy import delete, func, select

from app.db import session, take_turns, transaction
from app.demo import staff, stories, visits
from app.demo.marks import VISITOR
from app.demo.stories import Stage, Story
from app.outbox.models import Delivery
from app.tickets.models import Ticket
from app.tickets.team_models import Team

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.articles.article import Article

DATA: Final = Path(__file__).parent / "data"
SEED: Final = 5


def make(articles: Mapping[str, Article]) -> bool:
    """Make the sample where there is no ticket and no team yet; tell whether it is there now.

    Articles that the stories name and `articles` lacks are left out. Nothing is mailed.
    """
    with transaction():
        take_turns("demo sample")
        if is_there():
            return True
        if not _is_empty():
            return False
        latest = session.scalar(select(func.max(Delivery.id))) or 0
        _play(articles)
        session.execute(delete(Delivery).where(Delivery.id > latest))
    return True


def is_there() -> bool:
    """Tell whether any ticket of the sample is there."""
    demo = select(Ticket.number).where(Ticket.visitor.startswith(VISITOR, autoescape=True))
    return session.scalar(demo.limit(1)) is not None


def _is_empty() -> bool:
    tables = (Ticket.number, Team.id)
    return all(session.scalar(select(column).limit(1)) is None for column in tables)


def _play(articles: Mapping[str, Article]) -> None:
    people = staff.cast()
    staff.make_teams(people)
    visits.make(_read("visits.yml"), articles, Random(SEED))  # noqa: S311  the same each time
    told = [Story(**row) for row in _read("tickets.yml")]
    stories.play(told, Stage(people, articles))


def _read(name: str) -> Any:
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
