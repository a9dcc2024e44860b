"""Which articles a list shows, in which order, and one change of many of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app.articles.article import Article
from app.editing import bulk, comments, listing, revisions
from app.editing.bulk import Wish
from app.editing.listing import Due, Sorting, Wanted
from app.errors import InvalidInput
from tests.accounts import cast
from tests.editing.shelf import BORIS

if TYPE_CHECKING:
    from app.articles.library import Library
    from app.editing.editor import Editor

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def article(article_id: str, **fields: object) -> Article:
    given = {"category": "oplata", "title": article_id, "status": "published", **fields}
    return Article(id=article_id, slug=article_id, **given)  # type: ignore[arg-type]


SHELF = (
    article("a", title="Яблоко", updated=date(2026, 1, 1), owner="anna", tags=("СБП",)),
    article("b", title="ананас", updated=date(2026, 3, 1), status="draft", category="oplata/karty"),
    article("c", title="Банан", updated=date(2026, 2, 1), audience="public", owner="Boris"),
    article("d", title="Груша", category="oplatar", publish_at=NOW + HOUR, lang="en"),
    article("e", title="Дыня", unpublish_at=NOW, verified=date(2026, 1, 1), verify_every_days=90),
)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(), "abcde"),
        (Wanted(stage="published"), "ac"),
        (Wanted(stage="scheduled"), "d"),
        (Wanted(stage="over"), "e"),
        (Wanted(stage="draft"), "b"),
        (Wanted(category="oplata"), "abce"),
        (Wanted(category="oplata/karty"), "b"),
        (Wanted(owner="boris"), "c"),
        (Wanted(owner=listing.NOBODY), "bde"),
        (Wanted(tag="сбп"), "a"),
        (Wanted(audience="public"), "c"),
        (Wanted(confidence="wip"), "b"),
        (Wanted(due="expired"), "e"),
        (Wanted(lang="en"), "d"),
        (Wanted(category="oplata", audience="staff", owner="anna"), "a"),
        (Wanted(stage="unknown"), ""),
    ],
)
def test_list_shows_what_meets_every_condition(wanted: Wanted, ids: str) -> None:
    assert [found.id for found in listing.matching(SHELF, wanted, NOW)] == list(ids)


def test_what_a_reviewer_is_for_waits_no_longer_for_a_review() -> None:
    shelf = (article("a", status="review"), article("b", status="review"), article("c"))
    for stage, ids in (("review", "b"), ("approved", "a"), ("published", "c")):
        found = listing.matching(shelf, Wanted(stage=stage), NOW, {"a", "c"})
        assert [one.id for one in found] == list(ids)


def test_article_in_a_category_for_staff_is_listed_as_staffs() -> None:
    shelf = (article("a", audience="public", shelved_for="staff"),)
    assert listing.matching(shelf, Wanted(audience="public"), NOW) == []
    assert listing.matching(shelf, Wanted(audience="staff"), NOW) == list(shelf)


@pytest.mark.parametrize(
    ("sorting", "ids"),
    [
        (Sorting.TITLE, "bcdea"),
        (Sorting.UPDATED, "bcade"),
        (Sorting.STAGE, "bcdea"),
        (Sorting.CATEGORY, "ceabd"),
        (Sorting.OWNER, "acbde"),
        (Sorting.DUE, "ebcda"),
    ],
)
def test_list_has_an_order_and_equals_are_by_title(sorting: Sorting, ids: str) -> None:
    assert [found.id for found in listing.ordered(SHELF, sorting)] == list(ids)


@pytest.mark.parametrize(
    ("verified", "days", "due"),
    [
        (date(2026, 11, 1), 27, Due.SOON),
        (date(2026, 11, 1), 26, Due.EXPIRED),
        (date(2026, 11, 1), 57, Due.SOON),
        (date(2026, 11, 1), 58, Due.LATER),
        (date(2026, 11, 1), None, Due.NEVER),
    ],
)
def test_verification_is_due_after_its_days(verified: date, days: int | None, due: Due) -> None:
    checked = article("a", verified=verified, verify_every_days=days)
    assert listing.due(checked, NOW.date()) is due


def test_owners_and_tags_to_choose_from_are_by_alphabet() -> None:
    assert listing.values(SHELF) == (["anna", "Boris"], ["СБП"])


def seen(library: Library) -> dict[str, str]:
    return {one.id: one.revision for one in library.refresh().articles.values()}


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish("tag", "Деньги"), [("voz-01", False), ("voz-02", True)]),
        (Wish("untag", "деньги"), [("voz-01", True), ("voz-02", False)]),
        (Wish("assign", "anna"), [("voz-01", True), ("voz-02", True)]),
        (Wish("assign"), [("voz-01", False), ("voz-02", False)]),
        (Wish("move", "oplata"), [("voz-01", True), ("voz-02", True)]),
        (Wish("move", "vozvrat"), [("voz-01", False), ("voz-02", False)]),
        (Wish("archive"), [("voz-01", True), ("voz-02", True)]),
    ],
)
def test_plan_is_what_is_then_done(
    editor: Editor, library: Library, wish: Wish, expected: list[tuple[str, bool]]
) -> None:
    before = seen(library)
    planned = bulk.plan(library.snapshot, before, wish)
    assert sorted((one.article.id, one.changes) for one in planned) == expected
    assert seen(library) == before
    report = bulk.apply(editor, before, wish, cast.anna())
    assert (sorted(report.done), report.refused) == (["voz-01", "voz-02"], {})
    again = bulk.plan(library.snapshot, before, wish)
    assert not [one for one in again if one.changes]


def test_moved_articles_lie_in_the_other_category_with_their_old_addresses(
    editor: Editor, library: Library
) -> None:
    bulk.apply(editor, seen(library), Wish("move", "oplata"), cast.anna())
    found = [(one.category, one.slug) for one in library.snapshot.articles.values()]
    assert sorted(found) == [("oplata", "obmen"), ("oplata", "vozvrat-deneg")]


def test_tags_are_added_and_taken_away(editor: Editor, library: Library) -> None:
    anna = cast.anna()
    bulk.apply(editor, seen(library), Wish("tag", "СБП"), anna)
    assert library.snapshot.get("voz-01").tags == ("возврат", "деньги", "СБП")
    bulk.apply(editor, seen(library), Wish("untag", "сбп"), anna)
    assert library.snapshot.get("voz-02").tags == ()
    assert "tags" not in editor.source("voz-02").content.decode()


def test_article_that_changed_since_the_preview_stays_and_the_others_go_on(
    editor: Editor, library: Library
) -> None:
    before = seen(library)
    editor.change("voz-01", BORIS, title="Деньги назад")
    report = bulk.apply(editor, before, Wish("assign", "olga"), cast.anna())
    assert report.done == ("voz-02",)
    assert "осталась как есть" in str(report.refused["voz-01"])
    assert library.snapshot.get("voz-01").owner == ""
    assert library.snapshot.get("voz-02").owner == "olga"


def test_many_are_taken_up_by_search_once(
    editor: Editor, library: Library, told: list[object]
) -> None:
    bulk.apply(editor, seen(library), Wish("archive"), cast.anna())
    assert len(told) == 2
    assert [row.author for row in revisions.of_article("voz-01")] == ["Анна", "file"]
    assert comments.count_open(["voz-01"]) == {}


def test_article_that_is_gone_is_reported(editor: Editor, library: Library) -> None:
    report = bulk.apply(editor, {"voz-99": "abc"}, Wish("archive"), cast.anna())
    assert str(report.refused["voz-99"]) == "Статья не найдена."


@pytest.mark.parametrize(
    ("ids", "wish", "field"),
    [
        ([], Wish("archive"), "articles"),
        (["voz-99"], Wish("archive"), "articles"),
        (["voz-01"], Wish("publish"), "action"),
        (["voz-01"], Wish("tag", " "), "value"),
        (["voz-01"], Wish("tag", "я" * 101), "value"),
        (["voz-01"], Wish("move", "net"), "value"),
    ],
)
def test_wish_that_cannot_be_is_refused_beside_the_field(
    editor: Editor, library: Library, ids: list[str], wish: Wish, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        bulk.plan(library.snapshot, ids, wish)
    assert list(refused.value.fields) == [field]


def test_title_that_is_taken_in_the_other_category_is_planned_as_refused(
    editor: Editor, library: Library
) -> None:
    (library.folder / "oplata" / "obmen.md").write_text("broken", encoding="utf-8")
    planned = bulk.plan(library.refresh(), ["voz-02"], Wish("move", "oplata"))
    assert "занят" in str(planned[0].refused)
