"""Each reason as a table of cases: what is reported, with which numbers, and what is not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.articles.problems import problem
from app.curation.attention import asked_after, links, overshadowed, twins, unread, votes
from app.curation.attention.asked_after import Asked
from app.curation.attention.outdated import outdated
from app.curation.attention.overdue import overdue
from app.curation.attention.reasons import Finding, Reason, severity
from app.curation.attention.unread import Opened
from app.curation.attention.votes import Edition, Voted
from app.curation.letters.said import said
from app.editing.translations import SAYS, text_of
from app.feedback.tallies import Tally
from tests.curation.attention.articles import TODAY, article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.accounts.roles import Reader
    from app.articles.article import Article

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "days", "never"),
    [
        ({"verified": date(2026, 8, 1), "verify_every_days": 90}, 29, 0),
        ({"verified": date(2026, 8, 30), "verify_every_days": 90}, None, 0),
        ({"verified": date(2026, 8, 29), "verify_every_days": 90}, 1, 0),
        ({"verified": date(2020, 1, 1)}, None, 0),
        ({"updated": date(2026, 1, 1), "verify_every_days": 30}, 301, 1),
        ({"created": date(2026, 11, 1), "verify_every_days": 30}, None, 1),
        ({"verify_every_days": 30}, None, 1),
        ({"verified": date(2026, 1, 1), "verify_every_days": 10**9}, None, 0),
    ],
)
def test_verification_is_due(fields: dict[str, object], days: int | None, never: int) -> None:
    found = list(overdue([article(**fields)], TODAY))
    assert [one.numbers["days"] for one in found] == ([] if days is None else [days])
    assert all(one.numbers["never"] == never for one in found)


@pytest.mark.parametrize(
    ("before", "now", "fallen"),
    [
        ((20, 2), (2, 6), True),
        ((20, 2), (3, 5), True),
        ((90, 10), (4, 1), False),  # a low bound of few votes is no fall
        ((20, 2), (0, 4), False),  # too few now
        ((4, 0), (2, 20), False),  # too few before
        ((10, 10), (11, 10), False),
        ((2, 20), (20, 2), False),
        ((50, 50), (38, 62), False),  # within what chance does
        ((500, 500), (380, 620), True),
    ],
)
def test_helpfulness_fell(before: tuple[int, int], now: tuple[int, int], *, fallen: bool) -> None:
    assert votes.has_fallen(Tally(*before), Tally(*now)) is fallen


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_what_fell_helps_less_and_never_both_ways(a: int, b: int, c: int, d: int) -> None:
    before, now = Tally(a, b), Tally(c, d)
    if votes.has_fallen(before, now):
        assert c / (c + d) < a / (a + b)
        assert not votes.has_fallen(now, before)


def voted(revision: str, day: int, yes: int, no: int) -> Voted:
    at = NOW - timedelta(days=100 - day)
    return Voted(revision, Tally(yes, no), at, at)


def test_votes_on_one_text_are_one_whatever_the_front_matter() -> None:
    rows = [voted("c", 30, 1, 4), voted("a", 1, 20, 2), voted("b", 20, 1, 2)]
    texts = {"a": "old", "b": "new", "c": "new"}
    known = votes.editions(rows, lambda revision: texts[revision])
    assert list(known) == ["old", "new"]
    assert known["new"].tally == Tally(2, 6)
    found = votes.fell(article(), known, "new")
    assert found is not None
    assert found.numbers == {
        "helpful": 2,
        "votes": 8,
        "low": 0.071,
        "helpful_before": 20,
        "votes_before": 22,
        "low_before": 0.722,
    }
    assert votes.fell(article(), known, "old") is None
    assert votes.fell(article(), known, "a text without votes") is None


def test_an_article_below_the_mean_is_unhelpful_and_says_so_in_numbers() -> None:
    def edition(yes: int, no: int) -> Edition:
        return Edition(Tally(yes, no), NOW, NOW)

    known = {"good": edition(30, 5), "bad": edition(2, 12), "few": edition(0, 4)}
    (found,) = votes.unhelpful(known)
    assert (found.article_id, found.numbers["helpful"], found.numbers["votes"]) == ("bad", 2, 14)
    assert found.numbers["mean"] == round(32 / 53, 3)
    assert list(votes.unhelpful({})) == []


@pytest.mark.parametrize(
    ("minutes", "days", "numbers"),
    [
        ((5, 29), (1, 2), (2, 0)),
        ((5, 31), (1, 2), (1, 0)),
        ((5, 5), (1, 40), (1, 1)),
        ((5,), (40,), None),
        ((31,), (1,), None),
    ],
)
def test_tickets_after_reading(
    minutes: Sequence[int], days: Sequence[int], numbers: tuple[int, int] | None
) -> None:
    pairs = []
    for number, (minute, day) in enumerate(zip(minutes, days, strict=True)):
        at = NOW - timedelta(days=day)
        pairs += [Asked("voz-01", at - timedelta(minutes=minute), number, at)] * 2
    found = list(asked_after.asked_after(pairs, {"voz-01": 40}, NOW))
    counted = [(f.numbers["tickets"], f.numbers["tickets_before"]) for f in found]
    assert counted == ([numbers] if numbers else [])
    assert all(f.numbers["readers"] == 40 for f in found)


@pytest.mark.parametrize(
    ("mark", "original", "days"),
    [
        ("old", {"updated": date(2026, 11, 18)}, 10),
        ("old", {"updated": TODAY}, 1),
        ("old", {}, 1),
        ("now", {"updated": date(2026, 11, 18)}, None),
        ("old", {"id": "another"}, None),
    ],
)
def test_translation_that_has_fallen_behind(
    mark: str, original: dict[str, Any], days: int | None
) -> None:
    first = replace(article("voz-01"), **original)
    mark = text_of(first) if mark == "now" else "0" * 12
    other = article("voz-01-en", lang="en", translation_of="voz-01", extra={SAYS: mark})
    found = list(outdated({one.id: one for one in (first, other)}, NOW))
    assert [(f.article_id, f.numbers["days"]) for f in found] == (
        [] if days is None else [("voz-01-en", days)]
    )


def test_every_reason_is_said_in_letters() -> None:
    numbers = defaultdict(lambda: 2.0)
    for reason in Reason:
        finding = Finding(reason, "voz-01", NOW, 0.5, numbers)
        words = said(finding, str, lambda one, many, n: one if n == 1 else many)
        assert any(map(str.isdigit, words)), reason


LONG_AGO, LATELY = NOW - timedelta(days=200), NOW - timedelta(days=20)


@pytest.mark.parametrize(
    ("fields", "last", "since", "days"),
    [
        ({}, None, LONG_AGO, 200),
        ({}, None, LATELY, None),  # nobody knows what was before
        ({}, None, None, None),
        ({}, Opened(LATELY, LATELY), LONG_AGO, None),
        ({}, Opened(LONG_AGO, LATELY), LONG_AGO, 200),
        ({}, Opened(None, LATELY), LONG_AGO, 200),  # staff alone
        ({"audience": "staff"}, Opened(None, LATELY), LONG_AGO, None),
        ({"shelved_for": "staff"}, Opened(None, LATELY), LONG_AGO, None),
        ({"created": date(2026, 11, 1)}, None, LONG_AGO, None),
    ],
)
def test_unread_for_long(
    fields: dict[str, object], last: Opened | None, since: datetime | None, days: int | None
) -> None:
    one = article(**fields)
    found = list(unread.unread([one], {one.id: last} if last else {}, since, NOW))
    assert [f.numbers["days"] for f in found] == ([] if days is None else [days])


def test_dead_links_and_missing_pictures_are_told_by_line() -> None:
    path = Path("vozvrat/a.md")
    problems = [
        problem(path, 3, "dead-link", href="x.md"),
        problem(path, 9, "dead-anchor", href="#y", anchor="y"),
        problem(path, 4, "missing-image", src="z.png"),
        problem(path, 5, "image-without-alt", src="z.png"),
        problem(Path("draft.md"), 1, "dead-link", href="x.md"),
    ]
    found = {f.reason: f for f in links.broken(problems, {path: "voz-01"}, NOW)}
    assert set(found) == {Reason.DEAD_LINKS, Reason.IMAGES}
    assert found[Reason.DEAD_LINKS].numbers == {"links": 2}
    assert [thing.number for thing in found[Reason.DEAD_LINKS].things] == [3, 9]
    assert "z.png" in found[Reason.IMAGES].things[0].text


class Shelf:
    """A snapshot as far as questions go."""

    def translations(self, one: Article) -> tuple[Article, ...]:
        return (article("voz-01-en", lang="en"),) if one.id == "voz-01" else ()


def test_questions_that_find_another_article_first() -> None:
    answers = {
        "мой": ["voz-01"],
        "перевод": ["voz-01-en", "opl-01"],
        "чужой": ["opl-01", "opl-02", "voz-01"],
        "ничей": ["opl-01"],
        "пусто": [],
    }
    one = article(questions=tuple(answers))
    ask = lambda question, _article: answers[question]  # noqa: E731
    (found,) = overshadowed.overshadowed([one], Shelf(), ask, NOW)  # type: ignore[arg-type]
    assert found.numbers == {"questions": 2}
    assert [thing[:3] for thing in found.things] == [
        ("чужой", "opl-01", 3),
        ("ничей", "opl-01", None),
    ]


class ForStaff:
    """A searcher that finds one article, for staff alone."""

    def find(self, _question: str, reader: Reader, *, lang: str) -> SimpleNamespace:
        found = [SimpleNamespace(article_id="voz-01")] if reader.is_staff else []
        return SimpleNamespace(results=found, lang=lang)


@pytest.mark.parametrize(("fields", "found"), [({}, []), ({"shelved_for": "staff"}, ["voz-01"])])
def test_questions_are_asked_by_those_whom_the_article_is_open_to(
    fields: dict[str, object], found: list[str]
) -> None:
    ask = overshadowed.ask_with(ForStaff())  # type: ignore[arg-type]
    assert ask("выдача", article(**fields)) == found


WORDS = "Деньги вернутся на ту же карту с которой вы платили обычно за три рабочих дня"


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ({"body": WORDS}, {"body": WORDS + " но бывает и дольше"}, "words"),
        ({"body": WORDS}, {"body": "Совсем другое. " + WORDS.split()[0]}, None),
        (
            {"title": "Как вернуть деньги", "questions": ("когда придёт возврат",)},
            {"title": "Возврат денег", "questions": ("когда приходит возврат",)},
            "questions",
        ),
        ({"title": "Как вернуть деньги"}, {"title": "Возврат денег"}, None),
        ({"body": WORDS}, {"body": WORDS, "lang": "en"}, None),
        ({"body": WORDS}, {"body": WORDS, "shelved_for": "staff"}, None),
        ({"body": WORDS}, {"body": WORDS, "audience": "staff"}, None),
        ({"body": WORDS}, {"body": WORDS, "translation_of": "a"}, None),
    ],
)
def test_twins_by_words_and_questions(
    one: dict[str, object], other: dict[str, object], sign: str | None
) -> None:
    pair = [
        article("a", **{"body": "Первый текст про одно.", **one}),
        article("b", **{"body": "Второй рассказ о другом.", **other}),
    ]
    found = list(twins.twins(pair, None, NOW))
    assert len(found) == (2 if sign else 0)
    if sign:
        assert found[0].numbers[sign] > 0
        assert {f.article_id: f.things[0].article_id for f in found} == {"a": "b", "b": "a"}


def test_twins_by_meaning() -> None:
    pair = [article("a", body="одно"), article("b", body="другое"), article("c", body="третье")]
    vectors = np.array([[1, 0], [0.9, 0.436], [0, 1]], np.float32)
    found = list(twins.twins(pair, (["a", "b", "c"], vectors), NOW))
    assert sorted(f.article_id for f in found) == ["a", "b"]
    assert found[0].numbers["meaning"] == pytest.approx(0.9, abs=0.001)


def test_boilerplate_in_many_articles_makes_no_twins() -> None:
    many = [article(f"a{n}", body=WORDS) for n in range(twins.COMMON + 1)]
    assert list(twins.twins(many, None, NOW)) == []


@given(st.sampled_from(Reason), st.floats(0, 1e6))
def test_severity_stays_in_bounds_and_grows(reason: Reason, amount: float) -> None:
    assert 0 <= severity(reason, 0) <= severity(reason, amount) <= 1
