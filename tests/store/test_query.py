"""Filters read and write queries without loss, never fail on one, and select what they say."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import DATA_DIR
from geo.errors import TableError
from projects.errors import InputError, MissingError
from projects.model.records import dictionary, frame
from projects.store.conditions import KEYS
from projects.store.filters import Filters, Near
from projects.store.filtertext import describe
from projects.store.query import Index, excluded_most, mask
from projects.store.shapes import area_km2, canonical
from projects.store.vocabulary import KINDS, Place, vocabulary
from projects.vocabulary import style
from tests.projects.samples import generated, sample, samples

SQUARE = "POLYGON ((115.7 36.4, 115.75 36.4, 115.75 36.45, 115.7 36.45, 115.7 36.4))"
FAR = "POLYGON ((100 20, 101 20, 101 21, 100 20))"


def selected(query: Mapping[str, Sequence[str]], records: pd.DataFrame | None = None) -> str:
    """Numbers of the sample records that a query selects, without the r, joined with blanks."""
    filters, notices = Filters.from_query(query)
    assert notices == []
    table = samples() if records is None else records
    return " ".join(identifier[1:] for identifier in table["id"][mask(table, filters)])


ALL = "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ALL),
        ({"industry": ["nonferrous"]}, "07"),
        ({"industry": ["nonferrous", "finance"]}, "07 09"),
        ({"industry": ["public"]}, "03 04 05 06 10 11 13 15"),  # a family
        ({"industry": ["machinery"], "kind": ["base"]}, "01"),
        ({"kind": ["base"]}, "01 07"),
        ({"document": ["liaocheng-13fyp"]}, "04 08"),
        ({"level": ["multi", "none"]}, "05 06 09"),
        # places: by name, by code, among several
        ({"county": ["茌平区"]}, "06 07"),
        ({"county": ["371503"]}, "06 07"),
        ({"town": ["郑家镇"]}, "01 02 05"),
        ({"town": ["371502105"]}, "01 02 05"),
        ({"town": ["沙镇镇"]}, "05"),
        ({"park": ["凤凰工业园"]}, "03"),
        ({"park": ["371502P02"]}, "03"),
        # years: 10 has none, 11 only a first one (2023), 03 and 08 only those of their plans
        ({"from": ["2021"]}, "01 02 03 05 06 07 09 11 12 13 14 15"),
        ({"to": ["2020"]}, "04 08"),
        ({"from": ["2020"], "to": ["2021"]}, "01 02 03 04 05 06 07 08 09 12 13 14 15"),
        ({"from": ["2023"], "to": ["2023"]}, "01 02 03 05 06 07 09 11 12 13 14 15"),
        ({"from": ["2024"]}, "01 02 03 05 06 07 09 12 13 14 15"),
        ({"from": ["2026"]}, ""),
        # text: all words, anywhere, without regard to case and width
        ({"text": ["轴承 基地"]}, "01"),
        ({"text": ["轴承", "基地"]}, "01"),
        ({"text": ["５g"]}, "08"),
        ({"text": ["<SCRIPT>"]}, "13"),
        ({"text": ["drop table"]}, "14"),
        ({"text": ["𠮷林"]}, "15"),
        ({"text": ["山东金帝"]}, "01"),
        ({"text": ["%"]}, ""),
        ({"text": ["."]}, ""),
        # pinyin: from the start of a syllable, or at least two initials
        ({"text": ["zhoucheng"]}, "01 02"),
        ({"text": ["ZHOUCH jidi"]}, "01"),
        ({"text": ["houcheng"]}, ""),
        ({"text": ["cplj"]}, "07"),
        ({"text": ["lvjing"]}, "07"),
        ({"text": ["sdjd"]}, "01"),
        ({"text": ["1000wantaogaoduan"]}, "02"),  # punctuation in the name is not typed
        ({"text": ["zhengjiazhen"]}, "01 02 05"),
        # areas: the point of a site or area; each of several places; never city or none
        ({"within": [SQUARE]}, "01 02 05"),
        ({"within": [FAR]}, ""),
        ({"near": ["115.7168,36.4161,1"]}, "01 02 05"),
        ({"near": ["115.7747,36.35565,1"]}, ""),  # the middle of record 05, where nothing is
        ({"near": ["116.158,36.578,0.1"]}, ""),  # neither 06 nor 07: a county is no point
        ({"near": ["116,36,20000"]}, "01 02 03 04 05"),
        ({"near": ["116.008,36.377,1"], "kind": ["project"]}, "03"),
    ],
)
def test_selected(query: dict[str, list[str]], expected: str) -> None:
    assert selected(query) == expected


def test_names_that_several_towns_share() -> None:
    counties = (
        Place("371502", "东昌府区", "county", "371500"),
        Place("371521", "阳谷县", "county", "371500"),
    )
    towns = (
        Place("371502901", "刘集镇", "town", "371502"),
        Place("371521901", "刘集镇", "town", "371521"),
        Place("371521902", "定水镇", "town", "371521"),
    )
    known = replace(vocabulary(), areas=counties + towns)
    index = Index(
        frame(
            [
                sample(1, town="刘集镇", place_code="371502901", county_code="371502"),
                sample(2, town="刘集镇", place_code="371521901", county_code="371521"),
                sample(3, town="刘集镇", place_code="a school there", county_code="371521"),
                sample(4, town="定水镇", place_code="a school there", county_code="371521"),
            ]
        ),
        known=known,
    )

    def numbers(*town: str) -> list[int]:
        return (np.flatnonzero(mask(index, Filters(town=town))) + 1).tolist()

    assert numbers("刘集镇") == [1, 2, 3]
    assert numbers("371502901") == [1]
    assert numbers("371521901") == [2, 3]
    assert numbers("371521902") == numbers("定水镇") == [4]
    assert numbers("371502901", "定水镇") == [1, 4]
    labels = [chip.label for chip in describe(Filters(town=("371521901", "371521902")), known=known)]
    assert labels == ["刘集镇（阳谷县）", "定水镇"]


def test_near_is_exact_at_its_edge() -> None:
    # One degree of the meridian from 36 N is 110 964.6 m on WGS 84 (published tables: 110.96 km).
    records = frame([sample(4, lon=116.0, lat=37.0)])
    assert mask(records, Filters(near=Near(116, 36, 110.97))).tolist() == [True]
    assert mask(records, Filters(near=Near(116, 36, 110.95))).tolist() == [False]
    # and 90.16 km of the parallel at 36 N
    records = frame([sample(4, lon=117.0, lat=36.0)])
    assert mask(records, Filters(near=Near(116, 36, 90.17))).tolist() == [True]
    assert mask(records, Filters(near=Near(116, 36, 90.15))).tolist() == [False]


def test_an_empty_period_is_filtered_by_the_years_of_the_plan() -> None:
    silent = {"period_start": None, "period_end": None}
    records = frame(
        [
            sample(1, **silent, plan_start=2021, plan_end=2025),
            sample(2, **silent, plan_start=2016, plan_end=2020),
            sample(3, period_start=2024, period_end=2024, plan_start=2021, plan_end=2025),
            sample(4, **silent, plan_start=None, plan_end=None),
        ]
    )
    for years, expected in {
        (2022, 2022): [True, False, False, False],
        (2024, None): [True, False, True, False],
        (None, 2018): [False, True, False, False],
        (None, None): [True, True, True, True],
    }.items():
        assert mask(records, Filters(year_from=years[0], year_to=years[1])).tolist() == expected


def test_mask_agrees_with_a_plain_loop() -> None:
    records = generated(2000)
    wide = "POLYGON ((115.6 36.2, 116.1 36.2, 116.1 36.6, 115.6 36.2))"
    filters = Filters(
        industry=("chemlight", "food"), year_from=2022, level=("town", "site"), text="项目", within=wide
    )
    shape = shapely.from_wkt(wide)
    wanted = {"chem", "pharma", "textile", "light", "food"}
    expected = [
        row.industry in wanted
        and row.period_end >= 2022
        and row.level in ("town", "site")
        and "项目" in row.name
        and shape.contains(shapely.Point(row.lon, row.lat))
        for row in records.itertuples(index=False, name="Row")
    ]
    assert sum(expected) > 0
    assert mask(Index(records), filters).tolist() == expected


def test_empty_table() -> None:
    empty = samples().head(0)
    everything = Filters(
        industry=("chem",),
        county=("371502",),
        year_from=2016,
        text="zc 轴承",
        within=SQUARE,
        near=Near(1, 2, 3),
    )
    assert mask(empty, everything).shape == (0,)
    assert excluded_most(empty, everything) is None


# Reading queries


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            {"industry": ["steal"]},
            "行业「steal」未知 / industry 'steal' unknown；可用 expected: agri 现代农业、",
        ),
        ({"industry": ["chem,food"]}, "行业「chem,food」未知"),
        ({"county": ["东昌府镇"]}, "县区「东昌府镇」未知"),
        ({"town": ["东昌府区"]}, "镇街「东昌府区」未知"),
        ({"level": ["exact"]}, "定位精度「exact」未知"),
        ({"stage": ["done"]}, "；可用 expected: 前期、签约、开工、在建、建成"),
        ({"from": ["20"]}, "起始年「20」无效，应为1900—2199 的年份"),
        ({"to": ["soon"]}, "截止年「soon」无效"),
        ({"to": ["²⁰²⁵x"]}, "截止年「²⁰²⁵x」无效"),
        ({"from": ["2025"], "to": ["2016"]}, "年份颠倒"),
        ({"from": ["2016", "2018"]}, "起始年「2018」多余，只能给一个值"),
        ({"within": ["POLYGON ((0 0"]}, "范围「POLYGON ((0 0」无效"),
        ({"within": ["POINT (1 2)"]}, "范围「POINT (1 2)」无效"),
        ({"within": ["POLYGON EMPTY"]}, "范围「POLYGON EMPTY」无效"),
        ({"within": ["POLYGON ((5e5 4e6, 6e5 4e6, 6e5 5e6, 5e5 4e6))"]}, "无效"),
        ({"within": ["POLYGON ((0 0, 1 1, 2 2, 0 0))"]}, "无效"),  # no area
        ({"within": ["/etc/hostname"]}, "范围「/etc/hostname」无效"),
        ({"near": ["116,36"]}, "周边「116,36」无效，应为经度,纬度,公里"),
        ({"near": ["36,116,5"]}, "周边「36,116,5」无效"),  # latitude first
        ({"near": ["116,36,0"]}, "无效"),
        ({"near": ["nan,36,5"]}, "无效"),
        ({"near": ["116,36,inf"]}, "无效"),
    ],
)
def test_invalid_values_are_dropped_with_a_notice(query: dict[str, list[str]], message: str) -> None:
    filters, notices = Filters.from_query({"kind": ["base"], **query})
    assert len(notices) == 1
    assert message in str(notices[0])
    assert filters.without("years") == Filters(kind=("base",))
    with pytest.raises(InputError):
        Filters.from_options(query) if "within" not in query else Filters(within=query["within"][0])


@pytest.mark.parametrize(
    ("key", "given", "meant"),
    [
        ("industry", "有色金属", "nonferrous"),
        ("industry", "non-ferrous METALS", "nonferrous"),
        ("industry", "能源环保", "greenpower"),  # a family
        ("chain", "新能源汽车", "auto"),
        ("kind", "项目", "project"),
        ("stage", "Completed", "建成"),
        ("level", "镇街", "town"),
    ],
)
def test_a_label_in_either_language_serves_as_its_code(key: str, given: str, meant: str) -> None:
    expected = Filters(**{key: (meant,)})
    assert Filters.from_query({key: [given]}) == (expected, [])
    assert Filters.from_options({key: [given]}) == expected


def test_valid_values_beside_invalid_ones_stay() -> None:
    filters, notices = Filters.from_query({"industry": ["x", "chem", ""], "utm_source": ["1"], "to": [" "]})
    assert filters == Filters(industry=("chem",))
    assert [notice.value for notice in notices] == ["x"]


def test_order_and_repetition_make_no_difference() -> None:
    one, _ = Filters.from_query({"industry": ["food", "chem", "food"], "text": ["a", " b  c "]})
    other, _ = Filters.from_query({"text": ["a b c"], "industry": ["chem", "food"]})
    assert one == other
    assert list(one.to_query()) == ["industry", "text"]


_words = vocabulary()
_values = {
    key: st.lists(st.sampled_from(sorted(_words.labels[key])), max_size=4).map(tuple)
    for key in ("industry", "kind", "stage", "document", "level")
}
_places = {
    "county": ["371502", "茌平区", "冠县", "371500Z01"],
    "town": ["郑家镇", "371502101"],
    "park": ["凤凰工业园", "371502P01"],
}
_years = st.lists(st.integers(1900, 2199), min_size=2, max_size=2).map(sorted)
_rings = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=3, max_size=7)


def _outline(corners: list[tuple[float, float]]) -> str:
    try:
        return canonical(shapely.Polygon(corners).wkt)
    except InputError:  # corners on one line
        return ""


_filters = st.builds(
    lambda years, with_from, with_to, **others: Filters(
        year_from=years[0] if with_from else None, year_to=years[1] if with_to else None, **others
    ),
    _years,
    st.booleans(),
    st.booleans(),
    text=st.text(max_size=20),
    within=st.just("") | _rings.map(_outline),
    near=st.none() | st.builds(Near, st.floats(-180, 180), st.floats(-90, 90), st.floats(0.001, 20000)),
    **_values,
    **{key: st.lists(st.sampled_from(values)).map(tuple) for key, values in _places.items()},
)


@given(_filters)
@settings(max_examples=150, deadline=None)
def test_round_trip(filters: Filters) -> None:
    query = filters.to_query()
    assert Filters.from_query(query) == (filters, [])
    assert Filters.from_query(json.loads(json.dumps(query))) == (filters, [])
    assert Filters.from_query(query)[0].to_query() == query


@given(st.dictionaries(st.sampled_from([*KEYS, "from", "to"]), st.lists(st.text(), max_size=3)))
@settings(max_examples=200, deadline=None)
def test_no_query_raises(query: dict[str, list[str]]) -> None:
    filters, _ = Filters.from_query(query)
    assert Filters.from_query(filters.to_query()) == (filters, [])


def test_outlines_that_cross_themselves_are_mended() -> None:
    bow_tie = "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"
    assert shapely.from_wkt(canonical(bow_tie)).area == 2
    assert canonical(canonical(bow_tie)) == canonical(bow_tie)
    assert canonical("polygon z ((0 0 5, 0 1 5, 1 1 5, 0 0 5))") == "POLYGON ((0 0, 0 1, 1 1, 0 0))"


def test_area() -> None:
    # A cell of one degree north of the equator has 12 308.8 km² on WGS 84 (geographiclib).
    assert math.isclose(area_km2("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))"), 12308.8, rel_tol=1e-4)


# The command line


def geojson(*geometries: object, **members: object) -> str:
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features, **members})


def test_an_outline_from_a_file(tmp_path: Path) -> None:
    shape = json.loads(shapely.to_geojson(shapely.from_wkt(SQUARE)))
    path = tmp_path / "outline.geojson"
    for text in (
        geojson(shape, None, {"type": "Point", "coordinates": [0, 0]}),
        geojson(shape, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}),
        json.dumps({"type": "Feature", "properties": {}, "geometry": shape}),
        json.dumps(shape),
    ):
        path.write_text(text, encoding="utf-8")
        assert Filters.from_options({"within": [str(path)]}) == Filters(within=SQUARE)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "not GeoJSON"),
        ("{", "not GeoJSON"),
        ("[]", "not GeoJSON"),
        ("[" * 100_000, "not GeoJSON"),
        ('{"type": "Polygon"}', "not GeoJSON"),
        ('{"type": "FeatureCollection", "features": 3}', "holds no area"),
        (geojson({"type": "Point", "coordinates": [0, 0]}), "holds no area"),
        (geojson({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}), "not GeoJSON"),
        (geojson(crs={"type": "name", "properties": {"name": "EPSG:4548"}}), "is not WGS 84"),
    ],
)
def test_a_bad_outline_file_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "outline.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=rf"outline\.geojson: .*{message}"):
        Filters.from_options({"within": [str(path)]})


def test_options_are_strict() -> None:
    assert Filters.from_options({"from": ["2021"]}) == Filters(year_from=2021)
    with pytest.raises(InputError, match=r"^--industry: .*'steal'"):
        Filters.from_options({"industry": ["steal"]})
    with pytest.raises(MissingError, match="neither a WKT polygon nor a GeoJSON file"):
        Filters.from_options({"within": ["nowhere.geojson"]})


# What an empty result and the chips say


def test_the_condition_that_excludes_most() -> None:
    records = samples()
    lift = excluded_most(records, Filters(industry=("finance",), kind=("base",)))
    assert lift == ("industry", 2)  # two bases come back; without the kind only one record would
    assert excluded_most(records, Filters(kind=("base",), text="nichts")) == ("text", 2)
    assert excluded_most(records, Filters()) is None
    # each of two conditions excludes all: lifting one alone helps nothing
    assert excluded_most(records, Filters(text="nichts", within=FAR)) is None


def test_lifting_agrees_with_filtering_again() -> None:
    records = generated(3000, seed=1)
    filters = Filters(industry=("chem",), town=("郑家镇",), year_from=2023, level=("town",))
    lift = excluded_most(records, filters)
    shown = {key: int(mask(records, filters.without(key)).sum()) for key in filters.active()}
    assert lift is not None
    assert lift.shown == max(shown.values()) == shown[lift.key]


# The tables of values


def test_every_industry_has_one_family_and_one_glyph() -> None:
    industries = pd.read_csv(DATA_DIR / "industries.csv", dtype=str)["code"]
    families = pd.read_csv(DATA_DIR / "industry_families.csv", dtype=str)
    styles = pd.read_csv(DATA_DIR / "industry_style.csv", dtype=str)
    assert sorted(styles["industry"]) == sorted(industries)
    assert set(styles["family"]) == set(families["code"])
    listed = {code: family for family, its in vocabulary().families.items() for code in its}
    assert listed == dict(zip(styles["industry"], styles["family"], strict=True))
    assert styles["glyph"].is_unique
    assert families["color"].is_unique
    assert set(families["code"]).isdisjoint(industries)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("auto,none,车", "family 'none'; expected one of "),
        ("none,auto,车", "industry 'none'; expected one of "),
    ],
)
def test_a_wrong_style_is_named_with_its_line(
    row: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "industry_style.csv"
    path.write_text(f"industry,family,glyph\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(style, "GLYPHS", path)
    with pytest.raises(TableError, match=re.escape(f"{path}:2: {told}")):
        style.industries.__wrapped__()


def test_stages_are_those_of_the_dictionary_and_select_the_records_that_say_them() -> None:
    values = dictionary().set_index("name").loc["stage", "values"]
    assert list(vocabulary().labels["stage"]) == values.split("|")
    table = samples()
    table["stage"] = ["开工", "", "在建", *["建成"] * (len(table) - 3)]
    assert selected({"stage": ["开工"]}, table) == "01"
    assert selected({"stage": ["开工", "在建"]}, table) == "01 03"
    assert selected({"stage": ["前期"]}, table) == ""
    assert [chip.label for chip in describe(Filters(stage=("开工",)), "en")] == ["Started"]


def test_kinds_are_those_of_the_dictionary() -> None:
    values = dictionary().set_index("name").loc["kind", "values"]
    assert list(KINDS) == values.split("|")


def test_pinyin_from_the_store_is_used_and_completed() -> None:
    index = Index(samples(), pinyin={"凤凰工业园标准厂房": "feng huang x"})
    assert np.flatnonzero(mask(index, Filters(text="fhx"))).tolist() == [2]
    assert np.flatnonzero(mask(index, Filters(text="zhoucheng"))).tolist() == [0, 1]
