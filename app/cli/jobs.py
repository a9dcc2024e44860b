"""The timetable: one table that names room functions, each safe to run twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from app import clock, durable
from app.cli.gaps import conclude_and_look
from app.cli.searching import ready_searcher
from app.curation import inbox, query_trend
from app.curation.attention import looking, snoozes
from app.curation.attention.looking import Kind
from app.curation.letters import owners
from app.current import services
from app.editing import drafts as article_drafts
from app.editing import presence as article_presence
from app.feedback import readings
from app.outbox import queue
from app.search import history
from app.tickets import attachments, lateness, presence, started_asks
from app.tickets.incoming import fetching, receiving
from app.tickets.letters import digest

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Job:
    """A thing to do regularly; `schedule` is in cron's words."""

    name: str
    schedule: str
    explanation: str
    run: Callable[[], object]


def _refresh() -> None:
    services().refresh()


def _forget() -> None:
    before = clock.now() - timedelta(days=services().config.history_days)
    history.forget_before(before)
    readings.forget_before(before)
    started_asks.forget_before(before)
    inbox.forget_addresses(before)
    presence.forget_old()
    article_presence.forget_old()
    article_drafts.forget_before(before)
    receiving.forget_before(before)
    queue.forget_before(clock.now() - queue.KEPT)


def _deliver() -> None:
    services().deliver_mail()
    services().deliver_webhooks()


def _fetch() -> None:
    if services().config.imap_host:
        fetching.fetch(services().config)


def _digest() -> None:
    digest.queue_all(services().config.time_zone)


def _pull() -> None:
    services().editor.pull(push=services().config.articles_git == "push")


def _run_queries() -> None:
    query_trend.record(ready_searcher(), services().library.snapshot)


def _attention() -> None:
    ready_searcher()
    services().looker().look(Kind.INSIDE)
    snoozes.forget_over(clock.now().date())


def _owners_letters() -> None:
    owners.queue_all(services().library.snapshot, services().config.time_zone)


def _tidy() -> None:
    attachments.tidy()
    durable.sweep(services().config.articles_folder)
    durable.sweep(services().config.instance_folder)


def _asked_checks() -> None:
    if looking.any_asked():
        ready_searcher()
    services().check_if_asked()


TIMETABLE = (
    Job(
        "refresh",
        "*/5 * * * *",
        "Take up changed articles (a running server does so by itself).",
        _refresh,
    ),
    Job(
        "forget",
        "0 4 * * *",
        "Delete searches, readings, drafts, asks, mail's marks past HISTORY_DAYS; addresses.",
        _forget,
    ),
    Job(
        "late",
        "*/5 * * * *",
        "Escalate tickets that missed a target, once for each target.",
        lateness.escalate_late,
    ),
    Job("gaps", "30 3 * * *", "Find what searches ended in nothing about.", conclude_and_look),
    Job(
        "queries", "45 4 * * *", "Run the tests of queries and record how they went.", _run_queries
    ),
    Job(
        "attention",
        "45 3 * * *",
        "Find the articles that want attention: votes, tickets, links, twins, own questions.",
        _attention,
    ),
    Job(
        "owners",
        "10 * * * *",
        "From Monday 8 in the morning: the week's letter to owners of articles.",
        _owners_letters,
    ),
    Job(
        "checks",
        "*/5 * * * *",
        "Run the checks that editors asked for (a running server does so by itself).",
        _asked_checks,
    ),
    Job(
        "mail",
        "* * * * *",
        "Send letters and webhooks that are due (a running server does so by itself).",
        _deliver,
    ),
    Job("fetch", "*/2 * * * *", "Take new mail of the mailbox at IMAP_HOST.", _fetch),
    Job("digest", "5 * * * *", "From 8 in the morning: the day's letter to staff.", _digest),
    Job("git", "*/10 * * * *", "Pull (and push) the articles where ARTICLES_GIT is set.", _pull),
    Job(
        "files",
        "15 * * * *",
        "Delete files of questions that were never sent, and what killed writes have left.",
        _tidy,
    ),
)


@click.group()
def jobs() -> None:
    """Regular work; call `jobs run` from cron."""


@jobs.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def list_jobs(*, as_json: bool) -> None:
    """Show every job with its schedule."""
    rows = [
        {"name": job.name, "schedule": job.schedule, "explanation": job.explanation}
        for job in TIMETABLE
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['name']:10} {row['schedule']:14} {row['explanation']}")


@jobs.command()
@click.argument("name", required=False, type=click.Choice([job.name for job in TIMETABLE]))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def run(name: str | None, *, as_json: bool) -> None:
    """Run the job NAME, or every job; code 1 when one fails, which does not stop the others."""
    problems = {job.name: _attempt(job) for job in TIMETABLE if name in (None, job.name)}
    if as_json:
        rows = [{"name": done, "problem": problem} for done, problem in problems.items()]
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for done, problem in problems.items():
            click.echo(f"{done}: {problem or 'done'}", err=problem is not None)
    if any(problems.values()):
        raise SystemExit(1)


def _attempt(job: Job) -> str | None:
    """Run the job; return None, or a sentence about why it failed."""
    try:
        job.run()
    except Exception as error:  # noqa: BLE001  whatever it is, the next job is another one
        return f"The job failed: {type(error).__name__}: {error}"
    return None
