"""The stand-alone file opened from disk in a real Chromium without any network."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from geo.boundaries import load_areas
from projects.model.records import read_records
from projects.presentation.filterpanel import choices
from projects.presentation.standalone import standalone
from projects.store.conditions import LISTS
from projects.store.counting import count_projects
from projects.store.database import open_store
from projects.store.filters import Filters, Near
from projects.store.query import mask
from projects.store.vocabulary import vocabulary
from tests.presentation.test_standalone import HOSTILE
from tests.projects.samples import samples

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
# The ids of the records that a query gives in the file.
FOUND = """query => Array.from(PM.filter.mask(PM.filter.fromQuery(query)))
  .flatMap((bit, record) => (bit ? [PM.detailsOf(record).id] : []))"""
SIZES = {"wide": (1600, 1000), "phone": (390, 844)}


class OpenFile:
    """A file in the browser: what it asked for, and the errors of its scripts."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.asked: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console", lambda message: self.errors.append(message.text) if message.type == "error" else None
        )
        page.context.set_offline(True)
        page.goto(path.as_uri())
        page.wait_for_function("() => window.projectMap && projectMap.stats().ready")

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def stats(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("projectMap.stats()")
        return found

    def shows(self, filters: Filters) -> None:
        """Map, count and list agree with what the page would show."""
        keep = mask(RECORDS, filters)
        wanted = int(keep.sum())
        expect(self.page.locator(".sa-count small")).to_contain_text(f"记录 {wanted:,} / ")
        expect(self.page.locator(".sa-count b")).to_have_text(f"{count_projects(RECORDS[keep]):,}")
        assert self.stats()["shown"] == wanted > 0


@pytest.fixture(scope="module")
def file(assets: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = open_store()
    path = tmp_path_factory.mktemp("standalone") / "聊城 map.html"
    path.write_bytes(standalone(store.records(), store.documents(), store.levels(), load_areas()))
    return path


@pytest.fixture
def opened(browser: Browser, file: Path) -> Iterator[OpenFile]:
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    opened = OpenFile(page, file)
    yield opened
    assert opened.asked == [file.as_uri()]
    assert opened.errors == []
    page.close()


def test_opens_with_all_records_and_the_legend(opened: OpenFile):
    opened.shows(Filters())
    stats = opened.stats()
    assert stats["counties"] == 8
    assert sum(symbol["count"] for symbol in stats["symbols"]) > 100
    expect(opened.page.locator(".pm-legend").first).to_contain_text("装备与汽车")


def test_filters_narrow_map_and_list_alike(opened: OpenFile):
    page = opened.page
    page.get_by_label("装备与汽车", exact=False).first.check()
    opened.shows(Filters(industry=("machinery",)))
    page.locator("select[name=from]").select_option("2023")
    opened.shows(Filters(industry=("machinery",), year_from=2023))
    page.locator(".sa-chips button", has_text="全部").click()
    page.locator("summary", has_text="规划文件").or_(
        page.locator("summary", has_text="来源文件")
    ).first.click()
    page.locator("input[name=document]").first.check()
    first = RECORDS["document"].isin([opened.page.evaluate("PM.state.config.documents[0].document")])
    expect(page.locator(".sa-count small")).to_contain_text(f"记录 {int(first.sum()):,} / ")


@pytest.mark.parametrize("text", ["轴承", "zhengjia", "zjz", "  基地 轴承 ", "ＺＨＯＵ"])
def test_words_and_pinyin_find_what_the_page_finds(opened: OpenFile, text: str):
    opened.page.locator("input[name=text]").fill(text)
    opened.shows(Filters(text=text))
    assert opened.page.locator("input[name=text]").input_value() == text


def test_the_file_knows_every_list_that_the_page_filters_by(opened: OpenFile):
    offered = choices(load_areas(), vocabulary()).offered()
    chance = random.Random(12)
    seen = 0
    for _ in range(120):
        keys = chance.sample(LISTS, chance.randint(1, 2))
        filters = Filters(**{key: tuple(chance.sample(offered[key], 2)) for key in keys})
        found = opened.page.evaluate(FOUND, filters.to_query())
        assert set(found) == set(RECORDS["id"][mask(RECORDS, filters)]), filters
        seen += bool(found)
    assert seen > 50


def test_a_county_and_a_circle_select_what_the_page_selects(opened: OpenFile):
    send = "action => PM.send(action)"
    opened.page.evaluate(send, {"do": "area", "code": "371503", "add": False})
    opened.shows(Filters(county=("371503",)))
    assert opened.stats()["chosen"] == ["371503"]
    opened.page.evaluate(send, {"do": "area", "code": "371503", "add": False})
    opened.page.evaluate(send, {"do": "near", "lon": 115.97, "lat": 36.46, "km": 8, "datum": "wgs84"})
    opened.shows(Filters(near=Near(115.97, 36.46, 8)))
    ring = [[115.6, 36.3], [115.9, 36.3], [115.9, 36.6], [115.6, 36.6]]
    opened.page.evaluate(send, {"do": "within", "ring": ring, "datum": "wgs84"})
    outline = "POLYGON((115.6 36.3,115.9 36.3,115.9 36.6,115.6 36.6,115.6 36.3))"
    opened.shows(Filters(within=outline))
    assert opened.stats()["outlines"] == 1
    opened.page.evaluate(send, {"do": "clear"})
    opened.shows(Filters())


def test_a_symbol_opens_a_card_and_the_list_follows(opened: OpenFile):
    page = opened.page
    page.evaluate("PM.state.map.setView([36.4161, 115.7168], 12, {animate: false})")
    box = page.locator("#map_div").bounding_box()
    assert box
    middle = box["width"] / 2, box["height"] / 2
    symbols = opened.stats()["symbols"]
    symbol = min(symbols, key=lambda each: abs(each["x"] - middle[0]) + abs(each["y"] - middle[1]))
    page.mouse.click(box["x"] + symbol["x"], box["y"] + symbol["y"])
    expect(page.locator(".pm-popup h2")).to_contain_text("郑家镇")
    expect(page.locator(".sa-count small")).to_contain_text(f"记录 {symbol['count']} / ")
    page.locator(".pm-popup .pm-item").first.click()
    card = page.locator(".pm-popup .pm-card")
    expect(card).to_contain_text("来源")
    expect(page.locator(".sa-item[aria-pressed=true]")).to_have_count(1)
    page.keyboard.press("Escape")


def test_a_row_without_a_point_opens_at_the_side(opened: OpenFile):
    page = opened.page
    page.get_by_role("tab", name="未落点").click()
    page.locator(".sa-item").first.click()
    expect(page.locator(".pm-dock .pm-card")).to_be_visible()


def test_layers_can_be_switched_and_the_language_changed(opened: OpenFile):
    page = opened.page
    page.locator("[data-layer=project]").click()
    assert opened.stats()["layers"]["project"] is False
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.locator("h1").first).to_have_text("Key projects of Liaocheng")
    expect(page.locator("[data-layer=county]")).to_have_text("Counties")
    page.get_by_role("button", name="中文", exact=True).click()
    expect(page.locator("[data-layer=county]")).to_have_text("县区")


def test_search_life_and_years_work_in_the_file(opened: OpenFile):
    page = opened.page
    page.locator(".pm-search input").fill("zjz")
    expect(page.locator(".pm-option[aria-selected=true]")).to_contain_text("郑家镇")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="作为筛选").click()
    opened.shows(Filters(town=("郑家镇",)))
    page.locator(".pm-search input").fill("郑济高铁")
    page.keyboard.press("Enter")
    life = page.locator(".pm-life")  # a record on a line opens at the line
    expect(life.locator("li[aria-current=true]")).to_contain_text("2016–2020")
    expect(life.locator("li").nth(1)).to_contain_text("延续")
    page.get_by_role("button", name="取消全部筛选").click()
    opened.shows(Filters())
    page.evaluate("PM.playback.open()")
    page.evaluate("PM.playback.set(2022)")
    expect(page.locator(".pm-year")).to_have_text("2022")
    wanted = Filters(year_from=2022, year_to=2022)
    assert opened.stats()["visible"] == int(mask(RECORDS, wanted).sum())
    page.get_by_role("button", name="作为年份筛选").click()
    opened.shows(wanted)


