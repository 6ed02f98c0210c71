"""Shaded areas, and backgrounds: their datum, their refusal, their failure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect
from pyproj import Geod

from projects.model.records import read_records
from projects.store.compare import compare
from projects.store.filters import Filters
from projects.store.query import Index
from tests.page.live import OpenPage, serve
from tests.projects.samples import samples, write_tables

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
# WGS 84 and what AMap's own conversion service publishes for it.
GPS = (116.481499, 39.990475)
AMAP = (116.487585177952, 39.991754014757)


def choose(opened: OpenPage, name: str, value: str) -> None:
    opened.frame.locator(f"[data-choice={name}]").select_option(value)


def test_counties_shaded_by_number_show_figures_and_class_sizes(opened: OpenPage):
    opened.open()
    choose(opened, "shading", "county_count")
    rows = opened.stats()["shading"]["rows"]
    per_county = Counter(code for codes in RECORDS["county_code"] for code in codes.split("|") if code)
    assert sum(row["count"] for row in rows[:-1]) == len(per_county)
    assert len(rows) - 1 <= 5
    highest = int(rows[0]["text"].split("–")[-1].replace(",", ""))
    assert highest >= max(per_county.values())
    assert opened.stats()["symbols"] == []
    expect(opened.frame.locator(".pm-legend").first).to_contain_text("县区 · 记录数")


def test_towns_shaded_by_industry_follow_the_filter(opened: OpenPage):
    opened.open("?industry=bearings")
    choose(opened, "shading", "town_industry")
    rows = opened.stats()["shading"]["rows"]
    towns = RECORDS[(RECORDS["industry"] == "bearings") & (RECORDS["level"] == "town")][
        "place_code"
    ].nunique()
    assert [row["text"] for row in rows] == ["装备与汽车", "没有"]
    assert rows[0]["count"] == towns > 0


def test_investment_says_when_none_is_named(opened: OpenPage):
    opened.open("?industry=bearings")
    choose(opened, "shading", "county_investment")
    expect(opened.frame.locator(".pm-legend").first).to_contain_text("没有写明投资")


def test_counties_shaded_by_diversity_say_what_the_comparison_says(opened: OpenPage):
    opened.open()
    choose(opened, "shading", "county_diversity")
    found = compare(RECORDS, Index(RECORDS), Filters(), by="county").table.set_index("value")
    for code in ("371502", "371522", "371525"):
        figure = opened.frame.evaluate("code => PM.shading.figure(code)", code)
        assert float(figure) == pytest.approx(found.loc[code, "diversity"], abs=0.051)
    assert "–" in opened.stats()["shading"]["rows"][0]["text"]


def test_hovering_a_town_shows_its_radius(opened: OpenPage):
    opened.open()
    opened.show(115.72, 36.42, 11)
    x, y = opened.point(115.69, 36.42)
    opened.page.mouse.move(x + 2, y)
    opened.page.mouse.move(x, y)
    expect(opened.frame.locator(".pm-tip")).to_contain_text("半径约")
    expect(opened.frame.locator(".pm-area-radius")).to_have_count(1)


class BrokenTiles(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(500)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def broken_tiles() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BrokenTiles)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_broken_tile_server_leaves_a_working_map(browser: Browser, assets: None, broken_tiles: str):
    url = broken_tiles + "{z}/{x}/{y}.png"
    with serve(PROJECT_MAP_TILES_URL=url, PROJECT_MAP_TILES_DATUM="cgcs2000") as address:
        page = browser.new_page()
        opened = OpenPage(page, address)
        opened.allowed.append(broken_tiles)
        opened.open()
        choose(opened, "background", "own")
        expect(opened.frame.locator(".pm-notice")).to_contain_text("加载不到")
        assert not opened.frame.locator(".pm-over-tiles").count()  # our own ground stays
        opened.show(116.15, 36.9, 11)
        opened.click_at(116.15, 36.9)
        page.wait_for_url("**/?town=*")
        opened.frame.wait_for_function("() => projectMap.stats().chosen.length === 1")
        assert (opened.foreign, opened.errors) == ([], [])
        page.close()


def test_a_background_without_a_datum_is_refused(browser: Browser, assets: None, broken_tiles: str):
    with serve(PROJECT_MAP_TILES_URL=broken_tiles + "{z}/{x}/{y}.png") as address:
        page = browser.new_page()
        opened = OpenPage(page, address).open()
        choose(opened, "background", "own")
        expect(opened.frame.locator(".pm-notice")).to_contain_text("没有声明坐标基准")
        assert opened.stats()["background"] == ""
        assert opened.foreign == []
        page.close()


def test_over_amap_a_point_lies_where_amap_has_it(browser: Browser, assets: None, tmp_path: Path):
    site = samples().iloc[[3]].assign(lon=GPS[0], lat=GPS[1])
    assert site["level"].item() == "site"
    with serve(write_tables(tmp_path, site)) as address:
        page = browser.new_page()
        opened = OpenPage(page, address).open()
        metres = {}
        for background, datum, position in (("amap", "gcj02", AMAP), ("", "wgs84", GPS)):
            choose(opened, "background", background)
            opened.frame.wait_for_function("datum => projectMap.stats().datum === datum", arg=datum)
            opened.show(*position, 17)
            symbol = opened.stats()["symbols"][0]
            lat, lon = opened.frame.evaluate(
                "at => Object.values(PM.state.map.containerPointToLatLng(at))", [symbol["x"], symbol["y"]]
            )
            metres[background] = Geod(ellps="WGS84").inv(lon, lat, *position)[2]
        assert max(metres.values()) < 1
        page.close()


def test_what_is_drawn_over_amap_filters_in_wgs84(opened: OpenPage):
    opened.open()
    choose(opened, "background", "amap")
    opened.frame.wait_for_function("() => projectMap.stats().datum === 'gcj02'")
    opened.frame.locator("[data-tool=circle]").click()
    opened.click_at(115.95, 36.46)
    opened.page.wait_for_url("**/?near=*")
    lon, lat = map(float, opened.page.url.split("near=")[1].split("%2C")[:2])
    assert 200 < Geod(ellps="WGS84").inv(lon, lat, 115.95, 36.46)[2] < 900


def test_areas_many_times_apart_are_no_class(opened: OpenPage):
    """35 and 287 have classes of their own; none has a colour that is no class's."""
    opened.open()
    sets = [
        [35, 287, 30, 28, 27, 26, 24, 16, 6],
        [35, 287],
        [287, 120, 110, 100, 35, 34, 33, 12],
        [1, 2, 3, 4, 5, 6, 35, 287, 290],
        [6, 16, 26, 26, 27, 30, 30, 38, 57, 412],
    ]
    for values in sets:
        limits = opened.frame.evaluate("values => PM.shading.breaks(values)", values)
        assert len(limits) <= 5
        assert limits[-1] >= max(values)
        number = {value: next(i for i, limit in enumerate(limits) if value <= limit) for value in values}
        classes = [[value for value in values if number[value] == i] for i in range(len(limits))]
        assert all(max(each) <= 4 * min(each) for each in classes if each), (values, limits)
    choose(opened, "shading", "county_count")
    rows = opened.stats()["shading"]["rows"]
    colours = [row["colour"] for row in rows]
    assert len(set(colours)) == len(colours)


