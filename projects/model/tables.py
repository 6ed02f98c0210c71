"""CSV tables on disk, read whole or refused with the place of the fault.

Input: a UTF-8 file (with or without byte order mark) with a header row. Output: the
cells as texts, nothing converted and nothing dropped. The caller names the columns it
needs; further columns are ignored.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from projects.errors import InputError, MissingError

# Columns of tables that are written by one module and read by others.
FACT_COLUMNS = ["entity", "place", "place_code", "document", "section", "item"]
FACT_COLUMNS += ["strength", "is_company", "area"]
STAGE_WORDS = "stage_words.csv"  # in the workspace
STAGE_WORD_COLUMNS = ["id", "words", "looks"]
POSITION_COLUMNS = ["place", "place_code", "document", "section", "item", "aspect", "keyword", "industry"]


def read_table(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """The table in *path* as texts.

    Parameters
    ----------
    path
        A CSV in UTF-8, with or without a mark at the beginning.
    columns
        Names of the columns that it must have.

    Returns
    -------
    pd.DataFrame
        Exactly *columns* in that order, in file order from 0.

    Raises
    ------
    MissingError
        There is no such file.
    InputError
        The file cannot be read as such a table; the message names file, row and column.
    """
    return parse_table(read_bytes(path), path, columns)


def read_edited(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """The table in *path* as texts, saved by a spreadsheet perhaps: one in Chinese writes CSV in GB18030.

    Parameters
    ----------
    path
        A CSV in UTF-8, with or without a mark at the beginning, or in GB18030.
    columns
        Names of the columns that it must have.

    Returns
    -------
    pd.DataFrame
        As :func:`read_table` gives it.

    Raises
    ------
    MissingError
        There is no such file.
    InputError
        As in :func:`read_table`, or it is in another encoding.
    """
    data = read_bytes(path)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            data = data.decode("gb18030").encode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise InputError(f"{path}: line {line}: neither UTF-8 nor GB18030") from error
    return parse_table(data, path, columns)


def read_own(path: Path) -> pd.DataFrame:
    """A table that this program ships or has written, all columns as texts.

    Not checked row by row: ``data/datapackage.json`` declares what the shipped ones hold, and tests
    hold them against it.
    """
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def read_bytes(path: Path) -> bytes:
    """The bytes of *path*.

    Parameters
    ----------
    path
        Any file.

    Returns
    -------
    bytes
        All of them.

    Raises
    ------
    MissingError
        There is no such file.
    InputError
        It cannot be read; the message says why.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise MissingError(f"{path}: no such file") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def parse_table(data: bytes, path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """The table in *data* as texts.

    Parameters
    ----------
    data
        A CSV in UTF-8, with or without a mark at the beginning.
    path
        Where it came from, named in errors.
    columns
        Names of the columns that it must have.

    Returns
    -------
    pd.DataFrame
        Exactly *columns* in that order, in file order from 0.

    Raises
    ------
    InputError
        It is no such table; the message names the line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}: line {line}: not UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        missing = [column for column in columns if column not in header]
        if missing:
            raise InputError(f"{path}: line 1: no column {missing[0]!r}; expected {', '.join(columns)}")
        rows = []
        for row in reader:
            if len(row) != len(header):
                raise InputError(
                    f"{path}: line {reader.line_num}: {len(row)} cells where the header has {len(header)}"
                )
            rows.append(row)
    except csv.Error as error:
        raise InputError(f"{path}: line {reader.line_num}: {error}") from error
    return pd.DataFrame(rows, columns=header, dtype=object)[list(columns)]
