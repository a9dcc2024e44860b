"""The folder on disk: what counts as content, and writing that no crash tears."""

import os

import pytest

from app.articles import files
from app.articles.files import scan, write_atomically


def test_tree_tells_sources_from_attachments(tmp_path):
    for name in ("a/x.md", "a/_category.yml", "a/x.png", "a/.x.md.12.tmp", ".git/y.md", "a/z.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    tree = scan(tmp_path)
    assert list(tree.sources) == ["a/_category.yml", "a/x.md"]
    assert tree.attachments == {"a/x.png", "a/z.yml"}
    assert tree.refused == {}


def test_links_that_loop_or_lead_outside_are_refused(tmp_path):
    root, outside = tmp_path / "root", tmp_path / "secret.md"
    (root / "a").mkdir(parents=True)
    outside.write_text("secret")
    (root / "a" / "x.md").write_text("x")
    (root / "a" / "loop").symlink_to(root)
    (root / "a" / "self.md").symlink_to(root / "a" / "self.md")
    (root / "a" / "secret.md").symlink_to(outside)
    (root / "a" / "secret.png").symlink_to(outside)
    (root / "a" / "nowhere.md").symlink_to(root / "a" / "gone.md")
    (root / "a" / "inside.md").symlink_to(root / "a" / "x.md")
    tree = scan(root)
    assert sorted(tree.sources) == ["a/inside.md", "a/x.md"]
    assert sorted(tree.refused) == [
        "a/loop",
        "a/nowhere.md",
        "a/secret.md",
        "a/secret.png",
        "a/self.md",
    ]


def test_pipe_named_like_an_article_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "x.md")
    assert scan(tmp_path).refused == {"x.md": ("unreadable", "not a file")}


def test_two_hundred_nested_folders_are_walked(tmp_path):
    deepest = tmp_path.joinpath(*["d"] * 200)
    deepest.mkdir(parents=True)
    (deepest / "x.md").write_text("x")
    assert len(scan(tmp_path).sources) == 1


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
    monkeypatch.setattr(files.os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.md"]


def test_very_long_name_can_be_written(tmp_path):
    file = tmp_path / ("x" * 250 + ".md")
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
