"""What travels with every file, and the two standards that records are mapped to."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from python_calamine import CalamineWorkbook

from geo.boundaries import load_areas
from projects.export.formats import standards
from projects.export.formats.layers import LAYERS
from projects.export.writing import FORMATS, SIDECAR, export, formats_for_page
from projects.model.records import COLUMNS, dictionary, frame, read_records
from projects.store.counting import counts
from projects.store.database import open_store
from projects.store.filters import Filters
from projects.store.query import mask
from projects.vocabulary.style import industries
from tests.export.oc4ids_schema import PACKAGE, SECTORS
from tests.projects.samples import sample, samples


def descriptor(tmp_path: Path, **options: Any) -> Any:
    path = tmp_path / "records.csv"
    export(samples(), path, with_metadata=True, **options)
    return json.loads((tmp_path / f"records.csv{SIDECAR}").read_text(encoding="utf-8"))


def test_the_side_car_describes_its_file(tmp_path: Path) -> None:
    about = descriptor(tmp_path, crs="EPSG:4548", filters=Filters(county=("371502",), year_from=2021))
    data = (tmp_path / "records.csv").read_bytes()
    (resource,) = about["resources"]
    assert (resource["path"], resource["bytes"]) == ("records.csv", len(data))
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    header = next(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert resource["schema"]["primaryKey"] == "id"
    assert about["crs"]["code"] == "EPSG:4548"
    assert "4490" in json.dumps(about) or "CGCS2000" in about["datum_note"]["en"]
    assert about["filters"]["query"] == {"county": ["371502"], "from": ["2021"]}
    assert any("东昌府区" in label for label in about["filters"]["labels_zh"])
    assert about["counts"]["records"] == len(data.splitlines()) - 1 - data.count(b"cell\n")
    assert about["map_approval_number"] == ""


def test_the_descriptor_names_sources_and_what_they_are_worth(tmp_path: Path) -> None:
    about = descriptor(tmp_path)
    told = [row["name"] for row in about["data_dictionary"] if row["layer"] == "mentions"]
    assert told == list(COLUMNS)
    assert {row["layer"] for row in about["data_dictionary"]} == set(LAYERS), "no record is on a line"
    assert about["codes"]["code_level"] and about["codes"]["code_rule"]
    assert all(row["label_zh"] and row["label_en"] and row["type"] for row in about["data_dictionary"])
    documents = {row["document"]: row for row in about["documents"]}
    assert set(documents) == set(samples()["document"])
    assert documents["liaocheng-13fyp"]["number"] == "聊政发〔2016〕11号"
    levels = {row["level"]: row for row in about["boundaries"]}
    assert {level: row["areas"] for level, row in levels.items()} == dict(
        load_areas()["level"].value_counts()
    )
    assert all(row["official"] == 0 and row["methods"] and row["sources"] for row in levels.values())
    assert about["precision_levels"][0]["code"] == "site"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T00:00:00Z", about["created"])
    assert about["version"] == "0.1.0"
    for key in ("profile", "name", "title", "resources", "licenses", "sources", "contributors"):
        assert about[key], f"{key} is a member of a data package"
    assert all(re.fullmatch(r"[a-z0-9._-]+", row["name"]) for row in about["resources"])


@pytest.mark.parametrize("suffix", [form.suffix for form in FORMATS.values() if form.has_metadata])
def test_files_that_hold_their_metadata_need_no_side_car(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"records{suffix}"
    export(samples(), path, with_metadata=True)
    assert list(tmp_path.iterdir()) == [path]


def test_the_package_describes_every_file_in_it(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    export(samples(), path, filters=Filters(town=("郑家镇",)))
    with zipfile.ZipFile(path) as archive:
        about = json.loads(archive.read("datapackage.json"))
        readme = archive.read("README.txt").decode("utf-8-sig")
        files = {name: archive.read(name) for name in archive.namelist()[2:]}
    described = {row["path"]: row["hash"] for row in about["resources"]}
    assert described == {name: f"sha256:{hashlib.sha256(data).hexdigest()}" for name, data in files.items()}
    for expected in (*files, "镇街: 郑家镇", "记录 3", "审图号", "界线为示意", "东昌政发"):
        assert expected in readme
    assert all(name in readme for name in COLUMNS)


def test_the_page_is_told_of_every_format_and_what_it_is_for() -> None:
    for lang in ("zh", "en"):
        offers = formats_for_page(lang)
        assert [offer["suffix"] for offer in offers] == list(FORMATS)
        assert all(offer["label"] and offer["use"] and offer["media_type"] for offer in offers)
        for offer in offers:
            systems = offer["systems"]
            assert isinstance(systems, list)
            codes = [row["code"] for row in systems]
            assert set(codes) <= set(FORMATS[str(offer["suffix"])].crs) and codes[0] == "EPSG:4326"
            assert "EPSG:4548" not in codes or "EPSG:4527" in codes, "the zones that the data lie in"
            assert "EPSG:4534" not in codes
            assert all(row["label"] and row["use"] for row in systems)
    assert formats_for_page("zh") != formats_for_page("en")


# OC4IDS


def package(tmp_path: Path, records: Any, filters: Filters | None = None) -> Any:
    path = tmp_path / "records.oc4ids.json"
    export(records, path, filters=filters)
    return json.loads(path.read_bytes())


@pytest.mark.parametrize("which", ["awkward", "all", "none"])
def test_oc4ids_keeps_the_schema(tmp_path: Path, which: str) -> None:
    records = open_store().records() if which == "all" else samples()
    found = package(tmp_path, records, Filters(text="无此项目") if which == "none" else None)
    validator = jsonschema.Draft202012Validator(PACKAGE)
    assert [error.message for error in validator.iter_errors(found)] == []
    assert len(found["projects"]) == (0 if which == "none" else counts(records).projects)
    ids = [project["id"] for project in found["projects"]]
    assert len(set(ids)) == len(ids)


def test_oc4ids_field_by_field(tmp_path: Path) -> None:
    record = sample(2, responsible="区发改局|凤凰工业园", entity="山东金帝", industry="transport")
    (project,) = package(tmp_path, frame([record]))["projects"]
    del project["projectMap"]
    assert project == {
        "id": "oc4ids-pmap00-p02",
        "title": "年产1000万套“高端”轴承项目",
        "description": "年产1000万套",
        "period": {"startDate": "2021-01-01T00:00:00Z", "endDate": "2025-12-31T00:00:00Z"},
        "sector": ["transport"],
        "additionalClassifications": [
            {"scheme": "GB/T 4754-2017", "id": "G53-G57|E48", "description": "交通"}
        ],
        "locations": [
            {
                "id": "1",
                "description": "郑家镇",
                "geometry": {"type": "Point", "coordinates": [115.7168, 36.4161]},
                "gazetteer": {"scheme": "NBS", "identifiers": ["371502105"]},
                "address": {"region": "东昌府区", "locality": "郑家镇", "countryName": "中国"},
            }
        ],
        "budget": {"amount": {"amount": 850_005_000, "currency": "CNY"}},
        "parties": [
            {"id": "responsible-1", "name": "区发改局", "roles": ["publicAuthority"]},
            {"id": "responsible-2", "name": "凤凰工业园", "roles": ["publicAuthority"]},
            {"id": "entity-1", "name": "山东金帝"},
        ],
        "documents": [
            {
                "id": "dongchangfu-14fyp",
                "title": "东昌府区国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要",
                "language": "zh",
                "description": "专栏3 1(1)",
                "author": "东昌府区人民政府",
                "datePublished": "2021-08-04T00:00:00Z",
            }
        ],
    }


def test_sectors_are_those_of_the_standard_for_industries_that_exist() -> None:
    table = {row["industry"]: row["sector"] for row in _csv(standards.SECTORS)}
    assert set(table) <= {row.code for row in industries()}
    assert set(table.values()) <= set(SECTORS)


# IATI


def test_iati_rows(tmp_path: Path) -> None:
    path = tmp_path / "records.iati.csv"
    export(frame([sample(4), sample(5), sample(8), sample(9), sample(12)]), path)
    keys = ("activity_id", "location_ref", "location_name", "point_pos", "exactness", "location_class")
    rows = [tuple(row[key] for key in keys) for row in _csv(path)]
    assert rows == [
        ("r04", "371502S01", "聊城西站", "36.4391234 115.8461234", "1", "3"),
        ("r05", "371502105", "郑家镇", "36.4161000 115.7168000", "2", "1"),
        ("r05", "371502101", "沙镇镇", "36.2951000 115.8326000", "2", "1"),
        ("r08", "371500", "聊城市", "", "2", "1"),
        ("r09", "", "", "", "", ""),
        ("r12", "371502", "东昌府区", "", "2", "1"),
    ]
    assert _csv(path)[-1]["activity_title"] == "'=1+1（公式）"
    assert {row["point_srs_name"] for row in _csv(path)} == {"http://www.opengis.net/def/crs/EPSG/0/4326", ""}


def test_every_precision_level_has_a_class() -> None:
    levels = [row["level"] for row in _csv(standards.LEVELS)]
    wanted = dictionary().set_index("name").loc["level", "values"]
    assert wanted == "precision.csv"
    assert levels == ["site", "park", "town", "county", "city", "multi", "none"]


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_life_of_a_project_goes_with_its_records(tmp_path: Path):
    """轴承保持器产业振兴基地: proposed in 2021, carried on in 2024, not named in 2025."""
    records = read_records()
    base = records[records["name"].str.endswith("轴承保持器产业振兴基地")]
    assert len(base) >= 2
    export(base, tmp_path / "x.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "x.xlsx").get_sheet_by_name("记录").to_python()
    lives = [row[rows[0].index("规划沿革")] for row in rows[1:]]
    assert set(lives) == {"2021 新提出；2024 延续；2025 未再提及"}
    export(base, tmp_path / "x.gpkg")
    with closing(sqlite3.connect(tmp_path / "x.gpkg")) as connection:
        told = connection.execute("SELECT year, state FROM history ORDER BY year").fetchall()
    assert told == [("2021", "new"), ("2024", "carried"), ("2025", "not_named")]


def test_oc4ids_takes_no_plan_period_and_no_places_of_development(tmp_path: Path) -> None:
    rows = frame([sample(3), sample(1), sample(10)])
    found = package(tmp_path, rows)["projects"]
    assert [one["id"] for one in found] == ["oc4ids-pmap00-p03", "oc4ids-pmap00-p10"], "a base is none"
    assert all("period" not in one for one in found)
    assert all("geometry" not in place for place in found[1].get("locations", []))


def test_iso_19115_tells_extent_counts_filter_and_sources(tmp_path: Path) -> None:
    path = tmp_path / "all.qgis.zip"
    filters = Filters(town=("郑家镇",))
    export(read_records(), path, filters=filters)
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("metadata.xml"))
    text = " ".join(root.itertext())
    assert root.tag == "{http://www.isotc211.org/2005/gmd}MD_Metadata"
    for expected in (
        "镇街: 郑家镇",
        f"记录 {int(mask(read_records(), filters).sum())}",
        "东昌政发〔2021〕4号",
        "EPSG:4326",
        "115.2",
        "ISO 19115 / GB/T 19710",
    ):
        assert expected in text


def test_no_record_of_an_edition_is_of_that_edition(tmp_path: Path) -> None:
    """A filter that finds nothing does not make what is shown unpublished."""
    records = open_store().records().assign(edition="v1")
    path = tmp_path / "none.csv"
    export(records, path, filters=Filters(text="没有这样的名称"), with_metadata=True)
    told = json.loads(path.with_name(path.name + SIDECAR).read_text("utf-8"))
    assert "v1" in json.dumps(told) and "unpublished" not in json.dumps(told)
