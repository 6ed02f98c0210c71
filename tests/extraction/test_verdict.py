"""The verdict: every pattern beside its example and counter-example; rivals; tables; time on odd input."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.extraction.candidate import Candidate
from projects.extraction.candidates import candidates
from projects.extraction.features import Setting, own_letters
from projects.extraction.toponyms import is_place
from projects.extraction.verdict import BESIDE, Verdict, judge
from projects.vocabulary.rules import rules

PATTERNS = {row["id"]: row for row in rules("patterns")}
SETTING = Setting(place=is_place)
WORDS = ["加快", "建设", "某路", "和", "、", "等3个", "项目", "南湖公园", "建成", "，", "（一期）", "“", "”"]


def read(text: str, setting: Setting = SETTING) -> list[tuple[Candidate, Verdict]]:
    found = candidates(text, is_place, listed=setting.listed)
    return list(zip(found, judge(found, setting), strict=True))


def names(text: str) -> list[str]:
    return [one.name for one, verdict in read(text) if verdict.accepted]


@pytest.mark.parametrize("rule", PATTERNS)
def test_a_pattern_finds_its_example_and_nothing_in_its_counter_example(rule: str) -> None:
    row = PATTERNS[rule]
    assert rule in {verdict.rule for _, verdict in read(row["example"])}
    if not row["action"].startswith("reject unless the words"):
        assert any(verdict.accepted and verdict.rule == rule for _, verdict in read(row["example"]))
    assert names(row["counter_example"]) == []


@pytest.mark.parametrize("row", PATTERNS.values(), ids=PATTERNS)
def test_examples_are_short(row: dict[str, str]) -> None:
    assert 2 <= len(row["example"]) <= 20 and 2 <= len(row["counter_example"]) <= 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("津潍高铁、济滨高铁建设全线领先", ["津潍高铁", "济滨高铁"]),
        ("建成奉化、宁海、象山垃圾焚烧厂", ["奉化垃圾焚烧厂", "宁海垃圾焚烧厂", "象山垃圾焚烧厂"]),
        ("加快轨道交通1号线一期、2号线一期建设", ["轨道交通1号线一期", "轨道交通2号线一期"]),
        ("推进国道321雁山至临桂改造工程前期工作", ["国道321雁山至临桂改造工程"]),
        ("推进一批节水工程", []),
        # 西安 2022: the shortest words that close names take a tail; 上海 2017: of the same kind only
        ("西延、西康、西十高铁加快建设", ["西延高铁", "西康高铁", "西十高铁"]),
        ("建成国际舞蹈中心、刘海粟美术馆新馆", ["国际舞蹈中心", "刘海粟美术馆新馆"]),
        # 聊城 2023: of a line its ends
        ("开工济南至东阿、德州至高唐高速项目", ["济南至东阿高速项目", "德州至高唐高速项目"]),
        # 贵州 2023: what is told behind a name, and who acts before it
        ("贵阳国际陆港开港运营", ["贵阳国际陆港"]),
        ("铜仁获批建设国家跨境电子商务综合试验区", ["国家跨境电子商务综合试验区"]),
        # 广东 2021: the middle of a name is told of nothing
        ("推进松山湖科学城先行启动区建设", ["松山湖科学城先行启动区"]),
        # 南昌 2026, 长沙 2025: verbs before a name
        ("开辟跨珠江口第二高铁通道", ["跨珠江口第二高铁通道"]),
        ("落实国家和省减税降费政策", []),
    ],
)
def test_names_are_cut_as_a_clerk_would_write_them(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_of_rivals_at_most_one_is_accepted() -> None:
    for _, verdict in (
        pairs := read("滨河南路延伸段维修改造工程完工通车，建成武都区和西和县生活垃圾焚烧发电项目")
    ):
        assert verdict.accepted or verdict.reason
    taken = sorted((one.start, one.end) for one, verdict in pairs if verdict.accepted)
    assert all(left[1] <= right[0] for left, right in pairwise(taken))


@given(st.lists(st.sampled_from(WORDS), max_size=14).map("".join))
@settings(max_examples=200, deadline=None)
def test_every_candidate_is_judged_by_a_known_pattern(text: str) -> None:
    for one, verdict in read(text):
        assert verdict.rule in PATTERNS
        assert 0 <= verdict.confidence <= 1
        assert verdict.accepted == (verdict.reason == "")
        assert not verdict.accepted or verdict.confidence >= BESIDE - 0.001
        assert 0 <= one.start < one.end <= len(text) and one.clause[0] <= one.start
        assert one.name and one.name == one.name.strip()


def test_the_weights_are_rows_a_person_can_read() -> None:
    rows = rules("verdict")
    assert len(rows) <= 12_000  # 250 kB
    assert {row["stage"] for row in rows} == {"0", "1", "2", "threshold"}
    assert max(Counter((row["feature"], row["stage"]) for row in rows).values()) == 1
    assert all(float(row["weight"]) == pytest.approx(float(row["weight"])) for row in rows)


@pytest.mark.parametrize(
    "unit", ["（", "、", "公司、", "1", "和", "甲路、", "（一）", "园区及", "某路和某桥，"]
)
def test_time_grows_with_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        start = process_time()
        read((unit * length)[:length])
        return process_time() - start

    seconds(2_000)
    short = seconds(10_000)
    assert seconds(40_000) < 12 * short + 0.5


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("现代产业园", 0),
        ("特色数字经济产业园", 0),
        ("港口专业化码头", 0),
        ("花山绿道", 2),
        ("盘北经济开发区", 2),
        ("青龙商厦", 4),
        ("", 0),
    ],
)
def test_what_is_left_of_a_name_without_the_words_of_everybody(text: str, own: int) -> None:
    assert own_letters(text) == own


def test_a_member_of_a_list_goes_with_its_neighbours() -> None:
    found = names("推动合新、沿淮城际高铁前期工作。")
    assert found == ["合新城际高铁", "沿淮城际高铁"]


def test_two_sure_names_are_taken_before_the_one_that_joins_them() -> None:
    found = names("继续推进宏兴路东延、城内大街南延和永兴路提升项目，新建巨力大街。")
    assert "永兴路提升项目" in found and not any("和" in name for name in found)
