"""The page of a country in a real browser: from the provinces to a county, years, words, rows by page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from projects.batch.ground import NATION
from projects.batch.reading import read_document
from projects.city import write_title
from projects.store.country import CountryStore, CountryWriter
from projects.store.countryfacts import Facts
from projects.store.filters import Filters
from tests.page.live import UNREADABLE, OpenPage, serve, settle

pytestmark = [pytest.mark.browser, pytest.mark.wide]

_WORKS = (
    "推进{town}产业园、{town}污水处理厂扩建工程建设。加快{town}至市区快速路建设。建成{town}文化中心、人民医院新院区。"
    "开工建设{town}光伏发电项目、高速铁路站前广场。"
)
REPORTS = {
    "广州市/2021.md": "狮岭镇",
    "广州市/2023.md": "石滩镇",
    "佛山市/2022.md": "狮山镇",
    "聊城市/2024.md": "古云镇",
    "重庆市/2024.md": "白市驿镇",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    write_title(folder, NATION, "中国", "China")
    with CountryWriter(folder) as writer:
        for path, town in REPORTS.items():
            text = f"# 政府工作报告\n\n一、重点工作\n\n{_WORKS.format(town=town)}"
            writer.add([read_document(text.encode(), path, path)])
    return folder


@pytest.fixture(scope="module")
def facts(store: Path) -> Facts:
    return Facts(CountryStore(store))


@pytest.fixture(scope="module")
def url(assets: None, store: Path) -> Iterator[str]:
    with serve(PROJECT_MAP_WORKSPACE=str(store)) as address:
        yield address


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """The page of the country; afterwards no foreign request and no script error is left."""
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    opened = OpenPage(page, url)
    page.goto(url)
    wait_map(page)
    yield page
    page.close()
    assert (opened.errors, opened.foreign) == ([], [])


def wait_map(page: Page, condition: str = "true") -> dict[str, Any]:
    """What the map says once *condition* of its ``stats`` holds."""
    frame = map_frame(page)
    frame.wait_for_function(
        "condition => { const s = window.countryMap && countryMap.stats();"
        " return s && s.ready && eval(condition); }",
        arg=condition,
    )
    found: dict[str, Any] = frame.evaluate("countryMap.stats()")
    return found


def map_frame(page: Page) -> Frame:
    holder = page.wait_for_selector("iframe[title^=streamlit_folium]")
    frame = holder.content_frame() if holder else None
    assert frame
    frame.wait_for_url("**/streamlit_folium.st_folium/**")
    return frame


def click_area(page: Page, lon: float, lat: float) -> None:
    x, y = map_frame(page).evaluate(
        "([lon, lat]) => Object.values(PM.state.map.latLngToContainerPoint([lat, lon]))", [lon, lat]
    )
    box = page.locator("iframe[title^=streamlit_folium]").bounding_box()
    assert box
    page.mouse.move(box["x"] + x + 2, box["y"] + y)
    page.mouse.click(box["x"] + x, box["y"] + y)


def test_from_the_country_to_a_county(page: Page, facts: Facts) -> None:
    everything = facts.mask(Filters())
    told = wait_map(page)
    assert (told["level"], told["areas"]) == ("province", 34)
    assert told["counts"] == facts.by_unit(everything, "province")
    click_area(page, 113.3, 23.9)  # 广东省
    told = wait_map(page, "s.level === 'city'")
    inside = facts.mask(Filters(county=("440000",)))
    assert told["path"] == ["440000"] and told["counts"] == facts.by_unit(inside, "city")
    click_area(page, 113.55, 23.4)  # 广州市
    told = wait_map(page, "s.level === 'county'")
    assert told["path"] == ["440000", "440100"] and set(told["counts"]) == {"440114", "440118"}
    page.wait_for_url("**county=440100*")
    page.get_by_role("button", name="广州市 ×").click()
    assert wait_map(page, "s.path.length === 0")["total"] == len(facts)


def test_a_municipality_goes_straight_to_its_districts(page: Page, url: str) -> None:
    page.goto(f"{url}?county=500000")
    told = wait_map(page, "s.path.length === 1")
    assert told["level"] == "county" and set(told["counts"]) == {"500107"}  # 九龙坡区


def test_years_are_played_in_the_browser(page: Page, facts: Facts) -> None:
    frame = map_frame(page)
    frame.evaluate("document.querySelector('.pc-play input').value = 2023")
    frame.evaluate("document.querySelector('.pc-play input').dispatchEvent(new Event('input'))")
    told = wait_map(page, "s.year === 2023")
    of_year = facts.mask(Filters(year_from=2023, year_to=2023))
    assert told["counts"] == facts.by_unit(of_year, "province")


def test_words_filter_the_map_and_the_rows(page: Page, facts: Facts) -> None:
    box = page.get_by_label("名称、企业、地名")
    box.fill("产业园")
    box.press("Enter")
    count = int(facts.mask(Filters(text="产业园")).sum())
    assert 0 < count < len(facts)
    assert wait_map(page, f"s.total === {count}")["total"] == count
    settle(page)
    expect(page.get_by_text(f"记录 {count}", exact=True).first).to_be_visible()
    expect(page.get_by_text(f"共 {count} 条")).to_be_visible()


def test_a_link_in_english_says_the_same(page: Page, url: str, facts: Facts) -> None:
    page.goto(f"{url}?industry=energy&by=county&lang=en")
    told = wait_map(page, "s.level === 'county'")
    keep = facts.mask(Filters(industry=("energy",)))
    assert told["counts"] == facts.by_unit(keep, "county")
    expect(page.get_by_role("heading", name="Project map of China")).to_be_visible()


def test_all_that_is_written_can_be_read_on_4k(page: Page) -> None:
    page.set_viewport_size({"width": 3840, "height": 2160})
    map_frame(page).wait_for_function("() => document.documentElement.classList.contains('pm-large')")
    settle(page)
    assert page.evaluate(UNREADABLE, 16) == []
    assert map_frame(page).evaluate(UNREADABLE, 16) == []
