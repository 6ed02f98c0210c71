"""Reading files that users bring: vector files and tables, with their texts decoded.

GDAL (through pyogrio) reads the forms. What it leaves open is settled here:

* texts of a Shapefile are read as bytes and decoded by the ``.cpg`` file if that fits all of
  them, else as UTF-8, else as GB18030 (which holds GBK and GB 2312); a name that its ten or
  254 bytes cut inside a character loses that character only;
* GeoJSON, KML and CSV that are not UTF-8 are taken as GB18030;
* a ``.zip`` may hold one such file, in any folder;
* a projected CRS becomes degrees; without a CRS numbers that are no degrees are refused.

In: a path. Out: :class:`UserFile`. Coordinates are degrees, longitude first, in whatever
datum the file has: that is for the caller to know.
"""

from __future__ import annotations

import codecs
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from geo.errors import UserFileError

VECTOR = (".shp", ".gpkg", ".geojson", ".json", ".kml")
TABLES = (".csv", ".xlsx")
SUFFIXES = (*VECTOR, *TABLES, ".zip")

_BYTES = "ISO-8859-1"  # maps every byte to the character of the same number, so nothing is lost
_TEXT_FORMS = (".geojson", ".json", ".kml")
_LARGEST_ZIP = 2**31
_SAME_AS_WGS84 = re.compile(r"WGS.?(19)?84|World Geodetic|China.*2000|CGCS.?2000", re.IGNORECASE)


@dataclass(frozen=True)
class UserFile:
    """Rows of a file.

    ``rows`` has its columns as texts, empty where nothing is given, and for a vector file
    ``geometry`` in degrees; a table has no geometry. ``encoding`` and ``notes`` say how it was read.
    """

    rows: pd.DataFrame
    encoding: str
    notes: tuple[str, ...]


def read_user_file(path: Path, *, layer: str | None = None, crs: str | None = None) -> UserFile:
    """Read a vector file or a table.

    Parameters
    ----------
    path
        A file with one of :data:`SUFFIXES`.
    layer
        Name of the layer, needed only where a file has several.
    crs
        CRS of a file that names none, such as ``EPSG:4548``.

    Raises
    ------
    UserFileError
        The file is missing, of another form, broken, or its coordinates are in no known CRS.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UserFileError(f"{path}: unknown form; expected one of {' '.join(SUFFIXES)}")
    if not path.is_file():
        raise UserFileError(f"{path}: no such file")
    if suffix != ".zip":
        return _read(path, path, layer, crs)
    with tempfile.TemporaryDirectory() as folder:
        return _read(_unpacked(path, Path(folder)), path, layer, crs)


def _read(path: Path, shown: Path, layer: str | None, crs: str | None) -> UserFile:
    suffix = path.suffix.lower()
    try:
        if suffix == ".csv":
            return _csv(path)
        if suffix == ".xlsx":
            table = pyogrio.read_dataframe(path, layer=layer, read_geometry=False, HEADERS="FORCE")
            return UserFile(_texts(table), "UTF-8", ())
        if suffix == ".shp":
            raw = pyogrio.read_dataframe(path, encoding=_BYTES)
            table, encoding = _decoded(raw, path)
        else:
            data, encoding = _utf8(path) if suffix in _TEXT_FORMS else (path, "UTF-8")
            table = pyogrio.read_dataframe(data, layer=layer or _only_layer(data, shown))
    except (DataSourceError, DataLayerError, pd.errors.ParserError, UnicodeDecodeError) as error:
        message = str(error).split(";")[0].replace(str(path), path.name)
        raise UserFileError(f"{shown}: cannot be read: {message}") from error
    if not isinstance(table, gpd.GeoDataFrame):
        raise UserFileError(f"{shown}: the layer has no geometry")
    table, note = _in_degrees(table, crs, shown)
    rows = gpd.GeoDataFrame(_texts(table.drop(columns="geometry")), geometry=table.geometry)
    return UserFile(rows, encoding, note)


def _only_layer(source: Path | bytes, shown: Path) -> str:
    layers = [str(name) for name, kind in pyogrio.list_layers(source) if kind is not None]
    if len(layers) != 1:
        raise UserFileError(
            f"{shown}: has {len(layers)} layers: choose one with --layer: {', '.join(layers)}"
        )
    return layers[0]


def _unpacked(path: Path, folder: Path) -> Path:
    """The one readable file of a zip, put into *folder* under a plain name with its companions."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [item for item in archive.infolist() if not item.is_dir()]
            known = [item for item in members if Path(item.filename).suffix.lower() in (*VECTOR, *TABLES)]
            known = [item for item in known if "__MACOSX" not in item.filename]
            if len(known) != 1:
                names = ", ".join(item.filename for item in known)
                raise UserFileError(
                    f"{path}: expected one vector file or table inside, there are {names or 'none'}"
                )
            if sum(item.file_size for item in members) > _LARGEST_ZIP:
                raise UserFileError(f"{path}: more than {_LARGEST_ZIP // 2**30} GiB when unpacked")
            stem = known[0].filename.rpartition(".")[0]
            for item in members:
                start, _, suffix = item.filename.rpartition(".")
                if start == stem:
                    # A new name: names in zips of Chinese Windows come in GBK and read as nonsense.
                    (folder / f"layer.{suffix.lower()}").write_bytes(archive.read(item))
            return folder / f"layer{Path(known[0].filename).suffix.lower()}"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        # RuntimeError: encrypted; NotImplementedError: a compression that Python lacks
        raise UserFileError(f"{path}: cannot be unpacked: {error}") from error


