"""Coordinate systems of exports: their names, and coordinates in them.

All start from WGS 84 longitude, latitude. CGCS2000 (EPSG:4490) differs from it by
centimetres and is treated as equal: the same numbers under another name. CGCS2000
Gauss-Krueger in zones of 3 degrees comes in two families: with a false easting of 500 km
(EPSG:4534 to 4554, by central meridian: 4548 is 117 E) and with the number of the zone before
it (EPSG:4513 to 4533: 4527 is zone 39, 117 E as well). Coordinates are given as easting,
northing in metres, though the official axis order is northing first. GCJ-02 is no
registered system: it appears only in columns and file names that say gcj02.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from geo import DATA_DIR
from geo.datum import Datum, convert
from projects.errors import InputError
from projects.model.tables import read_table

LONLAT = ("EPSG:4326", "EPSG:4490")
# Central meridian of each zone of 3 degrees, degrees east; zone 25 is the first.
_FIRST_ZONE, _ZONES = 25, 21
MERIDIANS = {
    **{f"EPSG:{4534 + at}": 3 * (_FIRST_ZONE + at) for at in range(_ZONES)},
    **{f"EPSG:{4513 + at}": 3 * (_FIRST_ZONE + at) for at in range(_ZONES)},
}
NUMBERED = frozenset(f"EPSG:{4513 + at}" for at in range(_ZONES))
_FIRST = ("EPSG:4548", "EPSG:4547", "EPSG:4527", "EPSG:4526")
PROJECTED = (*_FIRST, *(code for code in MERIDIANS if code not in _FIRST))
GCJ02 = "GCJ-02"
REGISTERED = (*LONLAT, *PROJECTED)
ALL = (*REGISTERED, GCJ02)

SYSTEMS = DATA_DIR / "export" / "systems.csv"

Numbers = NDArray[np.float64]

# How far beyond the area of use of a projected system points may lie, degrees: half a zone.
_MARGIN_DEGREES = 1.5


_NAMED = f"{' '.join((*LONLAT, *_FIRST, GCJ02))} and the other zones of 3 degrees, EPSG:4513 to EPSG:4554"


def system(text: str) -> str:
    """The system that *text* names, one of ``ALL``; customary spellings will do.

    Raises ``InputError`` for another one.
    """
    plain = text.strip().upper().replace("_", "-")
    plain = {"GCJ02": GCJ02, "WGS84": LONLAT[0], "CGCS2000": LONLAT[1]}.get(plain, plain)
    plain = f"EPSG:{plain}" if plain.isdigit() else plain
    if plain not in ALL:
        raise InputError(f"unknown CRS {text!r}; there are {_NAMED}")
    return plain


def short_name(crs: str) -> str:
    """What names of files and columns say of a system: ``4548``, ``gcj02``; empty for degrees of WGS 84."""
    return "" if crs in LONLAT else crs.removeprefix("EPSG:").replace("-", "").lower()


def offered(west: float, east: float) -> tuple[str, ...]:
    """The systems to choose from for data between two longitudes: degrees, then the zones it lies in.

    The zone that holds most comes first, each with and without its number.

    Parameters
    ----------
    west, east
        Least and greatest longitude of the data, WGS 84 degrees.

    Returns
    -------
    tuple[str, ...]
        Codes of :data:`ALL`, GCJ-02 last. A zone counts as reaching 1.5 degrees from its meridian.
    """
    share = {
        code: min(east, meridian + _MARGIN_DEGREES) - max(west, meridian - _MARGIN_DEGREES)
        for code, meridian in MERIDIANS.items()
    }
    inside = [code for code in PROJECTED if share[code] > 0]
    return (*LONLAT, *sorted(inside, key=lambda code: -share[code]), GCJ02)


@cache
def uses() -> tuple[dict[str, str], ...]:
    """Code, label and use of each system, Chinese and English, as the page shows them."""
    rows = read_table(SYSTEMS, ("code", "label_zh", "label_en", "use_zh", "use_en"))
    told = {row["code"]: row for row in rows.to_dict("records")}
    return tuple(told.get(code) or _zone(code) for code in ALL)


def _zone(code: str) -> dict[str, str]:
    """Label and use of a zone that the table does not name."""
    middle = MERIDIANS[code]
    limits = f"{middle - _MARGIN_DEGREES:g}–{middle + _MARGIN_DEGREES:g}"
    number = f"{middle // 3}" if code in NUMBERED else ""
    with_zh, with_en = (f"，坐标带 {number} 带号", f", zone {number} in the easting") if number else ("", "")
    return {
        "code": code,
        "label_zh": f"CGCS2000 3 度带 中央经线 {middle}°E{with_zh}",
        "label_en": f"CGCS2000 3-degree Gauss-Kruger CM {middle}E{with_en}",
        "use_zh": f"量面积、量距离、与测绘图叠加（东经 {limits}°）",
        "use_en": f"areas and distances and survey maps between {limits.replace('–', ' and ')} degrees east",
    }


def coordinates(lon: Numbers, lat: Numbers, crs: str) -> tuple[Numbers, Numbers]:
    """Longitude, latitude or easting, northing in *crs*; NaN stays NaN.

    Raises
    ------
    InputError
        A projected system is asked for points that lie too far outside its zone.
    """
    if crs in LONLAT:
        return lon, lat
    if crs == GCJ02:
        return convert(lon, lat, source=Datum.WGS84, target=Datum.GCJ02)
    known = np.isfinite(lon) & np.isfinite(lat)
    _check_zone(lon[known], crs)
    east, north = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
    east[known], north[known] = _transformer(crs).transform(lon[known], lat[known])
    return east, north


def transformed(shapes: NDArray[np.object_], crs: str) -> NDArray[np.object_]:
    """Geometries of WGS 84 with every corner in *crs*; ``None`` stays. Errors as above."""
    if crs in LONLAT:
        return shapes
    result: NDArray[np.object_] = shapely.transform(
        shapes, lambda corners: np.column_stack(coordinates(corners[:, 0], corners[:, 1], crs))
    )
    return result


def _check_zone(lon: Numbers, crs: str) -> None:
    use = CRS(crs).area_of_use
    if use is None or not len(lon):
        return
    if np.any((lon < use.west - _MARGIN_DEGREES) | (lon > use.east + _MARGIN_DEGREES)):
        others = [code for code in offered(lon.min(), lon.max()) if code in MERIDIANS]
        raise InputError(
            f"{crs} is for {use.west:g} to {use.east:g} degrees east; the records lie between"
            f" {lon.min():.1f} and {lon.max():.1f}: choose {' or '.join(others) or 'EPSG:4490'}"
        )


@cache
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs(LONLAT[1], crs, always_xy=True)
