"""Vectors for very many sections without encoding each: what takes a search's time is their number.

A passage gets the vector of one of our own sections with noise added, both chosen by its text;
queries are encoded for real.
"""

from __future__ import annotations

import zlib
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from app.articles.library import Library
from app.search.documents import sections_of
from app.search.encoders.base import unit
from app.search.encoders.bundled import BundledEncoder
from benchmarking.corpus import OURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.search.encoders.base import Progress, Role, Vectors

SAMPLE = 200  # sections of ours that are encoded
NOISE = 0.7  # length of the noise beside a vector's 1


class SketchingEncoder:
    """The bundled encoder, but for passages; it has that one's name, so that it can take over."""

    def __init__(self) -> None:
        self._real = BundledEncoder()

    @property
    def name(self) -> str:
        return self._real.name

    @property
    def problem(self) -> str:
        return self._real.problem

    def load(self) -> None:
        self._real.load()

    def encode(
        self, texts: Sequence[str], role: Role = "passage", progress: Progress | None = None
    ) -> Vectors:
        """See Encoder."""
        if role == "query":
            return self._real.encode(texts, role, progress)
        seeds = [zlib.crc32(text.encode("utf-8", "replace")) for text in texts]
        known = self._sections
        noise = [np.random.default_rng(seed).normal(size=known.shape[1]) for seed in seeds]
        bases = known[[seed % len(known) for seed in seeds]]
        return unit(bases + NOISE * unit(np.array(noise)))

    @cached_property
    def _sections(self) -> Vectors:
        articles = Library(OURS).snapshot.articles.values()
        texts = [section.text for article in articles for section in sections_of(article)]
        return self._real.encode(texts[:SAMPLE])
