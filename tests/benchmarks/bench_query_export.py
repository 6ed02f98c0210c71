"""Time and memory of store, filters and exports on generated records, against plain pyogrio.

    python -m tests.benchmarks.bench_query_export [RECORDS]

Prints two tables in Markdown. Every figure is the median of some runs; the peer runs in the
same process on the same rows just before. Memory is the growth of the peak of the process
while one export runs in a process of its own (read from /proc: Linux). Nothing is asserted:
figures are for reading.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import geopandas as gpd
import pandas as pd
import pyogrio

from projects.export.writing import export
from projects.model.records import COLUMNS
from projects.store.database import open_store
from projects.store.filters import Filters, Near
from projects.store.geometry import geometries
from projects.store.query import Index, excluded_most, mask
from tests.projects.samples import generated, write_tables

OUTLINE = "POLYGON ((115.6 36.2, 116.1 36.2, 116.1 36.6, 115.6 36.2))"
FILTERS = {
    "industry, a family and a code": Filters(industry=("public", "chem")),
    "level": Filters(level=("town",)),
    "county": Filters(county=("371502",)),
    "two towns": Filters(town=("郑家镇", "371502101")),
    "years": Filters(year_from=2021, year_to=2022),
    "two words": Filters(text="轴承 年产10"),
    "pinyin": Filters(text="zhoucheng"),
    "initials": Filters(text="zcbcq"),
    "drawn polygon": Filters(within=OUTLINE),
    "5 km around a point": Filters(near=Near(116, 36.4, 5)),
    "100 km around a point": Filters(near=Near(116, 36.4, 100)),
    "all of these kinds": Filters(
        industry=("public",), county=("371502",), year_from=2021, text="项目", within=OUTLINE
    ),
}
# What plain pyogrio writes for the same rows; JSON lines have no driver of their own.
PEERS = {".geojson": "GeoJSON", ".csv": "CSV", ".jsonl": ""}


def main(count: int) -> None:
    """Run everything with *count* records."""
    records = generated(count)
    with tempfile.TemporaryDirectory() as folder:
        _filters(records, Path(folder))
        _exports(records, Path(folder))


def _filters(records: pd.DataFrame, folder: Path) -> None:
    tables = write_tables(folder / "tables", records)
    path = folder / "store.sqlite"
    print(f"| step, {len(records):,} records | ms | records |\n|---|---:|---:|")
    _row("store made from the tables", _milliseconds(lambda: open_store(path, tables=tables), 1))
    _row("store opened, tables unchanged", _milliseconds(lambda: open_store(path, tables=tables), 3))
    store = open_store(path, tables=tables)
    _row("all records read from the store", _milliseconds(store.records, 3), len(records))
    pinyin = store.pinyin()
    _row("index made", _milliseconds(lambda: Index(records, pinyin=pinyin).warm(), 1))
    index = Index(records, pinyin=pinyin).warm()
    for name, filters in FILTERS.items():
        took = _milliseconds(lambda filters=filters: mask(index, filters), 9)  # type: ignore[misc]
        _row(f"filter: {name}", took, int(mask(index, filters).sum()))
    nothing = Filters(text="无此项目", industry=("chem",), within=OUTLINE)
    _row("which condition excludes most", _milliseconds(lambda: excluded_most(index, nothing), 9))


def _exports(records: pd.DataFrame, folder: Path) -> None:
    print(
        "\n| export | s | pyogrio s | ratio | MB | pyogrio MB | ratio |\n|---|---:|---:|---:|---:|---:|---:|"
    )
    for suffix, driver in PEERS.items():
        ours, theirs = folder / f"ours{suffix}", folder / f"theirs{suffix}"
        peer_s = _milliseconds(lambda: _plain(records, theirs, driver), 3) / 1000 if driver else float("nan")  # noqa: B023
        own_s = _milliseconds(lambda: export(records, ours), 3) / 1000  # noqa: B023
        own_mb = _peak_mb(len(records), ours, "")
        peer_mb = _peak_mb(len(records), theirs, driver) if driver else float("nan")
        cells = (own_s, peer_s, own_s / peer_s, own_mb, peer_mb, own_mb / peer_mb)
        print(f"| {suffix} | {' | '.join('—' if cell != cell else f'{cell:.2f}' for cell in cells)} |")


def _plain(records: pd.DataFrame, path: Path, driver: str) -> None:
    """Points of the records through pyogrio with its defaults and Arrow, RFC 7946 for GeoJSON."""
    frame = gpd.GeoDataFrame(records[list(COLUMNS)], geometry=geometries(records), crs=4326)
    path.unlink(missing_ok=True)  # GDAL's CSV driver does not replace a file
    if driver == "CSV":
        pyogrio.write_dataframe(frame.drop(columns="geometry"), path, driver=driver, use_arrow=True)
    else:
        pyogrio.write_dataframe(frame, path, driver=driver, use_arrow=True, RFC7946="YES")


def _peak_mb(count: int, path: Path, driver: str) -> float:
    """Growth of the peak memory in MB while one export runs, in a process of its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_grown_mb, (count, path, driver))


def _grown_mb(count: int, path: Path, driver: str) -> float:
    records = generated(count)
    export(records.head(10), path)  # loads libraries and areas
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew from here
    before = _status_mb("VmRSS")
    if driver:
        _plain(records, path, driver)
    else:
        export(records, path)
    return _status_mb("VmHWM") - before


def _status_mb(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


def _milliseconds(run: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


def _row(name: str, took: float, count: int | None = None) -> None:
    print(f"| {name} | {took:,.1f} | {'' if count is None else f'{count:,}'} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
