"""The store of a country: the records of thousands of documents in one SQLite file.

A workspace that holds :data:`FILE` is a country's. Unlike the store of a city
(:mod:`projects.store.database`), which is derived from tables, this one is what the batch writes:

==============  ===============================================================
``documents``   one row each: path, SHA-256, unit, year, counts; ``reason`` why one was set aside
``records``     the columns of a record, with ``number`` and the ``area`` and years that filters ask for
``facts``       the same areas, years and codes as small numbers: what is counted
``rejects``     what was seen in a document and not kept: how many, by reason
``words``       full text of names, companies and places (FTS5, trigrams)
==============  ===============================================================

``area`` is the code of the smallest province, city or county that holds all places of a record.
Each document comes in one transaction with all its rows, so a process that is killed leaves whole
documents. ``seen`` of a document is the sum of its records and its rejects.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from projects.errors import InputError, MissingError
from projects.model.records import COLUMNS, dictionary, typed

FILE = "country.sqlite"
VERSION = "1"
LEVEL_CODES = ("site", "park", "town", "county", "city", "multi", "none")
RECORD_COLUMNS = ("number", "of", "area", "first", "last", *COLUMNS)
FACT_COLUMNS = ("number", "of", "area", "first", "last", "industry", "kind", "stage", "level", "drawn")
DOCUMENT_COLUMNS = (
    *("number", "document", "file", "sha256", "scope", "scope_name", "title", "year", "characters"),
    *("seen", "records", "rejects", "reason", "seconds"),
)
_TYPES = {"text": "TEXT NOT NULL", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_WORDS = ("name", "entity", "place", "places_in_text")
_SHORTEST = 3  # what trigrams can find
_BUSY_S = 30.0
_MANY = 900  # values in one statement


def is_country(folder: Path) -> bool:
    """Whether this workspace holds the store of a country.

    Parameters
    ----------
    folder
        The workspace.

    Returns
    -------
    bool
        True where the file :data:`FILE` is in it.
    """
    return (folder / FILE).is_file()


class CountryStore:
    """The store in a workspace, opened for reading; each call opens and closes its own connection."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        if not self.path.is_file():
            raise MissingError(f"{self.path}: no such store; python -m projects batch makes it")

    def stamp(self) -> tuple[int, int]:
        """How many documents and records there are: it differs after every batch that added any."""
        with self._reading() as connection:
            row = connection.execute("SELECT count(*), coalesce(sum(records), 0) FROM documents").fetchone()
        return int(row[0]), int(row[1])

    def documents(self) -> pd.DataFrame:
        """All documents, in order of their keys."""
        with self._reading() as connection:
            rows = connection.execute(
                f"SELECT {', '.join(DOCUMENT_COLUMNS)} FROM documents ORDER BY document"
            ).fetchall()
        return pd.DataFrame(rows, columns=list(DOCUMENT_COLUMNS))

    def facts(self) -> list[tuple[Any, ...]]:
        """Rows of :data:`FACT_COLUMNS` of all records, in order of their numbers."""
        with self._reading() as connection:
            return connection.execute(
                f"SELECT {', '.join(FACT_COLUMNS)} FROM facts ORDER BY number"
            ).fetchall()

    def projects(self) -> list[tuple[int, str]]:
        """Number and project of the records that name a project together with others."""
        with self._reading() as connection:
            return connection.execute("SELECT number, project FROM records WHERE project != ''").fetchall()

    def placed(self) -> list[tuple[int, str, float | None, float | None]]:
        """Number, codes of places, WGS 84 lon and lat of what is known closer than to a county."""
        with self._reading() as connection:
            return connection.execute(
                "SELECT number, place_code, lon, lat FROM records"
                " WHERE level NOT IN ('county', 'city', 'none') ORDER BY number"
            ).fetchall()

    def printed(self) -> pd.DataFrame:
        """Name, category and industry of all records, in order of their numbers: what a chain is told by."""
        columns = ["name", "category", "industry"]
        with self._reading() as connection:
            rows = connection.execute(f"SELECT {', '.join(columns)} FROM records ORDER BY number").fetchall()
        return pd.DataFrame(rows, columns=columns)

    def records(self, numbers: Sequence[int]) -> pd.DataFrame:
        """The records with these numbers, in this order, typed (:func:`projects.model.records.typed`)."""
        rows: dict[int, tuple[Any, ...]] = {}
        with self._reading() as connection:
            for start in range(0, len(numbers), _MANY):
                part = [int(number) for number in numbers[start : start + _MANY]]
                marks = ", ".join("?" * len(part))
                found = connection.execute(
                    f"SELECT number, {', '.join(COLUMNS)} FROM records WHERE number IN ({marks})", part
                )
                rows.update((row[0], row[1:]) for row in found)
        table = pd.DataFrame([rows[int(number)] for number in numbers], columns=list(COLUMNS), dtype=object)
        table["listed"] = table["listed"].map(bool)
        return typed(table)

    def search(self, text: str) -> list[int]:
        """Numbers of the records whose name, company or places hold *text*."""
        text = text.strip()
        with self._reading() as connection:
            if len(text) >= _SHORTEST:
                asked = '"' + text.replace('"', '""') + '"'
                found = connection.execute("SELECT rowid FROM words WHERE words MATCH ?", [asked])
            else:
                asked = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
                found = connection.execute(
                    "SELECT number FROM records WHERE name LIKE ? ESCAPE '\\'", [asked]
                )
            return [int(number) for (number,) in found]

    def rejects(self) -> pd.DataFrame:
        """How much was set aside, by reason, over all documents."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT reason, sum(count) FROM rejects GROUP BY reason ORDER BY 2 DESC, 1"
            ).fetchall()
        return pd.DataFrame(rows, columns=["reason", "count"])

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(
                sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)
            ) as connection:
                yield connection
        except sqlite3.Error as error:
            raise InputError(f"{self.path}: cannot be read: {error}") from error


class CountryWriter:
    """The one writer of a store; use it as a context, under the workspace's lock."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        try:
            self._connection = sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode = WAL")
            # A document that the disk lost with the power is read again.
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._create()
        except sqlite3.Error as error:
            raise InputError(f"{self._path}: cannot be written: {error}") from error

    def __enter__(self) -> CountryWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.execute("PRAGMA optimize")
        self._connection.close()

    def known(self) -> dict[str, str]:
        """SHA-256 of every document that is in the store → its key."""
        return dict(self._connection.execute("SELECT sha256, document FROM documents"))

    def forget_failed(self) -> int:
        """Take out the documents that were set aside, to be tried again; how many."""
        return self._connection.execute("DELETE FROM documents WHERE reason != ''").rowcount

    def add(self, outcomes: Iterable[Any]) -> None:
        """Write documents (:class:`projects.batch.reading.Outcome`) with all their rows, all or none.

        A document of the same path and other content is replaced.
        """
        with self._writing():
            for one in outcomes:
                self._remove(one)
                self._insert(one)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise InputError(f"{self._path}: cannot be written: {error}") from error

    def _insert(self, one: Any) -> None:
        row = (
            *(one.key, one.path, one.sha256, one.scope, one.scope_name, one.title, one.year),
            *(one.characters, one.seen, len(one.records), sum(one.rejects.values()), one.reason),
            round(one.seconds, 3),
        )
        of = _insert(self._connection, "documents", DOCUMENT_COLUMNS[1:], row)
        self._connection.executemany(
            "INSERT INTO rejects VALUES (?, ?, ?)", [(of, why, count) for why, count in one.rejects.items()]
        )
        if not one.records:
            return
        first = 1 + self._connection.execute("SELECT coalesce(max(number), 0) FROM records").fetchone()[0]
        rows = [(number, of, *record) for number, record in enumerate(one.records, first)]
        marks = ", ".join("?" * len(RECORD_COLUMNS))
        self._connection.executemany(f"INSERT INTO records VALUES ({marks})", rows)
        span = (first, first + len(rows) - 1)
        self._connection.execute(
            "INSERT INTO facts SELECT number, of, CAST(area AS INTEGER), first, last,"
            " industry, kind, stage, level, lon IS NOT NULL FROM records WHERE number BETWEEN ? AND ?",
            span,
        )
        words = ", ".join(_WORDS)
        self._connection.execute(
            f"INSERT INTO words (rowid, {words}) SELECT number, {words} FROM records"
            " WHERE number BETWEEN ? AND ?",
            span,
        )

    def _remove(self, one: Any) -> None:
        """Take out what was read from this path or this content before."""
        found = self._connection.execute(
            "SELECT number FROM documents WHERE document = ? OR sha256 = ?", [one.key, one.sha256]
        ).fetchall()
        words = ", ".join(_WORDS)
        for (of,) in found:
            self._connection.execute(
                f"INSERT INTO words (words, rowid, {words}) SELECT 'delete', number, {words}"
                " FROM records WHERE of = ?",
                [of],
            )
            for table in ("facts", "records", "rejects"):
                self._connection.execute(f"DELETE FROM {table} WHERE of = ?", [of])
            self._connection.execute("DELETE FROM documents WHERE number = ?", [of])

    def _create(self) -> None:
        kinds = dict(zip(dictionary()["name"], dictionary()["type"], strict=True))
        columns = ", ".join(f"{name} {_TYPES[kinds[name]]}" for name in COLUMNS)
        self._connection.executescript(
            f"""
            BEGIN IMMEDIATE;
            CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
            INSERT OR IGNORE INTO meta VALUES ('version', '{VERSION}'), ('made', '{int(time.time())}');
            CREATE TABLE IF NOT EXISTS documents (
                number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, file TEXT NOT NULL,
                sha256 TEXT NOT NULL UNIQUE, scope TEXT NOT NULL, scope_name TEXT NOT NULL,
                title TEXT NOT NULL, year INTEGER, characters INTEGER NOT NULL, seen INTEGER NOT NULL,
                records INTEGER NOT NULL, rejects INTEGER NOT NULL, reason TEXT NOT NULL,
                seconds REAL NOT NULL
            );
            CREATE TABLE IF NOT EXISTS records (
                number INTEGER PRIMARY KEY, of INTEGER NOT NULL, area TEXT NOT NULL,
                first INTEGER, last INTEGER, {columns}
            );
            CREATE INDEX IF NOT EXISTS records_of ON records (of);
            CREATE INDEX IF NOT EXISTS records_id ON records (id);
            CREATE INDEX IF NOT EXISTS records_name ON records (name);
            CREATE INDEX IF NOT EXISTS records_project ON records (project) WHERE project != '';
            CREATE TABLE IF NOT EXISTS facts (
                number INTEGER PRIMARY KEY, of INTEGER NOT NULL, area INTEGER NOT NULL, first INTEGER,
                last INTEGER, industry TEXT NOT NULL, kind TEXT NOT NULL, stage TEXT NOT NULL,
                level TEXT NOT NULL, drawn INTEGER NOT NULL
            );
            CREATE INDEX IF NOT EXISTS facts_of ON facts (of);
            CREATE TABLE IF NOT EXISTS rejects (
                of INTEGER NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL
            );
            CREATE INDEX IF NOT EXISTS rejects_of ON rejects (of);
            CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
                {", ".join(_WORDS)}, content='records', content_rowid='number', tokenize='trigram'
            );
            COMMIT;
            """
        )


def _insert(connection: sqlite3.Connection, table: str, columns: Sequence[str], row: Sequence[Any]) -> int:
    marks = ", ".join("?" * len(columns))
    done = connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", row)
    return int(done.lastrowid or 0)
