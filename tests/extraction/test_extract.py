"""From a document to Mentions and Rejects: nothing seen is lost, every refusal has its reason."""

from __future__ import annotations

import pytest

from projects.extraction.extract import Extraction, extract
from projects.extraction.mention import REJECT_TEXT_CHARACTERS
from projects.extraction.scopes import Scope
from projects.model.registry import Document


def read(text: str, scope: str = "东昌府区") -> Extraction:
    document = Document("d", "d.txt", scope=scope, issued="2021", period_start=2021, period_end=2025)
    return extract(document, text, Scope(document))


def listed(found: Extraction) -> list[tuple[str, str, str]]:
    return [(m.section, m.item, m.name) for m in found.mentions if m.listed]


def running(found: Extraction) -> list[tuple[str, str]]:
    return [(m.section, m.name) for m in found.mentions if not m.listed]


PLAN = """第一章 发展环境
第一节 发展基础
建成甲乙冷链物流园。
第二章 主要任务
第一节 制造业
加快东安轴承产业园建设。加强队伍建设。
专栏1 现有创新平台
（1）甲乙实验室（2）丙丁研究院
专栏2 重点项目
（1）甲乙轴承项目（2）东昌府区（3）丙丁铝业项目（4）其他项目
第二节 交通
推进郑济高铁建设。推进郑济高铁建设。
"""


def test_boxes_and_running_text_of_one_plan() -> None:
    found = read(PLAN)
    assert listed(found) == [("专栏2", "1", "甲乙轴承项目"), ("专栏2", "3", "丙丁铝业项目")]
    assert running(found) == [
        ("第一章第一节", "甲乙冷链物流园"),
        ("第二章第一节", "东安轴承产业园"),
        ("第二章第二节", "郑济高铁"),
    ]
    reasons = {reject.text.rstrip("。"): reject.reason for reject in found.rejects}
    assert "exists already" in reasons["甲乙实验室"] and "exists already" in reasons["丙丁研究院"]
    assert "county as a whole" in reasons["东昌府区"]
    assert "class of projects" in reasons["其他项目"]
    assert reasons["郑济高铁"] == "named before in the same section"
    assert "加强队伍建设" in reasons


def test_counts_add_up_box_by_box() -> None:
    found = read(PLAN)
    assert [(b.section, b.entries, b.records, b.rejects) for b in found.boxes] == [
        ("专栏1", 2, 0, 2),
        ("专栏2", 4, 2, 2),
    ]
    assert found.seen == len(found.mentions) + len(found.rejects)
    assert all(reject.reason for reject in found.rejects)


@pytest.mark.parametrize("mention", read(PLAN).mentions, ids=lambda mention: mention.name)
def test_spans_lead_back_to_the_name(mention) -> None:  # type: ignore[no-untyped-def]
    start, end = mention.span
    assert PLAN[start:end] == mention.name


def test_rejects_keep_the_beginning_of_the_text_only() -> None:
    found = read("第一章 任务\n加强" + "制度机制体系" * 30 + "建设。\n")
    assert found.rejects and all(len(reject.text) <= REJECT_TEXT_CHARACTERS for reject in found.rejects)


def test_a_task_that_is_itself_a_project() -> None:
    text = (
        "一、民生事项\n"
        "114.2024年老旧小区改造项目。改造小区20个。〔牵头单位：区住建局；责任单位：区财政局〕\n"
        "115.积极推进农村供水保障工程。维修管网。〔牵头单位：区水利局〕\n"
        "116.加强考核。〔牵头单位：区政府办〕\n"
        "117.推动郑济高铁建设，完成征迁。〔牵头单位：区交通局〕\n"
    )
    found = read(text)
    assert listed(found) == [("任务114", "", "2024年老旧小区改造项目")]
    assert running(found) == [("任务117", "郑济高铁")]
    assert found.mentions[0].responsible == ("区住建局", "区财政局")
    assert {reject.section for reject in found.rejects} >= {"任务115", "任务116"}


def test_a_task_that_is_a_park_or_house_to_build() -> None:
    text = (
        "一、开放平台\n"
        "1.达海国际多式联运中心。占地210亩。〔责任单位：区发展改革局〕\n"
        "2.甲溪铁路港跨境电商产业园（二期）。建设分拣中心。〔责任单位：区商务局〕\n"
        "3.乙丙区再生资源循环利用示范基地。年处理能力60万吨。〔责任单位：区商务局〕\n"
        "4.畅通枢纽集疏运体系。重点推进成绵高速扩容青白江互通前期工作。〔责任单位：区住建局〕\n"
    )
    found = read(text)
    assert [name for _, _, name in listed(found)] == [
        "达海国际多式联运中心",
        "甲溪铁路港跨境电商产业园（二期）",
        "乙丙区再生资源循环利用示范基地",
    ]
    [(section, name)] = running(found)  # 成绵高速 alone, or 成绵高速扩容青白江互通
    assert section == "任务4" and name.startswith("成绵高速")


def test_existing_things_below_a_label_are_no_projects() -> None:
    found = read(
        "第一章 任务\n正文一句。\n专栏1 创新平台\n"
        "现有平台：甲乙实验室、丙丁研究院。\n新建平台：戊己实验室、庚辛研究院。\n"
    )
    assert [name for *_, name in listed(found)] == ["戊己实验室", "庚辛研究院"]
    assert [r.reason for r in found.rejects].count("the list names what exists already") == 1


def test_a_plan_of_a_zone_names_the_zone() -> None:
    text = "聊城经济技术开发区行动计划\n\n第一章 任务\n正文一句。\n"
    found = read(text, "聊城经济技术开发区")
    assert [(m.section, m.name, m.kind_hint) for m in found.mentions] == [
        ("标题", "聊城经济技术开发区", "park")
    ]
    assert running(read(text, "东昌府区")) == []


def test_towns_in_a_list_are_towns() -> None:
    found = read("第一章 任务\n正文一句。\n专栏1 重点发展乡镇\n1.堂邑。特色农业。\n2.凤凰工业园。汽车。\n")
    assert [(m.name, m.kind_hint) for m in found.mentions] == [("堂邑", "town"), ("凤凰工业园", "park")]


def test_a_document_without_scope_is_read_all_the_same() -> None:
    found = read("专栏1 重点项目\n（1）甲乙轴承项目（2）丙丁铝业项目\n", "")
    assert [name for *_, name in listed(found)] == ["甲乙轴承项目", "丙丁铝业项目"]


@pytest.mark.parametrize(
    "text", ["甲", "第一章", "专栏1", "专栏1 重点项目\n", "（1）", "1.\n2.\n3.", "序号\n任务\n责任单位\n1"]
)
def test_scraps_give_nothing_and_no_error(text: str) -> None:
    assert all(mention.name for mention in read(text).mentions)
