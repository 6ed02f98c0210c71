"""What a planner does: counts beside choices, the legend as a filter, links, back and forward."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from projects.model.records import read_records
from projects.store.counting import count_projects
from projects.store.filters import Filters
from projects.store.query import Index, mask
from tests.page.live import OpenPage

pytestmark = pytest.mark.browser
RECORDS = read_records()
INDEX = Index(RECORDS)


def projects(filters: Filters) -> str:
    return f"{count_projects(RECORDS[mask(INDEX, filters)]):,}"


def records(filters: Filters) -> int:
    return int(mask(INDEX, filters).sum())


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
