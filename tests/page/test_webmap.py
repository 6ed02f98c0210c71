"""The map's script stays the same, the mask says what is shown, and nothing foreign is loaded."""

from __future__ import annotations

import base64
import json
import os
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import branca.colormap
import folium.plugins
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from streamlit_folium import generate_leaflet_string

from geo.boundaries import load_areas
from geo.datum import convert, convert_geometry
from geo.errors import AssetError
from projects.model.records import read_records
from projects.presentation.webdata import Published, is_in_place, publish
from projects.presentation.webfiles import WEB_DIR
from projects.presentation.webmap import STATIC_URL, Shown, base_map, check_links, shown_group
from projects.store.database import open_store
from projects.vocabulary import labels, style
from tests.imports import product
from tests.projects.samples import samples, write_tables


@pytest.fixture
def published(tmp_path: Path) -> Published:
    return publish_samples(tmp_path, samples())


def publish_samples(folder: Path, records: pd.DataFrame) -> Published:
    folder.mkdir(exist_ok=True)
    tables = write_tables(folder / "tables", records)
    store = open_store(folder / "store.sqlite", tables=tables)
    return publish(store.records(), store.documents(), store.levels(), load_areas(), folder=folder / "static")


def read(folder: Path, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "static" / path).read_text(encoding="utf-8"))
    return found


def request(published: Published, shown: np.ndarray, **how: Any) -> dict[str, Any]:
    """What the layer of the shown records tells the map, read from its script."""
    chart = base_map(published)
    group = shown_group(published, Shown(shown, **how))
    group.add_to(chart)
    script = generate_leaflet_string(group)
    found: dict[str, Any] = json.loads(re.search(r"projectMap\.show\((\{.*\})\);", script).group(1))
    return found


def test_a_card_tells_stage_target_and_whose_years_they_are(published: Published, tmp_path: Path) -> None:
    records = read(tmp_path, published.records)
    rows = read(tmp_path, f"data/{records['chunk_folder']}/0.json")
    cards = {row[0]: dict(zip(records["fields"], row, strict=True)) for row in rows}
    told = ("years", "is_own_period", "stage_zh", "stage_en", "investment_zh", "target_zh")
    assert [cards["r02"][key] for key in told] == [
        *("2021–2025", True, "在建", "Under way", "8.5 亿元", "12 亿元")
    ]
    assert [cards["r03"][key] for key in told] == ["2021–2025", False, "建成", "Completed", "", ""]
    assert [cards["r10"][key] for key in told] == ["", False, "", "", "", ""]


def test_a_record_without_years_of_its_own_plays_in_those_of_its_plan(
    published: Published, tmp_path: Path
) -> None:
    records = read(tmp_path, published.records)
    rows = read(tmp_path, f"data/{records['chunk_folder']}/0.json")
    at = {row[0]: number for number, row in enumerate(rows)}
    first, last = (
        np.frombuffer(base64.b64decode(records[key]), "u1").astype(int) for key in ("year_start", "year_end")
    )
    base = records["year_base"]
    found = {key: (first[at[key]] + base, last[at[key]] + base) for key in ("r03", "r08", "r11")}
    assert found == {"r03": (2021, 2025), "r08": (2016, 2020), "r11": (2023, 2023)}
    assert first[at["r10"]] == 0


def test_the_script_of_the_map_never_changes(published: Published):
    assert generate_leaflet_string(base_map(published)) == generate_leaflet_string(base_map(published))


def test_the_mask_holds_one_bit_per_record_in_published_order(published: Published):
    shown = samples()["industry"].eq("transport").to_numpy(dtype=bool)
    packed = np.frombuffer(base64.b64decode(request(published, shown)["mask"]), dtype=np.uint8)
    bits = np.unpackbits(packed, bitorder="little")[: len(shown)].astype(bool)
    assert bits.tolist() == shown[published.order].tolist()
    row = int(np.flatnonzero(shown)[0])
    assert published.order[request(published, shown, selected=row)["selected"]] == row


def test_the_mask_of_100_000_records_is_small(published: Published):
    size = 100_000
    large = Published("c", "a", "b", (0, 0, 1, 1), "r", "s", "t", np.random.default_rng(0).permutation(size))
    assert len(json.dumps(request(large, np.ones(size, bool)))) < 20_000


def test_points_belong_to_places_and_counties_have_none(published: Published, tmp_path: Path):
    records = read(tmp_path, published.records)
    places = records["places"]
    numbers = {key: np.frombuffer(base64.b64decode(places[key]), "<u4") for key in ("start", "list")}
    at = {
        code: {samples()["name"][published.order[i]] for i in numbers["list"][start:end]}
        for code, start, end in zip(places["codes"], numbers["start"], numbers["start"][1:], strict=False)
    }
    assert at["371502105"] == {
        "中国轴承保持器产业振兴基地",
        "年产1000万套“高端”轴承项目",
        "郑家镇、沙镇镇农村公路",
    }
    assert at["371502101"] == {"郑家镇、沙镇镇农村公路"}
    assert at[""] == {"聊城西站站前广场"}
    on_counties = {samples()["name"][published.order[i]] for i in records["counties"]["371503"]}
    assert on_counties == {"茌平铝精深加工基地", "东昌府区与茌平区之间的快速路"}
    drawn = set().union(*at.values())
    assert not drawn & set(samples()["name"][samples()["level"].isin(["county", "city", "none"])])


