"""No text on the map over another, over a symbol, under a panel or out of the window, at any size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from tests.page.live import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.wide]

SIZES = {390: 844, 1366: 768, 1920: 1080, 3840: 2160}
SCHEMES = ("light", "dark")
LEAST_CONTRAST = 4.5
Box = list[float]

# Names of the canvases and, of all panels, each piece of text with its box and the size of its type.
TEXTS = """() => {
  const map = PM.state.map.getContainer();
  const frame = map.getBoundingClientRect();
  const inside = ({box}) => box[2] > 0 && box[3] > 0 && box[0] < frame.width && box[1] < frame.height;
  const own = PM.labels.boxes().filter(inside);
  const found = own.map(({text, level, box}) => ({text, box, size: PM.labels.size(level), kind: level}));
  const walker = document.createTreeWalker(map, NodeFilter.SHOW_TEXT);
  const select = (node) => node.parentElement.closest("select, option, style, script");
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim() || select(node)) continue;
    if (!node.parentElement.checkVisibility({visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const {left, top, right, bottom} of range.getClientRects()) {
      const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
      const height = Math.min(size, bottom - top); // its letters, not its line
      const middle = (top + bottom) / 2 - frame.top;
      const box = [left - frame.left, middle - height / 2, right - frame.left, middle + height / 2];
      if (right > left) found.push({text: node.data.trim(), box, size, kind: "panel"});
    }
  }
  return found;
}"""
PANELS = """() => {
  const map = PM.state.map.getContainer();
  const frame = map.getBoundingClientRect();
  return Array.from(map.querySelectorAll(".pm-layers, .pm-legend, .pm-search, .leaflet-control"))
    .filter((node) => node.checkVisibility({visibilityProperty: true}))
    .map((node) => node.getBoundingClientRect())
    .map(({left, top, right, bottom}) => [left, top, right, bottom])
    .map((box) => box.map((value, at) => value - (at % 2 ? frame.top : frame.left)));
}"""
COUNTIES = """() => PM.areas.all().map((each) => each.properties)
  .filter((each) => each.level === "county").map((each) => each.name)"""
SYMBOLS = """() => PM.canvas.hits().filter((hit) => hit.kind === "place")
  .map(({at, radius}) => [at.x - radius, at.y - radius, at.x + radius, at.y + radius])"""
# Names of the page's colours, of a text and of what lies behind it.
PAIRS = [
    ("label-county", "county-fill"),
    ("label-zone", "county-fill"),
    ("label-park", "county-fill"),
    ("label-town", "county-fill"),
    ("label-town", "urban"),
    ("label-line", "county-fill"),
    ("label-water", "county-fill"),
    ("label-around", "ground"),
    ("muted", "disc"),
    ("ink", "disc"),
    ("badge-ink", "county-fill"),
    ("faint", "ground"),
]
COLOURS = """names => names.map((name) => {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context.fillStyle = PM.colour(name);
  context.fillRect(0, 0, 1, 1);
  return Array.from(context.getImageData(0, 0, 1, 1).data.slice(0, 3));
})"""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((width, scheme), marks=[] if (at + dark) % 2 == 0 else [pytest.mark.slow])
        for at, width in enumerate(SIZES)
        for dark, scheme in enumerate(SCHEMES)
    ],
    ids=[f"{width}-{scheme}" for width in SIZES for scheme in SCHEMES],
)
def sized(browser: Browser, shipped_url: str, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """The page at a size, in light or dark, when its map and its names have come to rest.

    By day each size in one of both, light and dark on a small and on a large window; all at night.
    """
    width, scheme = request.param
    page = browser.new_page(viewport={"width": width, "height": SIZES[width]}, color_scheme=scheme)
    page.set_default_timeout(90_000)
    opened = OpenPage(page, shipped_url).open()
    settled(opened)
    yield opened
    page.close()
    assert opened.errors == []


def settled(opened: OpenPage) -> None:
    """Wait until two looks in a row, some frames apart, find the same names and panels."""
    opened.frame.wait_for_function(
        """() => {
          const now = JSON.stringify([PM.labels.boxes(), PM.state.map.getZoom(), PM.labels.version()]);
          window.seenBefore = window.seenBefore || {text: "", times: 0};
          seenBefore.times = seenBefore.text === now ? seenBefore.times + 1 : 0;
          seenBefore.text = now;
          return seenBefore.times > 8 && (seenBefore.times = 0, true);
        }"""
    )


def meeting(these: list[Box], others: list[Box], slack: float = 0.5) -> Any:
    """Which of *these* (rows) meet which of *others* (columns)."""
    a = np.array(these, float).reshape(-1, 1, 4)
    b = np.array(others, float).reshape(1, -1, 4)
    return ((a[..., :2] + slack < b[..., 2:]) & (b[..., :2] + slack < a[..., 2:])).all(axis=2)


def faults(opened: OpenPage, least: float) -> list[str]:
    """What is wrong with the texts of the view."""
    texts: list[dict[str, Any]] = opened.frame.evaluate(TEXTS)
    panels: list[Box] = opened.frame.evaluate(PANELS)
    symbols: list[Box] = opened.frame.evaluate(SYMBOLS)
    width, height = opened.frame.evaluate("() => Object.values(PM.state.map.getSize())")
    boxes = [each["box"] for each in texts]
    pairs = np.argwhere(np.triu(meeting(boxes, boxes), 1))
    found = [f"{texts[one]['text']} lies over {texts[other]['text']}" for one, other in pairs]
    under, on = (meeting(boxes, others).any(axis=1) for others in (panels, symbols))
    for at, each in enumerate(texts):
        box = each["box"]
        if each["size"] < least:
            found.append(f"{each['text']} has {each['size']} px")
        if box[0] < -0.5 or box[1] < -0.5 or box[2] > width + 0.5 or box[3] > height + 0.5:
            found.append(f"{each['text']} is cut by the window: {box}")
        if each["kind"] == "panel":
            continue
        if under[at]:
            found.append(f"{each['text']} lies under a panel")
        if on[at]:
            found.append(f"{each['text']} lies on a symbol")
    return found


def test_names_keep_apart_at_every_size(sized: OpenPage):
    width = sized.page.viewport_size["width"] if sized.page.viewport_size else 0
    least = 16 if width == 3840 else 11
    assert faults(sized, least) == []
    names = {each["text"] for each in sized.frame.evaluate("() => PM.labels.boxes()")}
    assert set(sized.frame.evaluate(COUNTIES)) <= names, "every county is named where all of the city is seen"
    for zoom in (9.5, 10.25, 11, 12.5):
        sized.show(115.97, 36.45, zoom)
        settled(sized)
        assert faults(sized, least) == [], zoom


def test_nothing_on_the_map_is_in_another_language(sized: OpenPage):
    titles: list[str] = sized.frame.evaluate(
        """() => Array.from(PM.state.map.getContainer().querySelectorAll("[title], [aria-label]"))
          .flatMap((node) => [node.title, node.getAttribute("aria-label") || ""])"""
    )
    titles += [each["text"] for each in sized.frame.evaluate(TEXTS)]
    words = {
        word
        for title in titles
        for word in title.replace("（P）", "").split()
        if word.isascii() and "+" not in word
    }
    assert not {word for word in words if sum(letter.isalpha() for letter in word) > 3}, words


def test_texts_stand_out_from_the_ground(sized: OpenPage):
    for text, ground in PAIRS:
        one, other = sized.frame.evaluate(COLOURS, [text, ground])
        assert contrast(one, other) >= LEAST_CONTRAST, (text, ground)


def contrast(one: list[int], other: list[int]) -> float:
    """By WCAG 2, of two colours."""

    def light(colour: list[int]) -> float:
        parts = [value / 255 for value in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


def test_what_is_measured_can_fail(opened: OpenPage):
    """A name put over another, and one of 9 px, are found."""
    opened.open()
    settled(opened)
    opened.frame.evaluate(
        """() => {
          const legend = document.querySelector(".pm-legend b");
          legend.style.fontSize = "9px";
          const {KINDS} = PM.labels;
          const label = PM.labels.inView().find((each) => each.level === "county");
          PM.labels.inView().push({...label, text: "甲", level: "town"});
        }"""
    )
    found = faults(opened, 11)
    assert any("甲" in each and "lies over" in each for each in found)
    assert any("9 px" in each for each in found)
