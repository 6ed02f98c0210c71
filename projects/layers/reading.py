"""A file of the user → the rows of a layer, each with its place or the reason why it has none.

In: csv, xlsx, GeoJSON, GPKG, KML or a zipped Shapefile (:mod:`geo.own.files`). A row stands at its
coordinates or, without any, at the place that it names: a town or park gives the area's point, marked
as approximate; a county gives none. Every row is kept. Out: features of GeoJSON, WGS 84.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from geopy.location import Location

from geo.area_index import AreaIndex
from geo.boundaries import load_areas
from geo.datum import Datum, convert, convert_geometry
from geo.errors import DatumError, UserFileError
from geo.geocode import GazetteerGeocoder
from geo.own.files import read_user_file
from geo.own.importer import map_extent
from projects.errors import InputError
from projects.extraction import classify
from projects.layers.words import OTHER, kind_of, kinds, roles
from projects.store.vocabulary import vocabulary

EXAMPLE = "示例"  # how the name of the template's example row begins
MOST_ROWS = 5000
_MOST_TEXT = 2000
_DECIMALS = 6

Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held: features, the number of example rows left out, how the file was read."""

    features: tuple[Feature, ...]
    examples: int
    notes: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Rows at a point, at the point of an area, at none."""
        found = [feature["properties"]["precision"] for feature in self.features]
        return {name: found.count(name) for name in ("point", "area", "none")}


def read_layer(
    path: Path,
    *,
    datum: Datum | None = None,
    kind: str = "",
    crs: str | None = None,
    layer: str | None = None,
) -> Reading:
    """The rows of the file at *path*.

    Parameters
    ----------
    datum
        Of the coordinates where no column of the file tells it.
    kind
        Code of the kind of all rows that tell none themselves.

    Raises
    ------
    InputError
        The file cannot be read, has no names or no rows, or coordinates without a datum.
    """
    if kind and kind not in kinds():
        raise InputError(f"{path}: kind {kind!r}; expected one of {', '.join(kinds())}")
    areas = load_areas()
    try:
        file = read_user_file(path, layer=layer, crs=crs, extent=map_extent(areas))
    except UserFileError as error:
        raise InputError(str(error)) from error
    names = [str(name) for name in file.rows.columns if name != "geometry"]
    found = roles(names)
    if "name" not in found:
        raise InputError(
            f"{path}: 没有「名称」列，现有列：{'、'.join(names) or '无'}；可先下载模板"
            " / no column of names: see the template (layers template)"
        )
    rows = file.rows.to_dict("records")
    if len(rows) > MOST_ROWS:
        raise InputError(f"{path}: {len(rows)} 行，最多 {MOST_ROWS} 行，请拆分 / too many rows: split it")
    placing = _Placing(path, areas, found, datum)
    taken = [(number, row) for number, row in enumerate(rows, 1) if str(row[found["name"]]).strip()]
    real = [(number, row) for number, row in taken if not str(row[found["name"]]).startswith(EXAMPLE)]
    if not real:
        raise InputError(f"{path}: 没有可用的行（示例行与无名称的行不计） / it has no rows with a name")
    features = tuple(_feature(number, row, found, kind, placing) for number, row in real)
    return Reading(features, len(taken) - len(real), file.notes)


def _feature(
    number: int, row: Mapping[str, Any], found: Mapping[str, str], kind: str, placing: _Placing
) -> Feature:
    def text(role: str) -> str:
        return str(row[found[role]]).strip()[:_MOST_TEXT] if role in found else ""

    geometry, place = placing.of(number, row)
    own_kind = kind_of(text("kind")) or kind or kind_of(text("name")) or OTHER
    used = {found[role] for role in found}
    more = {
        str(name): str(value).strip()[:_MOST_TEXT]
        for name, value in row.items()
        if name != "geometry" and name not in used and str(value).strip()
    }
    properties = {
        "row": number,
        "name": text("name"),
        "kind": own_kind,
        "industry": industry_of(text("industry")),
        "industry_text": text("industry"),
        "place_text": text("place"),
        **place,
        "more": more,
    }
    return {
        "type": "Feature",
        "geometry": None if geometry is None else _rounded(geometry),
        "properties": properties,
    }


def industry_of(text: str) -> str:
    """Code of the industry that a cell names: by code or name, else by the rules; empty for none."""
    if not text:
        return ""
    for code, label in vocabulary().labels["industry"].items():
        if text in (code, label.zh, label.en):
            return str(code)
    return classify.industry(text, "", "").code


class _Placing:
    """Finds the place of each row."""

    def __init__(
        self, path: Path, areas: gpd.GeoDataFrame, found: Mapping[str, str], datum: Datum | None
    ) -> None:
        self._path, self._found, self._datum = path, found, datum
        self._areas, self._index = areas, AreaIndex(areas)
        self._geocoder = GazetteerGeocoder()

    def of(self, number: int, row: Mapping[str, Any]) -> tuple[shapely.Geometry | None, dict[str, Any]]:
        """Geometry in WGS 84, and what is known of the place."""
        try:
            shape = self._shape(row)
        except DatumError as error:
            raise InputError(f"{self._path}: row {number}: {error}") from error
        if isinstance(shape, str):
            return None, _nowhere(shape)
        if shape is not None:
            point = shapely.point_on_surface(shape) if shape.geom_type != "Point" else shape
            return shape, self._at(point.x, point.y)
        named = str(row.get(self._found.get("place", ""), "")).strip()
        return self._named(named) if named else (None, _nowhere("no_place"))

    def _shape(self, row: Mapping[str, Any]) -> shapely.Geometry | str | None:
        """Geometry in WGS 84, the reason why the coordinates are none, or None for no coordinates."""
        if row.get("geometry") is not None:
            shape = row["geometry"]
            if shape.is_empty:
                return None
            moved = convert_geometry(shapely.force_2d(shape), source=self._of_row(row), target=Datum.WGS84)
            return shapely.make_valid(moved)
        texts = [str(row.get(self._found.get(role, ""), "")).strip() for role in ("lon", "lat")]
        if not any(texts):
            return None
        try:
            x, y = map(float, texts)
        except ValueError:
            return "no_number"
        if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
            return "no_number"
        lon, lat = convert(x, y, source=self._of_row(row), target=Datum.WGS84)
        return shapely.Point(float(lon), float(lat))

    def _of_row(self, row: Mapping[str, Any]) -> Datum:
        printed = str(row.get(self._found.get("datum", ""), "")).strip()
        plain = printed.lower().replace("-", "").replace(" ", "")
        if plain and plain not in set(Datum):
            raise DatumError(f"unknown datum {printed!r}; expected one of {', '.join(Datum)}")
        stated = Datum(plain) if plain else self._datum
        if stated is None:
            raise DatumError(
                "有坐标而未说明坐标系：请用 --datum 或「坐标系」列注明"
                f" / no datum: a column for it, or --datum with one of {', '.join(Datum)}"
            )
        return stated

    def _at(self, lon: float, lat: float) -> dict[str, Any]:
        codes = self._index.areas_at(lon, lat).iloc[0].to_dict()
        if not codes["county"]:
            return _nowhere("outside")
        return self._place("point", codes, lon, lat, 0.0)

    def _named(self, text: str) -> tuple[shapely.Geometry | None, dict[str, Any]]:
        location = self._geocoder.geocode(text)
        code = location.raw["code"] if isinstance(location, Location) else ""
        if code not in self._areas.index:
            return None, _nowhere("unknown")
        area = self._areas.loc[code]
        codes = dict.fromkeys(("county", "zone", "town", "park"), "")
        level = str(area["level"])
        codes[level] = code
        if level not in ("county", "zone"):
            codes["county"] = str(area["parent_code"])
            lon, lat = float(area["lon"]), float(area["lat"])
            if math.isfinite(lon) and math.isfinite(lat):
                place = self._place("area", codes, lon, lat, float(area["radius_m"]))
                return shapely.Point(lon, lat), place
        return None, self._place("none", codes, None, None, None) | {"reason": "county_only"}

    def _place(
        self,
        precision: str,
        codes: Mapping[str, str],
        lon: float | None,
        lat: float | None,
        radius: float | None,
    ) -> dict[str, Any]:
        """*codes* of the areas that hold it, as columns of a record."""
        named = {level: self._areas["name"].get(code, "") if code else "" for level, code in codes.items()}
        smallest = next((level for level in ("park", "town", "zone", "county") if codes[level]), "")
        counties = [codes[level] for level in ("county", "zone") if codes[level]]
        return {
            "precision": precision,
            "reason": "",
            "lon": None if lon is None else round(lon, _DECIMALS),
            "lat": None if lat is None else round(lat, _DECIMALS),
            "radius_m": radius,
            "place": named[smallest] if smallest else "",
            "place_code": "|".join(codes[level] for level in ("town", "park") if codes[level]),
            "county": "|".join(named[level] for level in ("county", "zone") if codes[level]),
            "county_code": "|".join(counties),
            "town": named["town"],
            "park": named["park"],
        }


def _nowhere(reason: str) -> dict[str, Any]:
    texts = dict.fromkeys(("place", "place_code", "county", "county_code", "town", "park"), "")
    return {"precision": "none", "reason": reason, "lon": None, "lat": None, "radius_m": None, **texts}


def _rounded(shape: shapely.Geometry) -> dict[str, Any]:
    found: dict[str, Any] = shapely.geometry.mapping(shapely.set_precision(shape, 10**-_DECIMALS))
    return found
