"""The page on a PostgreSQL server: what is saved lies there, and a server that is away is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from geo import workspace
from projects.desk.book import open_book
from projects.store.database import open_store
from tests.page.live import OpenPage, serve, settle
from tests.server import Server

pytestmark = pytest.mark.browser


def test_the_page_lives_on_the_server(
    assets: None, browser: Browser, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city, store = tmp_path / "city", server.new()
    shutil.copytree(workspace.shipped(), city, ignore=shutil.ignore_patterns("*.sqlite*", "editions"))
    monkeypatch.setenv("PROJECT_MAP_STORE", store)
    with workspace.using(city):
        open_book(writing=True)
        assert open_store().server
    with psycopg.connect(store) as connection:  # so that it shows where the page reads
        connection.execute("UPDATE map.records SET name = '只在服务器上' WHERE fid = 1")
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    with serve(PROJECT_MAP_WORKSPACE=str(city)) as url:
        opened = OpenPage(page, url).open("?text=只在服务器上")
        opened.wait_shown(1)
        opened.frame.locator("[data-tool=scenes]").click()
        drawer = opened.frame.locator(".pm-drawer")
        drawer.get_by_label("视图名称").fill("汽车")
        drawer.get_by_text("保存当前视图").click()
        expect(drawer.locator(".pm-views li")).to_have_count(1)
        with psycopg.connect(store) as connection:
            saved = connection.execute("SELECT path, content FROM views").fetchall()
        assert [path for path, _ in saved] == ["views.json"] and "汽车" in saved[0][1]
        assert not (city / "views" / "views.json").exists()

        server.kill()
        page.goto(url)
        settle(page)
        text = page.locator("[data-testid=stApp]").inner_text()
        assert "127.0.0.1" in text and server.password not in text and "Traceback" not in text
        page.screenshot(path=str(tmp_path / "away.png"))
        server.start()
        opened.open()
        opened.frame.locator("[data-tool=scenes]").click()
        expect(opened.frame.locator(".pm-views").get_by_text("汽车", exact=True)).to_be_visible()
        page.screenshot(path=str(tmp_path / "again.png"))
    page.close()
