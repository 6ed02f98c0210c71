"""In which system and order of axes coordinates without a word about it were written.

Degrees come with the latitude first, metres with the northing first (Chinese surveyors call
it X), and the zone of a projection is often only in somebody's head. What is known is where the
map lies: a reading that puts the coordinates there is the one meant. Degrees may be exchanged;
metres are tried in the zones of CGCS2000, with 500 km or the number of the zone before the easting.

In: numbers as they stand in the file, the extent of the map in degrees. Out: readings that
fit, for the caller to say so or to ask. Nothing is decided in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

Numbers = NDArray[np.float64]
Extent = tuple[float, float, float, float]  # west, south, east, north, degrees

MOST = 0.8  # share of the coordinates that must lie on the map
MARGIN_DEG = 0.3
# Zones of 3 degrees by central meridian (4534: 75 E) and with the number of the zone (4513: zone 25),
# then those of 6 degrees with a number (4491: zone 13). Those of 6 degrees without one are the same
# numbers as those of 3 degrees on the same meridian.
_ZONES = (*range(4534, 4555), *range(4513, 4534), *range(4491, 4502))


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read pairs of numbers: ``crs`` is empty for degrees; ``is_swapped``: y before x."""

    crs: str
    is_swapped: bool

    def degrees(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        """Longitude and latitude of the numbers; what cannot be converted is infinite."""
        first, second = (y, x) if self.is_swapped else (x, y)
        if not self.crs:
            return first, second
        lon, lat = _transformer(self.crs).transform(first, second)
        return np.asarray(lon, float), np.asarray(lat, float)

    @property
    def said(self) -> str:
        """The reading in words, Chinese."""
        if not self.crs:
            return "纬度在前、经度在后" if self.is_swapped else "经度在前、纬度在后"
        return f"{self.crs}，{'X 为北、Y 为东' if self.is_swapped else 'X 为东、Y 为北'}"


def share_inside(lon: Numbers, lat: Numbers, extent: Extent) -> float:
    """Share of the finite pairs that lie on the map or close to it; 0 without any."""
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.any():
        return 0.0
    west, south, east, north = extent
    inside = (lon >= west - MARGIN_DEG) & (lon <= east + MARGIN_DEG)
    inside &= (lat >= south - MARGIN_DEG) & (lat <= north + MARGIN_DEG)
    return float(inside[known].mean())


def is_degrees(x: Numbers, y: Numbers) -> bool:
    """Whether the numbers can be degrees at all, in one order or the other."""
    both = np.concatenate([x, y])
    both = both[np.isfinite(both)]
    return not len(both) or bool(np.abs(both).max() <= 180)


def readings(x: Numbers, y: Numbers, extent: Extent, *, crs: str = "") -> list[Reading]:
    """The readings that put most of the pairs on the map, as it stands before exchanged.

    *crs* is a projected system where one is known: only the order is then open.
    """
    systems = [crs] if crs else [""] if is_degrees(x, y) else [f"EPSG:{code}" for code in _ZONES]
    ways = [Reading(system, swapped) for swapped in (False, True) for system in systems]
    return [way for way in ways if share_inside(*way.degrees(x, y), extent) >= MOST]


@cache
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs(crs, "EPSG:4490", always_xy=True)
