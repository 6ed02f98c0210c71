"""The presentation: a whole tour by mouse, by touch and by keys; its figures; nothing over anything."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from geo import workspace
from geo.boundaries import load_areas
from projects.model.records import read_records
from projects.presentation.scenes import saved
from projects.store.counting import count_stages, counts
from projects.store.filters import Filters
from projects.store.query import mask
from tests.page.live import OpenPage, serve, settle

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
TOUR = saved(workspace.current() / "none")["tours"][0]
CAME_WITH = Filters(industry=("auto",))

# Boxes of text of the presentation, as far as they are in view, that lie over another, outside the
# window or are smaller than `least` px.
FAULTS = """least => {
  const shown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const roots = [".pm-wall", ".pm-legend", ".leaflet-control-attribution", ".leaflet-control-scale"];
  const boxes = [];
  const faults = [];
  for (const root of roots.flatMap((name) => Array.from(document.querySelectorAll(name)))) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.textContent.trim() || !shown(node.parentElement)) continue;
      const text = node.textContent.trim().slice(0, 20);
      const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
      if (size < least - 0.01) faults.push(`${size} px: ${text}`);
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) {
        const middle = (line.top + line.bottom) / 2; // of the letters, whatever the line's height
        let { left, right } = line;
        let [top, bottom] = [middle - size / 2, middle + size / 2];
        for (let up = node.parentElement; up && up !== document.body; up = up.parentElement) {
          if (getComputedStyle(up).overflowY === "visible") continue;
          const clip = up.getBoundingClientRect();
          [left, top] = [Math.max(left, clip.left), Math.max(top, clip.top)];
          [right, bottom] = [Math.min(right, clip.right), Math.min(bottom, clip.bottom)];
        }
        if (right - left < 1 || bottom - top < 1) continue;
        const isInside = left > -1 && top > -1 && right < innerWidth + 1 && bottom < innerHeight + 1;
        if (!isInside) faults.push("outside: " + text);
        boxes.push({ left, top, right, bottom, text, node });
      }
    }
  }
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (a.node === b.node) return; // a line that is cut off below the last one
    if (across > 2 && down > 1) faults.push(`${a.text} / ${b.text}`);
  }));
  return boxes.length > 20 ? faults : ["hardly any text"];
}"""


@pytest.fixture(scope="module")
def url(assets: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page without tours of users."""
    with serve(PROJECT_MAP_VIEWS=str(tmp_path_factory.mktemp("views"))) as found:
        yield found


def wait_scene(opened: OpenPage, number: int) -> None:
    """Wait for a scene with its filter."""
    opened.frame.wait_for_function(
        """number => projectMap.stats().scene === number
          && !document.querySelector(".pm-pending, .leaflet-zoom-anim")""",
        arg=number,
    )


def wait_left(opened: OpenPage) -> None:
    """Wait until the page is as one came to it."""
    opened.frame.wait_for_function("() => !projectMap.stats().presenting && projectMap.stats().scene === -1")
    opened.wait_shown(int(mask(RECORDS, CAME_WITH).sum()))
    opened.wait_link(industry=["auto"])


def drive(
    opened: OpenPage, start: Callable[[], None], on: Callable[[], None], leave: Callable[[], None]
) -> None:
    """Go through the whole tour, see what each scene filters, and leave."""
    opened.open("?industry=auto")
    opened.show(116.1, 36.4, 10.5)
    view = opened.stats()
    start()
    wait_scene(opened, 0)
    steps = opened.stats()["steps"]
    scenes = iter(TOUR["scenes"])
    for number, step in enumerate(steps):
        wait_scene(opened, number)
        if step == "map":
            wanted, _ = Filters.from_query(next(scenes)["query"])
            opened.wait_shown(int(mask(RECORDS, wanted).sum()))
        if number < len(steps) - 1:
            on()
    assert next(scenes, None) is None
    leave()
    wait_left(opened)
    opened.frame.wait_for_function(
        "([zoom, x, y]) => { const now = projectMap.stats(); return now.zoom === zoom"
        " && Math.hypot(now.centre[0] - x, now.centre[1] - y) < 0.01; }",
        arg=[view["zoom"], *view["centre"]],
    )
    assert opened.errors == []


def test_a_tour_is_driven_by_mouse_alone(browser: Browser, url: str):
    opened = OpenPage(browser.new_page(viewport={"width": 1600, "height": 1000}), url)

    def start() -> None:
        opened.frame.locator("[data-tool=present]").click()
        opened.frame.locator(".pm-tour").first.click()

    drive(
        opened,
        start,
        lambda: opened.frame.locator("[data-wall=on]").click(),
        lambda: opened.frame.locator("[data-wall=leave]").click(),
    )
    opened.page.close()


