"""Structure: headings, boxes that are real, tasks with their units, tables flattened to lines."""

from __future__ import annotations

import pytest

from projects.extraction.numerals import arabic, list_number
from projects.extraction.parse import paragraphs
from projects.extraction.tasks import split_units
from projects.extraction.tree import read_tree
from projects.extraction.units import Box, Passage, Tree


def outline(text: str) -> Tree:
    return read_tree(text, paragraphs(text))


def boxes(text: str) -> list[tuple[str, str, list[str]]]:
    return [(b.label, b.title, [p.text for p in b.paragraphs]) for b in outline(text).boxes()]


BOX_HEADS = {
    "专栏 3：先进制造业重点项目": ("专栏3", "先进制造业重点项目"),
    "专栏三 先进制造业重点项目": ("专栏3", "先进制造业重点项目"),
    "专栏十二：文旅项目": ("专栏12", "文旅项目"),
    "专栏4-1 交通重点项目": ("专栏4-1", "交通重点项目"),
    "专栏 4—2 能源项目": ("专栏4-2", "能源项目"),
    "**专栏 2**\n\n**产业升级重点项目**": ("专栏2", "产业升级重点项目"),
    "专栏 3：\n文化旅游重点工程": ("专栏3", "文化旅游重点工程"),
    "专栏9：重点发展特色小镇\n及产业园区": ("专栏9", "重点发展特色小镇及产业园区"),
    "### 专栏5 数字经济项目": ("专栏5", "数字经济项目"),
}


@pytest.mark.parametrize("head", BOX_HEADS)
def test_the_printed_forms_of_a_box_head(head: str) -> None:
    assert boxes(f"前文结束。\n\n{head}\n\n（1）甲项目（2）乙项目\n\n第二节 其他\n\n后文。") == [
        (*BOX_HEADS[head], ["（1）甲项目（2）乙项目"])
    ]


@pytest.mark.parametrize(
    "contents",
    [
        "专栏1 重点项目 ........ 12",
        "专栏1 重点项目………………12",
        "专栏1 重点项目 12",
        "专栏1 重点项目\t12",
        "第一章 发展环境 .... 3\n专栏1 重点项目 .... 12\n第二章 任务 .... 20",
    ],
)
def test_a_table_of_contents_only_looks_like_a_box(contents: str) -> None:
    text = f"目录\n{contents}\n\n第一章 发展环境\n正文一句。\n\n专栏1 重点项目\n（1）甲项目（2）乙项目\n"
    assert boxes(text) == [("专栏1", "重点项目", ["（1）甲项目（2）乙项目"])]


ENDS = {  # what stands behind the entries, and the sections of the passages behind the box
    "第三节 强化人才支撑\n正文一句。": ["第一章第三节"],
    "实施重大战略，优化创新生态，提升产业能级。": ["第一章"],
    "（三）完善平台。\n正文一句，说明任务。": ["第一章", "第一章"],
    "图 3 空间布局图\n正文一句，说明任务。": ["第一章"],
}


@pytest.mark.parametrize("behind", ENDS)
def test_a_box_ends_where_its_entries_end(behind: str) -> None:
    text = f"第一章 总则\n正文一句。\n专栏1 重点项目\n1.甲项目\n2.乙项目\n{behind}\n"
    units = outline(text).units
    box = next(i for i, unit in enumerate(units) if isinstance(unit, Box))
    found = units[box]
    assert isinstance(found, Box) and [p.text for p in found.paragraphs] == ["1.甲项目", "2.乙项目"]
    sections = [unit.section for unit in units[box + 1 :] if isinstance(unit, Passage)]
    assert sections[-1] == ENDS[behind][-1] and len(sections) <= 2


