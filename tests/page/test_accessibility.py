"""What axe-core finds on the page and in the map's frame; keys reach what the pointer reaches."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.page.live import OpenPage, settle

pytestmark = [pytest.mark.browser, pytest.mark.wide]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def serious(where: Page | Frame) -> list[str]:
    """Violations of serious or critical impact: rule and element."""
    where.evaluate(AXE)
    options = {"runOnly": ["wcag2a", "wcag2aa"], "iframes": False}
    found: dict[str, Any] = where.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, shipped_url: str, scheme: Any):
    page = browser.new_page(viewport={"width": 1600, "height": 1000}, color_scheme=scheme)
    opened = OpenPage(page, shipped_url).open("?county=东昌府区&level=town&kind=project")
    settle(page)
    assert serious(page) == []
    assert serious(opened.frame) == []
    opened.frame.locator("[data-tool=scenes]").click()
    opened.frame.locator(".pm-drawer select").select_option("0")
    assert serious(opened.frame) == []
    opened.frame.locator("[data-act=play]").click()
    page.wait_for_timeout(1500)
    assert serious(opened.frame) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["profile&area=371502105", "compare", "chain&chain=bearings"])
def test_axe_finds_nothing_serious_beside_the_map(browser: Browser, shipped_url: str, scheme: Any, view: str):
    page = browser.new_page(viewport={"width": 1600, "height": 1000}, color_scheme=scheme)
    OpenPage(page, shipped_url).open(f"?view={view}")
    settle(page)
    assert serious(page) == []
    page.get_by_role("button", name="自有资料").click()
    page.locator(".st-key-own_file").wait_for()
    settle(page)
    assert serious(page) == []
    page.close()


def test_keys_scroll_a_profile(browser: Browser, shipped_url: str):
    page = browser.new_page(viewport={"width": 1366, "height": 700})
    OpenPage(page, shipped_url).open("?view=profile&area=371502105")
    settle(page)
    page.locator(".portrait").focus()
    page.keyboard.press("PageDown")
    page.wait_for_function("() => document.querySelector('.st-key-portrait').scrollTop > 100")
    page.close()


def test_every_tool_of_the_map_is_reached_by_key_with_a_visible_focus(opened: OpenPage):
    opened.open()
    opened.frame.locator("#map_div").focus()
    reached = []
    for _ in range(20):
        opened.page.keyboard.press("Tab")
        name, outline = opened.frame.evaluate(
            "() => { const at = document.activeElement, { tool, layer, choice } = at.dataset;"
            " return [tool || layer || choice || '', getComputedStyle(at).outlineStyle]; }"
        )
        if name:
            assert outline != "none", name
            reached.append(name)
    assert {"rectangle", "polygon", "circle", "scenes", "present", "county", "shading", "background"} <= set(
        reached
    )
