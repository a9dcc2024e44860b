"""Where the articles are a git work tree: each save a commit of its author, and pulling.

A failure of git never fails a save. It is kept in a file beside the database, with the commits that
are still to be made, until git works again.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import structlog

from app.durable import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

log = structlog.get_logger()

LOCAL_SECONDS: Final = 20  # for what needs no network
REMOTE_SECONDS: Final = 120
LONGEST_SUBJECT: Final = 72  # characters
NAME: Final = "Подскажи"
_UNFIT = re.compile(r"[\x00-\x1f<>]")


class GitFailed(Exception):
    """What git said when it did not do what was asked."""


@dataclass(frozen=True)
class Commit:
    """A commit to be made; `paths` are relative to the content folder."""

    paths: tuple[str, ...]
    name: str
    email: str
    note: str

    def author(self) -> str:
        """Return the author as git wants it, whatever people are called."""
        name, email = (_UNFIT.sub("", text).strip() for text in (self.name, self.email))
        return f"{name or NAME} <{email or 'podskazhi@localhost'}>"

    def message(self) -> str:
        """Return one line: what, and why."""
        what = self.paths[0] if len(self.paths) == 1 else f"{self.paths[0]} +{len(self.paths) - 1}"
        line = " ".join(f"{what}: {self.note}".split()) if self.note else what
        return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"


class Git:
    """The work tree around the content folder; `email` is the committer's.

    Every method but `fetch`, `push` and `problem` is for whoever holds the content lock.
    """

    def __init__(self, folder: Path, state: Path, email: str) -> None:
        self._folder, self._state, self._email = folder, state, email

    def commit(self, commits: Iterable[Commit]) -> None:
        """Make these commits, and those that failed before; never raises."""
        waiting = [*self._waiting(), *commits]
        if not waiting:
            return
        try:
            while waiting:
                self._commit(waiting[0])
                waiting.pop(0)
        except GitFailed as error:
            log.warning("git did not commit", why=str(error))
            self._remember(str(error), waiting)
        else:
            self._state.unlink(missing_ok=True)

    def problem(self) -> str:
        """Return why git failed the last time, "" when it did not."""
        return str(self._read_state().get("problem", ""))

    def has_upstream(self) -> bool:
        """Tell whether there is a branch to pull from."""
        try:
            self._run("rev-parse", "--verify", "--quiet", "@{upstream}")
        except GitFailed:
            return False
        return True

    def fetch(self) -> None:
        """Learn what is new upstream. Raises GitFailed."""
        self._run("fetch", "--quiet", seconds=REMOTE_SECONDS)

    def integrate(self) -> None:
        """Take up what was fetched, our own commits on top; all of it or nothing.

        Raises GitFailed, the work tree being as it was.
        """
        try:
            self._run("merge", "--ff-only", "--quiet", "@{upstream}")
        except GitFailed:
            self._rebase()

    def push(self) -> None:
        """Send our commits upstream. Raises GitFailed."""
        self._run("push", "--quiet", seconds=REMOTE_SECONDS)

    def note_problem(self, problem: str) -> None:
        """Keep what is shown as git's problem; "" for none."""
        if problem or self._waiting():
            self._remember(problem, self._waiting())
        else:
            self._state.unlink(missing_ok=True)

    def _commit(self, commit: Commit) -> None:
        if not self._run("status", "--porcelain", "--", *commit.paths).strip():
            return
        known = [path for path in commit.paths if self._is_there(path)]
        self._run("add", "--all", "--", *known)
        said = ["--author", commit.author(), "--message", commit.message()]
        self._run("commit", "--quiet", "--cleanup=whitespace", *said, "--only", "--", *known)

    def _is_there(self, path: str) -> bool:
        """Tell whether git can name the path: it lies there, or git knows of it."""
        return (self._folder / path).exists() or bool(self._run("ls-files", "--", path).strip())

    def _rebase(self) -> None:
        try:
            self._run("rebase", "--quiet", "@{upstream}")
        except GitFailed as error:
            try:
                self._run("rebase", "--abort")
            except GitFailed as second:
                log.info("no rebase to abort", why=str(second))
            raise error from None

    def _run(self, *arguments: str, seconds: int = LOCAL_SECONDS) -> str:
        program = shutil.which("git")
        if program is None:
            raise GitFailed("git is not installed")
        command = [program, "--literal-pathspecs", "-C", str(self._folder), *arguments]
        try:
            done = subprocess.run(  # noqa: S603  every argument is one of ours or behind "--"
                command, capture_output=True, timeout=seconds, env=self._environment(), check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitFailed(str(error)) from error
        if done.returncode:
            raise GitFailed(_said(done.stderr or done.stdout) or f"code {done.returncode}")
        return done.stdout.decode("utf-8", "replace")

    def _environment(self) -> dict[str, str]:
        said = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8", "GIT_EDITOR": "true"}
        who = {"GIT_COMMITTER_NAME": NAME, "GIT_COMMITTER_EMAIL": self._email}
        return {**os.environ, **said, **who}

    def _waiting(self) -> list[Commit]:
        found = self._read_state().get("waiting", [])
        return [Commit(**{**row, "paths": tuple(row["paths"])}) for row in found]

    def _remember(self, problem: str, waiting: Sequence[Commit]) -> None:
        rows = [asdict(commit) for commit in waiting]
        text = json.dumps({"problem": problem, "waiting": rows}, ensure_ascii=False)
        try:
            write_atomically(self._state, text.encode())
        except OSError as error:
            log.warning("git's problem was not kept", why=str(error))

    def _read_state(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self._state.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}


def _said(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return " ".join(line.strip() for line in lines if not line.startswith("hint:"))[:500]
