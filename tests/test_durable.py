"""Writing that no crash tears."""

import os
import time

import pytest

from app import durable
from app.durable import sweep, write_atomically


def test_file_is_replaced_and_nothing_else_is_left(tmp_path):
    file = tmp_path / "x.md"
    write_atomically(file, b"old")
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.md"]


def test_permissions_of_a_replaced_file_are_kept(tmp_path):
    file = tmp_path / "x.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_atomically(file, b"new")
    assert file.stat().st_mode & 0o777 == 0o640


def test_new_file_can_be_read_by_others_as_the_umask_says(tmp_path):
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "x.md", b"new")
    finally:
        os.umask(before)
    assert (tmp_path / "x.md").stat().st_mode & 0o777 == 0o644


def test_symbolic_link_is_written_through(tmp_path):
    (tmp_path / "real.md").write_bytes(b"old")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    write_atomically(tmp_path / "link.md", b"new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"new"


def test_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    def full_disk(_descriptor):
        raise OSError(28, "No space left on device")

    file = tmp_path / "x.md"
    file.write_bytes(b"old")
    monkeypatch.setattr(durable.os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.md"]


def test_very_long_name_can_be_written(tmp_path):
    file = tmp_path / ("x" * 250 + ".md")
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"


def test_what_killed_writes_have_left_is_swept_after_an_hour(tmp_path):
    folder = tmp_path / "oplata"
    folder.mkdir()
    old, young = (folder / f".a.md.{digit * 16}.tmp" for digit in "ab")
    others = [folder / name for name in (".a.md.tmp", "a.md", ".x.0123.tmp", f"a.{'a' * 16}.tmp")]
    for file in (old, young, *others):
        file.write_bytes(b"half")
        os.utime(file, (time.time() - 4_000,) * 2)
    os.utime(young)
    assert sweep(tmp_path) == 1
    assert sorted(folder.iterdir()) == sorted([young, *others])
    assert sweep(tmp_path / "nowhere") == 0
