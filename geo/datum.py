"""The one door for coordinates that are not WGS 84: GCJ-02 and BD-09.

GCJ-02 (AMap, Tencent, Google in China) shifts WGS 84 by 100 to 700 m with a smooth
function of the place; BD-09 (Baidu) adds a polar distortion to GCJ-02. CGCS2000
and WGS 84 differ by centimetres and count as one here.

Forward, the formulas in general use are evaluated as they stand; PRCoords (CC0) and
eviltransform (MIT) document them. Backward there is no closed form. Libraries on
PyPI subtract the shift found at the shifted place, which errs by up to some metres, or
work on one point at a time. Here w = g - shift(w) is iterated over whole arrays: the shift
changes by at most 2.3 % of any step, so each round gains about two digits.

GCJ-02 equals WGS 84 outside the customary box around China. At the edge of that box
the map jumps: a place within about 1 km of the edge may have two origins or
none, and its inverse is then one of the two.

In: degrees, longitude before latitude. Out: the same.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from geo.errors import DatumError

Degrees = NDArray[np.float64]
_Map = Callable[[Degrees, Degrees], tuple[Degrees, Degrees]]


class Datum(StrEnum):
    """Datum of a pair of degrees."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"

    @classmethod
    def _missing_(cls, value: object) -> Datum | None:
        """Accept customary spellings: ``GCJ-02``, ``WGS 84``, ``BD_09``."""
        plain = "".join(ch for ch in str(value).lower() if ch.isalnum())
        return next((datum for datum in cls if datum.value == plain), None)


# Box outside of which GCJ-02 is not applied: west, south, east, north in degrees.
CHINA_BOX = (72.004, 0.8293, 137.8347, 55.8271)

_SEMI_MAJOR_M = 6378245.0  # Krasovsky 1940
_ECCENTRICITY2 = 0.00669342162296594323
_BD_OFFSET_LON, _BD_OFFSET_LAT = 0.0065, 0.006
_BD_WAVE = np.radians(3000.0)
_TOLERANCE_DEG = 1e-13  # some roundings above the spacing of doubles at 100
_MAX_ROUNDS = 40
_MARGIN_DEG = 0.02  # more than the largest shift of GCJ-02


