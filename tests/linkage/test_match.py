"""The same project across documents: gold pairs, near twins, decisions of people."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from geo.gazetteer_tables import load_gazetteer
from projects.errors import InputError
from projects.linkage import Decision, match, read_decisions
from projects.linkage import tables as matching_tables
from projects.linkage.names import prepared
from projects.linkage.score import Scorer
from projects.model.records import Record, from_frame, read_records

GOLD = Path(__file__).parent / "match_gold.csv"
RECORDS = [replace(record, project="") for record in from_frame(read_records())]


def record(name: str, **given: object) -> Record:
    """A record of one county plan; what is not given is that of the first shipped record of that plan."""
    base = next(r for r in RECORDS if r.document == "dongchangfu-14fyp" and r.place_code == "371502")
    values = {"id": f"{name}@{given.get('document', '')}", "kind": "project", "section": name, **given}
    return replace(base, name=name, method="scope", entity="", industry="", **values)  # type: ignore[arg-type]


def same(a: Record, b: Record) -> bool:
    first, second = match([a, b], load_gazetteer()).records
    return bool(first.project) and first.project == second.project


def gold_pairs() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Pairs of ids that are the same, and all pairs of gold Mentions."""
    where = {(r.document, r.section, r.item, r.name): r.id for r in RECORDS}
    with GOLD.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    known = [
        (row["group"], where[key])
        for row in rows
        if (key := (row["document"], row["section"], row["item"], row["name"])) in where
    ]
    assert len(known) >= 0.9 * len(rows), "the gold table and the shipped records have grown apart"
    every = {tuple(sorted((a, b))): g == h for (g, a), (h, b) in combinations(known, 2)}
    return {pair for pair, one in every.items() if one}, set(every)  # type: ignore[misc, return-value]


def test_gold_pairwise_precision_and_recall() -> None:
    wanted, every = gold_pairs()
    project = {r.id: r.project for r in match(RECORDS, load_gazetteer()).records}
    found = {pair for pair in every if project[pair[0]] and project[pair[0]] == project[pair[1]]}
    assert len(found & wanted) / len(found) >= 0.97, sorted(found - wanted)
    assert len(found & wanted) / len(wanted) >= 0.85, sorted(wanted - found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("轴承保持器产业振兴基地", "中国轴承保持器产业振兴基地"),
        ("聊城数据湖产业园", "聊城数据湖产业园项目"),
        ("江北水城·欢乐小镇项目", "江北水城欢乐小镇"),
        ("松桂大街运河桥", "松桂大街运河桥工程"),
        ("大运河国际文化港", "曲江新鸥鹏新建聊城大运河国际文化港项目"),
        ("福祿田园综合体", "福禄田园综合体项目"),
        ("济郑高铁", "郑济高铁"),
        ("东昌府区妇幼保健院嘉明分院", "区妇幼保健院嘉明分院"),
    ],
)
def test_same_thing_under_two_names(one: str, other: str) -> None:
    assert same(record(one, document="d1"), record(other, document="d2", period_start=2024))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("松桂大街", "松桂大街运河桥"),
        ("松桂大街", "松桂路小学"),
        ("松桂路小学", "松桂河"),
        ("松桂大街运河桥", "财干西路运河桥"),
        ("中国轴承保持器产业园", "轴承保持器产业振兴基地"),
        ("轴承保持器零碳产业基地", "轴承保持器产业振兴基地"),
        ("鸿福老年公寓", "鸿福老年公寓二期项目"),
        ("鸿福老年公寓二期", "鸿福老年公寓三期"),
        ("范恭屯小学项目", "范恭屯中学"),
        ("聊城高铁站", "聊城高铁站综合客运枢纽"),
        ("2023年老旧小区改造项目", "2024年老旧小区改造项目"),
        ("龙源100MW风电项目", "天源科创100MW风电项目"),
        ("永盛年产40万吨纸项目", "永盛年产60万吨纸项目"),
    ],
)
def test_near_twins_stay_apart(one: str, other: str) -> None:
    assert not same(record(one, document="d1"), record(other, document="d2"))


def test_places_that_exclude_each_other_keep_one_name_apart() -> None:
    here = record("高精管材产业集群", document="d1")
    there = record("高精管材产业集群", document="d2", place_code="371521")
    assert not same(here, there)
    pair = Scorer(load_gazetteer()).pair(here, there)
    assert pair.veto == "places"


