"""The map first: what is chosen shows on it before the page has answered, and is what the page answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from geo import workspace
from geo.assets import STATIC_DIR
from geo.boundaries import load_areas
from projects.model.records import read_records
from projects.presentation import filterpanel
from projects.presentation.pagedata import PageData, read_page_data
from projects.store.conditions import LISTS
from projects.store.filters import Filters
from projects.store.query import mask
from projects.store.vocabulary import vocabulary
from tests.page.live import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
OFFERED = filterpanel.choices(load_areas(), vocabulary()).offered()
SHOWN = """([count, answered]) => {
  const found = projectMap.stats();
  return found.shown === count && found.answered === answered;
}"""
MASK = (
    "({lists, years}) => { PM.state.others = null; return Array.from(PM.ahead.mask({lists, years}, 'zh')); }"
)


@dataclass
class Line:
    """The web socket between page and server; while it is held, nothing reaches the server."""

    is_held: bool = False
    kept: list[tuple[WebSocketRoute, str | bytes]] = field(default_factory=list)

    def join(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        route.on_message(
            lambda message: self.kept.append((server, message)) if self.is_held else server.send(message)
        )

    def let_go(self) -> None:
        self.is_held = False
        for server, message in self.kept:
            server.send(message)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def held(browser: Browser, shipped_url: str, line: Line) -> Iterator[OpenPage]:
    """The page on a line that can be held."""
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.route_web_socket("**/_stcore/stream", line.join)
    opened = OpenPage(page, shipped_url)
    yield opened
    page.close()
    assert opened.errors == []


def count(**asked: Any) -> int:
    return int(mask(RECORDS, Filters(**asked)).sum())


def ready(opened: OpenPage, query: str = "") -> None:
    opened.open(query)
    opened.frame.wait_for_function("() => PM.ahead.isReady()")


def wait(opened: OpenPage, number: int, *, answered: bool) -> None:
    opened.frame.wait_for_function(SHOWN, arg=[number, answered])


def test_the_map_follows_before_the_page_has_answered(held: OpenPage, line: Line):
    text = "轴承"
    ready(held, f"?text={text}")
    listed = held.page.locator(".st-key-side .records")
    expect(listed).to_have_text(str(count(text=text)))
    line.is_held = True
    held.page.locator(".st-key-f_level").get_by_text("镇街", exact=True).click()
    wait(held, count(text=text, level=("town",)), answered=False)
    held.page.locator(".st-key-f_kind").get_by_text("项目", exact=True).click()
    both = count(text=text, level=("town",), kind=("project",))
    assert 0 < both < count(text=text, level=("town",)) < count(text=text)
    wait(held, both, answered=False)
    expect(listed).to_have_text(str(count(text=text)))  # the page has not heard of it
    line.let_go()
    wait(held, both, answered=True)
    expect(listed).to_have_text(str(both))


def test_lists_and_years_are_followed_too(held: OpenPage, line: Line):
    ready(held, "?county=东昌府区&county=临清市")
    line.is_held = True
    held.page.locator(".st-key-f_county [data-tag]", has_text="临清市").get_by_role("button").click()
    one = count(county=("东昌府区",))
    wait(held, one, answered=False)
    first, _ = filterpanel.year_range()
    held.page.locator(".st-key-f_years input").first.focus()
    for _ in range(8):
        held.page.keyboard.press("ArrowRight")
    later = count(county=("东昌府区",), year_from=first + 8)
    assert 0 < later < one
    wait(held, later, answered=False)


def test_the_legend_is_followed_too(held: OpenPage, line: Line):
    ready(held, "?level=town")
    line.is_held = True
    held.frame.locator("[data-family=machinery]").click()
    wait(held, count(level=("town",), industry=("machinery",)), answered=False)
    line.let_go()
    wait(held, count(level=("town",), industry=("machinery",)), answered=True)


def test_what_the_page_changes_itself_waits_for_it(held: OpenPage, line: Line):
    ready(held, "?county=东昌府区")
    line.is_held = True
    held.page.locator(".st-key-foot button").first.click()
    expect(held.page.locator(".st-key-foot button").first).to_be_visible()
    assert held.stats()["shown"] == count(county=("东昌府区",))
    line.let_go()
    wait(held, len(RECORDS), answered=True)


def test_random_choices_give_the_records_of_the_filter(opened: OpenPage):
    data = read_page_data(workspace.tables())
    assert (STATIC_DIR / data.published.choices).is_file()
    ready(opened)
    chance = random.Random(16)
    seen = 0
    for _ in range(200):
        keys = chance.sample(LISTS, chance.randint(1, 3))
        asked = {key: tuple(chance.sample(OFFERED[key], min(2, len(OFFERED[key])))) for key in keys}
        years = tuple(sorted(chance.sample(range(2014, 2026), 2))) if chance.random() < 0.3 else None
        filters = Filters(**asked, year_from=years[0] if years else None, year_to=years[1] if years else None)
        there = opened.frame.evaluate(MASK, {"lists": _labels(data, asked), "years": years})
        here = mask(data.index, filters)[data.published.order]
        assert np.array_equal(np.asarray(there, bool), here), filters
        seen += int(here.any())
    assert seen > 60


def _labels(data: PageData, asked: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {
        key: [filterpanel.option_label(data.known, "zh", key, value) for value in values]
        for key, values in asked.items()
    }


def test_a_map_that_never_draws_does_not_keep_the_rest(browser: Browser, shipped_url: str):
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.route("**/data/records-*.json", lambda route: route.abort())
    page.goto(shipped_url)
    expect(page.locator(".st-key-side .records")).to_have_text(f"{len(RECORDS):,}")
    expect(page.locator(".st-key-f_level")).to_be_visible()
    page.close()
