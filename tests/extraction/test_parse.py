"""Paragraphs: page breaks inside names are mended, and what belongs apart stays apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.extraction.brackets import bracket_depth, outside_brackets
from projects.extraction.parse import clean, paragraphs

JOINED = {  # a page or line break inside a sentence or a name
    "升级改造项\n\n目(2)山东力得": ["升级改造项目(2)山东力得"],
    "4.省级企业技术中心：（1）股份有\n\n公司（2）天工": ["4.省级企业技术中心：（1）股份有公司（2）天工"],
    "加快推进聊城\n高铁站建设。": ["加快推进聊城高铁站建设。"],
    "〔牵头领导：甲；责任单位：区政\n\n府各部门〕": ["〔牵头领导：甲；责任单位：区政府各部门〕"],
    "依托聊城数据湖产业园\n项目，发展数字经济。": ["依托聊城数据湖产业园项目，发展数字经济。"],
    "（3）普集街道智能\n\n装备产业园续建项目": ["（3）普集街道智能装备产业园续建项目"],
    "突破应用大数据、\n人工智能": ["突破应用大数据、人工智能"],
}
APART = {  # lines that begin something of their own
    "完善路网。\n提升环境。": ["完善路网。", "提升环境。"],
    "5.高精管材:聊城产业园\n6.食品:乙园": ["5.高精管材:聊城产业园", "6.食品:乙园"],
    "（1）甲项目\n（2）乙项目": ["（1）甲项目", "（2）乙项目"],
    "①甲项目\n②乙项目": ["①甲项目", "②乙项目"],
    "01 甲河治理项目\n02 乙河治理项目": ["01甲河治理项目", "02乙河治理项目"],
    "——甲园。\n——乙园。": ["——甲园。", "——乙园。"],
    "甲产业园项目\n乙冷链物流园\n丙机器人谷二号": ["甲产业园项目", "乙冷链物流园", "丙机器人谷二号"],
    "铁路：甲乙高铁\n公路：丙丁高速公路": ["铁路：甲乙高铁", "公路：丙丁高速公路"],
    "一、2022年工作回顾\n过去一年，我们完成了目标。": ["一、2022年工作回顾", "过去一年，我们完成了目标。"],
    "3.产教融合基地\n卫生类\n1.中医院": ["3.产教融合基地", "卫生类", "1.中医院"],
    "甲项目建设\n————\n乙项目建设": ["甲项目建设", "乙项目建设"],
}


@pytest.mark.parametrize("text", JOINED)
def test_breaks_inside_a_name_are_mended(text: str) -> None:
    assert [paragraph.text for paragraph in paragraphs("前文。\n" + text)][1:] == JOINED[text]


@pytest.mark.parametrize("text", APART)
def test_lines_of_their_own_stay_apart(text: str) -> None:
    assert [paragraph.text for paragraph in paragraphs("前文。\n" + text)][1:] == APART[text]


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("第三章 产业体系", True),
        ("专栏 3：先进制造业重点项目", True),
        ("专栏三 重大项目", True),
        ("专栏4-1 交通项目", True),
        ("## 主要任务", True),
        ("**专栏 2**", True),
        ("第三章的任务已经完成，", False),
        ("专栏3所列项目必须完成。", False),
    ],
)
def test_headings_are_told_by_numbering_or_markup(line: str, is_heading: bool) -> None:
    assert paragraphs(f"前文。\n{line}\n后文是一个完整的句子。")[1].is_heading is is_heading


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("建设 2 条路", "建设2条路"),
        ("投资 1.2 亿元", "投资1.2亿元"),
        ("New  Energy 基地", "New Energy基地"),
        ("2 350 MW", "2 350 MW"),
        ("　全角　空格", "全角空格"),
        ("a\u200bb", "a b"),
    ],
)
def test_white_space_goes_unless_it_parts_words(printed: str, expected: str) -> None:
    assert clean(printed) == expected


@pytest.mark.parametrize(
    ("text", "depth"),
    [("（甲", 1), ("（甲）", 0), ("〔甲]", 0), ("（甲（乙）", 1), ("甲）", 0), ("“甲（乙】", 1), ("", 0)],
)
def test_a_wrong_bracket_closes_as_well(text: str, depth: int) -> None:
    assert bracket_depth(text) == depth


def test_marks_inside_brackets_part_nothing() -> None:
    assert list(outside_brackets("甲、乙（丙、丁）、“戊、己”、庚", "、")) == [1, 8, 14]


def test_page_numbers_and_markup_are_no_text() -> None:
    line = "全力推进城区北部污水处理厂和甲乙丙三条道路改造以及配套管网项目"
    text = f"{line}\n\n- 12 -\n\n建设。\n\n**乙**项目 $2\\times 350\\text{{MW}}$ 机组。"
    assert [paragraph.text for paragraph in paragraphs(text)] == [f"{line}建设。", "乙项目2×350MW机组。"]


@given(st.text(alphabet="甲乙丙项目1 2（）。，：、\n\t　专栏三第章*#$-—“”①Ab", max_size=200))
def test_every_character_knows_where_it_stood(text: str) -> None:
    for paragraph in paragraphs(text):
        assert len(paragraph.text) == len(paragraph.offsets)
        assert list(paragraph.offsets) == sorted(paragraph.offsets)
        for char, offset in zip(paragraph.text, paragraph.offsets, strict=True):
            # A mark stands where the white space between two columns was.
            is_mark = char in "：；" and text[offset].isspace()
            assert text[offset] == char or char in " ×" or is_mark


@given(st.text(alphabet="甲乙项目（）。\n 1", max_size=120))
def test_no_letter_is_lost(text: str) -> None:
    """Only white space, markup and page numbers may go; here there is no markup."""
    kept = "".join(paragraph.text for paragraph in paragraphs(text))
    for letter in "甲乙项目（）。":
        assert kept.count(letter) == text.count(letter)
