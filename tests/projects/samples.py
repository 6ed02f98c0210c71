"""Records for tests: a readable handful, and any number of generated ones.

They look like what plans give (names, companies, places of one city at all precision
levels) and include what breaks programs: quotes, line breaks, SQL, HTML, spreadsheet
formulas, rare characters. ``write_tables`` puts them where the store expects its tables.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from geo import DATA_DIR, workspace
from geo.boundaries import load_areas
from projects.extraction.stages import STAGES
from projects.georeferencing.ground import grounded
from projects.model.records import COLUMNS, Record, frame, typed, write_table

SHIPPED = ("documents.csv", "industries.csv", "precision.csv")

BASE = Record(
    id="r00",
    name="高端轴承保持架项目",
    kind="project",
    document="dongchangfu-14fyp",
    section="专栏3",
    item="1(1)",
    listed=True,
    category="",
    industry="bearings",
    industry_rule="heading:轴承",
    period_start=2021,
    period_end=2025,
    places_in_text="",
    entity="",
    investment_wan_yuan=None,
    scale="",
    responsible="",
    place="东昌府区",
    place_code="371502",
    level="county",
    county="东昌府区",
    county_code="371502",
    town="",
    park="",
    radius_m=20000.0,
    confidence=0.9,
    method="scope",
    evidence="scope: 东昌府区",
    project="p00",
    status="candidate",
    span_start=100,
    span_end=109,
    lon=None,
    lat=None,
    stage="",
    stage_rule="",
    target_wan_yuan=None,
    plan_start=2021,
    plan_end=2025,
    reading_rule="",
    edition="",
)

_NOWHERE = {
    "place": "",
    "place_code": "",
    "county": "",
    "county_code": "",
    "radius_m": None,
    "lon": None,
    "lat": None,
    "evidence": "",
}
_ZHENGJIA = {
    "place": "郑家镇",
    "place_code": "371502105",
    "level": "town",
    "town": "郑家镇",
    "lon": 115.7168,
    "lat": 36.4161,
    "radius_m": 4000.0,
}
_FENGHUANG = {
    "place": "凤凰工业园",
    "place_code": "371502P02",
    "level": "park",
    "park": "凤凰工业园",
    "lon": 116.008,
    "lat": 36.377,
    "radius_m": 2000.0,
}
_CHIPING = {
    "place": "茌平区",
    "place_code": "371503",
    "county": "茌平区",
    "county_code": "371503",
}

# Only what differs from BASE; ids follow from the order, r01 the first.
_ROWS: tuple[dict[str, object], ...] = (
    {
        "name": "中国轴承保持器产业振兴基地",
        "kind": "base",
        "category": "轴承及保持器",
        "entity": "山东金帝",
        **_ZHENGJIA,
    },
    {
        "name": "年产1000万套“高端”轴承项目",
        "scale": "年产1000万套",
        "investment_wan_yuan": 85000.5,
        "target_wan_yuan": 120000.25,
        "stage": "在建",
        "stage_rule": "s-going",
        "reading_rule": "box-item",
        "edition": "2025-1",
        **_ZHENGJIA,
    },
    {
        "name": "凤凰工业园标准厂房",
        "industry": "urban",
        "responsible": "区发改局|凤凰工业园",
        "period_start": None,
        "period_end": None,
        "stage": "建成",
        "stage_rule": "s-built",
        **_FENGHUANG,
    },
    {
        "name": "聊城西站站前广场",
        "industry": "transport",
        "document": "liaocheng-13fyp",
        "period_start": 2016,
        "period_end": 2020,
        "plan_start": 2016,
        "plan_end": 2020,
        "place": "聊城西站",
        "place_code": "371502S01",
        "level": "site",
        "town": "张炉集镇",
        "lon": 115.8461234,
        "lat": 36.4391234,
        "radius_m": 300.0,
    },
    {
        "name": "郑家镇、沙镇镇农村公路",
        "industry": "rural",
        **_ZHENGJIA,
        "place": "郑家镇|沙镇镇",
        "place_code": "371502105|371502101",
        "town": "郑家镇|沙镇镇",
        "level": "multi",
        "lon": 115.7747,
        "lat": 36.35565,
        "radius_m": 9000.0,
    },
    {
        "name": "东昌府区与茌平区之间的快速路",
        "industry": "transport",
        "level": "multi",
        "place": "东昌府区|茌平区",
        "place_code": "371502|371503",
        "county": "东昌府区|茌平区",
        "county_code": "371502|371503",
    },
    {"name": "茌平铝精深加工基地", "kind": "base", "industry": "nonferrous", **_CHIPING},
    {
        "name": "全市5G基站",
        "industry": "digital",
        "document": "liaocheng-13fyp",
        "period_start": None,
        "period_end": None,
        "plan_start": 2016,
        "plan_end": 2020,
        **_NOWHERE,
        "place": "聊城市",
        "place_code": "371500",
        "level": "city",
    },
    {"name": "省级融资担保平台", "industry": "finance", **_NOWHERE, "level": "none", "confidence": None},
    {
        "name": "没有年份的养老院",
        "industry": "health",
        "period_start": None,
        "period_end": None,
        "plan_start": None,
        "plan_end": None,
        "document": "dongchangfu-2022",
    },
    {"name": "只有开工年份的水库", "industry": "water", "period_start": 2023, "period_end": None},
    {"name": "=1+1（公式）", "entity": "@某公司", "scale": "-5万吨", "category": "'引号开头"},
    {"name": "<script>alert(1)</script>大桥", "industry": "transport", "item": "2(1)"},
    {"name": "'; DROP TABLE records; --", "evidence": 'a "quoted", cell\nwith a second line'},
    {"name": "𠮷林路与㐂寿街改造 ", "industry": "urban", "places_in_text": "𠮷林路|㐂寿街"},
)


def sample(number: int, **changes: object) -> Record:
    """The sample record with the id ``r<number>``, with *changes*."""
    row = {
        "id": f"r{number:02d}",
        "project": f"p{number:02d}",
        "span_start": 100 * number,
        "span_end": 100 * number + 9,
    }
    return replace(BASE, **{**row, **_ROWS[number - 1], **changes})  # type: ignore[arg-type]


def samples() -> pd.DataFrame:
    """All sample records, typed."""
    return frame([sample(number) for number in range(1, len(_ROWS) + 1)])


def write_tables(directory: Path, records: pd.DataFrame) -> Path:
    """Put the tables of a store of *records* into *directory*, which is returned."""
    directory.mkdir(exist_ok=True)
    for name in SHIPPED:
        shutil.copyfile(workspace.table(name), directory / name)
    write_table(records, directory / "mentions.csv")
    return directory


def generated(count: int, *, seed: int = 0) -> pd.DataFrame:
    """*count* records spread over the towns and parks of the gazetteer, the same for the same seed.

    The shares of the precision levels are about those of real plans; names repeat no more
    than real ones do.
    """
    random = np.random.default_rng(seed)
    places = pd.read_csv(workspace.current() / "gazetteer" / "places.csv", dtype=str, keep_default_na=False)
    places = places[places["code"].isin(grounded(load_areas())) & places["lon"].ne("")].reset_index(drop=True)
    place = places.iloc[random.integers(0, len(places), count)].reset_index(drop=True)
    level = random.choice(["town", "park", "site", "county", "city", "none"], count, p=_SHARES)
    industries = pd.read_csv(DATA_DIR / "industries.csv", dtype=str)
    industry = industries.iloc[random.integers(0, len(industries), count)].reset_index(drop=True)
    start = random.choice([2016, 2021, 2022, 2023], count)
    is_placed = ~np.isin(level, ["city", "none"])
    is_close = np.isin(level, ["town", "park", "site"])
    number = pd.Series(np.arange(count)).astype(str)
    scale = pd.Series(random.integers(1, 500, count)).astype(str)
    table = pd.DataFrame(
        {
            "id": "g" + number.str.zfill(7),
            "name": place["name"] + industry["label_zh"] + "年产" + scale + "万套项目" + number,
            "kind": random.choice(["project", "base", "park", "town"], count, p=[0.9, 0.06, 0.02, 0.02]),
            "document": random.choice(["dongchangfu-14fyp", "liaocheng-13fyp", "dongchangfu-2024"], count),
            "section": "专栏" + pd.Series(random.integers(1, 15, count)).astype(str),
            "item": number,
            "listed": random.random(count) < 0.7,
            "category": industry["label_zh"],
            "industry": industry["code"],
            "industry_rule": "heading",
            "period_start": start,
            "period_end": start + random.integers(0, 5, count),
            "places_in_text": place["name"],
            "entity": "山东第" + scale + "实业有限公司",
            "investment_wan_yuan": random.integers(100, 100_000, count) * 1.5,
            "scale": "年产" + scale + "万套",
            "responsible": "发展改革局|" + place["name"],
            "place": place["name"].where(is_placed, ""),
            "place_code": place["code"].where(is_placed, ""),
            "level": level,
            "county_code": place["parent"].where(is_placed, ""),
            "county": place["parent"].map(_COUNTIES).fillna("").where(is_placed, ""),
            "town": place["name"].where(is_close & place["level"].eq("town"), ""),
            "park": place["name"].where(is_close & place["level"].eq("park"), ""),
            "radius_m": pd.Series(4000.0, index=place.index).where(is_placed),
            "confidence": random.random(count).round(3),
            "method": "name",
            "evidence": "name: " + place["name"],
            "project": "p" + scale,
            "status": "candidate",
            "span_start": np.arange(count) * 50,
            "span_end": np.arange(count) * 50 + 20,
            "lon": (place["lon"].astype(float) + random.normal(0, 0.02, count)).round(7).where(is_close),
            "lat": (place["lat"].astype(float) + random.normal(0, 0.02, count)).round(7).where(is_close),
            "stage": np.array(["", *STAGES])[np.arange(count) % 6],
            "stage_rule": "",
            "target_wan_yuan": None,
            "plan_start": start,
            "plan_end": start + 4,
            "reading_rule": "",
            "edition": "",
        }
    )
    return typed(table[list(COLUMNS)])


_SHARES = [0.25, 0.1, 0.1, 0.35, 0.1, 0.1]
_COUNTIES = {
    "371502": "东昌府区",
    "371503": "茌平区",
    "371521": "阳谷县",
    "371522": "莘县",
    "371524": "东阿县",
    "371525": "冠县",
    "371526": "高唐县",
    "371581": "临清市",
}
