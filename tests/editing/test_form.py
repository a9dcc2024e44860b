"""Front matter as fields of a form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.articles.article import Article
from app.editing import form
from app.errors import InvalidInput

MOSCOW = ZoneInfo("Europe/Moscow")
ARTICLE = Article(
    id="voz-01",
    slug="vozvrat",
    category="vozvrat",
    title="Возврат",
    questions=("как вернуть", "где деньги"),
    tags=("возврат", "деньги"),
    audience="public",
    status="published",
    verified=date(2026, 3, 1),
    publish_at=datetime(2026, 3, 31, 6, 0, tzinfo=UTC),
    related=("opl-01",),
)
SHOWN = form.shown(ARTICLE, MOSCOW)


def changed(**typed: str) -> dict[str, object]:
    return form.changes(SHOWN, typed, MOSCOW)


def test_fields_show_what_the_file_says_in_the_zone_of_the_site() -> None:
    assert SHOWN["questions"] == "как вернуть\nгде деньги"
    assert SHOWN["tags"] == "возврат, деньги"
    assert SHOWN["publish_at"] == "2026-03-31T09:00"
    assert SHOWN["verify_every_days"] == ""


def test_what_comes_back_as_it_was_shown_changes_nothing() -> None:
    returned = {name: text.replace("\n", "\r\n") + " " for name, text in SHOWN.items()}
    assert form.changes(SHOWN, returned, MOSCOW) == {}
    assert form.changes(SHOWN, {}, MOSCOW) == {}


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("title", "  Новое \t название ", "Новое название"),
        ("summary", "Кратко", "Кратко"),
        ("questions", "один\r\n\r\n два \nодин", ["один", "два"]),
        ("questions", "", None),
        ("tags", "а, б,, а", ["а", "б"]),
        ("audience", "staff", "staff"),
        ("lang", "en", "en"),
        ("translation_of", "voz-02", "voz-02"),
        ("owner", "anna", "anna"),
        ("verified", "2026-04-01", "2026-04-01"),
        ("verified", "", None),
        ("verify_every_days", "90", 90),
        ("confidence", "validated", "validated"),
        ("publish_at", "2026-06-01T10:30", "2026-06-01T10:30+03:00"),
        ("publish_at", "2026-06-01 10:30+05:00", "2026-06-01T10:30+05:00"),
        ("publish_at", "", None),
        ("related", "opl-01, voz-02\nopl-03", ["opl-01", "voz-02", "opl-03"]),
    ],
)
def test_typed_value_is_read_as_the_file_says_it(name: str, typed: str, expected: object) -> None:
    assert changed(**{name: typed}) == {name: expected}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"verified": "2026-11-28"}, {"verified": "2026-11-28", "confidence": "validated"}),
        ({"verified": "2025-01-01"}, {"verified": "2025-01-01"}),
        ({"verified": ""}, {"verified": None}),
        ({"confidence": ""}, {"confidence": None}),
        (
            {"verified": "2026-11-28", "confidence": "wip"},
            {"verified": "2026-11-28", "confidence": "wip"},
        ),
    ],
)
def test_later_day_of_checking_makes_an_article_checked(
    typed: dict[str, str], expected: dict[str, object]
) -> None:
    unsure = {**SHOWN, "confidence": "not-validated"}
    assert form.changes(unsure, typed, MOSCOW) == expected


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("title", " ", "нет названия"),
        ("title", "а" * 501, "Не больше 500 знаков"),
        ("questions", "а" * 501, "Не больше 500 знаков"),
        ("tags", "а" * 101, "Не больше 100 знаков"),
        ("audience", "everyone", "из списка"),
        ("lang", "", "из списка"),
        ("verified", "завтра", "дату вида"),
        ("confidence", "sure", "из списка"),
        ("verify_every_days", "0", "целое число дней"),
        ("verify_every_days", "много", "целое число дней"),
        ("verify_every_days", "9" * 30, "целое число дней"),
        ("publish_at", "31.03.2026", "дату и время вида"),
    ],
)
def test_wrong_value_is_told_beside_its_field(name: str, typed: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        changed(**{name: typed, "summary": "Кратко"})
    assert list(caught.value.fields) == [name]
    assert said in str(caught.value.fields[name])
