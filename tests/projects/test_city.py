"""A workspace for any city or county: made in seconds, honest about what is unknown, its own in all words."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest
import shapely

from geo import __main__ as geo_cli
from geo import workspace
from geo.boundaries import load_areas
from geo.gazetteer_tables import load_gazetteer
from geo.geojson import check
from geo.national.city import all_cities, find_unit, places_of
from projects.__main__ import main
from projects.city import english_name, make, make_beside
from projects.errors import InputError
from projects.model.records import read_records
from projects.model.registry import read_registry

PLAN = """花都区2024年重点建设项目计划

专栏1 重点项目
（1）花山镇污水处理厂扩建工程，总投资5亿元；（2）狮岭镇皮革皮具产业园项目；（3）加快建设一批智能制造项目；（4）新华文化中心项目。
"""


@pytest.fixture(scope="module")
def huadu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of a district with towns of which the seat is known and of which it is not."""
    folder = tmp_path_factory.mktemp("workspaces") / "huadu"
    made = make("花都区", folder)
    assert (made.counties, made.towns, made.seats) == (1, 10, 10)
    return folder


@pytest.fixture(scope="module")
def shen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspaces") / "shen"
    made = make("371522", folder)
    assert made.seats < made.towns == 24
    return folder


def test_it_has_all_that_a_workspace_has(huadu: Path) -> None:
    with workspace.using(huadu):
        assert workspace.described().name == "花都区" and workspace.described().name_en == "Huadu"
        assert read_registry() == {} and read_records().empty
        assert {"花山镇", "狮岭镇"} <= {place.name for place in load_gazetteer().places.values()}
    with (huadu / "sources.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {"town", "village", "outlines of counties"} <= {row["kind"] for row in rows}
    assert all(row["source"] and row["licence"] for row in rows)
    assert [check(path) for path in sorted((huadu / "boundaries").glob("*.geojson"))] == [[], [], [], []]


def test_a_town_without_seat_has_no_area_and_its_ground_stays_the_countys(shen: Path) -> None:
    with workspace.using(shen):
        areas = load_areas()
        unseated = [
            place.code
            for place in places_of(find_unit("371522"))
            if place.lon is None and place.level == "town"
        ]
        gazetteer = load_gazetteer()
    towns = areas[areas["level"] == "town"]
    assert set(unseated) and set(towns.index[towns.geometry.isna()]) == set(unseated)
    assert towns.loc[unseated, ["lon", "lat", "radius_m"]].isna().all(axis=None)
    county = areas.loc["371522", "geometry"]
    known = towns[towns.geometry.notna()]
    left_km2 = areas.loc["371522", "area_km2"] - known["area_km2"].sum()
    assert 0.02 * areas.loc["371522", "area_km2"] < left_km2 < 0.5 * areas.loc["371522", "area_km2"]
    assert shapely.union_all(list(known.geometry)).difference(county).area < 1e-8
    overlaps = [
        one.intersection(other).area for one in known.geometry for other in known.geometry if one is not other
    ]
    assert max(overlaps) < 1e-7  # slivers of a grid of 1e-6 degree: under 1000 m²
    assert known["method"].str.contains("no known seat").all()
    assert gazetteer.place(unseated[0]) is not None, "it is a place all the same, by name"


def test_a_plan_is_read_and_placed_there(
    huadu: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, out = tmp_path / "plan.txt", tmp_path / "out.csv"
    plan.write_text(PLAN, encoding="utf-8")
    assert main(["extract", str(plan), "--out", str(out), "--workspace", str(huadu)]) == 0
    rows = pd.read_csv(out, dtype=str, keep_default_na=False)
    places = dict(zip(rows["name"], rows["place"], strict=True))
    assert places["花山镇污水处理厂扩建工程"] == "花山镇"
    assert places["狮岭镇皮革皮具产业园项目"] == "狮岭镇"
    assert all(place in ("花山镇", "狮岭镇", "花都区") for place in places.values())
    text = out.read_text(encoding="utf-8-sig")
    assert workspace.described(workspace.shipped()).name not in text


@pytest.mark.parametrize("arguments", [["print"], ["standalone"], ["profile", "花山镇"], ["export"]])
def test_what_is_made_of_it_names_no_other_city(huadu: Path, tmp_path: Path, arguments: list[str]) -> None:
    suffix = {"print": ".pdf", "standalone": ".html", "profile": ".pdf", "export": ".geojson"}[arguments[0]]
    out = tmp_path / f"out{suffix}"
    assert main([*arguments, "--out", str(out), "--workspace", str(huadu)]) == 0
    shipped = workspace.described(workspace.shipped())
    for word in (shipped.name[:-1], shipped.name_en, shipped.code):
        assert word.encode() not in out.read_bytes()
    if arguments == ["standalone"]:
        assert "花都区重点项目地图" in out.read_text(encoding="utf-8")


def test_the_command_says_what_was_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["city", "嘉峪关市", "--out", str(tmp_path / "a")]) == 0
    assert "嘉峪关市 620200, 1 counties, 5 towns (0 with a known seat)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("鼓楼区", "4 units bear this name, a code decides"),
        ("渝北区", "it lies in 重庆市两江新区 500105"),
        ("山东省", "choose one of its cities"),
        ("亚特兰蒂斯", "no city or county of China"),
        ("999999", "no city or county of China"),
    ],
)
def test_a_name_that_is_not_clear_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    assert main(["city", name, "--out", str(tmp_path / "a")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 and message in lines[0]
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="something already"):
        make("花都区", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_page_keeps_them_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(workspace.FOLDER_VARIABLE, str(tmp_path))
    made = make_beside("东莞")
    assert made.folder.name == "dongguan-441900" and list(workspace.known()) == ["dongguan-441900"]
    assert make_beside("441900") == made
    with pytest.raises(InputError, match="no city or county"):
        make_beside("亚特兰蒂斯")


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("广州市", "Guangzhou"),
        ("莘县", "Shen Xian"),
        ("凉山彝族自治州", "Liangshan"),
        ("宽城满族自治县", "Kuancheng"),
    ],
)
def test_names_in_latin_letters(name: str, latin: str) -> None:
    assert english_name(name) == latin


