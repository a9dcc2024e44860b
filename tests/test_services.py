"""The services: which encoder the settings name, and that meaning never holds words up."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app import db, services
from app.accounts.roles import GUEST
from app.feedback import helpfulness, voting
from app.search import own_synonyms
from app.search.encoders.bundled import LOADING
from app.search.encoders.http import UNAVAILABLE
from app.search.meaning import NO_ENCODER
from tests.web import content

if TYPE_CHECKING:
    from app.config import Config


def problem(config: Config) -> str:
    return services.build(config).searcher.status().meaning_problem


def test_the_encoder_is_the_one_that_is_set_and_not_loaded_yet(config: Config) -> None:
    url = "http://127.0.0.1:1/v1"
    assert problem(replace(config, encoder="none")) == NO_ENCODER
    assert problem(replace(config, encoder="bundled")) == LOADING
    assert (
        problem(replace(config, encoder="http", encoder_url=url, encoder_model="m")) != NO_ENCODER
    )


def test_the_status_knocks_at_the_encoders_server(config: Config) -> None:
    url = "http://127.0.0.1:1/v1"
    made = services.build(replace(config, encoder="http", encoder_url=url, encoder_model="m"))
    made.searcher.load()

    assert made.searcher.status().meaning_problem == UNAVAILABLE


def test_articles_are_taken_up_while_vectors_take_long(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = services.build(replace(config, refresh_seconds=0.05))
    refreshed, encoding, stop = threading.Event(), threading.Event(), threading.Event()

    def encode(*_: object) -> int:
        encoding.set()
        stop.wait(20)
        return 0

    def sync(*_: object) -> None:
        if encoding.is_set():
            refreshed.set()

    monkeypatch.setattr(made.searcher, "sync_meaning", encode)
    monkeypatch.setattr(own_synonyms, "in_use", tuple)
    monkeypatch.setattr(helpfulness, "by_article", dict)
    monkeypatch.setattr(made.searcher, "sync", sync)
    for work in ("deliver_mail", "deliver_webhooks", "announce_articles"):
        monkeypatch.setattr(services.Services, work, lambda _self: None)
    end = made.keep_fresh()
    assert refreshed.wait(10)
    stop.set()
    end.set()


def test_looks_at_the_articles_never_take_much_of_the_time(config: Config) -> None:
    content.write(config.articles_folder)
    made = services.build(replace(config, encoder="none"))

    assert made.keep_up() == services.REST * made.library.look_seconds > 0


def test_after_a_look_that_hung_the_next_one_comes_within_a_minute(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang(made: services.Services) -> None:
        made.library.look_seconds = 30.0

    monkeypatch.setattr(services.Services, "refresh", hang)

    assert services.build(replace(config, encoder="none")).keep_up() == services.LONGEST_REST


def test_a_pause_is_longer_where_the_work_asks_for_rest() -> None:
    rests, pauses = iter([None, 0.5, 9.0]), []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout)
            if len(pauses) == 3:
                self.set()
            return self.is_set()

    services._repeat(lambda: next(rests), 2.0, Stop())

    assert pauses == [2.0, 2.0, 9.0]


def test_versions_are_looked_for_only_when_articles_have_changed() -> None:
    seen, looks = object(), []
    look = services._when_changed(lambda: seen, lambda: looks.append(seen))
    look()
    look()
    seen = object()
    look()

    assert len(looks) == 2


def test_work_that_failed_is_done_again_although_nothing_has_changed() -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("full disk")

    look = services._when_changed(lambda: services, work)
    with pytest.raises(OSError, match="full disk"):
        look()
    look()
    look()

    assert len(tries) == 2


def test_synonyms_and_votes_reach_the_searcher(
    config: Config, database: object, database_url: str
) -> None:
    content.write(config.articles_folder)
    made = services.build(replace(config, database_url=database_url, encoder="none"))
    made.refresh()
    own_synonyms.add(["плюшка", "обмен"])
    for visitor in range(24):
        article_id, helpful = ("voz-02", True) if visitor % 2 else ("opl-01", False)
        voting.vote(article_id, "r", str(visitor), helpful=helpful, reader=GUEST)
    made.refresh_synonyms()
    made.refresh_helpfulness()

    [found] = made.searcher.find("плюшки", GUEST, explained=True).results
    assert found.article_id == "voz-02"
    assert found.explanation["helpfulness"] > 0
    db.disconnect()  # from what the fixture does not know of
