"""Who is told that a gap is closed: one letter a person, whatever they asked in and how often."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select

from app import clock
from app.accounts.roles import PUBLIC
from app.curation.gap_models import GapLetter, QuietAddress
from app.db import add_if_new, session, transaction
from app.errors import NotFound
from app.feedback.models import Vote
from app.learning.models import GapSearch
from app.outbox import queue
from app.outbox.models import Kind
from app.search.models import Search
from app.tickets.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot

LETTER: Final = "gap_closed"  # the name of the letter in the outbox
_SALT: Final = "no news of gaps"


class Asker(NamedTuple):
    """Somebody who left an address, with their latest ticket or else their vote."""

    address: str
    lang: str
    ticket_number: int | None = None
    vote_id: int | None = None


def queue_all(gap_id: int, article: Article, snapshot: Snapshot) -> int:
    """Within a transaction: queue a letter to each asker who was not told yet; return how many."""
    told = set(session.scalars(select(GapLetter.address_hash).where(GapLetter.gap_id == gap_id)))
    quiet = set(session.scalars(select(QuietAddress.address_hash)))
    by_address = {hash_of(asker.address): asker for asker in _askers(gap_id)}
    new = {key: asker for key, asker in by_address.items() if key not in told | quiet}
    for key, asker in new.items():
        _queue(gap_id, key, asker, _spoken(article, asker.lang, snapshot))
    return len(new)


def count(gap_id: int) -> int:
    """Return how many people were written to about this gap."""
    return session.scalar(select(func.count()).where(GapLetter.gap_id == gap_id)) or 0


def is_quiet(address_hash: str) -> bool:
    """Tell whether an address wants no more of these letters."""
    return session.get(QuietAddress, address_hash) is not None


def link_key(letter: GapLetter, secret: str) -> str:
    """Return what the link at a letter's end carries: whose it is, signed."""
    return str(URLSafeSerializer(secret, _SALT).dumps(letter.address_hash))


def hush(key: str, secret: str) -> None:
    """Write no more of these letters to the one whose link it is; raises NotFound for any other."""
    address_hash = read_link_key(key, secret)
    with transaction():
        add_if_new(QuietAddress, address_hash=address_hash, since=clock.now())


def read_link_key(key: str, secret: str) -> str:
    """Return the address's hash that a link carries; raises NotFound for any other."""
    try:
        return str(URLSafeSerializer(secret, _SALT).loads(key))
    except (BadSignature, ValueError):
        raise NotFound("Эта ссылка не подходит: проверьте, что она скопирована целиком.") from None


def hash_of(address: str) -> str:
    """Return what an address is known by here."""
    return sha256(address.lower().encode()).hexdigest()


def _askers(gap_id: int) -> Iterable[Asker]:
    """Votes first, then tickets from old to new: of one person, the last one counts."""
    yield from _voters(gap_id)
    tickets = (
        select(Ticket.email, Ticket.lang, Ticket.number)
        .join(GapSearch, GapSearch.ticket_number == Ticket.number)
        .where(GapSearch.gap_id == gap_id, Ticket.email != "")
        .distinct()
        .order_by(Ticket.number)
    )
    for address, lang, number in session.execute(tickets):
        yield Asker(address, lang, ticket_number=number)


def _voters(gap_id: int) -> Iterable[Asker]:
    votes = (
        select(Vote.email, Search.lang, Vote.id)
        .join(Search, Search.id == Vote.search_id)
        .join(GapSearch, GapSearch.search_id == Search.id)
        .where(GapSearch.gap_id == gap_id, Vote.email != "", Vote.is_staff.is_(False))
        .order_by(Vote.id)
    )
    for address, lang, vote_id in session.execute(votes):
        yield Asker(address, lang, vote_id=vote_id)


def _queue(gap_id: int, key: str, asker: Asker, article: Article) -> None:
    letter = GapLetter(gap_id=gap_id, address_hash=key, article_id=article.id, lang=asker.lang)
    letter.ticket_number, letter.vote_id = asker.ticket_number, asker.vote_id
    letter.queued_at = clock.now()
    session.add(letter)
    session.flush()
    payload = {"letter": LETTER, "gap_letter": letter.id, "ticket": asker.ticket_number}
    queue.put(Kind.MAIL, f"{LETTER} {gap_id} {key}", payload)


def _spoken(article: Article, lang: str, snapshot: Snapshot) -> Article:
    """The article in the asker's language, if there is one that everybody may read."""
    if article.lang == lang:
        return article
    now = clock.now()
    others = (a for a in snapshot.translations(article) if a.visibility(now) == PUBLIC)
    return next((other for other in others if other.lang == lang), article)
