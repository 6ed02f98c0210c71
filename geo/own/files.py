"""Reading files that users bring: vector files and tables, with their texts decoded.

GDAL (through pyogrio) reads the forms. What it leaves open is settled here:

* texts are decoded (:mod:`geo.own.encodings`);
* a ``.zip`` may hold one such file, in any folder; a ``.kmz`` is one that holds a KML;
* of several layers the one that bears the name of the level is taken (``data/boundary_columns.csv``);
* coordinates become degrees (:mod:`geo.own.degrees`).

Before GDAL sees a file its first bytes must be what its name says, and GeoJSON must not name
an address as its system: GDAL would open other forms by content, and fetch. What cannot be
read at all is listed in ``data/refused_forms.csv`` with what to do instead.

In: a path. Out: :class:`UserFile`. Coordinates are degrees, longitude first, in whatever
datum the file has: that is for the caller to know.
"""

from __future__ import annotations

import codecs
import io
import json
import re
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo import DATA_DIR, tables
from geo.errors import UserFileError
from geo.own.axes import Extent
from geo.own.columns import layer_names
from geo.own.degrees import in_degrees
from geo.own.encodings import BYTES, decoded, texts, utf8
from geo.packages import has_entities, too_much

VECTOR = (".shp", ".gpkg", ".geojson", ".json", ".kml", ".kmz", ".tab", ".mif")
TABLES = (".csv", ".xlsx")
SUFFIXES = (*VECTOR, *TABLES, ".zip")
REFUSED = DATA_DIR / "refused_forms.csv"

_JSON = (".geojson", ".json")
_TEXT_FORMS = (*_JSON, ".kml")
_BYTE_FORMS = (".shp", ".tab", ".mif")  # their texts are read as bytes
_LARGEST_MIB = 300  # of a file and of what a zip holds: the boundaries of a province take some 50
_MOST_ROWS = 50_000  # of a table or a layer: the towns of the country are some 40,000
_HEAD = 4096
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# A sheet says at its beginning which cells it has; GDAL makes all the rows and columns of it.
_LAST_CELL = re.compile(rb"<dimension ref=\"(?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)\"")
# What a file of each suffix begins with, white space left out.
_BEGINNINGS = {
    ".shp": (b"\x00\x00\x27\x0a",),
    ".gpkg": (b"SQLite format 3",),
    ".geojson": (b"{",),
    ".json": (b"{",),
    ".kml": (b"<?xml", b"<kml"),
    ".tab": (b"!table",),
    ".mif": (b"version",),
    ".xlsx": (b"PK",),
    ".kmz": (b"PK",),
    ".zip": (b"PK",),
}
_GEOJSON = ("FeatureCollection", "Feature", "GeometryCollection")
_GEOMETRIES = ("Point", "LineString", "Polygon")
# Names of systems that GDAL knows without asking anybody.
_KNOWN_ADDRESS = re.compile(r"https?://(www\.)?opengis\.net/def/crs/", re.IGNORECASE)


@dataclass(frozen=True)
class UserFile:
    """Rows of a file.

    ``rows`` has its columns as texts, empty where nothing is given, and for a vector file
    ``geometry`` in degrees; a table has no geometry. ``encoding`` and ``notes`` say how it was read.
    """

    rows: pd.DataFrame
    encoding: str
    notes: tuple[str, ...]


def read_user_file(
    path: Path,
    *,
    layer: str | None = None,
    crs: str | None = None,
    level: str | None = None,
    extent: Extent | None = None,
) -> UserFile:
    """Read a vector file or a table.

    Parameters
    ----------
    path
        A file with one of :data:`SUFFIXES`.
    layer
        Name of the layer, needed only where a file has several.
    crs
        CRS of a file that names none, such as ``EPSG:4548``.
    level
        county, town or park: which of several layers is meant.
    extent
        West, south, east, north of the map in degrees: exchanged axes are known by it, and what
        a missing CRS may be.

    Returns
    -------
    UserFile
        A vector file's geometries are lon, lat degrees in whatever datum the file has.

    Raises
    ------
    UserFileError
        The file is missing, of another form, broken, or its coordinates are in no known CRS.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UserFileError(_refusal(path, suffix))
    if not path.is_file():
        raise UserFileError(f"{path}: no such file")
    if path.stat().st_size > _LARGEST_MIB * 2**20:
        raise UserFileError(f"{path}: larger than {_LARGEST_MIB} MiB: simplify or split it")
    _check_beginning(path, path)
    wish = _Wish(path, layer, crs, level, extent)
    if suffix not in (".zip", ".kmz"):
        return _read(path, wish)
    with tempfile.TemporaryDirectory() as folder:
        return _read(_unpacked(path, Path(folder), level), wish)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was asked of a file: its name as shown, and the options of :func:`read_user_file`."""

    shown: Path
    layer: str | None
    crs: str | None
    level: str | None
    extent: Extent | None


