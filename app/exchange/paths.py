"""Names of files inside an archive: made one form, or refused where they could lead astray."""

from __future__ import annotations

import posixpath
import re
import unicodedata

# What programs leave behind and no author has written.
_NOISE = {"__macosx", "thumbs.db", "desktop.ini", "node_modules"}
_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
LONGEST = 500  # characters of a path


def safe(name: str) -> str | None:
    """Return the path with "/" and composed letters, or None where it leads out or is no name."""
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))
    if len(path) > LONGEST or _CONTROL.search(path) or _DRIVE.match(path) or path.startswith("/"):
        return None
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return None if not parts or ".." in parts else "/".join(parts)


def is_noise(path: str) -> bool:
    """Whether the path is hidden, or what a program has left."""
    return any(part.startswith(".") or part.lower() in _NOISE for part in path.split("/"))


def joined(folder: str, href: str) -> str:
    """The path that a relative `href` means from `folder`; above the root counts as the root."""
    return posixpath.normpath(posixpath.join("/", folder, href)).lstrip("/")


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def name_of(path: str) -> str:
    return path.rpartition("/")[2]


def stem_of(path: str) -> str:
    """The file's name without its last extension."""
    return posixpath.splitext(name_of(path))[0]


def extension_of(path: str) -> str:
    """In small letters, with its dot."""
    return posixpath.splitext(path)[1].lower()


def common_folder(paths: list[str]) -> str:
    """The folder that holds all of them, "" where there is none."""
    folders = [folder_of(path).split("/") for path in paths]
    shared = []
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1 or not parts[0]:
            break
        shared.append(parts[0])
    return "/".join(shared)
