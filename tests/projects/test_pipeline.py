"""All steps together on small documents: ids from content, counts that add up, facts across documents."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from projects.errors import InputError, MissingError
from projects.model.registry import Document
from projects.pipeline import Result, run
from projects.recording import record_id

DISTRICT = """第一章 任务
正文一句。
专栏1 重点项目
（1）山东金帝装备关键零部件项目（2）沙镇医疗康复一体化病房（3）老旧小区改造项目，总投资2亿元，2023年开工
专栏2 镇域经济发展定位
1.郑家镇。发展定位：轴承。依托金帝等企业，做强轴承。
"""
CITY = "第一章 任务\n正文一句。\n专栏1 重点项目\n铁路：郑济高铁聊城段，东阿县肉驴养殖项目。\n"


def written(tmp_path: Path, **texts: str) -> dict[str, Path]:
    paths = {}
    for key, text in texts.items():
        paths[key] = tmp_path / f"{key}.txt"
        paths[key].write_text(text, encoding="utf-8")
    return paths


def document(key: str, scope: str) -> Document:
    return Document(key, f"{key}.txt", issued="2021", period_start=2021, period_end=2025, scope=scope)


@pytest.fixture
def both(tmp_path: Path) -> list[tuple[Document, Path]]:
    paths = written(tmp_path, district=DISTRICT, city=CITY)
    return [
        (document("district", "东昌府区"), paths["district"]),
        (document("city", "聊城市"), paths["city"]),
    ]


def by_name(result: Result) -> dict[str, object]:
    return {record.name: record for record in result.records}


def test_records_carry_values_place_and_source(both: list[tuple[Document, Path]]) -> None:
    records = {record.name: record for record in run(both).records}
    homes = records["老旧小区改造项目"]
    assert (homes.investment_wan_yuan, homes.period_start, homes.period_end) == (20000.0, 2023, None)
    assert (homes.plan_start, homes.plan_end, homes.status, homes.edition) == (2021, 2025, "candidate", "")
    assert (homes.level, homes.county, homes.section, homes.item, homes.industry) == (
        "county",
        "东昌府区",
        "专栏1",
        "3",
        "urban",
    )
    ward = records["沙镇医疗康复一体化病房"]
    assert (ward.town, ward.level, ward.county_code) == ("沙镇镇", "town", "371502")
    assert ward.lon is not None and ward.lat is not None and 115 < ward.lon < 117 and 35 < ward.lat < 38
    donkeys = records["东阿县肉驴养殖项目"]
    assert donkeys.county == "东阿县" and donkeys.town == ""


def test_a_statement_of_the_document_places_its_project(both: list[tuple[Document, Path]]) -> None:
    records = {record.name: record for record in run(both).records}
    parts = records["山东金帝装备关键零部件项目"]
    assert (parts.town, parts.method, parts.evidence) == (
        "郑家镇",
        "fact",
        "district 专栏2(1): 金帝 ∈ 郑家镇",
    )


def test_counts_add_up_at_every_step(both: list[tuple[Document, Path]]) -> None:
    result = run(both)
    assert {step.step for step in result.steps} >= {"extract", "place"}
    for step in result.steps:
        assert step.seen == step.kept + step.rejected
    assert sum(step.kept for step in result.steps if step.step == "place") == len(result.records)


def test_the_order_of_documents_changes_no_record(both: list[tuple[Document, Path]]) -> None:
    forward = {record.id: record for record in run(both).records}
    backward = {record.id: record for record in run(reversed(both)).records}
    assert forward == backward


def test_ids_come_from_content_not_from_order(tmp_path: Path) -> None:
    entries = [f"甲乙{n}号产业园项目" for n in range(8)]
    ids = []
    for seed in range(3):
        shuffled = entries[:]
        random.Random(seed).shuffle(shuffled)
        text = "第一章 任务\n正文一句。\n" + "".join(f"推进{name}建设。" for name in shuffled)
        path = written(tmp_path, **{f"plan{seed}": text})[f"plan{seed}"]
        ids.append({record.name: record.id for record in run([(document("plan", "东昌府区"), path)]).records})
    assert ids[0] == ids[1] == ids[2] and len(ids[0]) == 8
    assert record_id("plan", "专栏1", "1", "甲") != record_id("plan", "专栏1", "2", "甲")
    assert record_id("a", "b", "", "c") != record_id("a", "", "b", "c")


def test_ids_stand_once(both: list[tuple[Document, Path]]) -> None:
    ids = [record.id for record in run(both).records]
    assert len(ids) == len(set(ids)) and all(len(identifier) == 12 for identifier in ids)


def test_levels_without_a_site_have_no_point(both: list[tuple[Document, Path]]) -> None:
    for record in run(both).records:
        if record.level in ("city", "none"):
            assert (record.lon, record.lat, record.radius_m) == (None, None, None)
        else:
            # A county's middle is no point of a project.
            assert (record.lon is None) == (record.level == "county") and record.radius_m


def test_missing_and_double_files_are_refused(both: list[tuple[Document, Path]], tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="'gone'"):
        run([(document("gone", "东昌府区"), tmp_path / "gone.txt")])
    with pytest.raises(InputError, match="'district'"):
        run([both[0], both[0]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_changes_no_record(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "district.txt"
    path.write_bytes(DISTRICT.encode(encoding))
    result = run([(document("district", "东昌府区"), path)])
    assert [record.name for record in result.records][:2] == [
        "山东金帝装备关键零部件项目",
        "沙镇医疗康复一体化病房",
    ]
    assert any("GB18030" in notice for notice in result.notices) is (encoding == "gb18030")


def test_line_ends_change_no_record(tmp_path: Path) -> None:
    paths = written(tmp_path, unix=DISTRICT)
    windows = tmp_path / "windows.txt"
    windows.write_bytes(DISTRICT.replace("\n", "\r\n").encode())
    names = [
        [(r.section, r.item, r.name) for r in run([(document("d", "东昌府区"), path)]).records]
        for path in (paths["unix"], windows)
    ]
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("places", "expected", "told"),
    [
        (["聊城市茌平区信发街道"], ["信发街道"], "read as one of 聊城市"),
        (["茌平区信发街道", "东昌府区郑家镇"], ["信发街道", "郑家镇"], "read as one of 聊城市"),
        (["聊城市茌平区信发街道", "泰安市东平县"], ["", ""], "names no area that is known"),
        (["信发街道"], [""], "names no area that is known"),
    ],
)
def test_a_list_without_a_heading_is_of_the_city_that_its_rows_name(
    tmp_path: Path, places: list[str], expected: list[str], told: str
) -> None:
    """Or a notice says why nothing is placed."""
    rows = [f"年产{at}万吨再生铝项目,{place},52000" for at, place in enumerate(places, 1)]
    path = tmp_path / "list.csv"
    path.write_text("\n".join(["项目名称,建设地点,总投资(万元)", *rows]), encoding="utf-8")
    result = run([(Document("list", "list.csv"), path)])
    assert [record.place for record in result.records] == expected
    assert [notice for notice in result.notices if told in notice]
