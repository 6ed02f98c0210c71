"""Pictures of page and print for the README: run ``python -m tests.page.screenshots``.

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
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from geo import DATA_DIR
from geo.assets import install_assets
from geo.boundaries import load_areas
from projects.presentation.prints.options import Options
from projects.presentation.prints.page import render
from projects.store.database import open_store
from tests.page.live import CHROMIUM_OPTIONS, OpenPage, serve

FOLDER = DATA_DIR / "screenshots"
LARGEST_BYTES = 500_000
PRINT = "print-a3"
PRINT_DPI = 120


@dataclass(frozen=True)
class Picture:
    """One picture: window size in px, query of the page, what is done there first."""

    width: int
    height: int
    query: str = ""
    prepare: Callable[[OpenPage], None] = lambda opened: None
    scheme: Literal["light", "dark"] = "light"


def play_tour(opened: OpenPage) -> None:
    """The third scene of the first tour."""
    opened.frame.locator("[data-tool=scenes]").click()
    opened.frame.locator(".pm-drawer select").select_option("0")
    opened.frame.locator("[data-act=play]").click()
    for _ in range(2):
        opened.page.wait_for_timeout(1000)
        opened.page.keyboard.press("ArrowRight")
    opened.page.wait_for_timeout(1500)


def shade_towns(opened: OpenPage) -> None:
    """Towns by number of records."""
    opened.frame.locator("[data-choice=shading]").select_option("town_count")


def play_years(opened: OpenPage) -> None:
    """The years as playback, a few years on."""
    opened.frame.locator("#map_div").focus()
    opened.page.keyboard.press("y")
    opened.page.wait_for_timeout(800)
    for _ in range(6):
        opened.page.keyboard.press("ArrowRight")
        opened.page.wait_for_timeout(200)


PICTURES = {
    "page-1600": Picture(1600, 1000),
    "page-1366": Picture(1366, 768),
    "page-1920": Picture(1920, 1080),
    "page-phone": Picture(390, 844),
    "page-en": Picture(1600, 1000, "?lang=en"),
    "page-dark": Picture(1600, 1000, "?county=东昌府区", scheme="dark"),
    "towns": Picture(1600, 1000, prepare=shade_towns),
    "profile": Picture(1600, 1000, "?town=371502105&view=profile"),
    "compare": Picture(1600, 1000, "?view=compare"),
    "years": Picture(1600, 1000, prepare=play_years),
    "tour": Picture(1600, 1000, prepare=play_tour),
}


def main(names: list[str]) -> None:
    """Make the pictures of these *names*, all of them without any."""
    install_assets()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not names or PRINT in names:
        take_print(FOLDER / f"{PRINT}.png")
    pages = [name for name in names or PICTURES if name != PRINT]
    with serve() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS)
        for name in pages:
            take(browser, url, PICTURES[name], FOLDER / f"{name}.png")
        browser.close()


def take(browser: Browser, url: str, picture: Picture, path: Path) -> None:
    """One picture of the page."""
    size: ViewportSize = {"width": picture.width, "height": picture.height}
    page = browser.new_page(viewport=size, color_scheme=picture.scheme)
    opened = OpenPage(page, url).open(picture.query)
    page.wait_for_selector(".st-key-rows_list li, [data-testid=stDataFrame] canvas")
    picture.prepare(opened)
    page.wait_for_timeout(1500)  # tables fade in
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.close()
    write(image, path)


def take_print(path: Path) -> None:
    """The A3 print of all records, as large as a reader of the README needs it."""
    store = open_store()
    options = Options(suffix=".png", dpi=PRINT_DPI)
    made = render(store.records(), load_areas(), options, documents=store.documents())
    write(Image.open(BytesIO(made.content)).convert("RGB"), path)


def write(image: Image.Image, path: Path) -> None:
    """Write *image* when it is small enough; ``ValueError`` when it is not."""
    out = BytesIO()
    in_palette(image).save(out, "PNG", optimize=True)
    if out.tell() > LARGEST_BYTES:
        raise ValueError(f"{path}: {out.tell():,} bytes are more than {LARGEST_BYTES:,}")
    path.write_bytes(out.getvalue())
    print(f"{path}: {out.tell():,} bytes")


def in_palette(image: Image.Image) -> Image.Image:
    """The image in 256 colours: grounds exactly, and small symbols in a hue near their own."""
    counted = sorted(image.getcolors(image.width * image.height) or [], reverse=True)
    common = [level for _, colour in counted[:128] for level in colour]
    spread = image.quantize(128, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*common, *spread[: 128 * 3]])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main(sys.argv[1:])
