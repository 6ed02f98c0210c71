"""How time and memory grow with workers and documents, for a country's worth of reports.

Run ``nice python -m tests.benchmarks.bench_country ../shared/corpus/reports.zip --out FOLDER`` on a
computer that does nothing else. For each number of documents and of workers it reads into a store of its
own and prints a row: seconds of the whole batch, processor seconds, seconds that the documents took,
the most memory of all processes together (proportional set size), records and size of the store.
``--page STORE`` opens the page on a store in Chromium and prints the time to the first map of a new visitor
and from a click on a filter to the map, median and p95.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Page, sync_playwright

from projects.store.country import FILE, CountryStore
from projects.store.countryfacts import Facts
from tests.page.live import CHROMIUM_OPTIONS, serve

DOCUMENTS = (300, 1200, 2407)
WORKERS = (1, 2, 4)
EVERY_S = 2.0
ROUNDS = 20
READY = (
    "count => { const s = window.countryMap && countryMap.stats();"
    " return s && s.ready && s.total === count; }"
)


def measure(source: Path, folder: Path, *, workers: int, documents: int) -> dict[str, Any]:
    """One batch in processes of its own, watched while it runs."""
    command = [sys.executable, "-m", "projects", "batch", str(source), "--out", str(folder)]
    started, peak, spent = time.perf_counter(), 0, {}
    with subprocess.Popen([*command, "--workers", str(workers), "--limit", str(documents)]) as batch:
        while batch.poll() is None:
            memory = 0
            for process in _family(batch.pid):
                try:
                    memory += process.memory_full_info().pss
                    spent[process.pid] = sum(process.cpu_times()[:2])
                except psutil.Error:  # it has ended meanwhile
                    continue
            peak = max(peak, memory)
            time.sleep(EVERY_S)
    table = CountryStore(folder).documents()
    return {
        "documents": documents,
        "workers": workers,
        "seconds": round(time.perf_counter() - started),
        "cpu_s": round(sum(spent.values())),
        "reading_s": round(table["seconds"].sum()),
        "peak_mb": round(peak / 1e6),
        "records": int(table["records"].sum()),
        "set_aside": int((table["reason"] != "").sum()),
        "store_mb": round((folder / FILE).stat().st_size / 1e6),
    }


def measure_page(store: Path) -> dict[str, Any]:
    """First map of new visitors and clicks on the stages, in Chromium on this computer; milliseconds."""
    started = time.perf_counter()
    facts = Facts(CountryStore(store))
    loaded = time.perf_counter() - started
    with serve(PROJECT_MAP_WORKSPACE=str(store)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM_OPTIONS)
        size: Any = {"width": 1600, "height": 1000}
        first = [_first(browser.new_page(viewport=size), url, len(facts)) for _ in range(4)]
        page = browser.new_page(viewport=size)
        _first(page, url, len(facts))
        clicks = [_click(page) for _ in range(ROUNDS)]
        browser.close()
    told = {"records": len(facts), "load_ms": round(loaded * 1000), "first_cold_ms": first[0]}
    told |= {"first_ms": round(statistics.median(first[1:]))}
    return told | {
        "click_ms": statistics.median(clicks),
        "click_p95_ms": sorted(clicks)[int(0.95 * ROUNDS) - 1],
    }


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _first(page: Page, url: str, count: int) -> int:
    started = time.perf_counter()
    page.goto(url)
    holder = page.wait_for_selector("iframe[title^=streamlit_folium]", timeout=120_000)
    frame = holder.content_frame() if holder else None
    assert frame
    frame.wait_for_url("**/streamlit_folium.st_folium/**")
    frame.wait_for_function(READY, arg=count, timeout=120_000)
    return round((time.perf_counter() - started) * 1000)


def _click(page: Page) -> int:
    """From the click on a stage to the map that is drawn with it, by the browser's own clock."""
    frame = next(one for one in page.frames if "streamlit_folium" in one.url)
    before = frame.evaluate("countryMap.stats().revision")
    pill = page.get_by_role("button", name="在建", exact=True)
    pill.wait_for()
    page.evaluate(
        "() => document.addEventListener('pointerdown', () => {"
        " window.clickedAt = performance.timeOrigin + performance.now(); }, {once: true, capture: true})"
    )
    pill.click()
    frame.wait_for_function("before => countryMap.stats().revision > before", arg=before)
    drawn = frame.evaluate("countryMap.stats().drawn_at")
    page.wait_for_timeout(1200)  # the rest of the page: a visitor looks before the next click
    return round(float(drawn) - float(page.evaluate("window.clickedAt")))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; exit status 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("zip", type=Path, nargs="?")
    parser.add_argument("--out", type=Path, help="a folder for the stores")
    parser.add_argument("--documents", type=int, nargs="*", default=DOCUMENTS)
    parser.add_argument("--workers", type=int, nargs="*", default=WORKERS)
    parser.add_argument("--page", type=Path, nargs="*", default=(), metavar="STORE")
    options = parser.parse_args(arguments)
    if options.zip and options.out:
        for count in options.documents:
            for workers in options.workers:
                print(
                    measure(options.zip, options.out / f"{count}-{workers}", workers=workers, documents=count)
                )
    for store in options.page:
        print(measure_page(store))
    return 0


if __name__ == "__main__":
    sys.exit(main())