def _csv(path: Path) -> UserFile:
    data, encoding = _utf8(path)
    table = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8")
    return UserFile(_texts(table), encoding, ())


def _utf8(path: Path) -> tuple[bytes, str]:
    """The file's text as UTF-8 without a mark, and the encoding it had."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig").encode(), "UTF-8"
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    # The XML parser would believe the declaration, which is no longer true.
    return re.sub(r'(<\?xml[^>]*encoding=)["\'][^"\']*["\']', r'\1"UTF-8"', text, count=1).encode(), "GB18030"


def _decoded(raw: pd.DataFrame, path: Path) -> tuple[pd.DataFrame, str]:
    """A Shapefile's rows with texts for bytes, and the encoding that fits all of them."""
    columns = [name for name in raw.columns if name != "geometry"]
    is_text = {name: pd.api.types.is_string_dtype(raw[name]) for name in columns}
    pieces = {value for name in columns if is_text[name] for value in raw[name].dropna()} | set(columns)
    encoded = [piece.encode(_BYTES) for piece in pieces]
    declared = path.with_suffix(".cpg")
    candidates = [declared.read_text(_BYTES).strip()] if declared.is_file() else []
    for encoding in [*candidates, "UTF-8", "GB18030"]:
        if _fits(encoded, encoding):
            break
    else:
        raise UserFileError(f"{path.name}: its texts are neither UTF-8 nor GB18030")
    table = raw.assign(
        **{
            name: raw[name].map(lambda value: _decode(value.encode(_BYTES), encoding), na_action="ignore")
            for name in columns
            if is_text[name]
        }
    )
    return table.rename(
        columns={name: _decode(name.encode(_BYTES), encoding) for name in columns}
    ), encoding.upper()


def _fits(pieces: Iterable[bytes], encoding: str) -> bool:
    try:
        for piece in pieces:
            _decode(piece, encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _decode(piece: bytes, encoding: str) -> str:
    """The text of *piece*, without a character that its end cuts in two."""
    return codecs.getincrementaldecoder(encoding)().decode(piece, final=False)


def _texts(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({str(name): [_text(value) for value in table[name]] for name in table.columns})


def _text(value: Any) -> str:
    """A cell as text: whole numbers without decimals, nothing as the empty text."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _in_degrees(
    table: gpd.GeoDataFrame, crs: str | None, shown: Path
) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    table = table.set_geometry(shapely.force_2d(table.geometry.array))
    notes: list[str] = []
    if table.crs is None and crs:
        try:
            table = table.set_crs(crs)
        except pyproj.exceptions.CRSError as error:
            raise UserFileError(f"unknown CRS {crs!r}; expected a form like EPSG:4548") from error
    if table.crs is not None:
        base = table.crs.geodetic_crs or table.crs
        if table.crs.is_projected:
            notes.append(f"{table.crs.name} → degrees")
        if not _SAME_AS_WGS84.search(base.name):
            notes.append(f"{base.name}: no public conversion to WGS 84, up to about 100 m may remain")
        table = table.to_crs(4326)
    bounds = table.total_bounds
    if len(table) and (abs(bounds[[0, 2]]).max() > 180 or abs(bounds[[1, 3]]).max() > 90):
        raise UserFileError(
            f"{shown}: no CRS and no degrees ({bounds.round(1).tolist()}): give --crs, such as EPSG:4548"
        )
    return table, tuple(notes)
