"""What a print tells: which records stand where, and how many stand nowhere.

Input: typed records, areas by code. Output: :class:`Content`. The rules are the map's
(:mod:`projects.store.visibility`):

* a record of level site stands at its own point, park and town at the area's point;
* a record of several places stands at each of them, one on a road, railway or river on its course;
* what is known to the county only is counted on the county and has no symbol, and so has
  a park of which neither point nor outline is known;
* city and none stand nowhere and are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from projects.store.counting import Counts, counts
from projects.store.visibility import DRAWN, MARKS, Standing, stand
from projects.vocabulary import style


@dataclass(frozen=True, slots=True)
class Spot:
    """One place with what is there.

    ``lon``, ``lat`` in WGS 84 degrees; ``county`` its county's code; ``rows`` number the
    records, in order of the table. ``is_site``: an exact point. ``is_thin``: only records
    that name several places. ``places`` is above 1 where near places share one symbol.
    """

    name: str
    code: str
    county: str
    lon: float
    lat: float
    rows: tuple[int, ...]
    is_site: bool = False
    is_thin: bool = False
    places: int = 1


@dataclass(frozen=True)
class Run:
    """A course on which records stand: ``rows`` number them. ``geometry`` is WGS 84."""

    name: str
    geometry: shapely.Geometry
    is_approximate: bool
    rows: tuple[int, ...]


@dataclass(frozen=True)
class Content:
    """Records by place, and counts of them.

    ``families`` gives the number of the family (its place in :func:`projects.vocabulary.style.families`)
    of each record, ``industries`` the same for its industry. ``marks`` says how the map
    shows each record: site, area, several, line, county (counted on it only) or off (not at all);
    ``by_mark`` counts these, ``by_family`` those that are drawn.
    """

    records: pd.DataFrame
    spots: tuple[Spot, ...]
    counties: Mapping[str, tuple[int, ...]]
    families: tuple[int, ...]
    industries: tuple[int, ...]
    marks: tuple[str, ...]
    runs: tuple[Run, ...] = ()

    @property
    def by_mark(self) -> Mapping[str, int]:
        """Number of records for each of :data:`MARKS`."""
        return {mark: self.marks.count(mark) for mark in MARKS}

    @property
    def counts(self) -> Counts:
        """The five figures (:mod:`projects.store.counting`)."""
        return counts(self.records, marks=np.array(self.marks, dtype=object))

    @property
    def by_family(self) -> tuple[int, ...]:
        """Number of records of each family, of those that are drawn: the sectors of the symbols."""
        shown = [family for family, mark in zip(self.families, self.marks, strict=True) if mark in DRAWN]
        return tuple(shown.count(family) for family in range(len(style.families())))

    def unplaced(self) -> dict[str, list[int]]:
        """The records that the map only counts: by county, and under the empty code those not shown."""
        found: dict[str, list[int]] = {
            code: [row for row in rows if self.marks[row] == "county"] for code, rows in self.counties.items()
        }
        found[""] = [row for row, mark in enumerate(self.marks) if mark == "off"]
        return {code: rows for code, rows in found.items() if rows}

    def shares(self, spot: Spot) -> list[tuple[int, int]]:
        """Family and number of its records at *spot*, in order of the families."""
        counts = np.bincount([self.families[row] for row in spot.rows])
        return [(int(family), int(counts[family])) for family in np.flatnonzero(counts)]


def content(records: pd.DataFrame, areas: gpd.GeoDataFrame) -> Content:
    """Put the typed *records* onto the *areas*."""
    records = records.reset_index(drop=True)
    known = style.industries()
    numbers = {industry.code: at for at, industry in enumerate(known)}
    family_of = {family.code: at for at, family in enumerate(style.families())}
    industries = tuple(numbers.get(code, len(known) - 1) for code in records["industry"])
    families = tuple(family_of[known[industry].family] for industry in industries)
    inner, counties = _placed(records, areas)
    found = stand(records, areas)
    spots = (*_sites(records), *inner)
    return Content(records, spots, counties, families, industries, tuple(found.marks), _runs(found))


def _runs(found: Standing) -> tuple[Run, ...]:
    """The courses with their records, in order of name."""
    rows: dict[tuple[str, bytes], list[int]] = {}
    courses = {}
    for row, course in zip(found.line_row, found.course, strict=True):
        key = (course.name, course.geometry.wkb)
        courses[key] = course
        rows.setdefault(key, []).append(int(row))
    return tuple(
        Run(courses[key].name, courses[key].geometry, courses[key].is_approximate, tuple(rows[key]))
        for key in sorted(rows)
    )


def _sites(records: pd.DataFrame) -> list[Spot]:
    """Sites: records of one point share a spot."""
    sites = records[(records["level"] == "site") & records["lon"].notna() & records["lat"].notna()]
    return [
        Spot(
            name=str(group["place"].iloc[0] or group["name"].iloc[0]),
            code=str(group["place_code"].iloc[0]),
            county=str(group["county_code"].iloc[0]),
            lon=float(lon),
            lat=float(lat),
            rows=tuple(int(row) for row in group.index),
            is_site=True,
        )
        for (lon, lat), group in sites.groupby(["lon", "lat"], sort=True)
    ]


def _placed(records: pd.DataFrame, areas: gpd.GeoDataFrame) -> tuple[list[Spot], dict[str, tuple[int, ...]]]:
    """Spots of towns and parks in order of their codes, and the records known to each county only."""
    found = stand(records, areas)
    is_multi = records["level"].to_numpy(dtype=object) == "multi"
    spots: list[Spot] = []
    drawn = pd.DataFrame({"row": found.row, "code": found.code, "lon": found.lon, "lat": found.lat})
    for code, group in drawn[drawn["code"] != ""].groupby("code", sort=True):
        area = areas.loc[code]
        rows = tuple(int(row) for row in group["row"])
        spots.append(
            Spot(
                name=str(area["name"]),
                code=str(code),
                county=str(area["parent_code"]),
                lon=float(area["lon"]),
                lat=float(area["lat"]),
                rows=rows,
                is_thin=bool(is_multi[list(rows)].all()),
            )
        )
    counties: dict[str, set[int]] = {}
    for row, code in zip(found.county_row, found.county_code, strict=True):
        counties.setdefault(str(code), set()).add(int(row))
    return spots, {code: tuple(sorted(found)) for code, found in sorted(counties.items())}
