"""What helps an agent: articles linked, templates, drafts, who else is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.errors import InvalidInput, NotFound
from app.tickets import article_links, asking, conversation, desk, drafts, presence, reply_templates
from app.tickets.article_links import Article
from app.tickets.kinds import Inserted, Outcome
from app.tickets.presence import Someone
from app.tickets.reply_templates import TemplateForm
from app.tickets.states import Step
from tests.tickets.forms import form

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.tickets.models import Ticket

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_an_article_is_linked_once_and_the_link_undone(ticket: Ticket, boris: Account) -> None:
    article_links.link(ticket.number, boris.id, Article("voz-01", "r1"), Inserted.INSERTED)
    article_links.link(ticket.number, boris.id, Article("voz-01", "r2", "sroki"))
    (row,) = article_links.of(ticket.number)
    assert (row.article_id, row.revision, row.anchor, row.how, row.account_id) == (
        "voz-01",
        "r2",
        "sroki",
        Inserted.INSERTED,
        boris.id,
    )
    article_links.unlink(ticket.number, boris.id, "voz-01")
    article_links.unlink(ticket.number, boris.id, "voz-01")
    assert article_links.of(ticket.number) == []
    steps = [event.step for event in conversation.events(ticket)]
    assert steps == [Step.ASKED, Step.ARTICLE_LINKED, Step.ARTICLE_UNLINKED]


def test_the_link_rate_counts_what_was_finished(boris: Account) -> None:
    with clock.frozen_at(MOMENT):
        made = [asking.open_ticket(form(subject=f"Вопрос {n}")) for n in range(6)]
        outcomes = ("linked", "created", "skipped", "not_needed", "linked")
        for ticket, outcome in zip(made[:5], outcomes, strict=True):
            article_links.conclude(ticket.number, boris.id, outcome, "Личный вопрос")
        for ticket in made[:4] + made[5:]:
            desk.close(ticket.number, boris.id, version=ticket.version)
    rate = article_links.link_rate(MOMENT, MOMENT + timedelta(days=1))
    assert (rate.finished, rate.none, rate.rate) == (5, 1, 2 / 5)
    assert rate.by_outcome == dict.fromkeys(Outcome, 1)
    assert article_links.link_rate(MOMENT - timedelta(days=1), MOMENT).rate is None


@pytest.mark.parametrize(
    ("outcome", "reason", "field"),
    [("lost", "", "outcome"), ("not_needed", " ", "reason"), ("skipped", "я" * 301, "reason")],
)
def test_an_outcome_is_one_of_four(
    ticket: Ticket, boris: Account, outcome: str, reason: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        article_links.conclude(ticket.number, boris.id, outcome, reason)
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        ("Здравствуйте, {имя}!", "Глеб", "Здравствуйте, Глеб!"),
        ("Здравствуйте, {имя}!", "", "Здравствуйте!"),
        ("{ Имя }, ваша заявка № {номер}.", "Глеб", "Глеб, ваша заявка № 1."),
        ("Прочтите: {статья}", "Глеб", "Прочтите: /articles/voz-01"),
        ("{что-то} и {}", "Глеб", "{что-то} и {}"),
    ],
)
def test_the_places_of_a_template_are_filled(
    database: object, body: str, name: str, expected: str
) -> None:
    ticket = asking.open_ticket(form(name=name))
    assert reply_templates.render(body, ticket, "/articles/voz-01") == expected


def test_a_place_that_nothing_is_known_for_stays(ticket: Ticket) -> None:
    assert reply_templates.render("Прочтите: {статья}", ticket) == "Прочтите: {статья}"


def test_templates_are_ones_own_or_shared(boris: Account, vera: Account) -> None:
    mine = reply_templates.add(boris.id, TemplateForm("Б. Моё", "Текст"))
    shared = reply_templates.add(boris.id, TemplateForm("А. Общее", "Текст", shared=True))
    assert [t.title for t in reply_templates.of(boris.id)] == ["А. Общее", "Б. Моё"]
    assert [t.title for t in reply_templates.of(vera.id)] == ["А. Общее"]
    reply_templates.change(shared.id, vera.id, TemplateForm("Общее", "Иначе", shared=True))
    assert reply_templates.get(shared.id, boris.id).body == "Иначе"
    with pytest.raises(NotFound):
        reply_templates.remove(mine.id, vera.id)
    reply_templates.remove(mine.id, boris.id)
    assert [t.title for t in reply_templates.of(boris.id)] == ["Общее"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (TemplateForm("", "Текст"), "title"),
        (TemplateForm("я" * 101, "Текст"), "title"),
        (TemplateForm("Имя", " \n "), "body"),
        (TemplateForm("Имя", "Здравствуйте, {фамилия}"), "body"),
    ],
)
def test_a_wrong_template_is_refused(boris: Account, wrong: TemplateForm, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        reply_templates.add(boris.id, wrong)
    assert set(refusal.value.fields) == {field}


def test_a_draft_waits_for_its_writer(ticket: Ticket, boris: Account, vera: Account) -> None:
    for body in ("Здрав", "Здравствуйте"):
        drafts.save(ticket.number, boris.id, "reply", body, version=1)
    drafts.save(ticket.number, boris.id, "note", "Проверить", version=1)
    kept = drafts.of(ticket.number, boris.id)
    assert {name: draft.body for name, draft in kept.items()} == {
        "reply": "Здравствуйте",
        "note": "Проверить",
    }
    assert drafts.of(ticket.number, vera.id) == {}
    drafts.save(ticket.number, boris.id, "reply", " ", version=1)
    drafts.drop(ticket.number, boris.id, "note")
    assert drafts.of(ticket.number, boris.id) == {}


@pytest.mark.parametrize(("form_name", "body"), [("poem", "Текст"), ("reply", "я" * 20_001)])
def test_a_senseless_draft_is_refused(
    ticket: Ticket, boris: Account, form_name: str, body: str
) -> None:
    with pytest.raises(InvalidInput):
        drafts.save(ticket.number, boris.id, form_name, body, version=1)


def test_who_is_there_is_seen_for_a_minute(ticket: Ticket, boris: Account, vera: Account) -> None:
    with clock.frozen_at(MOMENT):
        presence.note(ticket.number, boris.id, typing=False)
        presence.note(ticket.number, boris.id, typing=True)
        assert presence.others(ticket.number, vera.id) == [Someone(boris.id, "Борис", typing=True)]
        assert presence.others(ticket.number, boris.id) == ()
    with clock.frozen_at(MOMENT + timedelta(seconds=59)):
        assert len(presence.others(ticket.number, vera.id)) == 1
    with clock.frozen_at(MOMENT + timedelta(seconds=60)):
        assert presence.others(ticket.number, vera.id) == ()
        presence.forget_old()
    with clock.frozen_at(MOMENT):
        assert presence.others(ticket.number, vera.id) == ()


def test_who_closes_the_page_is_gone(ticket: Ticket, boris: Account, vera: Account) -> None:
    presence.note(ticket.number, boris.id, typing=False)
    presence.leave(ticket.number, boris.id)
    assert presence.others(ticket.number, vera.id) == ()


def test_nothing_is_kept_at_a_ticket_that_is_not_there(boris: Account) -> None:
    with pytest.raises(NotFound):
        presence.note(424242, boris.id, typing=True)
    with pytest.raises(NotFound):
        drafts.save(424242, boris.id, "reply", "Текст", version=1)
