"""Own layers: what a file holds is kept, placed as well as it says, and filtered as projects are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo import workspace
from geo.boundaries import load_areas
from geo.datum import Datum
from projects.__main__ import main
from projects.errors import InputError
from projects.layers.keeping import Layer, add_layer, layers, remove_layer
from projects.layers.matching import matching
from projects.layers.reading import read_layer
from projects.layers.template import template
from projects.layers.words import columns
from projects.presentation import ownlayers
from projects.store.filters import Filters, Near

ROWS = """名称,类别,行业,地点,经度,纬度,坐标系,面积,联系人
示例：某某厂房,厂房,轴承及保持器,,,,,,
<b>三号厂房</b>,厂房,轴承及保持器,,115.8,36.4,WGS84,3200,=1+1
郑家地块,土地,装备制造,郑家镇,,,,20亩,李
人才政策,政策,,东昌府区,,,,,
王主任,联系人,,,,,,,
远处,厂房,,,100,20,WGS84,,
"""


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Path]:
    """A copy of the shipped workspace, which is the current one."""
    folder = tmp_path / "city"
    shutil.copytree(workspace.shipped(), folder, ignore=shutil.ignore_patterns("*.sqlite", "views", "own"))
    with workspace.using(folder):
        yield folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "招商.csv"
    path.write_text(ROWS, "utf-8")
    return path


def properties(layer: Layer) -> dict[str, dict[str, object]]:
    return {each["properties"]["name"]: each["properties"] for each in layer.features}


def test_every_row_is_kept_where_it_says_or_with_the_reason(city: Path, file: Path):
    reading = add_layer(file, "招商")
    assert (reading.counts, reading.examples) == ({"point": 1, "area": 1, "none": 3}, 1)
    (layer,) = layers()
    told = properties(layer)
    assert [told[name]["reason"] for name in ("人才政策", "王主任", "远处")] == [
        "county_only",
        "no_place",
        "outside",
    ]
    town = load_areas().loc["371502105"]
    named = told["郑家地块"]
    assert (named["lon"], named["lat"]) == pytest.approx((town["lon"], town["lat"]), abs=1e-5)
    assert named["radius_m"] == town["radius_m"] and named["precision"] == "area"
    site = told["<b>三号厂房</b>"]
    assert (site["lon"], site["lat"], site["industry"]) == (115.8, 36.4, "bearings")
    assert site["more"] == {"面积": "3200", "联系人": "=1+1"}


def test_a_layer_of_the_name_goes_only_when_that_is_asked_for(
    city: Path, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    other = tmp_path / "other.csv"
    other.write_text("名称,地点\n一处,郑家镇\n", encoding="utf-8")
    assert main(["layers", "add", str(file), "--name", "招商"]) == 0
    before = len(layers()[0].features)
    capsys.readouterr()
    assert main(["layers", "add", str(other), "--name", " 招商"]) != 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "招商" in line and f"{before} 行" in line and "--replace" in line
    with pytest.raises(InputError, match="已有图层"):
        ownlayers.bring_in("other.csv", other.read_bytes(), "招商", datum=None, kind="")
    assert len(layers()[0].features) == before
    assert main(["layers", "add", str(other), "--name", "招商", "--replace"]) == 0
    assert len(layers()[0].features) == 1


def test_the_folder_is_the_only_trace(city: Path, file: Path):
    before = {path: path.read_bytes() for path in city.rglob("*") if path.is_file()}
    add_layer(file, "招商")
    add_layer(file, "招商", is_replacing=True)
    assert len(layers()) == 1
    remove_layer("招商")
    assert layers() == ()
    after = {
        path: path.read_bytes() for path in city.rglob("*") if path.is_file() and ".lock" not in path.name
    }
    assert after == {path: content for path, content in before.items() if ".lock" not in path.name}


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".kml", ".xlsx"])
def test_each_form_gives_the_same_points(suffix: str, city: Path, tmp_path: Path):
    table = pd.DataFrame({"name": ["甲厂房", "乙厂房"], "industry": ["bearings", "auto"]})
    points = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy([115.8, 116.0], [36.4, 36.5]), crs=4326)
    path = tmp_path / f"厂房{suffix}"
    if suffix == ".xlsx":
        points.assign(lon=points.geometry.x, lat=points.geometry.y).drop(columns="geometry").to_excel(
            path, index=False, engine="xlsxwriter"
        )
    elif suffix == ".kml":
        marks = "".join(
            f"<Placemark><name>{row.called}</name><ExtendedData><Data name='industry'>"
            f"<value>{row.industry}</value></Data></ExtendedData><Point><coordinates>{row.geometry.x},{row.geometry.y}"
            "</coordinates></Point></Placemark>"
            for row in points.rename(columns={"name": "called"}).itertuples()
        )
        path.write_text(f"<kml xmlns='http://www.opengis.net/kml/2.2'><Document>{marks}</Document></kml>")
    else:
        points.to_file(path)
    found = read_layer(path, datum=Datum.WGS84).features
    assert [each["properties"]["name"] for each in found] == ["甲厂房", "乙厂房"]
    assert [shapely.geometry.shape(each["geometry"]).coords[0] for each in found] == [
        (115.8, 36.4),
        (116.0, 36.5),
    ]
    assert {each["properties"]["kind"] for each in found} == {"premises"}  # by the words of the names


def test_a_shift_of_the_datum_is_taken_back(city: Path, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("名称,经度,纬度\n甲,115.8,36.4\n", "utf-8")
    (far,) = read_layer(path, datum=Datum.GCJ02).features
    assert 0.002 < abs(far["properties"]["lon"] - 115.8) < 0.02


def test_the_template_is_understood_and_its_example_left_out(city: Path, tmp_path: Path):
    path = tmp_path / "模板.xlsx"
    path.write_bytes(template("zh"))
    with pytest.raises(InputError, match="没有可用的行"):
        read_layer(path)
    sheet = pd.read_excel(BytesIO(template("zh")), sheet_name=0, engine="calamine", dtype=str)
    assert list(sheet.columns) == [column.title_zh for column in columns()]
    assert sheet.iloc[0, 0].startswith("示例")
    filled = pd.concat([sheet, pd.DataFrame([{"名称": "一号楼", "地点": "郑家镇", "日期": "2026-05-01"}])])
    filled.to_excel(path, index=False, engine="xlsxwriter")
    (row,) = read_layer(path).features
    assert row["properties"]["place_code"] == "371502105"
    assert row["properties"]["more"] == {"日期": "2026-05-01"}


def test_the_notes_of_the_template_are_in_the_page_s_language():
    notes = {
        lang: pd.read_excel(BytesIO(template(lang)), sheet_name=1, header=None, engine="calamine")[0].tolist()
        for lang in ("zh", "en")
    }
    assert len(notes["zh"]) == len(notes["en"]) == 7
    assert notes["zh"][0].startswith("每行一条") and notes["en"][0].startswith("One row each")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("名称,经度,纬度\n甲,115.8,36.4\n", "坐标系"),
        ("名称,经度,纬度,坐标系\n甲,115.8,36.4,Mars\n", "Mars"),
        ("面积\n3\n", "名称"),
        ("名称\n", "没有可用的行"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(
    content: str, said: str, city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "错.csv"
    path.write_text(content, "utf-8")
    assert main(["layers", "add", str(path), "--name", "错", "--workspace", str(city)]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1 and path.name in error
    assert not (city / "layers").exists()


def test_the_command_adds_lists_and_removes(city: Path, file: Path, capsys: pytest.CaptureFixture[str]):
    here = ["--workspace", str(city)]
    assert main(["layers", "add", str(file), "--name", "招商", *here]) == 0
    assert main(["layers", "list", *here]) == 0
    assert "招商: 5 行：坐标 1，按地名 1，未落点 3；来源 招商.csv" in capsys.readouterr().out
    assert main(["layers", "remove", "没有", *here]) == 2
    assert main(["layers", "remove", "招商", *here]) == 0
    assert not list((city / "layers").glob("*.geojson"))


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), {"<b>三号厂房</b>", "郑家地块", "人才政策", "王主任", "远处"}),
        (Filters(industry=("bearings",)), {"<b>三号厂房</b>"}),
        (Filters(industry=("machinery",)), {"<b>三号厂房</b>", "郑家地块"}),
        (Filters(county=("东昌府区",)), {"<b>三号厂房</b>", "郑家地块", "人才政策"}),
        (Filters(town=("371502105",)), {"郑家地块"}),
        (Filters(near=Near(115.8, 36.4, 1)), {"<b>三号厂房</b>"}),
        (Filters(text="厂房"), {"<b>三号厂房</b>"}),
        (Filters(document=("dongchangfu-14fyp",), year_from=2021), None),
    ],
)
def test_map_list_and_count_agree_on_what_a_filter_selects(
    filters: Filters, names: set[str] | None, city: Path, file: Path
):
    add_layer(file, "招商")
    held = layers()
    keeps = matching(held, filters)
    chosen = {
        each["properties"]["name"]
        for each, is_kept in zip(held[0].features, keeps[0], strict=True)
        if is_kept
    }
    assert chosen == (names if names is not None else set(properties(held[0])))
    assert set(ownlayers.table(held, keeps, "zh")["name"]) == chosen


def test_without_layers_there_is_nothing_to_select():
    assert matching((), Filters(county=("东昌府区",))) == ()


def test_a_file_of_its_own_holds_no_formula(city: Path, file: Path):
    add_layer(file, "招商")
    held = layers()
    shown = ownlayers.table(held, matching(held, Filters()), "zh")
    shown["name"] = "=1+1"
    text = ownlayers.as_csv(shown, "zh").decode("utf-8-sig")
    assert "\n'=1+1," in text and "自有" not in text.splitlines()[1].split(",")[0]


def test_a_broken_file_is_named(city: Path):
    (city / "layers").mkdir()
    (city / "layers" / "x.geojson").write_text(json.dumps({"name": "x"}), "utf-8")
    with pytest.raises(InputError, match=r"x\.geojson"):
        layers()
