"""Time from a click on a filter until the map shows it, ours and three other ways, in one run.

    python -m tests.benchmarks.bench_page [COUNT ...]

COUNT: numbers of generated points, by default 300, 3000 and 100000. Prints one table in Markdown:
first map on a warm server (browser cache empty), click → map, bytes that a click fetches, and for
ours the time from closing a drawn polygon until map and table say the same. The same headless
Chromium measures all, by its own clock, and reaches no other host. Each way draws the same points;
what takes longer than a minute is given up. Nothing is asserted: figures are for reading, with the
load of the machine beside them.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
from playwright.sync_api import Browser, Error, Frame, Page, TimeoutError, sync_playwright

from geo.assets import STATIC_DIR, install_assets
from projects.model.records import read_records
from tests.page.live import CHROMIUM_OPTIONS, ROOT, OpenPage, run_streamlit
from tests.projects.samples import generated, write_tables

COUNTS = (300, 3_000, 100_000)
CLICKS = 9
OPENINGS = 5
GIVEN_UP_MS = 60_000
SIZE = {"width": 1600, "height": 1000}
CORNERS = ((115.7, 36.3), (116.1, 36.3), (115.9, 36.6), (115.7, 36.3))
PEERS = {
    "circles": "folium CircleMarker, st_folium",
    "group": "GeoJson, feature_group_to_add",
    "pydeck": "pydeck",
}
NOW = "performance.timeOrigin + performance.now()"
# Each runs once per frame of the browser until it gives the time.
SHOWN = f"count => window.projectMap && projectMap.stats().shown === count && {NOW}"
LAYERS = f"""count => {{
  let found = 0;
  if (window.map) window.map.eachLayer((layer) => {{ found += layer instanceof L.CircleMarker; }});
  return found === count && {NOW};
}}"""
INSTANCES = "count => window.lastInstances === count && window.lastDrawn"
LISTED = """() => {
  const inner = [...document.querySelectorAll(".st-key-rows_list *")].find((one) => one.shadowRoot);
  return inner?.shadowRoot.querySelector("ol")?.dataset.count;
}"""
# The map, the count and the list, which has a line for each project with several records, too.
AGREE = f"""([before, listed]) => {{
  const map = document.querySelector("iframe[title^=streamlit_folium]").contentWindow.projectMap.stats();
  const count = Number(document.querySelector(".st-key-side .records").textContent.replaceAll(",", ""));
  const now = ({LISTED})();
  return map.shown !== before && map.shown === count && now && now !== listed && {NOW};
}}"""
NOTE_CLICKS = f'addEventListener("click", () => {{ top.clickedAt = {NOW}; }}, true);'
# What deck.gl drew last: how many instances, and when.
NOTE_DRAWING = f"""for (const name of ["drawArraysInstanced", "drawElementsInstanced"]) {{
  const draw = WebGL2RenderingContext.prototype[name];
  WebGL2RenderingContext.prototype[name] = function (...given) {{
    window.lastInstances = given[given.length - 1];
    window.lastDrawn = {NOW};
    return draw.apply(this, given);
  }};
}}"""


@dataclass
class Row:
    """One line of the table; times in ms, ``None`` where it did not end."""

    way: str
    points: int
    first: float | None = None
    click: float | None = None
    sent: float | None = None
    polygon: float | None = None

    def __str__(self) -> str:
        """The line in Markdown."""
        sent = "" if self.sent is None else f"{self.sent / 1000:,.1f} kB"
        polygon = "" if self.polygon is None else f"{self.polygon:,.0f}"
        return (
            f"| {self.way} | {self.points:,} | {_ms(self.first)} | {_ms(self.click)} | {sent} | {polygon} |"
        )


@dataclass(frozen=True)
class Way:
    """How a page is driven.

    ``click`` presses its filter; ``counts`` are what is shown with it and without; ``ready`` is
    run in ``frame`` until it gives the time at which that many were drawn.
    """

    click: Callable[[Page], None]
    counts: tuple[int, int]
    ready: str
    frame: Callable[[Page], Frame]


def main(counts: list[int]) -> None:
    """Measure everything and print the table line by line."""
    install_assets()
    print("| way | points | first map, ms | click → map, ms | sent per click | polygon → map and table, ms |")
    print("|---|---:|---:|---:|---:|---:|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS)
        print(_ours(browser, read_records(), None, "ours, shipped records"), flush=True)
        for count in counts:
            records = generated(count)
            tables = write_tables(Path(folder) / f"tables-{count}", records)
            print(_ours(browser, records, tables, "ours"), flush=True)
            points = _points(records, Path(folder) / f"{count}.csv")
            for name in PEERS:
                print(_peer(browser, name, count, points, Path(folder) / f"{name}-{count}"), flush=True)
        browser.close()
    print(f"\nload of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _ours(browser: Browser, records: pd.DataFrame, tables: Path | None, title: str) -> Row:
    def press(page: Page) -> None:
        page.locator(".st-key-f_level").get_by_text("镇街", exact=True).click()

    towns = int((records["level"] == "town").sum())
    way = Way(press, (towns, len(records)), SHOWN, _map_frame)
    environment = {**os.environ, **({"PROJECT_MAP_TABLES": str(tables)} if tables else {})}
    with run_streamlit(ROOT / "app.py", environment) as server:
        row = Row(title, len(records))
        with _opened(browser, server.url) as page:
            _first(way, page, timeout=4 * GIVEN_UP_MS)  # the server reads its tables
        _measure(browser, server.url, way, row)
        row.polygon = _polygon(browser, server.url)
        return row


def _peer(browser: Browser, name: str, count: int, points: Path, folder: Path) -> Row:
    (folder / "static").mkdir(parents=True)
    for suffix in ("js", "css"):
        shutil.copyfile(STATIC_DIR / f"leaflet-1.9.3/leaflet.{suffix}", folder / f"static/leaflet.{suffix}")
    script = folder / "peer_page.py"
    shutil.copyfile(Path(__file__).with_name("peer_page.py"), script)

    def press(page: Page) -> None:
        page.locator("[data-testid=stCheckbox] label").click()

    ready, frame = (INSTANCES, _top_frame) if name == "pydeck" else (LAYERS, _map_frame)
    way = Way(press, ((count + 1) // 2, count), ready, frame)
    row = Row(PEERS[name], count)
    with run_streamlit(script, os.environ, name, str(points)) as server:
        try:
            with _opened(browser, server.url) as page:
                _first(way, page, timeout=GIVEN_UP_MS)
            _measure(browser, server.url, way, row)
        except TimeoutError:
            pass  # what was not measured until then stays open
    return row


def _measure(browser: Browser, url: str, way: Way, row: Row) -> None:
    openings = []
    for _ in range(OPENINGS):
        with _opened(browser, url) as page:
            openings.append(_first(way, page, timeout=GIVEN_UP_MS))
        if sum(openings) > GIVEN_UP_MS:
            break
    row.first = median(openings)
    with _opened(browser, url) as page:
        _first(way, page, timeout=GIVEN_UP_MS)
        page.wait_for_timeout(1000)
        received = _received(page)
        times: list[float] = []
        for number in range(CLICKS):
            count = way.counts[number % 2]
            before = received()
            way.click(page)
            shown = _drawn(way, page, count, timeout=GIVEN_UP_MS)
            times.append(shown - page.evaluate("clickedAt"))
            page.wait_for_timeout(700)  # what comes after the map counts as sent too
            row.sent = max(row.sent or 0, received() - before)
            if sum(times) > GIVEN_UP_MS:
                break
        row.click = median(times)


def _first(way: Way, page: Page, *, timeout: float) -> float:
    """From asking for the page until its map is drawn."""
    shown = _drawn(way, page, way.counts[1], timeout=timeout)
    return shown - float(page.evaluate("performance.timeOrigin"))


def _drawn(way: Way, page: Page, count: int, *, timeout: float) -> float:
    """When *count* were drawn. The frame of a map comes late, and some ways make another for each click."""
    end = time.monotonic() + timeout / 1000
    while True:
        left = max(1, 1000 * (end - time.monotonic()))
        try:
            frame = way.frame(page)
            return float(frame.wait_for_function(way.ready, arg=count, timeout=left).json_value())
        except (StopIteration, Error) as error:
            if isinstance(error, TimeoutError) or left <= 1:
                raise TimeoutError("the map was not drawn") from error
            page.wait_for_timeout(10)


def _polygon(browser: Browser, url: str) -> float:
    times = []
    for _ in range(OPENINGS):
        with _opened(browser, url) as page:
            opened = OpenPage(page, url).open()
            page.wait_for_timeout(1500)
            before = opened.stats()["shown"], page.wait_for_function(LISTED).json_value()
            opened.frame.locator("[data-tool=polygon]").click()
            for lon, lat in CORNERS:
                opened.click_at(lon, lat)
                page.wait_for_timeout(100)
            agreed = page.wait_for_function(AGREE, arg=list(before), timeout=GIVEN_UP_MS).json_value()
            times.append(agreed - page.evaluate("clickedAt"))
    return float(median(times))


@contextmanager
def _opened(browser: Browser, url: str) -> Iterator[Page]:
    """A page with an empty cache.

    ``CHROMIUM_OPTIONS`` keep it from other hosts. Playwright's own interception would cost some ms a
    request, and the browser's cache.
    """
    context = browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
    context.add_init_script(NOTE_CLICKS + NOTE_DRAWING)
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


def _received(page: Page) -> Callable[[], float]:
    """A function that gives the bytes the page has received, by web socket and by HTTP."""
    total = [0.0]

    def add(event: dict[str, Any]) -> None:
        if "response" in event:  # binary frames come in base64
            total[0] += len(event["response"]["payloadData"]) * 3 / 4
        else:
            total[0] += event["encodedDataLength"]

    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.on("Network.webSocketFrameReceived", add)
    tools.on("Network.loadingFinished", add)
    return lambda: total[0]


def _points(records: pd.DataFrame, path: Path) -> Path:
    """The points of *records* as a table; those without one stand in the middle of the map."""
    points = records[["lon", "lat", "name"]].astype({"lon": float, "lat": float})
    points.fillna({"lon": 115.9, "lat": 36.45}).to_csv(path, index=False)
    return path


def _map_frame(page: Page) -> Frame:
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def _top_frame(page: Page) -> Frame:
    return page.main_frame


def _ms(value: float | None) -> str:
    return "did not end" if value is None else f"{value:,.0f}"


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or list(COUNTS))
