"""Pinned results: what an editor wants to stand first for a query, whatever its forms and order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from app import clock, typed
from app.db import session, take_turns, transaction
from app.errors import DomainError, InvalidInput, NotFound
from app.language.analysis import analyse
from app.search.models import Pin
from app.search.query import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.language.analysis import Token

MOST_OF_A_QUERY: Final = 3  # pinned articles: a fourth would leave no room for what is found
MOST_WORDS: Final = 10
LONGEST: Final = 200  # characters
READINGS: Final = 64  # of a query's ambiguous words that are tried; longer queries are no pins
_TURN: Final = "pins"

Key = tuple[str, ...]  # the query's telling lemmas, sorted


@dataclass(frozen=True)
class Pinned:
    """Which articles stand first for which query, by its key, in the order they were pinned."""

    by_key: Mapping[Key, tuple[str, ...]]

    def of(self, text: str) -> tuple[str, ...]:
        """Return ids of the articles pinned for a query typed like this."""
        if not self.by_key:
            return ()
        return next((self.by_key[k] for k in _readings(text) if k in self.by_key), ())


NOTHING: Final = Pinned({})


def everything() -> Sequence[Pin]:
    """Return all pins, those of one query together."""
    return session.scalars(select(Pin).order_by(Pin.query, Pin.id)).all()


def in_use() -> Pinned:
    """Return all pins as search reads them."""
    return without(None)


def without(number: int | None) -> Pinned:
    """Return what would be in use without the pin of this number."""
    found: dict[Key, tuple[str, ...]] = {}
    chosen = select(Pin.id, Pin.query, Pin.article_id).order_by(Pin.id)
    for pin_id, query, article_id in session.execute(chosen):
        if pin_id != number:
            found[key(query)] = (*found.get(key(query), ()), article_id)
    return Pinned(found)


def with_one(query: str, article_id: str) -> Pinned:
    """Return what would be in use with one more pin; raises InvalidInput as `add` does."""
    text = _checked(typed.line(query))
    _refuse_one_too_many(text, article_id)
    now = in_use().by_key
    return Pinned({**now, key(text): (*now.get(key(text), ()), article_id)})


def add(query: str, article_id: str, account_id: int | None = None) -> Pin:
    """Let the article stand first for the query.

    Raises InvalidInput for `query` that says nothing, is too long or has enough pins, and for
    `article` that is pinned to it already.
    """
    text = _checked(typed.line(query))
    with transaction() as rows:
        take_turns(_TURN)
        _refuse_one_too_many(text, article_id)
        pin = Pin(query=text, key=_stored(text), article_id=article_id)
        pin.added_at, pin.account_id = clock.now(), account_id
        rows.add(pin)
    return pin


def get(number: int) -> Pin:
    """Return the pin of this number; raises NotFound."""
    pin = session.get(Pin, number) if 0 < number < 2**31 else None
    if pin is None:
        raise NotFound("Такого закрепления уже нет.")
    return pin


def remove(number: int) -> Pin:
    """Forget the pin of this number and return it; raises NotFound."""
    with transaction() as rows:
        pin = get(number)
        rows.execute(delete(Pin).where(Pin.id == number))
    return pin


def key(text: str) -> Key:
    """Return the key of a query, the same for all forms and orders of its telling words."""
    return next(iter(_readings(text)), ())


def _readings(text: str) -> Iterable[Key]:
    """The keys of a query: words of several lemmas («стали») are read in each of their ways."""
    tokens = [token for token in analyse(text[:LONGEST]) if not token.part]
    telling = [t for t in tokens if not t.filler and t.exact not in PARTICLES]
    if not telling:
        telling = tokens
    choices = [_lemmas(token) for token in telling[: MOST_WORDS + 1]]
    return (tuple(sorted(set(chosen))) for chosen in islice(product(*choices), READINGS))


def _lemmas(token: Token) -> list[str]:
    said = "не " if token.negated else ""
    return [said + lemma for lemma in token.lemmas or (token.exact,)]


def _checked(text: str) -> str:
    try:
        typed.at_most(LONGEST, text)
        words = [token for token in analyse(text) if not token.part]
        if not words:
            raise DomainError("Напишите запрос: хотя бы одно слово.")
        if len(words) > MOST_WORDS:
            raise DomainError("В запросе не больше %(most)s слов.", most=MOST_WORDS)
    except DomainError as problem:
        raise InvalidInput({"query": problem}) from None
    return text


def _refuse_one_too_many(text: str, article_id: str) -> None:
    same = Pin.key == _stored(text)
    if session.scalar(select(Pin.id).where(same, Pin.article_id == article_id)):
        problem = DomainError("Эта статья уже закреплена за этим запросом.")
        raise InvalidInput({"article": problem})
    if (session.scalar(select(func.count()).where(same)) or 0) >= MOST_OF_A_QUERY:
        problem = DomainError(
            "За запросом уже закреплено %(most)s статьи: уберите одну из них.",
            most=MOST_OF_A_QUERY,
        )
        raise InvalidInput({"query": problem})


def _stored(text: str) -> str:
    return ", ".join(key(text))
