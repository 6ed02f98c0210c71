"""Kill the server of the page while a person decides at the desk, and look whether what was shown is there.

    python -m tests.benchmarks.kills_page [--kills 20] [--seed 1]

One sitting per kill: a real browser, keys pressed one after the other on a small workspace, and signal 9 to
the server at a random moment. What the page showed as saved must be in the desk's database afterwards, at
most one decision more, and the database must be sound. Prints decisions shown, found and lost.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from geo.assets import install_assets
from projects.desk.book import open_book
from projects.store.engines import close_all
from tests.desk.city import make_city
from tests.page.live import CHROMIUM_OPTIONS, ROOT, run_streamlit, settle

BY = "王敏"
LONGEST_S = 6.0
ANSWER_MS = 8_000
_PROGRESS = "() => document.querySelector('.desk-progress p')?.textContent"


@dataclass(frozen=True)
class Sitting:
    """Decisions that the page showed as saved, those found afterwards, and whether the file is sound."""

    shown: int
    found: int
    is_sound: bool

    @property
    def is_whole(self) -> bool:
        """Nothing shown is lost; what was under way may be there or not."""
        return self.is_sound and self.shown <= self.found <= self.shown + 1


def sit(browser: Browser, city: Path, chance: random.Random) -> Sitting:
    """Decide until the server is killed."""
    before = stored(city)
    shown = 0
    with run_streamlit(ROOT / "app.py", os.environ | {"PROJECT_MAP_WORKSPACE": str(city)}) as server:
        page = browser.new_page()
        page.goto(f"{server.url}?view=desk")
        page.locator(".st-key-desk_by input").fill(BY)
        page.locator(".st-key-desk_by input").press("Enter")
        settle(page)
        killer = threading.Timer(chance.uniform(0, LONGEST_S), os.kill, (server.pid, signal.SIGKILL))
        killer.start()
        with contextlib.suppress(PlaywrightError):  # the server is gone, and with it the answer
            while True:
                decide(page, chance)
                shown += 1
        killer.join()
        page.close()
    return Sitting(shown, stored(city) - before, is_sound(city))


def decide(page: Page, chance: random.Random) -> None:
    """One key, and the wait until the page shows that it counts."""
    told = str(page.evaluate(_PROGRESS))
    checked, total = (int(part) for part in told.removeprefix("已核").split("/"))
    wants_more = checked == 0 or (checked < total - 1 and chance.random() < 0.7)
    page.locator(".desk-record h3").click()  # keys typed into a field are no actions
    page.keyboard.press("a" if wants_more else "u")
    page.wait_for_function(f"told => ({_PROGRESS})() !== told", arg=told, timeout=ANSWER_MS)


def stored(city: Path) -> int:
    """How many events the desk holds, read anew from the disk."""
    close_all()
    return len(open_book(folder=city).events())


def is_sound(city: Path) -> bool:
    """Whether the database can be read to its end."""
    with closing(sqlite3.connect(city / "desk.sqlite")) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))


def measured(kills: int, seed: int, folder: Path) -> list[Sitting]:
    """One sitting for each kill, all on one workspace."""
    install_assets()
    city, chance = make_city(folder / "city"), random.Random(seed)
    path = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        found = [sit(browser, city, chance) for _ in range(kills)]
        browser.close()
    return found


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        sittings = measured(options.kills, options.seed, Path(folder))
    shown, found = sum(one.shown for one in sittings), sum(one.found for one in sittings)
    lost = sum(max(0, one.shown - one.found) for one in sittings)
    print(f"kills {len(sittings)}  shown as saved {shown}  found {found}  lost {lost}", end="  ")
    print(f"unsound {sum(not one.is_sound for one in sittings)}  ({time.perf_counter() - start:.0f} s)")
    return 0 if all(one.is_whole for one in sittings) else 1


if __name__ == "__main__":
    sys.exit(_main())
