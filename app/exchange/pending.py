"""Imports that somebody looks at before they are done: the file, what was chosen, what was shown.

Each is a folder under the instance folder with a name that nobody guesses, for an hour.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import IO, TYPE_CHECKING, Final

from app.durable import write_atomically
from app.errors import Conflict, DomainError, NotFound
from app.exchange import applying, planning
from app.exchange.opening import open_source
from app.exchange.planning import Wishes
from app.exchange.report import Report, report_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.articles.library import Library
    from app.editing.editor import Author, Editor
    from app.exchange.archives import Archive
    from app.exchange.plans import Plan

KEPT_SECONDS: Final = 3600
LONGEST_WAIT: Final = 15  # seconds that one press writes; 475 articles took a minute and a half
_CHUNK: Final = 1 << 20
_FILE, _SAID, _LOCK = "source", "import.json", "lock"
_TOKEN_BYTES: Final = 16


@dataclass(frozen=True)
class Import:
    """An import that waits for a decision, or is done (`is_done`)."""

    token: str
    account_id: int
    name: str
    wishes: Wishes
    version: str
    fingerprint: str
    report: Report
    is_done: bool = False


@dataclass(frozen=True)
class Desk:
    """Where imports wait. `most_bytes` is the largest file that is taken."""

    folder: Path
    most_bytes: int
    library: Library = field(repr=False)
    editor: Editor = field(repr=False)

    def receive(self, account_id: int, name: str, stream: IO[bytes], wishes: Wishes) -> str:
        """Take a file in and look at it; returns the token of the import.

        Raises DomainError where it is too large, or no source; then nothing is kept.
        """
        self.tidy()
        token = secrets.token_hex(_TOKEN_BYTES)
        place = self.folder / token
        place.mkdir(mode=0o700, parents=True)
        try:
            self._write(stream, place / _FILE)
            self._look(token, account_id, name, wishes)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        return token

    def get(self, token: str, account_id: int) -> Import:
        """Return an import of this account. Raises NotFound, also after an hour."""
        path = self.folder / token / _SAID
        gone = NotFound("Этой проверки больше нет: она хранится час. Загрузите файл ещё раз.")
        if len(token) != 2 * _TOKEN_BYTES or not token.isalnum() or not _is_fresh(path):
            raise gone
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["account_id"] != account_id:
            raise gone
        wishes, report = Wishes(**said.pop("wishes")), Report(**said.pop("report"))
        return Import(wishes=wishes, report=report, **said)

    def look_again(self, token: str, account_id: int, wishes: Wishes) -> None:
        """Look at the same file once more, as the articles are now."""
        found = self.get(token, account_id)
        with self._alone(token):
            self._look(token, account_id, found.name, wishes)

    def apply(self, token: str, account_id: int, by: Author) -> Import:
        """Write what was shown, for as long as somebody waits; the import then holds the rest.

        Raises Conflict where the articles changed meanwhile.
        """
        found = self.get(token, account_id)
        if found.is_done:
            return found
        with self._alone(token):
            archive = self._open(token, found.name)
            plan = self._plan(archive, found.wishes)
            if (plan.version, plan.fingerprint) != (found.version, found.fingerprint):
                raise Conflict("Пока вы смотрели, статьи изменились. Проверьте файл ещё раз.")
            outcome = applying.apply(plan, archive, self.editor, by, seconds=LONGEST_WAIT)
            report, done = report_of(plan, outcome), outcome.tried == len(plan.to_do)
            if not done:
                plan = self._plan(archive, found.wishes)
                report = replace(report_of(plan), failures=report.failures, written=report.written)
            report = report.after(found.report)
            return self._keep(token, account_id, found.name, found.wishes, plan, report, done=done)

    def remove(self, token: str, account_id: int) -> None:
        """Forget an import and its file."""
        self.get(token, account_id)
        shutil.rmtree(self.folder / token, ignore_errors=True)

    def tidy(self) -> None:
        """Forget imports that are older than an hour."""
        places = list(self.folder.iterdir()) if self.folder.is_dir() else []
        for place in places:
            if not _is_fresh(place / _SAID) and not _is_fresh(place):
                shutil.rmtree(place, ignore_errors=True)

    def _write(self, stream: IO[bytes], path: Path) -> None:
        size = 0
        with path.open("wb") as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > self.most_bytes:
                    raise DomainError(
                        "Файл больше %(most)s МБ. Разделите его или загрузите командой "
                        "podskazhi articles import.",
                        most=self.most_bytes // 1_000_000,
                    )
                file.write(chunk)
        if not size:
            raise DomainError("Выберите файл.")

    def _look(self, token: str, account_id: int, name: str, wishes: Wishes) -> Import:
        plan = self._plan(self._open(token, name), wishes)
        report = report_of(plan)
        return self._keep(token, account_id, name, wishes, plan, report)

    def _open(self, token: str, name: str) -> Archive:
        return open_source(self.folder / token / _FILE, name)

    def _plan(self, archive: Archive, wishes: Wishes) -> Plan:
        return planning.plan(archive, self.library.refresh(), wishes)

    def _keep(
        self,
        token: str,
        account_id: int,
        name: str,
        wishes: Wishes,
        plan: Plan,
        report: Report,
        *,
        done: bool = False,
    ) -> Import:
        kept = Import(token, account_id, name, wishes, plan.version, plan.fingerprint, report, done)
        said = json.dumps(asdict(kept), ensure_ascii=False).encode("utf-8", "replace")
        write_atomically(self.folder / token / _SAID, said)
        return kept

    @contextmanager
    def _alone(self, token: str) -> Iterator[None]:
        """Refuse a second click while the first one is at work. Raises Conflict."""
        descriptor = os.open(self.folder / token / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise Conflict("Этот файл уже записывается. Обновите страницу через минуту.") from error
        finally:
            os.close(descriptor)


def _is_fresh(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime < KEPT_SECONDS
    except FileNotFoundError:
        return False
