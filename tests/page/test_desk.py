"""The desk's page without a browser: whose decision is taken back, and plans that were taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo import workspace
from projects.desk import adding, deciding
from projects.desk.desk import open_desk
from projects.desk.plans import PLAN
from projects.presentation import deskplans
from tests.desk.city import make_city
from tests.page.live import serve
from tests.page.talk import Visitor

REPORT = """# 东昌府区2024年重点项目建设计划

东昌府区人民政府

2024年3月5日

一、工业项目

推动沙镇新能源汽车零部件产业园项目建设，加快实施斗虎屯镇高端轴承钢球项目。
"""
LATER = REPORT.replace("轴承钢球", "轴承滚子")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return make_city(tmp_path / "city")


def test_a_person_takes_back_their_last_decision_however_they_typed_their_name(
    assets: None, city: Path
) -> None:
    with serve(PROJECT_MAP_WORKSPACE=str(city)) as url, Visitor(url) as visitor:
        visitor.run("view=desk")
        visitor.run("view=desk", desk_by="王 ", desk_accept=True)
        assert [event.action for event in open_desk(city).events] == ["accept"]
        visitor.run("view=desk", desk_by="王 ", desk_undo=True)
    assert [(event.by, event.action) for event in open_desk(city).events] == [
        ("王", "accept"),
        ("王", "undo"),
    ]


def test_what_was_told_of_a_plan_stays_when_the_one_before_it_is_taken_back(city: Path) -> None:
    with workspace.using(city):
        desk = open_desk(writing=True)
        first, second = (
            adding.add(adding.receive("plan.txt", text.encode(), desk), desk, by="王")
            for text in (REPORT, LATER)
        )
        assert second.like == first.document.key
        before = deskplans.summary(desk, second, "zh")
        deciding.undo(desk, f"{PLAN}:{first.document.key}", by="王")
        after = deskplans.summary(desk, second, "zh")
    assert len(after) == len(before) and before[0] == after[0]
    assert after[1] == before[1].replace(first.document.title, first.document.key)


def form_of(folder: str, text: str) -> None:
    """What the page draws of a file that was sent."""
    from pathlib import Path

    from page.deskadding import draw_desk_head_form
    from projects.desk import adding
    from projects.desk.desk import open_desk

    desk = open_desk(Path(folder))
    draw_desk_head_form(desk, "file", adding.receive("plan.txt", text.encode(), desk), "zh")


def test_a_plan_that_was_taken_back_may_come_again(city: Path) -> None:
    shown = AppTest.from_function(form_of, kwargs={"folder": str(city), "text": REPORT}, default_timeout=60)
    with workspace.using(city):
        desk = open_desk(writing=True)
        done = adding.add(adding.receive("plan.txt", REPORT.encode(), desk), desk, by="王")
        shown.run()
        assert len(shown.info) == 1 and not shown.button, "it is here"
        deciding.undo(desk, f"{PLAN}:{done.document.key}", by="王")
        shown.run()
        assert not shown.exception and not shown.info
        assert shown.text_input[0].value == done.document.title
