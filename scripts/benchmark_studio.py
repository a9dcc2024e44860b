"""Measures the studio's pages about articles over a made-up library: milliseconds a page."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from app import create_app, migrations
from app.accounts import accounts
from app.accounts.roles import Role
from app.config import Config
from app.curation import gap_ranks, previews
from app.editing.revisions import Author
from app.learning import gaps
from scripts import studio_load

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

AUTHOR = Author(None, "Анна", "anna@example.org")
PASSWORD = "тихий-берег-7-сосен"  # noqa: S105  of an account that lasts as long as this script
TEXT = (
    "оплата карта возврат деньги заказ доставка курьер пункт код смс пароль вход приложение бонус "
    "скидка подписка ошибка адрес телефон почта"
)
WORDS = TEXT.split()
ROUNDS = 7
PAGES = (
    "/studio/",
    "/studio/?page=50",
    "/studio/?stage=published&owner=anna&due=expired&sorting=due",
    "/studio/?q=возврат денег за заказ",
    "/studio/articles/t-00001/review",
    "/studio/articles/t-00001/revisions",
    "/studio/attention",
    "/studio/attention?reason=comments&sorting=date",
    "/studio/inbox",
    "/studio/gaps",
)
ARTICLE = """---
id: t-{number:05}
title: {title} {number}
summary: {summary}
tags: [{tag}]
audience: {audience}
status: {status}
lang: ru
owner: {owner}
updated: 2026-{month:02}-10
verified: 2026-01-10
verify_every_days: 180
---
## {heading}

{text}.
"""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "articles", count)
        app = create_app(
            Config(
                articles_folder=folder / "articles",
                instance_folder=folder / "instance",
                index_folder=folder / "index",
                encoder="bundled",  # each query is encoded; the articles are not
            )
        )
        with app.app_context():
            measure(app)


def write(folder: Path, count: int) -> None:
    pick = random.Random(1)
    for number in range(count):
        category = folder / f"razdel-{number % 20}"
        if not category.exists():
            category.mkdir(parents=True)
            (category / "_category.yml").write_text(f"title: Раздел {number}\n", encoding="utf-8")
        text = ARTICLE.format(
            number=number,
            title=" ".join(pick.choices(WORDS, k=4)).capitalize(),
            summary=" ".join(pick.choices(WORDS, k=8)),
            tag=pick.choice(WORDS),
            audience=pick.choice(("public", "public", "staff")),
            status=pick.choice(("draft", "review", "published", "published", "archived")),
            owner=pick.choice(("anna", "boris", "olga")),
            month=pick.randint(1, 11),
            heading=" ".join(pick.choices(WORDS, k=3)).capitalize(),
            text=" ".join(pick.choices(WORDS, k=60)).capitalize(),
        )
        (category / f"statya-{number}.md").write_text(text, encoding="utf-8")


def measure(app: Flask) -> None:
    migrations.upgrade()
    services = app.extensions["podskazhi"]
    timed("the library and its index", services.refresh)
    timed("a version of each article", services.keep_revisions)
    account = accounts.create("anna@example.org", "Анна", Role.EDITOR, PASSWORD)
    known = services.library.snapshot.articles
    timed("reasons, flags and votes", lambda: studio_load.give_reasons(known, account.id))
    gap_id = studio_load.leave_gaps(WORDS)
    services.searcher.load()
    client = app.test_client()
    page = client.get("/sign-in").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    client.post(
        "/sign-in", data={"csrf_token": token, "email": account.email, "password": PASSWORD}
    )
    for address in PAGES:
        asked = [seconds(lambda address=address: client.get(address)) for _ in range(ROUNDS)]
        say(min(asked), address)
    gap, ids = gaps.get(gap_id), frozenset(list(known)[:1])
    for _ in range(2):
        timed("50 queries of a gap again", lambda: gap_ranks.rerun(gap, services.searcher, ids))
    draft = next(article for article in known.values() if article.status == "draft")
    step = partial(previews.stepping, services.searcher, services.library.snapshot, [draft])
    timed("what publishing changes, 100 queries", lambda: step("published", most=100))
    rename = services.editor.change
    timed("one save", lambda: rename("t-00001", AUTHOR, title="Другое название"))


def timed(what: str, work: Callable[[], object]) -> None:
    say(seconds(work), what)


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long the work took, and how much of a core's time."""
    started, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started, time.process_time() - used


def say(took: tuple[float, float], what: str) -> None:
    wall, core = (round(part * 1000) for part in took)
    print(f"{wall:8} ms ({core} ms of a core)  {what}")


if __name__ == "__main__":
    main()
