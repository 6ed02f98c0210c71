"""What a planner does: counts beside choices, the legend as a filter, links, back and forward."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import expect

from projects.model.records import read_records
from projects.presentation.comparing import TOPICS
from projects.store.counting import count_projects
from projects.store.filters import Filters
from projects.store.query import Index, mask
from projects.store.vocabulary import vocabulary
from projects.vocabulary.labels import texts
from tests.page.live import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
INDEX = Index(RECORDS)
TOPIC = tuple(TOPICS)[2]


def projects(filters: Filters) -> str:
    return f"{count_projects(RECORDS[mask(INDEX, filters)]):,}"


def records(filters: Filters) -> int:
    return int(mask(INDEX, filters).sum())


def picture(opened: OpenPage) -> NDArray[np.int16]:
    """The pixels of the map."""
    image = opened.page.locator("iframe[title^=streamlit_folium]").screenshot()
    return np.asarray(Image.open(BytesIO(image)).convert("RGB"), dtype=np.int16)


def topic_label() -> str:
    return texts("zh")[f"compare.{TOPIC}"]


def test_the_number_beside_a_choice_is_what_it_gives(opened: OpenPage):
    there = Filters(county=("东昌府区",))
    opened.open("?county=东昌府区")
    opened.page.locator(".st-key-f_industry input").click()
    choice = opened.page.get_by_role("option", name="· 轴承及保持器")
    told = projects(replace(there, industry=("bearings",)))
    expect(choice).to_have_attribute("data-count", told)
    assert told != projects(Filters(industry=("bearings",))), "the county narrows it"
    choice.click()
    opened.page.keyboard.press("Escape")
    expect(opened.page.locator(".st-key-found b")).to_have_text(told)
    pill = opened.page.locator(".st-key-f_level button", has_text="镇街")
    narrowed = replace(there, industry=("bearings",), level=("town",))
    expect(pill).to_have_attribute("data-count", projects(narrowed))


def test_an_entry_of_the_legend_filters_and_a_second_one_joins(opened: OpenPage):
    opened.open()
    entry = opened.frame.locator(".pm-legend [data-family=machinery]")
    entry.click()
    opened.wait_shown(records(Filters(industry=("machinery",))))
    expect(entry).to_have_attribute("aria-pressed", "true")
    opened.frame.locator(".pm-legend [data-family=agrifood]").click()
    opened.wait_shown(records(Filters(industry=("machinery", "agrifood"))))
    opened.wait_link(industry=["agrifood", "machinery"])
    entry.click()
    opened.wait_shown(records(Filters(industry=("agrifood",))))


def test_an_entry_lifts_the_industries_inside_it(opened: OpenPage):
    opened.open("?industry=bearings")
    opened.frame.locator(".pm-legend [data-family=machinery]").click()
    opened.wait_shown(len(RECORDS))


def test_back_and_forward_undo_and_redo_each_of_ten_filters(opened: OpenPage):
    opened.open()
    steps = [Filters()]
    for family in ("machinery", "agrifood", "greenpower", "innovation", "services"):
        opened.frame.locator(f".pm-legend [data-family={family}]").click()
        steps.append(Filters(industry=tuple(sorted((*steps[-1].industry, family)))))
        opened.wait_shown(records(steps[-1]))
    pills = (("kind", "project"), ("kind", "park"), ("stage", "在建"), ("stage", "建成"), ("level", "town"))
    for key, value in pills:
        label = vocabulary().label(key, value, "zh")
        opened.page.locator(f".st-key-f_{key} button", has_text=label).click()
        steps.append(replace(steps[-1], **{key: (*getattr(steps[-1], key), value)}))
        opened.wait_shown(records(steps[-1]))
        expect(opened.page.locator(".st-key-found b")).to_have_text(projects(steps[-1]))
    assert len(steps) == 11
    for step in steps[-2::-1]:
        opened.page.go_back()
        opened.wait_shown(records(step))
        expect(opened.page.locator(".st-key-found b")).to_have_text(projects(step))
    for step in steps[1:]:
        opened.page.go_forward()
        opened.wait_shown(records(step))


def test_the_copied_link_opens_the_same_picture(opened: OpenPage):
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.open(f"?industry=machinery&view=compare&topic={TOPIC}")
    opened.show(116.02, 36.53, 10.75)
    opened.frame.locator("[data-choice=shading]").select_option("town_count")
    opened.frame.locator("[data-layer=park]").click()
    before, drawn = opened.stats(), picture(opened)
    opened.frame.locator("[data-tool=link]").click()
    expect(opened.frame.get_by_text("链接已复制")).to_be_visible()
    link = opened.page.evaluate("navigator.clipboard.readText()")
    opened.page.goto(link)
    opened.open_here()
    opened.frame.wait_for_function("zoom => projectMap.stats().zoom === zoom", arg=before["zoom"])
    after = opened.stats()
    half_px = 0.5 * 360 / 256 / 2 ** before["zoom"]  # what the map rounds to when it gets its size
    assert after["centre"] == pytest.approx(before["centre"], abs=half_px)
    for name in ("shown", "layers", "shading", "chosen", "background"):
        assert after[name] == before[name], name
    expect(opened.page.locator(".st-key-topic input")).to_have_value(topic_label())
    differing = 1.0
    for _ in range(40):  # what is drawn comes in steps
        differing = float((abs(picture(opened) - drawn).max(axis=2) > 32).mean())
        if differing < 0.01:
            break
        opened.frame.evaluate("new Promise(requestAnimationFrame)")
    assert differing < 0.01


def test_a_link_that_asks_for_no_place_on_earth_is_just_a_link(opened: OpenPage):
    whole = opened.open().stats()
    assert opened.open("?at=400,95,abc&shading=none").stats()["centre"] == whole["centre"]
