"""How fast the desk is: from a key to the next record drawn, over 200 decisions in a real browser.

``python -m tests.benchmarks.bench_desk [DECISIONS]`` prints median, 95th percentile and the longest in
milliseconds, and the heap of the page before and after.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from geo import workspace
from geo.assets import install_assets
from tests.page.live import CHROMIUM_OPTIONS, serve

_IGNORED = shutil.ignore_patterns("desk.sqlite*", "editions", "store.sqlite*")
# The clock runs from the key to the frame in which another record's name stands.
_WATCH = """() => {
  const name = () => document.querySelector('.desk-record h3')?.textContent;
  const before = name();
  window.timed = new Promise((done) => {
    let start;
    document.addEventListener('keydown', () => { start = performance.now(); }, {once: true, capture: true});
    const seen = new MutationObserver(() => {
      if (start && name() && name() !== before) {
        seen.disconnect();
        requestAnimationFrame(() => done(performance.now() - start));
      }
    });
    seen.observe(document.body, {subtree: true, childList: true, characterData: true});
  });
}"""


def main(count: int = 200) -> None:
    """Decide *count* times and print how long each took."""
    install_assets()
    with tempfile.TemporaryDirectory() as folder:
        city = Path(shutil.copytree(workspace.shipped(), Path(folder) / "city", ignore=_IGNORED))
        with serve(PROJECT_MAP_WORKSPACE=str(city)) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=[*CHROMIUM_OPTIONS, "--enable-precise-memory-info", "--js-flags=--expose-gc"],
            )
            page = browser.new_page(viewport={"width": 1600, "height": 1000})
            page.goto(f"{url}?view=desk")
            page.wait_for_selector(".desk-record h3")
            page.locator(".st-key-desk_by input").fill("bench")
            page.locator(".st-key-desk_by input").press("Enter")
            page.locator(".desk-record h3").click()
            for _ in range(10):  # the first ones warm up
                _decide(page)
            before = _heap_mb(page)
            times = [_decide(page) for _ in range(count)]
            after = _heap_mb(page)
            browser.close()
    ordered = sorted(times)
    late = ordered[int(0.95 * count)]
    print(
        f"{count} decisions: median {statistics.median(times):.0f} ms, 95 % {late:.0f} ms, "
        f"longest {ordered[-1]:.0f} ms; heap {before:.1f} → {after:.1f} MB"
    )


def _decide(page: Page) -> float:
    page.evaluate(_WATCH)
    page.keyboard.press("a")
    return float(page.evaluate("() => window.timed"))


def _heap_mb(page: Page) -> float:
    return float(page.evaluate("() => { gc(); return performance.memory.usedJSHeapSize / 1e6; }"))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
