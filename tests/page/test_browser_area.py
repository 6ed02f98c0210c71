"""Filtering by area on the map, and the map and the table that follow each other."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest
import shapely
from playwright.sync_api import expect

from projects.model.records import read_records
from projects.store.filters import Filters
from projects.store.query import mask
from tests.page.live import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
COUNT = ".st-key-side .records"


def query(opened: OpenPage) -> dict[str, list[str]]:
    return parse_qs(urlparse(opened.page.url).query)


def wanted(filters: Filters) -> int:
    return int(mask(RECORDS, filters).sum())


def test_a_click_chooses_a_county_then_a_town_and_the_chip_lifts_it(opened: OpenPage):
    opened.open()
    opened.click_at(116.3, 36.785)
    opened.wait_link(county=["高唐县"])
    stats = opened.wait_shown(wanted(Filters(county=("高唐县",))))
    assert stats["chosen"] == ["371526"]
    opened.click_at(116.3, 36.785)
    opened.page.wait_for_url("**&town=*")
    opened.frame.wait_for_function("() => projectMap.stats().chosen.length === 2")
    chips = opened.page.locator(".st-key-foot [data-testid=stButton]", has_text="×")
    for rest in (1, 0):
        expect(chips).to_have_count(rest + 1)  # the map is ahead of them
        chips.first.locator("button").first.click()
        opened.frame.wait_for_function("rest => projectMap.stats().chosen.length === rest", arg=rest)
    opened.wait_shown(len(RECORDS))
    opened.wait_link()
    assert opened.stats()["chosen"] == []


def test_a_second_click_lifts_what_the_first_chose(opened: OpenPage):
    opened.open()
    opened.show(116.15, 36.9, 11)
    opened.click_at(116.15, 36.9)
    opened.page.wait_for_url("**/?town=*")
    opened.page.wait_for_timeout(600)  # or it would be a double click
    opened.click_at(116.15, 36.9)
    opened.wait_shown(len(RECORDS))
    opened.wait_link()


def test_a_drawn_rectangle_filters_map_table_and_link(opened: OpenPage):
    opened.open()
    before = opened.stats()
    opened.frame.locator("[data-tool=rectangle]").click()
    opened.drag((115.6, 36.3), (116.1, 36.6))
    opened.page.wait_for_url("**/?within=*")
    within = query(opened)["within"][0]
    shape = shapely.from_wkt(within)
    assert shape.bounds == pytest.approx((115.6, 36.3, 116.1, 36.6), abs=0.005)
    count = wanted(Filters(within=within))
    stats = opened.wait_shown(count)
    assert 0 < count < len(RECORDS)
    assert stats["outlines"] == 1
    assert (stats["zoom"], stats["centre"]) == (before["zoom"], before["centre"])
    expect(opened.page.locator(COUNT)).to_have_text(str(count))
    opened.frame.locator("[data-tool=clear]").click()
    opened.wait_shown(len(RECORDS))
    opened.wait_link()


def test_a_drawn_polygon_closes_at_its_first_corner_and_combines(opened: OpenPage):
    opened.open("?kind=project")
    opened.frame.locator("[data-tool=polygon]").click()
    for lon, lat in ((115.7, 36.3), (116.1, 36.3), (115.9, 36.6), (115.7, 36.3)):
        opened.click_at(lon, lat)
        opened.page.wait_for_timeout(100)
    opened.page.wait_for_url("**&within=*")
    found = query(opened)
    assert len(shapely.from_wkt(found["within"][0]).exterior.coords) == 4
    opened.wait_shown(wanted(Filters(kind=("project",), within=found["within"][0])))
    expect(opened.frame.locator("[data-tool=polygon]")).to_have_attribute("aria-pressed", "false")


def test_a_click_on_a_switch_is_none_on_the_map(opened: OpenPage):
    opened.open()
    for name in ("park", "park", "town", "town"):
        opened.frame.locator(f"[data-layer={name}]").click()
    opened.page.wait_for_timeout(600)
    assert query(opened) == {}


def test_escape_gives_a_drawing_up(opened: OpenPage):
    opened.open()
    opened.frame.locator("[data-tool=polygon]").click()
    opened.click_at(115.7, 36.3)
    opened.page.keyboard.press("Escape")
    expect(opened.frame.locator(".pm-hint:not(.pm-measure)")).to_be_hidden()
    assert query(opened) == {}


def test_a_circle_is_a_radius_around_the_clicked_point(opened: OpenPage):
    opened.open()
    opened.frame.locator("[data-tool=circle]").click()
    opened.frame.locator(".pm-hint input").fill("8")
    opened.click_at(115.95, 36.46)
    opened.page.wait_for_url("**/?near=*")
    lon, lat, km = map(float, query(opened)["near"][0].split(","))
    assert (lon, lat, km) == pytest.approx((115.95, 36.46, 8), abs=0.005)
    filters, _ = Filters.from_query(query(opened))
    opened.wait_shown(wanted(filters))


def test_surroundings_of_a_named_place(opened: OpenPage):
    opened.open()
    opened.page.get_by_label("周边").fill("沙镇")
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_url("**/?near=*")
    chip = opened.page.locator(".st-key-foot button").first
    expect(chip).to_contain_text("5 km · 沙镇镇")
    filters, _ = Filters.from_query(query(opened))
    opened.wait_shown(wanted(filters))
    chip.click()
    opened.wait_shown(len(RECORDS))
    expect(opened.page.get_by_label("周边")).to_have_value("")


def test_a_name_that_is_not_clear_offers_what_may_be_meant(opened: OpenPage):
    opened.open()
    opened.page.get_by_label("周边").fill("lcdz")
    opened.page.keyboard.press("Enter")
    opened.page.get_by_role("radio", name="聊城东站").or_(
        opened.page.get_by_role("button", name="聊城东站")
    ).first.click()
    opened.page.wait_for_url("**/?near=*")
    lon, lat, _ = map(float, query(opened)["near"][0].split(","))
    assert (lon, lat) == pytest.approx((115.978, 36.506), abs=0.001)
    expect(opened.page.locator(".st-key-foot button").first).to_contain_text("聊城东站")


def test_an_area_of_a_link_is_drawn(opened: OpenPage):
    within = "POLYGON ((115.8 36.3, 116.1 36.3, 116.1 36.6, 115.8 36.6, 115.8 36.3))"
    stats = opened.open(f"?within={within}&town=郑家镇").stats()
    assert stats["outlines"] == 1
    assert stats["chosen"] == ["371502105"]


def test_the_table_follows_the_map_and_the_map_the_table(opened: OpenPage):
    opened.open()
    symbols = [each for each in opened.stats()["symbols"] if len(each["members"]) == 1]
    symbol = max(symbols, key=lambda each: each["count"])
    opened.click_map(symbol["x"], symbol["y"])
    focus = opened.page.locator(".st-key-focus")
    expect(focus).to_contain_text(f"{symbol['count']} 条")
    opened.frame.locator(".pm-item").nth(1).click()
    opened.frame.wait_for_function("() => projectMap.stats().selected >= 0")
    name = opened.frame.locator(".pm-card h2").inner_text()
    assert opened.record_name(opened.stats()["selected"]) == name
    expect(focus).to_contain_text(f"{symbol['count']} 条")
    focus.get_by_role("button").click()
    expect(focus).to_have_count(0)
    expect(opened.frame.locator(".pm-card")).to_have_count(0)
    # A row of the table opens its record on the map.
    opened.page.locator(".st-key-rows_list li button").nth(4).click()
    expect(opened.frame.locator(".pm-card")).to_be_visible()
    selected = opened.stats()["selected"]
    assert opened.record_name(selected) == opened.frame.locator(".pm-card h2").inner_text()
    # Closed on the map, it stays closed when a filter changes.
    opened.page.wait_for_timeout(500)
    opened.frame.locator(".leaflet-popup-close-button, .pm-close").first.click()
    opened.frame.wait_for_function("() => projectMap.stats().selected === -1")
