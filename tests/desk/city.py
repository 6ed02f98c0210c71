"""A small workspace with one passage as plans print it."""

from __future__ import annotations

import shutil
from pathlib import Path

from geo import workspace
from projects.__main__ import main
from projects.desk.desk import Desk
from projects.model.records import Record
from projects.model.registry import COLUMNS

# Sentences as the plans print them: a box with numbered entries, and running text.
PLAN = """东昌府区国民经济和社会发展第十四个五年规划

第一章 做强产业

推动沙镇高端轴承保持架项目建设，加快实施金帝精密机械科技项目，推进聊城东站综合交通枢纽工程建设。

专栏1 轴承产业重点项目

（1）郑家镇轴承保持器产业园项目（2）堂邑镇智能农机装备制造项目（3）沙镇医疗康复一体化病房项目和沙镇敬老院改造项目
"""
ROW = "sample,plan.txt,东昌府区十四五规划,东昌府区人民政府,,2021-08-04,2021,2025,东昌府区,county,规划纲要"

# Names of its records.
BEARINGS = "沙镇高端轴承保持架项目"
GOLD = "金帝精密机械科技项目"
WARDS = "沙镇医疗康复一体化病房项目和沙镇敬老院改造项目"
TRACTORS = "堂邑镇智能农机装备制造项目"


def make_city(folder: Path) -> Path:
    """The workspace in the new *folder* as ``build`` leaves it."""
    folder.mkdir()
    for name in ("gazetteer", "boundaries"):
        shutil.copytree(workspace.shipped() / name, folder / name, ignore=shutil.ignore_patterns("own"))
    shutil.copy(workspace.shipped() / "cities.csv", folder)
    (folder / "documents.csv").write_text(f"{','.join(COLUMNS)}\n{ROW}\n", encoding="utf-8")
    (folder / "documents").mkdir()
    (folder / "documents" / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert main(["build", "--workspace", str(folder), "--plans", str(folder / "documents")]) == 0
    return folder


def named(desk: Desk, name: str) -> Record:
    """The one standing record of this name."""
    found = [one for one in desk.applied.standing if one.name == name]
    assert len(found) == 1, [one.name for one in desk.applied.standing]
    return found[0]


def names(desk: Desk) -> set[str]:
    return {one.name for one in desk.applied.standing}
