"""Priority, kind, levels, tags, watchers: what sorts a ticket, and its audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import Conflict, InvalidInput
from app.tickets import bulk, conversation, desk, queue, sorting, tagging, watching
from app.tickets.filters import Filter
from app.tickets.kinds import Kind, Priority
from app.tickets.queue import View
from app.tickets.states import State, Step
from tests.accounts import cast

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.tickets.models import Event, Ticket


def last(ticket: Ticket) -> Event:
    return conversation.events(ticket)[-1]


def test_priority_and_kind_are_kept_and_told(ticket: Ticket, boris: Account) -> None:
    sorting.prioritise(ticket.number, boris.id, "urgent")
    assert (ticket.priority, last(ticket).step) == (Priority.URGENT, Step.PRIORITISED)
    assert last(ticket).details == {"from": "normal", "to": "urgent"}
    sorting.sort(ticket.number, boris.id, "complaint", "vozvrat")
    assert (ticket.kind, ticket.category) == (Kind.COMPLAINT, "vozvrat")
    assert last(ticket).details == {"from": ["question", None], "to": ["complaint", "vozvrat"]}


def test_saying_the_same_again_is_no_event(ticket: Ticket, boris: Account) -> None:
    version = ticket.version
    sorting.prioritise(ticket.number, boris.id, "normal")
    sorting.sort(ticket.number, boris.id, "question", "")
    sorting.route(ticket.number, boris.id, None)
    watching.unwatch(ticket.number, boris.id)
    tagging.remove(ticket.number, boris.id, "нет такой")
    assert ticket.version == version


def test_sorting_disturbs_nobody_who_writes(ticket: Ticket, boris: Account, vera: Account) -> None:
    seen, changed = ticket.version, ticket.updated_at
    tagging.add(ticket.number, vera.id, "возврат")
    watching.watch(ticket.number, vera.id)
    assert ticket.updated_at == changed
    sorting.prioritise(ticket.number, vera.id, "high")
    desk.reply(ticket.number, boris.id, "Вот ответ.", version=seen, submission_key="a")
    assert ticket.state is State.WAITING


@pytest.mark.parametrize("call", ["prioritise", "sort"])
def test_unknown_words_are_refused(ticket: Ticket, boris: Account, call: str) -> None:
    more = ("oplata",) if call == "sort" else ()
    with pytest.raises(InvalidInput):
        getattr(sorting, call)(ticket.number, boris.id, "whatever", *more)


def test_a_ticket_goes_up_and_down_the_levels(ticket: Ticket, boris: Account) -> None:
    desk.assign(ticket.number, boris.id, boris.id, version=ticket.version)
    sorting.escalate(ticket.number, boris.id, "knowledge", "Не моё", version=ticket.version)
    assert (ticket.level, ticket.assignee_id) == (2, None)
    assert last(ticket).details == {
        "reason": "knowledge",
        "note": "Не моё",
        "from": "1",
        "to": "2",
    }
    sorting.step_down(ticket.number, boris.id, "returned", "", version=ticket.version)
    assert (ticket.level, last(ticket).step) == (1, Step.STEPPED_DOWN)


def test_there_is_no_level_beyond_the_first_and_third(ticket: Ticket, boris: Account) -> None:
    with pytest.raises(InvalidInput):
        sorting.step_down(ticket.number, boris.id, "returned", "", version=ticket.version)
    for _ in range(2):
        sorting.escalate(ticket.number, boris.id, "rights", "", version=ticket.version)
    with pytest.raises(InvalidInput):
        sorting.escalate(ticket.number, boris.id, "rights", "", version=ticket.version)
    assert ticket.level == 3


@pytest.mark.parametrize(
    ("reason", "note", "field"),
    [("because", "", "reason"), ("other", " ", "note"), ("late", "я" * 501, "note")],
)
def test_an_escalation_needs_its_reason(
    ticket: Ticket, boris: Account, reason: str, note: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sorting.escalate(ticket.number, boris.id, reason, note, version=ticket.version)
    assert set(refusal.value.fields) == {field}


def test_a_closed_ticket_is_not_sorted_any_more(ticket: Ticket, boris: Account) -> None:
    desk.close(ticket.number, boris.id, version=ticket.version)
    with pytest.raises(Conflict, match="срочность"):
        sorting.prioritise(ticket.number, boris.id, "low")
    tagging.add(ticket.number, boris.id, "архив")
    assert tagging.of(ticket.number) == ["архив"]


def test_tags_have_one_spelling(ticket: Ticket, boris: Account) -> None:
    for tag in ("#Возврат", " возврат ", "ВОЗВРАТ,"):
        tagging.add(ticket.number, boris.id, tag)
    tagging.add(ticket.number, boris.id, "деньги")
    assert tagging.of(ticket.number) == ["возврат", "деньги"]
    assert tagging.of_each([ticket.number, 424242]) == {ticket.number: ["возврат", "деньги"]}
    assert tagging.known("#воз") == ["возврат"]
    tagging.remove(ticket.number, boris.id, "Возврат")
    assert tagging.of(ticket.number) == ["деньги"]
    steps = [event.step for event in conversation.events(ticket)]
    assert steps == [Step.ASKED, Step.TAGGED, Step.TAGGED, Step.UNTAGGED]


@pytest.mark.parametrize("tag", ["", " # ", ",", "\x00"])
def test_a_tag_is_a_word(ticket: Ticket, boris: Account, tag: str) -> None:
    with pytest.raises(InvalidInput):
        tagging.add(ticket.number, boris.id, tag)


def test_a_ticket_has_twenty_tags_at_most(ticket: Ticket, boris: Account) -> None:
    for number in range(tagging.MOST):
        tagging.add(ticket.number, boris.id, f"метка {number}")
    with pytest.raises(InvalidInput):
        tagging.add(ticket.number, boris.id, "ещё одна")


def test_watchers_come_and_go(ticket: Ticket, boris: Account, vera: Account) -> None:
    watching.watch(ticket.number, boris.id)
    watching.watch(ticket.number, boris.id)
    watching.watch(ticket.number, boris.id, vera.id)
    assert [one.name for one in watching.watchers(ticket.number)] == ["Борис", "Вера"]
    watching.unwatch(ticket.number, boris.id)
    assert [one.name for one in watching.watchers(ticket.number)] == ["Вера"]
    with pytest.raises(InvalidInput):
        watching.watch(ticket.number, boris.id, 424242)


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Посмотри, @Вера", ["Вера"]),
        ("@вера, @Борис: что делать?", ["Борис", "Вера"]),
        ("@Анна Петрова знает", ["Анна Петрова"]),
        ("@анна_петрова и @Анна", ["Анна", "Анна Петрова"]),
        ("@Анна знает", ["Анна"]),
        ("@Веранда — это не Вера", []),
        ("пишите на help@вера.рф", []),
        ("Вера, посмотри", []),
    ],
)
def test_who_is_named_in_a_note_is_called(
    ticket: Ticket, boris: Account, vera: Account, text: str, called: list[str]
) -> None:
    cast.hire("Анна", "anna@polka.example")
    cast.hire("Анна Петрова", "petrova@polka.example")
    desk.note(ticket.number, boris.id, text, submission_key="n")
    assert [one.name for one in watching.watchers(ticket.number)] == called
    mentions = [e for e in conversation.events(ticket) if e.step is Step.MENTIONED]
    assert len(mentions) == bool(called)


def test_one_action_on_many_tells_what_was_refused(ticket: Ticket, boris: Account) -> None:
    report = bulk.apply("assign", "me", [ticket.number, 424242, ticket.number], boris.id)
    assert report.done == (ticket.number,)
    assert str(report.refused[424242]) == "Заявки № 424242 нет."
    for action, value in (("prioritise", "high"), ("tag", "срочно"), ("watch", ""), ("close", "")):
        assert bulk.apply(action, value, [ticket.number], boris.id).refused == {}
    wanted = Filter(priorities=(Priority.HIGH,), tag="срочно", assignee="me", watched=True)
    assert len(queue.tickets(View.CLOSED, boris.id, wanted=wanted).rows) == 1
    refused = bulk.apply("close", "", [ticket.number], boris.id).refused
    assert str(refused[ticket.number]) == "Заявка уже закрыта."


@pytest.mark.parametrize(
    ("action", "value", "numbers"),
    [("explode", "", [1]), ("close", "", []), ("close", "", list(range(1, 202)))],
)
def test_a_senseless_bulk_action_is_refused(
    boris: Account, action: str, value: str, numbers: list[int]
) -> None:
    with pytest.raises(InvalidInput):
        bulk.apply(action, value, numbers, boris.id)


def test_a_senseless_value_is_refused_for_each(ticket: Ticket, boris: Account) -> None:
    for action, value in (("assign", "x"), ("assign", "424242"), ("route", "x"), ("tag", "")):
        assert set(bulk.apply(action, value, [ticket.number], boris.id).refused) == {ticket.number}
