"""What editors and readers have left behind, for scripts/benchmark-studio: reasons, votes, gaps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from app import clock, db
from app.accounts.roles import GUEST
from app.curation.attention import keeping
from app.curation.attention.reasons import KEPT, Finding, Thing, severity
from app.feedback import flags, voting
from app.feedback.flags import Wrong
from app.language.analysis import lemma_key, normalise
from app.learning.models import Gap, GapSearch, Reason, State
from app.search.models import Search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.articles.article import Article

FLAGS, VOTES = 500, 2_000
GAPS, QUERIES = 200, 50  # gaps in the list; wordings of the first one
NUMBERS = (
    *("tickets", "tickets_before", "readers", "helpful", "votes", "low", "helpful_before"),
    *("votes_before", "low_before", "mean", "links", "images", "questions", "twins", "words"),
    *("meaning", "days", "never"),
)


def give_reasons(articles: Mapping[str, Article], account_id: int) -> None:
    """Give a fifth of the articles each kept reason, and some of them flags and remarks."""
    random, now, ids = Random(2), datetime.now(UTC), sorted(articles)
    numbers = dict.fromkeys(NUMBERS, 3)
    things = (Thing("Ссылка «net.md» ведёт к статье, которой нет.", number=7),) * 3
    for reason in KEPT:
        chosen = random.sample(ids, len(ids) // 5)
        found = [
            Finding(reason, i, now, severity(reason, random.random() * 9), numbers, things)
            for i in chosen
        ]
        keeping.keep(reason, found, articles)
    with db.transaction():
        for article_id in ids[:FLAGS]:
            flags.flag(account_id, Wrong(article_id, "r", "", "Не так"))
        with clock.frozen_at(now - timedelta(days=1)):
            for number in range(VOTES):
                article_id, visitor = ids[number % (len(ids) // 5)], f"v{number}"
                voting.vote(article_id, "r", visitor, helpful=False, reader=GUEST)
                voting.explain(article_id, "r", visitor, "unclear", "Непонятно, что делать")


def leave_gaps(words: Sequence[str]) -> int:
    """Leave gaps of searches that found nothing; return the id of one with QUERIES wordings."""
    random = Random(3)
    with db.transaction():
        made = [_gap(number) for number in range(GAPS)]
        db.session.add_all(made)
        db.session.flush()
        for number in range(QUERIES + GAPS):
            gap = made[0] if number < QUERIES else made[number - QUERIES]
            query = " ".join([*random.sample(words, 4), f"{number}"])
            search = _search(query, f"g{number}")
            db.session.add(search)
            db.session.flush()
            shown = GapSearch(search_id=search.id, gap_id=gap.id, reason=Reason.NOTHING_FOUND)
            db.session.add(shown)
        return made[0].id


def _gap(number: int) -> Gap:
    now = datetime.now(UTC)
    return Gap(
        key=f"пробел {number}",
        title=f"Чего не находят, номер {number}",
        state=State.OPEN,
        visitors=GAPS - number + 3,
        visitors_before=number % 7,
        searches=number + 5,
        tickets=number % 3,
        found_at=now - timedelta(days=20),
        last_at=now - timedelta(hours=number),
    )


def _search(query: str, visitor: str) -> Search:
    now = datetime.now(UTC)
    return Search(
        visitor=visitor,
        channel="site",
        lang="ru",
        query=query,
        normalised=normalise(query),
        lemmas=lemma_key(query),
        total=0,
        is_rescued=False,
        is_staff=False,
        is_bot=False,
        searched_at=now,
        updated_at=now,
    )
