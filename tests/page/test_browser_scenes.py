"""Presenting, saved views and guided tours in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from projects.model.records import read_records
from projects.store.filters import Filters
from projects.store.query import mask
from tests.page.live import OpenPage, serve

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
AUTO = int((RECORDS["industry"] == "auto").sum())


@pytest.fixture
def storing(browser: Browser, assets: None, tmp_path: Path) -> Iterator[OpenPage]:
    """A page that keeps views and tours in a folder of the test."""
    with serve(PROJECT_MAP_VIEWS=str(tmp_path / "views")) as url:
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        yield OpenPage(page, url)
        page.close()


def scene(title: str, query: dict[str, list[str]], zoom: float) -> dict[str, object]:
    layers = dict.fromkeys(("county", "town", "park", "base", "project"), True)
    where = {"lon": 115.95, "lat": 36.45, "zoom": zoom}
    return {"title": {"zh": title}, "caption": {"zh": "解说"}, "query": query, "layers": layers, **where}


def wait_scene(opened: OpenPage, number: int) -> None:
    opened.frame.wait_for_function("number => projectMap.stats().scene === number", arg=number)


def test_one_key_gives_the_map_the_whole_window_and_back(opened: OpenPage):
    opened.open("?industry=auto")
    frame = opened.page.locator("iframe[title^=streamlit_folium]")
    before = frame.bounding_box()
    opened.page.locator("h1").click()
    opened.page.keyboard.press("p")
    opened.frame.wait_for_function("() => projectMap.stats().presenting")
    assert frame.bounding_box() == {"x": 0, "y": 0, "width": 1600, "height": 1000}
    title = opened.frame.locator(".pm-title")
    expect(title).to_contain_text("聊城市重点项目地图")
    expect(title).to_contain_text(f"{AUTO} 条")
    assert float(opened.frame.evaluate("PM.labels.font('county').match(/(\\d+)px/)[1]")) > 14
    expect(opened.page.locator("[data-testid=stSidebar]")).to_be_hidden()
    opened.page.keyboard.press("p")
    opened.frame.wait_for_function("() => !projectMap.stats().presenting")
    opened.page.wait_for_timeout(300)
    assert frame.bounding_box() == before


def test_the_key_is_a_letter_while_one_types(opened: OpenPage):
    opened.open()
    opened.page.get_by_label("名称、企业、地名").fill("")
    opened.page.keyboard.type("p")
    assert opened.stats()["presenting"] is False


def test_a_view_is_saved_under_a_name_and_opened_again(storing: OpenPage):
    storing.open("?industry=auto")
    storing.show(116.0, 36.5, 11)
    storing.frame.locator("[data-tool=scenes]").click()
    drawer = storing.frame.locator(".pm-drawer")
    drawer.get_by_label("视图名称").fill("汽车")
    drawer.get_by_text("保存当前视图").click()
    expect(drawer.locator(".pm-views li")).to_have_count(1)
    storing.open()
    storing.wait_shown(len(RECORDS))
    storing.frame.locator("[data-tool=scenes]").click()
    storing.frame.locator(".pm-views").get_by_text("汽车", exact=True).click()
    storing.wait_shown(AUTO)
    storing.frame.wait_for_function("() => projectMap.stats().zoom === 11")
    storing.page.wait_for_url("**/?industry=auto")
    views = storing.frame.locator(".pm-views")
    views.get_by_label("删除").click()
    storing.frame.locator(".pm-drawer h2").first.click()  # no, for one looks elsewhere
    expect(views.locator("[data-act=sure]")).to_have_count(0)
    expect(views.locator("li")).to_have_count(1)
    views.get_by_label("删除").click()
    views.locator("[data-act=sure]").click()
    expect(storing.frame.locator(".pm-views li")).to_have_count(0)


def test_a_tour_is_made_on_the_page_saved_and_played_with_the_arrow_keys(storing: OpenPage, tmp_path: Path):
    storing.open("?industry=auto")
    storing.frame.locator("[data-tool=scenes]").click()
    drawer = storing.frame.locator(".pm-drawer")
    drawer.locator("[data-act=add]").click()
    storing.frame.locator("[data-choice=shading]").select_option("county_count")
    drawer.locator("[data-act=add]").click()
    drawer.get_by_label("第 2 幕标题").fill("各县区")
    drawer.get_by_label("讲解标题").fill("汽车产业")
    drawer.get_by_label("解说词").nth(1).fill("一行\n又一行")
    drawer.locator("[data-act=save]").click()
    expect(drawer.locator("select option", has_text="汽车产业")).to_have_count(1)
    stored = json.loads((tmp_path / "views" / "tours" / "汽车产业.json").read_text("utf-8"))
    assert [each["shading"] for each in stored["scenes"]] == ["points", "county_count"]
    assert stored["scenes"][0]["query"] == {"industry": ["auto"]}
    storing.frame.locator("[data-choice=shading]").select_option("points")
    drawer.locator("[data-act=play]").click()
    wait_scene(storing, 0)
    assert storing.stats()["presenting"] is True
    # Both scenes are of an industry, so that its chain follows each.
    assert storing.stats()["steps"] == ["open", "map", "chain", "map", "chain", "close"]
    for number in (1, 2, 3):
        storing.page.keyboard.press("ArrowRight")
        wait_scene(storing, number)
    expect(storing.frame.locator(".pm-caption-bar h2")).to_have_text("各县区")
    storing.frame.wait_for_function("() => projectMap.stats().shading !== null")
    for number in (4, 5):
        storing.page.keyboard.press("ArrowRight")
        wait_scene(storing, number)
    storing.page.keyboard.press("ArrowRight")  # there is no more
    wait_scene(storing, 5)
    storing.page.keyboard.press("ArrowLeft")
    wait_scene(storing, 4)
    storing.page.keyboard.press("Escape")
    storing.frame.wait_for_function("() => !projectMap.stats().presenting")
    assert storing.errors == []


def test_a_tour_comes_from_a_file_and_filters_scene_by_scene(opened: OpenPage, tmp_path: Path):
    path = tmp_path / "tour.json"
    tour = {"title": {"zh": "讲解"}, "scenes": [scene("甲", {"industry": ["auto"]}, 10), scene("乙", {}, 9)]}
    path.write_text(json.dumps(tour), encoding="utf-8")
    opened.open()
    opened.frame.locator("[data-tool=scenes]").click()
    opened.frame.locator(".pm-drawer input[type=file]").set_input_files(path)
    opened.frame.locator("[data-act=play]").click()
    wait_scene(opened, 0)
    opened.page.keyboard.press("ArrowRight")
    opened.wait_shown(int(mask(RECORDS, Filters(industry=("auto",))).sum()))
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowRight")
    opened.wait_shown(len(RECORDS))
    with opened.page.expect_download() as download:
        opened.page.keyboard.press("Escape")
        opened.frame.locator("[data-tool=scenes]").click()
        opened.frame.locator("[data-act=download]").click()
    saved = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert [each["title"]["zh"] for each in saved["scenes"]] == ["甲", "乙"]


@pytest.mark.parametrize("content", ["", "[]", '{"scenes": [1]}', '{"scenes": [{"query": {}}]}'])
def test_a_file_that_is_no_tour_is_refused(opened: OpenPage, tmp_path: Path, content: str):
    path = tmp_path / "tour.json"
    path.write_text(content, encoding="utf-8")
    opened.open()
    opened.frame.locator("[data-tool=scenes]").click()
    opened.frame.locator(".pm-drawer input[type=file]").set_input_files(path)
    expect(opened.frame.locator(".pm-notice")).to_contain_text("不是讲解")


def test_shipped_tours_play_through(opened: OpenPage):
    opened.open("?lang=en")
    opened.frame.locator("[data-tool=scenes]").click()
    choice = opened.frame.locator(".pm-drawer select")
    choice.select_option("0")
    opened.frame.locator("[data-act=play]").click()
    wait_scene(opened, 0)
    steps = opened.stats()["steps"]
    assert steps[0] == "open" and steps[-1] == "close" and "chain" in steps
    for number, step in enumerate(steps):
        wait_scene(opened, number)
        opened.frame.wait_for_function("() => !document.querySelector('.pm-pending')")
        assert opened.stats()["shown"] > 0
        if step in ("map", "chain"):
            assert opened.frame.locator(".pm-caption-bar h2").inner_text().isascii()
        opened.page.keyboard.press("ArrowRight")
    assert opened.foreign == []
