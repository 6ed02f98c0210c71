"""Frames per second while the years play, and the time from a key to the list of the search box.

    python -m tests.benchmarks.bench_playback [RECORDS]

Without a number the shipped data; with one, that many generated records. Runs the page in
headless Chromium, plays from the first year to the last at normal speed and counts the frames
that the browser was given to draw; the slowest frame and the slowest change of year are printed
too. Each key of some words is typed and timed in the browser. Nothing is asserted: figures
are for reading.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from geo.assets import install_assets
from tests.page.live import CHROMIUM_OPTIONS, OpenPage, serve
from tests.projects.samples import generated, write_tables

WORDS = ("轴承", "zhengjiazhen", "zcbcq", "产业园", "xm", "n")
RUNS = 3
# Counts frames while the years play, and times each change of year.
PLAY = """() => new Promise((done) => {
  const gaps = [], steps = [];
  let drawing = 0;
  PM.steps.unshift(() => { drawing = performance.now(); });
  PM.steps.push(() => { steps.push(performance.now() - drawing); });
  let last = performance.now();
  const began = last;
  const frame = (now) => {
    gaps.push(now - last);
    last = now;
    if (PM.playback.isPlaying()) { requestAnimationFrame(frame); return; }
    PM.steps.shift();
    PM.steps.pop();
    done([1000 * gaps.length / (now - began), Math.max(...gaps), Math.max(...steps)]);
  };
  PM.playback.set(PM.playback.range()[0]);
  PM.playback.play();
  requestAnimationFrame(frame);
})"""


def main(count: int) -> None:
    """Measure the shipped data, or *count* generated records."""
    install_assets()
    with tables(count) as folder, serve(folder) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS)
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(300_000)
        opened = OpenPage(page, url).open()
        page.wait_for_timeout(2000)
        print(f"{opened.stats()['records']:,} records")
        playback(opened)
        search(opened)
        browser.close()


def playback(opened: OpenPage) -> None:
    """Play some times with symbols, once with shaded towns."""
    opened.frame.evaluate("PM.playback.open()")
    opened.page.wait_for_timeout(1000)
    for shading in (*["points"] * RUNS, "town_count"):
        opened.frame.evaluate("shading => PM.shading.set(shading)", shading)
        rate, gap, step = opened.frame.evaluate(PLAY)
        print(f"playback, {shading}: {rate:.1f} fps, slowest frame {gap:.0f} ms, slowest year {step:.0f} ms")
    opened.frame.evaluate("PM.shading.set('points'); PM.playback.close()")


def search(opened: OpenPage) -> None:
    """Type the words key by key."""
    field = opened.frame.locator(".pm-search input")
    field.focus()
    opened.frame.wait_for_function("() => PM.finder.isReady()")
    times = []
    for word in WORDS:
        for length in range(1, len(word) + 1):
            field.fill(word[:length])
            times.append((opened.frame.evaluate("PM.search.took()"), word[:length]))
    slowest, word = max(times)
    each = median(time for time, _ in times)
    print(f"search, a key to its list: median {each:.1f} ms, slowest {slowest:.1f} ms ({word!r})")


@contextmanager
def tables(count: int) -> Iterator[Path | None]:
    """A folder with the tables of *count* generated records; None for those that are shipped."""
    if not count:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        yield write_tables(Path(folder) / "tables", generated(count))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