@pytest.mark.parametrize(
    ("part", "whole", "how"),
    [
        ("鸿福老年公寓二期项目改扩建", "鸿福老年公寓", "phase"),
        ("松桂大街运河桥", "松桂大街项目（含运河桥）", "included"),
        ("寒香街", "寒香街、姚庄路项目（含班滑河桥）", "item"),
        ("昌元西关街（站前路-西二环路）", "昌元西关街", "stretch"),
    ],
)
def test_parts_are_linked_to_their_whole(part: str, whole: str, how: str) -> None:
    a, b = record(part, document="d1"), record(whole, document="d2")
    (link,) = match([a, b], load_gazetteer()).links
    assert (link.part, link.whole, link.how) == (a.id, b.id, how)


def test_order_makes_no_difference() -> None:
    shuffled = random.Random(5).sample(RECORDS, len(RECORDS))
    once = {r.id: r.project for r in match(RECORDS, load_gazetteer()).records}
    again = {r.id: r.project for r in match(shuffled, load_gazetteer()).records}
    assert once == again


def test_a_later_plan_changes_no_id() -> None:
    first = [record("绿亚商城", document="d1"), record("聊城绿亚商城项目", document="d2", period_start=2022)]
    before = match(first, load_gazetteer()).records[0].project
    later = [*first, record("绿亚商城建设项目", document="d3", period_start=2026)]
    after = match(later, load_gazetteer()).records
    assert before and {r.project for r in after} == {before}


def test_scores_are_the_sum_of_their_parts() -> None:
    for pair in match(RECORDS, load_gazetteer()).pairs:
        total = sum(value for _, value in pair.parts)
        assert pair.score == pytest.approx(min(1.0, max(0.0, total)), abs=0.003)


def test_mentions_are_not_edited() -> None:
    matched = match(RECORDS, load_gazetteer()).records
    assert [replace(r, project="") for r in matched] == RECORDS


def decide(a: Record, b: Record, verdict: str, **given: str) -> Decision:
    row = Decision(
        "2024-03-01", "张三", a.id, b.id, verdict, "", a.document, a.name, b.document, b.name, line=2
    )
    return replace(row, **given)  # type: ignore[arg-type]


def test_people_join_and_part() -> None:
    street, bridge = record("松桂大街", document="d1"), record("松桂大街运河桥", document="d2")
    joined = match([street, bridge], load_gazetteer(), decisions=[decide(street, bridge, "same")])
    assert joined.records[0].project == joined.records[1].project != ""
    one, other = record("绿亚商城", document="d1"), record("绿亚商城项目", document="d2")
    parted = match([one, other], load_gazetteer(), decisions=[decide(one, other, "different")])
    assert [r.project for r in parted.records] == ["", ""]
    assert not parted.alarms and not joined.alarms


def test_decision_survives_new_ids_and_rings_when_a_name_is_gone() -> None:
    one, other = record("绿亚商城", document="d1"), record("绿亚商城项目", document="d2")
    row = decide(one, other, "different")
    moved = [replace(one, id="x1", section="第九章"), replace(other, id="x2")]
    kept = match(moved, load_gazetteer(), decisions=[row])
    assert not kept.alarms and [r.project for r in kept.records] == ["", ""]
    gone = match([moved[0], replace(moved[1], name="绿亚广场")], load_gazetteer(), decisions=[row])
    assert len(gone.alarms) == 1 and "绿亚商城项目" in str(gone.alarms[0])
    assert "ALARM" in "\n".join(matching_tables.report(gone))


def test_contradicting_decisions_ring() -> None:
    a, b = record("绿亚商城", document="d1"), record("松桂大街", document="d2")
    c = record("月星广场", document="d3")
    chain = [decide(a, b, "same"), decide(b, c, "same"), decide(a, c, "different")]
    result = match([a, b, c], load_gazetteer(), decisions=chain)
    assert any("apart" in alarm.reason for alarm in result.alarms)
    later = decide(a, b, "different", date="2024-05-01")
    assert match([a, b], load_gazetteer(), decisions=[decide(a, b, "same"), later]).alarms


@pytest.mark.parametrize(("old", "new"), [("2024-03-01", "1.3.2024"), ("same", "maybe"), ("张三", "")])
def test_broken_decisions_are_refused(tmp_path: Path, old: str, new: str) -> None:
    header = "date,editor,a,b,verdict,note,a_document,a_name,b_document,b_name\n"
    row = "2024-03-01,张三,a1,b1,same,,d1,甲,d2,乙\n"
    path = tmp_path / "decisions.csv"
    path.write_text(header + row, encoding="utf-8")
    assert read_decisions(path)[0].editor == "张三"
    path.write_text(header + row.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=":2:"):
        read_decisions(path)


def test_names_keep_what_tells_them_apart() -> None:
    name = prepared("2024年聊城鸿福老年公寓二期建设项目（含食堂）")
    assert (name.bare, name.phase, name.year, name.included) == ("鸿福老年公寓", "二", "2024年", ("食堂",))
