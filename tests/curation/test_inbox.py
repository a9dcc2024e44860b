"""The feedback inbox: what readers said, its states, and letters to those who left an address."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import clock, db
from app.accounts.roles import GUEST, Reader, Role
from app.articles.library import Library
from app.curation import inbox
from app.curation.inbox import Wanted
from app.curation.inbox_models import CaseState, VoteReply
from app.curation.letters import readers
from app.errors import Conflict, InvalidInput, NotFound
from app.feedback import voting
from app.feedback.models import Reason, Vote
from app.feedback.voting import Place
from app.outbox.models import Delivery
from app.tickets.letters.story import Office
from app.tickets.post import Post
from tests.accounts import cast
from tests.curation.counting import counted_statements
from tests.outbox import smtp
from tests.web import content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.accounts.models import Account
    from app.config import Config

pytestmark = pytest.mark.usefixtures("database")
GLEB = "gleb@example.ru"


def object_to(
    article_id: str = "voz-02", number: int = 0, email: str = "", reader: Reader = GUEST
) -> int:
    visitor = f"visitor {number}"
    voting.vote(article_id, "r1", visitor, helpful=False, reader=reader)
    said = ("other", f"Комментарий {number}")
    return voting.explain(article_id, "r1", visitor, *said, email=email).id


@pytest.fixture
def anna() -> Account:
    return cast.anna()


def said(page: inbox.Page) -> list[str]:
    return [remark.vote.comment for remark in page.remarks]


def test_the_newest_come_first_page_by_page_and_each_once() -> None:
    for number in range(5):
        object_to(number=number)
    seen, before = [], None
    while True:
        page = inbox.page(Wanted(), before=before, limit=2)
        seen += said(page)
        before = page.before
        if before is None:
            break
    assert seen == [f"Комментарий {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("before", [0, -1, 2**31, 10**30])
def test_a_cursor_that_makes_no_sense_gives_the_first_page(before: int) -> None:
    object_to()
    assert len(inbox.page(Wanted(), before=before).remarks) == 1


def test_a_vote_without_a_reason_is_not_listed_nor_one_taken_back() -> None:
    voting.vote("voz-01", "r1", "a", helpful=True, reader=GUEST)
    voting.vote("voz-01", "r1", "b", helpful=False, reader=GUEST)
    object_to(number=1)
    voting.withdraw("voz-02", "r1", "visitor 1")
    assert inbox.page(Wanted()).remarks == []


def test_conditions_narrow_the_list_and_the_counts_do_not_heed_the_state(anna: Account) -> None:
    first = object_to(number=1, email=GLEB)
    object_to("opl-01", 2)
    object_to("opl-01", 3, reader=Reader(Role.AGENT, 1))
    inbox.move([first], CaseState.IN_WORK, anna.id, {})
    assert said(inbox.page(Wanted(state=CaseState.IN_WORK))) == ["Комментарий 1"]
    assert said(inbox.page(Wanted(article_id="opl-01"))) == ["Комментарий 3", "Комментарий 2"]
    assert said(inbox.page(Wanted(answerable=True))) == ["Комментарий 1"]
    assert said(inbox.page(Wanted(reason=Reason.UNCLEAR))) == []
    counts = inbox.counts(Wanted(state=CaseState.SOLVED))
    assert (counts[CaseState.NEW], counts[CaseState.IN_WORK], sum(counts.values())) == (2, 1, 3)
    assert set(inbox.open_by_article()) == {"voz-02", "opl-01"}


def test_a_solved_remark_keeps_the_revision_and_who_solved_it(anna: Account) -> None:
    vote_id = object_to()
    assert inbox.move([vote_id], CaseState.SOLVED, anna.id, {"voz-02": "abc"}) == 1
    assert inbox.move([vote_id], CaseState.SOLVED, anna.id, {"voz-02": "later"}) == 0
    remark = inbox.get(vote_id)
    assert remark.case is not None
    assert (remark.state, remark.case.revision) == (CaseState.SOLVED, "abc")
    assert remark.case.changed_by == anna
    assert inbox.open_by_article() == {}
    inbox.move([vote_id], CaseState.NEW, anna.id, {"voz-02": "abc"})
    back = inbox.get(vote_id)
    assert back.case is not None
    assert (back.state, back.case.revision) == (CaseState.NEW, "")


def test_what_is_not_there_cannot_be_moved_or_answered(anna: Account) -> None:
    assert inbox.move([7], CaseState.SOLVED, anna.id, {}) == 0
    with pytest.raises(NotFound):
        inbox.reply(7, anna.id, "Слова", submission="s", lang="ru")
    vote_id = object_to()
    with pytest.raises(Conflict):
        inbox.reply(vote_id, anna.id, "Слова", submission="s", lang="ru")


@pytest.mark.parametrize(
    ("text", "sentence"), [("  ", "Напишите ответ"), ("я" * 5001, "Не больше 5000 знаков")]
)
def test_a_wrong_reply_is_not_sent(anna: Account, text: str, sentence: str) -> None:
    vote_id = object_to(email=GLEB)
    with pytest.raises(InvalidInput) as refused:
        inbox.reply(vote_id, anna.id, text, submission="s", lang="ru")
    assert sentence in str(refused.value.fields["body"])
    assert db.session.scalars(select(VoteReply)).all() == []


def test_addresses_are_forgotten_some_time_after_the_case_is_over(anna: Account) -> None:
    over, open_, old = (object_to(number=n, email=GLEB) for n in range(3))
    inbox.move([over], CaseState.DISMISSED, anna.id, {})
    long_ago = clock.now() - timedelta(days=400)
    with clock.frozen_at(clock.now() + timedelta(days=29)):
        inbox.forget_addresses(long_ago)
    assert emails() == {over: GLEB, open_: GLEB, old: GLEB}
    with clock.frozen_at(clock.now() + timedelta(days=31)):
        inbox.forget_addresses(long_ago)
    assert emails() == {over: "", open_: GLEB, old: GLEB}
    inbox.forget_addresses(clock.now() + timedelta(days=1))
    assert set(emails().values()) == {""}


def emails() -> dict[int, str]:
    db.session.rollback()
    return {vote.id: vote.email for vote in db.session.scalars(select(Vote))}


def test_a_list_costs_the_same_few_queries_whatever_its_length(anna: Account) -> None:
    for number in range(30):
        vote_id = object_to(number=number, email=GLEB)
        inbox.reply(vote_id, anna.id, "Ответ", submission="s", lang="ru")
    db.session.rollback()
    db.session.expunge_all()
    with counted_statements() as statements:
        page = inbox.page(Wanted())
        assert {r.replies[0].account.name for r in page.remarks if r.replies[0].account} == {"Анна"}
        assert {r.case.changed_by.name for r in page.remarks if r.case and r.case.changed_by}
    assert len(statements) == 2


class TestLetters:
    """Letters to readers through a real SMTP server."""

    @pytest.fixture
    def server(self) -> Iterator[smtp.MailServer]:
        server = smtp.MailServer()
        controller = smtp.started(server)
        yield server
        controller.stop()

    @pytest.fixture
    def post(self, config: Config, server: smtp.MailServer, tmp_path: Path) -> Post:
        content.write(tmp_path / "articles")
        settings = smtp.settings(config, server)
        write = partial(readers.to_reader, library=Library(tmp_path / "articles"))
        return Post(Office(settings, "secret", lambda _text, _lang: [], {inbox.LETTER: write}))

    def test_a_reader_is_answered_once(
        self, anna: Account, server: smtp.MailServer, post: Post
    ) -> None:
        voting.vote("voz-01", "r1", "v", helpful=False, reader=GUEST)
        place = Place("srok", "Сколько ждать возврата")
        vote = voting.explain(
            "voz-01", "r1", "v", "unclear", "Чьи дни?", place=place, email="Gleb@Example.ru"
        )
        assert (vote.anchor, vote.heading, vote.email) == (
            "srok",
            "Сколько ждать возврата",
            GLEB,
        )
        for _ in range(2):
            inbox.reply(vote.id, anna.id, "Банковские. Дописали.", submission="one", lang="ru")
        assert inbox.get(vote.id).state is CaseState.IN_WORK
        while post.deliver_mail().sent:
            pass
        (letter,) = server.received
        body = letter.get_body(("plain",))
        assert body is not None
        text = str(body.get_content())
        assert (letter["To"], letter["Subject"]) == (GLEB, "О статье «Возврат денег за заказ»")
        assert "> Чьи дни?" in text
        assert "Банковские. Дописали." in text
        assert "https://help.polka.example/articles/vozvrat-deneg" in text
        assert "Анна" not in text
        (delivery,) = db.session.scalars(select(Delivery))
        assert GLEB not in str(delivery.payload) + delivery.key + delivery.problem

    def test_an_address_taken_back_gets_no_letter(
        self, anna: Account, server: smtp.MailServer, post: Post
    ) -> None:
        vote_id = object_to(email=GLEB)
        inbox.reply(vote_id, anna.id, "Ответ", submission="one", lang="ru")
        voting.withdraw("voz-02", "r1", "visitor 0")
        post.deliver_mail()
        assert server.received == []