def convert(
    lon: ArrayLike, lat: ArrayLike, *, source: Datum | str, target: Datum | str
) -> tuple[Degrees, Degrees]:
    """Coordinates in another datum.

    Parameters
    ----------
    lon, lat
        Degrees in the datum *source*, any shapes that broadcast. NaN stays NaN.
    source, target
        Datums, as :class:`Datum` or by name.

    Returns
    -------
    lon, lat
        Degrees in the datum *target*, new arrays (0-d for scalars). The inverse of a forward conversion
        returns the input to better than 1e-9 degree.

    Raises
    ------
    DatumError
        The datum is unknown, or a latitude or longitude is out of range (often
        the two are exchanged).
    """
    x, y = np.broadcast_arrays(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    if (np.abs(x) > 180).any() or (np.abs(y) > 90).any():
        raise DatumError("longitude must lie in -180..180 and latitude in -90..90: are they exchanged?")
    x, y = x.copy(), y.copy()
    start, end = _STEPS[_datum(source)], _STEPS[_datum(target)]
    if start == end:
        return x, y
    # The datums form a chain WGS 84 - GCJ-02 - BD-09: walk along it.
    if start < end:
        for forward, _ in _CHAIN[start:end]:
            x, y = forward(x, y)
    else:
        for _, backward in reversed(_CHAIN[end:start]):
            x, y = backward(x, y)
    return np.asarray(x), np.asarray(y)


def convert_geometry(
    geometry: shapely.Geometry, *, source: Datum | str, target: Datum | str
) -> shapely.Geometry:
    """A shapely geometry, or an array of them, with every corner converted.

    Parameters
    ----------
    geometry
        Corners are lon, lat degrees in the datum *source*.
    source, target
        Datums, as :class:`Datum` or by name.

    Returns
    -------
    shapely.Geometry
        New geometries of the same types, without z; an array for an array.

    Raises
    ------
    DatumError
        As in :func:`convert`.
    """

    def shift(corners: Degrees) -> Degrees:
        return np.column_stack(convert(corners[:, 0], corners[:, 1], source=source, target=target))

    return shapely.transform(geometry, shift)


def _datum(value: Datum | str) -> Datum:
    try:
        return Datum(value)
    except ValueError:
        known = ", ".join(Datum)
        raise DatumError(f"unknown datum {value!r}: expected one of {known}") from None


def _in_box(lon: Degrees, lat: Degrees, margin: float = 0.0) -> NDArray[np.bool_]:
    west, south, east, north = CHINA_BOX
    within_lon = (lon >= west - margin) & (lon <= east + margin)
    return within_lon & (lat >= south - margin) & (lat <= north + margin)


def _wgs_to_gcj(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    inside = _in_box(lon, lat)
    shift_lon, shift_lat = _gcj_shift(np.where(inside, lon, 105.0), np.where(inside, lat, 35.0))
    return np.where(inside, lon + shift_lon, lon), np.where(inside, lat + shift_lat, lat)


def _gcj_to_wgs(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    near = _in_box(lon, lat, _MARGIN_DEG)
    origin = _invert(_gcj_shift, np.where(near, lon, 105.0), np.where(near, lat, 35.0))
    inside = near & _in_box(*origin)
    return np.where(inside, origin[0], lon), np.where(inside, origin[1], lat)


def _gcj_to_bd(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    shift_lon, shift_lat = _bd_shift(lon, lat)
    return lon + shift_lon, lat + shift_lat


def _bd_to_gcj(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    return _invert(_bd_shift, lon, lat)


def _gcj_shift(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """GCJ-02 minus WGS 84, in degrees, at a WGS 84 place."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    short = 20.0 * np.sin(6 * np.pi * x) + 20.0 * np.sin(2 * np.pi * x)
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east_m += (short + _waves(x, (20.0, 1), (40.0, 3), (150.0, 12), (300.0, 30))) * 2.0 / 3.0
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north_m += (short + _waves(y, (20.0, 1), (40.0, 3), (160.0, 12), (320.0, 30))) * 2.0 / 3.0
    phi = np.radians(lat)
    w2 = 1.0 - _ECCENTRICITY2 * np.sin(phi) ** 2
    meridian_m = _SEMI_MAJOR_M * (1.0 - _ECCENTRICITY2) / w2**1.5
    parallel_m = _SEMI_MAJOR_M / np.sqrt(w2) * np.cos(phi)
    return np.degrees(east_m / parallel_m), np.degrees(north_m / meridian_m)


def _waves(t: Degrees, *terms: tuple[float, int]) -> Degrees:
    total = np.zeros_like(t)
    for amplitude, period in terms:
        total += amplitude * np.sin(np.pi * t / period)
    return total


def _bd_shift(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """BD-09 minus GCJ-02, in degrees, at a GCJ-02 place."""
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(_BD_WAVE * lat)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(_BD_WAVE * lon)
    return (
        radius * np.cos(angle) + _BD_OFFSET_LON - lon,
        radius * np.sin(angle) + _BD_OFFSET_LAT - lat,
    )


def _invert(shift: _Map, lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The place w with w + shift(w) = (lon, lat), by fixed-point iteration."""
    x, y = lon, lat
    for _ in range(_MAX_ROUNDS):
        shift_lon, shift_lat = shift(x, y)
        new_x, new_y = lon - shift_lon, lat - shift_lat
        change = np.fmax(np.abs(new_x - x), np.abs(new_y - y))
        x, y = new_x, new_y
        if not (change > _TOLERANCE_DEG).any():
            break
    return x, y


_CHAIN: tuple[tuple[_Map, _Map], ...] = ((_wgs_to_gcj, _gcj_to_wgs), (_gcj_to_bd, _bd_to_gcj))
_STEPS = {Datum.WGS84: 0, Datum.CGCS2000: 0, Datum.GCJ02: 1, Datum.BD09: 2}