def test_a_tour_is_driven_by_keys_alone(browser: Browser, url: str):
    opened = OpenPage(browser.new_page(viewport={"width": 1600, "height": 1000}), url)

    def start() -> None:
        opened.frame.locator("#map_div").focus()
        opened.page.keyboard.press("p")
        expect(opened.frame.locator(".pm-tour").first).to_be_visible()
        opened.page.keyboard.press("t")

    drive(
        opened,
        start,
        lambda: opened.page.keyboard.press("ArrowRight"),
        lambda: opened.page.keyboard.press("Escape"),
    )
    opened.page.close()


def test_a_tour_is_driven_by_touch_alone(browser: Browser, url: str):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, has_touch=True)
    opened = OpenPage(context.new_page(), url)
    devtools = context.new_cdp_session(opened.page)

    def touch(kind: str, *points: dict[str, Any]) -> None:
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    def swipe() -> None:
        """From right to left over the sheet of the scene."""
        box = opened.frame.locator(".pm-sheet:visible, .pm-stagebox:visible").first.bounding_box()
        assert box
        x, y = box["x"] + 200, box["y"] + 80
        touch("touchStart", {"x": x, "y": y})
        for part in (40, 80, 120):
            touch("touchMove", {"x": x - part, "y": y})
        touch("touchEnd")

    def start() -> None:
        opened.frame.locator("[data-tool=present]").tap()
        opened.frame.locator(".pm-tour").first.tap()

    swipes = iter([True, False] * 20)

    def on() -> None:
        if next(swipes):
            swipe()
        else:
            opened.frame.locator("[data-wall=on]").tap()

    drive(opened, start, on, lambda: opened.frame.locator("[data-wall=leave]").tap())
    context.close()


def test_the_figures_are_those_of_the_counting_function(browser: Browser, url: str):
    opened = OpenPage(browser.new_page(viewport={"width": 1600, "height": 1000}), url).open()
    areas = load_areas()
    opened.frame.locator("[data-tool=present]").click()
    opened.frame.locator(".pm-tour").first.click()
    scenes = iter(TOUR["scenes"])
    wait_scene(opened, 0)
    for number, step in enumerate(opened.stats()["steps"][:-1]):
        wait_scene(opened, number)
        if step == "map":
            shown = RECORDS[mask(RECORDS, Filters.from_query(next(scenes)["query"])[0])]
        elif step == "open":
            shown = RECORDS
        told = {
            name: int(text.replace(",", ""))
            for name, text in opened.frame.evaluate(
                "() => Array.from(document.querySelectorAll('[data-figure]'))"
                ".filter((one) => one.checkVisibility() && one.dataset.figure !== 'investment')"
                ".map((one) => [one.dataset.figure, one.textContent])"
            )
        }
        stages = {f"stage-{at}": count for at, count in enumerate(count_stages(shown).values(), 1) if count}
        assert told == counts(shown, areas=areas).as_dict() | ({} if step == "open" else stages), number
        opened.page.keyboard.press("ArrowRight")
    opened.page.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height", "least"), [(1366, 768, 11), (1920, 1080, 13), (3840, 2160, 20)])
def test_nothing_lies_over_anything(
    browser: Browser, url: str, lang: str, width: int, height: int, least: int
):
    page = browser.new_page(viewport={"width": width, "height": height})
    page.emulate_media(reduced_motion="reduce")
    opened = OpenPage(page, url).open(f"?lang={lang}")
    opened.frame.locator("[data-tool=present]").click()
    opened.frame.locator(".pm-tour").first.click()
    wait_scene(opened, 0)
    page.wait_for_function("() => document.documentElement.classList.contains('pm-presenting')")
    frame = page.locator("iframe[title^=streamlit_folium]").bounding_box()
    assert frame == {"x": 0, "y": 0, "width": width, "height": height}
    faults = {}
    for number in range(len(opened.stats()["steps"])):
        wait_scene(opened, number)
        opened.frame.wait_for_function(
            "() => projectMap.stats().steps[projectMap.stats().scene] !== 'chain'"
            " || document.querySelector('.pm-lane')"
        )
        faults[number] = opened.frame.evaluate(FAULTS, least)
        page.keyboard.press("ArrowRight")
    assert [fault for found in faults.values() for fault in found] == []
    page.close()


