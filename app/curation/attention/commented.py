"""Articles with readers' remarks that nobody has finished with.

Numbers: `remarks`, and how many of them say something in words (`comments`); things: those words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.curation.attention.reasons import Finding, Reason, Thing, first, severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.curation.inbox import Said


def commented(remarks: Mapping[str, Sequence[Said]]) -> Iterator[Finding]:
    """Yield the articles of these open remarks, newest first within each."""
    for article_id, votes in remarks.items():
        words = [Thing(vote.comment) for vote in votes if vote.comment]
        numbers = {"remarks": len(votes), "comments": len(words)}
        how_bad = severity(Reason.COMMENTS, len(votes))
        at = votes[0].cast_at
        yield Finding(Reason.COMMENTS, article_id, at, how_bad, numbers, first(words))
