"""Checks of the national gazetteer: what must hold of the file, all failures together.

In: ``places.parquet`` and ``sources.csv``. Out: a line for each failure, none when all is well.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from geo.datum import CHINA_BOX
from geo.national.match import FAR_M, metres_outside
from geo.national.table import HOW, KINDS, PLACES, SEATED, SEATS, SOURCES, read
from geo.tables import records

SOURCE_COLUMNS = ("kind", "source", "licence", "datum", "as_of", "note")


def failures(path: Path = PLACES, sources: Path = SOURCES) -> list[str]:
    """Everything that is wrong with the file, a line each."""
    tables = {kind: read(kind, path) for kind in KINDS}
    return [*_keys(tables), *_words(tables), *_points(tables), *_declared(tables, sources)]


def _keys(tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    above = {"city": "province", "county": "city", "town": "county", "village": "town"}
    for kind, table in tables.items():
        if table.empty:
            yield f"{kind}: no rows"
        if (table["name"] == "").any():
            yield f"{kind}: a row without a name"
        if kind not in ("village", "station") and table["code"].duplicated().any():
            yield f"{kind}: code {table.loc[table['code'].duplicated(), 'code'].iloc[0]} stands twice"
        if kind in above:
            lost = sorted(set(table["parent"]) - set(tables[above[kind]]["code"]))
            if lost:
                yield f"{kind}: parent {lost[0]} is no {above[kind]} ({len(lost)} in all)"


def _words(tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    for kind, table in tables.items():
        for column, allowed in (("how", HOW), ("seat", SEATS)):
            other = sorted(set(table[column]) - set(allowed))
            if other:
                yield f"{kind}: {column} {other[0]!r}; expected one of {', '.join(allowed)}"
    towns = tables["town"]
    has_point = towns["lon"].notna()
    if (has_point != towns["seat"].isin(SEATED)).any():
        yield "town: seat says one thing, the point another"


def _points(tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    west, south, east, north = CHINA_BOX
    for kind, table in tables.items():
        known = table[table["lon"].notna() | table["lat"].notna()]
        inside = known["lon"].between(west, east) & known["lat"].between(south, north)
        if not inside.all():
            row = known[~inside].iloc[0]
            yield f"{kind}: {row['name']} at {row['lon']}, {row['lat']} lies outside China"
    towns = tables["town"]
    lon, lat, unit = (towns[name].to_numpy() for name in ("lon", "lat", "unit"))
    away = metres_outside(lon, lat, unit.astype(str))
    for code, far_m in zip(towns["code"][away > FAR_M], away[away > FAR_M], strict=True):
        yield f"town: {code} lies {far_m:.0f} m outside its county"


def _declared(tables: dict[str, pd.DataFrame], path: Path) -> Iterator[str]:
    rows = records(path, ("kind", "source", "licence"))
    for kind in tables:
        if not any(row["kind"] == kind and row["source"] and row["licence"] for row in rows):
            yield f"{path.name}: no source and licence for {kind}"