def test_it_plays_by_itself_until_one_pauses(browser: Browser, url: str):
    opened = OpenPage(browser.new_page(viewport={"width": 1600, "height": 1000}), url).open()
    opened.frame.locator("[data-tool=present]").click()
    opened.frame.locator(".pm-tour").first.click()
    wait_scene(opened, 0)
    for _ in range(3):  # 10, 15, 30, 6 seconds
        opened.frame.locator(".pm-pace").click()
    expect(opened.frame.locator(".pm-pace")).to_have_text("6 秒")
    opened.frame.locator("[data-wall=play]").click()
    wait_scene(opened, 1)
    # Its list moves by itself.
    opened.frame.wait_for_function("() => document.querySelector('.pm-side-list').scrollTop > 40")
    opened.frame.locator("[data-wall=pause]").click()
    passed = opened.frame.evaluate("document.querySelector('.pm-side-list').scrollTop")
    expect(opened.frame.locator("[data-wall=play]")).to_have_attribute("aria-pressed", "false")
    opened.frame.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert opened.frame.evaluate("document.querySelector('.pm-side-list').scrollTop") == passed
    assert opened.stats()["scene"] == 1
    opened.page.close()


def test_the_closing_scene_has_the_contacts_of_the_workspace(browser: Browser, assets: None, tmp_path: Path):
    own = tmp_path / "own"
    shutil.copytree(workspace.shipped(), own)
    with (own / "contacts.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["zh", "en"], ["招商局 <b>0000-0000000</b>", ""]])
    with serve(PROJECT_MAP_WORKSPACE=str(own)) as url:
        opened = OpenPage(browser.new_page(viewport={"width": 1600, "height": 1000}), url).open()
        opened.frame.locator("[data-tool=present]").click()
        opened.frame.locator(".pm-tour").first.click()
        wait_scene(opened, 0)
        opened.frame.locator(".pm-dots button").last.click()
        expect(opened.frame.locator(".pm-contacts li")).to_have_text(["招商局 <b>0000-0000000</b>"])
        opened.page.close()


def test_a_place_of_the_chain_leads_to_its_card(opened: OpenPage):
    opened.open("?chain=bearings")
    opened.frame.locator("[data-tool=present]").click()
    opened.frame.locator(".pm-tour").first.click()
    wait_scene(opened, 0)
    chain = opened.stats()["steps"].index("chain")
    opened.frame.locator(".pm-dots button").nth(chain).click()
    wait_scene(opened, chain)
    node = opened.frame.locator("[data-chain=bearings] .pm-cell .pm-node").first
    name = node.get_attribute("title")
    node.click()
    wait_scene(opened, chain - 1)
    expect(opened.frame.locator(".pm-card h2")).to_have_text(str(name))


def test_a_message_that_is_lost_is_sent_again(browser: Browser, url: str):
    opened = OpenPage(browser.new_page(viewport={"width": 1600, "height": 1000}), url).open("?industry=auto")
    opened.frame.evaluate(
        """() => {
          const post = parent.postMessage;
          parent.postMessage = (message, ...more) => {
            if (message.value?.do !== "query") return post.call(parent, message, ...more);
            parent.postMessage = post;
            window.lost = message.value;
          };
        }"""
    )
    opened.frame.locator("[data-tool=present]").click()
    opened.frame.locator(".pm-tour").first.click()
    wait_scene(opened, 0)
    assert opened.frame.evaluate("window.lost.do") == "query"
    expect(opened.frame.locator(".pm-stagebox [data-figure=records]")).to_have_text(f"{len(RECORDS):,}")
    opened.page.close()


def test_keys_that_are_pressed_on_the_page_reach_the_map(opened: OpenPage):
    page, frame = opened.open().page, opened.frame
    settle(page)
    page.locator(".st-key-head").click(position={"x": 5, "y": 5})
    page.keyboard.press("/")
    frame.wait_for_function("() => document.activeElement.matches('.pm-search input')")
    page.locator(".st-key-head").click(position={"x": 5, "y": 5})
    page.keyboard.press("p")
    page.wait_for_function("() => document.documentElement.classList.contains('pm-presenting')")
    assert opened.stats()["presenting"]
    # A browser gives the screen back by a key that no script sees.
    if page.evaluate("() => Boolean(document.fullscreenElement)"):
        page.evaluate("() => document.exitFullscreen()")
        frame.wait_for_function("() => !projectMap.stats().presenting")
        page.wait_for_function("() => !document.documentElement.classList.contains('pm-presenting')")
