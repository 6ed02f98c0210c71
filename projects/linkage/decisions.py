"""What people decided about pairs: dated rows that survive rebuilds.

Input: ``data/decisions.csv``. Each row names its two Mentions twice, by record id and by
document and printed name: when a section or item is read otherwise after a rebuild the id
changes, and the names still find them. A row whose Mentions cannot be found, or that
contradicts a later one, is an :class:`Alarm` in the report of ``build``, never dropped in silence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geo import workspace
from geo.tables import plain
from projects.errors import InputError
from projects.model.records import Record
from projects.model.tables import read_edited

DECISIONS = "decisions.csv"  # in the workspace
COLUMNS = (
    "date",
    "editor",
    "a",
    "b",
    "verdict",
    "note",
    "a_document",
    "a_name",
    "b_document",
    "b_name",
)
VERDICTS = ("same", "different")
_DATE = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: *editor* found on *date* (2024-03-01) that Mentions a and b are same or different."""

    date: str
    editor: str
    a: str
    b: str
    verdict: str
    note: str
    a_document: str
    a_name: str
    b_document: str
    b_name: str
    line: int = 0


_EMPTY = Decision("", "", "", "", "", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Alarm:
    """A decision that does not apply any more, and why."""

    decision: Decision
    reason: str

    def __str__(self) -> str:
        """One line that names the row."""
        row = self.decision
        where = f"decisions.csv:{row.line}: " if row.line else ""
        return f"{where}{row.date} {row.editor}: {row.a_name!r} {row.verdict} {row.b_name!r}: {self.reason}"


def read_decisions(path: Path | None = None) -> list[Decision]:
    """All rows in file order.

    Parameters
    ----------
    path
        The table, UTF-8 or GB18030; ``decisions.csv`` of the workspace when None.

    Returns
    -------
    list[Decision]
        Empty when there is no such file.

    Raises
    ------
    InputError
        It is no such table, or a date, verdict or name is none; the message names the line.
    """
    path = path or workspace.current() / DECISIONS
    if not path.is_file():
        return []
    decisions = []
    for line, cells in enumerate(read_edited(path, COLUMNS).itertuples(index=False), start=2):
        named: dict[str, str] = dict(zip(COLUMNS, (plain(str(cell)) for cell in cells), strict=True))
        row = replace(_EMPTY, line=line, **named)
        if not _DATE.fullmatch(row.date):
            raise InputError(f"{path}:{line}: date is {row.date!r}; expected one such as 2024-03-01")
        if row.verdict not in VERDICTS:
            raise InputError(f"{path}:{line}: verdict is {row.verdict!r}; expected same or different")
        if not all((row.editor, row.a_document, row.a_name, row.b_document, row.b_name)):
            raise InputError(f"{path}:{line}: editor, documents and names must be given")
        decisions.append(row)
    return decisions


def applied(
    decisions: Iterable[Decision], records: Sequence[Record]
) -> tuple[dict[tuple[str, str], Decision], list[Alarm]]:
    """Decisions by the ids of their pair, ``a`` before ``b``, and alarms for the others.

    Of several rows about one pair the one with the latest date holds, of equals the last.
    """
    ids = {record.id for record in records}
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for record in records:
        by_name[record.document, record.name].append(record.id)
    found: dict[tuple[str, str], Decision] = {}
    alarms: list[Alarm] = []
    for row in sorted(decisions, key=lambda row: (row.date, row.line)):
        sides = []
        for identifier, document, name in (
            (row.a, row.a_document, row.a_name),
            (row.b, row.b_document, row.b_name),
        ):
            same_name = by_name.get((document, name), [])
            if identifier in ids:
                sides.append(identifier)
            elif len(same_name) == 1:
                sides.append(same_name[0])
            else:
                times = f"{len(same_name)} times" if same_name else "not any more"
                alarms.append(Alarm(row, f"{document} names {name!r} {times}"))
        if len(sides) < 2:
            continue
        if sides[0] == sides[1]:
            alarms.append(Alarm(row, "both sides are one Mention now"))
            continue
        pair = (min(sides), max(sides))
        earlier = found.get(pair)
        if earlier is not None and earlier.verdict != row.verdict:
            alarms.append(Alarm(earlier, f"decided otherwise on {row.date} by {row.editor}"))
        found[pair] = row
    return found, alarms