def test_a_park_of_unknown_place_counts_with_its_county(tmp_path: Path):
    areas = load_areas()
    unknown = areas[(areas["level"] == "park") & areas.geometry.isna()].iloc[0]
    row = samples().iloc[[2]].assign(place_code=unknown["code"], place=unknown["name"])
    records = read(tmp_path, publish_samples(tmp_path, row).records)
    assert records["places"]["count"] == 0
    assert records["counties"] == {unknown["parent_code"]: [0]}


def test_a_record_counts_in_its_towns_and_counties(published: Published, tmp_path: Path):
    records = read(tmp_path, published.records)

    def codes(name: str) -> dict[str, list[str]]:
        numbers = np.frombuffer(base64.b64decode(records[name]), "<u2")
        names = samples()["name"].to_numpy()[published.order]
        return {key: records[f"{name}_sets"][at] for key, at in zip(names, numbers, strict=True)}

    assert codes("town")["中国轴承保持器产业振兴基地"] == ["371502105"]
    assert codes("town")["郑家镇、沙镇镇农村公路"] == ["371502101", "371502105"]
    assert codes("county")["中国轴承保持器产业振兴基地"] == ["371502"]


def test_the_second_set_of_coordinates_is_the_first_in_gcj02(published: Published, tmp_path: Path):
    places = read(tmp_path, published.records)["places"]
    lon, lat, lon_gcj02, lat_gcj02 = (
        np.frombuffer(base64.b64decode(places[name]), "<f8")
        for name in ("lon", "lat", "lon_gcj02", "lat_gcj02")
    )
    assert np.allclose(convert(lon, lat, source="wgs84", target="gcj02"), (lon_gcj02, lat_gcj02), atol=1e-9)
    plain, shifted = (read(tmp_path, path)["features"] for path in (published.areas, published.areas_gcj02))
    for one, other in zip(plain[:20], shifted[:20], strict=True):
        shape, moved = (shapely.from_geojson(json.dumps(each["geometry"])) for each in (one, other))
        wanted = convert_geometry(shape, source="wgs84", target="gcj02")
        assert shapely.hausdorff_distance(wanted, moved) < 3e-5


def test_same_records_in_other_order_give_the_same_files(tmp_path: Path):
    first = publish_samples(tmp_path / "a", samples())
    second = publish_samples(tmp_path / "b", samples().sample(frac=1, random_state=3).reset_index(drop=True))
    assert first.records == second.records


def test_files_that_nobody_publishes_go_after_a_week(tmp_path: Path):
    old = publish_samples(tmp_path, samples()[:3])
    static = tmp_path / "static"
    week_ago = time.time() - 8 * 24 * 3600
    for path in static.rglob("*"):
        os.utime(path, (week_ago, week_ago))
    new = publish_samples(tmp_path, samples())
    assert is_in_place(new, folder=static)
    assert not is_in_place(old, folder=static)
    assert [path.name for path in (static / "data").glob("records-*.json")] == [Path(new.records).name]
    for path in static.rglob("*.json"):
        os.utime(path, (week_ago, week_ago))
    assert is_in_place(publish_samples(tmp_path, samples()), folder=static)


def test_an_empty_table_can_be_published(tmp_path: Path):
    published = publish_samples(tmp_path, samples()[:0])
    assert read(tmp_path, published.records)["count"] == 0


def test_areas_say_which_are_approximate(published: Published, tmp_path: Path):
    features = read(tmp_path, published.areas)["features"]
    dashed = {f["properties"]["level"]: f["properties"]["dashed"] for f in features}
    assert dashed == {"county": False, "zone": True, "town": True, "park": True}
    counties = [f for f in features if f["properties"]["level"] == "county"]
    for county in counties:
        outline = shapely.from_geojson(json.dumps(county["geometry"]))
        points = np.array(county["properties"]["label_points"])
        assert shapely.contains_xy(outline, points[:, 0], points[:, 1]).all()


def test_own_boundaries_of_a_user_are_drawn_solid(tmp_path: Path):
    areas: gpd.GeoDataFrame = load_areas().assign(is_official=True)
    store = open_store(tmp_path / "store.sqlite", tables=write_tables(tmp_path / "t", samples()))
    published = publish(store.records(), store.documents(), store.levels(), areas, folder=tmp_path / "static")
    assert not any(f["properties"]["dashed"] for f in read(tmp_path, published.areas)["features"])


