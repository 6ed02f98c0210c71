"""The log of what was asked for: who, from where, what, and whether it was allowed.

A row is written before what it allows is done, so that nothing is done without one. Rows are numbered
without a gap, each holds the hash of the one before it: a row that was changed, taken out or put in between
shows (:meth:`Log.check`); that the end was cut off shows against a hash that was noted elsewhere.
No text of a document stands in it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from geo.tables import harmless
from projects.accounts.identity import Identity
from projects.accounts.schema import audit

if TYPE_CHECKING:
    from projects.accounts.database import Database

START = "0" * 64
LONGEST = 300
OUTCOMES = ("allowed", "refused", "throttled", "done")
# Of one address in a minute; more are counted in one row: a flood must not fill the disk.
MOST_REFUSALS = 120
_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the log; ``previous`` and ``hash`` are SHA-256 in hexadecimal."""

    number: int
    at: str
    name: str
    source: str
    address: str
    action: str
    outcome: str
    detail: str
    previous: str
    hash: str


COLUMNS = tuple(one.name for one in fields(Row))


@dataclass(frozen=True, slots=True)
class Checked:
    """How many rows there are, the hash of the last, and the first fault in words (empty without one)."""

    rows: int
    head: str
    fault: str


class Log:
    """The log in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._refused: dict[str, deque[float]] = {}

    def append(self, who: Identity, address: str, action: str, outcome: str, detail: str = "") -> Row | None:
        """Store a row; None when it is one of a flood of refusals from one address.

        Raises InputError when it cannot be stored: then nothing may be done.
        """
        if outcome not in OUTCOMES:
            raise ValueError(f"{outcome!r}: expected one of {', '.join(OUTCOMES)}")
        if outcome in ("refused", "throttled") and self._is_flood(address):
            return None
        with self._database.writing() as connection:
            if self._database.is_shared:
                connection.execute(sa.text("LOCK TABLE audit IN EXCLUSIVE MODE"))
            last = connection.execute(
                sa.select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
            ).first()
            number, previous = (last[0] + 1, last[1]) if last else (1, START)
            told = (who.name, who.source, address, action, outcome, detail)
            row = _chained(number, now(), *(_plain(one) for one in told), previous=previous)
            connection.execute(sa.insert(audit), [dict(zip(COLUMNS, astuple(row), strict=True))])
        return row

    def rows(self, last: int | None = None) -> Iterator[Row]:
        """All rows, oldest first, or only the *last* so many."""
        query = sa.select(*(audit.c[name] for name in COLUMNS)).order_by(audit.c.number)
        with self._database.reading() as connection:
            if last is not None:
                most = connection.execute(sa.select(sa.func.max(audit.c.number))).scalar() or 0
                query = query.where(audit.c.number > most - last)
            for row in connection.execute(query):
                yield Row(*row)

    def check(self, head: str = "") -> Checked:
        """Whether the chain is whole, and holds the hash *head* that was noted before."""
        previous, count, seen = START, 0, not head
        for count, row in enumerate(self.rows(), start=1):
            if row.number != count:
                return Checked(count - 1, previous, f"row {count} is missing")
            number, *told = astuple(row)[:-2]
            if row.previous != previous or row != _chained(number, *told, previous=previous):
                return Checked(count - 1, previous, f"row {count} was changed")
            previous, seen = row.hash, seen or row.hash == head
        return Checked(count, previous, "" if seen else f"{head}: this row is no longer there")

    def failures(self, column: str, value: str, minutes: float) -> int:
        """How many sign-ins failed, by ``name`` or ``address``, since the last that did not."""
        since = text_of(datetime.now(UTC) - timedelta(minutes=minutes))
        same = (audit.c.action == "login", audit.c[column] == _plain(value), audit.c.at >= since)
        good = sa.select(sa.func.coalesce(sa.func.max(audit.c.number), 0)).where(
            *same, audit.c.outcome == "allowed"
        )
        query = sa.select(sa.func.count()).where(
            *same, audit.c.outcome == "refused", audit.c.number > good.scalar_subquery()
        )
        with self._database.reading() as connection:
            return int(connection.execute(query).scalar() or 0)

    def _is_flood(self, address: str) -> bool:
        moment = time.monotonic()
        recent = self._refused.setdefault(address, deque())
        while recent and moment - recent[0] > _MINUTE_S:
            recent.popleft()
        recent.append(moment)
        if len(self._refused) > 10_000:
            self._refused.clear()
        if len(recent) == MOST_REFUSALS + 1:
            print(f"accounts: more than {MOST_REFUSALS} refusals a minute: {address}", file=sys.stderr)
        return len(recent) > MOST_REFUSALS


def table(rows: Iterator[Row]) -> bytes:
    """Rows as CSV for people (UTF-8 with a mark, no formulas).

    Parameters
    ----------
    rows
        As :meth:`Log.rows` gives them.

    Returns
    -------
    bytes
        A head line with :data:`COLUMNS`, then a line for each row.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([harmless(one) if isinstance(one, str) else one for one in astuple(row)])
    return text.getvalue().encode("utf-8-sig")


def lines(rows: Iterator[Row]) -> bytes:
    """Rows as JSON, one a line, exactly as they are chained.

    Parameters
    ----------
    rows
        As :meth:`Log.rows` gives them.

    Returns
    -------
    bytes
        UTF-8, on each line an object with :data:`COLUMNS`; empty without rows.
    """
    told = (json.dumps(dict(zip(COLUMNS, astuple(row), strict=True)), ensure_ascii=False) for row in rows)
    return "".join(f"{one}\n" for one in told).encode()


def now() -> str:
    """The present moment, UTC, as it is stored; texts sort as moments do."""
    return text_of(datetime.now(UTC))


def text_of(moment: datetime) -> str:
    """A moment as it is stored."""
    return moment.isoformat(timespec="milliseconds")


def _plain(text: str) -> str:
    """One line that any database takes, not too long."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:LONGEST]


def _chained(number: int, *told: str, previous: str) -> Row:
    content = json.dumps([number, *told, previous], ensure_ascii=False, separators=(",", ":"))
    values: list[Any] = [number, *told, previous, hashlib.sha256(content.encode()).hexdigest()]
    return Row(*values)
