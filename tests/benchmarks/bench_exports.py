"""Time and memory of exports of generated records beside plain pyogrio for the same rows.

    python -m tests.benchmarks.bench_exports [RECORDS] [SUFFIX …]

Prints a table in Markdown. Time is the median of runs that take turns with the peer's on the
same rows in the same process. The peer makes a GeoDataFrame of the records and gives it to
``pyogrio.write_dataframe`` with Arrow: RFC 7946 for GeoJSON, geometry as WKT for CSV. Ours
writes more (ids, areas, styles, metadata). Memory is the peak of a process of its own that
holds the records and runs one export (/proc: Linux), and in brackets by how much the export
raised it. Formats without a peer show a dash.
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

from projects.export.writing import FORMATS, export
from projects.model.records import COLUMNS
from projects.store.geometry import geometries
from tests.projects.samples import generated

RUNS = 5
DRIVERS: dict[str, tuple[str, dict[str, str]]] = {
    ".geojson": ("GeoJSON", {"RFC7946": "YES"}),
    ".gpkg": ("GPKG", {}),
    ".csv": ("CSV", {"GEOMETRY": "AS_WKT"}),
    ".fgb": ("FlatGeobuf", {"SPATIAL_INDEX": "NO"}),  # an index cannot hold missing geometries
    ".geojsonl": ("GeoJSONSeq", {}),
    ".kml": ("LIBKML", {}),
}
LEFT_OUT = (".zip", ".qgis.zip")


def main(count: int, suffixes: list[str]) -> None:
    """Run the *suffixes*, all when there are none, with *count* records."""
    records = generated(count)
    print(f"| {count:,} records | s | pyogrio s | ratio | MB | pyogrio MB | ratio |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        for suffix in suffixes or [suffix for suffix in FORMATS if suffix not in LEFT_OUT]:
            ours, theirs = Path(name) / f"ours{suffix}", Path(name) / f"theirs{suffix}"
            has_peer = suffix in DRIVERS
            seconds, peer_seconds = [], []
            for _ in range(RUNS if has_peer else 1):
                if has_peer:
                    peer_seconds.append(_seconds(lambda: _plain(records, theirs)))  # noqa: B023
                seconds.append(_seconds(lambda: export(records, ours)))  # noqa: B023
            cells = [median(seconds), median(peer_seconds) if has_peer else None]
            peak, grown = _memory_mb(count, ours, False)
            peer_peak, peer_grown = _memory_mb(count, theirs, True) if has_peer else (None, None)
            memory = f"{_row(peak, peer_peak)} ({_row(grown, peer_grown).replace(' | ', ' / ')})"
            print(f"| {suffix} | {_row(*cells)} | {memory} |", flush=True)


def _row(own: float, peer: float | None) -> str:
    return f"{own:.2f} | — | —" if peer is None else f"{own:.2f} | {peer:.2f} | {own / peer:.2f}"


def _plain(records: pd.DataFrame, path: Path) -> None:
    driver, options = DRIVERS[path.suffix]
    path.unlink(missing_ok=True)  # several drivers do not replace a file
    frame = gpd.GeoDataFrame(records[list(COLUMNS)], geometry=geometries(records), crs=4326)
    pyogrio.write_dataframe(frame, path, driver=driver, use_arrow=True, **options)


def _memory_mb(count: int, path: Path, is_peer: bool) -> tuple[float, float]:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured_mb, (count, path, is_peer))


def _measured_mb(count: int, path: Path, is_peer: bool) -> tuple[float, float]:
    records = generated(count)
    # Loads libraries, areas and drivers, which are no part of the export.
    (_plain if is_peer else export)(records.head(10), path)  # type: ignore[operator]
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew from here
    before = _status_mb("VmRSS")
    (_plain if is_peer else export)(records, path)  # type: ignore[operator]
    peak = _status_mb("VmHWM")
    return peak, peak - before


def _status_mb(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2:])
