"""Beside the map: profile, comparison and chain lead to their records; own boundaries come in and go."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, expect

from geo.boundaries import load_areas
from geo.datum import Datum, convert_geometry
from projects.model.records import read_records
from projects.store.chains import chain, chain_records
from projects.store.counting import counts
from projects.store.followup import of_county
from projects.store.profiletables import Tables
from tests.page.live import OpenPage, serve, settle

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
ROW_PX = 32


def choose_pane(opened: OpenPage, name: str) -> None:
    opened.page.locator(".st-key-found").get_by_role("radio", name=name).click()


def click_row(opened: OpenPage, number: int, *, table: int = 0) -> None:
    """Click the row with this number, from 1, of a table beside the map."""
    tables = opened.page.locator(".st-key-side [data-testid=stDataFrame]")
    tables.nth(table).scroll_into_view_if_needed()
    tables.nth(table).click(position={"x": 40, "y": ROW_PX * (number + 0.5)})


def wait_in_map(opened: OpenPage, condition: str) -> None:
    """Wait until *condition* holds in the map, which may be drawn in a new frame meanwhile."""
    for _ in range(60):
        try:
            opened.frame.wait_for_function(condition, timeout=1000)
            return
        except (Error, StopIteration):
            opened.page.wait_for_timeout(200)
    raise AssertionError(f"never in the map: {condition}")


def test_a_profile_follows_the_area_and_leads_to_its_records(opened: OpenPage):
    opened.open("?town=371502105")
    choose_pane(opened, "画像")
    portrait = opened.page.locator(".portrait")
    expect(portrait.locator("h2")).to_have_text("郑家镇")
    expect(portrait).to_contain_text("轴承及保持器")
    here = RECORDS[RECORDS["town"].str.split("|").map(lambda towns: "郑家镇" in towns)]
    told = counts(here)
    shown = portrait.locator(".figures dd")
    expect(shown.nth(0)).to_have_text(str(told.projects))
    expect(shown.nth(1)).to_have_text(str(told.records))
    click_row(opened, 1)
    opened.wait_shown(int((here["industry"] == "bearings").sum()))
    expect(opened.page).to_have_url(re.compile("industry=bearings"))
    assert "view=" not in opened.page.url


@pytest.mark.parametrize(("width", "height"), [(390, 844), (600, 900)])
def test_on_a_phone_profile_and_comparison_are_as_high_as_what_they_say(
    opened: OpenPage, width: int, height: int
):
    opened.page.set_viewport_size({"width": width, "height": height})
    for query, pane in (("?view=profile&town=371502105", "portrait"), ("?view=compare", "figures")):
        opened.open(query)
        settle(opened.page)
        shown = opened.page.locator(f".st-key-{pane}")
        table = shown.locator("[data-testid=stDataFrame]").last
        outer, inner = shown.bounding_box(), table.bounding_box()
        assert outer and inner
        assert outer["height"] > 400
        assert outer["y"] + outer["height"] >= inner["y"] + inner["height"], "the page goes on below it"
        table.scroll_into_view_if_needed()
        expect(table).to_be_in_viewport()


def test_a_profile_can_be_taken_along(opened: OpenPage):
    opened.open("?view=profile&area=371502105")
    with opened.page.expect_download(timeout=60_000) as download:
        opened.page.get_by_role("button", name="A4 画像").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_a_comparison_leads_to_its_records(opened: OpenPage):
    opened.open("?view=compare")
    expect(opened.page.locator(".st-key-figures [data-testid=stVegaLiteChart]")).to_be_visible()
    click_row(opened, 1)
    most = RECORDS["document"].value_counts()
    opened.wait_shown(int(most.iloc[0]))
    expect(opened.page).to_have_url(re.compile(f"document={most.index[0]}"))


def test_a_mark_of_a_chart_leads_to_its_records(opened: OpenPage):
    opened.open("?view=compare")
    opened.page.locator(".st-key-topic").get_by_role("combobox").click()
    opened.page.get_by_role("option", name="各行业：记录数").click()
    chart = opened.page.locator(".st-key-figures [data-testid=stVegaLiteChart]")
    most = RECORDS["industry"].value_counts()
    for _ in range(30):  # the chart is drawn anew, without a sign when it is done
        if (box := chart.bounding_box() if chart.count() else None) is not None:
            opened.page.mouse.click(box["x"] + 0.35 * box["width"], box["y"] + 16)
        try:
            opened.page.wait_for_url(re.compile("industry="), timeout=1000)
            break
        except Error:
            continue
    opened.wait_shown(int(most.iloc[0]))
    expect(opened.page).to_have_url(re.compile(f"industry={most.index[0]}"))


def test_a_chain_shows_its_records_on_the_map_and_as_a_list(opened: OpenPage):
    opened.open("?view=chain")
    click_row(opened, 1)
    opened.wait_shown(len(chain_records(chain("bearings"), RECORDS)))
    expect(opened.page).to_have_url(re.compile("chain=bearings.*view=chain|view=chain.*chain=bearings"))
    expect(opened.page.locator(".st-key-side")).to_contain_text("轴承及保持器：规划中写到的")
    card = opened.frame.locator(".pm-card h2")
    for _ in range(30):  # the table that was clicked gives way to the chain's
        click_row(opened, 1)
        try:
            expect(card).to_be_visible(timeout=1000)
            break
        except AssertionError:
            continue
    assert card.inner_text() in set(chain_records(chain("bearings"), RECORDS)["name"])
    opened.page.get_by_role("button", name="全部产业链").click()
    opened.wait_shown(len(RECORDS))


def test_own_boundaries_are_checked_used_and_taken_back(browser: Browser, assets: None, tmp_path: Path):
    """A file in GCJ-02 declared as WGS 84 is refused with the way it is off; as GCJ-02 it is used."""
    areas = load_areas()
    towns = areas[(areas["level"] == "town") & (areas["parent_code"] == "371502")]
    shapes = [convert_geometry(shape, source=Datum.WGS84, target=Datum.GCJ02) for shape in towns.geometry]
    own = tmp_path / "towns.geojson"
    towns[["name", "geometry"]].set_geometry(shapes, crs=4326).to_file(own)
    folder = tmp_path / "own"
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    with serve(PROJECT_MAP_OWN=str(folder)) as url:
        opened = OpenPage(page, url).open()
        page.get_by_role("button", name="自有资料").click()
        body = page.locator("[data-testid=stPopoverBody]")
        body.locator("input[type=file]").set_input_files(own)
        expect(body.get_by_role("button", name="先检查")).to_be_enabled()
        body.get_by_role("button", name="先检查").click()
        expect(body).to_contain_text("give --datum gcj02", timeout=60_000)
        body.get_by_role("combobox").first.click()
        page.get_by_role("option", name="GCJ-02").click()
        body.get_by_text("官方边界").click()
        body.get_by_role("button", name="启用").click()
        expect(body).to_contain_text("已启用", timeout=60_000)
        stored = json.loads((folder / "towns.geojson").read_text("utf-8"))
        assert len(stored["features"]) > 20
        solid = "PM.state.areas.features.some(({properties: p}) => p.level === 'town' && !p.dashed)"
        ready = "window.projectMap && projectMap.stats().ready"
        wait_in_map(opened, f"() => {ready} && {solid}")
        body.get_by_role("button", name="撤销导入").click()
        expect(page.locator("[data-testid=stToast]")).to_contain_text("已撤销")
        assert not list(folder.glob("*.geojson"))
        wait_in_map(opened, f"() => {ready} && !{solid}")
        assert opened.errors == [] and opened.foreign == []
    page.close()


def test_the_rates_of_a_profile_and_the_totals_lead_to_their_records(opened: OpenPage):
    opened.open("?view=profile&area=371502")
    page = opened.page
    settle(page)
    click_row(opened, 1, table=2)
    focus = page.locator(".st-key-focus")
    expect(focus).to_contain_text(f"{len(promised('371502')):,}")
    focus.get_by_role("button").click()
    expect(focus).to_have_count(0)
    page.get_by_text("合计表").click()
    totals = page.get_by_test_id("stPopoverBody").get_by_test_id("stDataFrame")
    totals.click(position={"x": 40, "y": 35 * 1.5})
    first = RECORDS["county_code"].str.split("|").map(lambda codes: "371502" in codes)
    expect(focus).to_contain_text(f"{int(first.sum()):,}")
    expect(totals).to_have_count(0)  # the menu gives the list free


def promised(county: str) -> set[str]:
    """The records that promise something in a county."""
    return {one for ids in of_county(Tables().promises, county)["ids"] for one in ids.split("|")}
