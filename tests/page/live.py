"""A running page for the browser tests: a server on a free port, a tab that reaches no other host."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Frame, Page, Request

ROOT = Path(__file__).resolve().parents[2]
# Without these Chromium itself asks for updates and the like, which is no request of the page.
CHROMIUM_OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no other host is reached
]


SETTLED = """() => document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
  && document.getAnimations().every((one) => one.playState !== 'running'
    || one.effect.getComputedTiming().iterations === Infinity)"""


# What is written smaller than `least` px, and the chips of chosen values that are cut.
UNREADABLE = """least => {
  const faults = Array.from(document.querySelectorAll("[data-tag] span"))
    .filter((node) => node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1)
    .map((node) => "cut: " + node.textContent);
  const pen = document.createElement("canvas").getContext("2d");
  for (const field of document.querySelectorAll("input[type=text]")) {
    const [style, text] = [getComputedStyle(field), field.value || field.placeholder];
    pen.font = style.font;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (room > 20 && pen.measureText(text).width > room + 1) faults.push("cut: " + text);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const [text, around] = [walker.currentNode.textContent.trim(), walker.currentNode.parentElement];
    const shown = { visibilityProperty: true, opacityProperty: true };
    if (!text || !around.checkVisibility(shown) || around.getBoundingClientRect().width < 2) continue;
    const size = parseFloat(getComputedStyle(around).fontSize) * around.currentCSSZoom;
    if (size < least) faults.push(`${size} px: ${text}`);
  }
  return faults;
}"""


def settle(page: Page) -> None:
    """Wait until the script has drawn all and nothing fades any more."""
    page.wait_for_function(SETTLED, timeout=60_000)


class OpenPage:
    """A page in the browser with its map's frame and the foreign requests that it tried."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.allowed = [url, "data:", "blob:"]
        page.set_default_timeout(90_000)  # the machine may be busy
        page.emulate_media(reduced_motion="reduce")  # no flights to wait for
        page.on("request", self._note_foreign)
        page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))

    def open(self, query: str = "") -> OpenPage:
        """Go there and wait until the map is drawn."""
        self.page.goto(self.url + query)
        return self.open_here()

    def open_here(self) -> OpenPage:
        """Wait until the map of this page is drawn."""
        frame = self.page.wait_for_selector("iframe[title^=streamlit_folium]").content_frame()
        assert frame
        frame.wait_for_url("**/streamlit_folium.st_folium/**")  # it is there before it has an address
        self.page.wait_for_selector(".st-key-foot")  # drawn last: the map has its place
        self.frame.wait_for_function("() => window.projectMap && projectMap.stats().heard")
        return self

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if "streamlit_folium" in frame.url)

    def stats(self) -> dict[str, Any]:
        found: dict[str, Any] = self.frame.evaluate("projectMap.stats()")
        return found

    def wait_shown(self, count: int) -> dict[str, Any]:
        """Wait until the page has made the map show *count* records."""
        ready = (
            "count => { const found = projectMap.stats(); return found.shown === count && found.answered; }"
        )
        self.frame.wait_for_function(ready, arg=count)
        return self.stats()

    def wait_link(self, **query: list[str]) -> None:
        """Wait until the page's link says *query* and nothing else."""
        self.page.wait_for_url(lambda url: parse_qs(urlparse(url).query) == query)

    def click_map(self, x: float, y: float) -> None:
        box = self.page.locator("iframe[title^=streamlit_folium]").bounding_box()
        assert box
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def show(self, lon: float, lat: float, zoom: float) -> None:
        """Move the map there, at once."""
        self.frame.evaluate(
            "([lon, lat, zoom]) => PM.state.map.setView([lat, lon], zoom, {animate: false})", [lon, lat, zoom]
        )

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place (degrees in the datum that is drawn) lies in the window, in px."""
        x, y = self.frame.evaluate(
            "([lon, lat]) => Object.values(PM.state.map.latLngToContainerPoint([lat, lon]))",
            [lon, lat],
        )
        box = self.page.locator("iframe[title^=streamlit_folium]").bounding_box()
        assert box
        return box["x"] + x, box["y"] + y

    def click_at(self, lon: float, lat: float) -> None:
        """Go there with the pointer and click."""
        x, y = self.point(lon, lat)
        self.page.mouse.move(x + 3, y)
        self.page.mouse.move(x, y)
        self.page.mouse.click(x, y)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag from one place to another."""
        self.page.mouse.move(*self.point(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.point(*end), steps=4)
        self.page.mouse.up()

    def record_name(self, number: int) -> str:
        """The name of a record by its number in the browser."""
        name: str = self.frame.evaluate("async number => (await PM.details(number)).name", number)
        return name

    def _note_foreign(self, request: Request) -> None:
        if not request.url.startswith(tuple(self.allowed)):
            self.foreign.append(request.url)


@contextmanager
def serve(tables: Path | None = None, **variables: str) -> Iterator[str]:
    """The page's address, with the shipped tables or those in *tables*, and environment *variables*."""
    own = {"PROJECT_MAP_TABLES": str(tables)} if tables else {}
    with run_streamlit(ROOT / "app.py", {**os.environ, **variables, **own}) as server:
        yield server.url


@dataclass(frozen=True)
class Server:
    """A Streamlit server: its address and its process number."""

    url: str
    pid: int


@contextmanager
def run_streamlit(
    script: Path,
    environment: Mapping[str, str],
    *arguments: str,
    address: str = "127.0.0.1",
    log: Path | None = None,
) -> Iterator[Server]:
    """A server of the Streamlit *script*, in its folder, that ends with the block; it writes to *log*."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {"server.port": port, "server.address": address, "server.headless": "true"}
    options |= {"server.fileWatcherType": "none", "server.enableStaticServing": "true"}
    options |= {"browser.gatherUsageStats": "false"}
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += [f"--{name}={value}" for name, value in options.items()]
    with (
        Path(log or os.devnull).open("wb") as said,
        subprocess.Popen(
            [*command, "--", *arguments], cwd=script.parent, env=environment, stdout=said, stderr=said
        ) as server,
    ):
        try:
            wait_for(port)
            yield Server(f"http://127.0.0.1:{port}/", server.pid)
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    """Wait until something listens there."""
    for _ in range(300):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"no server on port {port}")