BROKEN = {  # file, what is replaced in its bytes, what the line says
    "GBK": ("gazetteer/places.csv", None, None, "not UTF-8"),
    "axes": ("gazetteer/places.csv", "{lon},{lat}", "{lat},{lon}", "are they exchanged?"),
    "far": ("gazetteer/places.csv", "{lon},{lat}", "110.5,{lat}", "km outside its county 440114"),
    "points": ("gazetteer/places.csv", "{lon},{lat}", "{other}", "have the same seat"),
    "half": ("gazetteer/places.csv", "{lon},{lat}", ",{lat}", "only one of lon"),
    "member": (
        "gazetteer/members.csv",
        "source\n",
        "source\n440114001,440114999,,,x\n",
        "440114999 is not in",
    ),
    "title": ("cities.csv", "440114", "440999", "440999"),
    "villages": ("gazetteer/village_points.csv", None, None, "not UTF-8"),
    "village axes": ("gazetteer/village_points.csv", "", "{town},甲村,23.4,113.2,x\n", "exchanged"),
    "village far": (
        "gazetteer/village_points.csv",
        "",
        "{town},甲村,111.2,23.4,x\n",
        "甲村 at 111.2, 23.4 lies about",
    ),
    "village at a seat": (
        "gazetteer/village_points.csv",
        "",
        "{town},甲村,{lon},{lat},x\n",
        "甲村 lies where",
    ),
    "sizes": ("gazetteer/town_sizes.csv", "source\n", "source\n{town},many,,x\n", "'many' is no number"),
    "short row": ("gazetteer/town_sizes.csv", "source\n", "source\n{town}\n", "expected 4 fields"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_wrong_file_is_one_clear_line(
    huadu: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    file, old, new, message = BROKEN[case]
    folder = tmp_path / "broken"
    shutil.copytree(huadu, folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    seats = [place for place in places_of(find_unit("花都区")) if place.lon is not None]
    words = {"lon": seats[0].lon, "lat": seats[0].lat, "other": f"{seats[1].lon},{seats[1].lat}"}
    words["town"] = seats[0].code
    if old is None or new is None:
        path.write_bytes((text + "甲乙丙\n").encode("gbk", "replace"))
    elif case.startswith("village"):
        path.write_text(text + new.format(**words), encoding="utf-8")
    else:
        assert old.format(**words) in text
        path.write_text(text.replace(old.format(**words), new.format(**words), 1), encoding="utf-8")
    assert geo_cli.main(["boundaries", "build", "--workspace", str(folder)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 and message in lines[0], lines


TABLES = {  # what reads the plan in a workspace refuses when one of its tables is in GBK
    "documents.csv": "not UTF-8",
    "gazetteer/places.csv": "not UTF-8",
    "gazetteer/names.csv": "not UTF-8",
    "gazetteer/members.csv": "not UTF-8",
    "gazetteer/weak_names.csv": "not UTF-8",
    "boundaries/towns.geojson": "no GeoJSON",
}


@pytest.mark.parametrize("file", TABLES)
def test_a_plan_is_not_read_beside_a_broken_table(
    huadu: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    folder, plan, out = tmp_path / "broken", tmp_path / "plan.txt", tmp_path / "out.csv"
    shutil.copytree(huadu, folder)
    plan.write_text(PLAN, encoding="utf-8")
    path = folder / file
    path.write_bytes(path.read_bytes() + "甲乙丙\n".encode("gbk"))
    assert main(["extract", str(plan), "--out", str(out), "--workspace", str(folder)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 and TABLES[file] in lines[0] and path.name in lines[0], lines
    assert not out.exists()


def test_a_byte_order_mark_is_no_fault(huadu: Path, tmp_path: Path) -> None:
    folder = tmp_path / "marked"
    shutil.copytree(huadu, folder)
    for path in [*folder.glob("gazetteer/*.csv"), folder / "cities.csv", folder / "documents.csv"]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert geo_cli.main(["boundaries", "build", "--workspace", str(folder)]) == 0


def test_a_county_of_hundreds_of_kilometres_is_cut(tmp_path: Path) -> None:
    made = make("海西州", tmp_path / "a")  # two seats 220 m apart, and lines of 100 km between them
    with workspace.using(made.workspace.folder):
        towns = load_areas().query("level == 'town'")
    assert made.workspace.code == "632800" and towns.geometry.notna().sum() == made.seats >= 37
    assert {"茶卡镇", "海西州莫河畜牧场"} <= set(towns.loc[towns.geometry.notna(), "name"])


@pytest.mark.parametrize("name", ["济源", "仙桃市", "石河子", "110105", "浦东新区", "渝中区", "滨海新区"])
def test_counties_under_a_province_and_of_municipalities(name: str) -> None:
    unit = find_unit(name)
    assert unit.level == "county" and unit.counties == (unit.code,) and places_of(unit)


@pytest.mark.parametrize("name", ["香港", "澳门特别行政区", "台湾省", "810001"])
def test_what_the_code_book_does_not_cover_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lists no towns there"):
        make(name, tmp_path / "a")


def test_there_are_333_cities_and_four_municipalities() -> None:
    assert len(all_cities()) == 337


@pytest.mark.slow
@pytest.mark.parametrize("code", all_cities())
def test_every_city_of_china(code: str, tmp_path: Path) -> None:
    made = make(code, tmp_path / "a")
    with workspace.using(made.workspace.folder):
        areas = load_areas()
        load_gazetteer()
    towns = areas[areas["level"] == "town"]
    assert (areas["level"] == "county").sum() == made.counties
    assert len(towns) == made.towns and towns.geometry.notna().sum() == made.seats
    assert areas.geometry.dropna().is_valid.all()