def test_sections_are_named_by_chapter_or_by_number_or_by_title() -> None:
    def section(text: str) -> str:
        return next(
            u.section for u in outline(text).units if isinstance(u, Passage) and "正文" in u.paragraph.text
        )

    assert section("第三篇 产业\n第四章 制造业\n第二节 集群\n正文一句。") == "第四章第二节"
    assert section("二、主要任务\n（三）补短板\n正文一句，说明任务。") == "二（三）"
    assert section("二、主要任务\n（三）补短板，强弱项。正文一句，说明任务。") == "二（三）"
    assert section("已经完成。\n\n集聚发展要素资源\n\n正文一句。") == "集聚发展要素资源"


LISTS = {  # a list below a heading is read like a box, labelled by its section
    "二、重点工作\n（一）新开工项目（2个）\n1.甲园区\n2.乙产业园\n（二）保障措施\n加强领导。": (
        "二（一）",
        "新开工项目（2个）",
    ),
    "一、续建项目（2项）\n甲科技园三期\n乙冷链物流园\n二、要求\n抓好落实。": ("一", "续建项目（2项）"),
    "三、任务\n重点项目：\n1.甲园区\n2.乙产业园\n第二章 其他\n正文。": ("三", "重点项目"),
}


@pytest.mark.parametrize("text", LISTS)
def test_a_list_below_a_heading_is_read_like_a_box(text: str) -> None:
    ((label, title, lines),) = boxes(text)
    assert (label, title) == LISTS[text]
    assert len(lines) == 2


@pytest.mark.parametrize(
    "heading", ["（一）实施重点水资源利用工程", "（一）加快建设重大项目", "（一）优化营商环境"]
)
def test_a_heading_that_tells_what_to_do_opens_no_list(heading: str) -> None:
    assert boxes(f"一、任务\n{heading}\n1.完善制度。加强考核。\n2.加大投入。落实责任。\n") == []


TASKS = {  # printed task: number, leaders, lead units, participating units
    "22.做强物流。〔牵头领导：甲；牵头单位：区商务局；责任单位：区发改局、各镇政府（街道办事处）〕": (
        "22",
        ("甲",),
        ("区商务局",),
        ("区发改局", "各镇政府（街道办事处）"),
    ),
    "3. 抓好春耕。〔牵头单位：区农业农村局；责任单位：区水利局]": ("3", (), ("区农业农村局",), ("区水利局",)),
    "4．抓好招商。（责任单位：区商务局，区投资促进局）": ("4", (), (), ("区商务局", "区投资促进局")),
    "5.办好教育。\n责任单位：区教体局": ("5", (), (), ("区教体局",)),
    "6.办好卫生。\n【牵头部门：区卫健局；参与部门：——】": ("6", (), ("区卫健局",), ()),
    "113.2024年燃气管网改造项目。改造20公里。〔牵头单位：区住建局〕": ("113", (), ("区住建局",), ()),
}


@pytest.mark.parametrize("text", TASKS)
def test_tasks_with_their_units(text: str) -> None:
    (task,) = outline(f"一、任务\n{text}\n").tasks()
    assert (task.number, task.leaders, task.lead_units, task.participating_units) == TASKS[text]
    assert "单位" not in task.body.text and "部门" not in task.body.text


def test_numbered_paragraphs_without_units_are_no_tasks() -> None:
    found = outline("二、今年重点工作\n1.做强工业经济。支持甲产业园。\n2.推动文旅融合。打造乙园。\n")
    assert found.tasks() == []
    assert [unit.section for unit in found.units if isinstance(unit, Passage)] == ["二", "二"]


TABLE = """责任清单
序号
{columns}
一、发展先进制造业
15-1
做大做强高端
装备产业。
经发部
各街道
2025年
15-2
打造绿色建材基地。
经发部、商务
投资部
——
持续推进
二、其他
16
完善制度。
综合部
有关部门
2024年
年底前
"""


