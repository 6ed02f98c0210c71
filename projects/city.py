"""A workspace for any city or county of China, made from what the program knows of the country.

In: a name or a code. Out: a folder with a gazetteer of its towns and zones (weak names flagged), their
areas, an empty registry and empty tables, a title, and the sources of it all.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from geo.gazetteer import Place
from geo.national.city import Unit, members_of, places_of, villages_of
from projects.placing.weak_names import weak_names

MEMBER_SOURCE = "NBS code book 2023"
VILLAGE_SOURCE = "Vonng/adcode (AMap 2016-2018; CC BY 4.0); GCJ-02 converted"


def write_gazetteer(unit: Unit, folder: Path) -> dict[str, int]:
    """Write the gazetteer of a unit to *folder*; rows by file name."""
    places = places_of(unit)
    towns = [place for place in places if place.level == "town"]
    known = {place.code for place in places}
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]] = {
        "places.csv": (
            Place.__slots__,
            ([getattr(place, name) for name in Place.__slots__] for place in places),
        ),
        "names.csv": (("code", "name", "kind", "valid_from", "valid_to", "scope", "source"), ()),
        "members.csv": (
            ("code", "town_code", "valid_from", "valid_to", "source"),
            (
                (zone, town, "", "", MEMBER_SOURCE)
                for zone, held in members_of(unit).items()
                for town in held
                if town in known
            ),
        ),
        "weak_names.csv": (
            ("name", "counts", "reason"),
            ((row.name, row.counts, row.reason) for row in weak_names(places, unit.counties)),
        ),
        "village_points.csv": (
            ("town_code", "name", "lon", "lat", "source"),
            (
                (row.parent, row.name, row.lon, row.lat, VILLAGE_SOURCE)
                for row in villages_of(towns).itertuples(index=False)
            ),
        ),
        "town_sizes.csv": (("code", "villages", "area_km2", "source"), ()),
    }
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _write(folder / name, head, rows) for name, (head, rows) in tables.items()}


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a table, None as empty; the number of rows."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(head)
        written = [["" if value is None else value for value in row] for row in rows]
        writer.writerows(written)
    return len(written)
