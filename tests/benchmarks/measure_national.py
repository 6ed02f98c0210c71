"""How often a village lies in the area of its own town, over the whole country.

    python -m tests.benchmarks.measure_national [COUNTIES] [--write]

Of each county drawn (of all with five known villages or more, seed 7) the areas are cut from the seats
alone, its villages left out; then every known village says whether it lies in its town, in another, or in
ground that stays the county's. A village of a town without a seat cannot be right: it is in
``no_seat_known`` and in ``right_of_all``, not in the other shares.

Types: city, where most towns are sub-districts; hill and plain by which words the names of villages and
towns hold more of (:data:`HILL`, :data:`PLAIN`), since no heights are at hand. The table goes to standard
output; ``--write`` replaces ``data/national/measured.csv``.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo import workspace
from geo.build_areas import build_areas
from geo.errors import TableError
from geo.national import table
from geo.national.city import find_unit
from projects.city import write_gazetteer

LEAST = 5
HILL = frozenset("岭沟坪坡坳峪冲峡岩崖谷溪垭寨坑岗峒梁峰岙山坝坎")
PLAIN = frozenset("庄屯店营圩埠集甸洼堤荡垸港淀楼堡郭赵李")
_RANK = re.compile(r"(?:街道|村民委员会|居民委员会|村委会|居委会|社区|村|镇|乡)+$")
_COLUMNS = (
    "type",
    "counties",
    "villages",
    "right",
    "in_another_town",
    "left_to_the_county",
    "no_seat_known",
    "right_of_all",
)


def main() -> None:
    """Measure the counties asked for, drawn at random."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("counties", nargs="?", type=int, default=10_000)
    parser.add_argument("--write", action="store_true", help="replace data/national/measured.csv")
    options = parser.parse_args()
    villages = table.read("village")
    units = villages["parent"].map(table.read("town").set_index("code")["unit"])
    counts = units.value_counts()
    codes = sorted(counts.index[(counts >= LEAST) & (counts.index != "")])
    seen: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for number, code in enumerate(np.random.default_rng(7).permutation(codes)[: options.counties], 1):
        found = measure(str(code), villages[(units == code).to_numpy()])
        if found is None:
            continue
        kind, *counted = found
        for key in (kind, "all"):
            seen[key] = [a + b for a, b in zip(seen[key], (1, *counted), strict=True)]
        if number % 50 == 0:
            print(f"{number} counties: {seen['all']}", file=sys.stderr, flush=True)
    rows = [_row(kind, *seen[kind]) for kind in ("all", "plain", "hill", "city") if kind in seen]
    text = pd.DataFrame(rows, columns=list(_COLUMNS)).to_csv(index=False, lineterminator="\n")
    print(text, end="")
    if options.write:
        (table.FOLDER / "measured.csv").write_text(text, encoding="utf-8")


def measure(code: str, villages: pd.DataFrame) -> tuple[str, int, int, int, int] | None:
    """Type of a county; its villages right, in another town, in the county's ground, of unseated towns.

    None when its areas cannot be cut.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_gazetteer(find_unit(code), folder / "gazetteer")
        points = folder / "gazetteer" / "village_points.csv"
        points.write_text("town_code,name,lon,lat,source\n", encoding="utf-8")
        (folder / workspace.TITLE).write_text(f"code,name,name_en\n{code},x,x\n", encoding="utf-8")
        # A seat that is only known from the villages would measure itself.
        places = folder / "gazetteer" / "places.csv"
        rows = pd.read_csv(places, dtype=str, keep_default_na=False)
        by_villages = rows["source"].str.startswith("middle one")
        rows.loc[by_villages, ["lon", "lat", "accuracy_m"]] = ""
        rows.to_csv(places, index=False)
        with workspace.using(folder):
            try:
                areas = build_areas(code)
            except TableError as error:
                print(code, error, file=sys.stderr)
                return None
    towns = areas[areas["level"] == "town"]
    cells = towns[towns.geometry.notna()].set_index("code")
    known = villages[villages["parent"].isin(set(cells.index))]
    tree = shapely.STRtree(list(cells.geometry))
    hits = tree.query(shapely.points(known["lon"], known["lat"]), "intersects")
    found = dict(zip(hits[0].tolist(), cells.index[hits[1]].tolist(), strict=True))
    own = known["parent"].tolist()
    right = sum(found.get(row) == town for row, town in enumerate(own))
    outside = sum(row not in found for row in range(len(own)))
    kind = _kind(towns["name"], villages["name"])
    return kind, right, len(own) - right - outside, outside, len(villages) - len(own)


def _kind(towns: Iterable[str], villages: Iterable[str]) -> str:
    towns = list(towns)
    if 2 * sum(name.endswith(("街道", "街道办事处")) for name in towns) > len(towns):
        return "city"
    bare = [set(_RANK.sub("", name)) for name in [*towns, *villages]]
    return "hill" if sum(bool(n & HILL) for n in bare) > sum(bool(n & PLAIN) for n in bare) else "plain"


def _row(kind: str, counties: int, right: int, other: int, open_: int, unseated: int) -> tuple[object, ...]:
    total = max(right + other + open_, 1)
    every = max(total + unseated, 1)
    shares = (right / total, other / total, open_ / total, unseated / every, right / every)
    return kind, counties, total + unseated, *(f"{share:.3f}" for share in shares)


if __name__ == "__main__":
    main()
