"""What the page's server tells browsers, which hosts and origins it answers to, and who may look only."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect
from websockets.exceptions import InvalidStatus

from projects.accounts import presence
from projects.accounts.register import open_register
from tests.desk.city import make_city
from tests.page.live import ROOT, OpenPage, run_streamlit, serve, settle
from tests.page.talk import Visitor, ask

WANTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
SAVE = json.dumps(
    {
        "do": "save_view",
        "scene": {
            **{"lon": 116, "lat": 36.4, "zoom": 9, "query": {}, "title": "占位"},
            "layers": dict.fromkeys(("county", "town", "park", "base", "project"), True),
        },
    }
)


@pytest.mark.parametrize(
    "path",
    ["/", "/app/static/nothing.json", "/_stcore/health", "/component/nothing", "/enter", "/favicon.png"],
)
def test_every_answer_of_the_page_tells_browsers_what_not_to_do(shipped_url: str, path: str) -> None:
    _, headers, _ = ask(shipped_url, path)
    assert {name: headers.get(name) for name in WANTED} == WANTED
    policy = dict(one.strip().partition(" ")[::2] for one in headers["content-security-policy"].split(";"))
    assert (policy["default-src"], policy["object-src"]) == ("'self'", "'none'")
    assert policy["frame-ancestors"] == policy["form-action"] == policy["base-uri"] == "'self'"
    assert not any("*" in told or "http:" in told for told in policy.values())


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", ""])
def test_the_page_answers_to_known_hosts_only(shipped_url: str, host: str) -> None:
    assert ask(shipped_url, "/", Host=host)[0] == 400
    assert ask(shipped_url, "/_stcore/health", Host="localhost")[0] == 200


def test_a_page_of_another_site_opens_no_websocket(shipped_url: str) -> None:
    for origin in ("http://elsewhere.example", "null", "http://127.0.0.1:1"):
        with pytest.raises(InvalidStatus), Visitor(shipped_url, Origin=origin):
            pass
    with Visitor(shipped_url, Origin=shipped_url.rstrip("/")):
        pass


@pytest.fixture(scope="module")
def wide(assets: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server on all addresses without accounts, and the folder of its views."""
    folder = tmp_path_factory.mktemp("wide")
    city = make_city(folder / "city")
    environment = {
        **os.environ,
        "PROJECT_MAP_WORKSPACE": str(city),
        "PROJECT_MAP_VIEWS": str(folder / "views"),
    }
    with run_streamlit(ROOT / "app.py", environment, address="0.0.0.0") as server:
        yield server.url, folder / "views"


@pytest.mark.wide
def test_on_all_addresses_without_accounts_one_may_only_look(wide: tuple[str, Path]) -> None:
    url, views = wide
    with Visitor(url) as visitor:
        told = visitor.run()
        assert "没有账户" in told and "map" in visitor.ids
        visitor.run("", map=SAVE)
        assert "没有账户" in visitor.run("view=desk")
    assert not views.exists()
    assert ask(url, "/_stcore/upload_file/a/b", "PUT", b"x")[0] == 401


@pytest.mark.wide
def test_behind_a_proxy_without_accounts_one_may_only_look(assets: None, tmp_path: Path) -> None:
    """On loopback, but the request came through something."""
    city = make_city(tmp_path / "city")
    with serve(PROJECT_MAP_WORKSPACE=str(city)) as url:
        with Visitor(url, X_Forwarded_For="10.0.0.7") as visitor:
            visitor.run()
            visitor.run("", map=SAVE)
        assert not (city / "views").exists()
        with Visitor(url) as visitor:
            visitor.run()
            visitor.run("", map=SAVE)
        assert (city / "views" / "views.json").is_file(), "at the desk itself nothing changed"


@pytest.mark.browser
@pytest.mark.wide
def test_the_page_keeps_to_its_policy(browser: Browser, shipped_url: str) -> None:
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    against: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            against.append(message.text)

    page.on("console", hear)
    opened = OpenPage(page, shipped_url)
    opened.open()
    for view in ("compare", "desk"):
        page.goto(f"{shipped_url}?view={view}")
        page.wait_for_selector("[data-testid=stApp]")
        settle(page)
    page.close()
    assert against == []
    assert opened.errors == []


@pytest.mark.browser
@pytest.mark.wide
def test_signing_in_and_out(
    assets: None, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = make_city(tmp_path / "city")
    monkeypatch.setenv(presence.VARIABLE, str(tmp_path / "accounts.sqlite"))
    register = open_register(is_new_allowed=True)
    register.put("李四", frozenset({"editor", "reviewer"}), "correct horse battery")
    register.set("reading", "closed")
    with serve(PROJECT_MAP_WORKSPACE=str(city)) as url:
        page = browser.new_context(viewport={"width": 1600, "height": 1000}).new_page()
        page.goto(url)
        expect(page.get_by_role("heading")).to_have_text("项目地图 · 登录")
        page.get_by_label("用户名").fill("李四")
        page.get_by_label("密码").fill("wrong wrong wrong")
        page.get_by_role("button").click()
        expect(page.get_by_role("alert")).to_have_text("用户名或密码不对。")
        page.get_by_label("用户名").fill("李四")
        page.get_by_label("密码").fill("correct horse battery")
        page.get_by_role("button").click()
        page.wait_for_url(url)
        OpenPage(page, url).open_here()
        settle(page)
        page.get_by_role("link", name="李四").click()
        expect(page.locator("main")).to_contain_text("编辑、核对人")
        page.get_by_role("button", name="退出登录").click()
        expect(page.get_by_label("密码")).to_be_visible()
        page.context.close()
    assert register.log.check().fault == ""
