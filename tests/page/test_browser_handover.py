"""The menus of what can be taken along: data, a print, the page in one file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from projects.model.records import read_records
from tests.page.live import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.wide]
RECORDS = read_records()
AUTO = int((RECORDS["industry"] == "auto").sum())


def fetched(opened: OpenPage, menu: str, button: str) -> tuple[str, bytes]:
    """Open the menu, press the button: name and content of the file."""
    opened.page.get_by_role("button", name=menu, exact=False).first.click()
    with opened.page.expect_download(timeout=90_000) as download:
        opened.page.locator("[data-testid=stPopoverBody]").get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_the_export_holds_exactly_what_is_shown_in_the_format_that_is_chosen(opened: OpenPage):
    opened.open("?industry=auto")
    opened.page.get_by_role("button", name="导出").click()
    body = opened.page.locator("[data-testid=stPopoverBody]")
    body.get_by_label("格式").click()
    opened.page.get_by_role("option", name="GeoJSON — 网页与程序").click()
    button = body.locator("[class*=st-key-get_projects][class*=geojson]").get_by_role("button")
    with opened.page.expect_download() as download:
        button.click()  # that of the new format, which takes the place of the one before
    name = download.value.suggested_filename
    assert name.startswith("projects-auto-") and name.endswith(".geojson")  # filter and day
    found = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert len(found["features"]) == AUTO


def test_a_print_comes_as_vector_pdf(opened: OpenPage):
    opened.open("?industry=auto")
    name, content = fetched(opened, "打印", "PDF")
    assert re.fullmatch(r"map-聊城市-A3-auto-\d{4}-\d\d-\d\d\.pdf", name)
    assert content.startswith(b"%PDF")


def test_the_single_file_names_the_records_shown_and_no_other(opened: OpenPage):
    opened.open("?industry=auto")
    name, content = fetched(opened, "单文件", "下载")
    assert re.fullmatch(r"map-聊城市-auto-\d{4}-\d\d-\d\d\.html", name)
    text = content.decode("utf-8")
    shown = RECORDS.loc[RECORDS["industry"] == "auto", "id"]
    other = RECORDS.loc[RECORDS["industry"] == "bearings", "id"]
    assert all(each in text for each in shown)
    assert not any(each in text for each in other)
