"""A ticket goes to an outside help desk: asked for here, sent later, told to the customer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final, Protocol

from app import clock
from app.db import session, transaction
from app.errors import Conflict, DomainError
from app.outbox import http, queue
from app.outbox.models import Kind
from app.outbox.queue import SendingFailed
from app.outbox.webhooks import signed
from app.tickets import conversation
from app.tickets.mail_models import Handover
from app.tickets.models import Ticket
from app.tickets.rights import locked_for
from app.tickets.states import Step
from app.tickets.webhooks import described
from app.tickets.writing import SYSTEM, agent, locked, record, take_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.config import Config
    from app.outbox.queue import Parcel

LONGEST_REFERENCE: Final = 100  # characters
_REFERENCES: Final = ("number", "reference", "key", "id")  # what desks call a ticket's name


class OutsideDesk(Protocol):
    """Another help desk."""

    def take(self, ticket: Mapping[str, Any], key: str) -> str:
        """Take a ticket, once for each `key`; return its name there, or "".

        Raises SendingFailed.
        """
        ...


@dataclass(frozen=True)
class HttpDesk:
    """Any desk with an address that takes JSON.

    `template` is that JSON with places for the ticket's facts in strings: {"title": "$subject"};
    without one the facts are sent as they are, like a webhook.
    """

    config: Config
    template: str = ""

    def take(self, ticket: Mapping[str, Any], key: str) -> str:
        """See OutsideDesk; the name is read from the JSON that comes back."""
        content = json.dumps(self._body(ticket), ensure_ascii=False).encode()
        headers = {"Idempotency-Key": key, **signed(content, self.config.outside_desk_secret)}
        return _reference(http.post(self.config.outside_desk_url, content, headers, self.config))

    def _body(self, ticket: Mapping[str, Any]) -> Any:
        return _filled(json.loads(self.template), ticket) if self.template else dict(ticket)


def desk_of(config: Config) -> OutsideDesk | None:
    """Return the desk of the settings, if there is one; raises OSError for a lost template."""
    if not config.outside_desk_url:
        return None
    path = config.outside_desk_template
    return HttpDesk(config, Path(path).read_text(encoding="utf-8") if path else "")


def ask(number: int, account_id: int, config: Config, *, version: int) -> Ticket:
    """Hand the ticket over.

    Raises DomainError (no desk), Conflict (it is there), Outdated, NotFound.
    """
    if not config.outside_desk_url:
        raise DomainError("Передавать некуда: другая служба поддержки не настроена.")
    with transaction():
        ticket = locked_for(account_id, number, version)
        if find(number):
            raise Conflict("Заявку уже передали.")
        session.add(_begun(number, account_id, config.outside_desk))
        session.flush()
        details = {"desk": config.outside_desk}
        take_step(ticket, Step.HANDED_OVER, agent(account_id), details=details)
        queue.put(Kind.HANDOVER, f"handover {number}", {"ticket": number})
    return ticket


def find(number: int) -> Handover | None:
    """Return what is known of the ticket's handing over, for its pages."""
    return session.get(Handover, number)


def send(parcel: Parcel, desk: OutsideDesk | None) -> None:
    """Give one ticket to the desk and keep what it is called there; raises SendingFailed."""
    if desk is None:
        raise SendingFailed("no outside desk is set", passing=True, unreachable=True)
    handover = find(parcel.payload["ticket"])
    if handover is None:
        raise SendingFailed("the ticket was deleted", passing=False)
    facts = _facts(handover.ticket_number)
    session.rollback()  # no transaction stays open while the other side takes its time
    reference = desk.take(facts, parcel.key)
    with transaction():
        taken = session.get_one(Handover, parcel.payload["ticket"])
        taken.reference, taken.handed_at = reference, clock.now()
        ticket = locked(taken.ticket_number)
        record(
            ticket, Step.HANDED_OVER, SYSTEM, before=ticket.state, details={"reference": reference}
        )


def _begun(number: int, account_id: int, desk: str) -> Handover:
    return Handover(
        ticket_number=number,
        desk=desk,
        reference="",
        account_id=account_id,
        asked_at=clock.now(),
    )


def _facts(number: int) -> dict[str, Any]:
    """The ticket with its public conversation; notes stay here."""
    ticket = session.get_one(Ticket, number)
    said = conversation.public(ticket)
    text = "\n\n".join(f"{message.author.value}: {message.body}" for message in said)
    return {**described(ticket), "conversation": text}


def _filled(value: Any, facts: Mapping[str, Any]) -> Any:
    """Fill the places in every string of a JSON value: what a person wrote breaks no JSON."""
    match value:
        case str():
            known = {name: "" if fact is None else str(fact) for name, fact in facts.items()}
            return Template(value).safe_substitute(known)
        case list():
            return [_filled(item, facts) for item in value]
        case dict():
            return {name: _filled(item, facts) for name, item in value.items()}
        case _:
            return value


def _reference(answer: bytes) -> str:
    try:
        told = json.loads(answer)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(told, dict):
        return ""
    named = next((told[name] for name in _REFERENCES if told.get(name)), "")
    return str(named)[:LONGEST_REFERENCE] if isinstance(named, str | int) else ""
