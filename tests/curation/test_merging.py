"""Two articles become one: nothing is lost, old addresses lead on, what cannot be is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from app import clock
from app.accounts.roles import GUEST
from app.curation import carrying, merging
from app.curation.gap_models import GapRank
from app.curation.merging import Merge
from app.curation.query_models import KeptTop
from app.db import session, transaction
from app.editing import revisions
from app.errors import Conflict, InvalidInput
from app.feedback import readings, voting
from app.feedback.models import Flag, Reading, Vote
from app.migrations.tables import METADATA
from app.search import pins
from app.search.models import Click, Pin
from app.tickets import article_links, asking
from app.tickets.link_models import ArticleLink
from app.tickets.models import Ticket
from tests.accounts import cast
from tests.curation.helpcentre import make_gap
from tests.editing.conftest import editor, library, told  # noqa: F401
from tests.editing.shelf import ANNA

if TYPE_CHECKING:
    from app.articles.library import Library
    from app.editing.editor import Editor

OTHER = """---
id: voz-03
title: Как вернуть деньги
questions:
- где мои деньги
- как вернуть
tags: [деньги, карта]
audience: public
status: published
lang: ru
redirect_from:
- staryy-vozvrat
- vozvrat-deneg
---
Деньги вернём.
"""
THIRD = """---
id: opl-01
title: Оплата
audience: public
status: published
lang: ru
related: [voz-03, voz-01]
---
Смотрите [возврат](id:voz-03#sroki) и [сроки](../vozvrat/kak-vernut.md), но не id:voz-03.
"""


@pytest.fixture
def shelf(editor: Editor, library: Library) -> Library:  # noqa: F811
    (library.folder / "vozvrat" / "kak-vernut.md").write_text(OTHER, encoding="utf-8")
    (library.folder / "oplata" / "oplata.md").write_text(THIRD, encoding="utf-8")
    library.refresh()
    return library


def wanted(library: Library, **changes: Any) -> Merge:  # noqa: F811
    kept, other = (library.refresh().get(name) for name in ("voz-01", "voz-03"))
    fields = {"kept_id": kept.id, "other_id": other.id, "kept_revision": kept.revision}
    return Merge(**{**fields, "other_revision": other.revision, **changes})


@pytest.mark.parametrize("ending", ["archive", "remove"])
def test_the_kept_article_gets_addresses_questions_and_tags(
    editor: Editor,  # noqa: F811
    shelf: Library,
    ending: str,
) -> None:
    merging.merge(editor, wanted(shelf, ending=ending), ANNA)
    snapshot = shelf.refresh()
    kept = snapshot.get("voz-01")
    assert kept.redirect_from == ("kak-vernut", "staryy-vozvrat")
    assert kept.questions == ("где мои деньги", "как вернуть")
    assert kept.tags == ("возврат", "деньги", "карта")
    assert snapshot.find_by_slug("kak-vernut") is None
    assert snapshot.find_redirect("kak-vernut") is kept
    assert b"# \xd1\x82\xd0\xb0\xd0\xba" in kept.source_path.read_bytes()  # the comment stays
    other = snapshot.find("voz-03")
    assert (other is None) == (ending == "remove")
    if other:
        assert (other.status, other.slug, other.redirect_from) == (
            "archived",
            "kak-vernut-arhiv",
            (),
        )
    assert revisions.latest("voz-03") is not None
    assert [item for item in snapshot.problems if item.severity == "error"] == []


def test_questions_and_tags_may_stay_behind(editor: Editor, shelf: Library) -> None:  # noqa: F811
    merging.merge(editor, wanted(shelf, questions=False, tags=False), ANNA)
    kept = shelf.refresh().get("voz-01")
    assert (kept.questions, kept.tags) == ((), ("возврат", "деньги"))


def test_articles_that_named_the_other_name_the_kept_one(
    editor: Editor,  # noqa: F811
    shelf: Library,
) -> None:
    merging.merge(editor, wanted(shelf), ANNA)
    third = shelf.refresh().get("opl-01")
    assert third.related == ("voz-01",)
    assert "[возврат](id:voz-01#sroki)" in third.body
    assert "но не id:voz-03." in third.body
    target = shelf.snapshot.resolve(third, "../vozvrat/kak-vernut.md")
    assert target is not None
    assert target.article_id == "voz-01"


def test_votes_readings_flags_and_tickets_go_along(editor: Editor, shelf: Library) -> None:  # noqa: F811
    anna = cast.anna().id
    for article_id in ("voz-01", "voz-03"):
        voting.vote(article_id, f"r-{article_id}", "вера", helpful=True, reader=GUEST)
        readings.opened(article_id, "r", "вера", reader=GUEST)
        pins.add("деньги", article_id)
    pins.add("другое", "voz-03")
    ticket = asking.open_ticket(
        asking.Request(
            subject="Где деньги",
            body="Жду уже неделю.",
            name="Вера",
            email="vera@example.com",
            visitor="v",
            submission_key="k",
            article_id="voz-03",
        )
    )
    for article_id in ("voz-01", "voz-03"):
        article_links.link(ticket.number, anna, article_links.Article(article_id, "r"))
    with transaction() as rows:
        rows.add(
            Flag(
                article_id="voz-03",
                revision="r",
                quote="деньги",
                comment="не так",
                account_id=anna,
                created_at=clock.now(),
                note="",
            )
        )
    shown = merging.preview(shelf.refresh(), "voz-01", "voz-03")
    assert shown.counts == {
        "votes": 1,
        "readings": 1,
        "flags": 1,
        "tickets": 1,
        "pins": 2,
        "announcements": 0,
        "tests": 0,
    }
    merging.merge(editor, wanted(shelf), ANNA)
    for column, number in (
        (Vote.article_id, 2),
        (Reading.article_id, 2),
        (Flag.article_id, 1),
        (Pin.article_id, 2),
        (ArticleLink.article_id, 1),
        (Ticket.article_id, 1),
    ):
        assert session.scalars(select(column)).all() == ["voz-01"] * number, column


def test_kept_lists_of_what_stood_first_name_the_kept_article(
    editor: Editor,  # noqa: F811
    shelf: Library,
) -> None:
    gap = make_gap()
    now = clock.now()
    with transaction() as rows:
        rank = GapRank(gap_id=gap.id, normalised="деньги", first=["opl-01", "voz-03"], first_at=now)
        rank.latest, rank.latest_at = ["voz-03", "voz-01", "opl-01"], now
        kept = KeptTop(normalised="деньги", staff=False, article_ids=["voz-03"], kept_at=now)
        other = KeptTop(normalised="оплата", staff=False, article_ids=["opl-01"], kept_at=now)
        rows.add_all([rank, kept, other])
    merging.merge(editor, wanted(shelf), ANNA)
    session.expire_all()
    (rank,) = session.scalars(select(GapRank)).all()
    assert (rank.first, rank.previous) == (["opl-01", "voz-01"], None)
    assert rank.latest == ["voz-01", "opl-01"]
    tops = session.scalars(select(KeptTop).order_by(KeptTop.normalised)).all()
    assert [top.article_ids for top in tops] == [["voz-01"], ["opl-01"]]


def test_every_column_that_names_an_article_is_thought_of() -> None:
    named = {t.name for t in METADATA.tables.values() if "article_id" in t.columns}
    carried = {column.class_.__tablename__ for column in carrying.CARRIED}
    assert named == (carried & named) | carrying.LEFT
    assert carried.isdisjoint(carrying.LEFT)
    assert Click.article_id in carrying.CARRIED


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("lang: ru", "lang: en"),
        ("lang: ru", "lang: ru\ntranslation_of: voz-01"),
    ],
)
def test_what_is_no_double_is_refused(
    editor: Editor,  # noqa: F811
    shelf: Library,
    change: str,
    why: str,
) -> None:
    path = shelf.folder / "vozvrat" / "kak-vernut.md"
    path.write_text(OTHER.replace(change, why), encoding="utf-8")
    before = {file: file.read_bytes() for file in shelf.folder.rglob("*.md")}
    with pytest.raises(InvalidInput):
        merging.merge(editor, wanted(shelf), ANNA)
    with pytest.raises(InvalidInput):
        merging.preview(shelf.refresh(), "voz-01", "voz-01")
    assert {file: file.read_bytes() for file in shelf.folder.rglob("*.md")} == before


def test_an_article_that_changed_meanwhile_is_not_merged(
    editor: Editor,  # noqa: F811
    shelf: Library,
) -> None:
    seen = wanted(shelf)
    editor.change("voz-03", ANNA, body="Новый текст.\n")
    with pytest.raises(Conflict, match="одну из статей изменили"):
        merging.merge(editor, seen, ANNA)
    assert shelf.refresh().get("voz-01").redirect_from == ()


def test_a_merge_cut_off_after_its_first_file_is_completed_by_the_same_merge(
    editor: Editor,  # noqa: F811
    shelf: Library,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    voting.vote("voz-03", "r", "вера", helpful=True, reader=GUEST)
    with monkeypatch.context() as patch:
        patch.setattr(merging, "_put_away", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            merging.merge(editor, wanted(shelf), ANNA)
    snapshot = shelf.refresh()
    assert snapshot.find_by_slug("kak-vernut") is snapshot.get("voz-03")
    assert session.scalars(select(Vote.article_id)).all() == ["voz-03"]
    merging.merge(editor, wanted(shelf), ANNA)
    assert shelf.refresh().find_redirect("kak-vernut") is shelf.snapshot.get("voz-01")
    assert session.scalars(select(Vote.article_id)).all() == ["voz-01"]
