"""GeoPackage, Shapefile, KML, FlatGeobuf, GeoParquet and the QGIS project, beyond their records."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.boundaries import load_areas
from geo.geojson import check
from projects.export.formats import wkb
from projects.export.formats.shapefile import MOST_BYTES, cut_text, short_names
from projects.export.writing import export
from projects.model.records import COLUMNS, dictionary, frame
from projects.store.database import open_store
from projects.store.filters import Filters
from projects.vocabulary.style import families, industries
from tests.export.export_readers import KML
from tests.projects.samples import sample, samples

QGIS_PYTHON = "/usr/bin/python3"
FAMILY_COLOURS = {family.code: family.colour for family in families()}
COLOURS = {row.code: FAMILY_COLOURS[row.family] for row in industries()}


@cache
def has_qgis() -> bool:
    if not Path(QGIS_PYTHON).exists():
        return False
    return subprocess.run([QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True).returncode == 0


VALIDATOR = ["/usr/bin/python3", "-m", "osgeo_utils.samples.validate_gpkg"]


def needs_qgis() -> None:
    if not has_qgis():
        pytest.skip("Debian's python3-qgis is not installed")


@pytest.fixture
def geopackage(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "records.gpkg"
    export(samples(), path, crs="EPSG:4548", filters=Filters(town=("郑家镇",)))
    with closing(sqlite3.connect(path)) as connection:
        yield connection


# GeoPackage


def test_geopackage_has_the_layers_and_all_areas(geopackage: sqlite3.Connection) -> None:
    assert geopackage.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert geopackage.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert geopackage.execute("PRAGMA foreign_key_check").fetchall() == []
    layers = geopackage.execute("SELECT table_name, srs_id FROM gpkg_contents WHERE data_type = 'features'")
    assert dict(layers) == dict.fromkeys(("mentions", "projects", "towns", "parks", "counties"), 4548)
    types = geopackage.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns")
    assert dict(types) == {
        **dict.fromkeys(("mentions", "projects"), "MULTIPOINT"),
        **dict.fromkeys(("towns", "parks", "counties"), "MULTIPOLYGON"),
    }
    levels = load_areas()["level"]
    for layer, wanted in {"towns": ["town"], "parks": ["park"], "counties": ["county", "zone"]}.items():
        (count,) = geopackage.execute(f"SELECT count(*) FROM {layer}").fetchone()
        assert count == int(levels.isin(wanted).sum())
    assert geopackage.execute("SELECT count(*) FROM mentions").fetchone() == (3,)
    assert geopackage.execute("SELECT count(*) FROM projects").fetchone() == (2,), "a base is no project"


def test_geopackage_styles_are_the_colours_of_the_page(geopackage: sqlite3.Connection) -> None:
    rows = geopackage.execute(
        "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
    )
    styles = {name: (column, default, qml) for name, column, default, qml in rows}
    assert set(styles) == {"mentions", "projects", "towns", "parks", "counties"}
    assert {(column, default) for column, default, _ in styles.values()} == {("geom", 1)}
    root = ElementTree.fromstring(styles["projects"][2])
    fanned = root.find("renderer-v2")
    assert fanned is not None and fanned.get("type") == "pointDisplacement", (
        "stacked records do not look like one"
    )
    renderer = fanned.find("renderer-v2")
    assert renderer is not None
    assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", "industry")
    symbols = {symbol.get("name"): symbol for symbol in renderer.iter("symbol")}
    found = {}
    for category in renderer.iter("category"):
        colour = symbols[category.get("symbol")].find("layer/prop[@k='color']")
        assert colour is not None
        red, green, blue, _ = map(int, (colour.get("v") or "").split(","))
        found[category.get("value")] = f"#{red:02X}{green:02X}{blue:02X}"
    assert found.pop("") == "#6B7280"
    # Behind the industries the legend tells what discs and rings are.
    assert {code for code in found if ":" in code} == {"symbol:site", "symbol:area", "symbol:multi"}
    assert {code: colour for code, colour in found.items() if ":" not in code} == COLOURS


def test_geopackage_says_what_travels_with_it(geopackage: sqlite3.Connection) -> None:
    (text,) = geopackage.execute("SELECT metadata FROM gpkg_metadata").fetchone()
    about = json.loads(text)
    assert about["counts"]["records"] == 3
    assert about["crs"]["code"] == "EPSG:4548"
    assert about["filters"]["query"] == {"town": ["郑家镇"]}
    query = "SELECT column_name, title FROM gpkg_data_columns WHERE table_name = 'mentions'"
    titles = dict(geopackage.execute(query))
    assert titles == dict(zip(*(dictionary()[key] for key in ("name", "label_zh")), strict=True))
    documents = geopackage.execute("SELECT document, title FROM documents").fetchall()
    assert [row[0] for row in documents] == ["dongchangfu-14fyp"]
    assert "第十四个五年规划" in documents[0][1]
    tables = {row[0] for row in geopackage.execute("SELECT table_name FROM gpkg_contents")}
    assert {"about", "data_dictionary", "documents", "precision", "layer_styles"} <= tables
    assert {f"code_{name}" for name in ("industry", "kind", "level", "stage", "county", "rule")} <= tables
    # Every column of every layer has a title.
    for layer in ("mentions", "projects", "counties", "towns", "parks"):
        columns = {row[1] for row in geopackage.execute(f"PRAGMA table_info({layer})")} - {"fid", "geom"}
        query = f"SELECT column_name FROM gpkg_data_columns WHERE table_name = '{layer}' AND title <> ''"
        assert {row[0] for row in geopackage.execute(query)} == columns


@pytest.mark.parametrize("filters", [Filters(), Filters(text="无此项目")])
def test_qgis_shows_a_geopackage_styled_without_a_click(tmp_path: Path, filters: Filters) -> None:
    needs_qgis()
    path = tmp_path / "records.gpkg"
    report = export(samples(), path, filters=filters)
    found = probe(path)
    by_name = {layer["name"]: layer for layer in found["layers"]}
    assert all(layer["valid"] and layer["labels"] for layer in found["layers"])
    assert by_name["mentions"]["features"] == report.records
    assert by_name["projects"]["features"] == report.counts.projects
    assert (by_name["mentions"]["alias"], by_name["projects"]["alias"]) == ("名称", "项目名称")
    categories = by_name["mentions"]["categories"]
    assert {code: colour.upper() for code, (_, colour) in categories.items() if code} == COLOURS
    assert "轴承及保持器" in categories["bearings"][0]
    assert found["colours"] > 10, "something is drawn"


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "EPSG:4548", "EPSG:4527"])
def test_qgis_opens_the_project(tmp_path: Path, crs: str) -> None:
    needs_qgis()
    path = tmp_path / "records.qgis.zip"
    export(samples(), path, crs=crs)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    found = probe(tmp_path / "projects.qgz")
    assert [layer["name"] for layer in found["layers"]] == [
        "记录",
        "项目",
        "园区",
        "镇街",
        "县区与功能区（含计数）",
    ]
    assert all(layer["valid"] and layer["features"] and layer["labels"] for layer in found["layers"])
    assert {layer["crs"] for layer in found["layers"]} == {crs}
    assert [layer["renderer"] for layer in found["layers"]] == [
        *["pointDisplacement"] * 2,
        *["singleSymbol"] * 3,
    ]
    assert found["project_crs"] == crs, "the project itself, not only its layers"
    assert found["colours"] > 10


def test_records_on_lines_are_in_package_and_project(tmp_path: Path) -> None:
    """Drawn as their course, titled and explained as the other layers are; nothing there without any."""
    records = open_store().records()
    path = tmp_path / "records.qgis.zip"
    report = export(records, path, filters=Filters(industry=("transport",)))
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    with closing(sqlite3.connect(tmp_path / "projects.gpkg")) as connection:
        one = lambda query: connection.execute(query).fetchone()[0]  # noqa: E731
        lines = one("SELECT count(*) FROM lines")
        points = one("SELECT count(*) FROM mentions WHERE geom IS NOT NULL")
        assert lines and lines + points == report.counts.drawn
        assert one("SELECT count(*) FROM layer_styles WHERE f_table_name = 'lines'") == 1
        titled = one("SELECT count(*) FROM gpkg_data_columns WHERE table_name = 'lines' AND title <> ''")
        assert titled == len(COLUMNS) + 4
        # Each course is labelled once, whatever stands on it.
        assert one("SELECT sum(sharing = turn) = count(DISTINCT geom) FROM lines")
    if not has_qgis():
        return
    layers = {layer["name"]: layer for layer in probe(tmp_path / "projects.qgz")["layers"]}
    assert list(layers) == ["记录", "项目", "线路上的记录", "园区", "镇街", "县区与功能区（含计数）"]
    found = layers["线路上的记录"]
    assert (found["valid"], found["features"], found["labels"]) == (True, lines, True)
    assert found["alias"] == "名称"


def test_a_package_tells_what_its_codes_mean(tmp_path: Path) -> None:
    """Every code of every column that has codes is a row of a table inside, with Chinese words."""
    export(open_store().records(), tmp_path / "x.gpkg")
    with closing(sqlite3.connect(tmp_path / "x.gpkg")) as connection:
        rows = connection.execute(
            "SELECT layer, name, codes FROM data_dictionary WHERE codes <> ''"
        ).fetchall()
        assert {name for _, name, _ in rows} >= {"industry", "kind", "level", "stage", "status", "method"}
        for layer, name, table in rows:
            key = "document" if table == "documents" else "code"
            label = {"documents": "title", "code_rule": "meaning_zh"}.get(table, "label_zh")
            told = dict(connection.execute(f"SELECT {key}, {label} FROM {table}").fetchall())
            used = {
                code
                for (text,) in connection.execute(f'SELECT DISTINCT "{name}" FROM {layer}')
                for code in (text or "").split("|")
            }
            missing = {code for code in used - {""} if not told.get(code, "")}
            assert not missing, f"{layer}.{name}: {sorted(missing)[:5]}"
            plain = {code: told[code] for code in used - {""} if told[code].isascii()}
            assert not plain, f"{layer}.{name}: {plain}"


def probe(path: Path) -> Any:
    script = Path(__file__).with_name("qgis_probe.py")
    done = subprocess.run([QGIS_PYTHON, str(script), str(path)], capture_output=True, text=True)
    assert done.stdout.startswith("{"), done.stderr
    return json.loads(done.stdout)


def test_the_project_names_the_layers_of_the_geopackage_beside_it(tmp_path: Path) -> None:
    """What can be checked without QGIS."""
    path = tmp_path / "records.qgis.zip"
    export(samples(), path, crs="EPSG:4548")
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {
            "README.txt",
            "datapackage.json",
            "metadata.xml",
            "projects-4548.gpkg",
            "projects.qgz",
        }
        with zipfile.ZipFile(io.BytesIO(archive.read("projects.qgz"))) as inner:
            root = ElementTree.fromstring(inner.read("project.qgs"))
    assert root.findtext("projectCrs/spatialrefsys/authid") == "EPSG:4548"
    sources = {layer.findtext("id"): layer.findtext("datasource") for layer in root.iter("maplayer")}
    assert sources == {
        f"{name}_layer": f"./projects-4548.gpkg|layername={name}"
        for name in ("mentions", "projects", "parks", "towns", "counties")
    }
    assert {node.get("id") for node in root.iter("layer-tree-layer")} == set(sources)


# Shapefile


def test_short_names_fit_and_differ() -> None:
    names = short_names()
    assert list(names) == list(COLUMNS)
    assert len({name.lower() for name in names.values()}) == len(COLUMNS)
    assert all(name.isascii() and name.isidentifier() and len(name) <= 10 for name in names.values())


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.integers(4, MOST_BYTES))
def test_texts_are_cut_between_characters(text: str, most: int) -> None:
    cut = cut_text(text, most)
    assert text.startswith(cut)
    assert len(cut.encode()) <= most
    assert cut == text or len(text[: len(cut) + 1].encode()) > most, "no character more would fit"


def test_a_cut_is_reported_and_nothing_is_lost(tmp_path: Path) -> None:
    long = "轴承" * 42 + "𠮷" * 20  # 252 bytes, then characters of 4
    path = tmp_path / "records.shp.zip"
    report = export(frame([sample(1, evidence=long, name="=" + long), sample(2)]), path)
    assert len(report.notes) == 1
    assert "段文字超过 254 字节" in report.notes[0]
    with zipfile.ZipFile(path) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("cut.csv").decode("utf-8-sig"), newline="")))
        readme = archive.read("README.txt").decode("utf-8-sig")
    assert [
        (row["id"], row["field"], row["bytes"], row["kept_bytes"])
        for row in rows
        if row["layer"] == "mentions"
    ] == [
        ("r01", "name", "333", "253"),
        ("r01", "evidence", "332", "252"),
    ]
    assert rows[1]["text"] == long
    assert rows[0]["text"] == "'=" + long, "no formula in a spreadsheet"
    assert report.notes[0] in readme


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's command line tools are not installed")
def test_ogrinfo_shows_chinese_with_no_option_set(tmp_path: Path) -> None:
    path = tmp_path / "records.shp.zip"
    export(samples(), path, crs="EPSG:4490")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    for source in (path, tmp_path / "mentions_point.shp"):
        command = ["ogrinfo", "-al", str(source), "mentions_point"]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout
        assert "name (String) = 中国轴承保持器产业振兴基地" in answer
        assert "China Geodetic Coordinate System 2000" in answer


# KML


def test_kml_has_a_folder_for_each_industry_in_its_colour(tmp_path: Path) -> None:
    path = tmp_path / "records.kml"
    odd = sample(1, name="控制\x08字符 & <b>粗体</b>", industry="无此行业", evidence="一\ufffe二")
    export(frame([odd, *[sample(number) for number in range(2, 16)]]), path)
    document = ElementTree.fromstring(path.read_bytes()).find(f"{KML}Document")
    assert document is not None
    folders = {folder.findtext(f"{KML}name"): folder for folder in document.findall(f"{KML}Folder")}
    labels = {row.code: row.label_zh for row in industries()}
    used = set(samples()["industry"][1:])
    assert set(folders) - {"园区", "镇街", "县区与功能区（含计数）"} == {labels[code] for code in used} | {
        "未分类"
    }
    odd_name = folders["未分类"].findtext(f"{KML}Placemark/{KML}name")
    assert odd_name == "控制字符 & <b>粗体</b>"
    styles = {
        style.get("id"): style.findtext(f"{KML}IconStyle/{KML}color")
        for style in document.iter(f"{KML}Style")
    }
    red, green, blue = (COLOURS["bearings"][start : start + 2].lower() for start in (1, 3, 5))
    assert styles["industry-bearings"] == f"ff{blue}{green}{red}"
    places = list(document.iter(f"{KML}Placemark"))
    assert {place.findtext(f"{KML}styleUrl") for place in places} <= {f"#{key}" for key in styles}
    for place in places:
        level = place.findtext(f"{KML}ExtendedData/{KML}Data[@name='level']/{KML}value")
        is_record = place.find(f"{KML}ExtendedData/{KML}Data[@name='id']") is not None
        assert not (is_record and level == "county" and list(place.iter(f"{KML}coordinates")))
    counties = folders["县区与功能区（含计数）"]
    assert len(list(counties.iter(f"{KML}Polygon"))) >= 8, "areas are there, with their figures"
    assert all("县级" in (text.text or "") for text in counties.iter(f"{KML}description"))


def test_kmz_brings_its_icon(tmp_path: Path) -> None:
    path = tmp_path / "records.kmz"
    export(samples(), path)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("doc.kml").decode()
        assert archive.read("files/disc.png").startswith(b"\x89PNG")
    assert "http" not in text.replace("http://www.opengis.net/kml/2.2", "")
    assert "<href>files/disc.png</href>" in text


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's command line tools are not installed")
@pytest.mark.parametrize("suffix", [".gpkg", ".kml", ".kmz", ".fgb"])
def test_an_older_gdal_opens_it_without_a_warning(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"records{suffix}"
    export(samples(), path)
    done = subprocess.run(
        ["ogrinfo", "-al", str(path)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stderr == ""
    assert "年产1000万套“高端”轴承项目" in done.stdout


# GeoParquet, GeoJSON lines


@pytest.mark.parametrize(("crs", "code"), [("EPSG:4326", 4326), ("EPSG:4490", 4490), ("EPSG:4547", 4547)])
def test_geoparquet_metadata(tmp_path: Path, crs: str, code: int) -> None:
    path = tmp_path / "records.parquet"
    export(samples(), path, crs=crs)
    with duckdb.connect() as connection:
        query = f"SELECT decode(value) FROM parquet_kv_metadata('{path}') WHERE decode(key) = 'geo'"
        (text,) = connection.execute(query).fetchone() or ("",)
        (inside,) = connection.execute(
            f"SELECT count(*) FROM '{path}' WHERE bbox.xmin = bbox.xmax AND geometry IS NOT NULL"
        ).fetchone() or (0,)
    about = json.loads(text)
    column = about["columns"]["geometry"]
    assert (about["version"], about["primary_column"]) == ("1.1.0", "geometry")
    assert (column["encoding"], column["crs"]["id"]) == ("WKB", {"authority": "EPSG", "code": code})
    assert set(column["geometry_types"]) == {"Point", "MultiPoint"}
    assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
    assert inside == 4, "four records have one point"


def test_each_line_of_geojson_keeps_the_rules(tmp_path: Path) -> None:
    lines, whole = tmp_path / "records.geojsonl", tmp_path / "whole.geojson"
    export(samples(), lines)
    features = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    west, south, east, north = 115, 36, 117, 37
    collection = {"type": "FeatureCollection", "bbox": [west, south, east, north], "features": features}
    whole.write_text(json.dumps(collection), encoding="utf-8")
    assert check(whole) == []


# The bytes of multipoints


@given(st.lists(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=4), max_size=8))
def test_multipoints_are_what_shapely_makes(places: list[list[tuple[float, float]]]) -> None:
    pairs = [(number, *pair) for number, row in enumerate(places) for pair in row]
    row, x, y = (np.array(column) for column in zip(*pairs, strict=True)) if pairs else (np.zeros(0),) * 3
    found = wkb.multipoints(row.astype(np.int64), x, y, rows=len(places)).to_pylist()
    assert found == [shapely.to_wkb(shapely.MultiPoint(row), byte_order=1) if row else None for row in places]


@pytest.mark.wide
def test_the_geopackage_passes_gdals_own_validator(tmp_path: Path) -> None:
    check = [*VALIDATOR, "-k", str(tmp_path / "records.gpkg")]
    if "No module named" in subprocess.run([*VALIDATOR, "--help"], capture_output=True, text=True).stderr:
        pytest.skip("GDAL's samples are not installed (python3-gdal)")
    for filters in (Filters(), Filters(text="无此项目")):
        (tmp_path / "records.gpkg").unlink(missing_ok=True)
        export(samples(), tmp_path / "records.gpkg", crs="EPSG:4527", filters=filters)
        done = subprocess.run(check, capture_output=True, text=True)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_zones_of_three_degrees_with_and_without_their_number(tmp_path: Path) -> None:
    shapes = {}
    for code in ("EPSG:4548", "EPSG:4527"):
        path = tmp_path / f"{code[5:]}.fgb"
        export(samples(), path, crs=code, layer="counties")
        layer = pyogrio.read_dataframe(path)
        assert layer.crs.to_epsg() == int(code[5:])
        shapes[code] = layer.total_bounds
    np.testing.assert_allclose(shapes["EPSG:4527"] - shapes["EPSG:4548"], [39e6, 0, 39e6, 0], atol=1e-3)
