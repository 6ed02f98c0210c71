"""A small workspace with one real passage of a plan, and its desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import workspace
from projects.__main__ import main
from projects.desk.desk import Desk, open_desk
from projects.registry import COLUMNS

# Sentences as the plans print them: a box with numbered entries, and running text.
PLAN = """东昌府区国民经济和社会发展第十四个五年规划

第一章 做强产业

推动沙镇高端轴承保持架项目建设，加快实施金帝精密机械科技项目，推进聊城东站综合交通枢纽工程建设。

专栏1 轴承产业重点项目

（1）郑家镇轴承保持器产业园项目（2）堂邑镇智能农机装备制造项目（3）沙镇医疗康复一体化病房项目和沙镇敬老院改造项目
"""
ROW = "sample,plan.txt,东昌府区十四五规划,东昌府区人民政府,,2021-08-04,2021,2025,东昌府区,county,规划纲要"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace as ``build`` leaves it; not to be changed."""
    folder = tmp_path_factory.mktemp("made") / "city"
    folder.mkdir()
    for name in ("gazetteer", "boundaries"):
        shutil.copytree(workspace.shipped() / name, folder / name, ignore=shutil.ignore_patterns("own"))
    shutil.copy(workspace.shipped() / "cities.csv", folder)
    (folder / "documents.csv").write_text(f"{','.join(COLUMNS)}\n{ROW}\n", encoding="utf-8")
    (folder / "documents").mkdir()
    (folder / "documents" / "plan.txt").write_text(PLAN, encoding="utf-8")
    assert main(["build", "--workspace", str(folder), "--plans", str(folder / "documents")]) == 0
    return folder


@pytest.fixture
def city(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A workspace of one's own."""
    folder = tmp_path / "city"
    shutil.copytree(made, folder)
    monkeypatch.delenv("PROJECT_MAP_STORE", raising=False)
    with workspace.using(folder):
        yield folder


@pytest.fixture
def desk(city: Path) -> Desk:
    return open_desk(city, writing=True)


@pytest.fixture
def rebuild(city: Path) -> object:
    """Read the plan anew, with other text when it is given."""

    def again(text: str | None = None) -> None:
        if text is not None:
            (city / "documents" / "plan.txt").write_text(text, encoding="utf-8")
        assert main(["build", "--plans", str(city / "documents")]) == 0

    return again
