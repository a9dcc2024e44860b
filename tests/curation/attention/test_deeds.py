"""What is done from the list: by whom, byte by byte, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.accounts.roles import Role
from app.curation.attention import deeds, listing, snoozes
from app.curation.attention.deeds import Action, Order
from app.curation.attention.listing import Sorting, Wanted
from app.curation.attention.owners import Owners
from app.curation.attention.reasons import Reason
from app.curation.attention.visibility import seen_by
from app.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.accounts import cast
from tests.web import content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.accounts.models import Account
    from app.articles.library import Library
    from app.editing.editor import Editor

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
OLD = "verified: 2026-01-10   # после переезда\nverify_every_days: 30\n"


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def anna() -> Account:
    return cast.anna()


@pytest.fixture
def boris() -> Account:
    return cast.boris()


@pytest.fixture
def overdue(folder: Path, library: Library) -> Path:
    """The file of voz-02, Борис's own, whose verification is due."""
    content.article(
        folder, "vozvrat/obmen", "voz-02", "Обмен", "Текст.", more=OLD + "owner: boris\n"
    )
    library.refresh()
    return folder / "vozvrat" / "obmen.md"


def listed(library: Library) -> set[str]:
    return {row.article.id for row in listing.attention(library.snapshot).rows}


def snooze(days: int = 7) -> Order:
    reasons = {"voz-02": [Reason.OVERDUE]}
    return Order(
        Action.SNOOZE, ["voz-02"], until=NOW.date() + timedelta(days=days), reasons=reasons
    )


def test_verifying_changes_one_line_and_is_taken_back_to_the_byte(
    editor: Editor, library: Library, overdue: Path, boris: Account
) -> None:
    before = overdue.read_bytes()
    done = deeds.do(editor, Order(Action.VERIFY, ["voz-02", "voz-02"]), boris)
    assert (done.number, done.refused) == (1, [])
    assert "voz-02" not in listed(library)
    lines = set(overdue.read_text(encoding="utf-8").splitlines())
    changed = lines ^ set(before.decode().splitlines())
    assert {line.partition(":")[0] for line in changed} == {"verified"}
    assert "verified: 2026-11-28" in overdue.read_text(encoding="utf-8")
    assert done.deed_id is not None
    deeds.undo(editor, done.deed_id, boris)
    assert overdue.read_bytes() == before
    assert "voz-02" in listed(library)
    with pytest.raises(Conflict):
        deeds.undo(editor, done.deed_id, boris)


def test_verifying_twice_a_day_is_one_deed(editor: Editor, overdue: Path, anna: Account) -> None:
    deeds.do(editor, Order(Action.VERIFY, ["voz-02"]), anna)
    again = deeds.do(editor, Order(Action.VERIFY, ["voz-02"]), anna)
    assert (again.deed_id, again.number) == (None, 0)


def test_what_somebody_has_changed_since_is_not_taken_back(
    editor: Editor, overdue: Path, anna: Account
) -> None:
    done = deeds.do(editor, Order(Action.VERIFY, ["voz-02", "voz-01"]), anna)
    overdue.write_text(overdue.read_text(encoding="utf-8") + "Ещё.\n", encoding="utf-8")
    assert done.deed_id is not None
    undone = deeds.undo(editor, done.deed_id, anna)
    assert undone.number == 1
    ((article_id, problem),) = undone.refused
    assert (article_id, "с тех пор изменили" in str(problem)) == ("voz-02", True)
    assert "Ещё." in overdue.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("admin", set(Action)),
        ("editor", set(Action)),
        ("owner", {Action.VERIFY, Action.SNOOZE}),
        ("agent", set[Action]()),
    ],
)
def test_rights_by_role(
    who: str, allowed: set[Action], editor: Editor, library: Library, overdue: Path
) -> None:
    account = {
        "admin": lambda: cast.hire("Олег", "oleg@polka.example", Role.ADMIN),
        "editor": cast.anna,
        "owner": cast.boris,
        "agent": cast.vera,
    }[who]()
    article = library.snapshot.get("voz-02")
    assert {action for action in Action if deeds.may_do(account, action, article)} == allowed
    before = overdue.read_bytes()
    for action in set(Action) - allowed:
        order = replace(snooze(), action=action, owner="anna@polka.example")
        ((_, problem),) = deeds.do(editor, order, account).refused
        assert isinstance(problem, Forbidden)
    assert overdue.read_bytes() == before


def test_only_who_did_it_takes_it_back(
    editor: Editor, overdue: Path, anna: Account, boris: Account
) -> None:
    done = deeds.do(editor, snooze(), anna)
    assert done.deed_id is not None
    with pytest.raises(Forbidden):
        deeds.undo(editor, done.deed_id, boris)
    with pytest.raises(NotFound):
        deeds.undo(editor, 999, anna)
    assert deeds.find(done.deed_id, boris) is None


def test_what_is_put_off_comes_back_on_its_day_and_says_who_did_it(
    editor: Editor, library: Library, overdue: Path, anna: Account
) -> None:
    done = deeds.do(editor, snooze(7), anna)
    assert "voz-02" not in listed(library)
    (row,) = listing.attention(library.snapshot).put_off
    off = row.put_off[Reason.OVERDUE]
    assert (off.until, off.account) == (date(2026, 12, 5), anna)
    with clock.frozen_at(NOW + timedelta(days=7)):
        assert "voz-02" in listed(library)
        snoozes.forget_over(date(2026, 12, 5))
        assert snoozes.active(date(2026, 1, 1)) == {}
    again = deeds.do(editor, snooze(7), anna)
    assert done.deed_id is not None
    assert again.deed_id is not None
    deeds.undo(editor, again.deed_id, anna)
    assert "voz-02" in listed(library)


