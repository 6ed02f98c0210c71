"""What the machine read, whatever people said about it since.

``mentions.csv`` holds what stands: after ``build`` with events it has no rejected rows, and edited
ones as they were edited. What the reading said of those is in ``overruled.csv``, with the id of the
row before it; the two together give the reading back, row for row. A plan that came through the desk
has its reading in the desk's database.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pandas as pd

from geo import DATA_DIR
from projects.errors import InputError
from projects.model.records import (
    BY_HAND,
    COLUMNS,
    RECORDS,
    Record,
    frame,
    from_frame,
    read_records,
    typed,
)
from projects.model.records import (
    table_bytes as csv_bytes,
)

OVERRULED = "overruled.csv"  # in the workspace; only where people overruled the reading
_BEFORE = "row_before"
# What a record is read and placed by.
_CODE = ("projects/extraction", "projects/georeferencing", "data/rules")
_VERSION_DIGITS = 12


@cache
def reading_version() -> str:
    """A hash of the code and rules that read and place: another reading has another version."""
    total = hashlib.sha256()
    root = DATA_DIR.parent
    files = (path for part in _CODE for path in (root / part).rglob("*"))
    for path in sorted(path for path in files if path.suffix in (".py", ".csv", ".txt")):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()[:_VERSION_DIGITS]


def as_read(record: Record) -> Record:
    """The record as the machine left it: unchecked, in no edition."""
    return replace(record, status="candidate", edition="")


def read_readings(folder: Path) -> list[Record]:
    """The machine's records of a workspace in their order; none when there is no table."""
    path = folder / RECORDS
    if not path.is_file():
        return []
    standing = [record for record in from_frame(read_records(path)) if record.reading_rule != BY_HAND]
    overruled = _read_overruled(folder / OVERRULED)
    by_id = {record.id: record for _, record in overruled}
    rows = [by_id.get(record.id, record) for record in standing]
    ids = [record.id for record in rows]
    for before, record in overruled:
        if record.id not in ids:
            at = ids.index(before) + 1 if before in ids else 0
            rows.insert(at, record)
            ids.insert(at, record.id)
    return [as_read(record) for record in rows]


def overruled_table(readings: Sequence[Record], overruled: Iterable[Record]) -> bytes | None:
    """What of the readings does not stand as it was read.

    Parameters
    ----------
    readings
        The machine's records in their order.
    overruled
        Those of them that do not stand, with the status that people gave them.

    Returns
    -------
    bytes | None
        ``overruled.csv``, each row with the id of the reading before it; None when all stand.
    """
    by_id = {record.id: record for record in overruled}
    before = {record.id: last.id for last, record in pairwise(readings)}
    rows = [by_id[record.id] for record in readings if record.id in by_id]
    if not rows:
        return None
    table = frame(rows)
    table.insert(0, _BEFORE, [before.get(record.id, "") for record in rows])
    return csv_bytes(table)


def table_bytes(records: list[Record]) -> bytes:
    """Records as the bytes of ``mentions.csv``."""
    table = frame(records)
    table["listed"] = table["listed"].map({True: "true", False: "false"})
    return bytes(table.to_csv(index=False, lineterminator="\n").encode())


def records_of(content: bytes) -> list[Record]:
    """Records of the bytes of ``mentions.csv``."""
    return from_frame(typed(pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)))


def _read_overruled(path: Path) -> list[tuple[str, Record]]:
    if not path.is_file():
        return []
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    missing = [column for column in (_BEFORE, *COLUMNS) if column not in table]
    if missing:
        raise InputError(f"{path}: line 1: no column {missing[0]!r}")
    return list(zip(table[_BEFORE], from_frame(typed(table)), strict=True))
