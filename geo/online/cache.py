"""Answers of online services kept on disk, with expiry.

One SQLite file, by default in ``data/cache``, which is no part of the project. It holds service, query,
time and answer, never a key. A file that cannot be used costs the cache, not the answer.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from geo import DATA_DIR

CACHE = DATA_DIR / "cache" / "geocoding.sqlite"
DAY_S = 86_400.0


class ReplyCache:
    """Texts by service and query."""

    def __init__(self, path: Path = CACHE, *, keep_days: float = 30, keep_nothing_days: float = 7) -> None:
        """Keep answers for *keep_days*, the news that there is none for *keep_nothing_days*."""
        self.path = path
        self._keep_s = {True: keep_days * DAY_S, False: keep_nothing_days * DAY_S}

    def get(self, service: str, query: str) -> tuple[bool, str]:
        """Whether an answer is known that has not expired, and its text (empty: there is none)."""
        try:
            with closing(self._open()) as connection:
                row = connection.execute(
                    "SELECT asked, answer FROM replies WHERE service = ? AND query = ?", [service, query]
                ).fetchone()
        except (sqlite3.Error, OSError):
            return False, ""
        if row is None or time.time() - row[0] > self._keep_s[bool(row[1])]:
            return False, ""
        return True, str(row[1])

    def put(self, service: str, query: str, answer: str) -> None:
        """Keep an answer, empty for none; what has expired is dropped."""
        now = time.time()
        try:
            with closing(self._open()) as connection, connection:
                connection.execute("DELETE FROM replies WHERE asked < ?", [now - max(self._keep_s.values())])
                connection.execute("REPLACE INTO replies VALUES (?, ?, ?, ?)", [service, query, now, answer])
        except (sqlite3.Error, OSError):
            return  # a full or read-only disk: the next call asks again

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return _connect(self.path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self.path.unlink()  # no database any more; nothing in it cannot be asked again
            return _connect(self.path)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5)
    try:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS replies"
            " (service TEXT, query TEXT, asked REAL, answer TEXT, PRIMARY KEY (service, query))"
        )
    except sqlite3.Error:
        connection.close()
        raise
    return connection