def test_the_map_loads_local_files_only(published: Published):
    chart = base_map(published)
    links = [url for _, url in (*chart.default_js, *chart.default_css)]
    assert len(links) == 2  # Leaflet and our own in one script and one sheet of styles
    assert all(url.startswith(STATIC_URL) for url in links)
    early = parse_qsl(urlsplit(links[0]).fragment)
    data = (published.config, published.areas, published.records)
    assert early == [("style", links[1]), *(("fetch", STATIC_URL + path) for path in data)]


def test_a_foreign_link_is_refused_and_named(published: Published):
    chart = base_map(published)
    folium.plugins.HeatMap([(36.4, 115.9)]).add_to(chart)
    with pytest.raises(AssetError, match=r"https://.*heat"):
        check_links(chart)
    chart = base_map(published)
    branca.colormap.linear.YlGn_09.add_to(chart)
    with pytest.raises(AssetError, match="d3"):
        check_links(chart)


def test_own_scripts_name_no_host_and_set_no_html():
    for path in (*WEB_DIR.glob("*.*"), *WEB_DIR.glob("types/*")):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|innerHTML|insertAdjacentHTML|outerHTML", source), path.name


def test_every_industry_has_a_family_a_glyph_of_its_own_and_a_label():
    glyphs = [industry.glyph for industry in style.industries()]
    assert len(set(glyphs)) == len(glyphs)
    assert {industry.family for industry in style.industries()} == {f.code for f in style.families()}
    assert set(read_records()["industry"]) - {""} <= {industry.code for industry in style.industries()}


@pytest.mark.parametrize("lang", labels.LANGUAGES)
def test_every_key_the_page_uses_has_a_text(lang: str):
    sources = [*WEB_DIR.glob("*.js"), *product().values()]
    used = {
        key
        for path in sources
        if path.name != "server.py"  # ``map`` is a schema of the database there
        for key in re.findall(r'["\'\[]((?:app|map|column)\.[a-z_.]+[a-z])["\'\]]', path.read_text("utf-8"))
        if not key.endswith((".css", ".html", ".py"))
    }
    assert len(used) > 40
    assert {key for key in used if not labels.texts(lang).get(key)} == set()


@pytest.mark.parametrize(
    ("level", "place", "radius_m", "words"),
    [
        ("site", "聊城西站", 300, "具体地点：聊城西站（误差约 300 m）"),
        ("town", "郑家镇", 4000, "位于郑家镇（镇级，半径约 4 km）"),
        ("park", "凤凰工业园", 1480, "位于凤凰工业园（园区级，半径约 1.5 km）"),
        ("county", "东昌府区", None, "位于东昌府区境内（县级，未能定位到镇街）"),
        ("multi", "郑家镇|沙镇镇", None, "涉及郑家镇、沙镇镇（多地）"),
        ("city", "聊城市", None, "全市性，不落点"),
        ("none", "", None, "规划未说明地点"),
        ("town", "郑家镇", None, "位于郑家镇（镇级，半径约 未知）"),
    ],
)
def test_a_place_says_how_precise_it_is(level: str, place: str, radius_m: float | None, words: str):
    assert labels.place_in_words(level, place, radius_m, "zh") == words


@pytest.mark.parametrize(
    ("amount", "words"), [(None, ""), (80, "80 万元"), (8500.5, "8,500.5 万元"), (85000, "8.5 亿元")]
)
def test_amounts_are_given_in_yi_from_one_yi_on(amount: float | None, words: str):
    assert labels.investment(amount, "zh") == words


@pytest.mark.parametrize(
    ("wan_yuan", "words"),
    [
        (3_420_000, "CNY 34.2 billion"),
        (100_000, "CNY 1 billion"),
        (12_000, "CNY 120 million"),
        (5, "CNY 0.05 million"),
        (None, ""),
    ],
)
def test_an_amount_in_english_is_in_millions_and_billions(wan_yuan: float | None, words: str) -> None:
    assert labels.investment(wan_yuan, "en") == words


def test_evidence_is_put_into_words():
    documents = {"plan-1": "某区规划"}
    text = "name: 郑家镇 · plan-1 专栏10(8): 金帝 ∈ 郑家镇; scope: 东昌府区"
    assert labels.evidence(text, documents, "zh") == [
        "文中地名：郑家镇",
        "某区规划 专栏10(8)：金帝 ∈ 郑家镇",
        "文件适用范围：东昌府区",
    ]
    text = "line: 聊泰铁路 (approximate, plan-1 第十六章第一节 and 3 more, 2016); "
    text += "facility: 站 ∈ 镇 (plan-1 专栏10(2), 2021); project: plan-1 任务10 ∈ 镇"
    assert labels.evidence(text, documents, "zh") == [
        "线路走向：聊泰铁路 (示意, 某区规划 第十六章第一节 另 3 处, 2016)",
        "已知设施：站 ∈ 镇 (某区规划 专栏10(2), 2021)",
        "同一项目的其他记录：某区规划 任务10 ∈ 镇",
    ]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(2021, 2025, "2021–2025"), (2022, 2022, "2022"), (2023, None, "2023"), (None, None, "")],
)
def test_years(start: int | None, end: int | None, words: str):
    assert labels.years(start, end) == words
