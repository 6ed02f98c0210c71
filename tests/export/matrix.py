"""Every format × every system × five selections, and 200 random filters, read back and compared.

    python -m tests.export.matrix [--filters 200] [--choices all within] [--formats .gpkg]

Prints a line for each format and ends with 1 when anything differs. Compared are: number and
ids of records, all texts and numbers, every corner of every geometry (readers that are not the
writers: SQLite, DuckDB, the Rust FlatGeobuf reader, pyshp, openpyxl, XML and JSON parsers); the five
figures of the file with those of the page; the layers that GDAL sees; OC4IDS with its schema; GDAL's
validator of GeoPackage; and what PyQGIS opens, where Debian's packages are installed. The filters
are asked of count, service, GeoPackage, workbook, GeoJSON and CSV.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import jsonschema
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import shapely

from geo import workspace
from projects.export.formats.systems import GCJ02, LONLAT, offered, transformed
from projects.export.service import configuration
from projects.export.service_app import Collections, Settings
from projects.export.writing import FORMATS, export, file_name
from projects.store.counting import FIGURES, counts
from projects.store.database import open_store
from projects.store.filters import Filters
from projects.store.geometry import geometries
from projects.store.query import mask
from projects.vocabulary import labels
from tests.export.export_readers import READERS, read
from tests.export.oc4ids_schema import PACKAGE
from tests.export.test_exports_gis import VALIDATOR, has_qgis, probe
from tests.export.test_exports_round_trip import (
    NO_GEOMETRY,
    OTHER_ORDER,
    expected_of,
)

AREA = "POLYGON ((115.6 36.3, 116.1 36.3, 116.1 36.6, 115.6 36.6, 115.6 36.3))"
CHOICES = {
    "all": Filters(),
    "one town": Filters(town=("郑家镇",)),
    "within": Filters(within=AREA),
    "empty": Filters(text="无此项目"),
    "unlocated": Filters(level=("city", "none")),
}
RECORDS = open_store().records()
SURFACES = (".gpkg", ".xlsx", ".geojson", ".csv")


def differences(suffix: str, crs: str, filters: Filters, folder: Path) -> Iterator[str]:
    """What a file of the format says otherwise than the records."""
    path = folder / file_name("projects", suffix, crs=crs)
    report = export(RECORDS, path, crs=crs, filters=filters, with_metadata=True)
    chosen = RECORDS[mask(RECORDS, filters)]
    wanted = counts(chosen).as_dict()
    if report.counts.as_dict() != wanted:
        yield f"the report counts {report.counts}"
    if (told := figures_in(path)) != wanted:
        yield f"the file says {told}, the page {wanted}"
    if suffix in READERS:
        yield from of_records(path, suffix, crs, chosen)
    if suffix == ".gpkg":
        yield from of_geopackage(path)
    if suffix == ".qgis.zip":
        yield from of_project(path, folder, crs, wanted)
    if suffix == ".oc4ids.json":
        data = json.loads(path.read_bytes())
        jsonschema.validate(data, PACKAGE)
        if len(data["projects"]) != wanted["projects"]:
            yield f"OC4IDS holds {len(data['projects'])} projects of {wanted['projects']}"


def figures_in(path: Path) -> dict[str, int] | None:
    """The five figures that the file, or what lies beside it, says."""
    beside = path.with_name(path.name + ".datapackage.json")
    if beside.exists():
        found: dict[str, int] = json.loads(beside.read_bytes())["counts"]
        return found
    if path.suffix == ".gpkg":
        with closing(sqlite3.connect(path)) as database:
            rows = dict(database.execute("SELECT item, value FROM about").fetchall())
        return {key.split()[-1]: int(value) for key, value in rows.items() if key.split()[-1] in FIGURES}
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path, read_only=True)["说明"]
        told = {str(row[0]): row[1] for row in sheet.iter_rows(values_only=True) if row and row[0]}
        return {key.split()[-1]: int(value) for key, value in told.items() if key.split()[-1] in FIGURES}
    with zipfile.ZipFile(path) as archive:
        if "datapackage.json" in archive.namelist():
            return dict(json.loads(archive.read("datapackage.json"))["counts"])
    return None


def of_records(path: Path, suffix: str, crs: str, chosen: pd.DataFrame) -> Iterator[str]:
    """Ids, texts and corners of each record."""
    found = read(path)
    shapes = dict(zip(chosen["id"], transformed(geometries(chosen), crs), strict=True))
    if suffix == ".fgb":
        chosen = chosen[np.array([shapes[each] is not None for each in chosen["id"]], dtype=bool)]
    expected = {row["id"]: row for row in expected_of(chosen, suffix)}
    ids = [row.record["id"] for row in found]
    if sorted(ids) != sorted(chosen["id"]) or (suffix not in OTHER_ORDER and ids != chosen["id"].tolist()):
        yield f"{len(ids)} ids of {len(chosen)}"
        return
    wrong = [row.record["id"] for row in found if row.record != expected[row.record["id"]]]
    if wrong:
        yield f"{len(wrong)} records differ, first {wrong[0]}"
    if suffix in NO_GEOMETRY:
        return
    tolerance = 1e-7 if crs in (*LONLAT, GCJ02) else 1e-3
    for row in found:
        shape = shapes[row.record["id"]]
        if (row.shape is None) != (shape is None):
            yield f"{row.record['id']}: a geometry that is not there, or none"
        elif shape is not None:
            pair = [np.sort(shapely.get_coordinates(one), axis=0) for one in (row.shape, shape)]
            if pair[0].shape != pair[1].shape or np.abs(pair[0] - pair[1]).max() > tolerance:
                yield f"{row.record['id']}: lies elsewhere"
    if suffix in (".geojson", ".fgb", ".kml", ".gpkg") and len(found):
        layers = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
        if not layers:
            yield "GDAL sees no layer"


def of_geopackage(path: Path) -> Iterator[str]:
    """GDAL's own validator, where it is installed."""
    done = subprocess.run([*VALIDATOR, "-k", str(path)], capture_output=True, text=True, check=False)
    if "No module" not in done.stderr and (done.returncode or done.stdout or done.stderr):
        yield f"validate_gpkg: {(done.stdout + done.stderr).strip()[:200]}"


