"""A searcher's moment: the same for as long as it answers the same, another one after that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import clock
from app.accounts.roles import GUEST
from app.articles.snapshot import Snapshot
from app.search.engines.memory import MemoryEngine
from app.search.engines.whoosh import WhooshEngine
from app.search.meaning import Meaning
from app.search.pins import Pinned
from app.search.searcher import Searcher
from app.search.synonyms import SameMeaning
from tests.search.encoder import TopicEncoder
from tests.search.library import article

COMES_OUT = datetime(2026, 5, 1, 12, tzinfo=UTC)
GOES = datetime(2026, 6, 1, 12, tzinfo=UTC)
CARD = article("card", "Бонусная карта", "Её выдают в магазине.")
LATER = article("later", "Новая карта", "С мая.", publish_at=COMES_OUT, unpublish_at=GOES)


@dataclass
class Kept:
    """A library that keeps its snapshot, as the real one does."""

    snapshot: Snapshot


def snapshot_of(*articles: object) -> Snapshot:
    return Snapshot(Path(), articles={a.id: a for a in articles})  # type: ignore[attr-defined]


@pytest.fixture
def library() -> Kept:
    return Kept(snapshot_of(CARD, LATER))


@pytest.fixture
def searcher(library: Kept) -> Searcher:
    made = Searcher(library, MemoryEngine())  # type: ignore[arg-type]
    made.sync(library.snapshot)
    return made


def test_asking_changes_nothing(searcher: Searcher) -> None:
    before = searcher.moment()
    searcher.find("карта", GUEST)
    searcher.complete("кар", GUEST)
    assert searcher.moment() is before


def test_a_commit_is_another_moment(searcher: Searcher, library: Kept) -> None:
    before = searcher.moment()
    searcher.sync(snapshot_of(CARD))
    assert searcher.moment() is not before


def test_articles_read_anew_are_another_moment(searcher: Searcher, library: Kept) -> None:
    before = searcher.moment()
    library.snapshot = snapshot_of(replace(CARD, title="Карта"), LATER)
    assert searcher.moment() is not before


def test_each_coming_and_going_of_an_article_is_another_moment(searcher: Searcher) -> None:
    def at(moment: datetime) -> object:
        with clock.frozen_at(moment):
            return searcher.moment()

    second = timedelta(seconds=1)
    before = at(COMES_OUT - second)
    assert at(COMES_OUT - second) is before
    shown = at(COMES_OUT)
    assert shown is not before
    assert at(GOES - second) is shown
    assert at(GOES) is not shown


def test_what_editors_and_readers_say_makes_another_moment_once(searcher: Searcher) -> None:
    moments = [searcher.moment()]
    pinned = {("карта",): ("card",)}
    for _ in range(2):
        searcher.use_pins(Pinned(dict(pinned)))
        moments.append(searcher.moment())
        searcher.use_helpfulness({"card": 0.5})
        moments.append(searcher.moment())
        searcher.use_synonyms((SameMeaning(("плюшка", "карта")),))
        moments.append(searcher.moment())
    assert len(set(map(id, moments[:4]))) == 4
    assert all(moment is moments[3] for moment in moments[3:])


def test_a_trial_leaves_the_moment_as_it_is(searcher: Searcher) -> None:
    before = searcher.moment()
    trial = searcher.trial(pinned=Pinned({("карта",): ("card",)}))
    assert trial.moment() is not before
    assert searcher.moment() is before


def test_meaning_that_comes_fails_and_goes_makes_another_moment(
    library: Kept, tmp_path: Path
) -> None:
    encoder = TopicEncoder((("карта", "плюшка"),))
    made = Searcher(library, MemoryEngine(), Meaning(encoder, tmp_path))  # type: ignore[arg-type]
    made.sync(library.snapshot)
    moments = [made.moment()]

    made.sync_meaning(library.snapshot)
    moments.append(made.moment())
    made.find("плюшка", GUEST)
    assert made.moment() is moments[-1]
    encoder.fails = True
    made.find("бонусы", GUEST)
    moments.append(made.moment())
    encoder.problem = "Кодировщик не отвечает."
    moments.append(made.moment())
    encoder.problem = ""
    moments.append(made.moment())

    assert len(set(map(id, moments))) == len(moments)


def test_a_commit_of_another_process_is_another_moment(library: Kept, tmp_path: Path) -> None:
    ours, theirs = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    searcher = Searcher(library, ours)  # type: ignore[arg-type]
    searcher.sync(library.snapshot)
    before = searcher.moment()
    assert searcher.moment() is before

    Searcher(library, theirs).sync(snapshot_of(CARD))  # type: ignore[arg-type]
    ours._look_again_at = 0.0  # it looks at the folder every few milliseconds

    assert searcher.moment() is not before