def _refusal(path: Path, suffix: str) -> str:
    hint = _refused().get(suffix)
    forms = " ".join(SUFFIXES)
    if hint is None:
        return f"{path}: unknown form; expected one of {forms}"
    return f"{path}: 不能导入 {suffix}：{hint[0]} / {suffix} cannot be brought in: {hint[1]}"


@cache
def _refused() -> dict[str, tuple[str, str]]:
    return {row["suffix"]: (row["hint_zh"], row["hint_en"]) for row in tables.records(REFUSED)}


def refused_suffixes() -> tuple[str, ...]:
    """Suffixes of forms that cannot be read but are often tried, each with a hint of what to do.

    Returns
    -------
    tuple[str, ...]
        With their dots, in lower case; :func:`read_user_file` tells the hints.
    """
    return tuple(_refused())


def _check_beginning(path: Path, shown: Path) -> None:
    """Refuse a file whose first bytes are not those of its suffix: GDAL would open it as what it is."""
    suffix = path.suffix.lower()
    with path.open("rb") as stream:
        head = stream.read(512)
    if not head:
        raise UserFileError(f"{shown}: the file is empty: export it again")
    bare = head.removeprefix(codecs.BOM_UTF8).lstrip()
    expected = _BEGINNINGS.get(suffix, ())
    if expected and not bare.lower().startswith(tuple(each.lower() for each in expected)):
        raise UserFileError(
            f"{shown}: cannot be read: its content is not what {suffix} says: save it again in that form"
        )


def _read(path: Path, wish: _Wish) -> UserFile:
    suffix, shown = path.suffix.lower(), wish.shown
    _check_beginning(path, shown)
    try:
        if suffix == ".csv":
            return _csv(path)
        if suffix == ".xlsx":
            _check_zip(path, shown)
            sheet = 0 if wish.layer is None else wish.layer  # of several, the first
            table = pyogrio.read_dataframe(path, layer=sheet, read_geometry=False, HEADERS="FORCE")
            return UserFile(texts(table), "UTF-8", ())
        if suffix in _BYTE_FORMS:
            raw = pyogrio.read_dataframe(path, encoding=BYTES)
            table, encoding = decoded(raw, path)
        else:
            data: Path | bytes = path
            encoding = "UTF-8"
            if suffix in _TEXT_FORMS:
                data, encoding = utf8(path)
                if suffix in _JSON:
                    _check_geojson(data, shown)
                elif has_entities(data[:_HEAD]):
                    raise UserFileError(
                        f"{shown}: 含实体定义（DTD），不读取 / defines entities: export it again"
                    )
            table = pyogrio.read_dataframe(data, layer=_layer(data, wish))
    except (DataSourceError, DataLayerError, ValueError, OSError, zipfile.BadZipFile) as error:
        if isinstance(error, UserFileError):
            raise
        # ValueError: of pandas and of texts that cannot be decoded
        message = str(error).split(";")[0].replace(str(path), path.name).replace("\n", " ")
        raise UserFileError(f"{shown}: cannot be read: {message}: export it again") from error
    if not isinstance(table, gpd.GeoDataFrame):
        raise UserFileError(f"{shown}: the layer has no geometry")
    if len(table) > _MOST_ROWS:
        raise UserFileError(_too_many(shown, f"{len(table)} 行 rows"))
    table, note = in_degrees(table, shown=shown, crs=wish.crs, extent=wish.extent)
    rows = gpd.GeoDataFrame(texts(table.drop(columns="geometry")), geometry=table.geometry)
    return UserFile(rows, encoding, note)


def _layer(source: Path | bytes, wish: _Wish) -> str | int:
    """The layer to read: the one asked for, the only one, or the one with the name of the level."""
    if wish.layer is not None:
        return wish.layer
    layers = [str(name) for name, kind in pyogrio.list_layers(source) if kind is not None]
    if len(layers) == 1 and isinstance(source, bytes):
        return 0  # a GeoJSON without a name is called by a name of chance
    fitting = [name for name in layers if name.lower() in layer_names(wish.level)]
    chosen = layers if len(layers) == 1 else fitting
    if len(chosen) != 1:
        raise UserFileError(
            f"{wish.shown}: has {len(layers)} layers: choose one with --layer, or save it by itself:"
            f" {', '.join(layers)}"
        )
    return chosen[0]


