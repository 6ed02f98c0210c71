"""How fast the desk is: from a key to the next record drawn, over 200 decisions in a real browser.

    python -m tests.benchmarks.bench_desk [DECISIONS] [--reject]

The shipped workspace with the first 1,000 of its events, so that there is something left to decide; with
its texts where ``PROJECT_MAP_PLANS`` has them. Prints a table: for each part of the way (the key until the
browser sends it, the server until its first answer, the answers until the record is drawn) and for the
whole the median, the 95th percentile and the longest in milliseconds; then the heap of the page, cleaned
up, every fifty decisions. With ``--reject`` each decision is two keys, of which the second one is timed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from geo import workspace
from geo.assets import install_assets
from tests.page.live import CHROMIUM_OPTIONS, serve, settle

_IGNORED = shutil.ignore_patterns("desk.sqlite*", "editions", "store.sqlite*")
_EVENTS_KEPT = 1000
_HEAP_EVERY = 50
# When the socket sends and hears something, by the clock of the page.
_LISTEN = """() => {
  window.sent = []; window.heard = [];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (!this.listened) {
      this.listened = true;
      this.addEventListener('message', () => window.heard.push(performance.now()));
    }
    window.sent.push(performance.now());
    return send.call(this, data);
  };
}"""
# The clock runs from the key to the frame in which another record stands.
_WATCH = """() => {
  const told = () => document.querySelector('.desk-record')?.innerHTML;
  const before = told();
  window.sent.length = window.heard.length = 0;
  window.timed = new Promise((done, fail) => {
    let start;
    document.addEventListener('keydown', () => { start = performance.now(); }, {once: true, capture: true});
    const seen = new MutationObserver(() => {
      if (start && told() && told() !== before) {
        seen.disconnect();
        requestAnimationFrame(() => {
          const drawn = performance.now(), sent = window.sent[0], heard = window.heard.find((t) => t > sent);
          done([sent - start, heard - sent, drawn - heard, drawn - start]);
        });
      }
    });
    seen.observe(document.body, {subtree: true, childList: true, characterData: true});
    setTimeout(() => fail(new Error('no other record came')), 30000);
  });
}"""
PARTS = ("key → sent", "sent → first answer", "first answer → drawn", "key → drawn")


def main(count: int, *, rejecting: bool = False) -> None:
    """Decide *count* times and print how long each took."""
    install_assets()
    with tempfile.TemporaryDirectory() as folder:
        city = half_checked(Path(folder) / "city")
        with serve(PROJECT_MAP_WORKSPACE=str(city)) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=[*CHROMIUM_OPTIONS, "--enable-precise-memory-info", "--js-flags=--expose-gc"],
            )
            page = browser.new_page(viewport={"width": 1600, "height": 1000})
            page.add_init_script(f"({_LISTEN})()")
            page.goto(f"{url}?view=desk")
            page.wait_for_selector(".desk-record h3")
            page.locator(".st-key-desk_by input").fill("bench")
            page.locator(".st-key-desk_by input").press("Enter")
            page.locator(".desk-record h3").click()
            for _ in range(10):  # the first ones warm up
                _decide(page, rejecting=rejecting)
            heaps, times = [_heap_mb(page)], []
            for number in range(1, count + 1):
                times.append(_decide(page, rejecting=rejecting))
                if number % _HEAP_EVERY == 0:
                    heaps.append(_heap_mb(page))
            browser.close()
    print(f"{'ms':24}{'median':>8}{'95 %':>8}{'longest':>9}")
    for name, column in zip(PARTS, zip(*times, strict=True), strict=True):
        late = sorted(column)[int(0.95 * count)]
        print(f"{name:24}{statistics.median(column):8.0f}{late:8.0f}{max(column):9.0f}")
    told = " → ".join(f"{one:.1f}" for one in heaps)
    print(f"{count} decisions; heap MB {told}; load of the machine {os.getloadavg()[0]:.1f}")


def half_checked(city: Path) -> Path:
    """The shipped workspace in the new folder *city*, with only the first of its events."""
    shutil.copytree(workspace.shipped(), city, ignore=_IGNORED)
    events = city / "events.csv"
    kept = events.read_text(encoding="utf-8").splitlines(keepends=True)[: 1 + _EVENTS_KEPT]
    events.write_text("".join(kept), encoding="utf-8")
    return city


def _decide(page: Page, *, rejecting: bool) -> list[float]:
    settle(page)
    if rejecting:
        page.keyboard.press("x")
        page.wait_for_selector(".st-key-desk_reason_1")
        settle(page)
    page.evaluate(_WATCH)
    page.keyboard.press("1" if rejecting else "a")
    return [float(one) for one in page.evaluate("() => window.timed")]


def _heap_mb(page: Page) -> float:
    return float(page.evaluate("() => { gc(); return performance.memory.usedJSHeapSize / 1e6; }"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("decisions", nargs="?", type=int, default=200)
    parser.add_argument("--reject", action="store_true")
    options = parser.parse_args()
    main(options.decisions, rejecting=options.reject)