@pytest.mark.parametrize(
    "columns",
    [
        "政策事项\n牵头部门\n参与部门\n完成时限",
        "工作任务\n责 任 单 位\n配合单位\n完成时间",
        "任务\n主责单位\n协办单位\n时间要求",
    ],
)
def test_a_table_flattened_to_lines(columns: str) -> None:
    rows = outline(TABLE.format(columns=columns)).tasks()
    assert [row.number for row in rows] == ["15-1", "15-2", "16"]
    assert [row.body.text for row in rows] == ["做大做强高端装备产业。", "打造绿色建材基地。", "完善制度。"]
    units = [row.lead_units or row.participating_units for row in rows]
    assert units[0][0] == "经发部" and rows[1].deadline == "持续推进" and rows[2].deadline == "2024年年底前"
    assert [row.category for row in rows] == ["发展先进制造业", "发展先进制造业", "其他"]


def test_a_cell_cut_behind_a_comma_is_put_together() -> None:
    text = TABLE.replace("经发部、商务\n投资部", "经发部、\n商务投资部")
    row = outline(text.format(columns="政策事项\n牵头部门\n参与部门\n完成时限")).tasks()[1]
    assert row.lead_units == ("经发部", "商务投资部") and row.participating_units == ()


def test_offsets_of_a_table_row_lead_back() -> None:
    text = TABLE.format(columns="政策事项\n牵头部门\n参与部门\n完成时限")
    row = outline(text).tasks()[0]
    start, end = row.body.span(0, len(row.body.text))
    assert text[start:end].replace("\n", "") == row.body.text


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("区财政局、区住建局，区水利局；区教体局", ["区财政局", "区住建局", "区水利局", "区教体局"]),
        ("各镇政府（街道办事处、管委会）", ["各镇政府（街道办事处、管委会）"]),
        ("区 财 政 局", ["区财政局"]),
        ("——", []),
        ("", []),
        ("（区财政局、区住建局", ["（区财政局、区住建局"]),
    ],
)
def test_units_of_a_cell(cell: str, units: list[str]) -> None:
    assert list(split_units(cell)) == units


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        *(("三", 3), ("十", 10), ("十四", 14), ("二十", 20), ("三十五", 35), ("7", 7), ("零", 0)),
        *(("①", 1), ("⑳", 20), ("百", 100), ("一百", 100), ("二百五十", 250), ("九百九十九", 999)),
        *(("一百零五", 105), ("一百〇五", 105), ("一百一十五", 115), ("一百二", 120)),
        *(("两三", 3), ("十五六", 16), ("二三十", 30)),  # at most so many
        *(("五二", 0), ("百五", 0), ("一千", 0), ("", 0)),
    ],
)
def test_chinese_numerals(numeral: str, value: int) -> None:
    assert arabic(numeral) == value


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("1.甲", 1),
        ("12．乙", 12),
        ("（3）丙", 3),
        ("④丁", 4),
        ("五、戊", 5),
        ("（六）己", 6),
        ("07 庚", 7),
        ("8辛", 8),
        ("8万亩高标准农田", None),
        ("2024年项目", None),
        ("3.5亿元", None),
        ("甲项目", None),
        ("", None),
    ],
)
def test_list_numbers(line: str, number: int | None) -> None:
    assert list_number(line) == number


REPORT = """二、2025年工作安排

（三）以更大力度推进改革开放，增强高质量发展动能

强化改革驱动、开放赋能，着力优化营商环境，打造推动高质量发展的强大引擎。

（四）着力防范化解各类风险，筑牢高质量发展底线

坚持用多大力度抓发展，就用多大力度抓安全，建设更高水平的平安城市。
"""


def test_a_long_numbered_line_above_a_blank_one_is_a_heading() -> None:
    found = [(unit.section, unit.paragraph.text[:4]) for unit in outline(REPORT).units]
    assert found == [("二（三）", "强化改革"), ("二（四）", "坚持用多")]


def test_a_numbered_line_that_goes_on_without_a_blank_one_is_no_heading() -> None:
    text = "（三）以更大力度推进改革开放，增强高质量发展动能，\n强化改革驱动、开放赋能，着力优化营商环境。\n"
    assert [paragraph.text[-5:] for paragraph in paragraphs(text)] == ["营商环境。"]
