"""Measures how fast the search is on a help centre of any size, beside other engines."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarking import editing, finding, floors, serving
from benchmarking.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from benchmarking.floors import Row

PARTS = ("indexing", "others", "encoder", "editing", "http")


@click.command()
@click.option("--articles", default=1_000, show_default=True, help="How many articles.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, last.")
@click.option("--without", type=click.Choice(PARTS), multiple=True, help="Leave a part out.")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Build here, and keep it."
)
def benchmark(
    articles: int, *, as_json: bool, without: tuple[str, ...], folder: Path | None
) -> None:
    """Measure the search on articles made of our own."""
    rows: list[Row] = []
    with _kept(folder) as workplace, tempfile.TemporaryDirectory() as instance:
        place = Workplace(workplace, articles)
        for part in _parts(place, Path(instance), set(PARTS) - set(without)):
            for row in part():
                rows.append(row)
                click.echo(row.line())
    if as_json:
        click.echo(json.dumps(_summary(articles, rows), ensure_ascii=False))


@contextmanager
def _kept(folder: Path | None) -> Iterator[Path]:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory() as temporary:
        yield Path(temporary)


def _parts(
    place: Workplace, instance: Path, wanted: set[str]
) -> Iterator[Callable[[], Iterable[Row]]]:
    """What is measured, in its order."""

    def building() -> Iterable[Row]:
        built = place.build(measured="indexing" in wanted)
        return floors.of_building(built) if built else ()

    def finds() -> Iterable[Row]:
        first, cold = finding.first_find(place), finding.cold(place)
        ours = finding.ours(place)
        yield from floors.of_finding(ours, first, cold)
        if "others" in wanted:
            yield from floors.of_others(ours, finding.others(place))
        yield from floors.of_strange(finding.strange_ones(place))
        yield from floors.of_garbage(finding.look_for_garbage())

    def http() -> Iterable[Row]:
        bare = serving.bare_page(instance / "bare")
        encoder = "bundled" if "encoder" in wanted else "none"
        page = serving.search_page(place, instance / "page", encoder)
        return floors.of_serving("search page", page, bare)

    yield building
    yield finds
    if "encoder" in wanted:
        yield lambda: floors.of_meaning(finding.by_meaning(place))
        yield lambda: floors.of_strange(finding.strange_by_meaning(place))
    if "http" in wanted:
        yield http
    if "editing" in wanted:
        yield lambda: floors.of_editing(editing.measured(place))


def _summary(articles: int, rows: list[Row]) -> dict[str, object]:
    return {
        "articles": articles,
        "load": os.getloadavg()[0],
        "measured": {row.name.strip(): round(row.value, 4) for row in rows},
        "missed": [row.name.strip() for row in rows if row.is_met is False],
    }


if __name__ == "__main__":
    benchmark()
