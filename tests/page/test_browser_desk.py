"""The desk in a real browser: keys, two people at once, marking words, a plan from file to edition."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from projects.desk.desk import Desk, open_desk
from tests.desk.city import make_city
from tests.page.live import serve, settle
from tests.page.test_accessibility import serious

GOLD = "金帝精密机械科技项目"
HOSTILE = """# 东昌府区2024年重点项目建设计划<img src=x onerror="window.hurt=1">

一、工业项目

推动沙镇新能源汽车零部件产业园项目建设，<b>加快</b>实施斗虎屯镇高端轴承钢球项目<script>window.hurt=1</script>。
"""

pytestmark = [pytest.mark.browser, pytest.mark.wide]
# Selects six letters of the text as a pointer would; the element lies in a shadow root.
MARK = """() => {
  const find = (node) => node.querySelector('.desk.text') ||
    [...node.querySelectorAll('*')].map((one) => one.shadowRoot && find(one.shadowRoot)).find(Boolean);
  const text = find(document);
  const piece = [...text.children].find((one) => one.textContent.includes('综合交通枢纽'));
  const at = piece.textContent.indexOf('综合交通枢纽');
  const range = document.createRange();
  range.setStart(piece.firstChild, at);
  range.setEnd(piece.firstChild, at + 6);
  const chosen = document.getSelection();
  chosen.removeAllRanges();
  chosen.addRange(range);
  text.dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_city(tmp_path_factory.mktemp("desk") / "city")


@pytest.fixture
def city(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "city"))


@pytest.fixture
def opened(assets: None, browser: Browser, city: Path) -> Iterator[Callable[[str], Page]]:
    """A tab of the desk for a person; no script error may be left."""
    pages: list[Page] = []
    errors: list[str] = []
    with serve(PROJECT_MAP_WORKSPACE=str(city)) as url:

        def tab(by: str) -> Page:
            page = browser.new_context(viewport={"width": 1600, "height": 1000}).new_page()
            pages.append(page)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{url}?view=desk")
            expect(page.locator(".desk.text .this")).to_be_visible(timeout=60_000)
            page.locator(".st-key-desk_by input").fill(by)
            page.locator(".st-key-desk_by input").press("Enter")
            return page

        yield tab
        for page in pages:
            page.context.close()
    assert errors == []


def name_of(page: Page) -> str:
    return page.locator(".desk-record h3").inner_text()


def until(page: Page, act: Callable[[], None], there: Locator, state: Literal["visible", "hidden"]) -> None:
    """Act as a person would who sees that nothing came of it: once more."""
    for _ in range(5):
        settle(page)
        act()
        try:
            there.wait_for(state=state, timeout=6_000)
            return
        except PlaywrightTimeoutError:
            continue
    raise AssertionError(f"{there} is not {state}")


def press(page: Page, key: str) -> None:
    settle(page)
    page.locator(".desk-record h3").click()
    page.keyboard.press(key)


def reject(page: Page, reason: str) -> None:
    press(page, "x")
    cancel = page.locator(".st-key-desk_cancel")
    expect(cancel).to_be_visible()
    until(page, lambda: page.keyboard.press(reason), cancel, "hidden")


def desk_of(city: Path) -> Desk:
    return open_desk(city)


def go_to(page: Page, name: str) -> None:
    settle(page)
    page.locator(".st-key-desk_queue button", has_text=name).click()
    expect(page.locator(".desk-record h3")).to_have_text(name)
    expect(page.locator(".desk.text .this")).to_have_text(name)  # its text comes after its heading


def test_a_key_decides_and_the_next_record_comes(opened: Callable[[str], Page], city: Path) -> None:
    page = opened("王敏")
    first = name_of(page)
    expect(page.locator(".desk.text .this")).to_have_text(first)
    press(page, "a")
    expect(page.locator(".desk-record h3")).not_to_have_text(first)
    expect(page.locator(".desk-progress")).to_contain_text("1 / 6")
    second = name_of(page)
    reject(page, "1")
    expect(page.locator(".desk-record h3")).not_to_have_text(second)
    expect(page.locator(".desk-progress")).to_contain_text("2 / 6")
    told = [(one.action, one.by, bool(one.why)) for one in desk_of(city).events]
    assert told == [("accept", "王敏", False), ("reject", "王敏", True)]
    press(page, "u")
    expect(page.locator(".desk-progress")).to_contain_text("1 / 6")
    assert second in {one.name for one in desk_of(city).applied.standing}


def test_the_second_of_two_sees_the_first_ones_change_and_chooses(
    opened: Callable[[str], Page], city: Path
) -> None:
    one, two = opened("王敏"), opened("李刚")
    for page in (one, two):
        go_to(page, GOLD)
    reject(one, "2")
    expect(one.locator(".desk-record h3")).not_to_have_text(GOLD)
    press(two, "a")
    expect(two.locator(".desk-lines")).to_contain_text("王敏")
    gold = next(one.id for one in desk_of(city).readings if one.name == GOLD)
    assert [event.by for event in desk_of(city).book.events(gold)] == ["王敏"]
    two.locator(".st-key-desk_mine button").click()
    expect(two.locator(".desk-lines")).to_have_count(0)
    assert [event.by for event in desk_of(city).book.events(gold)] == ["王敏", "李刚"]


