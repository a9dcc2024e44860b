"""Search with the operator's own embeddings server: by meaning, by words while it fails, again."""

from __future__ import annotations

import json
import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import numpy as np
import pytest

from app.search.encoders.circuit import FAILURES_TO_OPEN
from app.search.encoders.http import UNAVAILABLE
from tests.flows.server import Server
from tests.search.encoders import server as misbehaving
from tests.search.encoders.server import EmbeddingsServer
from tests.web import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WAIT_SECONDS = 20
FILLERS = 40  # articles about nothing: nearness is judged beside any text
SAME = ("обмен", "махнуть", "размерчик")  # one meaning, in this model
MEANT, WORDS = "махнуть размерчик", "обменяйте"


def by_topic(handler: misbehaving.Handler, texts: list[str]) -> None:
    """Answer with vectors that are near where texts have a topic in common."""
    rows = []
    for number, text in enumerate(texts):
        vector = np.random.default_rng(list(text.encode())).normal(size=32) * 0.05
        vector[0] += sum(word in text.lower() for word in SAME)
        rows.append({"index": number, "embedding": vector.tolist()})
    handler.send_json({"data": rows})


@contextmanager
def model(port: int = 0) -> Iterator[EmbeddingsServer]:
    running = EmbeddingsServer(port=port).start()
    running.otherwise = by_topic
    try:
        yield running
    finally:
        running.shutdown()
        running.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small help centre, and many articles about nothing."""
    content.write(tmp_path / "articles")
    for number in range(FILLERS):
        path = f"oplata/zametka-{number}"
        content.article(tmp_path / "articles", path, f"zam-{number}", f"Заметка {number}", "Текст.")
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    """A help centre whose encoder has not been started yet."""
    with model() as gone:
        settings = {"ENCODER": "http", "ENCODER_URL": gone.url, "ENCODER_MODEL": "m"}
    server = Server(folder, WORKERS="1", **settings)
    server.command("prepare")
    server.start()
    yield server
    server.kill()


def first(server: Server, query: str) -> str | None:
    """Return the first article of a result list, if there is any."""
    with urlopen(f"{server.url}/search?q={quote(query)}") as answer:
        found = re.search(r'<h2 lang="ru"><a href="/articles/([\w-]+)', answer.read().decode())
    return found[1] if found else None


def problem(server: Server) -> str:
    with urlopen(f"{server.url}/readyz") as answer:
        told: dict[str, Any] = json.load(answer)
    assert told["status"] == "ready"
    return str(told["index"]["meaning_problem"])


def soon(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def falls_back(server: Server) -> None:
    """Words still find, each search soon enough, and the health says why meaning does not."""
    for _ in range(FAILURES_TO_OPEN):
        began = time.monotonic()
        assert first(server, WORDS) == "obmen"
        assert time.monotonic() - began < WAIT_SECONDS / 4
    assert first(server, MEANT) is None
    assert problem(server) == UNAVAILABLE


def test_search_outlives_its_embeddings_server(server: Server) -> None:
    port = urlsplit(server.environment["ENCODER_URL"]).port or 0
    assert soon(lambda: problem(server) == UNAVAILABLE)
    with model(port) as embeddings:
        assert soon(lambda: first(server, MEANT) == "obmen")
        assert problem(server) == ""

        for trouble in (misbehaving.silent, misbehaving.json_value({"data": [{"embedding": "x"}]})):
            embeddings.otherwise = trouble
            falls_back(server)
            embeddings.otherwise = by_topic
            assert soon(lambda: not problem(server))
            assert first(server, MEANT) == "obmen"

    falls_back(server)
    with model(port):
        assert soon(lambda: first(server, MEANT) == "obmen")


def test_the_first_search_goes_by_meaning_where_the_encoder_is_the_bundled_one(
    folder: Path,
) -> None:
    server = Server(folder, WORKERS="2", ENCODER="bundled")
    server.start()
    try:
        assert problem(server) == ""
    finally:
        server.kill()
