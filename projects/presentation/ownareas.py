"""Own boundaries and facilities brought in from the page: check first, then use, or undo.

Input: the content of a file that was sent, and how to read it. Output: what was found, in
lines, and the review list as CSV. What does the work is ``geo.own``; nothing is stored before
every check has passed, and what a person should look at (repairs, rows left out, units that stay
approximate, a datum that could not be checked) is shown before it takes effect: it is used only
when the person has agreed.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from geo import apart
from geo.boundaries import load_areas
from geo.datum import Datum
from geo.errors import ApartError, GeoError
from geo.gazetteer_tables import load_gazetteer
from geo.ground import importer
from geo.own.commands import concerns, done_line, found_lines
from geo.own.facilities import import_facilities
from geo.own.files import SUFFIXES as READABLE
from geo.own.files import TABLES, refused_suffixes
from geo.own.importer import import_areas
from geo.own.removal import remove
from geo.own.report import Options, Report
from geo.own.review import write_review
from projects.desk import reading
from projects.errors import InputError
from projects.export.formats.systems import MERIDIANS, offered
from projects.georeferencing import known
from projects.vocabulary import labels

__all__ = ["DATUMS", "LEVELS", "SUFFIXES", "Outcome", "bring_in", "remove", "systems", "undo"]

# Those that cannot be read may be sent as well: the answer says what to do with them.
SUFFIXES = (*READABLE, *refused_suffixes())
_S_PER_MB = 20.0  # seconds of processor time: the boundaries of a province take some 3 s for each MB
_OPEN = "尚未启用：请先看以下各项，确认后勾选「已核对」再启用"

# Datums that official and other files come in, most frequent first.
DATUMS = (Datum.CGCS2000, Datum.WGS84, Datum.GCJ02, Datum.BD09)
LEVELS = ("town", "park", "county", "site", "ground")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a file held: lines for the user, and the rows with their matches as CSV (UTF-8).

    ``is_open``: nothing was used, because a person should look at the lines first.
    """

    lines: tuple[str, ...]
    review: bytes
    is_open: bool = False


class _OpenQuestionsError(Exception):
    """Stops an import before it writes."""


def bring_in(
    name: str,
    content: bytes,
    *,
    datum: Datum,
    level: str,
    is_official: bool,
    is_trial: bool,
    is_accepted: bool = False,
    crs: str = "",
) -> Outcome:
    """Check a file of areas or facilities and, unless *is_trial*, use it from now on.

    Parameters
    ----------
    name
        The file's name as it was sent; its last part says the form and is named as the source.
    content
        The file's bytes.
    datum
        One of :data:`DATUMS`, that of the file's coordinates; not looked at for ``ground``.
    level
        One of :data:`LEVELS`; ``site`` for facilities, ``ground`` for a table of companies, facilities
        or lines (:func:`projects.georeferencing.known.bring_in`).
    is_official
        Whether the boundaries are official.
    is_trial
        Whether to check only.
    is_accepted
        The person has seen what is open and wants it used.
    crs
        System of a file in metres that names none, such as ``EPSG:4548``; empty for none.

    Returns
    -------
    Outcome
        Lines for the user; no review list (``b""``) for ``ground`` and on a trial.

    Raises
    ------
    InputError
        One line: what the file lacks, that another datum fits, or that it took more than the limits of
        the process in which it is read and checked (:mod:`geo.apart`).
    """
    options = Options(
        datum=datum,
        level=level,
        crs=crs or None,
        is_official=is_official,
        is_trial=is_trial,
        is_accepted=is_accepted,
    )
    shown = Path(name.replace("\\", "/")).name
    try:
        found: Outcome = apart.call(
            _bring_in,
            shown,
            content,
            options,
            limits=apart.limits_for(len(content), s_per_mb=_S_PER_MB),
            before=_prepare,
            state=reading.state(),
        )
    except ApartError as error:
        raise InputError(f"{shown}: {error}；请简化或拆分 / simplify or split it") from error
    if not is_trial:
        _forget()
    return found


def warm() -> None:
    """Have the readers ready before a file comes."""
    apart.warm(_prepare, reading.state())


def _prepare() -> None:
    """What every import needs, read before the limits hold."""
    load_areas()
    load_gazetteer()


def _bring_in(name: str, content: bytes, options: Options) -> Outcome:
    """:func:`bring_in` in a process of its own; ``level`` of the options is one of :data:`LEVELS`."""
    level, is_trial = options.level, options.is_trial
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        if level == "ground":
            try:
                return Outcome(tuple(known.bring_in(path, is_trial=is_trial)), b"")
            except GeoError as error:
                raise InputError(str(error).replace(f"{folder}/", "")) from error
        review = Path(folder) / "review.csv"
        options = replace(options, level=None if level == "site" else level, source=path.name, review=review)
        is_site = level == "site" or path.suffix.lower() in TABLES
        seen: list[Report] = []

        def ask(report: Report) -> None:
            seen.append(report)
            if concerns(report) and not options.is_accepted:
                raise _OpenQuestionsError

        try:
            report = (import_facilities if is_site else import_areas)(path, options, before_writing=ask)
        except _OpenQuestionsError:
            report = seen[0]
            write_review(review, report.matchings, {})
            return Outcome((_OPEN, *concerns(report), *_lines(report, True)), review.read_bytes(), True)
        except GeoError as error:
            raise InputError(str(error).replace(f"{folder}/", "")) from error
        except OSError as error:
            raise InputError(f"{path.name}: 未能写入，原有边界不变 / not written: {error}") from error
        lines = _lines(report, is_trial)
        if is_trial and (questions := concerns(report)):
            lines = ("启用前请核对：", *questions, *lines)
        return Outcome(lines, review.read_bytes() if review.is_file() else b"")


def undo(lang: str) -> str:
    """Take away what was imported, back to the approximate areas; tables of known ground stay.

    Parameters
    ----------
    lang
        ``zh`` or ``en``.

    Returns
    -------
    str
        A line for the user: that it is undone, that there was nothing, or why it cannot be.
    """
    words = labels.texts(lang)
    try:
        return words["own.undone" if remove() else "own.nothing"]
    except GeoError as error:  # another process writes, or the folder may not be written
        return str(error)
    finally:
        _forget()


def _forget() -> None:
    """Read anew with the next use what imported areas and facilities, or their removal, change."""
    load_gazetteer.cache_clear()
    importer.forget()
    known.forget()


def systems() -> tuple[str, ...]:
    """Projected systems that the data of this map may be in.

    Returns
    -------
    tuple[str, ...]
        Codes such as ``EPSG:4548`` of the zones of 3 degrees that the areas reach, the likeliest first.
    """
    west, _, east, _ = load_areas().total_bounds
    return tuple(code for code in offered(float(west), float(east)) if code in MERIDIANS)


def _lines(report: Report, is_trial: bool) -> tuple[str, ...]:
    return (*found_lines(report, is_trial=is_trial), done_line(report, is_trial=is_trial))
