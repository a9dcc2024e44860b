"""Parts of the search that an evaluation can leave out, to see what each gives."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from app.language.analysis import Layer
from app.search import alternatives
from app.search.ranking import WEIGHTS
from app.search.synonyms import Synonyms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from app.search.searcher import Searcher

LAYERS: Final = {"lemmas": Layer.LEMMA, "stems": Layer.STEM, "families": Layer.FAMILY}
# Functions of a rung, with what each returns when it finds nothing.
RUNGS: Final[dict[str, dict[str, object]]] = {
    "layout": {"recovery._switched": None, "mending.switch_layout": ""},
    "translit": {
        "recovery._transliterated": None,
        "mending.read_latin": None,
        "mending.to_cyrillic": (),
    },
    "typos": {"mending._respelled": ()},
    "spaces": {"mending._parted": (), "mending._joined": None},
}
PARTS: Final = ("encoder", "ladder", *RUNGS, "second", "synonyms", *LAYERS)
KEPT: Final = {"bm25", "meaning"}  # of the score, without the second stage


@contextmanager
def left_out(parts: Collection[str]) -> Iterator[None]:
    """Read queries without these layers of words and rungs of the ladder."""
    layers = {layer: 0.0 for name, layer in LAYERS.items() if name in parts}
    with ExitStack() as stack:
        stack.enter_context(patch.dict(alternatives.LAYER_WEIGHTS, layers))
        for rung in RUNGS.keys() & parts:
            for function, nothing in RUNGS[rung].items():
                stack.enter_context(patch(f"app.search.{function}", return_value=nothing))
        yield


def searcher_without(searcher: Searcher, parts: Collection[str]) -> Searcher:
    """Return the searcher without its second stage or its synonyms, if these are left out."""
    if "second" in parts:
        none = {part.name: 0.0 for part in fields(WEIGHTS) if part.name not in KEPT}
        searcher = searcher.trial(weights=replace(WEIGHTS, **none))
    if "synonyms" in parts:
        searcher = searcher.trial()
        heeded = searcher._heeded  # noqa: SLF001  nobody but an evaluation goes without
        searcher._heeded = replace(heeded, synonyms=Synonyms({}, {}))  # noqa: SLF001
    return searcher
