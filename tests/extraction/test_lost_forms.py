"""Layouts of lists that stand outside boxes or are cut over lines: names, numbers and sections."""

from __future__ import annotations

import pytest

from projects.extraction.extract import extract
from projects.extraction.scopes import Scope
from projects.model.registry import Document

FORMS = {
    "numbers of an annex, with labelled lines below": (
        "附件2\n十大工程进展情况\n三、农村江水置换工程\n1.项目内容：铺设输水管网，安装水表\n"
        "2.责任单位：水利局\n3.事项进展：完成97%。\n",
        [("3", "农村江水置换工程")],
    ),
    "labels in heavy brackets": (
        "五、沁水医院新院建设项目\n【项目内容】新建医技楼\n【责任单位】卫健局\n【今年计划】主体封顶\n",
        [("5", "沁水医院新院建设项目")],
    ),
    "field sheets one below the other": (
        "招商项目\n项目名称：沁水冷链物流园\n建设地点：某镇\n总投资：5亿元\n"
        "项目名称：阳城轴承产业园\n建设地点：某镇\n",
        [("1", "沁水冷链物流园"), ("2(1)", "阳城轴承产业园")],
    ),
    "a numbered name and what is told of it": (
        "（一）沁水轴承产业园项目。总投资5亿元，建设厂房。\n（二）阳城物流园项目。总投资3亿元。\n",
        [("", "沁水轴承产业园项目"), ("", "阳城物流园项目")],
    ),
    "first item, second item": (
        "第一项：沁水水库。新建大坝。\n第二项：阳城大桥。全长1公里。\n",
        [("", "沁水水库"), ("", "阳城大桥")],
    ),
    "names alone on numbered lines": (
        "二、重点工作\n（一）重点项目\n（一）沁水轴承产业园\n（二）阳城大桥\n",
        [("1", "沁水轴承产业园"), ("2", "阳城大桥")],
    ),
    "several in one paragraph behind how many there are": (
        "二、重点工作\n（一）重点项目\n五大项目：1.沁水水库；2.阳城机场；3.高平高铁站。\n",
        [("1(1)", "沁水水库"), ("1(2)", "阳城机场"), ("1(3)", "高平高铁站")],
    ),
    "word, number and title of a box on lines of their own": (
        "专栏\n\n3\n\n 重大科技基础设施\n\n冷泉生态系统研究装置、极端海洋科考设施\n",
        [("1(1)", "冷泉生态系统研究装置"), ("1(2)", "极端海洋科考设施")],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_no_name_is_lost(form: str) -> None:
    text, expected = FORMS[form]
    document = Document("d", "d.txt", scope="聊城市", issued="2022")
    found = extract(document, text, Scope(document))
    assert [(mention.item, mention.name) for mention in found.mentions] == expected
    assert all(mention.listed for mention in found.mentions)