def test_a_file_of_a_part_tells_the_whole_life(browser: Browser, assets: None, tmp_path: Path):
    store = open_store()
    some = RECORDS[RECORDS["document"] == "liaocheng-13fyp"]
    path = tmp_path / "part.html"
    tables = some, store.documents(), store.levels(), load_areas()
    path.write_bytes(standalone(*tables, everything=RECORDS))
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    opened = OpenFile(page, path)
    page.locator(".pm-search input").fill("郑济高铁")
    page.keyboard.press("Enter")
    life = page.locator(".pm-life")
    whole = RECORDS[RECORDS["project"] == some.loc[some["name"] == "郑济高铁", "project"].iloc[0]]
    expect(life.locator("ol li")).to_have_count(whole["document"].nunique())
    # The other plans' records are not in this file, so nothing leads to them, nor to the one that is open.
    expect(life.locator("ol .pm-link")).to_have_count(int((whole["document"] == "liaocheng-13fyp").sum()) - 1)
    assert opened.errors == []
    page.close()


def test_an_empty_result_says_so(opened: OpenFile):
    opened.page.locator("input[name=text]").fill("没有这样的项目")
    expect(opened.page.locator(".sa-empty")).to_be_visible()
    assert opened.stats()["shown"] == 0


def test_a_scene_of_a_tour_sets_filter_and_view(browser: Browser, assets: None, tmp_path: Path):
    store = open_store()
    scene = {
        "title": {"zh": "轴承"},
        "caption": {"zh": "郑家镇的轴承"},
        "query": {"industry": ["bearings"], "county": ["371502"]},
        **{"lon": 115.7168, "lat": 36.4161, "zoom": 11, "shading": "points", "background": ""},
        "layers": {"county": True, "town": True, "park": True, "base": True, "project": True},
    }
    saved = {
        "views": [],
        "tours": [{"name": "t", "title": {"zh": "产业链"}, "scenes": [scene], "is_own": False}],
    }
    path = tmp_path / "tour.html"
    tables = store.records(), store.documents(), store.levels(), load_areas()
    path.write_bytes(standalone(*tables, saved=saved, is_tour=True))
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    opened = OpenFile(page, path)
    page.wait_for_function("() => projectMap.stats().scene === 0")
    page.keyboard.press("ArrowRight")
    opened.shows(Filters(industry=("bearings",), county=("371502",)))
    # Its middle is that of what the sheets leave free.
    page.wait_for_function(
        """() => {
          const { x } = PM.state.map.latLngToContainerPoint([36.4161, 115.7168]);
          const free = ["pm-sheet", "pm-side"].map((name) => document.querySelector("." + name));
          const [left, right] = [free[0].getBoundingClientRect().right, free[1].getBoundingClientRect().left];
          return Math.abs(x - (left + right) / 2) < 2;
        }"""
    )
    expect(page.locator(".pm-caption-bar")).to_contain_text("郑家镇的轴承")
    expect(page.locator(".sa-head")).to_be_hidden()
    assert opened.errors == []
    page.close()


def test_hostile_texts_stay_texts(browser: Browser, assets: None, tmp_path: Path):
    store = open_store()
    records = samples().assign(name=HOSTILE, entity=HOSTILE)
    path = tmp_path / "hostile.html"
    path.write_bytes(standalone(records, store.documents(), store.levels(), load_areas(), title=HOSTILE))
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    opened = OpenFile(page, path)
    expect(page.locator(".sa-name").first).to_contain_text("</script><script>alert(1)")
    page.locator(".sa-item").first.click()
    expect(page.locator(".pm-card").first).to_contain_text("<img src=x")
    assert dialogs == []
    assert opened.errors == []
    page.close()


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_at_either_size(browser: Browser, file: Path, size: str):
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    OpenFile(page, file)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if size == "phone":
        expect(page.locator(".sa-filters")).to_be_hidden()
        page.get_by_role("button", name="筛选").click()
        expect(page.locator("input[name=text]")).to_be_visible()
        page.get_by_role("button", name="项目与区域").click()
        expect(page.locator(".sa-item").first).to_be_visible()
    box = page.locator("#map_div").bounding_box()
    assert box
    assert box["width"] > 0.45 * width
    assert box["height"] > 0.6 * height
    page.close()