def test_a_new_reason_of_what_is_put_off_shows_at_once(
    editor: Editor, library: Library, overdue: Path, folder: Path, anna: Account
) -> None:
    deeds.do(editor, replace(snooze(), reasons={"voz-02": [Reason.FLAGS]}), anna)
    assert "voz-02" in listed(library)


@pytest.mark.parametrize("days", [None, -1, 0, 367, 10_000])
def test_a_day_that_makes_no_sense_puts_nothing_off(
    days: int | None, editor: Editor, anna: Account
) -> None:
    until = None if days is None else NOW.date() + timedelta(days=days)
    with pytest.raises(InvalidInput) as refused:
        deeds.do(editor, replace(snooze(), until=until), anna)
    assert "until" in refused.value.fields


@pytest.mark.parametrize("ids", [(), tuple(map(str, range(201)))])
def test_none_and_too_many_are_refused(ids: tuple[str, ...], editor: Editor, anna: Account) -> None:
    with pytest.raises(InvalidInput) as refused:
        deeds.do(editor, Order(Action.VERIFY, ids), anna)
    assert "ids" in refused.value.fields


def test_an_article_that_is_gone_does_not_stop_the_others(
    editor: Editor, library: Library, overdue: Path, anna: Account
) -> None:
    done = deeds.do(
        editor, Order(Action.ASSIGN, ["gone", "voz-02"], owner="anna@polka.example"), anna
    )
    assert (done.number, [i for i, _ in done.refused]) == (1, ["gone"])
    owner = library.refresh().get("voz-02").owner
    assert Owners().find(owner) == anna
    deeds.do(editor, Order(Action.ASSIGN, ["voz-02"]), anna)
    assert "owner:" not in overdue.read_text(encoding="utf-8")


def test_an_archived_article_is_out_of_the_list_and_comes_back_whole(
    editor: Editor, library: Library, overdue: Path, anna: Account
) -> None:
    before = overdue.read_bytes()
    done = deeds.do(editor, Order(Action.ARCHIVE, ["voz-02"]), anna)
    assert library.refresh().get("voz-02").status == "archived"
    assert "voz-02" not in listed(library)
    assert done.deed_id is not None
    deeds.undo(editor, done.deed_id, anna)
    assert overdue.read_bytes() == before


@pytest.mark.parametrize("owner", ["boris@polka.example", "boris", "Борис", "БОРИС"])
def test_an_owner_is_found_by_address_login_and_name(owner: str, boris: Account) -> None:
    cast.hire("Тёзка", "boris@example.com")
    cast.hire("Вера", "vera@a.example")
    cast.hire("Вера", "vera@b.example")
    owners = Owners()
    expected = None if owner == "boris" else boris
    assert owners.find(owner) == expected
    assert owners.find("Вера") is None
    assert owners.find("") is None


def test_an_agent_sees_what_is_read_and_what_is_theirs(
    folder: Path, library: Library, boris: Account, anna: Account
) -> None:
    later = OLD + "publish_at: 2099-01-01T00:00+03:00\n"
    content.article(folder, "vozvrat/a", "a", "Своя", "Т.", more=later + "owner: boris\n")
    content.article(folder, "vozvrat/b", "b", "Чужая", "Т.", more=later)
    content.article(folder, "vozvrat/c", "c", "Служебная", "Т.", audience="staff", more=OLD)
    snapshot = library.refresh()

    def seen(account: Account) -> set[str]:
        return {row.article.id for row in listing.attention(snapshot, seen_by(account)).rows}

    assert seen(anna) >= {"a", "b", "c"}
    assert seen(boris) & {"a", "b", "c"} == {"a", "c"}


def test_conditions_orders_and_pages(folder: Path, library: Library) -> None:
    for number in range(35):
        when = date(2026, 1, 1) + timedelta(days=number)
        more = f"verified: {when}\nverify_every_days: 30\n" + (
            "owner: anna\n" if number < 3 else ""
        )
        category = "oplata/karty" if number < 5 else "vozvrat"
        content.article(
            folder, f"{category}/n{number}", f"n{number:02}", f"Н {number:02}", "Т.", more=more
        )
    found = listing.attention(library.refresh())
    page = found.page(Wanted(reason=Reason.OVERDUE))
    assert (page.total, page.pages, len(page.rows)) == (36, 2, 30)
    assert len(found.page(Wanted(reason=Reason.OVERDUE), 99).rows) == 6
    assert found.page(Wanted(category="oplata")).total == 5
    assert found.page(Wanted(owner="anna")).total == 3
    assert page.by_owner == {"anna": 3}
    assert page.by_category["oplata/karty"] == 5
    newest = found.page(Wanted(category="oplata", sorting=Sorting.DATE)).rows
    assert [row.article.id for row in newest] == ["n04", "n03", "n02", "n01", "n00"]
    worst = found.page(Wanted(category="oplata", sorting=Sorting.SEVERITY)).rows
    assert worst[0].article.id == "n00"
