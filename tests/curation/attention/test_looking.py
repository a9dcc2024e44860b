"""The job: what it finds in a real library and database, keeps, and forgets again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import clock, db
from app.accounts.roles import GUEST
from app.curation.attention import keeping, listing, looking, outside
from app.curation.attention.looking import Kind
from app.curation.attention.models import Check, KeptFinding, OutsideLink
from app.curation.attention.reasons import Finding, Reason
from app.editing.revisions import Author
from app.feedback import flags, readings, voting
from app.feedback.flags import Wrong
from app.outbox.probing import Answer, Trouble
from app.tickets import asking
from tests.accounts import cast
from tests.curation.counting import counted_statements
from tests.tickets.forms import form
from tests.web import content

if TYPE_CHECKING:
    from pathlib import Path

    from app.articles.library import Library
    from app.curation.attention.looking import Looker
    from app.editing.editor import Editor

pytestmark = pytest.mark.usefixtures("database")
ANNA = Author(None, "Анна")


def look(looker: Looker, library: Library) -> None:
    replace(looker, snapshot=library.refresh()).look(Kind.INSIDE)


def reasons(library: Library) -> dict[str, set[Reason]]:
    rows = listing.attention(library.snapshot).rows
    return {row.article.id: {f.reason for f in row.reasons} for row in rows}


def vote(article_id: str, revision: str, yes: int, no: int) -> None:
    for number in range(yes + no):
        visitor = f"{revision} {number}"
        voting.vote(article_id, revision, visitor, helpful=number < yes, reader=GUEST)


def test_broken_links_are_found_and_gone_when_mended(
    looker: Looker, library: Library, folder: Path
) -> None:
    content.article(folder, "vozvrat/obmen", "voz-02", "Обмен", "[нет](net.md) ![нет](net.png)")
    look(looker, library)
    assert reasons(library)["voz-02"] == {Reason.DEAD_LINKS, Reason.IMAGES}
    look(looker, library)
    kept = db.session.scalars(select(KeptFinding).where(KeptFinding.article_id == "voz-02"))
    assert len(kept.all()) == 2
    content.article(folder, "vozvrat/obmen", "voz-02", "Обмен", "Всё цело.")
    library.refresh()
    assert "voz-02" not in reasons(library)
    assert listing.attention(library.snapshot).rechecked == 1
    look(looker, library)
    assert listing.attention(library.snapshot).rechecked == 0


def test_verifying_an_article_does_not_hide_what_is_wrong_in_its_text(
    looker: Looker, library: Library, folder: Path, editor: Editor
) -> None:
    content.article(folder, "vozvrat/obmen", "voz-02", "Обмен", "[нет](net.md)")
    look(looker, library)
    editor.change("voz-02", ANNA, {"verified": "2026-11-28"})
    assert reasons(library)["voz-02"] == {Reason.DEAD_LINKS}


def test_a_fall_of_helpfulness_is_seen_over_an_edit_of_the_front_matter(
    looker: Looker, library: Library, editor: Editor
) -> None:
    begun = editor.source("voz-02").revision
    vote("voz-02", begun, 20, 2)
    changed = editor.change("voz-02", ANNA, body="Теперь иначе.\n").revision
    with clock.frozen_at(clock.now() + timedelta(minutes=1)):
        vote("voz-02", changed, 1, 4)
    owned = editor.change("voz-02", ANNA, {"owner": "boris"}).revision
    with clock.frozen_at(clock.now() + timedelta(minutes=2)):
        vote("voz-02", owned, 1, 2)
    look(looker, library)
    (row,) = (r for r in listing.attention(library.snapshot).rows if r.article.id == "voz-02")
    fallen = next(f for f in row.reasons if f.reason is Reason.FELL)
    assert (fallen.numbers["helpful"], fallen.numbers["votes"]) == (2, 8)
    assert (fallen.numbers["helpful_before"], fallen.numbers["votes_before"]) == (20, 22)


def test_tickets_after_reading_are_counted_for_the_order_of_all(
    looker: Looker, library: Library
) -> None:
    now = clock.now()
    for number in range(2):
        with clock.frozen_at(now - timedelta(minutes=20)):
            readings.opened("voz-02", "r", f"visitor {number}", reader=GUEST)
            if number:
                readings.opened("opl-01", "r", f"visitor {number}", reader=GUEST)
        asking.open_ticket(form(visitor=f"visitor {number}"))
    flags.flag(cast.boris().id, Wrong("opl-01", "r", "", "Не так"))
    look(looker, library)
    rows = {row.article.id: row for row in listing.attention(library.snapshot).rows}
    assert {f.reason for f in rows["voz-02"].reasons} == {Reason.TICKETS}
    assert Reason.FLAGS in {f.reason for f in rows["opl-01"].reasons}
    assert Reason.TICKETS not in {f.reason for f in rows["opl-01"].reasons}
    assert (rows["voz-02"].tickets, rows["opl-01"].tickets) == (2, 1)


def test_flags_and_remarks_need_no_job_and_go_when_they_are_done(library: Library) -> None:
    boris = cast.boris()
    flag = flags.flag(boris.id, Wrong("voz-02", "r", "", "Срок другой"))
    voting.vote("voz-02", "r", "v", helpful=False, reader=GUEST)
    voting.explain("voz-02", "r", "v", "outdated", "Всё не так")
    (row,) = (r for r in listing.attention(library.snapshot).rows if r.article.id == "voz-02")
    assert [f.reason for f in row.reasons] == [Reason.FLAGS, Reason.COMMENTS]
    assert [f.things[0].text for f in row.reasons] == ["Срок другой", "Всё не так"]
    flags.finish(flag.id, boris.id, "Готово")
    voting.withdraw("voz-02", "r", "v")
    assert "voz-02" not in reasons(library)


def test_the_list_costs_the_same_few_queries_whatever_its_length(
    looker: Looker, library: Library, folder: Path
) -> None:
    boris = cast.boris()
    for number in range(40):
        body = f"[нет](net{number}.md)"
        content.article(folder, f"vozvrat/a{number}", f"a-{number}", f"Статья {number}", body)
        flags.flag(boris.id, Wrong(f"a-{number}", "r", "", "Не так"))
    look(looker, library)
    db.session.expunge_all()
    with counted_statements() as statements:
        found = listing.attention(library.snapshot)
    assert len(found.rows) >= 40
    assert len(statements) == 5


def test_an_asked_check_runs_once_and_by_one_process(looker: Looker, library: Library) -> None:
    anna = cast.anna()
    looker.look_if_asked()
    assert looking.checks() == []
    looking.ask_for(Kind.INSIDE, anna.id)
    assert looking.any_asked()
    looker.look_if_asked()
    (check,) = looking.checks()
    assert check.finished_at is not None
    assert not looking.any_asked()
    ended = check.finished_at
    looker.look_if_asked()
    db.session.expire_all()
    assert looking.checks()[0].finished_at == ended


def test_a_check_that_another_process_runs_is_left_to_it_for_an_hour(looker: Looker) -> None:
    looking.ask_for(Kind.INSIDE, cast.anna().id)
    assert looking._claim(Kind.INSIDE)
    assert not looking._claim(Kind.INSIDE)
    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        assert looking._claim(Kind.INSIDE)
    assert db.session.scalar(select(Check.finished_at)) is None


LINKED = {"https://a.example/x": ["voz-02"], "https://b.example/": ["voz-02", "opl-01"]}


def test_links_outside_are_kept_with_what_came_of_them(library: Library) -> None:
    answers = {
        "https://a.example/x": Answer(404, Trouble.GONE),
        "https://b.example/": Answer(503, Trouble.BROKEN),
    }
    assert outside.check(LINKED.keys(), answers.__getitem__) == 2
    assert outside.failing().keys() == {"https://a.example/x"}
    outside.check(LINKED.keys(), answers.__getitem__)
    found = {f.article_id: f for f in outside.dead_outside(LINKED, outside.failing())}
    assert (found["voz-02"].numbers["links"], found["opl-01"].numbers["links"]) == (2, 1)
    (thing,) = found["opl-01"].things
    assert (thing.text, thing.number, thing.trouble) == ("https://b.example/", 503, "broken")
    outside.check(LINKED.keys(), lambda _url: Answer(200, ""))
    assert outside.failing() == {}
    outside.check(["https://b.example/"], lambda _url: Answer(200, ""))
    left = db.session.scalars(select(OutsideLink.url)).all()
    assert left == ["https://b.example/"]


def test_addresses_outside_are_read_from_the_articles(library: Library, folder: Path) -> None:
    body = "[а](https://a.example/x#y) [почта](mailto:a@b.ru) [б](http://[) [в](HTTPS://v.example)"
    content.article(folder, "vozvrat/obmen", "voz-02", "Обмен", body)
    found = outside.addresses(library.refresh().articles.values())
    assert found == {"https://a.example/x": ["voz-02"], "HTTPS://v.example": ["voz-02"]}


def test_private_addresses_are_not_knocked_at(
    looker: Looker, library: Library, folder: Path
) -> None:
    body = "[внутри](http://127.0.0.1:9/x) [сервер](http://10.0.0.1/)"
    content.article(folder, "vozvrat/obmen", "voz-02", "Обмен", body)
    replace(looker, snapshot=library.refresh()).look(Kind.OUTSIDE)
    problems = set(db.session.scalars(select(OutsideLink.problem)))
    assert problems == {Trouble.PRIVATE}


def test_what_is_kept_of_an_article_that_is_gone_is_not_shown(library: Library) -> None:
    snapshot = library.snapshot
    gone = Finding(Reason.UNREAD, "gone", clock.now(), 0.1, {"days": 200, "never": 1})
    here = replace(gone, article_id="voz-02")
    assert keeping.keep(Reason.UNREAD, [gone, here], snapshot.articles) == 1
    assert [one.finding for one in keeping.kept(snapshot)] == [here]
    assert keeping.keep(Reason.UNREAD, [], snapshot.articles) == 0
    assert keeping.kept(snapshot) == []
