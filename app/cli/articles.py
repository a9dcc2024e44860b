"""Commands for the content folder: check it, list it, begin an article."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from app import clock
from app.articles.article import AUDIENCES, LANGS, STATUSES
from app.articles.checking import check as find_problems
from app.articles.drafting import begin
from app.cli.exchange import export_articles, import_articles
from app.current import services
from app.durable import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from app.articles.article import Article
    from app.articles.problems import Problem

_SEVERITIES = {"error": "ошибка", "warning": "замечание"}


@click.group()
def articles() -> None:
    """The help centre's articles: Markdown files in a folder."""


@articles.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def check(*, as_json: bool) -> None:
    """Find dead links, missing fields, duplicates and more; code 1 when there are errors."""
    library = services().library
    problems = find_problems(library.refresh())
    errors = sum(problem.severity == "error" for problem in problems)
    if as_json:
        rows = [_problem_row(problem, library.folder) for problem in problems]
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for problem in problems:
            click.echo(_problem_line(problem, library.folder))
        count = len(library.snapshot.articles)
        click.echo(f"articles: {count}, errors: {errors}, warnings: {len(problems) - errors}")
    if errors:
        raise SystemExit(1)


@articles.command("list")
@click.option("--category", help="Only this folder and those inside it.")
@click.option("--status", type=click.Choice(STATUSES), help="Only this status.")
@click.option("--audience", type=click.Choice(AUDIENCES), help="Only this audience.")
@click.option("--lang", type=click.Choice(LANGS), help="Only this language.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def list_articles(*, as_json: bool, **wanted: str | None) -> None:
    """List articles, by file."""
    rows = [
        _article_row(article)
        for article in services().library.refresh().articles.values()
        if _matches(article, wanted)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['id']:10} {row['status']:10} {row['path']:50} {row['title']}")


@articles.command()
@click.option("--title", required=True, help="The article's title.")
@click.option("--category", required=True, help="The category's folder, such as oplata.")
def new(title: str, category: str) -> None:
    """Create a draft with an id and an address, and print its path."""
    draft = begin(services().library.refresh(), title, category, clock.now().date())
    write_atomically(draft.path, draft.content)
    click.echo(f"{draft.id} {draft.path}")


articles.add_command(import_articles)
articles.add_command(export_articles)


def _matches(article: Article, wanted: dict[str, str | None]) -> bool:
    category = wanted["category"]
    if category and not f"{article.category}/".startswith(f"{category.strip('/')}/"):
        return False
    said = {"status": article.status, "audience": article.open_to, "lang": article.lang}
    return all(wanted[name] in (None, value) for name, value in said.items())


def _article_row(article: Article) -> dict[str, str | None]:
    return {
        "id": article.id,
        "path": f"{article.category}/{article.slug}.md",
        "title": article.title,
        "status": article.status,
        "audience": article.open_to,
        "lang": article.lang,
        "owner": article.owner,
        "updated": article.updated.isoformat() if article.updated else None,
    }


def _problem_row(problem: Problem, folder: Path) -> dict[str, object]:
    return {
        "path": _relative(problem.source_path, folder),
        "line": problem.line,
        "code": problem.code,
        "severity": problem.severity,
        "message_ru": problem.message_ru,
        "message_en": problem.message_en,
    }


def _problem_line(problem: Problem, folder: Path) -> str:
    place = _relative(problem.source_path, folder) + (f":{problem.line}" if problem.line else "")
    return f"{place}: {_SEVERITIES[problem.severity]} {problem.code}: {problem.message_ru}"


def _relative(path: Path, folder: Path) -> str:
    """For printing: bytes of a file name that are no UTF-8 are shown as escapes."""
    return str(path.relative_to(folder)).encode("utf-8", "backslashreplace").decode()
