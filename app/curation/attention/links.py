"""Articles with dead links to articles, sections and files, or without pictures that they show.

Numbers: `links` or `images`; things: each with its line of the file as `number`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from app.curation.attention.reasons import Finding, Reason, Thing, first, severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from app.articles.problems import Problem

_REASONS: Final[Mapping[str, Reason]] = {
    "dead-link": Reason.DEAD_LINKS,
    "dead-anchor": Reason.DEAD_LINKS,
    "dead-file": Reason.DEAD_LINKS,
    "missing-image": Reason.IMAGES,
}
_NUMBERS: Final = {Reason.DEAD_LINKS: "links", Reason.IMAGES: "images"}


def broken(
    problems: Iterable[Problem], ids: Mapping[Path, str], now: datetime
) -> Iterator[Finding]:
    """Yield the articles of these problems; `ids` maps the files of articles to their ids."""
    found: dict[tuple[Reason, str], list[Thing]] = defaultdict(list)
    for problem in problems:
        reason, article_id = _REASONS.get(problem.code), ids.get(problem.source_path)
        if reason and article_id:
            thing = Thing(problem.message_ru, number=problem.line, english=problem.message_en)
            found[reason, article_id].append(thing)
    for (reason, article_id), things in found.items():
        numbers = {_NUMBERS[reason]: len(things)}
        how_bad = severity(reason, len(things))
        yield Finding(reason, article_id, now, how_bad, numbers, first(things))
