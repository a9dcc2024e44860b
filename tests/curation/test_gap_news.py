"""The letter that an answer has appeared: to whom, what it says, how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.accounts.roles import GUEST
from app.curation import gap_answers, gap_closing, gap_letters
from app.curation.gap_models import GapLetter, How
from app.curation.letters import gap_news
from app.db import session, transaction
from app.feedback import voting
from app.outbox.models import Delivery
from app.outbox.queue import Parcel, SendingFailed
from app.tickets.letters.story import Office
from app.tickets.models import Ticket
from tests.accounts import cast
from tests.curation.helpcentre import SMS, build, make_gap
from tests.learning.visits import conclude, three_fail
from tests.search.library import article
from tests.tickets.letters.conftest import plain

if TYPE_CHECKING:
    from email.message import EmailMessage

    from app.config import Config
    from app.learning.models import Gap
    from tests.curation.helpcentre import HelpCentre

pytestmark = pytest.mark.usefixtures("database")
ROOT = "https://help.polka.example"


@pytest.fixture
def centre() -> HelpCentre:
    made = build()
    made.put(SMS)
    return made


@pytest.fixture
def office(config: Config) -> Office:
    changed = {"site_url": ROOT, "site_name": "Полка", "mail_inbox": "support@polka.example"}
    settings = type(config)(**{**vars(config), **changed})
    return Office(settings, "secret of the tests", lambda _text, _lang: [])


def close(gap: Gap, centre: HelpCentre) -> None:
    editor = cast.anna()
    gap_answers.name(gap.id, "sms", How.WRITTEN, editor.id)
    gap_closing.close(gap.id, editor.id, centre.searcher, centre.snapshot)


def written(office: Office, centre: HelpCentre) -> list[EmailMessage]:
    queued = select(Delivery).where(Delivery.key.startswith(gap_letters.LETTER))
    parcels = [
        Parcel(row.id, row.key, row.payload, None, 1, row.created_at)
        for row in session.scalars(queued)
    ]
    return [gap_news.to_asker(parcel, office, centre.shelf) for parcel in parcels]  # type: ignore[arg-type]


def test_the_letter_says_what_was_asked_and_leads_to_the_article(
    centre: HelpCentre, office: Office
) -> None:
    close(make_gap(), centre)
    [letter] = written(office, centre)
    ticket = session.scalars(select(Ticket)).one()
    text = plain(letter)
    assert letter["To"] == "vera@example.com"
    assert letter["Subject"] == "Ответ появился: Не приходит код из смс"
    assert "> Не приходит код" in text
    assert f"{ROOT}/articles/sms\n" in text
    assert "Что делать, если кода нет." in text
    assert f"{ROOT}/tickets/{ticket.token}" in text
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["References"] is not None
    assert letter["Reply-To"].addresses[0].addr_spec.startswith(f"support+{ticket.number}-")


def test_the_letter_ends_with_one_click_that_ends_such_letters(
    centre: HelpCentre, office: Office
) -> None:
    close(make_gap(), centre)
    [letter] = written(office, centre)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = letter["List-Unsubscribe"].strip("<>")
    assert url in plain(letter)
    gap_letters.hush(url.removeprefix(f"{ROOT}/mail/quiet/"), office.secret)
    with pytest.raises(SendingFailed, match="wants no such letters"):
        written(office, centre)


def test_a_reader_who_left_an_address_under_an_article_is_told_too(
    centre: HelpCentre, office: Office
) -> None:
    searches = three_fail()
    voting.vote("login", "r", "а0", helpful=False, reader=GUEST, search_id=searches[0])
    voting.explain("login", "r", "а0", "other", "Кода всё нет", email="gleb@example.com")
    conclude()
    gap = make_gap(2)
    close(gap, centre)
    letters = {str(letter["To"]): plain(letter) for letter in written(office, centre)}
    assert set(letters) == {"gleb@example.com", "vera@example.com"}
    assert "> Кода всё нет" in letters["gleb@example.com"]
    assert f"{ROOT}/ask" in letters["gleb@example.com"]


def test_an_english_ticket_gets_the_english_article(centre: HelpCentre, office: Office) -> None:
    centre.put(article("sms-en", "No code by SMS", "Wait.", lang="en", translation_of="sms"))
    gap = make_gap()
    with transaction():
        session.scalars(select(Ticket)).one().lang = "en"
    close(gap, centre)
    [letter] = written(office, centre)
    assert f"{ROOT}/articles/sms-en" in plain(letter)
    assert letter["Content-Language"] == "en"


@pytest.mark.parametrize("gone", ["ticket", "article", "letter"])
def test_what_is_gone_meanwhile_is_not_written_about(
    centre: HelpCentre, office: Office, gone: str
) -> None:
    close(make_gap(), centre)
    with transaction() as rows:
        if gone == "article":
            centre.put(article("sms", SMS.title, SMS.body, status="archived"))
        else:
            rows.delete(rows.scalars(select(Ticket if gone == "ticket" else GapLetter)).one())
    with pytest.raises(SendingFailed):
        written(office, centre)
