"""An encoder for tests: texts that share a topic are near; it can fail, stall and talk nonsense."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from app.search.encoders.base import EncoderUnavailable, unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.search.encoders.base import Progress, Role, Vectors

DIMENSIONS = 64


@dataclass
class TopicEncoder:
    """`topics` are words of one meaning; a text is the sum of its topics and a little of itself."""

    topics: Sequence[Sequence[str]] = ()
    name: str = "topics 1"
    problem: str = ""
    fails: bool = False
    nonsense: bool = False
    encoded: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def encode(
        self,
        texts: Sequence[str],
        role: Role = "passage",
        progress: Progress | None = None,
    ) -> Vectors:
        """See Encoder."""
        if self.fails:
            raise EncoderUnavailable("Кодировщик сломан.")
        for done in range(len(texts) if progress else 0):
            progress(done + 1, len(texts))  # type: ignore[misc]
        (self.encoded if role == "passage" else self.asked).extend(texts)
        vectors = np.stack([self._vector(text) for text in texts])
        return vectors * np.float32(np.nan) if self.nonsense else unit(vectors)

    def _vector(self, text: str) -> Vectors:
        own = np.random.default_rng(list(text.encode())).normal(size=DIMENSIONS) * 0.05
        for number, words in enumerate(self.topics):
            own[number] += sum(word in text.lower() for word in words)
        return own.astype(np.float32)
