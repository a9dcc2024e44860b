"""Counters of the rate limits in a small SQLite file: all worker processes count together."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from limits.storage import Storage

SCHEME = "shared-file"
BUSY_TIMEOUT_SECONDS = 5
_COUNT = """
INSERT INTO hits (key, number, expires_at) VALUES (:key, :amount, :expires_at)
ON CONFLICT (key) DO UPDATE SET
    number = CASE WHEN expires_at <= :now THEN :amount ELSE number + :amount END,
    expires_at = CASE WHEN expires_at <= :now THEN :expires_at ELSE expires_at END
RETURNING number
"""


class FileStorage(Storage):
    """Fixed windows: `key` has been hit `number` times until `expires_at`, a Unix time in seconds.

    The counters may be lost in a crash of the machine: they are not worth a disk flush.
    """

    STORAGE_SCHEME = (SCHEME,)  # type: ignore[assignment]

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any
    ) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._path = Path((uri or "").removeprefix(f"{SCHEME}://"))

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.time()
        values = {"key": key, "amount": amount, "now": now, "expires_at": now + expiry}
        with self._connected() as connection:
            number = connection.execute(_COUNT, values).fetchone()[0]
            connection.execute("DELETE FROM hits WHERE expires_at <= ?", (now,))
        return int(number)

    def get(self, key: str) -> int:
        return int(self._row(key)[0])

    def get_expiry(self, key: str) -> float:
        return float(self._row(key)[1])

    def check(self) -> bool:
        with self._connected() as connection:
            return bool(connection.execute("SELECT 1").fetchone())

    def reset(self) -> int:
        with self._connected() as connection:
            return connection.execute("DELETE FROM hits").rowcount

    def clear(self, key: str) -> None:
        with self._connected() as connection:
            connection.execute("DELETE FROM hits WHERE key = ?", (key,))

    def _row(self, key: str) -> tuple[int, float]:
        now = time.time()
        with self._connected() as connection:
            found = connection.execute(
                "SELECT number, expires_at FROM hits WHERE key = ? AND expires_at > ?", (key, now)
            )
            return found.fetchone() or (0, now)

    def _connected(self) -> closing[sqlite3.Connection]:
        return closing(_connect(self._path))


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS hits (key TEXT PRIMARY KEY, number INTEGER, expires_at REAL)"
    )
    return connection
