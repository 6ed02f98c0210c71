"""The review list: what became of each row of a user's file, and the user's decisions about it.

A CSV with a mark, so that Excel shows its Chinese, and no cell is a formula; those that need
a look stand first. In the last column the user may put the code that a row is; given back with the next
import it counts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from geo import tables
from geo.errors import TableError, UserFileError
from geo.files import write_whole
from geo.own.match import MATCHED, UNMATCHED, Matching
from geo.tables import harmless, plain

COLUMNS = ("row", "code_in_file", "name_in_file", "status", "how", "code", "name", "reason", "decision")


def read_decisions(path: Path | None) -> dict[int, str]:
    """Row number → code, from the last column of a review list.

    Raises
    ------
    UserFileError
        The list is missing, is not one of ours, or a row is no number.
    """
    if path is None:
        return {}
    if not path.is_file():
        raise UserFileError(f"{path}: no such file")
    try:
        listed = tables.rows(path, ("row", "decision"))
    except TableError as error:
        raise UserFileError(f"{error}: a review list of an earlier import is expected") from error
    decided = [(row["row"], plain(row["decision"].strip()), where) for row, where in listed]
    for number, code, where in decided:
        if code and not number.isdigit():
            raise UserFileError(f"{where}: {number!r} is no number of a row")
    return {int(number): code for number, code, _ in decided if code}


def write_review(path: Path, matchings: Sequence[Matching], decisions: Mapping[int, str]) -> None:
    """The review list: one line a row, those that need a look first. Whole or not at all.

    Parameters
    ----------
    path
        CSV to write, in UTF-8 with a mark.
    matchings
        One for each row of the user's file.
    decisions
        Row number → code, as :func:`read_decisions` gives them; put into the last column.

    Raises
    ------
    WriteError
        The list cannot be written; the one that was there stays.
    """
    order = sorted(
        matchings, key=lambda one: (one.status == MATCHED, one.status == UNMATCHED, one.row.number)
    )
    lines = [
        [
            one.row.number,
            one.row.code,
            one.row.name,
            one.status,
            one.how,
            one.place.code if one.place else "",
            one.place.name if one.place else "",
            one.reason,
            decisions.get(one.row.number, ""),
        ]
        for one in order
    ]
    text = io.StringIO()
    rows = [COLUMNS, *([harmless(str(cell)) for cell in line] for line in lines)]
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    write_whole(path, text.getvalue().encode("utf-8-sig"))
