"""Several records at one place, by pointer and by key; the legend; areas by named investment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from geo.boundaries import load_areas
from projects.model.records import frame, read_records
from projects.store.visibility import standing
from tests.page.live import OpenPage, serve
from tests.projects.samples import sample, write_tables

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
SITE = {
    "level": "site",
    "place": "某厂",
    "place_code": "371502",
    "lon": 115.9,
    "lat": 36.4,
    "radius_m": 100.0,
}
TOWN = {"level": "town", "place": "郑家镇", "place_code": "371502105", "town": "郑家镇"}
MULTI = {"level": "multi", "place": "郑家镇|沙镇镇", "place_code": "371502105|371502108"}


@pytest.fixture(scope="module")
def url(assets: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Twelve records at one point, three of one town, and one of two towns; some name an investment."""
    stack = [sample(1, id=f"s{at}", name=f"同处项目{at}", **SITE) for at in range(12)]
    towns = [
        sample(1, id=f"t{at}", name=f"镇上项目{at}", investment_wan_yuan=amount, **TOWN)
        for at, amount in enumerate((30_000.0, 20_000.0, None))
    ]
    both = sample(1, id="m0", name="两镇项目", investment_wan_yuan=90_000.0, **MULTI)
    tables = tmp_path_factory.mktemp("stack") / "tables"
    with serve(write_tables(tables, frame([*stack, *towns, both]))) as address:
        yield address


@pytest.fixture
def own(browser: Browser, url: str) -> Iterator[OpenPage]:
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    opened = OpenPage(page, url)
    yield opened
    page.close()
    assert opened.errors == []


@pytest.mark.parametrize("zoom", [9, 11, 13, 15, 17])
def test_records_at_one_point_are_one_symbol_whose_click_lists_them_all(own: OpenPage, zoom: int):
    own.open("?text=同处")
    own.show(115.9, 36.4, zoom)
    symbols = own.stats()["symbols"]
    assert [symbol["count"] for symbol in symbols] == [12]
    own.click_map(symbols[0]["x"], symbols[0]["y"])
    expect(own.frame.locator(".pm-item")).to_have_count(12)
    card = own.frame.locator(".leaflet-popup")
    box, window = card.bounding_box(), own.page.locator("iframe[title^=streamlit_folium]").bounding_box()
    assert box
    assert window
    assert box["y"] >= window["y"]
    assert box["x"] >= window["x"]
    own.frame.locator(".pm-item").nth(11).click()
    expect(own.frame.locator(".pm-card h2")).to_contain_text("同处项目")


def test_symbols_are_reached_and_opened_by_key(own: OpenPage):
    own.open()
    own.show(115.85, 36.4, 11)
    counts = sorted(symbol["count"] for symbol in own.stats()["symbols"])
    assert counts[-1] == 12
    chart = own.frame.locator("#map_div")
    chart.focus()
    assert "回车" in str(chart.get_attribute("aria-label"))
    tip = own.frame.locator(".pm-tip")
    for _ in range(12):
        own.page.keyboard.press("Enter")
        expect(tip).to_be_visible()
        expect(own.frame.locator(".pm-reached")).to_be_visible()
        if "12 条" in tip.inner_text():
            break
    else:
        pytest.fail("the symbol of twelve is not reached")
    own.page.keyboard.press("Space")
    expect(own.frame.locator(".pm-item")).to_have_count(12)
    own.frame.wait_for_function("() => document.activeElement.closest('.leaflet-popup')")
    own.page.keyboard.press("Escape")
    expect(own.frame.locator(".pm-item")).to_have_count(0)
    own.frame.wait_for_function("() => document.activeElement.id === 'map_div'")


def test_shading_by_investment_counts_what_one_place_names(own: OpenPage):
    own.open()
    own.frame.locator("[data-choice=shading]").select_option("town_investment")
    shading = own.stats()["shading"]
    # 3 + 2 = 5; what two towns share is named but added to neither.
    assert (shading["rows"][0]["text"], shading["rows"][0]["count"]) == ("0–5 亿元", 1)
    assert "3 条写明了投资。" in shading["notes"]
    own.frame.locator("[data-choice=shading]").select_option("county_investment")
    assert own.stats()["shading"]["rows"][0]["count"] == 1


def test_where_no_investment_is_named_the_map_says_so(opened: OpenPage):
    bearings = RECORDS[RECORDS["industry"] == "bearings"]
    assert len(bearings) and not (bearings["investment_wan_yuan"].fillna(0) > 0).any()
    opened.open("?industry=bearings")
    opened.frame.locator("[data-choice=shading]").select_option("county_investment")
    expect(opened.frame.locator(".pm-legend").first).to_contain_text("没有写明投资")


def test_the_legend_counts_as_the_print_does(opened: OpenPage):
    opened.open()
    marks = standing(RECORDS, load_areas())
    key = opened.frame.locator(".pm-legend").nth(1)
    rows = {"园区、镇街（代表点）": "area", "涉及多地": "several", "县级（不落点）": "county"}
    for text, mark in rows.items():
        number = key.locator("li", has_text=text).locator("b")
        expect(number).to_have_text(str((marks == mark).sum()))
    expect(key).to_contain_text(f"未落点 {(marks == 'off').sum()}，见列表")
