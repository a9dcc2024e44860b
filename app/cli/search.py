"""The command that searches from the terminal, with scores."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from app.accounts.roles import GUEST, Reader, Role
from app.current import services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.search.explanation import Explanation
    from app.search.results import Fragments, Result, Results

NOT_READY = 3  # exit code


@click.command()
@click.argument("query")
@click.option(
    "--lang",
    type=click.Choice(["ru", "en"]),
    default="ru",
    show_default=True,
    help="Language of the interface.",
)
@click.option("--category", help="Only this category and those inside it.")
@click.option("--page", default=1, show_default=True, help="Page of ten results.")
@click.option("--staff", is_flag=True, help="Search as an agent, with articles for staff.")
@click.option("--literal", is_flag=True, help="Do not mend the query.")
@click.option(
    "--explain",
    is_flag=True,
    help="Show how the query was understood and the parts of scores.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def search(
    query: str,
    *,
    lang: str,
    category: str | None,
    page: int,
    staff: bool,
    literal: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """Search the articles for QUERY, as a guest; code 1: nothing found, 3: no index."""
    reader = Reader(Role.AGENT) if staff else GUEST
    searcher = services().searcher
    searcher.load()
    services().refresh_synonyms()
    services().refresh_pins()
    services().refresh_helpfulness()
    found = searcher.find(
        query,
        reader,
        lang=lang,
        category=category,
        page=page,
        literal=literal,
        explained=explain,
    )
    if as_json:
        click.echo(json.dumps(_told(found), ensure_ascii=False))
    else:
        _print(found, explain=explain)
    if found.state != "ready":
        click.echo(f"The index is not ready: {found.state}. Run: index rebuild", err=True)
        raise SystemExit(NOT_READY)
    if not found.total:
        raise SystemExit(1)


def _told(found: Results) -> dict[str, object]:
    """The answer as JSON has it: objects with names, not rows."""
    results = [
        result._asdict()
        | {"more": [hit._asdict() for hit in result.more], "explanation": dict(result.explanation)}
        for result in found.results
    ]
    explanation = asdict(found.explanation)
    by_category = dict(found.by_category)
    own = {"results": results, "by_category": by_category, "explanation": explanation}
    return found._asdict() | own


def _print(found: Results, *, explain: bool) -> None:
    if found.correction:
        click.echo(f"Показаны результаты для «{found.correction}»")
    if explain:
        for line in _understood(found.explanation):
            click.echo(line)
    for result in found.results:
        _print_result(result, explain=explain)
    click.echo(f"found: {found.total}, sureness: {found.sureness:.2f}")
    click.echo(f"milliseconds: {found.milliseconds:.1f}")


def _understood(explanation: Explanation) -> Iterator[str]:
    for change in explanation.changes:
        yield f"{change.kind}: {change.typed} → {change.meant}"
    for word in explanation.words:
        ways = (" ".join([found.way, ", ".join(found.words)]).rstrip() for found in word.ways)
        yield f"{word.word}: {'; '.join(ways) or 'not found'}"
    for name, words in (
        ("tell little", explanation.fillers),
        ("dropped", explanation.dropped),
        ("phrase", explanation.phrases),
        ("phrase not found", explanation.missing_phrases),
        ("excluded", explanation.excluded),
    ):
        if words:
            yield f"{name}: {', '.join(words)}"


def _print_result(result: Result, *, explain: bool) -> None:
    place = f"{result.article_id}#{result.anchor}" if result.anchor else result.article_id
    click.echo(f"{result.rank:3}. {_text(result.title)}  [{place}]  {result.score:.3f}")
    click.echo(f"     {_text(result.snippet)}")
    if explain:
        parts = (f"{name} {value:.3f}" for name, value in result.explanation.items())
        click.echo(f"     {' + '.join(parts)}{', pinned' if result.pinned else ''}")


def _text(fragments: Fragments) -> str:
    return "".join(click.style(f.text, bold=True) if f.matched else f.text for f in fragments)
