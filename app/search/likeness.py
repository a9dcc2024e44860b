"""Which articles are about the same as one, by the vectors of all that they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from app.search.encoders.base import unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.search.encoders.base import Vectors
    from app.search.nearness import Sections
    from app.search.vectors import Mask, Vector

NEAREST: Final = 100  # rows whose articles are compared as a whole


def like(sections: Sections, article_id: str, allowed: Mask) -> list[str]:
    """Return the articles of the `allowed` rows most like this one, the likest first.

    Likeness is the mean cosine of an article's rows with the mean vector of this one's, less what
    all texts share. The article itself is among them; without vectors of it nothing is.
    """
    number = sections.numbers.get(article_id)
    if number is None:
        return []
    table, middle = sections.table, _middle(sections, number)
    rows, _ = table.search(middle, allowed, NEAREST)
    owners = np.unique(table.row_owner[rows])
    means = np.array([table.cosines(middle, _rows(sections, o)).mean() for o in owners.tolist()])
    return [table.owners[owners[place]].name for place in np.argsort(-means, kind="stable")]


def wholes(sections: Sections) -> tuple[list[str], Vectors]:
    """Return all articles, and for each the unit vector of all it says, less what texts share."""
    middles = [_middle(sections, number) for number in range(len(sections.table.owners))]
    vectors = np.array(middles, np.float32).reshape(len(middles), sections.table.dimensions)
    return [owner.name for owner in sections.table.owners], vectors


def _middle(sections: Sections, number: int) -> Vector:
    vectors = sections.table.vectors(_rows(sections, number))
    middle: Vector = unit((vectors.mean(axis=0) - sections.table.mean)[None, :])[0]
    return middle


def _rows(sections: Sections, number: int) -> NDArray[np.intp]:
    return np.arange(sections.starts[number], sections.starts[number + 1])
