"""Vectors on disk: nothing is encoded twice, and nothing damaged is trusted."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.search import vector_file, vector_store
from app.search.encoders.base import EncoderUnavailable, unit
from app.search.vector_store import Passage, Source, VectorStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.search.encoders.base import Progress, Role, Vectors


class FakeEncoder:
    """Vectors by hash; remembers what it encoded, fails after `fails_after` texts."""

    problem = ""

    def __init__(self, name: str = "fake 1", fails_after: int | None = None) -> None:
        self.name = name
        self.encoded: list[str] = []
        self.fails_after = fails_after

    def encode(
        self,
        texts: Sequence[str],
        role: Role = "passage",  # noqa: ARG002
        progress: Progress | None = None,
    ) -> Vectors:
        if self.fails_after is not None and len(self.encoded) + len(texts) > self.fails_after:
            raise EncoderUnavailable("Сервер смысла не отвечает.")
        self.encoded += texts
        if progress:
            progress(len(texts), len(texts))
        return self.vectors(texts)

    @staticmethod
    def vectors(texts: Sequence[str]) -> Vectors:
        raw = b"".join(hashlib.blake2b(text.encode()).digest() for text in texts)
        return unit(np.frombuffer(raw, np.uint8).reshape(len(texts), 64) - np.float32(127.5))


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vectors" / "sections.bin"


@pytest.fixture
def store(path: Path, encoder: FakeEncoder) -> VectorStore:
    return VectorStore(path, encoder)


def _source(owner: str, *texts: str, fingerprint: str = "1") -> Source:
    passages = tuple(Passage(f"part-{n}", text) for n, text in enumerate(texts))
    return Source(owner, fingerprint, passages)


def _found(store: VectorStore, text: str) -> tuple[str, str, float]:
    table = store.table()
    rows, cosines = table.search(FakeEncoder.vectors([text])[0], limit=1)
    return table.owners[table.row_owner[rows[0]]].name, table.parts[rows[0]], float(cosines[0])


def test_what_was_put_is_found_under_its_owner_and_part(store: VectorStore) -> None:
    store.put([_source("a", "оплата", "возврат"), _source("b", "доставка")])
    assert _found(store, "возврат") == ("a", "part-1", pytest.approx(1, abs=0.01))
    assert store.table().fingerprints == {"a": "1", "b": "1"}


def test_it_is_there_after_a_restart(path: Path, store: VectorStore) -> None:
    store.put([_source("a", "оплата"), _source("b", "доставка")])
    assert _found(VectorStore(path, FakeEncoder()), "доставка")[0] == "b"


def test_unchanged_text_is_not_encoded_again(store: VectorStore, encoder: FakeEncoder) -> None:
    store.put([_source("a", "оплата", "возврат")])
    store.put([_source("a", "оплата", "обмен", fingerprint="2")])
    assert encoder.encoded == ["оплата", "возврат", "обмен"]
    assert store.table().fingerprints == {"a": "2"}


def test_same_text_in_two_articles_is_encoded_once(
    store: VectorStore, encoder: FakeEncoder
) -> None:
    store.put([_source("a", "оплата"), _source("b", "оплата")])
    assert encoder.encoded == ["оплата"]
    assert len(store.table()) == 2


def test_new_passages_stand_in_place_of_the_old(store: VectorStore) -> None:
    store.put([_source("a", "оплата", "возврат"), _source("b", "доставка")])
    store.put([_source("a", "обмен", fingerprint="2")])
    assert len(store.table()) == 2
    assert _found(store, "оплата")[2] < 0.9


def test_removed_owner_is_gone(store: VectorStore) -> None:
    store.put([_source("a", "оплата"), _source("b", "доставка")])
    store.put([], removed=["a", "unknown"])
    assert list(store.table().fingerprints) == ["b"]


def test_owner_without_passages_is_remembered(store: VectorStore) -> None:
    store.put([_source("a")])
    assert store.table().fingerprints == {"a": "1"}
    assert len(store.table()) == 0


def test_all_can_be_removed(store: VectorStore) -> None:
    store.put([_source("a", "оплата")])
    store.put([], removed=["a"])
    assert len(store.table()) == 0
    store.put([_source("b", "доставка")])
    assert store.table().fingerprints == {"b": "1"}


def test_order_of_putting_does_not_matter(tmp_path: Path) -> None:
    sources = [_source("b", "доставка"), _source("a", "оплата"), _source("c", "обмен")]
    one, two = (VectorStore(tmp_path / name, FakeEncoder()) for name in ("1.bin", "2.bin"))
    one.put(sources)
    for source in reversed(sources):
        two.put([source])
    assert (tmp_path / "1.bin").read_bytes() == (tmp_path / "2.bin").read_bytes()


def test_nothing_to_do_writes_nothing(path: Path, store: VectorStore) -> None:
    store.put([_source("a", "оплата")])
    before = path.stat().st_mtime_ns, path.stat().st_ino
    store.put([], removed=["unknown"])
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_another_process_sees_the_change(path: Path, store: VectorStore) -> None:
    reader = VectorStore(path, FakeEncoder())
    assert len(reader.table()) == 0
    store.put([_source("a", "оплата")])
    assert len(reader.table()) == 1
    assert reader.table() is reader.table()


def test_vectors_of_another_encoder_are_ignored(path: Path, store: VectorStore) -> None:
    store.put([_source("a", "оплата")])
    other = VectorStore(path, FakeEncoder("fake 2"))
    assert other.table().fingerprints == {}
    other.put([_source("a", "оплата")])
    assert other.table().fingerprints == {"a": "1"}
    assert store.table().fingerprints == {}


def _damaged(whole: bytes) -> list[bytes]:
    middle = len(whole) // 2
    flipped = bytes([whole[middle] ^ 1])
    return [
        b"",
        whole[:10],
        whole[:middle],
        whole[:-1],
        whole + b"\0",
        whole[:middle] + flipped + whole[middle + 1 :],
        b"\0" * len(whole),
        whole.replace(b"vectors 1", b"vectors 9"),
        os.urandom(200),
    ]


def test_damaged_file_is_not_trusted_and_is_built_anew(path: Path, store: VectorStore) -> None:
    store.put([_source("a", "оплата"), _source("b", "доставка")])
    for content in _damaged(path.read_bytes()):
        path.write_bytes(content)
        fresh = VectorStore(path, FakeEncoder())
        assert fresh.table().fingerprints == {}
        fresh.put([_source("a", "оплата")])
        assert _found(VectorStore(path, FakeEncoder()), "оплата")[0] == "a"


def test_crash_before_the_rename_leaves_the_old_file(
    path: Path, store: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put([_source("a", "оплата")])
    monkeypatch.setattr(type(path), "replace", _crash)
    with pytest.raises(OSError, match="no power"):
        store.put([_source("b", "доставка")])
    monkeypatch.undo()
    assert list(VectorStore(path, FakeEncoder()).table().fingerprints) == ["a"]
    store.put([_source("b", "доставка")])
    assert list(store.table().fingerprints) == ["a", "b"]


def _crash(*_args: object) -> None:
    raise OSError("no power")


def test_failing_encoder_keeps_what_it_has_done(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_store, "CHUNK", 2)
    sources = [_source(name, f"{name} 1", f"{name} 2") for name in "abc"]
    store = VectorStore(path, FakeEncoder(fails_after=4))
    with pytest.raises(EncoderUnavailable):
        store.put(sources)
    assert list(store.table().fingerprints) == ["a", "b"]
    mended = FakeEncoder()
    VectorStore(path, mended).put(sources)
    assert mended.encoded == ["c 1", "c 2"]


def test_failing_encoder_leaves_what_was_stored(store: VectorStore, encoder: FakeEncoder) -> None:
    store.put([_source("a", "оплата")])
    encoder.fails_after = 0
    with pytest.raises(EncoderUnavailable):
        store.put([_source("b", "доставка")])
    assert list(store.table().fingerprints) == ["a"]


def test_encoder_that_gives_no_numbers_is_refused(
    store: VectorStore, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "vectors", lambda texts: np.full((len(texts), 64), np.nan))
    with pytest.raises(EncoderUnavailable):
        store.put([_source("a", "оплата")])
    assert len(store.table()) == 0


def test_progress_counts_texts_to_encode(
    store: VectorStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_store, "CHUNK", 2)
    told: list[tuple[int, int]] = []
    store.put([_source("a", "1", "2", "3")], progress=lambda *step: told.append(step))
    assert told == [(2, 3), (3, 3)]


def test_broken_text_is_kept_by_content_too(store: VectorStore) -> None:
    with pytest.raises(UnicodeEncodeError):
        FakeEncoder.vectors(["\ud800"])
    encoder = FakeEncoder()
    encoder.vectors = lambda texts: np.ones((len(texts), 64), np.float32)  # type: ignore[method-assign]
    fresh = VectorStore(store._path, encoder)
    fresh.put([_source("a", "\ud800", fingerprint="\ud800")])
    assert fresh.table().fingerprints == {"a": "\ud800"}


def test_file_holds_what_was_written(path: Path) -> None:
    owners = (vector_file.Owner("статья", "f", ("a", "b")),)
    hashes = np.arange(32, dtype=np.uint8).reshape(2, 16)
    codes = np.array([[-127, 5, 0], [3, 2, 1]], np.int8)
    vector_file.write(path, vector_file.Stored("e", owners, hashes, codes))
    back = vector_file.read_and_keep(path)[0]
    assert (back.encoder, back.owners) == ("e", owners)
    np.testing.assert_array_equal(back.hashes, hashes)
    np.testing.assert_array_equal(back.codes, codes)
