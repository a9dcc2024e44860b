"""Commands for the search index: bring it in step, build it anew, say how it is."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import click
from tqdm import tqdm

from app.current import services
from app.search.encoders.base import EncoderUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.search.results import SyncReport

    Progress = Callable[[int, int], None]

Done = TypeVar("Done")


@click.group()
def index() -> None:
    """The search index: derived from the articles, never edited."""


@index.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def sync(*, as_json: bool) -> None:
    """Take up changed articles, by words and by meaning; unchanged ones are not touched."""
    report = sync_with_progress()
    _sync_meaning()
    _report(report, as_json=as_json)


@index.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def rebuild(*, as_json: bool) -> None:
    """Build the index anew, and vectors that are missing; the old one answers meanwhile."""
    report = _with_progress(services().indexer.rebuild)
    _sync_meaning()
    _report(report, as_json=as_json)


@index.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(*, as_json: bool) -> None:
    """Say how the index is; code 1 unless it is ready."""
    searcher = services().searcher
    searcher.load()
    searcher.prepare_words()  # as a server does, so that their memory is told too
    found = searcher.status()
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        click.echo(f"state: {found.state}")
        click.echo(f"articles: {found.articles}, sections: {found.documents}")
        click.echo(f"version: {found.version or '-'}, updated: {_time(found.updated_at)}")
        own, mapped = found.memory_bytes / 1e6, found.mapped_bytes / 1e6
        click.echo(f"memory: {own:.0f} MB before the first search, and {mapped:.0f} MB of files")
        click.echo(f"meaning: {found.meaning_problem or 'ready'}")
        if found.problem:
            click.echo(f"problem: {found.problem}")
    if found.state != "ready":
        raise SystemExit(1)


def sync_with_progress() -> SyncReport:
    """Bring the index in step with the articles on disk, with a progress bar."""
    wanted = services()
    wanted.library.refresh()
    report = _with_progress(wanted.indexer.take_up)
    wanted.searcher.tidy()
    return report


def _sync_meaning() -> None:
    """Make the vectors fresh, with a progress bar; an encoder that fails is no failure of words."""
    wanted = services()
    try:
        _with_progress(lambda show: wanted.searcher.sync_meaning(wanted.library.snapshot, show))
    except EncoderUnavailable as error:
        click.echo(str(error), err=True)


def _with_progress(work: Callable[[Progress], Done]) -> Done:
    with tqdm(desc="Индекс", unit=" ст.", disable=None, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return work(show)


def _report(report: SyncReport, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(report)))
        return
    click.echo(
        f"added: {report.added}, changed: {report.changed}, removed: {report.removed}, "
        f"seconds: {report.seconds:.1f}"
    )


def _time(moment: float | None) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds") if moment else "-"
