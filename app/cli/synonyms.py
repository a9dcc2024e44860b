"""Commands for the operator's own synonyms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from app.search import own_synonyms

if TYPE_CHECKING:
    from app.search.models import SynonymSet

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def synonyms() -> None:
    """Words that mean the same here, beside those that search knows by itself.

    A running server takes a change up within REFRESH_SECONDS.
    Codes: 0 done, 1 refused (the sentence says why), 2 wrong use.
    """


@synonyms.command("list")
@as_json
def list_synonyms(*, as_json: bool) -> None:
    """Show every set with its number."""
    found = own_synonyms.everything()
    if as_json:
        click.echo(json.dumps([_described(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        _show(one)


@synonyms.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--wider",
    multiple=True,
    help="A wider word that WORDS find, and not the other way; repeatable.",
)
@as_json
def add(words: tuple[str, ...], *, wider: tuple[str, ...], as_json: bool) -> None:
    """Make WORDS find one another; quote a phrase, of three words at most.

    With --wider they find only the wider words: «кроссовки» find «обувь», not the other way.
    """
    _show(own_synonyms.add(words, wider), as_json=as_json)


@synonyms.command()
@click.argument("number", type=int)
@as_json
def remove(number: int, *, as_json: bool) -> None:
    """Forget the set NUMBER of the list."""
    _show(own_synonyms.remove(number), as_json=as_json)


def _show(one: SynonymSet, *, as_json: bool = False) -> None:
    if as_json:
        click.echo(json.dumps(_described(one), ensure_ascii=False))
        return
    arrow = f" → {', '.join(one.wider)}" if one.wider else ""
    click.echo(f"{one.id:4}  {', '.join(one.words)}{arrow}")


def _described(one: SynonymSet) -> dict[str, object]:
    return {
        "number": one.id,
        "words": one.words,
        "wider": one.wider,
        "added_at": one.added_at.isoformat(),
    }