def of_project(path: Path, folder: Path, crs: str, wanted: dict[str, int]) -> Iterator[str]:
    """What PyQGIS opens: all layers, in the system asked for, with as many symbols as are told."""
    if not has_qgis():
        return
    out = folder / "project"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(out)
    found = probe(out / "projects.qgz")
    if found["project_crs"] != crs or {layer["crs"] for layer in found["layers"]} != {crs}:
        yield f"QGIS: {found['project_crs']}"
    if not all(layer["valid"] and layer["labels"] for layer in found["layers"]):
        yield "QGIS: a layer is not valid or has no labels"
    layers = {layer["name"]: layer for layer in found["layers"]}
    told = {"projects": layers["项目"]["features"], "records": layers["记录"]["features"]}
    told["drawn"] = layers["记录"]["drawn"] + layers.get("线路上的记录", {"drawn": 0})["drawn"]
    if told != {name: wanted[name] for name in told}:
        yield f"QGIS: {told}"


@cache
def service() -> Collections:
    """The service's own answers, without a server."""
    config = configuration(workspace.current(), url="http://127.0.0.1:5000")
    return Collections(Settings("http://127.0.0.1:5000"), config["resources"])


def service_counts(filters: Filters) -> dict[str, int]:
    """Records, drawn records and projects as the service counts them."""
    query = urlencode({**filters.to_query(), "limit": 10_000}, doseq=True)
    found = json.loads(service().answer("mentions", None, query).body)
    projects = json.loads(service().answer("projects", None, query).body)
    drawn = sum(one["geometry"] is not None for one in found["features"])
    return {"projects": projects["numberMatched"], "records": found["numberMatched"], "drawn": drawn}


def any_filter(choose: random.Random) -> Filters:
    """Some conditions with values that occur."""
    query: dict[str, list[str]] = {}
    columns = {"industry": "industry", "kind": "kind", "document": "document", "level": "level"}
    columns |= {"county": "county_code"}
    for key in choose.sample(sorted(columns), choose.choice([0, 1, 1, 2])):
        values = sorted({part for text in RECORDS[columns[key]] for part in text.split("|")} - {""})
        query[key] = choose.sample(values, choose.choice([1, 2]))
    more = [{"text": ["产业园"]}, {"from": ["2021"]}, {"to": ["2020"]}, {"near": ["115.97,36.46,8"]}]
    if choose.random() < 0.6:
        query |= choose.choice([*more, {"within": [AREA]}, {"town": ["郑家镇"]}, {"text": ["yuanqu"]}])
    return Filters.from_options(query)


def of_filter(filters: Filters, folder: Path) -> Iterator[str]:
    """Every surface's figures of one filter that are not those of the count."""
    chosen = RECORDS[mask(RECORDS, filters)]
    wanted = counts(chosen).as_dict()
    asked = service_counts(filters)
    if asked != {name: wanted[name] for name in asked}:
        yield f"service {asked}, count {wanted}"
    for suffix in SURFACES:
        path = folder / f"x{suffix}"
        path.unlink(missing_ok=True)
        if export(RECORDS, path, filters=filters).counts.as_dict() != wanted:
            yield f"{suffix}: report"
        if len(read(path)) != wanted["records"]:
            yield f"{suffix}: {len(read(path))} records"
        if suffix in (".gpkg", ".xlsx") and figures_in(path) != wanted:
            yield f"{suffix}: {figures_in(path)}"
    name = file_name("projects", ".gpkg", filters=filters)
    if filters.active() and name == "projects.gpkg":
        yield "the name of the file does not tell the filter"


def main() -> int:
    """The matrix, then the filters; 1 when anything differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--filters", type=int, default=200)
    parser.add_argument("--choices", nargs="+", choices=list(CHOICES), default=list(CHOICES))
    parser.add_argument("--formats", nargs="+", choices=list(FORMATS), default=list(FORMATS))
    options = parser.parse_args()
    areas = RECORDS[["lon"]].dropna()["lon"].astype(float)
    systems = offered(float(areas.min()), float(areas.max()))
    failed, cells = 0, 0
    for suffix in options.formats:
        form = FORMATS[suffix]
        done: list[str] = []
        for crs in [crs for crs in systems if crs in form.crs]:
            for name, filters in CHOICES.items():
                if name not in options.choices:
                    continue
                with tempfile.TemporaryDirectory() as folder:
                    found = list(differences(suffix, crs, filters, Path(folder)))
                cells += 1
                done += [f"{crs} {name}: {line}" for line in found]
        failed += len(done)
        print(f"{suffix}: {'equal' if not done else '; '.join(done[:5])}", flush=True)
    choose = random.Random(14)
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(options.filters):
            filters = any_filter(choose)
            wrong += [f"{filters.link()}: {line}" for line in of_filter(filters, Path(folder))]
    told = labels.figures(counts(RECORDS).as_dict(), "zh")
    print(f"{cells} cells, {failed} differences; {options.filters} filters, {len(wrong)} differences; {told}")
    for line in wrong[:10]:
        print(re.sub(r"\s+", " ", line))
    return 1 if failed or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