def _check_geojson(data: bytes, shown: Path) -> None:
    """Refuse what is no GeoJSON, and a system that stands at an address: nothing is fetched."""
    try:
        document = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UserFileError(
            f"{shown}: cannot be read: not GeoJSON: {str(error)[:120]}: export it again"
        ) from error
    kind = document.get("type") if isinstance(document, dict) else None
    if kind not in _GEOJSON and str(kind).removeprefix("Multi") not in _GEOMETRIES:
        raise UserFileError(
            f"{shown}: cannot be read: JSON, but not GeoJSON (type {str(kind)[:40]!r}):"
            " save it as GeoJSON, GeoPackage or shapefile"
        )
    system = document.get("crs")
    told = json.dumps(system)
    if isinstance(system, dict) and (
        system.get("type") == "link" or ("://" in told and not _KNOWN_ADDRESS.search(told))
    ):
        raise UserFileError(
            f"{shown}: 坐标系（crs）写成了网址，不会去取；请另存为 WGS 84 的 GeoJSON，或写明 EPSG 代码"
            " / its crs is an address, which is not fetched: save it in WGS 84 or name an EPSG code"
        )


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _check_zip(path: Path, shown: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        _check_members(archive, shown)
        for item in archive.infolist():
            if _SHEET.fullmatch(item.filename) and (found := _LAST_CELL.search(archive.read(item)[:_HEAD])):
                columns, rows = found.groups()
                if len(columns) > 2 or int(rows) > _MOST_ROWS:
                    raise UserFileError(_too_many(shown, f"{item.filename}: {columns.decode()}{int(rows)}"))


def _check_members(archive: zipfile.ZipFile, shown: Path) -> None:
    if reason := too_much(archive, _LARGEST_MIB):
        raise UserFileError(f"{shown}: {reason}")


def _too_many(shown: Path, what: str) -> str:
    return (
        f"{shown}: {what}：行列过多，最多 {_MOST_ROWS} 行、702 列，请拆分 / too many rows or columns:"
        f" {_MOST_ROWS} rows and 702 columns at most, split it"
    )


def _unpacked(path: Path, folder: Path, level: str | None) -> Path:
    """The one readable file of a zip, put into *folder* under a plain name with its companions.

    Of several, the one with the name of the level: the program's own packages hold a file a layer.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [item for item in archive.infolist() if not item.is_dir()]
            forms = (".kml",) if path.suffix.lower() == ".kmz" else (*VECTOR, *TABLES)
            known = [item for item in members if Path(item.filename).suffix.lower() in forms]
            # The descriptor of the program's own packages.
            known = [item for item in known if Path(item.filename).name != "datapackage.json"]
            known = [item for item in known if "__MACOSX" not in item.filename]
            if len(known) > 1:
                named = [item for item in known if Path(item.filename).stem.lower() in layer_names(level)]
                known = named if len(named) == 1 else known
            if len(known) != 1:
                names = ", ".join(item.filename for item in known)
                raise UserFileError(
                    f"{path}: expected one vector file or table inside, there are {names or 'none'}:"
                    " pack only one with its companions"
                )
            _check_members(archive, path)
            stem = known[0].filename.rpartition(".")[0]
            for item in members:
                start, _, suffix = item.filename.rpartition(".")
                if start == stem:
                    # A new name: names in zips of Chinese Windows come in GBK and read as nonsense.
                    (folder / f"layer.{suffix.lower()}").write_bytes(archive.read(item))
            return folder / f"layer{Path(known[0].filename).suffix.lower()}"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, zlib.error) as error:
        # RuntimeError: encrypted; NotImplementedError: a compression that Python lacks
        raise UserFileError(f"{path}: cannot be unpacked: {error}: pack it again as a plain zip") from error


def _csv(path: Path) -> UserFile:
    data, encoding = utf8(path)
    if (lines := data.count(b"\n")) > _MOST_ROWS:
        raise UserFileError(_too_many(path, f"{lines} 行 rows"))
    head = data.split(b"\n", 1)[0]
    sign = max(",;\t", key=lambda each: head.count(each.encode()))
    table = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8", sep=sign)
    return UserFile(texts(table), encoding, ())
