"""Search, the life of a project on its card, and the years as playback, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, expect

from geo.boundaries import load_areas
from projects.model.records import read_records, years
from projects.store.filters import Filters
from projects.store.query import mask
from projects.store.visibility import DRAWN, standing
from tests.page.live import OpenPage
from tests.page.test_accessibility import serious

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
YEARS = years(RECORDS)
TOTAL = len(RECORDS)
_BROAD = RECORDS[
    (RECORDS["level"] == "city") & (RECORDS["method"] == "scope") & (RECORDS["name"].str.len() > 8)
]
CITYWIDE = str(_BROAD["name"].drop_duplicates(keep=False).iloc[0])  # named once, for the whole city
AUTO = int((RECORDS["industry"] == "auto").sum())


# Every year that the page's figure says, noted as it changes: a look from outside misses some.
SEE_YEARS = """() => {
  window.seenYears = new Set();
  const figure = document.querySelector('.pm-year');
  const see = () => seenYears.add(Number(figure.textContent));
  new MutationObserver(see).observe(figure, {childList: true, characterData: true, subtree: true});
  see();
}"""


@pytest.fixture(scope="module")
def searched(browser: Browser, shipped_url: str) -> Iterator[OpenPage]:
    """One page for all that only type and look: what was typed goes with the next text."""
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    opened = OpenPage(page, shipped_url).open()
    yield opened
    page.close()
    assert opened.errors == []


def type_in(opened: OpenPage, text: str) -> Locator:
    """Type into the search box and give its list."""
    field = opened.frame.get_by_role("combobox", name=re.compile("搜索项目|Search projects"))
    field.fill("")
    field.press_sequentially(text)
    listed = opened.frame.locator(".pm-found")
    expect(listed).to_be_visible()
    return listed


def chosen(opened: OpenPage) -> str:
    """The name of the option that Enter would open."""
    return opened.frame.locator(".pm-option[aria-selected=true] .pm-option-name").inner_text()


def number_of(opened: OpenPage, name: str, document: str) -> int:
    """The number in the browser of a record."""
    number: int = opened.frame.evaluate(
        "async ([name, document]) => { const { config, records } = PM.state;"
        " for (let i = 0; i < records.count; i += 1) { const each = await PM.details(i);"
        " if (each.name === name && config.documents[each.document].document === document) return i; } }",
        [name, document],
    )
    return number


@pytest.mark.parametrize(
    ("text", "first", "marked"),
    [
        ("郑家镇", "郑家镇", "郑家镇"),
        ("zjz", "郑家镇", "郑家镇"),
        ("zheng jia", "郑家镇", "郑家"),
        ("茌平县", "茌平县", "茌平县"),  # a former name leads to the place of today
        ("泉林", "泉林", "泉林"),
        ("zhenxingjidi", "轴承保持器产业振兴基地", "振兴基地"),
        ("双创 轴承", "郑家镇轴承产业双创基地", "轴承"),
    ],
)
def test_characters_pinyin_and_initials_find_it(searched: OpenPage, text: str, first: str, marked: str):
    type_in(searched, text)
    assert chosen(searched).startswith(first)
    assert searched.frame.locator(".pm-option[aria-selected=true] mark").first.inner_text() == marked


def test_results_are_grouped_with_their_numbers(searched: OpenPage):
    listed = type_in(searched, "轴承")
    named = RECORDS["name"].str.contains("轴承")
    companies = RECORDS["entity"][RECORDS["entity"].str.contains("轴承")].nunique()
    heads = listed.locator(".pm-found-head").all_inner_texts()
    assert [head.split()[0] for head in heads] == ["企业", "记录"]
    assert listed.locator("[role=status]").inner_text() == f"企业 {companies} · 记录 {int(named.sum())}"
    assert listed.get_by_role("option").count() <= 17


def test_nothing_found_is_said_plainly(searched: OpenPage):
    assert "没有找到「没有这个」" in type_in(searched, "没有这个").inner_text()


def test_a_sentence_becomes_chips_and_the_number_of_its_filter(opened: OpenPage):
    opened.open()
    type_in(opened, "郑家镇2021年以来的轴承项目")
    assert chosen(opened) == "按句子筛选「郑家镇2021年以来的轴承项目」"
    opened.page.keyboard.press("Enter")
    wanted = Filters(town=("郑家镇",), industry=("bearings",), year_from=2021)
    opened.wait_shown(int(mask(RECORDS, wanted).sum()))
    chips = opened.page.locator(".st-key-foot [data-testid=stButton]", has_text="×")
    expect(chips).to_contain_text(["轴承及保持器", "郑家镇", "2021–"])
    opened.wait_link(industry=["bearings"], town=["郑家镇"], **{"from": ["2021"]})


def test_what_a_sentence_leaves_is_said_and_nothing_understood_changes_nothing(opened: OpenPage):
    opened.open()
    type_in(opened, "经开区投资最大的医药项目")
    opened.page.keyboard.press("Enter")
    wanted = Filters(county=("聊城经济技术开发区",), industry=("pharma",))
    opened.wait_shown(int(mask(RECORDS, wanted).sum()))
    expect(opened.page.get_by_text("没有看懂「投资最大」，未作为筛选；其余已作为筛选。")).to_be_visible()
    type_in(opened, "没有这个")
    opened.page.keyboard.press("Enter")
    expect(opened.page.get_by_text("没有看懂「没有这个」，筛选未变。")).to_be_visible()
    opened.wait_shown(int(mask(RECORDS, wanted).sum()))


def test_a_name_comes_before_the_sentence_and_a_whole_one_is_none(searched: OpenPage):
    listed = type_in(searched, "轴承")
    expect(listed.locator(".pm-option").first).to_contain_text("按句子筛选「轴承」")
    assert "轴承" in chosen(searched) and "按句子筛选" not in chosen(searched)
    assert "按句子筛选" not in type_in(searched, "郑家镇").inner_text()


def test_a_place_is_flown_to_and_becomes_a_filter(opened: OpenPage):
    opened.open()
    type_in(opened, "zjz")
    opened.page.keyboard.press("Enter")
    card = opened.frame.locator(".pm-place")
    expect(card.locator("h2")).to_have_text("郑家镇")
    opened.frame.wait_for_function("() => projectMap.stats().zoom > 10.5")
    expect(opened.frame.locator(".pm-area-found")).to_have_count(1)
    inside = int(mask(RECORDS, Filters(town=("郑家镇",))).sum())
    expect(card).to_contain_text(f"共 {inside} 条")
    card.get_by_role("button", name="作为筛选").click()
    opened.wait_shown(inside)
    expect(card).to_contain_text("已作为筛选")
    card.get_by_role("button", name="列出记录").click()
    expect(opened.frame.locator(".pm-dock .pm-item")).to_have_count(inside)


def test_the_figure_of_every_area_is_that_of_its_filter(searched: OpenPage):
    keys = {"county": "county", "zone": "county", "town": "town", "park": "park"}
    found: dict[str, Any] = searched.frame.evaluate(
        "() => PM.areas.all().map(({properties: {code, level}}) => [code, level, PM.recordsIn(code).length])"
    )
    differ = [
        code
        for code, level, count in found
        if count != int(mask(RECORDS, Filters(**{keys[level]: (code,)})).sum())
    ]
    assert len(found) > 150
    assert differ == []


def test_a_company_lists_its_records_and_leads_back_from_a_card(opened: OpenPage):
    opened.open()
    type_in(opened, "泉林")
    opened.page.keyboard.press("Enter")
    own = RECORDS[RECORDS["entity"] == "泉林"]
    side = opened.frame.locator(".pm-dock")
    expect(side.locator(".pm-item")).to_have_count(len(own))
    side.locator(".pm-item").first.click()
    card = opened.frame.locator(".pm-card")
    expect(card).to_contain_text("泉林")
    card.get_by_role("button", name="返回列表").click()
    expect(side.locator(".pm-item")).to_have_count(len(own))


def test_a_project_of_the_whole_city_opens_at_the_side_and_never_as_a_pin(opened: OpenPage):
    opened.open()
    symbols = opened.stats()["symbols"]
    type_in(opened, CITYWIDE)
    opened.page.keyboard.press("Enter")
    expect(opened.frame.locator(".pm-dock .pm-card h2")).to_have_text(CITYWIDE)
    expect(opened.frame.locator(".leaflet-popup")).to_have_count(0)
    opened.page.wait_for_timeout(800)
    assert opened.stats()["symbols"] == symbols
    expect(opened.page.get_by_text("地图所选 1 条")).to_be_visible()


def test_what_the_filter_hides_is_found_marked_and_can_be_shown(opened: OpenPage):
    opened.open("?industry=auto")
    opened.wait_shown(AUTO)
    listed = type_in(opened, "郑家镇轴承产业双创基地")
    option = listed.get_by_role("option").filter(has_text="双创基地").first
    expect(option).to_contain_text("不在当前筛选内")
    option.click()
    card = opened.frame.locator(".pm-popup .pm-card")
    expect(card).to_contain_text("不在当前筛选内")
    assert opened.stats()["shown"] == AUTO
    card.get_by_role("button", name="取消全部筛选").click()
    opened.wait_shown(TOTAL)


def test_keys_reach_the_box_move_in_the_list_and_leave_it(opened: OpenPage):
    opened.open()
    opened.page.locator("h1").click()
    opened.page.keyboard.press("/")
    field = opened.frame.locator(".pm-search input")
    expect(field).to_be_focused()
    assert field.input_value() == ""
    opened.page.keyboard.type("zhoucheng")
    expect(opened.frame.locator(".pm-found")).to_be_visible()
    first = chosen(opened)
    opened.page.keyboard.press("ArrowDown")
    second = field.get_attribute("aria-activedescendant")
    assert chosen(opened) != first
    assert second == opened.frame.locator(".pm-option[aria-selected=true]").get_attribute("id")
    opened.page.keyboard.press("ArrowUp")
    assert chosen(opened) == first
    opened.page.keyboard.press("Escape")
    expect(opened.frame.locator(".pm-found")).to_be_hidden()
    assert field.get_attribute("aria-expanded") == "false"
    opened.page.keyboard.press("Escape")
    expect(field).not_to_be_focused()
    opened.page.keyboard.press("Control+k")
    expect(field).to_be_focused()


def test_the_index_is_fetched_on_first_use_and_once(opened: OpenPage):
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url))
    opened.open()
    assert not [url for url in asked if "/search-" in url]
    type_in(opened, "zc")
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("Escape")
    type_in(opened, "gy")
    assert len([url for url in asked if "/search-" in url]) == 1


def test_a_card_tells_the_life_of_a_project_and_leads_to_its_other_mentions(opened: OpenPage):
    opened.open()
    here = number_of(opened, "郑济高铁", "liaocheng-13fyp")
    opened.frame.evaluate("number => { PM.cards.visit(number); }", here)
    life = opened.frame.locator(".pm-life")
    expect(life).to_be_visible()
    states = [state.strip() for state in life.locator(".pm-life-state").all_inner_texts()]
    assert states == ["新提出", *["延续"] * 5]
    years = ["2016–2020", "2021", "2021–2025", "2022", "2023", "2023–2025"]
    assert life.locator(".pm-life-years").all_inner_texts() == years
    expect(life.locator("[aria-current=true]")).to_contain_text("2016–2020")
    expect(life.locator(".pm-life-note")).to_contain_text("不说明是否建成")


def test_a_card_tells_who_decided_what_and_why(opened: OpenPage):
    opened.open()
    number = number_of(opened, "东昌湖", "liaocheng-13fyp")
    opened.frame.evaluate("number => { PM.cards.visit(number); }", number)
    deeds = opened.frame.locator(".pm-deeds")
    expect(deeds.locator("li").first).to_contain_text("收入版次「2026年11月版」")
    expect(deeds.locator("li").first).to_contain_text("核对组")
    rows = opened.frame.evaluate("async number => (await PM.details(number)).desk", number)
    button = deeds.get_by_role("button", name=f"全部 {len(rows)} 条")
    assert deeds.locator("li").count() < len(rows)
    button.click()
    expect(deeds.locator("li")).to_have_count(len(rows))
    expect(deeds.locator("[data-did=edit]").first).to_contain_text("名称 东昌湖和古运河 → 东昌湖")
    expect(button).to_have_count(0)


def test_parts_and_wholes_lead_to_each_other(opened: OpenPage):
    opened.open()
    joint = "寒香街、姚庄路项目（含班滑河桥）"
    number = number_of(opened, joint, "dongchangfu-14fyp")
    opened.frame.evaluate("number => { PM.cards.visit(number); }", number)
    life = opened.frame.locator(".pm-life-related")
    expect(life).to_contain_text("包含 寒香街")
    life.get_by_role("button", name="寒香街", exact=True).click()
    expect(opened.frame.locator(".pm-card h2")).to_have_text("寒香街")
    expect(opened.frame.locator(".pm-life-related")).to_contain_text(f"属于 {joint}")
    opened.frame.locator(".pm-life-related .pm-link").click()
    expect(opened.frame.locator(".pm-card h2")).to_have_text(joint)


def test_a_project_of_one_plan_has_one_quiet_line(opened: OpenPage):
    opened.open()
    number = number_of(opened, "东莞市魔方新能源动力电池项目", "liaocheng-13fyp")
    opened.frame.evaluate("number => { PM.cards.visit(number); }", number)
    expect(opened.frame.locator(".pm-life-single")).to_have_text("只有一份规划写到")
    expect(opened.frame.locator(".pm-life")).to_have_count(0)


def play(opened: OpenPage) -> Locator:
    opened.frame.locator("[data-tool=play]").click()
    bar = opened.frame.locator(".pm-play")
    expect(bar).to_be_visible()
    return bar


def test_each_year_shows_what_the_filter_by_that_year_shows(opened: OpenPage):
    opened.open()
    play(opened)
    years = opened.frame.evaluate("PM.playback.range()")
    assert years == [int(YEARS["first"].min()), int(YEARS["last"].max())]
    for year in range(years[0], years[1] + 1):
        opened.frame.evaluate("year => { PM.playback.setMode('force'); PM.playback.set(year); }", year)
        assert opened.stats()["visible"] == int(mask(RECORDS, Filters(year_from=year, year_to=year)).sum())
        opened.frame.evaluate("PM.playback.setMode('sum')")
        assert opened.stats()["visible"] == int(mask(RECORDS, Filters(year_to=year)).sum())


def test_counts_follow_the_year_and_the_filter_of_the_page(opened: OpenPage):
    opened.open("?industry=auto")
    bar = play(opened)
    opened.frame.evaluate("PM.playback.set(2018)")
    wanted = int(mask(RECORDS, Filters(industry=("auto",), year_from=2018, year_to=2018)).sum())
    expect(bar.locator(".pm-play-count")).to_have_text(f"{wanted} 条")
    legend = opened.frame.locator(".pm-legend").first
    expect(legend.locator("li").first).to_contain_text(
        str(int(on_map("auto", 2018))),
    )
    expect(opened.frame.locator(".pm-year")).to_have_text("2018")
    badges = {badge["code"]: badge["count"] for badge in opened.stats()["badges"]}
    keep = mask(RECORDS, Filters(industry=("auto",), year_from=2018, year_to=2018, level=("county",)))
    assert sum(badges.values()) == int(keep.sum())


def on_map(industry: str, year: int) -> int:
    keep = mask(RECORDS, Filters(industry=(industry,), year_from=year, year_to=year))
    return int((keep & np.isin(standing(RECORDS, load_areas()), DRAWN)).sum())


def test_a_shade_means_the_same_in_every_year(opened: OpenPage):
    opened.open()
    opened.frame.locator("[data-choice=shading]").select_option("county_count")
    play(opened)
    classes = set()
    for year in (2017, 2022, 2024):
        opened.frame.evaluate("year => PM.playback.set(year)", year)
        rows = opened.stats()["shading"]["rows"]
        classes.add(tuple(row["text"] for row in rows))
        counts = opened.frame.evaluate("(PM.shading.tally('371502') || {count: 0}).count")
        wanted = Filters(county=("371502",), year_from=year, year_to=year)
        assert counts == int(mask(RECORDS, wanted).sum()), year
    assert len(classes) == 1


def test_playing_goes_through_the_years_and_the_view_stays(opened: OpenPage):
    opened.open()
    opened.show(116.0, 36.5, 10)
    bar = play(opened)
    bar.locator("select").select_option("4")
    before = opened.stats()
    opened.frame.evaluate(SEE_YEARS)
    opened.frame.locator("#map_div").focus()
    opened.page.keyboard.press("Space")
    opened.frame.wait_for_function("() => !PM.playback.isPlaying()")
    stats = opened.stats()
    assert (stats["centre"], stats["zoom"]) == (before["centre"], before["zoom"])
    seen = set(opened.frame.evaluate("() => [...window.seenYears]"))
    first, last = opened.frame.evaluate("PM.playback.range()")
    assert seen == set(range(first, last + 1))
    opened.page.keyboard.press("ArrowLeft")
    assert opened.stats()["year"] == last - 1
    opened.page.keyboard.press("ArrowRight")
    assert opened.stats()["year"] == last
    bar.get_by_role("button", name="关闭").click()
    stats = opened.stats()
    assert (stats["year"], stats["visible"], stats["zoom"]) == (None, TOTAL, before["zoom"])


def test_a_year_becomes_a_filter_of_the_page(opened: OpenPage):
    opened.open("?industry=auto")
    bar = play(opened)
    opened.frame.evaluate("PM.playback.set(2023)")
    bar.get_by_role("button", name="作为年份筛选").click()
    opened.wait_shown(int(mask(RECORDS, Filters(industry=("auto",), year_from=2023, year_to=2023)).sum()))
    opened.page.wait_for_url(re.compile("from=2023&to=2023"))
    expect(bar).to_be_hidden()


def test_plans_stand_as_bands_over_their_years(opened: OpenPage):
    opened.open()
    bands = play(opened).locator(".pm-band")
    documents = RECORDS["document"].nunique()
    expect(bands).to_have_count(documents)
    titles = [band.get_attribute("title") or "" for band in bands.all()]
    assert any("第十三个五年规划纲要 (2016–2020)" in title for title in titles)
    boxes = [box for band in bands.all() if (box := band.bounding_box())]
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
            assert apart or abs(one["y"] - other["y"]) >= one["height"]


def test_presenting_and_tours_go_on_with_the_years(opened: OpenPage):
    opened.open()
    bar = play(opened)
    opened.frame.locator("#map_div").focus()
    opened.page.keyboard.press("p")
    opened.frame.wait_for_function("() => projectMap.stats().presenting")
    expect(bar).to_be_visible()
    opened.page.keyboard.press("ArrowRight")
    year = opened.frame.evaluate("PM.playback.range()[0]") + 1
    expect(opened.frame.locator(".pm-title")).to_contain_text(str(year))
    opened.page.keyboard.press("Escape")
    opened.frame.wait_for_function("() => !projectMap.stats().presenting")
    opened.frame.locator("[data-tool=scenes]").click()
    opened.frame.locator(".pm-drawer select").select_option("0")
    opened.frame.locator("[data-act=play]").click()
    expect(bar).to_be_hidden()
    opened.page.keyboard.press("ArrowRight")
    opened.frame.wait_for_function("() => projectMap.stats().scene === 1")


@pytest.mark.parametrize(("width", "height"), [(1600, 1000), (1366, 768), (390, 844)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_panels_do_not_lie_over_each_other(
    browser: Browser, shipped_url: str, width: int, height: int, lang: str
):
    page = browser.new_page(viewport={"width": width, "height": height})
    opened = OpenPage(page, shipped_url).open(f"?lang={lang}")
    page.wait_for_timeout(600)
    for is_playing in (False, True):
        if is_playing:
            opened.frame.evaluate("PM.playback.open()")
            page.wait_for_timeout(800)
        assert overlaps(opened) == [], is_playing
    page.close()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_filters_that_are_put_away_leave_their_room_and_come_back(
    browser: Browser, shipped_url: str, width: int, height: int
):
    page = browser.new_page(viewport={"width": width, "height": height})
    OpenPage(page, shipped_url).open()
    sidebar, back = page.get_by_test_id("stSidebar"), page.get_by_test_id("stExpandSidebarButton")
    if width > 700:  # a phone opens without
        sidebar.hover()
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(back).to_be_in_viewport(ratio=1)
    page.wait_for_function(
        "document.querySelector('iframe[title^=streamlit_folium]').getBoundingClientRect().left < 40"
    )
    assert not back.evaluate(
        """button => {
          const title = document.querySelector('.st-key-head h1');
          const [a, b] = [button, title].map((one) => one.getBoundingClientRect());
          return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        }"""
    )
    back.click()
    expect(sidebar.get_by_test_id("stMultiSelect").first).to_be_in_viewport()
    page.close()


def overlaps(opened: OpenPage) -> list[str]:
    """Pairs of panels on the map that overlap, and those that lie partly outside of it."""
    names = [".pm-search", ".pm-layers", ".pm-legend", ".pm-play", ".leaflet-control"]
    boxes: list[tuple[str, float, float, float, float]] = opened.frame.evaluate(
        "names => names.flatMap((name) => Array.from(document.querySelectorAll(name)).map((each) => {"
        " const { left, top, right, bottom } = each.getBoundingClientRect();"
        " return [`${name} ${each.className}`, left, top, right, bottom]; }))"
        ".filter(([, left, top, right, bottom]) => right > left && bottom > top)",
        names,
    )
    width, height = opened.frame.evaluate("Object.values(PM.state.map.getSize())")
    found = [
        name
        for name, left, top, right, bottom in boxes
        if min(left, top) < 0 or right > width or bottom > height
    ]
    for at, (one, *a) in enumerate(boxes):
        for other, *b in boxes[at + 1 :]:
            depth = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
            if (depth > 1).all():
                found.append(f"{one} / {other}")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_search_card_and_playback(
    browser: Browser, shipped_url: str, scheme: Any
):
    page = browser.new_page(viewport={"width": 1600, "height": 1000}, color_scheme=scheme)
    opened = OpenPage(page, shipped_url).open("?industry=auto")
    page.wait_for_timeout(1000)
    type_in(opened, "轴承")
    assert serious(opened.frame) == []
    page.keyboard.press("Enter")
    opened.frame.evaluate(
        "number => { PM.cards.visit(number); }", number_of(opened, "郑济高铁", "liaocheng-13fyp")
    )
    expect(opened.frame.locator(".pm-life")).to_be_visible()
    opened.frame.evaluate("PM.playback.open()")
    page.wait_for_timeout(1000)
    assert serious(opened.frame) == []
    page.close()
