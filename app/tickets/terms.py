"""The words of tickets for the staff's search: the one Russian analysis, kept as small numbers."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, delete, exists, false, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.db import session
from app.language import analysis
from app.tickets.link_models import Term
from app.tickets.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from app.language.analysis import Token

MOST_WORDS: Final = 10  # of a search
LONGEST_TEXT: Final = 20_000  # characters of one message that are found again
RARE: Final = 10_000  # tickets; a word in fewer of them leads a search


def remember(ticket: Ticket, *texts: str) -> None:
    """Make the ticket found by the words of `texts`, besides those it is found by already."""
    found = {number for text in texts for number in _numbers(text)}
    if found:
        rows = [{"term": term, "ticket_number": ticket.number} for term in sorted(found)]
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        statement = (sqlite.insert if is_sqlite else postgresql.insert)(Term)
        session.execute(statement.on_conflict_do_nothing(), rows)


def of_ticket(ticket: Ticket) -> str:
    """Return what a ticket is found by beside its messages."""
    return f"{ticket.subject}\n{ticket.author_name}\n{ticket.email}"


def wanted(text: str) -> list[tuple[int, ...]]:
    """Return a group of alternative terms for each word of a search; empty when it has none.

    Fillers count only in a search of nothing else.
    """
    tokens = analysis.analyse(text, max_characters=LONGEST_TEXT)
    content = _asked([t for t in tokens if not t.filler] or tokens)
    groups = [_alternatives(token) for token in content]
    return list(dict.fromkeys(groups))[:MOST_WORDS]


def containing(text: str) -> ColumnElement[bool]:
    """Return the condition on tickets that have every word of a search; none has those of none.

    Where a word is rare, its tickets are looked through; where all are common, the newest tickets
    are, since enough of them will do.
    """
    groups = sorted((_tickets(group), group) for group in wanted(text))
    if not groups:
        return false()
    conditions = [_has(group) for _count, group in groups]
    rarest, leading = groups[0]
    if rarest < RARE:
        conditions[0] = Ticket.number.in_(select(Term.ticket_number).where(Term.term.in_(leading)))
    return and_(*conditions)


def forget(numbers: Iterable[int]) -> None:
    """Let the tickets be found by no word any more."""
    session.execute(delete(Term).where(Term.ticket_number.in_(list(numbers))))


def _has(group: tuple[int, ...]) -> ColumnElement[bool]:
    return exists().where(Term.ticket_number == Ticket.number, Term.term.in_(group))


def _tickets(group: tuple[int, ...]) -> int:
    some = select(Term.term).where(Term.term.in_(group)).limit(RARE).subquery()
    return session.scalars(select(func.count()).select_from(some)).one()


def _asked(tokens: list[Token]) -> list[Token]:
    """The wholes, not their parts; of an address the parts, which may be all that is typed."""
    addresses = [t for t in tokens if "@" in t.exact and not t.part]
    return [
        token
        for token in tokens
        if token not in addresses
        and any(a.start <= token.start < a.end for a in addresses) == token.part
    ]


def _numbers(text: str) -> set[int]:
    tokens = analysis.analyse(text, max_characters=LONGEST_TEXT)
    return {number for token in tokens for number in _alternatives(token)}


def _alternatives(token: Token) -> tuple[int, ...]:
    """Every lemma of the word and every family of words that it may belong to."""
    families = (f"f:{family}" for family in token.families)
    return tuple(sorted({_number(word) for word in (*token.lemmas, *families)}))


def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), signed=True)
