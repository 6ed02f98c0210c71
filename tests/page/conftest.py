"""A running server and a browser for the tests of the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from geo.assets import install_assets
from page import headstart
from tests.page.live import CHROMIUM_OPTIONS, OpenPage, serve

expect.set_options(timeout=30_000)  # the machine may be busy


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A second try for what drives a browser: the browser shares a busy machine with what it shows.

    The summary counts the second tries; what fails twice fails.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session", autouse=True)
def nothing_to_wait_for() -> Iterator[None]:
    """Where the page runs without a browser (AppTest) nobody tells that the map is drawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headstart, "WAITED_S", 0.0)
        yield


@pytest.fixture(scope="session")
def assets() -> None:
    install_assets()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "chromium is needed: tests/run installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shipped_url(assets: None) -> Iterator[str]:
    with serve() as url:
        yield url


@pytest.fixture
def opened(browser: Browser, shipped_url: str) -> Iterator[OpenPage]:
    """The page with the shipped data; afterwards no foreign request and no script error is left."""
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    opened = OpenPage(page, shipped_url)
    yield opened
    page.close()
    assert opened.errors == []