def test_two_edit_one_record_and_the_second_keeps_what_the_first_set(
    opened: Callable[[str], Page], city: Path
) -> None:
    one, two = opened("王敏"), opened("李刚")
    for page in (one, two):
        go_to(page, GOLD)
        press(page, "e")
        expect(page.locator(".st-key-desk_form").get_by_label("名称")).to_be_focused()
    one.get_by_label("名称").fill("金帝精密机械项目")
    one.locator(".st-key-desk_form").get_by_role("button", name="保存").click()
    expect(one.locator(".st-key-desk_form")).to_have_count(0)
    two.get_by_label("规模").fill("年产900万套")
    two.locator(".st-key-desk_form").get_by_role("button", name="保存").click()
    expect(two.locator(".desk-lines")).to_contain_text("王敏")
    expect(two.locator(".desk-lines")).to_contain_text("金帝精密机械项目")
    gold = next(one.id for one in desk_of(city).readings if one.name == GOLD)
    assert [event.by for event in desk_of(city).book.events(gold)] == ["王敏"]
    two.locator(".st-key-desk_mine button").click()
    expect(two.locator(".desk-lines")).to_have_count(0)
    events = desk_of(city).book.events(gold)
    assert [(event.by, dict(event.after)) for event in events] == [
        ("王敏", {"name": "金帝精密机械项目"}),
        ("李刚", {"scale": "年产900万套"}),
    ]
    stands = desk_of(city).record(gold)
    assert (stands.name, stands.scale) == ("金帝精密机械项目", "年产900万套")


def test_a_section_is_accepted_at_once_and_the_filters_stay(
    opened: Callable[[str], Page], city: Path
) -> None:
    page = opened("王敏")
    page.locator(".st-key-desk_f_document input").first.click()
    page.get_by_role("option").nth(1).click()
    page.locator(".st-key-desk_f_section input").first.click()
    page.get_by_role("option", name="专栏1").click()
    bulk = page.locator(".st-key-desk_bulk_do button")
    until(page, lambda: page.get_by_text("本节其余 3 条全部确认").click(), bulk, "visible")
    bulk.click()
    expect(page.locator(".desk-progress")).to_contain_text("3 / 6")
    expect(page.get_by_text("这里没有要核对的了")).to_be_visible()
    assert [one.action for one in desk_of(city).events] == ["accept"] * 3


def test_axe_finds_nothing_serious_at_the_desk(opened: Callable[[str], Page]) -> None:
    page = opened("王敏")
    for key in ("e", "m", "l", "s"):
        press(page, key)
        expect(page.locator(".st-key-desk_cancel")).to_be_visible()
        settle(page)  # what is drawn after the record fades in
        assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(page.locator(".desk.text .this")).to_be_visible()
    assert serious(page) == []


def test_nobody_decides_without_a_name(opened: Callable[[str], Page], city: Path) -> None:
    page = opened("")
    press(page, "a")
    expect(page.get_by_text("先填写核对人")).to_be_visible()
    assert desk_of(city).events == []


def test_marked_words_become_a_record_and_a_click_on_the_map_places_one(
    opened: Callable[[str], Page], city: Path
) -> None:
    page = opened("王敏")
    go_to(page, GOLD)
    offer = page.get_by_text("补录「综合交通枢纽」")
    until(page, lambda: page.evaluate(MARK), offer, "visible")
    offer.click()
    expect(page.locator(".desk-progress")).to_contain_text("1 / 7")
    added = next(one for one in desk_of(city).applied.standing if one.name == "综合交通枢纽")
    text = desk_of(city).text("sample")
    assert text is not None and text[added.span_start : added.span_end] == "综合交通枢纽"
    go_to(page, GOLD)
    place_here = page.locator(".st-key-desk_place_at button")
    until(page, lambda: page.locator(".desk.map svg").click(), place_here, "visible")
    place_here.click()
    expect(page.locator(".desk-progress")).to_contain_text("2 / 7")
    placed = next(one for one in desk_of(city).applied.standing if one.name == GOLD)
    assert placed.level == "site" and placed.lon is not None and placed.status == "edited"


def test_a_plan_goes_from_a_file_to_the_map_and_its_text_is_never_markup(
    opened: Callable[[str], Page], city: Path, tmp_path: Path
) -> None:
    path = tmp_path / "计划<b>.md"
    path.write_text(HOSTILE, encoding="utf-8")
    page = opened("王敏")
    page.get_by_text("添加规划").first.click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text("读入并加入核对台").click()
    page.get_by_text("去核对").click()
    expect(page.locator(".desk.text .this")).to_be_visible()
    expect(page.locator(".desk.text")).to_contain_text("<script>")
    assert page.locator(".desk.text b, .desk.text img, .desk.text script").count() == 0
    assert page.evaluate("window.hurt") is None
    name = name_of(page)
    press(page, "a")
    expect(page.locator(".desk-progress")).to_contain_text("1 / ")
    page.get_by_text("发布与版次").first.click()
    page.get_by_label("版次名称").fill("第一版")
    page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    expect(page.get_by_text("已发布「第一版」：新增 1，变化 0，消失 0。")).to_be_visible()
    page.get_by_text("回到地图").click()
    expect(page.locator(".st-key-head")).to_contain_text("版次：第一版", timeout=60_000)
    desk = desk_of(city)
    assert name in desk.book.edition_tables("第一版")["mentions.csv"].decode()


def test_the_map_is_as_it_was_left(opened: Callable[[str], Page]) -> None:
    page = opened("王")
    page.goto(page.url.split("?")[0] + "?kind=park&text=产业园")
    page.get_by_role("button", name="核对台").click()
    expect(page.locator(".desk.text .this")).to_be_visible(timeout=60_000)
    assert "kind" not in page.url
    page.get_by_role("button", name="回到地图").click()
    page.wait_for_url("**kind=park**")
    expect(page.get_by_role("button", name="产业园 ×").first).to_be_visible()
