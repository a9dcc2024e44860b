"""An encoder on the operator's own server: any that speaks the OpenAI embeddings API."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

import numpy as np
import structlog

from app.search.encoders.base import EncoderUnavailable
from app.search.encoders.circuit import FAILURES_TO_OPEN, Circuit
from app.search.encoders.embeddings_api import CallFailed, EmbeddingsApi

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.search.encoders.base import Progress, Role, Vectors

log = structlog.get_logger()

BATCH: Final = 32  # texts a call: what servers take at once by default
MAX_CHARACTERS: Final = 2_000  # of one text: about the 512 tokens that most models read
QUERY_SECONDS: Final = 0.5  # a person waits; without an answer words alone decide
PASSAGE_SECONDS: Final = 60.0  # a batch on a processor without accelerator
PASSAGE_TRIES: Final = 4
FIRST_PAUSE_SECONDS: Final = 1.0  # doubled with every try
MAX_PAUSE_SECONDS: Final = 60.0
KNOCK: Final = "проверка"

UNAVAILABLE: Final = "Сервер смысла не отвечает: поиск идёт только по словам."

# What a model wants before a text, by a part of its name: (before a query, before a passage).
# From the models' own cards; the first row that fits counts.
_INSTRUCTION: Final = "Instruct: Given a question, retrieve passages that answer it\nQuery: "
PREFIXES: Final[tuple[tuple[str, str, str], ...]] = (
    ("e5-mistral", _INSTRUCTION, ""),
    ("e5-large-instruct", _INSTRUCTION, ""),
    ("qwen3", _INSTRUCTION, ""),
    ("e5", "query: ", "passage: "),
    ("frida", "search_query: ", "search_document: "),
    ("nomic", "search_query: ", "search_document: "),
)


class HttpEncoder:
    """Vectors from a server; fails fast while the server does."""

    def __init__(
        self,
        api: EmbeddingsApi,
        circuit: Circuit | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._api = api
        self._circuit = circuit or Circuit()
        self._sleep = sleep
        self._prefixes = _prefixes(api.model)
        self._lock = threading.Lock()
        self._dimensions = 0  # told by the first answer

    @property
    def name(self) -> str:
        return f"http {self._api.model}"

    @property
    def problem(self) -> str:
        return UNAVAILABLE if self._circuit.is_open else ""

    def load(self) -> None:
        """Knock where the server has not answered yet, or not lately: so no query has to.

        Raises EncoderUnavailable while it does not answer.
        """
        was_open = self._circuit.is_open
        if self._dimensions and not was_open:
            return
        for number in range(1 if was_open else FAILURES_TO_OPEN):
            try:
                self._asked([KNOCK], QUERY_SECONDS)
            except CallFailed as failure:
                if self._circuit.is_open and number:
                    log.warning("no encoder", why=str(failure))
            else:
                return
        raise EncoderUnavailable(UNAVAILABLE)

    def encode(
        self, texts: Sequence[str], role: Role = "passage", progress: Progress | None = None
    ) -> Vectors:
        """See Encoder; passages are tried again after failures that may pass, a query is not."""
        batches = []
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            batches.append(self._encode_batch(batch, role))
            if progress:
                progress(start + len(batch), len(texts))
        return np.concatenate(batches) if batches else np.zeros((0, self._dimensions), np.float32)

    def _encode_batch(self, texts: Sequence[str], role: Role) -> Vectors:
        """Send what is not empty; an empty text keeps its zeros."""
        clean = [_clean(text) for text in texts]
        filled = [number for number, text in enumerate(clean) if text]
        if not filled:
            return np.zeros((len(texts), self._dimensions), np.float32)
        prefix = self._prefixes[role]
        found = self._tried([prefix + clean[number] for number in filled], role)
        vectors = np.zeros((len(texts), found.shape[1]), np.float32)
        vectors[filled] = found
        return vectors

    def _tried(self, texts: list[str], role: Role) -> Vectors:
        tries = 1 if role == "query" else PASSAGE_TRIES
        for number in range(tries):
            try:
                return self._called(texts, role)
            except CallFailed as failure:
                log.warning("encoder failed", why=str(failure), role=role, attempt=number + 1)
                if not failure.passing or number == tries - 1:
                    raise EncoderUnavailable(UNAVAILABLE) from failure
                self._sleep(_pause(number, failure.retry_after))
        raise AssertionError("unreachable")

    def _called(self, texts: list[str], role: Role) -> Vectors:
        """One call through the circuit; a passage knocks also while it is open."""
        if role == "query" and not self._circuit.admit():
            raise EncoderUnavailable(UNAVAILABLE)
        return self._asked(texts, QUERY_SECONDS if role == "query" else PASSAGE_SECONDS)

    def _asked(self, texts: list[str], seconds: float) -> Vectors:
        try:
            vectors = self._api.vectors(texts, seconds)
            self._check_dimensions(vectors)
        except CallFailed:
            self._circuit.failed()
            raise
        self._circuit.succeeded()
        return vectors

    def _check_dimensions(self, vectors: Vectors) -> None:
        with self._lock:
            self._dimensions = self._dimensions or vectors.shape[1]
            if vectors.shape[1] != self._dimensions:
                why = f"{vectors.shape[1]} dimensions after {self._dimensions}"
                raise CallFailed(why, passing=False)


def _prefixes(model: str) -> dict[Role, str]:
    for part, query, passage in PREFIXES:
        if part in model.lower():
            return {"query": query, "passage": passage}
    return {"query": "", "passage": ""}


def _pause(number: int, asked: float | None) -> float:
    own = FIRST_PAUSE_SECONDS * 2.0**number
    return min(max(own, asked or 0.0), MAX_PAUSE_SECONDS)


def _clean(text: str) -> str:
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8").strip()
