"""The HTTP encoder against a real local server that answers, and misbehaves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from app.search.encoders import http
from app.search.encoders.base import EncoderUnavailable
from app.search.encoders.circuit import FAILURES_TO_OPEN, OPEN_SECONDS, Circuit
from app.search.encoders.embeddings_api import CallFailed, EmbeddingsApi
from app.search.encoders.http import BATCH, MAX_CHARACTERS, PASSAGE_TRIES, HttpEncoder
from tests.search.encoders import server as misbehaving
from tests.search.encoders.server import DIMENSIONS, EmbeddingsServer, answer_to, vector_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock:
    """A clock that moves when told to; sleeping moves it too."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def server() -> Iterator[EmbeddingsServer]:
    server = EmbeddingsServer().start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def encoder(server: EmbeddingsServer, clock: Clock) -> HttpEncoder:
    return _encoder(server, clock, "test-model")


def _encoder(server: EmbeddingsServer, clock: Clock, model: str) -> HttpEncoder:
    return HttpEncoder(EmbeddingsApi(server.url, model, "secret"), Circuit(clock), clock.sleep)


def _expected(text: str) -> np.ndarray:
    vector = np.array(vector_of(text), np.float32)
    return vector / np.linalg.norm(vector)


def test_vectors_come_in_the_order_of_the_texts_and_of_length_one(encoder: HttpEncoder) -> None:
    vectors = encoder.encode(["оплата", "доставка", "возврат"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, DIMENSIONS)
    for text, vector in zip(["оплата", "доставка", "возврат"], vectors, strict=True):
        np.testing.assert_allclose(vector, _expected(text), rtol=1e-5)


def test_request_speaks_the_api_with_the_key(
    encoder: HttpEncoder, server: EmbeddingsServer
) -> None:
    encoder.encode(["оплата"], "query")
    seen = server.requests[0]
    assert seen.path == "/v1/embeddings"
    assert seen.authorization == "Bearer secret"
    assert seen.body == {"model": "test-model", "input": ["оплата"], "encoding_format": "float"}


def test_many_texts_go_in_batches_with_progress(
    encoder: HttpEncoder, server: EmbeddingsServer
) -> None:
    told: list[tuple[int, int]] = []
    vectors = encoder.encode(
        [f"раздел {n}" for n in range(BATCH + 5)],
        progress=lambda done, total: told.append((done, total)),
    )
    assert len(vectors) == BATCH + 5
    assert [len(seen.body["input"]) for seen in server.requests] == [BATCH, 5]
    assert told == [(BATCH, BATCH + 5), (BATCH + 5, BATCH + 5)]


def test_empty_text_has_zeros_and_is_not_sent(
    encoder: HttpEncoder, server: EmbeddingsServer
) -> None:
    vectors = encoder.encode(["", "оплата", " \n"])
    assert server.requests[0].body["input"] == ["оплата"]
    assert not vectors[[0, 2]].any()
    assert vectors[1].any()


def test_nothing_to_encode_asks_nobody(encoder: HttpEncoder, server: EmbeddingsServer) -> None:
    assert len(encoder.encode([])) == 0
    assert server.requests == []


def test_long_and_broken_text_is_cut_and_mended(
    encoder: HttpEncoder, server: EmbeddingsServer
) -> None:
    encoder.encode(["я" * 100_000, "до\ud800ставка"])
    sent = server.requests[0].body["input"]
    assert len(sent[0]) == MAX_CHARACTERS
    assert sent[1] == "до?ставка"


@pytest.mark.parametrize(
    ("model", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: оплата", "passage: оплата"),
        ("ai-forever/FRIDA", "search_query: оплата", "search_document: оплата"),
        ("BAAI/bge-m3", "оплата", "оплата"),
    ],
)
def test_model_gets_the_prefixes_of_its_card(
    server: EmbeddingsServer, clock: Clock, model: str, query: str, passage: str
) -> None:
    encoder = _encoder(server, clock, model)
    encoder.encode(["оплата"], "query")
    encoder.encode(["оплата"])
    assert [seen.body["input"] for seen in server.requests] == [[query], [passage]]


NONSENSE: list[tuple[str, Any]] = [
    ("not JSON", misbehaving.raw(b"<html>504</html>")),
    ("not UTF-8", misbehaving.raw(b'{"data": "\xff\xfe"}')),
    ("nothing", misbehaving.raw(b"")),
    ("cut JSON", misbehaving.raw(b'{"data": [{"index": 0, "embedding": [1, ')),
    ("deep JSON", misbehaving.raw(b"[" * 200_000)),
    ("a list", misbehaving.json_value([1, 2])),
    ("no data", misbehaving.json_value({"object": "list"})),
    ("data of null", misbehaving.json_value({"data": None})),
    ("too few", misbehaving.json_value({"data": []})),
    ("too many", misbehaving.json_value(answer_to(["а", "б"]))),
    ("wrong index", misbehaving.json_value({"data": [{"index": 7, "embedding": [1.0]}]})),
    ("words", misbehaving.json_value({"data": [{"index": 0, "embedding": ["a", "b"]}]})),
    ("base64", misbehaving.json_value({"data": [{"index": 0, "embedding": "AACAPw=="}]})),
    ("no numbers", misbehaving.json_value({"data": [{"index": 0, "embedding": []}]})),
    ("nested", misbehaving.json_value({"data": [{"index": 0, "embedding": [[1.0], [2.0]]}]})),
    ("NaN", misbehaving.raw(b'{"data": [{"index": 0, "embedding": [1.0, NaN]}]}')),
    ("infinity", misbehaving.raw(b'{"data": [{"index": 0, "embedding": [1.0, 1e999]}]}')),
    ("zeros", misbehaving.json_value({"data": [{"index": 0, "embedding": [0.0, 0.0]}]})),
    ("moved", misbehaving.status(302, Location="http://127.0.0.1:1/")),
    ("wrong key", misbehaving.status(401)),
    ("full", misbehaving.status(429)),
    ("broken", misbehaving.status(500)),
    ("hanging up", misbehaving.hanging_up),
]


@pytest.mark.parametrize("behaviour", [b for _, b in NONSENSE], ids=[name for name, _ in NONSENSE])
def test_nonsense_is_unavailable_and_never_another_error(
    encoder: HttpEncoder, server: EmbeddingsServer, behaviour: Any
) -> None:
    server.plan = [behaviour]
    with pytest.raises(EncoderUnavailable):
        encoder.encode(["оплата"], "query")
    assert len(encoder.encode(["оплата"], "query")) == 1


def test_vector_of_another_length_than_before_is_refused(
    encoder: HttpEncoder, server: EmbeddingsServer
) -> None:
    encoder.encode(["оплата"], "query")
    server.plan = [lambda handler, texts: handler.send_json(answer_to(texts, 4))]
    with pytest.raises(EncoderUnavailable):
        encoder.encode(["доставка"], "query")


@pytest.mark.parametrize("behaviour", [misbehaving.silent, misbehaving.dripping])
def test_slow_server_costs_a_query_a_fraction_of_a_second(
    encoder: HttpEncoder, server: EmbeddingsServer, behaviour: Any
) -> None:
    server.plan = [behaviour]
    started = time.monotonic()
    with pytest.raises(EncoderUnavailable):
        encoder.encode(["оплата"], "query")
    assert time.monotonic() - started < http.QUERY_SECONDS + 1.0


def test_passages_are_tried_again_with_growing_pauses(
    encoder: HttpEncoder, server: EmbeddingsServer, clock: Clock
) -> None:
    server.plan = [misbehaving.status(500), misbehaving.hanging_up]
    assert len(encoder.encode(["оплата"])) == 1
    assert clock.slept == [1.0, 2.0]


def test_server_that_names_a_pause_is_given_it(
    encoder: HttpEncoder, server: EmbeddingsServer, clock: Clock
) -> None:
    server.plan = [misbehaving.status(429, Retry_After="7"), misbehaving.status(429)]
    encoder.encode(["оплата"])
    assert clock.slept == [7.0, 2.0]


def test_passages_are_given_up_after_some_tries(
    encoder: HttpEncoder, server: EmbeddingsServer
) -> None:
    server.otherwise = misbehaving.status(503)
    with pytest.raises(EncoderUnavailable):
        encoder.encode(["оплата"])
    assert len(server.requests) == PASSAGE_TRIES


def test_wrong_key_is_not_tried_again(encoder: HttpEncoder, server: EmbeddingsServer) -> None:
    server.otherwise = misbehaving.status(401)
    with pytest.raises(EncoderUnavailable):
        encoder.encode(["оплата"])
    assert len(server.requests) == 1


def _fail(encoder: HttpEncoder, times: int) -> None:
    for _ in range(times):
        with pytest.raises(EncoderUnavailable):
            encoder.encode(["оплата"], "query")


def test_open_circuit_refuses_at_once_and_says_so(
    encoder: HttpEncoder, server: EmbeddingsServer
) -> None:
    server.otherwise = misbehaving.status(500)
    assert encoder.problem == ""
    _fail(encoder, FAILURES_TO_OPEN + 5)
    assert len(server.requests) == FAILURES_TO_OPEN
    assert "только по словам" in encoder.problem


def test_circuit_closes_when_the_server_works_again(
    encoder: HttpEncoder, server: EmbeddingsServer, clock: Clock
) -> None:
    server.otherwise = misbehaving.status(500)
    _fail(encoder, FAILURES_TO_OPEN)
    clock.now += OPEN_SECONDS
    server.otherwise = misbehaving.right
    assert len(encoder.encode(["оплата"], "query")) == 1
    assert encoder.problem == ""


def test_half_open_circuit_tries_once(
    encoder: HttpEncoder, server: EmbeddingsServer, clock: Clock
) -> None:
    server.otherwise = misbehaving.status(500)
    _fail(encoder, FAILURES_TO_OPEN)
    clock.now += OPEN_SECONDS
    _fail(encoder, 3)
    assert len(server.requests) == FAILURES_TO_OPEN + 1


def test_server_that_is_not_there_is_unavailable(clock: Clock) -> None:
    api = EmbeddingsApi("http://127.0.0.1:1/v1", "test-model")
    with pytest.raises(EncoderUnavailable):
        HttpEncoder(api, Circuit(clock), clock.sleep).encode(["оплата"], "query")


def test_a_server_that_does_not_answer_is_known_before_anybody_searches(clock: Clock) -> None:
    nobody = EmbeddingsApi("http://127.0.0.1:1/v1", "m")
    encoder = HttpEncoder(nobody, Circuit(clock), clock.sleep)
    assert encoder.problem == ""
    with pytest.raises(EncoderUnavailable):
        encoder.load()

    assert encoder.problem == http.UNAVAILABLE


def test_a_server_that_answers_is_left_alone(
    encoder: HttpEncoder, server: EmbeddingsServer
) -> None:
    encoder.load()
    encoder.load()

    assert len(server.requests) == 1
    assert encoder.problem == ""


def test_a_knock_closes_the_circuit_without_a_wait(
    encoder: HttpEncoder, server: EmbeddingsServer
) -> None:
    server.plan += [misbehaving.status(503)] * (FAILURES_TO_OPEN + 1)
    with pytest.raises(EncoderUnavailable):
        encoder.load()
    with pytest.raises(EncoderUnavailable):
        encoder.load()
    assert encoder.problem
    encoder.load()

    assert encoder.problem == ""
    assert encoder.encode(["оплата"], "query").shape == (1, DIMENSIONS)


def test_wrong_address_is_a_failed_call() -> None:
    with pytest.raises(CallFailed):
        EmbeddingsApi("http://127.0.0.1:port/v1", "m").vectors(["оплата"], 0.2)


def test_key_is_not_shown() -> None:
    assert "secret" not in repr(EmbeddingsApi("http://h/v1", "m", "secret"))
