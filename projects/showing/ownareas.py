"""Own boundaries and facilities brought in from the page: check first, then use, or undo.

Input: the content of a file that was sent, and how to read it. Output: what was found, in
lines, and the review list as CSV. What does the work is ``geo.own``; nothing is stored before
every check has passed.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from geo.datum import Datum
from geo.errors import GeoError
from geo.own.commands import report_lines
from geo.own.facilities import import_facilities
from geo.own.files import SUFFIXES, TABLES
from geo.own.importer import Options, import_areas, remove
from projects import ground
from projects.errors import InputError

__all__ = ["DATUMS", "LEVELS", "SUFFIXES", "Outcome", "bring_in", "remove"]

# Datums that official and other files come in, most frequent first.
DATUMS = (Datum.CGCS2000, Datum.WGS84, Datum.GCJ02, Datum.BD09)
LEVELS = ("town", "park", "county", "site", "ground")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file held: lines for the user, and the rows with their matches as CSV (UTF-8)."""

    lines: tuple[str, ...]
    review: bytes


def bring_in(
    name: str, content: bytes, *, datum: Datum, level: str, is_official: bool, is_trial: bool
) -> Outcome:
    """Check a file of areas or facilities and, unless *is_trial*, use it from now on.

    Parameters
    ----------
    name
        The file's name as it was sent; its last part says the form and is named as the source.
    level
        One of :data:`LEVELS`; ``site`` for facilities, ``ground`` for a table of companies, facilities
        or lines (:mod:`projects.ground`).

    Raises
    ------
    InputError
        One line: what the file lacks, or that another datum fits.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        if level == "ground":
            try:
                lines = ground.bring_in(path, is_trial=is_trial)
            except GeoError as error:
                raise InputError(str(error).replace(f"{folder}/", "")) from error
            return Outcome(tuple(lines), b"")
        review = Path(folder) / "review.csv"
        options = Options(
            datum=datum,
            level=None if level == "site" else level,
            source=path.name,
            is_official=is_official,
            is_trial=is_trial,
            review=review,
        )
        is_site = level == "site" or path.suffix.lower() in TABLES
        try:
            report = (import_facilities if is_site else import_areas)(path, options)
        except GeoError as error:
            raise InputError(str(error).replace(f"{folder}/", "")) from error
        lines = [line.replace(str(review), "review.csv") for line in report_lines(report, is_trial=is_trial)]
        return Outcome(tuple(lines), review.read_bytes() if review.is_file() else b"")
