"""What people read, in Chinese: no English rest of a widget, no code of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Frame, Page, expect

from geo.boundaries import load_areas
from projects.model.records import read_records
from projects.model.registry import read_registry
from tests.page.live import OpenPage, settle
from tests.page.test_browser_country import page as country_page  # noqa: F401
from tests.page.test_browser_country import store, url  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.wide]
FORMATS = """SHP GPKG GEOJSON GeoJSON JSON KML KMZ TAB MIF CSV XLSX ZIP DXF DWG DGN DBF SHX PRJ DAT RAR 7Z GDB
 MDB GML FGB PARQUET XLS ET PDF JPG PNG TIF OVKML OVOBJ DOCX HTML MD TXT docx pdf xlsx html md txt shp zip csv
 HTML Parquet GeoPackage FlatGeobuf QGIS Shapefile GeoParquet Excel TopoJSON gpkg geojson"""
SYSTEMS = "WGS CGCS EPSG GCJ BD CGCS2000 Gauss"
UNITS = "km MB dpi GB KB"
# The key, the other language's own name, Streamlit's name of the map's frame, and those who are cited.
OTHERS = "Ctrl Enter EN Florence Isard streamlit_folium st_folium x"
ALLOWED = set(" ".join((FORMATS, SYSTEMS, UNITS, OTHERS)).split())
LATIN = re.compile(r"[A-Za-z][A-Za-z_]+")
# What the page says: texts that are seen, and what is read out or shown in place of them.
SAID = r"""() => {
  const isSeen = (element) => element?.checkVisibility({visibilityProperty: true});
  const said = [];
  const walk = (root) => {
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
      const holder = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      if (!isSeen(holder || root.host)) continue;
      if (holder?.closest('style, script, [data-testid=stIconMaterial]')) continue;
      if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
      else {
        for (const name of ['title', 'aria-label', 'placeholder']) said.push(node.getAttribute(name) || '');
        if (node.shadowRoot) walk(node.shadowRoot);
      }
    }
  };
  walk(document.body);
  return [...new Set(said.map((text) => text.trim()).filter(Boolean))];
}"""


@cache
def printed() -> frozenset[str]:
    """Latin words that the documents themselves print."""
    table = read_records()
    columns = ("name", "entity", "scale", "category", "section", "responsible", "places_in_text")
    return frozenset(word for name in columns for text in table[name] for word in LATIN.findall(str(text)))


@cache
def codes() -> re.Pattern[str]:
    """Keys of documents, codes of areas, conditions as a link has them, identifiers."""
    keys = [*read_registry(), *(code for code in load_areas()["code"])]
    return re.compile("|".join([*map(re.escape, keys), r"\b[a-z]+=\w+", r"\b[a-z]+_[a-z]+\b"]))


def said(page: Page) -> list[str]:
    frames: list[Frame] = [frame for frame in page.frames if not frame.is_detached()]
    return [text for frame in frames for text in frame.evaluate(SAID)]


def english(texts: list[str]) -> list[str]:
    names = ALLOWED | printed()
    return [text for text in texts if any(word not in names for word in LATIN.findall(text))]


def coded(texts: list[str]) -> list[str]:
    return [text for text in texts if codes().search(text) and "streamlit_folium" not in text]


def check(page: Page) -> None:
    texts = said(page)
    assert len(texts) > 10
    assert english(texts) == []
    assert coded(texts) == []


@pytest.fixture
def page(opened: OpenPage) -> Iterator[Page]:
    opened.open()
    settle(opened.page)
    yield opened.page


def each_choice(page: Page, buttons: str) -> None:
    """Press each of the *buttons* in turn and look at what is said then."""
    for number in range(page.locator(buttons).count()):
        page.locator(buttons).nth(number).click()
        settle(page)
        check(page)


def test_menus(page: Page) -> None:
    check(page)
    menus = page.locator("[data-testid=stPopover] button")
    for number in range(menus.count()):
        menus.nth(number).click()
        expect(page.locator("[data-testid=stPopoverBody]")).to_be_visible()
        settle(page)
        check(page)
        each_choice(page, ".st-key-own_part button")
        page.keyboard.press("Escape")
        expect(page.locator("[data-testid=stPopoverBody]")).to_have_count(0)


def test_fields_lists_and_tables(page: Page) -> None:
    page.locator(".st-key-f_text input").fill("轴承")
    expect(page.get_by_text("按回车键应用")).to_be_visible()
    check(page)
    page.keyboard.press("Enter")
    settle(page)
    page.locator(".st-key-f_industry input").fill("没有这个行业")
    expect(page.get_by_text("没有相符的选项")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")  # empties the field
    page.keyboard.press("Escape")  # closes its choices, which keep all else from being read out
    page.locator(".st-key-found").get_by_role("radio", name="对比").click()
    table = page.locator("[data-testid=stDataFrame]").first
    table.hover()
    table.get_by_label("搜索").click()
    expect(page.get_by_label("关闭搜索")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    table.get_by_label("选择显示的列").click()
    settle(page)
    check(page)
    page.keyboard.press("Escape")
    each_choice(page, ".st-key-pane button")


def test_the_other_language_has_its_own_words_back(page: Page) -> None:
    expect(page.get_by_label("说明：县区")).to_be_visible()
    page.locator(".st-key-lang button").click()
    expect(page.get_by_label(re.compile("^Help for "))).to_be_visible()
    settle(page)
    assert coded(said(page)) == []


def test_a_card_names_no_code(opened: OpenPage) -> None:
    opened.open("?text=凤凰工业园")
    opened.show(115.99, 36.40, 11)
    symbol = max(opened.stats()["symbols"], key=lambda one: one["count"])
    opened.click_map(symbol["x"], symbol["y"])
    expect(opened.frame.locator(".leaflet-popup")).to_be_visible()
    opened.frame.locator(".leaflet-popup button").first.click()
    settle(opened.page)
    check(opened.page)


def test_the_desk(opened: OpenPage) -> None:
    opened.page.goto(f"{opened.url}?view=desk")
    opened.page.wait_for_selector(".st-key-desk_view button")
    settle(opened.page)
    check(opened.page)
    each_choice(opened.page, ".st-key-desk_view button")


def test_the_country(country_page: Page) -> None:  # noqa: F811
    settle(country_page)
    check(country_page)
