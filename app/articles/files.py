"""The content folder on disk: what lies in it."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

MAX_DEPTH = 2  # categories nest two deep


class Entry(NamedTuple):
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


def look_again(root: Path, tree: Tree, paths: Iterable[str]) -> Tree:
    """Return the tree with these files as they are now, which may have come or gone."""
    newer = Tree(dict(tree.sources), set(tree.attachments), dict(tree.refused))
    real_root = os.path.realpath(root)
    for path in paths:
        newer.attachments.discard(path)
        newer.refused.pop(path, None)
        found = root / path
        is_hidden = any(part.startswith(".") for part in PurePosixPath(path).parts)
        if is_hidden or not (found.exists() or found.is_symlink()):
            newer.sources.pop(path, None)
            continue
        _place(newer, path, found, real_root)
        if path in newer.refused:
            newer.sources.pop(path, None)
    if newer.sources.keys() - tree.sources.keys():
        newer.sources = dict(sorted(newer.sources.items()))
    return newer


def is_inside(path: Path, root: Path) -> bool:
    """Whether `path`, all links followed, lies under `root`."""
    return path.resolve().is_relative_to(root.resolve())


def _walk(root: Path, tree: Tree) -> Iterator[tuple[str, os.DirEntry[str]]]:
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder) as entries:
                found = list(entries)
        except OSError as error:
            tree.refused[folder] = ("unreadable", error.strerror or type(error).__name__)
            continue
        inside = f"{folder}/" if folder else ""
        for entry in found:
            name = entry.name
            if name[0] == ".":
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(inside + name)
            else:
                yield inside + name, entry


def _place(tree: Tree, path: str, entry: os.DirEntry[str] | Path, real_root: str) -> None:
    try:
        if entry.is_symlink() and not _leads_to_a_file_inside(os.fspath(entry), real_root):
            tree.refused[path] = ("outside", "")
            return
        facts = entry.stat()
    except OSError as error:
        tree.refused[path] = ("unreadable", error.strerror or type(error).__name__)
        return
    if not stat.S_ISREG(facts.st_mode):
        tree.refused[path] = ("unreadable", "not a file")
    elif _is_source(path):
        tree.sources[path] = Entry(
            path, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino
        )
    else:
        tree.attachments.add(path)


def _is_source(path: str) -> bool:
    if path.endswith(".md"):
        return True
    name = path.rpartition("/")[2]
    return name == "_category.yml" or name.lower().endswith(".md")


def _leads_to_a_file_inside(path: str, real_root: str) -> bool:
    real = os.path.realpath(path)
    return real.startswith(real_root + os.sep) and not Path(real).is_dir()
