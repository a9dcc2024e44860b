"""Which articles the studio's list shows, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from app.articles import verification
from app.editing import confidence

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from datetime import datetime

    from app.articles.article import Article

SOON: Final = timedelta(days=30)  # a verification that is due within


class Stage(StrEnum):
    """Where an article is on its way, approvals and the hours of publishing included."""

    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    OVER = "over"
    ARCHIVED = "archived"


class Due(StrEnum):
    """When an article has to be verified."""

    EXPIRED = "expired"
    SOON = "soon"
    LATER = "later"
    NEVER = "never"


class Sorting(StrEnum):
    """What a list is ordered by."""

    UPDATED = "updated"
    TITLE = "title"
    STAGE = "stage"
    CATEGORY = "category"
    OWNER = "owner"
    DUE = "due"


@dataclass(frozen=True)
class Wanted:
    """Conditions of a list, each empty when it does not matter.

    `category` means those inside it too; `owner` and `tag` are compared in any case of letters.
    """

    stage: str = ""
    category: str = ""
    audience: str = ""
    owner: str = ""
    tag: str = ""
    confidence: str = ""
    due: str = ""
    lang: str = ""


def stage(article: Article, now: datetime, approved: Container[str] = ()) -> Stage:
    """Return where the article is at `now`; `approved` are ids of those that a reviewer is for."""
    if article.status == "review" and article.id in approved:
        return Stage.APPROVED
    if article.status != "published":
        return Stage(article.status)
    if article.unpublish_at and article.unpublish_at <= now:
        return Stage.OVER
    is_early = article.publish_at is not None and article.publish_at > now
    return Stage.SCHEDULED if is_early else Stage.PUBLISHED


def due(article: Article, today: date) -> Due:
    """Return when the article has to be verified: never where nobody asked for it."""
    day = verification.due_on(article)
    if day is None:
        return Due.NEVER
    if day < today:
        return Due.EXPIRED
    return Due.SOON if day <= today + SOON else Due.LATER


def matching(
    articles: Iterable[Article], wanted: Wanted, now: datetime, approved: Container[str] = ()
) -> list[Article]:
    """Return those articles that meet every condition, in their order."""
    given = {name: value for name, value in vars(wanted).items() if value}
    at = given.pop("stage", "")
    tests = [_TESTS[name](value, now) for name, value in given.items()]
    if at:
        tests.append(lambda article: stage(article, now, approved) == at)
    return [article for article in articles if all(test(article) for test in tests)]


def ordered(articles: Iterable[Article], sorting: Sorting) -> list[Article]:
    """Return the articles in order; equals by title."""
    by_title = sorted(articles, key=lambda article: (article.title.casefold(), article.id))
    if sorting is Sorting.UPDATED:
        return sorted(by_title, key=lambda a: a.updated or date.min, reverse=True)
    key = _KEYS.get(sorting)
    return sorted(by_title, key=key) if key else by_title


def values(articles: Iterable[Article]) -> tuple[list[str], list[str]]:
    """Return all owners and all tags of the articles, by alphabet."""
    owners: set[str] = set()
    tags: set[str] = set()
    for article in articles:
        owners.add(article.owner)
        tags.update(article.tags)
    owners.discard("")
    return sorted(owners, key=str.casefold), sorted(tags, key=str.casefold)


def _in_category(path: str, _now: datetime) -> Callable[[Article], bool]:
    return lambda article: article.category == path or article.category.startswith(f"{path}/")


def _with_tag(tag: str, _now: datetime) -> Callable[[Article], bool]:
    wanted = tag.casefold()
    return lambda article: any(known.casefold() == wanted for known in article.tags)


def _owned(owner: str, _now: datetime) -> Callable[[Article], bool]:
    wanted = "" if owner == NOBODY else owner.casefold()
    return lambda article: article.owner.casefold() == wanted


NOBODY: Final = "-"  # the owner of articles that have none

_TESTS: Final[Mapping[str, Callable[[str, datetime], Callable[[Article], bool]]]] = {
    "category": _in_category,
    "audience": lambda wanted, _now: lambda article: article.open_to == wanted,
    "owner": _owned,
    "tag": _with_tag,
    "confidence": lambda wanted, _now: lambda article: confidence.of(article) == wanted,
    "due": lambda wanted, now: lambda article: due(article, now.date()) == wanted,
    "lang": lambda wanted, _now: lambda article: article.lang == wanted,
}
_STATUSES: Final = ("draft", "review", "published", "archived")
_KEYS: Final[Mapping[Sorting, Callable[[Article], Any]]] = {
    Sorting.STAGE: lambda article: _STATUSES.index(article.status),
    Sorting.CATEGORY: lambda article: article.category,
    Sorting.OWNER: lambda article: (not article.owner, article.owner.casefold()),
    Sorting.DUE: lambda article: verification.due_on(article) or date.max,
}
