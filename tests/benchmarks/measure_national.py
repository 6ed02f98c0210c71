"""How often a village lies in the area of its own town, over the whole country.

    python -m tests.benchmarks.measure_national [COUNTIES]

Of each county drawn (all with five known villages or more, seed 7) the areas are cut from the seats
alone, its villages left out; then every known village of a town with a seat says whether it lies in its
town, in another, or in ground that stays the county's. Types: city (most towns are sub-districts), plain
and hill by how far the seats differ from an even spread are not told apart, since no heights are at hand:
the density of towns stands for them (over or under one town per 100 km²). A table on standard output.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import shapely

from geo import workspace
from geo.build_areas import build_areas
from geo.errors import TableError
from geo.national import table
from geo.national.city import find_unit
from projects.city import write_gazetteer

LEAST = 5


def main(wanted: int) -> None:
    """Measure that many counties, drawn at random."""
    villages = table.read("village")
    towns = table.read("town").set_index("code")
    units = villages["parent"].map(towns["unit"])
    counts = units.value_counts()
    codes = sorted(counts.index[(counts >= LEAST) & (counts.index != "")])
    drawn = np.random.default_rng(7).permutation(codes)[:wanted]
    seen: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for code in drawn:
        right, other, open_, kind = measure(str(code), villages[(units == code).to_numpy()])
        for key in (kind, "all"):
            seen[key] = [a + b for a, b in zip(seen[key], (1, right, other, open_), strict=True)]
    print("type,counties,villages,right,in_another_town,left_to_the_county")
    for key, (number, right, other, open_) in sorted(seen.items()):
        total = right + other + open_
        shares = ",".join(f"{part / max(total, 1):.3f}" for part in (right, other, open_))
        print(f"{key},{number},{total},{shares}")


def measure(code: str, villages: object) -> tuple[int, int, int, str]:
    """Villages right, in another town and in the county's ground, and the type of one county."""
    unit = find_unit(code)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_gazetteer(unit, folder / "gazetteer")
        points = folder / "gazetteer" / "village_points.csv"
        points.write_text("town_code,name,lon,lat,source\n", encoding="utf-8")
        (folder / workspace.TITLE).write_text(f"code,name,name_en\n{code},x,x\n", encoding="utf-8")
        # A seat that is only known from the villages would measure itself.
        places = folder / "gazetteer" / "places.csv"
        with workspace.using(folder):
            try:
                areas = build_areas(code)
            except TableError as error:
                print(code, error, file=sys.stderr)
                return 0, 0, 0, "failed"
        by_villages = {
            line.split(",")[0] for line in places.read_text("utf-8").splitlines() if "middle one" in line
        }
    cells = areas[(areas["level"] == "town") & areas.geometry.notna()].set_index("code")
    known = villages[villages["parent"].isin(set(cells.index) - by_villages)]
    tree = shapely.STRtree(list(cells.geometry))
    rows, hits = tree.query(shapely.points(known["lon"], known["lat"]), "intersects")
    found = dict(zip(rows.tolist(), cells.index[hits].tolist(), strict=True))
    own = known["parent"].tolist()
    right = sum(found.get(row) == town for row, town in enumerate(own))
    outside = sum(row not in found for row in range(len(own)))
    every = areas[areas["level"] == "town"]
    streets = every["name"].str.endswith(("街道", "街道办事处")).mean()
    area_km2 = float(areas.loc[areas["level"] == "county", "area_km2"].sum())
    density = "dense" if len(every) / area_km2 > 0.01 else "sparse"
    return right, len(own) - right - outside, outside, "city" if streets > 0.5 else f"county, {density}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
