"""Stages: every rule beside its example and what it must not take, and the words as documents print them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.extraction.stages import STAGES, Stage, stage, stage_of
from projects.model.records import dictionary
from projects.vocabulary.rules import rules

ROWS = {row["id"]: row for row in rules("stages")}


def marked(text: str) -> tuple[str, str]:
    """The last name in 〔〕 of *text*: stage and rule that its words tell."""
    before, name, after = re.fullmatch(r"(.*)〔([^〔〕]+)〕([^〔〕]*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    return stage(name, re.sub("[〔〕]", "", before), after)


@pytest.mark.parametrize("rule", ROWS)
def test_a_rule_takes_its_example_and_not_its_counter_example(rule: str) -> None:
    row = ROWS[rule]
    assert marked(row["example"]) == (row["stage"], rule)
    assert marked(row["counter_example"])[1] != rule


def test_the_table_is_sound() -> None:
    assert len(ROWS) == len(rules("stages"))
    assert {row["stage"] for row in ROWS.values()} == set(STAGES)
    assert {side for row in ROWS.values() for side in row["side"].split("|")} == {
        "before",
        "behind",
        "clause",
    }
    values = dictionary().set_index("name").loc["stage", "values"]
    assert values.split("|") == list(STAGES)


# verbs before the enumeration, predicate behind it → stage
WORDS = {
    ("加快推进", ""): "在建",
    ("加快", "建设"): "在建",
    ("推动", "早日开工"): "前期",
    ("力争", "早日开工建设"): "前期",
    ("推进", "前期工作"): "前期",
    ("谋划", ""): "前期",
    ("谋划启动", "建设"): "前期",
    ("获批建设", ""): "前期",
    ("争取", "等项目落地"): "前期",
    ("推动", "等项目落地"): "签约",
    ("启动", ""): "开工",
    ("开工建设", ""): "开工",
    ("新开工", ""): "开工",
    ("确保", "年内开工"): "开工",
    ("", "等重大项目开工建设"): "开工",
    ("完成", "建设"): "建成",
    ("建成投用", ""): "建成",
    ("力争", "年内建成投用"): "建成",
    ("", "建成通车"): "建成",
    ("", "完成提质改造"): "建成",
    ("", "主体完工"): "在建",
    ("", "即将投入使用"): "在建",
    ("", "完成征地432.7亩"): "前期",
    ("", "完成投资3亿元"): "",
    ("位于", ""): "",
    ("", ""): "",
}


@pytest.mark.parametrize("words", WORDS)
def test_words_around_a_name(words: tuple[str, str]) -> None:
    found = stage_of(*words, "")
    assert found.code == WORDS[words]
    assert bool(found.rule) == bool(found.code)


def test_the_clause_speaks_only_where_the_words_around_the_name_are_silent() -> None:
    clause = "郑济高铁已建成通车"
    assert stage_of("", "", clause) == Stage("建成", "s-built")
    assert stage_of("加快", "", clause).code == "在建"
    assert stage_of("位于", "", clause) == Stage()
    # A name is no statement: 运营中心, 建设项目.
    assert stage_of("", "", "国际物流运营中心建设项目") == Stage()


TEXTS = {
    "安国市中药材批发交易市场开市运营，〔数字中药都仓储项目〕、贵细药材交易市场项目有序推进。": "在建",
    "〔安国市中药材批发交易市场〕开市运营，数字中药都仓储项目有序推进。": "建成",
    "建成通车静兴高速，开工建设〔汾石高速〕，加快推进祁离、离隰高速建设": "开工",
    "加快货源街、启动〔凤山底〕等45个老旧小区改造": "开工",
    "支持柳林建设〔全省固废基新材料产业基地〕。": "在建",
    "与太原理工大学合作共建中铝研究中心、〔吕梁军民研究院〕等项目。": "在建",
    "推进扶贫。〔东城供水项目〕": "",
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_name_is_governed_by_the_verb_of_its_own_enumeration(text: str) -> None:
    assert marked(text)[0] == TEXTS[text]


@given(st.text(), st.text(), st.text())
def test_any_text_gives_a_stage_of_the_list_or_none(one: str, two: str, three: str) -> None:
    found = stage_of(one, two, three)
    assert found.code in ("", *STAGES) and (found.rule in ROWS) == bool(found.code)
    assert stage(one, two, three)[0] in ("", *STAGES)
