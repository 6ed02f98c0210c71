"""How often the drawn cells are right: town areas against everything that can be checked.

Run ``PYTHONPATH=. python tests/benchmarks/measure_town_areas.py [--write]`` (a minute);
``--write`` replaces ``data/boundaries/measured.csv``, one row per method and test:

counties   The same geometry one level up, where the truth is known: the counties of every
           city of five provinces of the plain, drawn from a point of each. ``share`` is the
           mean over the cities of the ground that gets its own county; ``low`` and ``high``
           its 95% interval. Points are tried as they are and moved by 0.15 of the mean
           distance between neighbours, as seats of poor accuracy are. Sizes are blurred by
           20%, about what counts of villages are off four published areas; sizes and villages
           are known for as many units as there are towns with them here, as many villages
           to a unit, at places drawn by lot.
villages   Known villages of the city itself, each left out in turn: the share whose town is
           found without it, with its Wilson interval. Most lie in and around county seats,
           beside other known ones and where cells are worst: no forecast for the others.
sizes      Known sizes of towns against plain cells: ``share`` is exp(-mean |log ratio|).

The outside figure for plain cells on villages of the whole city is 0.76. The published
expectation (``geo.boundaries.town_error``) adds to it what the villages and sizes gain for
the counties with moved points.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely

from geo import districts
from geo.boundaries import BOUNDARIES
from geo.gazetteer import Place
from geo.gazetteer_tables import read_places
from geo.power_cells import PowerCells
from geo.tessellate import local_metres, transform
from geo.town_facts import known_of, read_town_sizes, read_village_points

CITY = "371500"
PLAIN = ("13", "32", "34", "37", "41")  # provinces
OUTSIDE = 0.76
GROUND = 2500


def ground_of(shape: shapely.Geometry) -> np.ndarray:
    """Points spread evenly over a shape in metres, shape (m, 2)."""
    west, south, east, north = shape.bounds
    step = np.sqrt(shape.area / GROUND)
    across, up = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    grid = np.column_stack([across.ravel(), up.ravel()])
    return grid[shapely.contains_xy(shape, grid)]


def cities() -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, float]]:
    """For each city of the plain: ground, number of its county for each point, county points, area."""
    units = districts.units()
    for code in units.index[(units["level"] == "city") & units.index.str[:2].isin(PLAIN)]:
        rows = districts.counties(code)
        if len(rows) < 5:
            continue
        shapes = [districts.polygon(county) for county in rows.index]
        metres = local_metres(shapely.union_all(shapes))
        shapes = [transform(shape, metres) for shape in shapes]
        city = shapely.union_all(shapes)
        ground = ground_of(city)
        point, county = shapely.STRtree(shapes).query(shapely.points(ground), predicate="intersects")
        truth = np.zeros(len(ground), int)
        truth[point] = county
        yield ground, truth, np.column_stack(metres.transform(rows["lon"], rows["lat"])), city.area


def towards_neighbours(cells: PowerCells, part: float) -> PowerCells:
    """Weights from the nearest seat alone: tried, and no better for towns."""
    squares = ((cells.points[:, None] - cells.points[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return replace(cells, weights=part * squares.min(axis=1))


def measure_counties() -> list[tuple]:
    random = np.random.default_rng(20)
    here = [town.code for town in towns_now()]
    sized = read_town_sizes().index.intersection(here).size / len(here)
    villages_each = read_village_points()["town_code"].value_counts().reindex(here, fill_value=0).to_numpy()
    shares: dict[tuple[str, str], list[float]] = {}
    for ground, truth, seats, area in cities():
        count = len(seats)
        sizes = np.bincount(truth, minlength=count) / len(truth) * area
        for error in (0.0, 0.15):
            moved = seats + random.normal(0, error * np.sqrt(area / count / 2), seats.shape)
            numbers = np.arange(count)
            plain = PowerCells.plain(moved, numbers)
            blurred = sizes * np.exp(random.normal(0, 0.2, count))
            some = np.where(random.random(count) < sized, blurred, np.nan)
            order = random.permutation(len(ground))
            lots = [order[truth[order] == number][: random.choice(villages_each)] for number in numbers]
            sites = np.concatenate([moved, ground[np.concatenate(lots)] + 0.5])
            owners = np.concatenate([numbers, *(np.full(len(lot), at) for at, lot in enumerate(lots))])
            villages = PowerCells.reaching(moved, sites[count:], owners[count:])
            found = {
                "plain": plain,
                "sizes": plain.sized(ground, area, some),
                "villages as seats": PowerCells.plain(sites, owners),
                "villages": villages,
                "villages and sizes": villages.sized(ground, area, some),
                "weight 0.3 by nearest seat": towards_neighbours(plain, 0.3),
            }
            for method, cells in found.items():
                key = (method, f"counties, points moved by {error:g}" if error else "counties")
                shares.setdefault(key, []).append(float((cells.owners_at(ground) == truth).mean()))
    rows = []
    for (method, test), values in shares.items():
        mean, half = np.mean(values), 1.96 * np.std(values) / np.sqrt(len(values))
        rows.append((test, method, mean, mean - half, mean + half, len(values)))
    return rows


def towns_now() -> list[Place]:
    places = read_places().values()
    return [
        place
        for place in places
        if place.level == "town" and place.valid_to is None and place.type != "管委会"
    ]


def measure_towns() -> list[tuple]:
    places = towns_now()
    right: dict[str, int] = {}
    tried, ratios = 0, {"plain": [], "weight 0.3 by nearest seat": []}
    for county in districts.counties(CITY).index:
        towns = [place for place in places if place.parent == county]
        outline = districts.polygon(county)
        metres = local_metres(outline)
        shape = transform(outline, metres)
        ground = ground_of(shape)
        known = known_of([place.code for place in towns], county, shape.area / 1e6)
        seats = np.column_stack(metres.transform([t.lon for t in towns], [t.lat for t in towns]))
        villages = np.column_stack(metres.transform(known.villages[:, 0], known.villages[:, 1]))
        sizes = known.sizes_km2 * 1e6
        numbers = np.arange(len(towns))
        plain = PowerCells.plain(seats, numbers)
        by_nearest = towards_neighbours(plain, 0.3)
        for method, cells in (("plain", plain), ("weight 0.3 by nearest seat", by_nearest)):
            ratio = np.log(np.maximum(cells.shares(ground), 1 / len(ground)) * shape.area / sizes)
            ratios[method] += list(np.abs(ratio[~np.isnan(ratio)]))
        for left_out, town in enumerate(known.towns):
            rest = np.arange(len(villages)) != left_out
            sites = np.concatenate([seats, villages[rest]])
            owners = np.concatenate([numbers, known.towns[rest]])
            cells = PowerCells.reaching(seats, villages[rest], known.towns[rest])
            tries = {
                "plain": plain,
                "weight 0.3 by nearest seat": by_nearest,
                "villages as seats": PowerCells.plain(sites, owners),
                "villages": cells,
                "villages and sizes": cells.sized(ground, shape.area, sizes),
            }
            for method, found in tries.items():
                right[method] = right.get(method, 0) + int(found.owners_at(villages[[left_out]])[0] == town)
            tried += 1
    rows = [("villages", method, *wilson(hits, tried), tried) for method, hits in right.items()]
    for method, values in ratios.items():
        mean, half = np.mean(values), 1.96 * np.std(values) / np.sqrt(len(values))
        rows.append(("sizes", method, *np.exp([-mean, -mean - half, -mean + half]), len(values)))
    return rows


def wilson(hits: int, tried: int, z: float = 1.96) -> tuple[float, float, float]:
    """Share and its 95% interval."""
    share = hits / tried
    middle = (share + z * z / 2 / tried) / (1 + z * z / tried)
    half = z * np.sqrt(share * (1 - share) / tried + z * z / 4 / tried**2) / (1 + z * z / tried)
    return share, middle - half, middle + half


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", action="store_true", help="replace data/boundaries/measured.csv")
    write = parser.parse_args().write
    rows = [*measure_counties(), *measure_towns()]
    table = pd.DataFrame(rows, columns=["test", "method", "share", "low", "high", "n"]).round(3)
    table["source"] = np.where(
        table["test"].str.startswith("counties"),
        districts.SOURCE,
        "data/gazetteer/village_points.csv, town_sizes.csv",
    )
    moved = table[table["test"].str.contains("moved")].set_index("method")["share"]
    gain = moved["villages and sizes"] - moved["plain"]
    expected = (
        "all villages",
        "published expectation",
        OUTSIDE + gain,
        OUTSIDE + gain - 0.05,
        OUTSIDE + gain + 0.05,
        0,
    )
    outside = ("all villages", "plain", OUTSIDE, np.nan, np.nan, 0)
    for row, source in ((outside, "an outside measurement"), (expected, "the outside figure and the gains")):
        table.loc[len(table)] = [*row[:2], *np.round(row[2:5], 3), row[5], source]
    print(table.drop(columns="source").to_string(index=False))
    if write:
        table.to_csv(BOUNDARIES / "measured.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