FREE_POINT = """name => {
  const hit = PM.canvas.hits().find((each) => each.kind === "line" && PM.lines.name(each.line) === name);
  const base = PM.canvas._bounds.min;
  for (const path of hit.paths) {
    for (let at = 1; at < path.length; at += 1) {
      for (let part = 1; part < 20; part += 1) {
        const [x, y] = [0, 1].map((i) => path[at - 1][i] + (path[at][i] - path[at - 1][i]) * part / 20);
        const point = PM.state.map.layerPointToContainerPoint(L.point(x, y).add(base));
        const found = PM.canvas.hit(point);
        const size = PM.state.map.getSize();
        const inside = point.x > 320 && point.y > 80 && point.x < size.x - 240 && point.y < size.y - 60;
        if (inside && found && found.line === hit.line) return [point.x, point.y];
      }
    }
  }
  return null;
}"""


def test_records_on_lines_are_drawn_as_lines_and_open_where_one_clicks(opened: OpenPage):
    opened.open()
    lines = opened.stats()["lines"]
    on_lines = RECORDS[RECORDS["method"] == "line"]
    assert sum(line["count"] for line in lines) == len(on_lines)
    name = "徒骇河"
    point = opened.frame.evaluate(FREE_POINT, name)
    assert point, "the line can be clicked beside all symbols"
    opened.click_map(*point)
    expect(opened.frame.locator(".leaflet-popup h2")).to_contain_text(name)
    opened.frame.locator(".leaflet-popup .pm-item").first.click()
    expect(opened.frame.locator(".leaflet-popup .pm-card")).to_contain_text(f"沿线：{name}（示意走向")
