"""Commands for mail: what waits to be sent, what comes in."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

import click

from app.current import services
from app.outbox import listing, mail, queue
from app.outbox.listing import Ending
from app.outbox.models import Kind
from app.tickets.incoming import fetching, receiving
from app.tickets.incoming.receiving import Fate

if TYPE_CHECKING:
    from app.outbox.models import Delivery

# sysexits.h, as mail servers read a pipe's code: the message goes back to its sender.
BAD_DATA: Final = 65

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("mail")
def mail_commands() -> None:
    """Letters that go out and mail that comes in."""


@mail_commands.command()
@as_json
def status(*, as_json: bool) -> None:
    """Show where letters go, where they lead to, and how many wait."""
    config, counts = services().config, listing.counts(Kind.MAIL)
    oldest = listing.oldest_waiting(Kind.MAIL)
    told = {
        "letters_go_to": mail.described(config),
        "links_lead_to": config.public_url(),
        "mail_comes_to": config.mail_inbox or None,
        **{ending.value: count for ending, count in counts.items()},
        "oldest_waiting": oldest.isoformat() if oldest else None,
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for name, value in told.items():
        click.echo(f"{name.replace('_', ' '):15} {value if value is not None else '-'}")
    if not config.site_url:
        click.echo("SITE_URL is not set: links in letters lead to this machine only", err=True)


@mail_commands.command("list")
@click.argument("which", type=click.Choice([e.value for e in Ending]), required=False)
@click.option("--before", type=int, help="Go on below this id.")
@as_json
def list_letters(which: str | None, *, before: int | None, as_json: bool) -> None:
    """Show letters, newest first: all, or those waiting, sent or failed with the reason."""
    wanted = Ending(which) if which else None
    show(list(listing.latest(Kind.MAIL, wanted, before=before)), as_json=as_json)


@mail_commands.command()
@click.argument("letter", type=int)
def retry(letter: int) -> None:
    """Let LETTER (its id), which was given up, be tried again."""
    if not queue.retry(letter):
        raise click.ClickException("no letter with this id was given up")
    click.echo(f"{letter} waits again")


@mail_commands.command()
@click.pass_context
def receive(context: click.Context) -> None:
    """Take one message from standard input, as a mail server's pipe gives it.

    Codes: 0 taken or dropped as a machine's, 65 too large; anything else: try again later.
    """
    config = services().config
    limit = config.mail_megabytes * receiving.MEGABYTE
    receipt = receiving.receive(sys.stdin.buffer.read(limit + 1), config)
    click.echo(_told(receipt))
    if receipt.reason == receiving.TOO_LARGE:
        context.exit(BAD_DATA)


@mail_commands.command()
def fetch() -> None:
    """Take the unread messages of the mailbox at IMAP_HOST."""
    receipts = fetching.fetch(services().config)
    for receipt in receipts:
        click.echo(_told(receipt))
    click.echo(f"{len(receipts)} messages")


def show(rows: list[Delivery], *, as_json: bool) -> None:
    """Print deliveries, without what they say and to whom."""
    if as_json:
        click.echo(json.dumps([_described(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        when = (row.delivered_at or row.next_at or row.created_at).isoformat(" ", "minutes")
        state = listing.ending(row).value
        click.echo(f"{row.id:6} {state:8} {when:23} {row.key}  {row.problem}".rstrip())


def _described(row: Delivery) -> dict[str, object]:
    moments = ("created_at", "next_at", "delivered_at")
    times = {name: at.isoformat() if (at := getattr(row, name)) else None for name in moments}
    return {
        "id": row.id,
        "key": row.key,
        "state": listing.ending(row).value,
        "attempts": row.attempts,
        "problem": row.problem,
        **times,
    }


def _told(receipt: receiving.Receipt) -> str:
    if receipt.fate is Fate.DROPPED:
        return f"dropped: {receipt.reason}"
    return f"{receipt.fate.value}: ticket {receipt.ticket_number}"
