"""The stand-alone file: complete, small, escaped, and its filters those of the page."""

from __future__ import annotations

import base64
import datetime
import hashlib
import html
import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo import DATA_DIR, tables, workspace
from geo.assets import install_assets
from geo.boundaries import load_areas
from geo.errors import AssetError
from geo.gazetteer_tables import load_gazetteer
from geo.ground.lines import lines
from projects.__main__ import main
from projects.model.records import read_records
from projects.presentation.standalone import standalone
from projects.store.database import open_store
from projects.store.filters import Filters
from projects.store.query import mask
from tests.projects.samples import samples

RECORDS = read_records()
HOSTILE = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)> & \u2028"


@pytest.fixture(scope="module", autouse=True)
def assets() -> None:
    install_assets()


@pytest.fixture(scope="module")
def areas() -> gpd.GeoDataFrame:
    return load_areas()


def make(records: pd.DataFrame, areas: gpd.GeoDataFrame, **how: Any) -> str:
    store = open_store()
    made_on = datetime.date(2025, 3, 1)
    return standalone(records, store.documents(), store.levels(), areas, made_on=made_on, **how).decode(
        "utf-8"
    )


def data_of(page: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page)[1]
    )
    return found


def test_the_shipped_data_fit_into_a_mail(areas: gpd.GeoDataFrame):
    page = make(RECORDS, areas)
    assert len(page.encode()) < 3_000_000  # most mail servers take 20 MB
    data = data_of(page)
    assert data["records"]["count"] == len(data["details"]) == len(RECORDS)
    assert sorted(row[0] for row in data["details"]) == sorted(RECORDS["id"])


def test_only_the_records_of_the_view_are_in_the_file(areas: gpd.GeoDataFrame):
    bearings = RECORDS[RECORDS["industry"] == "bearings"]
    page = make(bearings, areas, conditions=["轴承及保持器"])
    data = data_of(page)
    assert {row[0] for row in data["details"]} == set(bearings["id"])
    others = set(RECORDS["name"]) - set(bearings["name"]) - set(load_gazetteer().names)
    others -= {line.name for line in lines()}  # the ground
    assert not [name for name in others if len(name) > 8 and name in page]
    assert data["view"]["conditions"] == ["轴承及保持器"]
    assert {each["document"] for each in data["config"]["documents"]} == set(bearings["document"])


def test_nothing_in_the_file_asks_for_anything(areas: gpd.GeoDataFrame):
    page = make(RECORDS, areas)
    outside = re.sub(r"<script.*?</script>|<style>.*?</style>", "", page, flags=re.S)
    assert not re.search(r"""(?:src|href|action)\s*=""", outside)
    assert data_of(page)["config"]["basemaps"] == []
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    for script in re.findall(r"<script>(.*?)</script>", page, flags=re.S):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe-eval" not in policy
    assert re.findall(r"connect-src|font-src|http", policy) == []


def test_texts_of_documents_cannot_leave_their_place(areas: gpd.GeoDataFrame):
    records = samples().assign(name=HOSTILE, entity=HOSTILE, section=HOSTILE, evidence=f"name: {HOSTILE}")
    page = make(records, areas, title=HOSTILE, conditions=[HOSTILE])
    plain = make(samples(), areas)
    assert page.count("<script") == plain.count("<script")
    assert page.count("</script") == plain.count("</script")
    assert "<img" not in page
    assert "\u2028" not in re.search(r'"sa-data">(.*?)</script>', page)[1]
    assert data_of(page)["details"][0][1] == HOSTILE


def test_the_file_carries_every_condition_of_the_page(areas: gpd.GeoDataFrame):
    rows = tables.records(DATA_DIR / "filters.csv")
    carried = data_of(make(samples(), areas))["filters"]["conditions"]
    assert [(one["key"], one["kind"], "|".join(one["levels"])) for one in carried] == [
        (row["key"], row["kind"], row["levels"]) for row in rows
    ]
    assert {one["key"] for one in carried} - {"years"} <= {field.name for field in fields(Filters)}


def test_areas_select_the_records_that_the_page_would_select(areas: gpd.GeoDataFrame):
    data = data_of(make(RECORDS, areas))
    ids = [row[0] for row in data["details"]]
    for code, key in (
        ("371502", "county"),
        ("371502105", "town"),
        ("371502P01", "park"),
        ("371500Z01", "county"),
        ("371500Z01", "park"),
    ):
        wanted = RECORDS[mask(RECORDS, Filters(**{key: (code,)}))]
        assert {ids[at] for at in data["filters"]["areas"][key][code]} == set(wanted["id"])
        assert len(wanted) > 5
    assert np.array_equal(np.sort(data["filters"]["order"]), np.arange(len(RECORDS)))


def test_same_view_gives_the_same_bytes(areas: gpd.GeoDataFrame):
    shuffled = samples().sample(frac=1, random_state=1).reset_index(drop=True)
    assert make(samples(), areas) == make(shuffled, areas)


def test_an_empty_view_is_a_file_too(areas: gpd.GeoDataFrame):
    assert data_of(make(RECORDS[:0], areas))["details"] == []


def test_without_assets_one_line_says_what_to_run(
    areas: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr("geo.assets.STATIC_DIR", tmp_path)
    with pytest.raises(AssetError, match="python -m geo assets"):
        make(samples(), areas)


def test_the_command_writes_the_view(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    target = tmp_path / "map.html"
    assert main(["standalone", "--out", str(target), "--industry", "bearings", "--lang", "en"]) == 0
    data = data_of(target.read_text(encoding="utf-8"))
    assert data["records"]["count"] == (RECORDS["industry"] == "bearings").sum()
    assert data["view"]["lang"] == "en"
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
    assert main(["standalone", "--out", str(tmp_path / "map.doc")]) == 2
    assert ".html" in capsys.readouterr().err


def test_a_tour_goes_into_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    target, tour = tmp_path / "tour.html", workspace.shipped() / "tours" / "liaocheng.json"
    assert main(["standalone", "--out", str(target), "--tour", str(tour)]) == 0
    data = data_of(target.read_text(encoding="utf-8"))
    assert data["view"]["is_tour"] is True
    assert len(data["saved"][0]["tours"][0]["scenes"]) == len(json.loads(tour.read_bytes())["scenes"])
    broken = tmp_path / "broken.json"
    capsys.readouterr()
    for text in ("{", '{"scenes": [1]}'):
        broken.write_text(text, encoding="utf-8")
        assert main(["standalone", "--out", str(tmp_path / "no.html"), "--tour", str(broken)]) == 2
        assert capsys.readouterr().err.startswith(str(broken))
    assert not (tmp_path / "no.html").exists()
