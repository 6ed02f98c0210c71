"""A written file read back before it takes its name: is it whole?

GDAL reports a full disk when it closes a file, and the error is lost on the way; zip, XLSX and
KML are cut without a word as well. In: a file just written, how many rows its layers must have at
least. Out: nothing, or OSError.
"""

from __future__ import annotations

import errno
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pyarrow
import pyarrow.parquet
import pyogrio

_BROKEN = (
    *(pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyarrow.ArrowInvalid),
    *(zipfile.BadZipFile, sqlite3.DatabaseError, ElementTree.ParseError, ValueError, KeyError),
)


def check_whole(path: Path, rows: int) -> None:
    """Raise ``OSError`` unless the file at *path* can be read to its end.

    *rows* is the number of rows of its main layer, where its form has such a number; -1 where that is
    not known.
    """
    reader = next((read for suffix, read in _READERS.items() if path.name.endswith(suffix)), None)
    if reader is None:
        return
    try:
        found = reader(path)
    except _BROKEN as error:
        said = " ".join(str(error).split())[:120]
        raise OSError(errno.EIO, f"cut off while writing (disk full?): {said}") from error
    if found is not None and rows >= 0 and found != rows:
        raise OSError(errno.EIO, f"cut off while writing (disk full?): {found} of {rows} rows")


def _vector(path: Path) -> int | None:
    return int(pyogrio.read_info(path, force_feature_count=True)["features"])


def _flatgeobuf(path: Path) -> int | None:
    # The number of features stands in its head: only reading them all tells whether they are there.
    told = pyogrio.read_info(path)["features"]
    found = len(pyogrio.read_bounds(path)[0])
    if told >= 0 and found != told:  # of an empty file it is not told
        raise ValueError(f"{found} of {told} features")
    return found


def _lines(path: Path) -> int | None:
    count, latest = 0, b""
    with path.open("rb") as stream:
        for line in stream:
            count, latest = count + 1, line
    if latest:
        json.loads(latest)
    return count


def _geojson(path: Path) -> int | None:
    # An empty collection is no layer to GDAL.
    return _vector(path) if path.stat().st_size > 512 else len(json.loads(path.read_bytes())["features"])


def _parquet(path: Path) -> int | None:
    return int(pyarrow.parquet.read_metadata(path).num_rows)


def _geopackage(path: Path) -> int | None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        said = database.execute("PRAGMA quick_check").fetchone()[0]
        if said != "ok":
            raise ValueError(said)
        return int(database.execute("SELECT count(*) FROM mentions").fetchone()[0])


def _shp(path: Path) -> int | None:
    """A shapefile tells its length in words of two bytes."""
    with path.open("rb") as stream:
        head = stream.read(28)
    if 2 * int.from_bytes(head[24:28], "big") > path.stat().st_size:
        raise ValueError("shorter than its head says")
    return None


def _dbf(path: Path) -> int | None:
    """A table tells the number of its rows and the length of each."""
    with path.open("rb") as stream:
        head = stream.read(12)
    rows, start, length = (int.from_bytes(head[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
    if len(head) < 12 or start + rows * length > path.stat().st_size:
        raise ValueError("shorter than its head says")
    return rows


def _zip(path: Path) -> int | None:
    with zipfile.ZipFile(path) as archive:
        if broken := archive.testzip():
            raise ValueError(f"{broken} is damaged")
    return None


def _xml(path: Path) -> int | None:
    for _ in ElementTree.iterparse(path):
        pass
    return None


def _json(path: Path) -> int | None:
    json.loads(path.read_bytes())
    return None


_READERS: dict[str, Callable[[Path], int | None]] = {
    ".gpkg": _geopackage,
    ".geojson": _geojson,
    ".geojsonl": _lines,
    ".jsonl": _lines,
    ".fgb": _flatgeobuf,
    ".parquet": _parquet,
    ".kml": _xml,
    ".shp": _shp,
    ".dbf": _dbf,
    ".json": _json,
    **dict.fromkeys((".kmz", ".xlsx", ".zip"), _zip),
}
