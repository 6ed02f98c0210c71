"""Label files: what a careful reader found in a document, one row a name.

A file is a CSV (UTF-8) with the columns :data:`COLUMNS`; ``kind``, ``stage``, ``county`` and
``evidence`` may stand beside them. How much of a document its rows label is told by the file
itself (:func:`coverages`):

``whole``   the file is named after the document (KEY.csv) and labels all of its text
``boxes``   it is, but all its rows are listed in boxes (专栏…): only those boxes are labelled
``spans``   any other file: within one section the rows are complete from the first to the last
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from geo import DATA_DIR, tables
from projects.errors import InputError, MissingError

Coverage = Literal["whole", "boxes", "spans"]

COLUMNS = ("document", "section", "item", "listed", "name", "industry", "place", "level", "note", "neutral")
OPTIONAL = ("kind", "stage", "county", "evidence")
KINDS = ("project", "base", "park", "town")
STAGES = {"prepare": "前期", "signed": "签约", "start": "开工", "building": "在建", "done": "建成"}
LEVELS = ("site", "park", "town", "county", "city", "multi", "none")
_TRUTH = ("true", "false")


@dataclass(frozen=True, slots=True)
class Label:
    """One row of the labels; ``line`` is its line in ``file``. Texts are empty where it says nothing."""

    document: str
    section: str
    item: str
    listed: bool
    name: str
    industry: str
    place: str
    level: str
    note: str
    neutral: bool
    line: int
    kind: str = ""
    stage: str = ""
    county: str = ""
    evidence: str = ""
    file: str = ""


def read_labels(*paths: Path) -> list[Label]:
    """Labels of one or several files, in the order given.

    Parameters
    ----------
    *paths
        CSV files in UTF-8, with or without a mark at the beginning.

    Returns
    -------
    list[Label]
        All rows, neutral ones among them; empty only when no file is given.

    Raises
    ------
    MissingError
        There is no such file.
    InputError
        A file is not UTF-8 or no CSV, or is given twice, a column is missing, a row says what no label
        may say or stands twice, or two files label the same document: one line, the file, the line,
        what was expected.
    """
    labels: list[Label] = []
    held: dict[str, Path] = {}
    for path in paths:
        if paths.count(path) > 1:
            raise InputError(f"{path}: given twice; expected each label file once")
        found = _read(path)
        for label in found:
            earlier = held.setdefault(label.document, path)
            if earlier != path:
                raise InputError(
                    f"{path}:{label.line}: document {label.document!r} is labelled in {earlier} too; "
                    "expected one file for a document"
                )
        labels += found
    return labels


def coverages(labels: Iterable[Label]) -> dict[str, Coverage]:
    """How much of each document is labelled, by document (see the module's docstring)."""
    rows: dict[str, list[Label]] = defaultdict(list)
    for label in labels:
        rows[label.document].append(label)
    found: dict[str, Coverage] = {}
    for document, its in rows.items():
        if Path(its[0].file).stem != document:
            found[document] = "spans"
        else:
            in_boxes = all(label.listed and label.section.startswith("专栏") for label in its)
            found[document] = "boxes" if in_boxes else "whole"
    return found


def _read(path: Path) -> list[Label]:
    if not path.is_file():
        raise MissingError(f"{path}: no such file of labels")
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line}: byte {error.start} is not UTF-8; labels are a UTF-8 CSV") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        _check_header(header, path)
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: not a CSV table ({error}); expected commas") from error
    if not rows:
        raise InputError(f"{path}:2: no label; expected at least one row below the header")
    labels = [_label(row, header, path, line) for line, row in rows]
    _check_twice(labels, path)
    return labels


def _check_header(header: Sequence[str], path: Path) -> None:
    for name in COLUMNS:
        if name not in header:
            raise InputError(f"{path}:1: column {name!r} is missing; expected {', '.join(COLUMNS)}")
    for name in (*COLUMNS, *OPTIONAL):
        if header.count(name) > 1:
            raise InputError(f"{path}:1: column {name!r} stands twice; expected it once")


def _label(row: Sequence[str], header: Sequence[str], path: Path, line: int) -> Label:
    where = f"{path}:{line}"
    if len(row) != len(header):
        raise InputError(f"{where}: {len(row)} cells; expected {len(header)}, one for each column")
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
    texts = {name: cells.get(name, "") for name in (*COLUMNS, *OPTIONAL) if name not in ("listed", "neutral")}
    for name in ("document", "name"):
        if not texts[name]:
            raise InputError(f"{where}: the column {name!r} is empty; expected a {name}")
    _one_of(cells["listed"].lower(), _TRUTH, "listed", where)
    _one_of(cells["neutral"].lower() or "false", _TRUTH, "neutral", where)
    for name, allowed in (
        ("kind", KINDS),
        ("industry", _industries()),
        ("stage", tuple(STAGES)),
        ("level", LEVELS),
    ):
        if texts[name]:
            _one_of(texts[name], allowed, name, where)
    return Label(
        **texts,
        listed=cells["listed"].lower() == "true",
        neutral=cells["neutral"].lower() == "true",
        line=line,
        file=str(path),
    )


def _one_of(text: str, allowed: Sequence[str], column: str, where: str) -> None:
    if text not in allowed:
        raise InputError(f"{where}: {column} is {text!r}; expected one of {', '.join(allowed)}")


def _check_twice(labels: Iterable[Label], path: Path) -> None:
    """Two rows of one section may name one thing if they stand at two places of the text (evidence)."""
    seen: dict[tuple[str, ...], int] = {}
    for label in labels:
        key = (label.document, label.section, label.item, label.name, label.evidence)
        if key in seen:
            raise InputError(
                f"{path}:{label.line}: {label.name!r} stands in line {seen[key]} already; "
                "expected one row for a name in a section"
            )
        seen[key] = label.line


@cache
def _industries() -> tuple[str, ...]:
    return tuple(row["code"] for row in tables.records(DATA_DIR / "industries.csv"))
