"""`articles import` and `articles export`: articles in and out of the content folder."""

from __future__ import annotations

import json
import os
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar, get_args

import click
from flask import current_app
from tqdm import tqdm

from app.articles.article import AUDIENCES, STATUSES
from app.current import services
from app.editing.editor import Author
from app.exchange import applying, exporting
from app.exchange.documents import Flavour
from app.exchange.exporting import EXPORT_AUDIENCES, FORMS, Order
from app.exchange.opening import open_source
from app.exchange.planning import Wishes
from app.exchange.planning import plan as look
from app.exchange.reading import FLAVOURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.exchange.applying import Outcome
    from app.exchange.plans import Plan

    Progress = Callable[[int, int], None]

Done = TypeVar("Done")

SOME_LEFT_OUT = 3  # the exit code when some articles were refused or are in conflict
_KINDS = {
    "new": "новых",
    "changed": "изменённых",
    "unchanged": "без изменений",
    "conflict": "спорных",
    "refused": "не взято",
}
_SEVERITIES = {"error": "ошибка", "warning": "замечание", "info": "к сведению"}


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path), help="A folder or a file.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--name", default="", help="What the source is called at every import.")
@click.option(
    "--format",
    "flavour",
    type=click.Choice(get_args(Flavour)),
    help="Where the files come from; found out when left out.",
)
@click.option("--into", default="", help="A category for everything, such as oplata.")
@click.option(
    "--status", type=click.Choice(STATUSES), default="draft", show_default=True, help="Of new ones."
)
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="public",
    show_default=True,
    help="Of new ones.",
)
@click.option("--overwrite", is_flag=True, help="Where both sides changed, take the source's.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_articles(*, source: Path, dry_run: bool, as_json: bool, **chosen: object) -> None:
    """Take articles in from SOURCE: a folder, a zip, a CSV, JSON, HTML or Markdown file.

    A second import of the same source changes nothing. Codes: 0 all is in, 1 nothing could be
    done, 3 some articles were refused or changed on both sides.
    """
    wanted = services()
    archive = open_source(source)
    wishes = _wishes(**chosen)
    snapshot = wanted.library.refresh()
    with_bar = partial(_with_progress, is_silent=as_json)
    plan = with_bar("Чтение", lambda progress: look(archive, snapshot, wishes, progress))
    outcome = applying.Outcome()
    if not dry_run and plan.to_do:
        by = Author(None, "import")
        outcome = with_bar(
            "Запись",
            lambda progress: applying.apply(plan, archive, wanted.editor, by, progress),
        )
    click.echo(_as_json(plan, outcome, dry_run) if as_json else _told(plan, outcome, dry_run))
    counts = plan.counts()
    if outcome.notes or counts["conflict"] or counts["refused"] or _has_errors(plan):
        raise SystemExit(SOME_LEFT_OUT)


@click.command("export")
@click.argument("target", type=click.Path(path_type=Path), help="The file to write.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="markdown",
    show_default=True,
    help="What is written.",
)
@click.option(
    "--audience",
    type=click.Choice(EXPORT_AUDIENCES),
    default="public",
    show_default=True,
    help="What guests may read, or everything, drafts included.",
)
@click.option("--force", is_flag=True, help="Replace TARGET where it exists.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def export_articles(target: Path, form: str, audience: str, *, force: bool, as_json: bool) -> None:
    """Write articles to TARGET: a zip, or for JSON a file.

    markdown: files that `articles import` takes back byte for byte; site: HTML that opens from a
    folder; json: one document, described in docs/export-json.md.
    """
    if target.exists() and not force:
        raise click.ClickException(f"{target} уже есть: --force заменит его.")
    wanted = services()
    order = Order(
        form=form,  # type: ignore[arg-type]  # click has checked it
        audience=audience,  # type: ignore[arg-type]
        site_name=wanted.config.site_name,
        assets=Path(current_app.static_folder or ""),
    )
    pieces = partial(exporting.pieces, wanted.library.refresh(), order)
    files = _write(target, pieces, is_silent=as_json)
    size = target.stat().st_size
    if as_json:
        click.echo(json.dumps({"path": str(target), "files": files, "bytes": size}))
    else:
        click.echo(f"{target}: файлов {files}, {size} байт")


def _write(
    target: Path, pieces: Callable[[Callable[[int], None]], Iterator[bytes]], *, is_silent: bool
) -> int:
    """Write beside and rename, so that no half export is left behind; return how many files."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    files = 1  # JSON has no others
    try:
        with temporary.open("wb") as file, _bar("Выгрузка", "файл", is_silent=is_silent) as bar:

            def show(done: int) -> None:
                nonlocal files
                files = done
                bar.update(done - bar.n)

            file.writelines(pieces(show))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return files


def _wishes(**chosen: object) -> Wishes:
    values = {key: value for key, value in chosen.items() if key != "name"}
    return Wishes(source=str(chosen["name"]), **values)  # type: ignore[arg-type]


def _has_errors(plan: Plan) -> bool:
    return any(note.severity == "error" for note in plan.notes)


def _told(plan: Plan, outcome: Outcome, dry_run: bool) -> str:
    lines = [f"Источник: {plan.source} ({FLAVOURS[plan.flavour]})"]
    for note in [*plan.notes, *outcome.notes]:
        place = f"{note.path}: " if note.path else ""
        lines.append(f"{place}{_SEVERITIES[note.severity]}: {note}")
    signs = {"new": "+", "changed": "~"}
    lines += [f"{signs[c.kind]} {c.path}  {c.title}".rstrip() for c in plan.to_do]
    counts = ", ".join(f"{_KINDS[kind]}: {count}" for kind, count in plan.counts().items())
    lines.append(f"Статей {counts}")
    lines.append("Ничего не записано." if dry_run else f"Записано статей: {outcome.articles}")
    return "\n".join(lines)


def _as_json(plan: Plan, outcome: Outcome, dry_run: bool) -> str:
    said = {
        "source": plan.source,
        "format": plan.flavour,
        "dry_run": dry_run,
        "articles": plan.counts(),
        "written": outcome.articles,
        "changes": [
            {
                "kind": c.kind,
                "what": c.what,
                "source": c.source_path,
                "path": c.path,
                "id": c.article_id,
            }
            for c in plan.changes
        ],
        "notes": [
            {"path": note.path, "severity": note.severity, "message": str(note)}
            for note in [*plan.notes, *outcome.notes]
        ],
        "note_counts": Counter(note.severity for note in plan.notes),
    }
    return json.dumps(said, ensure_ascii=False)


def _with_progress(name: str, work: Callable[[Progress], Done], *, is_silent: bool) -> Done:
    with _bar(name, "ст.", is_silent=is_silent) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return work(show)


def _bar(name: str, unit: str, *, is_silent: bool) -> tqdm[NoReturn]:
    return tqdm(desc=name, unit=f" {unit}", disable=True if is_silent else None, leave=False)
