"""What names an article by its id, when another article takes its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Text, and_, cast, delete, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from app.curation.gap_models import GapAnswer, GapLetter, GapRank
from app.curation.query_models import KeptTop, QueryTest
from app.db import session
from app.editing.announcement_models import Announcement
from app.feedback.models import Flag, Reading, Vote
from app.learning.models import Gap
from app.search.models import Click, Pin
from app.tickets.asking_models import StartedAsk, SuggestedArticle
from app.tickets.link_models import ArticleLink
from app.tickets.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import InstrumentedAttribute

# Columns that hold an article's id → those with which it is unique: of two equal rows one stays.
CARRIED: Final[Mapping[InstrumentedAttribute[Any], tuple[InstrumentedAttribute[Any], ...]]] = {
    Vote.article_id: (Vote.visitor, Vote.revision),
    Reading.article_id: (),
    Flag.article_id: (),
    Click.article_id: (Click.search_id,),
    Ticket.article_id: (),
    ArticleLink.article_id: (ArticleLink.ticket_number,),
    SuggestedArticle.article_id: (SuggestedArticle.ask_id,),
    StartedAsk.solved_by: (),
    Gap.article_id: (),
    GapAnswer.article_id: (),
    GapLetter.article_id: (),
    QueryTest.article_id: (QueryTest.normalised,),
    Pin.article_id: (Pin.key,),
    Announcement.article_id: (),
}
# Columns that hold lists of articles' ids.
IN_LISTS: Final[Mapping[type[Any], tuple[InstrumentedAttribute[Any], ...]]] = {
    GapRank: (GapRank.first, GapRank.previous, GapRank.latest),
    KeptTop: (KeptTop.article_ids,),
}
# An article's own past stays with it: its versions, who worked on it, what was wrong with it.
LEFT: Final = frozenset(
    {
        "revisions",
        "article_presence",
        "article_comments",
        "article_approvals",
        "removed_articles",
        "read_revisions",
        "published_articles",
        "attention_findings",
        "attention_snoozes",
    }
)
# What a person is told of before the merge, by name.
COUNTED: Final[Mapping[str, InstrumentedAttribute[Any]]] = {
    "votes": Vote.article_id,
    "readings": Reading.article_id,
    "flags": Flag.article_id,
    "tickets": ArticleLink.article_id,
    "pins": Pin.article_id,
    "announcements": Announcement.article_id,
    "tests": QueryTest.article_id,
}


def carry(article_id: str, to: str) -> None:
    """Make all rows about an article be about another one, within the caller's transaction."""
    for column, partners in CARRIED.items():
        if partners:
            _drop_twins(column, partners, article_id, to)
        table = column.class_
        session.execute(update(table).where(column == article_id).values({column.key: to}))
    _carry_in_lists(article_id, to)


def _carry_in_lists(article_id: str, to: str) -> None:
    """Lists of what stood first hold ids too; an article named twice stands where it did first."""
    for table, columns in IN_LISTS.items():
        named = (cast(c, Text).contains(json.dumps(article_id), autoescape=True) for c in columns)
        for row in session.scalars(select(table).where(or_(*named))):
            for column in columns:
                ids = getattr(row, column.key)
                if ids and article_id in ids:
                    carried = (to if one == article_id else one for one in ids)
                    setattr(row, column.key, list(dict.fromkeys(carried)))


def counts(article_id: str) -> dict[str, int]:
    """Return how many rows of each kind are about an article."""
    numbers = [
        select(func.count()).where(c == article_id).scalar_subquery() for c in COUNTED.values()
    ]
    return dict(zip(COUNTED, session.execute(select(*numbers)).one(), strict=True))


def _drop_twins(
    column: InstrumentedAttribute[Any],
    partners: tuple[InstrumentedAttribute[Any], ...],
    article_id: str,
    to: str,
) -> None:
    """Drop rows about the article whose twins about the other one are there already."""
    table = column.class_
    twin = aliased(table)
    same = (getattr(twin, partner.key) == partner for partner in partners)
    has_twin = exists().where(and_(getattr(twin, column.key) == to, *same))
    dropped = delete(table).where(column == article_id, has_twin)
    session.execute(dropped.execution_options(synchronize_session=False))
