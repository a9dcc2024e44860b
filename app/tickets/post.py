"""Sends what the outbox holds about tickets: letters, webhooks, tickets for another help desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.outbox import mail, queue, webhooks
from app.outbox.models import Kind
from app.tickets import handing_over
from app.tickets.letters import sending

if TYPE_CHECKING:
    from app.outbox.queue import Tally
    from app.tickets.letters.story import Office


@dataclass(frozen=True)
class Post:
    """Sends by one set of settings; safe to run in several processes at once."""

    office: Office

    def deliver_mail(self) -> Tally:
        """Send the letters that are due."""
        with mail.transport(self.office.config) as transport:
            return queue.deliver(
                Kind.MAIL, lambda parcel: sending.send(parcel, transport, self.office)
            )

    def deliver_webhooks(self) -> Tally:
        """Post the webhooks that are due."""
        config = self.office.config
        return queue.deliver(Kind.WEBHOOK, lambda parcel: webhooks.send(parcel, config))

    def deliver_handovers(self) -> Tally:
        """Hand tickets to the outside help desk."""
        desk = handing_over.desk_of(self.office.config)
        return queue.deliver(Kind.HANDOVER, lambda parcel: handing_over.send(parcel, desk))
