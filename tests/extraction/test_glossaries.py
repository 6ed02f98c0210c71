"""What reports explain behind their last page is no plan, however its heading is printed."""

from __future__ import annotations

import pytest

from projects.extraction.extract import extract
from projects.extraction.scopes import Scope
from projects.model.registry import Document

CITY = Document("d", "d.txt", scope="聊城市", issued="2023")
REPORT = "加快建设祁离高速公路。\n\n"
#: Heading and words as reports print them: 荆门 2016, 成都 2017, 西安 2018, 东莞 2026, 雅安 2025, 酒泉 2021,
#: 南昌 2016, 岳阳 2018, 资阳 2021, 佛山 2023.
HEADINGS = [
    ("附：名词解释\n\n（以在报告中出现的先后排序）", "三维纲要：", "七大支柱产业："),
    ("**名词解释**", "**1. “6+4”先行先试政策：**", "**2.** **工业“竞进拉练”：**"),
    ("《政府工作报告》名词术语解释", "［1］“五新”战略任务：", "［2］聚焦三六九，振兴大西安："),
    ("名词注解：", "“8+8+4”现代化产业体系：", "“1+1+9”工作部署："),
    ("名词解释和说明", "1.“三个一”方式：", "2.“7+2”重点项目："),
    ("名词解释", "1．两极四点：", "2．两站一场："),
    ("《政府工作报告》注释", "1.“三单一网”：", "2.“两环十二射”："),
    ("注 释", "“四大会战”：", "“三品一标”："),
    ("解释和说明", "1.10个产业生态圈：", "2.农业“6+3+1”产业："),
    ("**注释：**", "**[1] “一纵十横三合一”指挥调度机制：**", "**[2] “1+5+N”规划蓝图：**"),
]


@pytest.mark.parametrize(("heading", "first", "second"), HEADINGS)
def test_words_that_are_explained_are_no_projects(heading: str, first: str, second: str) -> None:
    words = f"{first}加快建设丹霞口岸物流园。\n\n{second}加快建设火车站。\n"
    found = extract(CITY, f"{REPORT}{heading}\n\n{words}", Scope(CITY))
    assert [mention.name for mention in found.mentions] == ["祁离高速公路"]
    assert [reject.reason for reject in found.rejects].count("the section explains words") >= 2


def test_a_plan_that_speaks_of_words_goes_on() -> None:
    """What tells to explain words is a task; no words stand below it."""
    text = f"{REPORT}名词解释和政策宣传工作做好。\n\n加快建设丹霞口岸物流园。\n\n加快建设甲乙大桥。\n"
    names = [mention.name for mention in extract(CITY, text, Scope(CITY)).mentions]
    assert "丹霞口岸物流园" in names and "甲乙大桥" in names
