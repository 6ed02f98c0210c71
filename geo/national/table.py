"""The one file of the national gazetteer and how it is read.

In: ``data/national/places.parquet``. Out: rows of :class:`pandas.DataFrame`, each kind apart:

=========  ==================  ==================================================
kind       code                parent
=========  ==================  ==================================================
province   two digits          empty
city       four digits         province
county     six digits          city
town       nine digits         county
village    empty               town
station    empty               empty; ``type`` is train or subway
=========  ==================  ==================================================

``unit`` is the code of the county in the boundary package (:mod:`geo.districts`) that a county or
a town lies in, empty where none is known, ``how`` the way it was found: code, name or point. ``lon``,
``lat`` are WGS 84 degrees to five decimals (one metre), NaN where no source has a usable point;
``seat`` says of a town why: see :data:`SEATS`.

The file holds degrees as whole numbers of 1e-5 degree, each as its difference from the one before: with a
town's villages side by side that is well under half of the size of the same numbers as floats, and
nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo import DATA_DIR
from geo.errors import TableError
from geo.files import whole

FOLDER = DATA_DIR / "national"
PLACES = FOLDER / "places.parquet"
SOURCES = FOLDER / "sources.csv"
UNMATCHED = FOLDER / "unmatched.csv"
COLUMNS = ("kind", "code", "name", "parent", "unit", "how", "seat", "type", "lon", "lat")
KINDS = ("province", "city", "county", "town", "village", "station")
HOW = ("", "code", "name", "point")
# known: a source has it and it lies in its county; villages: the middle one of the known villages;
# village, station: the one in its county that has its name;
# far: the source's point lies outside the county; shared: two towns have the same; none: no source.
SEATS = ("", "known", "villages", "village", "station", "far", "shared", "none")
SEATED = ("known", "villages", "village", "station")  # those that have a point
DATUM = b"WGS 84"
AXES = b"longitude, latitude, 1e-5 degree"
_PER_DEGREE = 1e5


def schema() -> pa.Schema:
    """Columns of the file; the datum stands in its metadata."""
    word = pa.dictionary(pa.int16(), pa.string())
    types = {"kind": word, "how": word, "seat": word, "type": word, "lon": pa.int32(), "lat": pa.int32()}
    fields = [pa.field(name, types.get(name, pa.string())) for name in COLUMNS]
    return pa.schema(fields, metadata={"datum": DATUM, "axes": AXES})


def write(table: pd.DataFrame, path: Path = PLACES) -> None:
    """Write the file; the same rows give the same bytes."""
    units = {name: (table[name] * _PER_DEGREE).round().astype("Int32") for name in ("lon", "lat")}
    with whole(path) as staged:
        pq.write_table(
            pa.Table.from_pandas(table.assign(**units)[list(COLUMNS)], schema=schema(), preserve_index=False),
            staged,
            compression="zstd",
            compression_level=19,
            use_dictionary=["kind", "how", "seat", "type", "unit"],
            column_encoding={
                "lon": "DELTA_BINARY_PACKED",
                "lat": "DELTA_BINARY_PACKED",
                "code": "DELTA_BYTE_ARRAY",
                "parent": "DELTA_BYTE_ARRAY",
            },
            write_statistics=True,
        )


@cache
def read(kind: str, path: Path = PLACES) -> pd.DataFrame:
    """All places of one kind. Shared: copy before changing.

    Parameters
    ----------
    kind
        One of :data:`KINDS`.
    path
        The file of the national gazetteer.

    Returns
    -------
    pd.DataFrame
        Columns :data:`COLUMNS`, in order of code and name.

    Raises
    ------
    TableError
        The file is missing, is no such table, or has another datum.
    """
    if not path.is_file():
        raise TableError(f"{path}: no such table; python -m geo national build DIR makes it")
    try:
        table = pq.read_table(path, filters=[("kind", "==", kind)])
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise TableError(f"{path}: {' '.join(str(error).split())}") from error
    absent = set(COLUMNS) - set(table.column_names)
    if absent:
        raise TableError(f"{path}: no column {', '.join(sorted(absent))}")
    if (table.schema.metadata or {}).get(b"datum") != DATUM:
        raise TableError(f"{path}: the datum is not {DATUM.decode()}")
    if (table.schema.metadata or {}).get(b"axes") != AXES:
        raise TableError(f"{path}: the axes are not {AXES.decode()}")
    frame = table.to_pandas()
    texts = [name for name in COLUMNS if name not in ("lon", "lat")]
    # The quotient of two whole numbers is the double that is nearest to the decimal.
    degrees = {name: frame[name].astype(float) / _PER_DEGREE for name in ("lon", "lat")}
    return frame.astype(dict.fromkeys(texts, str)).assign(**degrees)


def towns(units: Iterable[str]) -> pd.DataFrame:
    """Towns that lie in these counties of the boundary package, in order of code."""
    table = read("town")
    return table[table["unit"].isin(set(units))]


def counties(cities: Iterable[str]) -> pd.DataFrame:
    """Counties of these cities (four digits), also those that the boundary package has not."""
    table = read("county")
    return table[table["parent"].isin(set(cities))]


def villages(codes: Iterable[str]) -> pd.DataFrame:
    """Villages of these towns of which a point is known.

    Parameters
    ----------
    codes
        Nine digits each.

    Returns
    -------
    pd.DataFrame
        Rows of :func:`read`, in order of town and name; ``parent`` is the town.
    """
    table = read("village")
    return table[table["parent"].isin(set(codes))]


def stations(bounds: tuple[float, float, float, float]) -> pd.DataFrame:
    """Stations in a box.

    Parameters
    ----------
    bounds
        West, south, east, north, WGS 84 degrees; edges count as inside.

    Returns
    -------
    pd.DataFrame
        Rows of :func:`read`, in order of name; ``type`` is train or subway.
    """
    table = read("station")
    west, south, east, north = bounds
    return table[table["lon"].between(west, east) & table["lat"].between(south, north)]
