"""The weekly letter to each owner of articles: which of them want attention, and why."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from app import clock
from app.curation.attention import listing
from app.curation.attention.owners import Owners
from app.curation.letters.said import said
from app.db import transaction
from app.outbox import queue
from app.outbox.letter import Block, Envelope, Letter, Link, Paragraph, message
from app.outbox.models import Kind
from app.outbox.queue import SendingFailed
from app.tickets.letters import staff, threads
from app.tickets.letters.digest import MORNING
from app.tickets.letters.muting import Topic, listening
from app.tickets.letters.story import addressee
from app.tickets.letters.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from email.message import EmailMessage

    from app.articles.library import Library
    from app.articles.snapshot import Snapshot
    from app.curation.attention.listing import Row
    from app.outbox.queue import Parcel
    from app.tickets.letters.story import Office

LETTER: Final = Topic.ATTENTION.value
LISTED: Final = 20  # articles; the studio has the rest
MONDAY: Final = 0


def queue_all(snapshot: Snapshot, zone: str) -> int:
    """Queue this week's letter for every owner who wants it and has something to read of.

    From Monday morning on, once a week; `zone` is the operator's, an IANA name. Returns how many.
    """
    now = clock.now().astimezone(ZoneInfo(zone))
    if now.weekday() == MONDAY and now.hour < MORNING:
        return 0
    year, week, _ = now.isocalendar()
    ids = listening(list(_by_owner(snapshot)), Topic.ATTENTION)
    with transaction():
        for account_id in ids:
            payload = {"letter": LETTER, "account": account_id}
            queue.put(Kind.MAIL, f"{LETTER} {year}-{week} {account_id}", payload)
    return len(ids)


def to_owner(parcel: Parcel, office: Office, library: Library) -> EmailMessage:
    """Return the e-mail; raises SendingFailed when there is nothing to tell any more."""
    account = addressee(parcel)
    rows = _by_owner(library.snapshot).get(account.id, ())
    if not rows:
        raise SendingFailed("there is nothing to tell", passing=False)
    blocks = (*_told(rows, office), staff.why(Topic.ATTENTION, account, office, _gettext))
    ngettext = words(staff.LANG).ngettext
    subject = ngettext(
        "Внимания просит %(num)s ваша статья", "Внимания просят ваши статьи: %(num)s", len(rows)
    )
    envelope = Envelope(
        sender_name=office.config.site_name,
        sender=office.config.mail_from,
        to=account.email,
        message_id=threads.notice_id(parcel.key, office.host),
        unsubscribe_url=staff.unsubscribe_url(Topic.ATTENTION, account, office),
    )
    letter = Letter(subject % {"num": len(rows)}, blocks, staff.LANG)
    return message(letter, envelope, parcel.created_at)


def _by_owner(snapshot: Snapshot) -> Mapping[int, Sequence[Row]]:
    """Return the rows of each owner's articles, the worst first."""
    owners = Owners()
    found: dict[int, list[Row]] = defaultdict(list)
    rows = sorted(listing.attention(snapshot).rows, key=lambda row: (-row.tickets, -row.severity))
    for row in rows:
        owner = owners.find(row.article.owner)
        if owner:
            found[owner.id].append(row)
    return found


def _told(rows: Sequence[Row], office: Office) -> list[Block]:
    root, ngettext = office.config.public_url(), words(staff.LANG).ngettext
    blocks: list[Block] = []
    for row in rows[:LISTED]:
        why = "; ".join(said(finding, _gettext, ngettext) for finding in row.reasons)
        place = f"{root}/studio/attention?whose={quote(row.article.owner)}#{row.article.id}"
        blocks += [
            Paragraph(f"{row.article.title}: {why}."),
            Link(words(staff.LANG).gettext("Открыть"), place),
        ]
    if len(rows) > LISTED:
        more = ngettext("И ещё %(num)s статья.", "И ещё %(num)s статей.", len(rows) - LISTED)
        blocks.append(Paragraph(more % {"num": len(rows) - LISTED}))
    return [*blocks, Link(words(staff.LANG).gettext("Весь список"), f"{root}/studio/attention")]


def _gettext(text: str) -> str:
    return words(staff.LANG).gettext(text)
