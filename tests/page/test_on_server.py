"""The page on a PostgreSQL server: it reads there, and a server that is away is said in a line."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest
from streamlit.testing.v1 import AppTest

from geo import workspace
from projects.desk.book import open_book
from projects.presentation.pagedata import read_page_data
from projects.store.database import open_store
from tests.server import Server

pytestmark = pytest.mark.wide

APP = Path(__file__).parents[2] / "app.py"


def test_the_page_lives_on_the_server(
    assets: None, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city, store = tmp_path / "city", server.new()
    shutil.copytree(workspace.shipped(), city, ignore=shutil.ignore_patterns("*.sqlite*", "editions"))
    monkeypatch.setenv("PROJECT_MAP_STORE", store)
    monkeypatch.setenv("PROJECT_MAP_WORKSPACE", str(city))
    open_book(writing=True)
    assert open_store().server
    with psycopg.connect(store) as connection:  # so that it shows where the page reads
        connection.execute("UPDATE map.records SET name = '只在服务器上' WHERE fid = 1")
    assert "只在服务器上" in set(read_page_data(city).records["name"])

    page = AppTest.from_file(str(APP), default_timeout=300).run()
    assert not page.exception and not page.error
    server.kill()
    page.run()
    # A map that is there stays there, with a toast, whose Markdown has a backslash before each mark.
    said = " ".join(one.value for one in [*page.error, *page.toast]).replace("\\", "")
    server.start()
    assert not page.exception and "127.0.0.1" in said and server.password not in said
    page.run()
    assert not page.exception and not page.error
