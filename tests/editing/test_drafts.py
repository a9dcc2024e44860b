"""What is typed and not saved, who is there, and what was read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.editing import drafts, presence, readings
from app.errors import InvalidInput
from tests.accounts import cast

if TYPE_CHECKING:
    from sqlalchemy import Engine


def test_draft_is_the_accounts_own_and_the_last_one_typed(database: Engine) -> None:
    anna, boris = cast.anna(), cast.boris()
    drafts.save("voz-01", anna.id, base="abc", content="Пер")
    drafts.save("voz-01", anna.id, base="abc", content="Первый\0")
    drafts.save("voz-01", boris.id, base="abc", content="Второй")
    found = drafts.find("voz-01", anna.id)
    assert found is not None
    assert (found.content, found.base) == ("Первый", "abc")
    drafts.discard("voz-01", anna.id)
    assert drafts.find("voz-01", anna.id) is None
    assert drafts.find("voz-01", boris.id) is not None


def test_drafts_of_an_account_are_listed_newest_first(database: Engine) -> None:
    anna = cast.anna()
    key = drafts.new_key()
    with clock.frozen_at(clock.now() - timedelta(hours=1)):
        drafts.save("voz-01", anna.id, base="abc", content="Раньше")
    drafts.save(key, anna.id, base="", content="Позже")
    assert [draft.key for draft in drafts.of_account(anna.id)] == [key, "voz-01"]
    drafts.forget_before(clock.now() - timedelta(minutes=1))
    assert [draft.key for draft in drafts.of_account(anna.id)] == [key]


@pytest.mark.parametrize(
    ("key", "base", "content", "field"),
    [
        ("", "", "x", "key"),
        ("x" * 201, "", "x", "key"),
        ("voz-01", "x" * 65, "x", "key"),
        ("voz-01", "", "x" * 2_000_001, "content"),
    ],
)
def test_impossible_draft_is_refused(
    database: Engine, key: str, base: str, content: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        drafts.save(key, cast.anna().id, base=base, content=content)
    assert list(refused.value.fields) == [field]


def test_others_at_an_article_are_shown_until_they_leave(database: Engine) -> None:
    anna, boris, vera = cast.anna(), cast.boris(), cast.vera()
    with clock.frozen_at(clock.now()):
        presence.note("voz-01", anna.id, typing=False)
        presence.note("voz-01", boris.id, typing=False)
        presence.note("voz-01", vera.id, typing=True)
        presence.note("voz-02", vera.id, typing=False)
        there = presence.others("voz-01", anna.id)
        assert [(one.name, one.typing) for one in there] == [("Вера", True), ("Борис", False)]
        assert there[0].seen_at == clock.now()
    presence.leave("voz-01", vera.id)
    assert [one.name for one in presence.others("voz-01", anna.id)] == ["Борис"]


def test_who_falls_silent_is_gone(database: Engine) -> None:
    anna, boris = cast.anna(), cast.boris()
    with clock.frozen_at(clock.now() - presence.LASTS - timedelta(seconds=1)):
        presence.note("voz-01", boris.id, typing=True)
    assert presence.others("voz-01", anna.id) == ()
    presence.forget_old()
    with clock.frozen_at(clock.now() - presence.LASTS):
        assert presence.others("voz-01", anna.id) == ()


def test_last_revision_read_is_remembered(database: Engine) -> None:
    anna = cast.anna()
    assert readings.last(anna.id, "voz-01") is None
    readings.mark(anna.id, "voz-01", "abc")
    readings.mark(anna.id, "voz-01", "def")
    assert readings.last(anna.id, "voz-01") == "def"
    assert readings.last_of_each(anna.id, ["voz-01", "voz-02"]) == {"voz-01": "def"}
