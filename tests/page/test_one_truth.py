"""Random filters: every surface says the same five figures of the same records.

The page as it is rendered (without a browser: heads, list, tabs, comparison), the map's data with
the counting that its scripts do, prints, single file, exports of every kind and the service's
selection are compared with each other, not with what this test works out.
"""

from __future__ import annotations

import base64
import json
import re
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from geo.boundaries import load_areas
from projects.export.formats.content import Content
from projects.export.formats.layers import area_layer
from projects.export.writing import export
from projects.presentation.prints.content import content
from projects.presentation.webdata import publish
from projects.store.compare import compare
from projects.store.counting import FIGURES, Counts, counts
from projects.store.database import open_store
from projects.store.facets import project_numbers
from projects.store.filters import Filters
from projects.store.profile import find_area, profile
from projects.store.profiletables import Tables
from projects.store.query import Index, mask
from projects.store.totals import by_filter as by_filter_rows
from projects.store.totals import totals
from projects.store.visibility import standing
from projects.vocabulary import labels
from projects.vocabulary.style import families
from tests.examples import examples
from tests.page.applist import heads, listed

APP = str(Path(__file__).resolve().parents[2] / "app.py")
RECORDS = open_store().records()
INDEX = Index(RECORDS, pinyin=open_store().pinyin())
AREAS = load_areas()


