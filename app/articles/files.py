"""The content folder on disk: what lies in it."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAX_DEPTH = 2  # categories nest two deep


@dataclass(frozen=True)
class Entry:
    """A file of the tree: its path relative to the root, and what `stat` says of its content."""

    path: str
    mtime_ns: int
    ctime_ns: int
    size: int
    inode: int


@dataclass
class Tree:
    """What lies in a folder. Paths are relative to it, with "/", and sorted.

    `sources` are Markdown files and category descriptions; `attachments` everything else;
    `refused` maps a path to the code of the problem that keeps it out.
    """

    sources: dict[str, Entry] = field(default_factory=dict)
    attachments: set[str] = field(default_factory=set)
    refused: dict[str, tuple[str, str]] = field(default_factory=dict)


def scan(root: Path) -> Tree:
    """List the tree under `root`; hidden names and links that lead outside stay out."""
    tree = Tree()
    real_root = os.path.realpath(root)
    for path, entry in _walk(root, tree):
        _place(tree, path, entry, real_root)
    tree.sources = dict(sorted(tree.sources.items()))
    return tree


def is_inside(path: Path, root: Path) -> bool:
    """Whether `path`, all links followed, lies under `root`."""
    return path.resolve().is_relative_to(root.resolve())


def _walk(root: Path, tree: Tree) -> Iterator[tuple[str, os.DirEntry[str]]]:
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            tree.refused[folder] = ("unreadable", error.strerror or type(error).__name__)
            continue
        for entry in found:
            path = f"{folder}/{entry.name}".lstrip("/")
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                yield path, entry


def _place(tree: Tree, path: str, entry: os.DirEntry[str], real_root: str) -> None:
    is_source = _is_source(path)
    try:
        if entry.is_symlink() and not _leads_to_a_file_inside(entry, real_root):
            tree.refused[path] = ("outside", "")
            return
        facts = entry.stat()
    except OSError as error:
        tree.refused[path] = ("unreadable", error.strerror or type(error).__name__)
        return
    if not stat.S_ISREG(facts.st_mode):
        tree.refused[path] = ("unreadable", "not a file")
    elif is_source:
        tree.sources[path] = Entry(
            path, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino
        )
    else:
        tree.attachments.add(path)


def _is_source(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name == "_category.yml" or name.lower().endswith(".md")


def _leads_to_a_file_inside(entry: os.DirEntry[str], real_root: str) -> bool:
    real = os.path.realpath(entry.path)
    return real.startswith(real_root + os.sep) and not Path(real).is_dir()
