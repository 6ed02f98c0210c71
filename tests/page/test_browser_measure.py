"""Measuring on the map: by pointer and by key, true to the ellipsoid, in both datums."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from pyproj import Geod

from geo.datum import convert
from tests.page.live import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.wide]
GEOD = Geod(ellps="WGS84")
# From the station in the west of Liaocheng to 临清, 高唐, 茌平 and 阳谷.
PLACES = [(115.93, 36.45), (115.71, 36.84), (116.23, 36.87), (116.25, 36.58), (115.79, 36.11)]


def figures(opened: OpenPage) -> dict[str, float]:
    found: dict[str, float] = opened.frame.evaluate("PM.measure.figures()")
    return found


def test_what_is_measured_is_true_to_the_ellipsoid(opened: OpenPage) -> None:
    opened.open()
    measured = opened.frame.evaluate(
        "places => [PM.geodesy.length(places), PM.geodesy.area(places)]", [list(one) for one in PLACES]
    )
    lon, lat = zip(*PLACES, strict=True)
    assert measured[0] == pytest.approx(GEOD.line_length(lon, lat), abs=0.001)
    assert measured[1] == pytest.approx(abs(GEOD.polygon_area_perimeter(lon, lat)[0]), rel=1e-5)
    for place in PLACES:
        there = [float(one) for one in convert(*place, source="wgs84", target="gcj02")]
        back = opened.frame.evaluate("place => PM.geodesy.wgs84(place, 'gcj02')", there)
        assert back == pytest.approx(place, abs=1e-8)


def test_a_line_and_an_area_by_the_pointer(opened: OpenPage) -> None:
    opened.open()
    shown = opened.stats()["shown"]
    opened.frame.locator("[data-tool=measure]").click()
    for place in PLACES:
        opened.click_at(*place)
    told = opened.frame.locator(".pm-measure")
    opened.page.keyboard.press("Enter")
    lon, lat = zip(*PLACES, strict=True)
    # A click takes a whole pixel: about 150 m where all of the city is seen.
    assert figures(opened)["length_m"] == pytest.approx(GEOD.line_length(lon, lat), rel=0.01)
    expect(told).to_contain_text(re.compile(r"^\d+(\.\d)? 公里"))
    told.get_by_role("button", name="成面").click()
    expect(told).to_contain_text(re.compile(r"[\d,]+ 平方公里（[\d,]+ 亩）"))
    measured = figures(opened)
    area, around = GEOD.polygon_area_perimeter(lon, lat)
    assert measured["area_m2"] == pytest.approx(abs(area), rel=0.01)
    assert measured["length_m"] == pytest.approx(around, rel=0.01)
    expect(told).to_contain_text("CGCS2000")
    assert opened.stats()["shown"] == shown, "no filter"
    opened.page.keyboard.press("Escape")
    expect(told).to_be_hidden()


def test_by_key_alone_and_in_english(opened: OpenPage) -> None:
    opened.open("?lang=en")
    tool = opened.frame.get_by_role("button", name="Measure lengths and areas")
    tool.focus()
    opened.page.keyboard.press("Enter")
    expect(tool).to_have_attribute("aria-pressed", "true")
    map_ = opened.frame.locator(".leaflet-container").first
    map_.focus()
    places = []
    for lon, lat in PLACES[:3]:
        opened.show(lon, lat, 12)
        opened.page.keyboard.press(" ")
        places.append(opened.stats()["centre"])
    opened.page.keyboard.press("Enter")
    told = opened.frame.locator(".pm-measure")
    length = GEOD.line_length(*zip(*places, strict=True))
    assert figures(opened)["length_m"] == pytest.approx(length, abs=0.01)
    expect(told).to_contain_text(f"{float(f'{length / 1000:.4g}'):g} km")
    opened.page.keyboard.press("Escape")
    expect(tool).to_have_attribute("aria-pressed", "false")
