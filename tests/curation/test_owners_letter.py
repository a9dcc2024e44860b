"""The week's letter to owners: one a person, with why, and none when there is nothing to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.accounts import accounts
from app.articles.library import Library
from app.curation.attention.reasons import Finding, Reason
from app.curation.letters import owners
from app.curation.letters.said import said
from app.feedback import flags
from app.feedback.flags import Wrong
from app.tickets.letters import muting
from app.tickets.letters.muting import Topic
from app.tickets.letters.words import words
from tests.accounts import cast
from tests.curation.fetching import fetching
from tests.web import content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.config import Config
    from tests.curation.fetching import Fetch

pytestmark = pytest.mark.usefixtures("database")
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)  # noon in Moscow
ZONE = "Europe/Moscow"
OLD = "verified: 2026-01-10\nverify_every_days: 30\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Борис owns two overdue articles, Анна one that is fine, nobody known the fourth."""
    folder = tmp_path / "articles"
    content.write(folder)
    for article_id, owner in (("b-1", "boris"), ("b-2", "boris@polka.example"), ("x", "olga")):
        more = f"{OLD}owner: {owner}\n"
        content.article(
            folder, f"oplata/{article_id}", article_id, f"О {article_id}", "Т.", more=more
        )
    content.article(folder, "oplata/a-1", "a-1", "Свежая", "Т.", more="owner: anna\n")
    return Library(folder)


@pytest.fixture
def fetch(config: Config, library: Library) -> Iterator[Fetch]:
    """Deliver what is due through a real SMTP server, and return what came in since."""
    with fetching(config, {owners.LETTER: partial(owners.to_owner, library=library)}) as fetched:
        yield fetched


def queue(library: Library, moment: datetime = MONDAY) -> int:
    with clock.frozen_at(moment):
        return owners.queue_all(library.snapshot, ZONE)


def test_an_owner_gets_one_letter_a_week_with_all_rows(library: Library, fetch: Fetch) -> None:
    cast.anna()
    boris = cast.boris()
    with clock.frozen_at(MONDAY):
        flags.flag(boris.id, Wrong("b-2", "r", "", "Срок другой"))
        for _ in range(2):
            assert queue(library) == 1
        queue(library, MONDAY + timedelta(days=3))
        (letter,) = fetch()
    assert (letter["To"], letter["Subject"]) == (
        "boris@polka.example",
        "Внимания просят 2 ваши статьи",
    )
    body = letter.get_body(("plain",))
    assert body is not None
    text = " ".join(str(body.get_content()).split())
    assert "О b-1: проверка просрочена на 294 дня." in text
    assert "О b-2: 1 замечание сотрудников; проверка просрочена" in text
    assert "https://help.polka.example/studio/attention?whose=boris#b-1" in text
    assert "О x" not in text
    with clock.frozen_at(MONDAY + timedelta(days=7)):
        queue(library, MONDAY + timedelta(days=7))
        assert len(fetch()) == 1


def test_the_letter_is_ended_by_one_click(library: Library, fetch: Fetch) -> None:
    boris = cast.boris()
    queue(library)
    with clock.frozen_at(MONDAY):
        (letter,) = fetch()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    key = str(letter["List-Unsubscribe"]).strip("<>").rpartition("/")[2]
    assert muting.read_link_key(key, "secret of the tests") == (boris, Topic.ATTENTION)
    muting.mute(boris.id, Topic.ATTENTION)
    assert queue(library, MONDAY + timedelta(days=7)) == 0


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2026, 11, 30, 4, tzinfo=UTC), 0),  # 7 in the morning
        (datetime(2026, 11, 30, 5, tzinfo=UTC), 1),
        (datetime(2026, 12, 2, 1, tzinfo=UTC), 1),  # Monday's run was missed
    ],
)
def test_it_comes_from_monday_morning_on(library: Library, moment: datetime, number: int) -> None:
    cast.boris()
    assert queue(library, moment) == number


def test_nothing_to_say_is_no_letter(library: Library, fetch: Fetch, tmp_path: Path) -> None:
    cast.anna()
    boris = cast.boris()
    assert queue(library) == 1
    for article_id in ("b-1", "b-2"):
        content.article(
            tmp_path / "articles",
            f"oplata/{article_id}",
            article_id,
            "О",
            "Т.",
            more="owner: boris\n",
        )
    library.refresh()
    assert fetch() == []
    assert queue(library, MONDAY + timedelta(days=7)) == 0
    accounts.disable(boris.email)


def test_who_left_gets_nothing(library: Library) -> None:
    accounts.disable(cast.boris().email)
    assert queue(library) == 0


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_with_its_number(reason: Reason) -> None:
    names = ("tickets", "flags", "remarks", "links", "images", "days", "questions", "twins")
    numbers = dict.fromkeys((*names, "helpful", "votes", "helpful_before", "votes_before"), 7)
    finding = Finding(reason, "a", MONDAY, 0.5, numbers)
    russian = words("ru")
    assert "7" in said(finding, russian.gettext, russian.ngettext)