def some(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


QUERIES = st.fixed_dictionaries(
    {
        "industry": some("bearings", "machinery", "food", "digital", *(one.code for one in families())),
        "kind": some("project", "base", "park", "town"),
        "stage": some("前期", "开工", "在建"),
        "document": some("dongchangfu-14fyp", "liaocheng-13fyp", "liaocheng-etdz-2023"),
        "county": some("371502", "371525", "371500Z01", "东昌府区"),
        "town": some("郑家镇", "沙镇镇"),
        "level": some("town", "county", "city", "park", "multi", "none"),
        "from": st.sampled_from([[], [], ["2019"], ["2022"]]),
        "text": st.sampled_from([[], [], [], ["产业园"], ["yuanqu"]]),
        "near": st.sampled_from([[], [], ["115.97,36.46,8"], ["115.969,36.49,0.5"]]),
        "within": st.sampled_from(
            [[], [], ["POLYGON ((115.6 36.3, 116.1 36.3, 116.1 36.6, 115.6 36.6, 115.6 36.3))"]]
        ),
    }
)


@cache
def map_data() -> dict[str, Any]:
    """What the map in the browser is given of all records, by id: project, and how it marks each."""
    store = open_store()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        published = publish(RECORDS, store.documents(), store.levels(), AREAS, folder=folder)
        packed = json.loads((folder / published.records).read_bytes())
    return {"packed": packed, "order": published.order}


def of_the_map(keep: np.ndarray[Any, Any]) -> dict[str, int]:
    """The counting of symbols.js and legend.js, over the data that they are given."""
    packed, order = map_data()["packed"], map_data()["order"]
    drawn = set(np.frombuffer(base64.b64decode(packed["places"]["list"]), "<u4").tolist())
    drawn |= {row for line in packed["lines"] for row in line["list"]}
    on_county = {row for rows in packed["counties"].values() for row in rows} - drawn
    project = np.frombuffer(base64.b64decode(packed["project"]), "<u4")
    shown = [at for at, row in enumerate(order) if keep[row]]
    found = [sum(at in part for at in shown) for part in (drawn, on_county)]
    named = {int(project[at]) for at in shown} - {0}
    return dict(zip(FIGURES, (len(named), len(shown), *found, len(shown) - sum(found)), strict=True))


def geopackage(path: Path) -> dict[str, int]:
    """Counted from the layers of the file, and as its own table says."""
    with closing(sqlite3.connect(path)) as connection:
        one = lambda query: connection.execute(query).fetchone()[0]  # noqa: E731
        projects, records = one("SELECT count(*) FROM projects"), one("SELECT count(*) FROM mentions")
        drawn = one("SELECT count(*) FROM mentions WHERE geom IS NOT NULL")
        layers = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")}
        drawn += one("SELECT count(*) FROM lines") if "lines" in layers else 0
        told = dict(connection.execute("SELECT item, value FROM about").fetchall())
    said = {key.split()[-1]: int(value) for key, value in told.items() if key.split()[-1] in FIGURES}
    assert (said["projects"], said["records"], said["drawn"]) == (projects, records, drawn)
    return said


def workbook(path: Path) -> dict[str, int]:
    book = openpyxl.load_workbook(path, read_only=True)
    told = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    said = {key.split()[-1]: int(value) for key, value in told.items() if key and key.split()[-1] in FIGURES}
    rows = {
        name: sum(1 for row in book[name].iter_rows(min_row=2, values_only=True) if row[0])
        for name in ("项目", "记录")
    }
    assert (rows["项目"], rows["记录"]) == (said["projects"], said["records"])
    return said


@pytest.mark.thorough
@settings(max_examples=examples(40, 200), deadline=None)
@given(query=QUERIES)
def test_map_print_comparison_and_count_agree(query: dict[str, list[str]]) -> None:
    filters = Filters.from_options(query)
    keep = mask(INDEX, filters)
    found = counts(RECORDS[keep])
    assert found.drawn + found.county + found.unplaced == found.records
    assert of_the_map(keep) == found.as_dict()
    printed = content(RECORDS[keep], AREAS)
    assert printed.counts == found
    assert sum(printed.by_family) == found.drawn
    for by in ("kind", "level", "document"):
        compared = compare(RECORDS, INDEX, filters, by=by)
        assert compared.counts == found
        assert compared.table["records"].sum() == found.records
    by_kind = compare(RECORDS, INDEX, filters, by="kind").table
    assert by_kind["projects"].sum() == found.projects


def badges(keep: np.ndarray[Any, Any]) -> dict[str, int]:
    """The counts on the counties of the map: the records that its data name for each and that are shown."""
    packed, order = map_data()["packed"], map_data()["order"]
    found = {code: sum(bool(keep[order[at]]) for at in rows) for code, rows in packed["counties"].items()}
    return {code: count for code, count in found.items() if count}


@pytest.mark.thorough
@settings(max_examples=examples(8, 40), deadline=None)
@given(query=QUERIES)
def test_each_county_and_zone_counts_the_same_everywhere(query: dict[str, list[str]]) -> None:
    """Badge of the map, print, comparison, table of totals, layer of exports and the filter by it.

    A record of several counties counts in each, a record of a zone in the zone only.
    """
    filters = Filters.from_options(query)
    keep = mask(INDEX, filters)
    shown = RECORDS[keep]
    # The filter by a county as the query has it would be widened, not narrowed, by a second one.
    codes = [str(code) for code in AREAS.index[AREAS["level"].isin(["county", "zone"])]]
    by_filter = {code: counts(RECORDS[keep & mask(INDEX, Filters(county=(code,)))]) for code in codes}
    exported = area_layer(Content(shown, whole=RECORDS), "counties").set_index("code")
    assert {code: Counts(*exported.loc[code, list(FIGURES)].astype(int)) for code in codes} == by_filter
    on_county = {code: found.county for code, found in by_filter.items() if found.county}
    assert badges(keep) == on_county
    assert {code: len(rows) for code, rows in content(shown, AREAS).counties.items()} == on_county
    records = {code: found.records for code, found in by_filter.items() if found.records}
    lines = totals(
        RECORDS,
        keep,
        by_filter_rows(INDEX, "county", codes),
        projects=project_numbers(RECORDS),
        marks=standing(RECORDS),
    ).set_index("value")
    for code in records:
        drawn = by_filter[code]
        told = tuple(lines.loc[code, ["projects", "records", "drawn"]])
        assert told == (drawn.projects, drawn.records, drawn.drawn)
    if not filters.county:
        compared = compare(RECORDS, INDEX, filters, by="county")
        assert dict(zip(compared.table["value"], compared.table["records"], strict=True)) == records
        assert sum(records.values()) - compared.repeated + compared.unassigned == len(shown)


@pytest.mark.thorough
@settings(
    max_examples=examples(2, 5), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=QUERIES)
def test_files_agree_with_the_count(tmp_path: Path, query: dict[str, list[str]]) -> None:
    filters = Filters.from_options(query)
    found = counts(RECORDS[mask(INDEX, filters)]).as_dict()
    files = {
        suffix: tmp_path / f"x{suffix}"
        for suffix in (".gpkg", ".xlsx", ".geojson", ".csv", ".oc4ids.json", ".shp.zip")
    }
    for path in files.values():
        path.unlink(missing_ok=True)
        assert export(RECORDS, path, filters=filters).counts.as_dict() == found
    assert geopackage(files[".gpkg"]) == workbook(files[".xlsx"]) == found
    features = json.loads(files[".geojson"].read_bytes())["features"]
    assert (len(features), sum(one["geometry"] is not None for one in features)) == (
        found["records"],
        found["drawn"],
    )
    table = pd.read_csv(files[".csv"], dtype=str, keep_default_na=False)
    has_point = int((table["lon"] != "").sum())
    on_line = int((standing(RECORDS[mask(INDEX, filters)]) == "line").sum())
    assert (len(table), has_point + on_line) == (found["records"], found["drawn"])
    assert len(json.loads(files[".oc4ids.json"].read_bytes())["projects"]) == found["projects"]
    with zipfile.ZipFile(files[".shp.zip"]) as archive:
        readme = archive.read("README.txt").decode("utf-8-sig")
    assert labels.figures(found, "zh") in readme


@pytest.mark.thorough
@settings(
    max_examples=examples(3, 10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=QUERIES)
def test_the_rendered_page_agrees_with_the_count(assets: None, query: dict[str, list[str]]) -> None:
    found = counts(RECORDS[mask(INDEX, Filters.from_options(query))])
    page = AppTest.from_file(APP, default_timeout=60)
    page.query_params.update({key: values for key, values in query.items() if values})
    page.run()
    assert not page.exception
    assert head(page) == found
    if not found.records:
        return
    told = found.as_dict()
    tabs = [tab.label for tab in page.tabs]
    assert labels.figures({name: told[name] for name in ("county", "unplaced")}, "zh") in tabs
    # A line for each record, and one above the records of a project that several name.
    rows = listed(page)
    if found.records <= 2000:
        assert len(rows["names"]) - len(heads(rows)) == found.records
        assert sum(heads(rows)) == sum(rows["parts"])


def head(page: AppTest) -> Counts:
    """The five figures at the head of the right column."""
    html = next(
        one.proto.body for one in page.get("html") if "<b>" in one.proto.body and "记录" in one.proto.body
    )
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace(",", "")
    match = re.search(r"项目\s+(\d+)\s+记录 (\d+) / \d+ · 图上 (\d+) · 县级 (\d+) · 未落点 (\d+)", text)
    assert match, text
    return Counts(*map(int, match.groups()))


@pytest.mark.parametrize("code", ["371502", "371500Z01", "371502105", "371502P02"])
def test_a_profile_counts_as_the_filter_of_its_area_does(code: str) -> None:
    tables = Tables(open_store(), records=RECORDS, index=INDEX)
    area = find_area(code, tables)
    one = profile(area, tables)
    assert one.counts == counts(RECORDS[mask(INDEX, area.filters)])
    assert one.plans["records"].sum() == one.counts.records
