"""Ten people at once: each sees an own filter, and the server holds the data once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from geo.assets import install_assets
from projects.store.filters import Filters
from projects.store.query import mask
from tests.page.live import ROOT, OpenPage, run_streamlit
from tests.projects.samples import generated, write_tables

pytestmark = [pytest.mark.browser, pytest.mark.slow]  # what is measured wants a quiet machine
SESSIONS = 10
RECORDS = 20_000
INDUSTRIES = ("bearings", "auto", "machinery", "steel", "chem", "textile", "agri", "food", "energy", "env")
COUNT = ".st-key-side .records"


def resident(pid: int) -> float:
    """Memory of a process in use, MB."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) / 1000


def test_ten_sessions_show_their_own_filters_and_share_the_data(browser: Browser, tmp_path: Path):
    install_assets()
    records = generated(RECORDS)
    tables = write_tables(tmp_path / "tables", records)
    wanted = [int(mask(records, Filters(industry=(each,))).sum()) for each in INDUSTRIES]
    assert len(set(wanted)) > SESSIONS / 2
    with run_streamlit(ROOT / "app.py", {**os.environ, "PROJECT_MAP_TABLES": str(tables)}) as server:
        empty = resident(server.pid)
        sessions, sizes = [], []
        for industry in INDUSTRIES:
            page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
            page.set_default_timeout(120_000)  # the first one waits until the tables are read
            sessions.append(OpenPage(page, server.url).open(f"?industry={industry}"))
            sizes.append(resident(server.pid))
        for opened, count in zip(sessions, wanted, strict=True):
            opened.wait_shown(count)
            expect(opened.page.locator(COUNT)).to_have_text(f"{count:,}")
        # One changes the filter: nobody else's map follows.
        sessions[0].page.locator(".st-key-foot button").first.click()
        sessions[0].wait_shown(RECORDS)
        for opened, count in zip(sessions[1:], wanted[1:], strict=True):
            assert opened.stats()["shown"] == count
        for opened in sessions:
            assert opened.errors == []
            opened.page.context.close()
    first, more = sizes[0] - empty, (sizes[-1] - sizes[0]) / (SESSIONS - 1)
    print(f"server {empty:.0f} MB, with the data of one session {sizes[0]:.0f} MB, each more {more:.1f} MB")
    assert more < first / 10
