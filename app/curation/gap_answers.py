"""Which article answers a gap: the one that an editor named, else the one opened most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.curation.gap_models import GapAnswer, How
from app.db import session, transaction
from app.errors import Conflict
from app.learning import gap_states, gaps
from app.learning.models import State

if TYPE_CHECKING:
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.learning.models import Gap


@dataclass(frozen=True)
class Answer:
    """The article that answers, and the editor's word on it; None where only readers say so."""

    article: Article
    said: GapAnswer | None

    def ids(self, snapshot: Snapshot) -> frozenset[str]:
        """The article in every language: whichever a reader is shown answers."""
        same = snapshot.translations(self.article)
        return frozenset({self.article.id, *(other.id for other in same)})


def find(gap: Gap, snapshot: Snapshot) -> Answer | None:
    """Return the answer, None while there is none or its article is gone."""
    chosen = select(GapAnswer).where(GapAnswer.gap_id == gap.id)
    said = session.scalar(chosen.options(joinedload(GapAnswer.account)))
    article = snapshot.find(said.article_id if said else gap.article_id or "")
    return Answer(article, said) if article else None


def get_living(gap_id: int) -> Gap:
    """Return a gap that is being worked on or may be; raises NotFound, Conflict for others."""
    gap = gaps.get(gap_id)
    if gap.state not in {State.OPEN, State.IN_WORK}:
        raise Conflict("Сначала откройте пробел снова.")
    return gap


def name(gap_id: int, article_id: str, how: How, account_id: int | None) -> None:
    """Say that the article answers the gap, which is in work from now on.

    Raises NotFound, and Conflict for a gap that is closed or noise.
    """
    with transaction() as rows:
        get_living(gap_id)
        said = {"article_id": article_id, "how": how, "account_id": account_id}
        rows.merge(GapAnswer(gap_id=gap_id, linked_at=clock.now(), **said))
        gap_states.move(gap_id, State.IN_WORK, account_id)
