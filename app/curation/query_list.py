"""The editors' tests of queries: added, removed, and resolved against the articles there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app import clock, typed
from app.curation.query_models import QueryTest
from app.curation.query_tests import DEEPEST, Expected, Watched, is_failure, run, score
from app.db import session, take_turns, transaction
from app.errors import DomainError, InvalidInput, NotFound
from app.language.analysis import normalise
from app.search.masking import mask
from app.search.models import MAX_QUERY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.curation.query_tests import Score
    from app.search.searcher import Searcher

LONGEST_QUERY: Final = 300  # characters
LONGEST_NOTE: Final = 500  # characters
MOST: Final = 1_000  # tests: all of them are run whenever search changes
LOWEST: Final = 3  # place that is meant where none is named
_TURN: Final = "query tests"


@dataclass(frozen=True)
class Outcome:
    """A test, its article (None where there is none any more), and where it stands now."""

    test: QueryTest
    article: Article | None
    rank: int | None
    failed: bool


@dataclass(frozen=True)
class Report:
    """All tests, those that failed first, and their score."""

    outcomes: Sequence[Outcome]
    score: Score


def everything() -> Sequence[QueryTest]:
    """Return all tests with who added them, by query."""
    chosen = select(QueryTest).options(joinedload(QueryTest.account))
    return session.scalars(chosen.order_by(QueryTest.query, QueryTest.id)).all()


def add(
    snapshot: Snapshot,
    query: str,
    article_id: str,
    lowest: int | None = LOWEST,
    *,
    note: str = "",
    account_id: int | None = None,
) -> QueryTest:
    """Keep a test; personal data in the query is masked.

    Raises InvalidInput by field: `query`, `article`, `lowest`, `note`.
    """
    text = mask(typed.line(query))
    wrong = _wrong(snapshot, text, article_id, lowest, note)
    if wrong:
        raise InvalidInput(wrong)
    with transaction() as rows:
        take_turns(_TURN)
        _refuse_known(text, article_id)
        test = QueryTest(query=text, normalised=normalise(text)[:MAX_QUERY], article_id=article_id)
        test.lowest, test.note = lowest or LOWEST, typed.line(note)
        test.account_id, test.added_at = account_id, clock.now()
        rows.add(test)
    return test


def remove(number: int) -> QueryTest:
    """Forget the test with this number and return it; raises NotFound."""
    with transaction() as rows:
        gone = rows.get(QueryTest, number) if 0 < number < 2**31 else None
        if gone is None:
            raise NotFound("Такой проверки уже нет.")
        rows.execute(delete(QueryTest).where(QueryTest.id == number))
    return gone


def expected(snapshot: Snapshot, tests: Iterable[QueryTest]) -> list[Expected]:
    """Return the tests as search is asked: an article of staff's is looked for as an agent."""
    return [_expected(snapshot, test) for test in tests]


def report(searcher: Searcher, snapshot: Snapshot) -> Report:
    """Run every test now."""
    tests = everything()
    wanted = expected(snapshot, tests)
    ranks = run(searcher, wanted)
    rows = [
        Outcome(test, snapshot.find(test.article_id), rank, is_failure(want, rank))
        for test, want, rank in zip(tests, wanted, ranks, strict=True)
    ]
    return Report(sorted(rows, key=lambda row: not row.failed), score(wanted, ranks))


def _expected(snapshot: Snapshot, test: QueryTest) -> Expected:
    article = snapshot.find(test.article_id)
    same = snapshot.translations(article) if article else ()
    staff = article is not None and article.visibility(clock.now()) == "staff"
    ids = frozenset({test.article_id, *(other.id for other in same)})
    return Expected(Watched(test.query, staff), ids, test.lowest)


def _wrong(
    snapshot: Snapshot, query: str, article_id: str, lowest: int | None, note: str
) -> dict[str, DomainError]:
    wrong: dict[str, DomainError] = {}
    if not normalise(query):
        wrong["query"] = DomainError("Напишите запрос: хотя бы одно слово.")
    elif len(query) > LONGEST_QUERY:
        wrong["query"] = _too_long(query, LONGEST_QUERY)
    if snapshot.find(article_id) is None:
        wrong["article"] = DomainError("Выберите статью: такой нет.")
    if lowest is None or not 1 <= lowest <= DEEPEST:
        wrong["lowest"] = DomainError("Место должно быть от 1 до %(most)s.", most=DEEPEST)
    if len(typed.line(note)) > LONGEST_NOTE:
        wrong["note"] = _too_long(typed.line(note), LONGEST_NOTE)
    return wrong


def _too_long(text: str, most: int) -> DomainError:
    return DomainError("Не больше %(most)s знаков, сейчас %(length)s.", most=most, length=len(text))


def _refuse_known(query: str, article_id: str) -> None:
    same = select(QueryTest.id).where(QueryTest.normalised == normalise(query)[:MAX_QUERY])
    if session.scalar(same.where(QueryTest.article_id == article_id)):
        problem = DomainError("Такая проверка уже есть: этот запрос и эта статья.")
        raise InvalidInput({"query": problem})
    if len(session.scalars(select(QueryTest.id).limit(MOST)).all()) >= MOST:
        problem = DomainError("Проверок уже %(most)s: уберите ненужные.", most=MOST)
        raise InvalidInput({"query": problem})
