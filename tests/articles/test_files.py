"""The folder on disk: what counts as content."""

import os

from app.articles.files import scan


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
