"""The bundled encoder: what it does with texts, and without its package."""

from __future__ import annotations

import importlib.util
import time
from importlib import import_module, metadata
from threading import Thread
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from app.search.encoders import bundled
from app.search.encoders.base import EncoderUnavailable, unit
from app.search.encoders.bundled import BATCH, DIMENSIONS, BundledEncoder
from app.search.encoders.prefixes import Prefixes
from app.search.encoders.rows import Rows

if TYPE_CHECKING:
    from pathlib import Path

installed = pytest.mark.skipif(
    importlib.util.find_spec(bundled.MODULE) is None, reason="the encoder's package is absent"
)


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return BundledEncoder()


def _absent(_name: str) -> str:
    raise metadata.PackageNotFoundError


def test_without_its_package_it_says_so_and_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", _absent)
    encoder = BundledEncoder()
    assert "не установлен" in encoder.problem
    assert "absent" in encoder.name
    with pytest.raises(EncoderUnavailable, match="не установлен"):
        encoder.encode(["оплата"])


def test_unit_keeps_directions_and_zeros() -> None:
    rows = unit(np.array([[3.0, 4.0], [0.0, 0.0]]))
    assert rows.dtype == np.float32
    np.testing.assert_allclose(rows, [[0.6, 0.8], [0.0, 0.0]], rtol=1e-6)


@installed
def test_before_it_is_loaded_it_asks_for_patience() -> None:
    encoder = BundledEncoder()
    assert "загружается" in encoder.problem
    encoder.load()
    assert encoder.problem == ""


@installed
def test_vectors_have_length_one_and_do_not_change(encoder: BundledEncoder) -> None:
    texts = ["Как вернуть деньги?", "x", "Оплата картой. " * 100]
    vectors = encoder.encode(texts)
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(vectors, encoder.encode(texts))


@installed
@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("how do I get my money back", "Возврат денег за заказ", "Срок доставки курьером"),
        ("сайт ругается", "Ошибка сертификата в браузере", "Оплата картой при получении"),
        ("забыл пароль", "Восстановление доступа к аккаунту", "Стоимость доставки"),
        ("where is my parcel", "Где мой заказ: отслеживание", "Смена номера телефона"),
    ],
)
def test_meaning_counts_more_than_words_and_language(
    encoder: BundledEncoder, question: str, near: str, far: str
) -> None:
    query = encoder.encode([question], "query")[0]
    cosines = encoder.encode([near, far]) @ query
    assert cosines[0] > cosines[1]


@installed
def test_end_of_a_long_passage_does_not_drown_its_opening(encoder: BundledEncoder) -> None:
    opening = "Возврат денег за заказ. Как вернуть деньги на карту. "
    rest = "Курьер позвонит за час до доставки и привезёт посылку. " * 15
    begins, ends = encoder.encode([opening + rest, rest + opening], "passage")
    question = encoder.encode(["как вернуть деньги"], "query")[0]
    assert begins @ question > ends @ question + 0.05


@installed
def test_of_a_long_query_its_start_is_encoded(encoder: BundledEncoder) -> None:
    start = "как вернуть деньги на карту " * 20
    long, longer = encoder.encode([start, start + "доставка курьером " * 50], "query")
    assert long @ longer == pytest.approx(1, abs=1e-5)


@installed
@pytest.mark.parametrize("text", ["", " \n\t ", "\u00a0"])
def test_empty_text_has_zeros(encoder: BundledEncoder, text: str) -> None:
    vectors = encoder.encode([text, "оплата"])
    assert not vectors[0].any()
    assert vectors[1].any()


@installed
@pytest.mark.parametrize(
    "text",
    ["а" * 1_000_000, "\ud800" * 10, "\x00", "🙂" * 500, "א" * 5_000, "e\u0301" * 5_000, "((((*"],
)
def test_any_text_gives_a_vector_in_bounded_time(encoder: BundledEncoder, text: str) -> None:
    encoder.load()
    started = time.thread_time()
    vectors = encoder.encode([text])
    assert np.isfinite(vectors).all()
    assert time.thread_time() - started < 1


@installed
def test_progress_is_told_batch_by_batch(encoder: BundledEncoder) -> None:
    told: list[tuple[int, int]] = []
    encoder.encode(["оплата"] * (BATCH + 1), progress=lambda *step: told.append(step))
    assert told == [(BATCH, BATCH + 1), (BATCH + 1, BATCH + 1)]


@installed
def test_threads_share_one_model_and_get_their_own_vectors() -> None:
    encoder = BundledEncoder()
    texts = [f"вопрос номер {n}" for n in range(8)]
    found: dict[str, Any] = {}
    threads = [
        Thread(target=lambda t=text: found.__setitem__(t, encoder.encode([t])[0])) for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for text in texts:
        np.testing.assert_allclose(found[text], encoder.encode([text])[0], atol=1e-6)


@installed
def test_a_model_made_lighter_gives_the_same_vectors(
    encoder: BundledEncoder, tmp_path: Path
) -> None:
    light = BundledEncoder(tmp_path / "meaning")
    texts = ["Как вернуть деньги?", "", "Оплата картой. " * 100, "物理 ir 数据, ایران и ไทย"]
    untouched = import_module(bundled.MODULE).USE(threads=1)
    np.testing.assert_array_equal(light.encode(texts), encoder.encode(texts))
    np.testing.assert_allclose(
        light.encode(texts, "query")[3], untouched.encode(texts[3]), atol=1e-6
    )
    backend = light._model.__self__._backend  # type: ignore[union-attr]
    assert isinstance(backend.table, Rows)
    assert isinstance(backend.sp._prefixes, Prefixes)
    assert backend.sp.encode(texts) == untouched._tokenizer.encode(texts)


@installed
def test_a_full_disk_leaves_the_model_in_memory(tmp_path: Path) -> None:
    taken = tmp_path / "meaning"
    taken.write_text("not a folder")
    encoder = BundledEncoder(taken)
    assert np.linalg.norm(encoder.encode(["оплата"])[0]) == pytest.approx(1, abs=1e-5)
