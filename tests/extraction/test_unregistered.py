"""What a plan that no registry names tells of itself: the area and the years in its title."""

from __future__ import annotations

import pytest

from geo.gazetteer_tables import load_gazetteer
from projects.extraction.unregistered import described, head_of
from projects.model.registry import Document

HEADS = [
    # the title goes before places named more often below it
    (
        "商丘市国民经济和社会发展第十四个五年规划纲要\n永城市、永城市、永城市……2021—2024年建成。",
        ("商丘市", "city", 2021, 2025),
    ),
    ("聊城市东昌府区国民经济和社会发展\n第十四个五年规划\n目录", ("东昌府区", "county", 2021, 2025)),
    ("衢州市衢江区产业链提升行动方案（2022—2025年）\n", ("衢江区", "county", 2022, 2025)),
    ("# 云南省“十五五”水安全保障规划\n昆明市、曲靖市……", ("云南省", "province", 2026, 2030)),
    (
        "您的位置：首页 > 重大项目 > 项目名单\n2022年第一批自治区层面\n重大项目名单（节选）\n"
        "广西壮族自治区发展和改革委员会\n北海市",
        ("广西壮族自治区", "province", 2022, 2022),
    ),
    ("许昌市2024年政府工作报告\n禹州市、长葛市……", ("许昌市", "city", 2024, 2024)),
    ("没有标题。\n2023年，许昌市……许昌市", ("许昌市", "city", 2023, 2023)),
    # a report of a prefecture; the assembly before which a report is given, not the district it praises
    ("恩施州政府工作报告（2022年1月6日）\n", ("恩施土家族苗族自治州", "city", 2022, 2022)),
    (
        "政府工作报告\n（2014年1月24日在贵阳市第十三届人民代表大会第四次会议上）\n南明区跃升第一，南明区……",
        ("贵阳市", "city", 2014, 2014),
    ),
    (
        "政府工作报告\n（2023年1月13日在贵州省第十四届人民代表大会第一次会议上）",
        ("贵州省", "province", 2023, 2023),
    ),
    ("没有地名。", ("", "", None, None)),
]


@pytest.mark.parametrize(("text", "expected"), HEADS)
def test_area_and_years(text: str, expected: tuple[str, str, int | None, int | None]) -> None:
    document, notice = described(Document("d", "d.txt"), text, load_gazetteer())
    assert (document.scope, document.scope_level, document.period_start, document.period_end) == expected
    assert bool(notice) is bool(expected[0])


def test_a_caption_beside_the_text_names_the_assembly() -> None:
    caption = "某市长在长沙市第十六届人民代表大会第五次会议上作政府工作报告。"
    text = "2025年政府工作报告\n各位代表："
    assert described(Document("d", "d.md"), text, load_gazetteer())[0].scope == ""
    assert described(Document("d", "d.md"), text, load_gazetteer(), caption)[0].scope == "长沙市"


def test_a_title_without_area_and_year_is_told_with_both_and_who_reports_issues() -> None:
    text = "政府工作报告\n2023年2月21日在成都市第十八届人民代表大会上\n成都市人民政府市长 王凤朝\n各位代表："
    head = head_of(Document("d", "d.docx"), text, load_gazetteer())
    assert (head.title, head.issuer) == ("成都市2023年政府工作报告", "成都市人民政府")
    assert (head.issued, head.kind) == ("2023-02-21", "政府工作报告")


def test_the_registry_goes_before_the_title() -> None:
    known = Document("d", "d.txt", scope="聊城市", period_start=2016, period_end=2020)
    document, notice = described(known, "许昌市2024年政府工作报告", load_gazetteer())
    assert document == known and notice == ""
