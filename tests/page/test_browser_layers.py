"""Own layers and the print of the view, in the browser."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from geo import workspace
from tests.page.live import OpenPage, serve, settle

pytestmark = [pytest.mark.browser, pytest.mark.wide]
ROWS = """名称,类别,行业,地点,经度,纬度,坐标系,面积
<img src=x onerror=alert(1)>厂房,厂房,轴承及保持器,,115.8,36.4,WGS84,3200
郑家地块,土地,汽车与新能源汽车,郑家镇,,,,20亩
王主任,联系人,,,,,,
"""


@pytest.fixture(scope="module")
def city_url(assets: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cities") / "city"
    shutil.copytree(workspace.shipped(), folder, ignore=shutil.ignore_patterns("views", "own"))
    with serve(PROJECT_MAP_WORKSPACE=str(folder), PROJECT_MAP_WORKSPACES=str(folder.parent)) as url:
        yield url


@pytest.fixture
def own(browser: Browser, city_url: str) -> Iterator[OpenPage]:
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    opened = OpenPage(page, city_url)
    yield opened
    page.close()
    assert opened.errors == [] and opened.foreign == []


def test_a_layer_is_brought_in_shown_filtered_and_removed(own: OpenPage):
    own.open()
    assert own.frame.evaluate("PM.own.stats()") == []
    records = own.stats()["shown"]
    page = own.page
    page.get_by_role("button", name="自有资料").click()
    body = page.locator("[data-testid=stPopoverBody]")
    body.get_by_text("自有图层", exact=True).click()
    expect(page.locator(".st-key-own_file")).to_have_count(0)  # the other form is gone
    # Its name is the name of the layer.
    own_file = {"name": "招商.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
    body.locator(".st-key-layer_file input[type=file]").set_input_files(
        own_file
    )  # it gives the layer its name
    body.get_by_role("button", name="导入", exact=True).click()
    own.frame.wait_for_function("PM.own.stats().length === 1")
    assert own.frame.evaluate("PM.own.stats()") == [{"name": "招商", "drawn": 2, "off": 1}]
    assert own.stats()["shown"] == records  # no record is more
    body.get_by_role("button", name="导入", exact=True).click()  # a second time only when that is asked for
    expect(body.get_by_text("已有图层「招商」")).to_be_visible()
    expect(body.get_by_text("替换已有的图层「招商」")).to_be_visible()
    page.keyboard.press("Escape")

    own.open("?industry=bearings")
    own.frame.wait_for_function("PM.own.stats().length === 1 && PM.own.stats()[0].drawn === 1")
    page.get_by_role("tab", name="自有 1").click()
    settle(page)
    expect(page.get_by_text("图上 1，未落点 0")).to_be_visible()
    own.frame.locator(".pm-own-icon").click()
    expect(own.frame.locator(".pm-own-card h3")).to_have_text("<img src=x onerror=alert(1)>厂房")
    assert own.frame.locator(".pm-own-card img").count() == 0

    page.get_by_role("button", name="自有资料").click()
    body.get_by_text("自有图层", exact=True).click()
    body.get_by_role("button", name="删除").click()
    own.frame.wait_for_function("PM.own.stats().length === 0")
    expect(own.frame.locator(".pm-own-icon")).to_have_count(0)


def test_the_map_tells_its_view_while_one_prints_and_the_slide_shows_it(own: OpenPage, tmp_path: Path):
    own.open("?industry=auto")
    own.show(115.9, 36.45, 11.5)
    sent = "() => window.told"
    own.frame.evaluate(
        "() => { window.told = 0; "
        "parent.addEventListener('message', ({ data }) => { window.told += data.value?.do === 'view'; }); }"
    )
    own.page.get_by_role("button", name="打印").first.click()
    own.frame.wait_for_function("() => window.told > 0")
    settle(own.page)
    told = own.frame.evaluate(sent)
    body, slides = own.page.locator("[data-testid=stPopoverBody]"), set()
    for extent in ("当前画面", "全图") * 3:  # what is chosen may come after the file that is asked for
        body.get_by_text(extent, exact=True).click()
        settle(own.page)
        with own.page.expect_download(timeout=90_000) as download:
            body.get_by_role("button", name="1920").click()
        slides.add(Path(download.value.path()).read_bytes())
        if len(slides) == 2:
            break
    assert [Image.open(io.BytesIO(slide)).size for slide in slides] == [(1920, 1080)] * 2
    assert own.frame.evaluate(sent) == told  # what does not move is not told again
