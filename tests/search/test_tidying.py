"""Many small commits leave few segments; who edits or is killed meanwhile loses nothing."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import GUEST
from app.search.engines import whoosh
from app.search.engines.tidying import FEW, Size, chosen
from app.search.engines.whoosh import WhooshEngine
from app.search.searcher import Searcher
from tests.search.library import Shelf, article

if TYPE_CHECKING:
    from pathlib import Path

    from app.articles.article import Article

FORK = multiprocessing.get_context("fork")
WORDS = ("возврат", "доставка", "оплата", "бонусы")


def texts(words: dict[int, str]) -> tuple[Article, ...]:
    return tuple(article(f"a{n}", f"Статья {n}", f"Правило: {word}.") for n, word in words.items())


def searcher(folder: Path, words: dict[int, str]) -> Searcher:
    shelf = Shelf(texts(words))
    made = Searcher(shelf, WhooshEngine(folder / "index"))  # type: ignore[arg-type]
    made.sync(shelf.snapshot)
    return made


def edited_one_by_one(folder: Path, count: int) -> Searcher:
    words = dict.fromkeys(range(20), "возврат")
    for number in range(count):
        words[number % 20] = WORDS[number % 4]
        made = searcher(folder, words)
    return made


def segments(made: Searcher) -> int:
    engine = made._engine
    assert isinstance(engine, WhooshEngine)
    return len(engine._view().segments)


def found(made: Searcher, word: str) -> int:
    return made.find(word, GUEST).total


@pytest.mark.parametrize(
    ("sizes", "wanted"),
    [
        ([], []),
        ([Size(10_000, 0)], []),
        ([Size(10_000, 0), *[Size(1, 0)] * 4], []),
        ([Size(10_000, 0), *[Size(1, 0)] * 5], [1, 2, 3, 4, 5]),
        ([*[Size(1, 0)] * 5], [0, 1, 2, 3, 4]),
        ([*[Size(1, 0)] * 4], []),
        ([Size(32, 0), Size(10_000, 0), *[Size(1, 0)] * 4], [0, 2, 3, 4, 5]),
        ([Size(33, 0), Size(10_000, 0), *[Size(1, 0)] * 4], []),
        ([Size(33, 0), Size(40, 0), *[Size(1, 0)] * 4], [0, 1, 2, 3, 4, 5]),
        ([Size(10, 5), Size(10, 6)], [1]),
        ([Size(3, 3)], [0]),
    ],
)
def test_small_segments_and_those_full_of_holes_are_written_again(
    sizes: list[Size], wanted: list[int]
) -> None:
    assert chosen(sizes) == wanted


def test_edits_one_by_one_leave_few_segments(tmp_path: Path) -> None:
    made = edited_one_by_one(tmp_path, 12)
    assert segments(made) > FEW
    before = {word: found(made, word) for word in WORDS}

    made.tidy()

    assert segments(made) <= FEW
    assert {word: found(made, word) for word in WORDS} == before
    assert len(list(tmp_path.rglob("*.arrays"))) == segments(made)


def test_what_is_edited_while_segments_are_joined_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = edited_one_by_one(tmp_path, 12)
    now = {**{n: WORDS[n % 4] for n in range(12)}, **dict.fromkeys(range(12, 20), "возврат")}
    prepare = whoosh.prepare

    def prepare_and_edit(*parts: object) -> Path:
        scratch = prepare(*parts)  # type: ignore[arg-type]
        del now[5]
        searcher(tmp_path, now | {3: "подписка"})
        return scratch

    monkeypatch.setattr(whoosh, "prepare", prepare_and_edit)
    made._engine.tidy()

    assert found(made, "подписка") == 1
    assert made.status().articles == 19
    assert found(made, "бонусы") == [WORDS[n % 4] for n in now if n < 12 and n != 3].count("бонусы")


def test_an_index_made_anew_meanwhile_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = edited_one_by_one(tmp_path, 12)
    prepare = whoosh.prepare

    def prepare_and_rebuild(*parts: object) -> Path:
        scratch = prepare(*parts)  # type: ignore[arg-type]
        other = searcher(tmp_path, {})
        other._engine.replace([])
        return scratch

    monkeypatch.setattr(whoosh, "prepare", prepare_and_rebuild)
    made.tidy()

    assert made.status().articles == 0


def test_one_tidies_at_a_time_and_the_others_do_not_wait(tmp_path: Path) -> None:
    made = edited_one_by_one(tmp_path, 12)
    before = segments(made)
    other = WhooshEngine(tmp_path / "index")
    with other._generations.tidying() as is_mine:
        made.tidy()

    assert is_mine
    assert segments(made) == before


def _edit_and_tidy(folder: Path) -> None:
    edited_one_by_one(folder, 12).tidy()


def test_who_is_killed_while_tidying_leaves_a_usable_index(tmp_path: Path) -> None:
    edited_one_by_one(tmp_path, 12)
    seeded = random.Random(7)  # noqa: S311
    for _ in range(10):
        writer = FORK.Process(target=_edit_and_tidy, args=(tmp_path,))
        writer.start()
        time.sleep(seeded.uniform(0.05, 0.5))
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        survivor = WhooshEngine(tmp_path / "index")
        assert survivor.stats().state == "ready"
        assert survivor.stats().articles == 20

    made = edited_one_by_one(tmp_path, 12)
    made.tidy()
    assert segments(made) <= FEW
    assert not list(tmp_path.rglob("joined-*"))
