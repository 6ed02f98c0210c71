"""The list beside the map: never cut, worked by keys, with tools that lie free; chips and surroundings."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.page.live import OpenPage, settle

pytestmark = [pytest.mark.browser, pytest.mark.wide]
# Texts that do not fit into their box, or whose box is not wholly within the list's width.
CUT = """list => [...list.querySelectorAll(".name, .note, .glyph")].filter((text) => {
  const [box, around] = [text.getBoundingClientRect(), list.getBoundingClientRect()];
  const row = text.closest("li").getBoundingClientRect();
  const isOut = box.left < around.left || box.right > around.right || box.bottom > row.bottom;
  return isOut || text.scrollWidth > text.clientWidth + 1 || text.scrollHeight > text.clientHeight + 1;
}).map((text) => text.textContent)"""


@pytest.fixture
def rows(opened: OpenPage) -> Locator:
    opened.open()
    settle(opened.page)
    found = opened.page.locator(".st-key-rows_list ol")
    expect(found.locator("li").first).to_be_visible()
    return found


def test_no_text_of_the_list_is_cut_at_any_width(opened: OpenPage, rows: Locator) -> None:
    rows.locator("button").first.focus()
    opened.page.keyboard.press("End")  # all rows are drawn
    count = int(rows.get_attribute("data-count") or 0)
    expect(rows.locator("li")).to_have_count(count)
    for width in (1600, 1366, 1920, 390):
        opened.page.set_viewport_size({"width": width, "height": 1000})
        settle(opened.page)
        assert rows.evaluate(CUT) == []
    opened.page.set_viewport_size({"width": 1600, "height": 1000})
    for number in (1, 2):  # without a point; set aside
        opened.page.get_by_role("tab").nth(number).click()
        other = opened.page.locator(f".st-key-rows_{('', 'off', 'rejects')[number]} ol")
        expect(other.locator("li").first).to_be_visible()
        assert other.evaluate(CUT) == []


def test_the_list_is_worked_by_keys(opened: OpenPage, rows: Locator) -> None:
    names = rows.locator(".name").all_inner_texts()
    field = opened.page.locator(".st-key-rows_list input")
    field.focus()
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")
    card = opened.frame.locator(".pm-card h2").last  # one fades while the next comes
    expect(card).to_have_text(names[1])
    pressed = rows.locator("[aria-pressed=true] .name")
    expect(pressed).to_have_text([names[1]])
    settle(opened.page)
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Space")
    expect(card).to_have_text(names[2])
    expect(pressed).to_have_text([names[2]])
    settle(opened.page)
    for _ in range(3):
        opened.page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    opened.page.keyboard.type("轴承 cr")  # letters are no shortcuts of the page
    expect(rows.locator("li")).to_have_count(0)
    opened.page.keyboard.press("Escape")
    expect(rows.locator(".name").first).to_have_text(names[0])
    opened.page.keyboard.type("轴承 郑家")
    found = rows.locator("li").all_inner_texts()
    assert found and all("轴承" in text and "郑家" in text for text in found)


def test_a_record_that_is_chosen_on_the_map_is_marked_and_seen(opened: OpenPage, rows: Locator) -> None:
    symbols = [one for one in opened.stats()["symbols"] if len(one["members"]) == 1]
    symbol = max(symbols, key=lambda one: one["count"])
    opened.click_map(symbol["x"], symbol["y"])
    opened.frame.locator(".pm-item").last.click()
    name = opened.frame.locator(".pm-card h2").inner_text()
    pressed = rows.locator("[aria-pressed=true]")
    expect(pressed.locator(".name")).to_have_text([name])
    expect(pressed).to_be_in_viewport()


def test_tools_lie_free_and_work(opened: OpenPage, rows: Locator) -> None:
    page = opened.page
    tabs = page.get_by_role("tablist").bounding_box()
    tools = page.locator(".st-key-list_tools")
    box = tools.bounding_box()
    assert tabs and box and box["y"] >= tabs["y"] + tabs["height"]
    assert "规划" not in rows.locator(".note").first.inner_text()
    tools.get_by_role("button", name="列").click()
    page.get_by_test_id("stPopoverBody").get_by_text("文件", exact=True).click()
    expect(rows.locator(".note").first).to_contain_text("规划")
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        tools.get_by_role("button", name="CSV").click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("名称,行业,地点,年份")
    assert lines[1].startswith(rows.locator(".name").first.inner_text())
    first = rows.locator(".name").first.inner_text()
    tools.get_by_role("combobox").click()
    page.get_by_role("option", name="按镇街").click()
    expect(rows.locator(".name").first).not_to_have_text(first)


def test_surroundings_suggest_while_one_types(opened: OpenPage, rows: Locator) -> None:
    page = opened.page
    page.get_by_label("周边").fill("沙镇")
    page.get_by_role("option", name="沙镇镇", exact=True).click()
    expect(page.locator(".st-key-foot button").first).to_contain_text("5 km · 沙镇镇")


def test_no_two_chips_say_the_same(opened: OpenPage) -> None:
    opened.open("?industry=bearings&chain=bearings&county=371502&county=东昌府区&kind=park&level=park")
    chips = opened.page.locator(".st-key-foot button:visible")
    expect(chips).to_have_count(6)  # and the one that lifts all
    said = chips.all_inner_texts()
    assert len(set(said)) == 6
    assert any(text.startswith("产业链：轴承") for text in said)
