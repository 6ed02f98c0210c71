"""The page in a real Chromium that reaches no other host: map, filters, view, cards, layers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from projects.model.records import read_records
from projects.store.visibility import standing
from tests.page.live import UNREADABLE, OpenPage, serve, settle
from tests.projects.samples import samples, write_tables

pytestmark = pytest.mark.browser
RECORDS = read_records()
STANDS = standing(RECORDS)
NO_POINT = ["county", "city", "none"]
SIZES = {"1600x1000": (1600, 1000), "1366x768": (1366, 768)}


def choose_industry(opened: OpenPage, name: str) -> None:
    field = opened.page.locator("[data-testid=stMultiSelect]").first
    field.click()
    opened.page.keyboard.type(name)
    opened.page.get_by_role("option", name=f"· {name}").click()
    opened.page.keyboard.press("Escape")


def test_shows_eight_counties_and_the_records(opened: OpenPage):
    stats = opened.open().stats()
    assert stats["counties"] == 8
    assert stats["shown"] == stats["records"] == len(RECORDS)
    on_symbols = sum(symbol["count"] for symbol in stats["symbols"])
    # A record of several places stands at each of them, but never twice in one symbol.
    placed = (~RECORDS["level"].isin(NO_POINT)).sum()
    assert on_symbols > 0
    assert abs(on_symbols - placed) < 0.3 * placed
    assert opened.foreign == []


def test_county_records_are_counted_on_the_county_and_have_no_symbol(opened: OpenPage):
    stats = opened.open("?level=county").stats()
    assert stats["symbols"] == []
    counted = RECORDS[(RECORDS["level"] == "county") & (STANDS == "county")]  # the others are on lines
    counts = counted["place_code"].value_counts().to_dict()
    assert {badge["code"]: badge["count"] for badge in stats["badges"]} == counts


def test_city_and_unplaced_records_are_listed_but_not_drawn(opened: OpenPage):
    stats = opened.open("?level=city&level=none").stats()
    assert stats["shown"] == RECORDS["level"].isin(["city", "none"]).sum() > 0
    assert stats["symbols"] == stats["badges"] == []
    tab = opened.page.get_by_role("tab", name="未落点")
    off = (RECORDS["level"].isin(["city", "none"]) & (STANDS == "off")).sum()  # the others are on lines
    expect(tab).to_contain_text(str(off))


def test_an_industry_changes_map_count_and_list_and_keeps_the_view(opened: OpenPage):
    opened.open()
    opened.frame.evaluate("PM.state.map.setView([36.45, 115.95], 11.5, {animate: false})")
    before = opened.stats()
    opened.frame.evaluate("document.querySelector('#map_div').dataset.kept = 'yes'")
    choose_industry(opened, "轴承及保持器")
    wanted = int((RECORDS["industry"] == "bearings").sum())
    after = opened.wait_shown(wanted)
    assert (after["zoom"], after["centre"]) == (before["zoom"], before["centre"])
    assert opened.frame.evaluate("document.querySelector('#map_div').dataset.kept") == "yes"
    expect(opened.page.locator(".st-key-side .records")).to_have_text(str(wanted))
    opened.page.wait_for_url("**/?industry=bearings")
    assert opened.foreign == []


def test_a_link_shows_the_same(opened: OpenPage):
    stats = opened.open("?industry=machinery&county=东昌府区&from=2021&lang=en").stats()
    assert stats["lang"] == "en"
    assert 0 < stats["shown"] < len(RECORDS)
    expect(opened.page.locator(".st-key-side .records")).to_have_text(str(stats["shown"]))


def test_old_layers_do_not_pile_up(opened: OpenPage):
    opened.open()
    level = opened.page.locator(".st-key-f_level")
    for name in ("镇街", "镇街", "园区", "园区"):
        revision = opened.stats()["revision"]
        level.get_by_text(name, exact=True).click()
        opened.frame.wait_for_function("old => projectMap.stats().revision > old", arg=revision)
    assert opened.frame.evaluate("window.feature_group.length") == 1


def test_a_layer_switches_off_and_on(opened: OpenPage):
    opened.open()
    everything = opened.stats()
    opened.frame.locator("[data-layer=project]").click()
    without = opened.stats()
    assert without["layers"]["project"] is False
    assert sum(s["count"] for s in without["symbols"]) < sum(s["count"] for s in everything["symbols"])
    expect(opened.frame.locator("[data-layer=project]")).to_have_attribute("aria-pressed", "false")
    opened.frame.locator("[data-layer=project]").click()
    assert opened.stats()["symbols"] == everything["symbols"]


def test_a_click_lists_the_records_of_a_county_and_opens_one(opened: OpenPage):
    stats = opened.open("?level=county").stats()
    badge = max(stats["badges"], key=lambda each: each["count"])
    opened.click_map(badge["x"], badge["y"])
    expect(opened.frame.locator(".pm-list h2")).to_contain_text(str(badge["count"]))
    opened.frame.locator(".pm-item").first.click()
    card = opened.frame.locator(".pm-card")
    expect(card).to_contain_text("县级，未能定位到镇街")
    expect(card).to_contain_text("来源")


def test_a_merged_symbol_comes_apart_when_clicked(opened: OpenPage):
    stats = opened.open().stats()
    merged = max(stats["symbols"], key=lambda symbol: len(symbol["members"]))
    assert len(merged["members"]) > 1
    opened.click_map(merged["x"], merged["y"])
    opened.frame.wait_for_function("zoom => projectMap.stats().zoom > zoom", arg=stats["zoom"])


def test_an_online_background_is_asked_for_only_when_chosen(opened: OpenPage):
    opened.open()
    assert opened.foreign == []
    opened.frame.get_by_label("底图").select_option("osm")
    opened.page.wait_for_timeout(500)
    assert opened.foreign
    assert all("tile.openstreetmap.org" in url for url in opened.foreign)
    assert opened.stats()["shown"] == len(RECORDS)


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_the_screen(opened: OpenPage, size: str, tmp_path: Path):
    width, height = SIZES[size]
    opened.page.set_viewport_size({"width": width, "height": height})
    opened.open()
    overflow = opened.page.evaluate(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return [main.scrollWidth - main.clientWidth, main.scrollHeight - main.clientHeight]; }"
    )
    assert max(overflow) <= 0
    box = opened.page.locator("iframe[title^=streamlit_folium]").bounding_box()
    assert box
    assert box["height"] > 0.8 * height
    assert opened.page.screenshot(path=tmp_path / f"{size}.png")


@pytest.mark.wide
@pytest.mark.parametrize(("width", "height", "least"), [(1600, 1000, 11), (1920, 1080, 11), (3840, 2160, 16)])
def test_all_that_is_written_can_be_read(opened: OpenPage, width: int, height: int, least: int):
    """Beside the map; in it the names of places are measured (test_browser_labels)."""
    opened.page.set_viewport_size({"width": width, "height": height})
    chosen = "?industry=equipment&document=liaocheng-etdz-2023"
    for query in (chosen, "?view=profile&area=371502", "?view=compare"):
        opened.open(query)
        settle(opened.page)
        assert opened.page.locator("[data-tag]").count() == (2 if query == chosen else 0)
        if "compare" in query:
            opened.page.locator(".st-key-figures svg text").first.wait_for()
        assert opened.page.evaluate(UNREADABLE, least) == []


@pytest.fixture(scope="module")
def sampled_url(assets: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(write_tables(tmp_path_factory.mktemp("sampled") / "tables", samples())) as url:
        yield url


@pytest.fixture
def sampled(browser: Browser, sampled_url: str) -> Iterator[OpenPage]:
    page = browser.new_page()
    yield OpenPage(page, sampled_url)
    page.close()


def test_texts_of_documents_stay_texts(sampled: OpenPage):
    sampled.open("?text=script")
    sampled.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    badge = sampled.wait_shown(1)["badges"][0]
    sampled.click_map(badge["x"], badge["y"])
    expect(sampled.frame.locator(".pm-card h2")).to_have_text("<script>alert(1)</script>大桥")
    assert sampled.foreign == []
    assert sampled.errors == []


def test_a_record_of_several_places_stands_at_each(sampled: OpenPage):
    stats = sampled.open("?level=multi").stats()
    assert stats["shown"] == 2
    # One names two towns, the other two counties.
    assert sorted(symbol["count"] for symbol in stats["symbols"]) == [1, 1]
    assert {badge["code"]: badge["count"] for badge in stats["badges"]} == {"371502": 1, "371503": 1}


def test_the_map_waits_for_its_style_sheet(opened: OpenPage):
    """Symbols are drawn on a canvas in colours of the style sheet, which may come last."""
    held: list[Route] = []
    opened.page.route("**/web/map-*.css", lambda route: held.append(route))
    opened.page.goto(opened.url)
    opened.page.wait_for_event("requestfinished", lambda request: "/data/records-" in request.url)
    opened.page.wait_for_timeout(500)
    held.pop().continue_()
    opened.open_here()
    assert opened.frame.evaluate("() => PM.colour('disc')") == "#ffffff"
