"""Asks every page as a guest for what is hidden, inside this process, within a given time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Literal, get_args
from urllib.parse import unquote

from app import clock
from app.accounts.roles import GUEST, may
from app.curation import leaks
from app.current import services
from app.web import surfaces
from app.web.surfaces import Probe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.curation.leaks import Evidence, Wanted

SECONDS: Final = 20.0  # for one run; what is not reached is named, and can be checked next
NEAR: Final = 3  # public pages beside a hidden article: they link to it, or stand in its category
# Nothing that the run asks for is counted as a person's search or reading.
_ROBOT: Final = {"User-Agent": "podskazhi-visibility-check (bot)", "Sec-Purpose": "prefetch"}
TOO_MANY: Final = HTTPStatus.TOO_MANY_REQUESTS

State = Literal["leaking", "failed", "nothing", "locked", "guessed", "clean"]

STATES: Final[tuple[State, ...]] = get_args(State)


@dataclass(frozen=True)
class Page:
    """An answer: its status, its kind, and its text with where it leads to."""

    status: int
    mimetype: str
    text: str


@dataclass(frozen=True)
class Leak:
    """A hidden article of which an address tells."""

    article: Article
    address: str
    evidence: tuple[Evidence, ...]


@dataclass
class Covered:
    """What became of one surface: how many addresses were asked for, and what they told."""

    rule: str
    asked: int = 0
    locked: int = 0  # answered by the way to signing in
    failed: list[str] = field(default_factory=list)
    leaks: list[Leak] = field(default_factory=list)

    @property
    def name(self) -> str:
        return surfaces.name_of(self.rule)

    @property
    def state(self) -> State:
        """Whether it tells, could not be asked, needs signing in, or was asked by guess."""
        if self.leaks or self.failed:
            return "leaking" if self.leaks else "failed"
        if not self.asked or self.locked == self.asked:
            return "locked" if self.asked else "nothing"
        return "clean" if surfaces.is_named(self.rule) else "guessed"


@dataclass
class Report:
    """A run: surfaces, the articles looked for with their telltales, and those left for later."""

    covered: list[Covered]
    looked_for: list[Wanted]
    left: list[Article]
    posts_left_out: list[str]
    seconds: float

    @property
    def leaks(self) -> list[Leak]:
        return [leak for surface in self.covered for leak in surface.leaks]


def run(app: Flask, articles: list[Article], seconds: float = SECONDS) -> Report:
    """Look for these hidden articles on every surface; stop after about `seconds`."""
    snapshot = services().library.snapshot
    # A thread of its own: the requests inside end their database sessions, not this one's.
    with ThreadPoolExecutor(max_workers=1) as one:
        return one.submit(_Run(app, snapshot, seconds).over, articles).result()


class _Run:
    """One run: pages that do not depend on the article are asked for once."""

    def __init__(self, app: Flask, snapshot: Snapshot, seconds: float) -> None:
        self._app, self._snapshot = app, snapshot
        self._began, self._seconds = time.monotonic(), seconds
        self._pages: dict[str, Page] = {}
        self._covered = {rule: Covered(rule) for rule in surfaces.asked_by_get(app)}
        self._covered[surfaces.ASKED_BY_POST[0]] = Covered(surfaces.ASKED_BY_POST[0])

    def over(self, articles: list[Article]) -> Report:
        public = leaks.public_words(self._snapshot, clock.now())
        looked_for: list[Wanted] = []
        rules = surfaces.asked_by_get(self._app)
        for number, article in enumerate(articles):
            if looked_for and time.monotonic() - self._began > self._seconds:
                return self._report(looked_for, articles[number:])
            looked_for.append(leaks.wanted(article, public))
            self._look(looked_for[-1], number, rules)
        return self._report(looked_for, [])

    def _look(self, wanted: Wanted, number: int, rules: dict[str, tuple[str, ...]]) -> None:
        client = self._app.test_client()
        client.environ_base.update(REMOTE_ADDR=f"visibility-check-{number}")  # limits: one each
        probe = self._probe(wanted.article)
        for rule, templates in rules.items():
            if self._covered[rule].state == "locked":
                continue  # who has to sign in is told nothing, whatever is asked for
            for address in surfaces.filled(templates, probe):
                self._note(rule, wanted, address, self._page(client, address))
        self._ask(client, wanted, probe)

    def _ask(self, client: FlaskClient, wanted: Wanted, probe: Probe) -> None:
        """What the ask form suggests, which is asked for by POST."""
        rule, name = surfaces.ASKED_BY_POST
        token = surfaces.csrf_token(client.get("/ask", headers=_ROBOT).text)
        for query in probe.queries:
            fields = {"csrf_token": token, name: query}
            answer = client.post(rule, data=fields, headers=_ROBOT)
            self._note(rule, wanted, f"{rule}?{name}={query}", _read(answer))

    def _page(self, client: FlaskClient, address: str) -> Page:
        found = self._pages.get(address)
        if found is None:
            found = self._pages[address] = _read(client.get(address, headers=_ROBOT, buffered=True))
        return found

    def _note(self, rule: str, wanted: Wanted, address: str, page: Page) -> None:
        surface, asked = self._covered[rule], unquote(address)
        surface.asked += 1
        surface.locked += page.status == HTTPStatus.SEE_OTHER
        if page.status >= HTTPStatus.INTERNAL_SERVER_ERROR or page.status == TOO_MANY:
            surface.failed.append(f"{page.status} {asked}")
            return
        evidence = leaks.found_on(page.text, page.mimetype, asked, wanted.telltales)
        if evidence:
            surface.leaks.append(Leak(wanted.article, asked, tuple(evidence)))

    def _probe(self, article: Article) -> Probe:
        near = list(self._near(article))[:NEAR]
        said = [article.title, *article.questions[:1]]
        return Probe(
            queries=tuple(" ".join(reversed(leaks.folded(text).split())) for text in said),
            starts=tuple(dict.fromkeys(leaks.folded(text)[:5].strip() for text in said)),
            slugs=(article.slug, *(other.slug for other in near)),
            old_slugs=article.redirect_from[:NEAR],
            categories=(article.category,),
            files=tuple(self._files(article))[:NEAR],
        )

    def _near(self, article: Article) -> Iterator[Article]:
        """Public articles that name it, then those of its category."""
        now, names = clock.now(), (article.id, f"{article.slug}.md")
        public = [
            other
            for other in self._snapshot.articles.values()
            if may(GUEST, "read", other.visibility(now))
        ]
        naming = [o for o in public if article.id in o.related or _names(names, o.body)]
        beside = [o for o in public if o.category == article.category]
        yield from dict.fromkeys([*naming, *beside])

    def _files(self, article: Article) -> Iterator[str]:
        start = f"{article.category}/"
        for path in sorted(self._snapshot.attachments):
            if path.startswith(start) and path.removeprefix(start) in article.body:
                yield path.removeprefix(start)

    def _report(self, looked_for: list[Wanted], left: list[Article]) -> Report:
        return Report(
            covered=sorted(self._covered.values(), key=lambda one: STATES.index(one.state)),
            looked_for=looked_for,
            left=left,
            posts_left_out=surfaces.left_out_posts(self._app),
            seconds=time.monotonic() - self._began,
        )


def _read(answer: TestResponse) -> Page:
    text = answer.get_data().decode("utf-8", "replace")
    if "Location" in answer.headers:
        text = f"{text}\n{unquote(answer.headers['Location'])}"
    return Page(answer.status_code, answer.mimetype or "", text)


def _names(names: tuple[str, ...], body: str) -> bool:
    return any(name in body for name in names)
