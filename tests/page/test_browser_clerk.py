"""A clerk with a plan of fifty pages: from the file to the published map, without a terminal."""

from __future__ import annotations

import os
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from projects.__main__ import main
from projects.desk.desk import open_desk
from tests.page.live import ROOT, OpenPage, serve, settle
from tests.page.test_browser_desk import name_of, press, reject, until

SHARED = Path(os.environ.get("PROJECT_MAP_PLANS", ROOT.parent / "shared/plans")).parent
REPORT = SHARED / "corpus/labelled/chengdu-2023.md"
PAGE_CHARACTERS = 700  # of an A4 page as governments set it

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not REPORT.is_file(), reason="the corpus is not part of the repository"),
]
# Selects some words of the text that no record has.
MARK = """() => {
  const find = (node) => node.querySelector('.desk.text') ||
    [...node.querySelectorAll('*')].map((one) => one.shadowRoot && find(one.shadowRoot)).find(Boolean);
  const text = find(document);
  const words = /[\\u4e00-\\u9fff]{10}/;
  const piece = [...text.children].find((one) => !one.className && words.test(one.textContent));
  const at = piece.textContent.search(words);
  const range = document.createRange();
  range.setStart(piece.firstChild, at);
  range.setEnd(piece.firstChild, at + 8);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
  text.dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
  return piece.textContent.slice(at, at + 8);
}"""


def make_docx(path: Path) -> int:
    """A report as an office program writes it, title and headings as such; its pages."""
    text = REPORT.read_text(encoding="utf-8").split("---", 2)[2]
    document = docx.Document()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        if number == 0 or re.match("[一二三四五六七八九十]+、", line):
            document.add_heading(line, min(number, 1))
        else:
            document.add_paragraph(line)
    document.save(str(path))
    return sum(map(len, lines)) // PAGE_CHARACTERS


def decided(page: Page, count: int) -> None:
    expect(page.locator(".desk-progress")).to_contain_text(f"已核 {count} / ")


def test_a_plan_of_fifty_pages_goes_from_a_file_to_the_map(
    assets: None, browser: Browser, tmp_path: Path
) -> None:
    plan, city = tmp_path / "成都市工作报告.docx", tmp_path / "city"
    assert make_docx(plan) >= 50
    assert main(["city", "成都市", "--out", str(city)]) == 0
    with serve(PROJECT_MAP_WORKSPACE=str(city)) as url:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(40_000)
        page.goto(url)
        page.locator(".st-key-to_desk button").click()  # an empty map says where to begin
        page.locator(".st-key-desk_by input").fill("王敏")
        page.locator(".st-key-desk_by input").press("Enter")
        start = page.locator(".st-key-desk_start button")
        until(page, start.click, start, "hidden")
        read_in(page, plan)
        decide_some(page)
        names = accept_a_section(page)
        publish(page)
        page.get_by_role("button", name="回到地图").click()
        opened = OpenPage(page, url).open_here()
        expect(page.locator(".st-key-head")).to_contain_text("版次：2026年第一版")
        kept = [one for one in open_desk(city).applied.standing if one.status != "candidate"]
        opened.wait_shown(len(kept))
        assert names <= {one.name for one in kept}
        opened.frame.evaluate("() => { PM.cards.visit(0); }")
        expect(opened.frame.locator(".pm-deeds")).to_contain_text("王敏")
        assert opened.errors == []
        page.context.close()


def read_in(page: Page, plan: Path) -> None:
    """The file is dropped, its head corrected, and it is read in full."""
    page.locator("input[type=file]").set_input_files(plan)
    title = page.get_by_label("标题")
    expect(title).to_have_value("成都市2023年政府工作报告")
    expect(page.get_by_label("发布单位")).to_have_value("成都市人民政府")
    title.fill("成都市2023年政府工作报告（报批稿）")
    page.get_by_text("读入并加入核对台").click()
    page.get_by_text("去核对").click()
    expect(page.locator(".desk.text .this")).to_be_visible()
    decided(page, 0)


def decide_some(page: Page) -> None:
    """Accept, reject, edit, place, undo, add: each with a key or with marked words."""
    press(page, "a")
    decided(page, 1)
    reject(page, "1")
    decided(page, 2)
    press(page, "u")
    decided(page, 1)
    reject(page, "3")
    decided(page, 2)
    press(page, "e")
    name = page.locator(".st-key-desk_form").get_by_label("名称")
    expect(name).to_be_focused()
    expect(page.locator(".desk.text .this")).to_be_in_viewport()  # beside the form, not below the page
    name.fill("改正的名称")
    name.press("Enter")
    decided(page, 3)
    press(page, "l")
    place = page.locator(".st-key-desk_form").get_by_role("textbox", name="地名或代码")
    expect(place).to_be_focused()
    place.fill("武侯区")
    place.press("Enter")
    decided(page, 4)
    here = name_of(page)
    settle(page)
    words = page.evaluate(MARK)
    page.get_by_text(f"补录「{words}」").click()
    decided(page, 5)
    assert name_of(page) != here or words


def accept_a_section(page: Page) -> set[str]:
    """All that is left of one section at once; the names that were listed."""
    page.locator(".st-key-desk_f_section input").first.click()
    page.get_by_role("option").nth(1).click()
    settle(page)
    listed = page.locator(".st-key-desk_queue button").all_inner_texts()
    bulk = page.locator(".st-key-desk_bulk_do button")
    until(page, lambda: page.get_by_text(re.compile("本节其余 .* 条全部确认")).click(), bulk, "visible")
    bulk.click()
    expect(page.get_by_text("这里没有要核对的了")).to_be_visible()
    return {re.split(r"\s+", one, maxsplit=1)[-1] for one in listed if not one.endswith("…")}


def publish(page: Page) -> None:
    page.get_by_text("发布与版次").first.click()
    expect(page.get_by_text(re.compile("还有 .* 条待核，不在这一版里"))).to_be_visible()
    page.get_by_label("版次名称").fill("2026年第一版")
    page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    expect(page.get_by_text("已发布「2026年第一版」")).to_be_visible()
