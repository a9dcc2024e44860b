"""Links that lead outside: knocked at by a job, kept with what came of it.

Numbers: `links` that do not work; things: the address, the answer's status, what is wrong. A
lasting failure counts at once, one that may pass from the second time in a row.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import urldefrag, urlsplit

from sqlalchemy import delete, select

from app import clock
from app.articles.markdown import render
from app.curation.attention.models import OutsideLink
from app.curation.attention.reasons import Finding, Reason, Thing, first, severity
from app.db import session, transaction
from app.outbox.probing import is_passing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from app.articles.article import Article
    from app.outbox.probing import Answer

    Knock = Callable[[str], Answer]

AT_ONCE: Final = 8  # hosts; one host is asked for one address after another
MOST: Final = 5_000  # addresses of one run, those that were not looked at for longest first
LONGEST_URL: Final = 2_000  # characters
SURE_AFTER: Final = 2  # failures in a row that may pass
BATCH: Final = 200  # answers that are kept together
_SCHEMES: Final = frozenset({"http", "https"})


def addresses(articles: Iterable[Article]) -> Mapping[str, list[str]]:
    """Return the addresses outside that articles link to → the ids of those articles.

    Renders every article: some milliseconds each.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        page = render(article.body, link=lambda _: None, file_url=lambda _: None, lang=article.lang)
        hrefs = (link.href for link in page.links if link.kind == "external")
        for url in dict.fromkeys(urldefrag(href)[0] for href in hrefs):
            if _is_web(url):
                found[url].append(article.id)
    return found


def check(urls: Collection[str], knock: Knock) -> int:
    """Knock at the addresses and keep what came of it; return how many were knocked at.

    Addresses that no article names any more are forgotten. Safe to run twice and to be killed.
    """
    _forget_but(urls)
    known = {
        row.url: row.checked_at
        for row in session.execute(select(OutsideLink.url, OutsideLink.checked_at))
    }
    session.rollback()  # no transaction stays open while others take their time
    new = [url for url in urls if url not in known]
    chosen = [*new, *sorted(known.keys(), key=lambda url: known[url])][:MOST]
    for start in range(0, len(chosen), BATCH):
        _keep(_answers(chosen[start : start + BATCH], knock))
    return len(chosen)


def failing() -> Mapping[str, OutsideLink]:
    """Return the addresses that surely do not work, in one query."""
    chosen = select(OutsideLink).where(OutsideLink.problem != "")
    return {row.url: row for row in session.scalars(chosen) if _is_sure(row)}


def dead_outside(
    linked: Mapping[str, Sequence[str]], dead: Mapping[str, OutsideLink]
) -> Iterator[Finding]:
    """Yield the articles that link to dead addresses; `linked` maps addresses to articles."""
    of_each: dict[str, list[OutsideLink]] = defaultdict(list)
    for url, link in dead.items():
        for article_id in linked.get(url, ()):
            of_each[article_id].append(link)
    for article_id, links in of_each.items():
        things = [Thing(link.url, number=link.status, trouble=link.problem) for link in links]
        at = max(_since(link) for link in links)
        numbers = {"links": len(links)}
        how_bad = severity(Reason.OUTSIDE, len(links))
        yield Finding(Reason.OUTSIDE, article_id, at, how_bad, numbers, first(things))


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and len(url) <= LONGEST_URL
    except ValueError:
        return False


def _answers(urls: Iterable[str], knock: Knock) -> dict[str, Answer]:
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).hostname or ""].append(url)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda mine: [(url, knock(url)) for url in mine], by_host.values())
        return {url: answer for answers in found for url, answer in answers}


def _keep(answers: Mapping[str, Answer]) -> None:
    now = clock.now()
    with transaction() as rows:
        keys = {_key(url): url for url in answers}
        known = {
            row.key: row
            for row in rows.scalars(select(OutsideLink).where(OutsideLink.key.in_(keys)))
        }
        for key, url in keys.items():
            link = known.get(key) or OutsideLink(key=key, url=url, failures=0, failing_since=None)
            _note(link, answers[url], now)
            rows.add(link)


def _note(link: OutsideLink, answer: Answer, now: datetime) -> None:
    link.status, link.problem, link.checked_at = answer.status, answer.problem, now
    link.failures = link.failures + 1 if answer.problem else 0
    link.failing_since = (link.failing_since or now) if answer.problem else None


def _forget_but(urls: Collection[str]) -> None:
    wanted = {_key(url) for url in urls}
    with transaction() as rows:
        gone = [key for key in rows.scalars(select(OutsideLink.key)) if key not in wanted]
        for start in range(0, len(gone), BATCH):
            part = gone[start : start + BATCH]
            rows.execute(delete(OutsideLink).where(OutsideLink.key.in_(part)))


def _is_sure(link: OutsideLink) -> bool:
    return link.failures >= SURE_AFTER or not is_passing(link.status)


def _since(link: OutsideLink) -> datetime:
    return link.failing_since or link.checked_at


def _key(url: str) -> str:
    return sha256(url.encode("utf-8", "replace")).hexdigest()
