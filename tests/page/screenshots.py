"""Pictures of the page for the README: run ``python -m tests.page.screenshots``.

Output: ``data/screenshots/*.png`` with a palette of 256 colours, so that each stays small.
Names on the command line make only these pictures.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from geo import DATA_DIR
from geo.assets import install_assets
from tests.page.live import CHROMIUM_OPTIONS, OpenPage, serve

FOLDER = DATA_DIR / "screenshots"
LARGEST_BYTES = 300_000


@dataclass(frozen=True)
class Picture:
    """One picture: window size in px, query of the page, what is done there first."""

    width: int
    height: int
    query: str = ""
    prepare: Callable[[OpenPage], None] = lambda opened: None


PICTURES = {
    "page-1600": Picture(1600, 1000),
    "page-1366": Picture(1366, 768),
    "page-1920": Picture(1920, 1080),
    "page-en": Picture(1600, 1000, "?lang=en"),
}


def main(names: list[str]) -> None:
    """Make the pictures of these *names*, all of them without any."""
    install_assets()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS)
        for name in names or PICTURES:
            path = FOLDER / f"{name}.png"
            take(browser, url, PICTURES[name], path)
            print(f"{path}: {path.stat().st_size:,} bytes")
        browser.close()


def take(browser: Browser, url: str, picture: Picture, path: Path) -> None:
    """One picture, written when it is small enough; ``ValueError`` when it is not."""
    page = browser.new_page(viewport={"width": picture.width, "height": picture.height})
    opened = OpenPage(page, url).open(picture.query)
    page.wait_for_selector("[data-testid=stDataFrame] canvas")
    picture.prepare(opened)
    page.wait_for_timeout(1500)  # tables fade in
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.close()
    out = BytesIO()
    image.quantize(256, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    if out.tell() > LARGEST_BYTES:
        raise ValueError(f"{path}: {out.tell():,} bytes are more than {LARGEST_BYTES:,}")
    path.write_bytes(out.getvalue())


if __name__ == "__main__":
    main(sys.argv[1:])
