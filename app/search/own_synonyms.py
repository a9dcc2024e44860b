"""The operator's own synonyms: a table beside the reviewed file, which editors may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from app import clock, typed
from app.db import session, take_turns, transaction
from app.errors import DomainError, NotFound
from app.language.analysis import analyse
from app.search import synonyms
from app.search.models import SynonymSet
from app.search.synonyms import MAX_WORDS, SameMeaning, Synonyms, keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_MEMBERS: Final = 20  # of a set: a longer one mixes things that are not the same
LONGEST: Final = 100  # characters of a word or phrase
_TURN: Final = "synonyms"


def everything() -> Sequence[SynonymSet]:
    """Return all sets in the order in which they were added."""
    return session.scalars(select(SynonymSet).order_by(SynonymSet.id)).all()


def in_use() -> tuple[SameMeaning, ...]:
    """Return all sets as search reads them."""
    return as_meanings(everything())


def as_meanings(sets: Iterable[SynonymSet]) -> tuple[SameMeaning, ...]:
    """Return sets as search reads them."""
    return tuple(SameMeaning(tuple(one.words), tuple(one.wider)) for one in sets)


def checked(words: Sequence[str], wider: Sequence[str] = ()) -> SameMeaning:
    """Return the words as a set that may be added; raises DomainError as `add` does."""
    same = SameMeaning(*(tuple(map(typed.line, members)) for members in (words, wider)))
    _check(same)
    _refuse_known(same)
    return same


def add(words: Sequence[str], wider: Sequence[str] = ()) -> SynonymSet:
    """Make words find one another, or only the `wider` ones where there are any.

    Raises DomainError for words that say nothing, are too long, too few or too many, or when
    search knows all this already.
    """
    same = SameMeaning(*(tuple(map(typed.line, members)) for members in (words, wider)))
    _check(same)
    with transaction() as rows:
        take_turns(_TURN)
        _refuse_known(same)
        added = SynonymSet(words=list(same.words), wider=list(same.wider), added_at=clock.now())
        rows.add(added)
    return added


def remove(number: int) -> SynonymSet:
    """Forget the set with this number and return it; raises NotFound."""
    with transaction() as rows:
        gone = rows.get(SynonymSet, number) if 0 < number < 2**31 else None
        if gone is None:
            raise NotFound("Набора синонимов с номером %(number)s нет.", number=number)
        rows.execute(delete(SynonymSet).where(SynonymSet.id == number))
    return gone


def _check(same: SameMeaning) -> None:
    members = (*same.words, *same.wider)
    if not same.words or len(members) < 2:
        raise DomainError("Назовите хотя бы два слова: синонимы бывают только у пары и больше.")
    if len(members) > MOST_MEMBERS:
        raise DomainError(
            "В одном наборе не больше %(most)s слов, сейчас %(count)s.",
            most=MOST_MEMBERS,
            count=len(members),
        )
    said: dict[synonyms.Terms, str] = {}
    for member in members:
        _check_member(member)
        twin = said.setdefault(keys(member)[0], member)
        if twin is not member:
            raise DomainError(
                "Слова «%(one)s» и «%(other)s» для поиска одно и то же: оставьте одно.",
                one=twin,
                other=member,
            )


def _check_member(member: str) -> None:
    typed.at_most(LONGEST, member)
    tokens = [token for token in analyse(member) if not token.part]
    if not tokens:
        raise DomainError("В «%(text)s» нет ни одного слова.", text=member)
    if len(tokens) > MAX_WORDS:
        raise DomainError(
            "В «%(text)s» больше %(most)s слов: сократите до главных.",
            text=member,
            most=MAX_WORDS,
        )
    if all(token.filler for token in tokens):
        raise DomainError(
            "Слово «%(text)s» служебное: оно есть почти в каждом вопросе.", text=member
        )


def _refuse_known(same: SameMeaning) -> None:
    known = synonyms.more(synonyms.reviewed(), in_use())
    if _pairs(synonyms.more(Synonyms({}, {}), [same])) <= _pairs(known):
        raise DomainError("Поиск уже знает эти синонимы.")


def _pairs(known: Synonyms) -> set[tuple[synonyms.Terms, synonyms.Terms]]:
    return {(said, other) for said, others in known.others.items() for other in others}
