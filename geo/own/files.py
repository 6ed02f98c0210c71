"""Reading files that users bring: vector files and tables, with their texts decoded.

GDAL (through pyogrio) reads the forms. What it leaves open is settled here:

* texts of a Shapefile are read as bytes and decoded by the ``.cpg`` file if that fits all of
  them, else as UTF-8, else as GB18030 (which holds GBK and GB 2312); a name that its ten or
  254 bytes cut inside a character loses that character only;
* GeoJSON, KML, MIF and CSV that are not UTF-8 are taken as GB18030;
* a ``.zip`` may hold one such file, in any folder; a ``.kmz`` is one that holds a KML;
* of several layers the one that bears the name of the level is taken (``data/boundary_columns.csv``);
* a projected CRS becomes degrees; without a CRS numbers that are no degrees are refused, and
  exchanged axes are known by the map and told in a note (:mod:`geo.own.axes`).

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
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from geo import DATA_DIR, tables
from geo.errors import UserFileError
from geo.own.axes import Extent, is_degrees, readings, share_inside
from geo.own.columns import layer_names
from geo.packages import has_entities, too_much

VECTOR = (".shp", ".gpkg", ".geojson", ".json", ".kml", ".kmz", ".tab", ".mif")
TABLES = (".csv", ".xlsx")
SUFFIXES = (*VECTOR, *TABLES, ".zip")
REFUSED = DATA_DIR / "refused_forms.csv"

_BYTES = "ISO-8859-1"  # maps every byte to the character of the same number, so nothing is lost
_JSON = (".geojson", ".json")
_TEXT_FORMS = (*_JSON, ".kml")
_BYTE_FORMS = (".shp", ".tab", ".mif")  # their texts are read as bytes and decoded here
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
    """Suffixes of forms that cannot be read but are often tried, each with a hint of what to do."""
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
            return UserFile(_texts(table), "UTF-8", ())
        if suffix in _BYTE_FORMS:
            raw = pyogrio.read_dataframe(path, encoding=_BYTES)
            table, encoding = _decoded(raw, path)
        else:
            data: Path | bytes = path
            encoding = "UTF-8"
            if suffix in _TEXT_FORMS:
                data, encoding = _utf8(path)
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
    table, note = _in_degrees(table, wish)
    rows = gpd.GeoDataFrame(_texts(table.drop(columns="geometry")), geometry=table.geometry)
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
    data, encoding = _utf8(path)
    if (lines := data.count(b"\n")) > _MOST_ROWS:
        raise UserFileError(_too_many(path, f"{lines} 行 rows"))
    head = data.split(b"\n", 1)[0]
    sign = max(",;\t", key=lambda each: head.count(each.encode()))
    table = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8", sep=sign)
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


def _in_degrees(table: gpd.GeoDataFrame, wish: _Wish) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """The table in degrees, longitude first, and what was done to it, in words."""
    table = table.set_geometry(shapely.force_2d(table.geometry.array))
    notes: list[str] = []
    if table.crs is None and wish.crs:
        try:
            table = table.set_crs(wish.crs)
        except pyproj.exceptions.CRSError as error:
            raise UserFileError(
                f"{wish.shown}: unknown CRS {wish.crs!r}; expected a form like EPSG:4548"
            ) from error
    corners = shapely.get_coordinates(table.geometry.array)
    x, y = corners[:, 0], corners[:, 1]
    if table.crs is None and not is_degrees(x, y):
        raise UserFileError(_without_system(x, y, wish))
    table, swapped = _upright(table, x, y, wish)
    notes += swapped
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
            f"{wish.shown}: no degrees ({bounds.round(1).tolist()}) although it says so: take the wrong"
            " system off the file (.prj, crs) and give --crs, such as EPSG:4548"
        )
    return table, tuple(notes)


def _without_system(x: np.ndarray, y: np.ndarray, wish: _Wish) -> str:
    """Why metres without a CRS cannot be used, and which CRS would put them on the map."""
    bounds = [float(value) for value in np.round([x.min(), y.min(), x.max(), y.max()], 1)]
    fitting = readings(x, y, wish.extent) if wish.extent else []
    codes = list(dict.fromkeys(each.crs for each in fitting))
    hint = f"：按 {' 或 '.join(codes)} 落在本图范围内" if codes else "，例如 EPSG:4548"
    return (
        f"{wish.shown}: 没有注明坐标系，数字也不是度；请注明投影（--crs{hint}）"
        f" / no CRS and no degrees ({bounds}): give --crs, such as {codes[0] if codes else 'EPSG:4548'}"
    )


def _upright(
    table: gpd.GeoDataFrame, x: np.ndarray, y: np.ndarray, wish: _Wish
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """The table with its axes exchanged where only that puts it on the map, and a note that says so."""
    if wish.extent is None or not len(x):
        return table, []
    is_projected = table.crs is not None and table.crs.is_projected
    lon, lat = x, y
    if is_projected:
        lon, lat = pyproj.Transformer.from_crs(table.crs, 4490, always_xy=True).transform(x, y)
    if share_inside(np.asarray(lon), np.asarray(lat), wish.extent) > 0:
        return table, []
    system = table.crs.to_string() if is_projected else ""
    if not any(each.is_swapped for each in readings(x, y, wish.extent, crs=system)):
        return table, []
    shapes = shapely.transform(table.geometry.array, lambda corners: corners[:, ::-1])
    note = "坐标轴颠倒（纬度或北坐标在前），已按此读取，请核对 / axes exchanged: read as northing first"
    return table.set_geometry(gpd.GeoSeries(shapes, index=table.index, crs=table.crs)), [note]
