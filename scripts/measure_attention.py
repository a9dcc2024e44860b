"""Times the page «Требует внимания» over 5,000 articles: `python scripts/measure_attention.py`."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from app import clock, create_app, db, migrations
from app.accounts import accounts
from app.accounts.roles import GUEST, Role
from app.config import Config
from app.curation.attention import keeping, listing
from app.curation.attention.reasons import KEPT, Finding, Thing, severity
from app.feedback import flags, voting
from app.feedback.flags import Wrong

ARTICLES, CATEGORIES, ROUNDS = 5_000, 50, 15
PASSWORD = "тихий-берег-7-сосен"  # noqa: S105  of an account that lives for a minute
WORDS = "возврат доставка заказ карта оплата бонусы срок пункт курьер деньги"
NUMBERS = (
    *("tickets", "tickets_before", "readers", "helpful", "votes", "low", "helpful_before"),
    *("votes_before", "low_before", "mean", "links", "images", "questions", "twins", "words"),
    *("meaning", "days", "never"),
)
ARTICLE = """---
id: a-{n}
title: Статья номер {n} о возврате и доставке
summary: Коротко о том, как сделать {n}
questions: [как сделать {n}, что делать с {n}]
audience: public
status: published
lang: ru
owner: anna
created: 2026-01-01
verified: 2026-0{month}-01
verify_every_days: 180
---
{body}
"""


def main() -> None:
    """Print the times of the page, cold and warm, in milliseconds."""
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name))


def measure(folder: Path) -> None:
    """Fill a help centre and ask for the page as an editor does."""
    fill(folder / "articles")
    config = Config(
        articles_folder=folder / "articles",
        instance_folder=folder / "instance",
        index_folder=folder / "index",
        secret_key="of a measurement",  # noqa: S106
        encoder="none",
        log_level="ERROR",
    )
    config.instance_folder.mkdir()
    db.connect(config.database())
    migrations.upgrade()
    app = create_app(replace(config))
    services = app.extensions["podskazhi"]
    find_reasons(services.library.snapshot.articles)
    client = app.test_client()
    page = client.get("/sign-in").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    form = {"csrf_token": token, "email": "anna@polka.example", "password": PASSWORD}
    client.post("/sign-in", data=form)
    for address in ("/studio/attention", "/studio/attention?reason=comments&sorting=date"):
        times = [timed(client, address) for _ in range(ROUNDS)]
        listed = len(listing.attention(services.library.snapshot).rows)
        print(
            f"{address}: first {times[0]:.0f} ms, median {sorted(times)[ROUNDS // 2]:.0f} ms, "
            f"longest {max(times[1:]):.0f} ms; {ARTICLES} articles, {listed} listed"
        )


def fill(folder: Path) -> None:
    """Write the articles."""
    random = Random(1)
    words = WORDS.split()
    for number in range(ARTICLES):
        category = folder / f"c-{number % CATEGORIES}"
        if number < CATEGORIES:
            category.mkdir(parents=True)
            (category / "_category.yml").write_text(f"title: Раздел {number}\n", encoding="utf-8")
        body = "\n\n".join(" ".join(random.choices(words, k=80)) for _ in range(3))
        text = ARTICLE.format(n=number, month=random.randint(1, 9), body=body)
        (category / f"a-{number}.md").write_text(text, encoding="utf-8")


def find_reasons(articles: dict[str, object]) -> None:
    """Give a fifth of the articles each kept reason, and some of them flags and remarks."""
    random, now = Random(2), datetime.now(UTC)
    anna = accounts.create("anna@polka.example", "Анна", Role.EDITOR, PASSWORD)
    numbers = dict.fromkeys(NUMBERS, 3)
    for reason in KEPT:
        chosen = random.sample(sorted(articles), ARTICLES // 5)
        things = (Thing("Ссылка «net.md» ведёт к статье, которой нет.", number=7),) * 3
        found = [
            Finding(reason, i, now, severity(reason, random.random() * 9), numbers, things)
            for i in chosen
        ]
        keeping.keep(reason, found, articles)  # type: ignore[arg-type]
    with db.transaction():
        for number in range(500):
            flags.flag(anna.id, Wrong(f"a-{number}", "r", "", "Не так"))
        with clock.frozen_at(now - timedelta(days=1)):
            for number in range(2_000):
                article_id = f"a-{number % 1_000}"
                visitor = f"v{number}"
                voting.vote(article_id, "r", visitor, helpful=False, reader=GUEST)
                voting.explain(article_id, "r", visitor, "unclear", "Непонятно, что делать")


def timed(client: object, address: str) -> float:
    """Return how long this process works on one request, in milliseconds: others' load apart."""
    started = time.process_time()
    answer = client.get(address)  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.status_code  # noqa: S101
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    sys.exit(main())
