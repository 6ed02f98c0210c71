"""A city made by the command shows no word of the shipped one: page, panes, prints, profiles, exports."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, expect

from geo import districts, workspace
from geo.ranks import stem
from projects.__main__ import main
from projects.city import make
from projects.export.writing import FORMATS
from projects.model.registry import COLUMNS, REGISTRY
from tests.page.live import OpenPage, serve

pytestmark = pytest.mark.wide

CITY = "340700"  # 铜陵市
PLAN = """铜陵市国民经济和社会发展第十四个五年规划纲要

第一章 产业发展

加快建设大通镇旅游集散中心、枞阳县经济开发区标准化厂房项目。推进义安区钟鸣镇智能装备产业园建设。

专栏1 重点项目
（1）枞阳县汤沟镇污水处理厂扩建工程，总投资2亿元；（2）义安区顺安镇铜基新材料产业园二期，总投资10亿元；
（3）铜官区智慧物流园项目；（4）郊区灰河乡粮食烘干中心。
"""


def words() -> list[str]:
    """What only the shipped city has: its names, code and the names of its counties."""
    shipped = workspace.described(workspace.shipped())
    counties = districts.counties(shipped.code)["name"]
    bare = [stem(name) for name in counties]
    return [stem(shipped.name), shipped.name_en, shipped.code, *counties, *(n for n in bare if len(n) > 1)]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of another city with one document that is read and placed."""
    top = tmp_path_factory.mktemp("workspaces")
    folder, plans = top / "tongling", top / "plans"
    make(CITY, folder)
    plans.mkdir()
    (plans / "plan.txt").write_text(PLAN, encoding="utf-8")
    row = dict.fromkeys(COLUMNS, "") | {"document": "tongling-14fyp", "file": "plan.txt", "scope": "铜陵市"}
    row |= {"title": PLAN.split("\n", 1)[0], "issued": "2021", "period_start": "2021", "period_end": "2025"}
    with (folder / REGISTRY).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerow(row)
    assert main(["build", "--plans", str(plans), "--workspace", str(folder)]) == 0
    return folder


def foreign(content: bytes, name: str = "") -> list[str]:
    """Words of the shipped city in a file; those inside archives and PDF pages too."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return [
                hit
                for one in packed.namelist()
                for hit in [*foreign(packed.read(one), f"{name}/{one}"), *foreign(one.encode(), one)]
            ]
    if content[:4] == b"%PDF":
        with pdfplumber.open(io.BytesIO(content)) as document:
            text = "\n".join(page.extract_text() for page in document.pages) + str(document.metadata)
            return foreign(text.encode(), name)
    return [f"{name}: {word}" for word in words() if word.encode() in content]


def test_the_search_sees_into_archives(tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.txt", words()[0])
    assert foreign(packed.read_bytes(), "a")


def test_every_export_is_free_of_it(city: Path, tmp_path: Path) -> None:
    for suffix in FORMATS:
        out = tmp_path / f"all{suffix}"
        assert main(["export", "--out", str(out), "--workspace", str(city)]) == 0, suffix
        assert foreign(out.read_bytes(), out.name) == [], suffix


@pytest.mark.parametrize(
    "arguments",
    [
        ["print", "--out", "map.pdf"],
        ["print", "--out", "map-en.pdf", "--lang", "en"],
        ["standalone", "--out", "map.html"],
        ["profile", "大通镇", "--out", "town.pdf"],
        ["profile", "枞阳县", "--out", "county.pdf"],
    ],
)
def test_what_is_handed_over_is_free_of_it(city: Path, tmp_path: Path, arguments: list[str]) -> None:
    out = tmp_path / arguments.pop(arguments.index("--out") + 1)
    arguments.insert(arguments.index("--out") + 1, str(out))
    assert main([*arguments, "--workspace", str(city)]) == 0
    assert foreign(out.read_bytes(), out.name) == []


@pytest.fixture(scope="module")
def city_url(city: Path, assets: None) -> Iterator[str]:
    with serve(PROJECT_MAP_WORKSPACE=str(city), PROJECT_MAP_WORKSPACES=str(city.parent)) as url:
        yield url


@pytest.mark.browser
@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_the_page_is_free_of_it(browser: Browser, city_url: str, query: str) -> None:
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    opened = OpenPage(page, city_url).open(query)
    assert opened.stats()["shown"] > 0
    panes = page.locator(".st-key-found").get_by_role("radio")
    expect(panes.first).to_be_visible()
    seen = [page.inner_text("body") + page.title()]
    for number in range(panes.count()):
        panes.nth(number).click()
        expect(panes.nth(number)).to_be_checked()
        seen.append(page.inner_text("body") + page.title() + opened.frame.content())
    text = "\n".join(seen)
    assert ("Tongling" if query else "铜陵") in text
    assert [word for word in words() if word in text] == []
    page.close()
    assert opened.errors == []


def test_its_folder_is_free_of_it(city: Path) -> None:
    for path in sorted(city.rglob("*")):
        # The store knows all units of the country, whatever city it is for.
        if path.is_file() and path.name != "store.sqlite":
            assert foreign(path.read_bytes(), str(path.relative_to(city))) == []


def test_a_copy_of_it_elsewhere_is_the_same_city(city: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(city, moved)
    assert workspace.described(moved).name == workspace.described(city).name
