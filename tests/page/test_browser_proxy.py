"""nginx with the shipped configuration before two processes of the page, and a browser behind it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.page.live import ROOT, OpenPage, Server, run_streamlit, settle, wait_for
from tests.page.talk import ask
from tests.test_server_files import SERVER

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="no nginx here (Debian: nginx-light)")


@dataclass(frozen=True)
class Proxy:
    url: str
    pages: tuple[Server, Server]
    logs: tuple[Path, Path]
    log: Path


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def configured(folder: Path, port: int, pages: tuple[Server, Server]) -> Path:
    """The shipped configuration with the ports and folders of this machine in it."""
    upstreams = (SERVER / "nginx" / "upstreams.conf").read_text(encoding="utf-8")
    for shipped, page in zip((":8501", ":8502"), pages, strict=True):
        assert shipped in upstreams
        upstreams = upstreams.replace(shipped, f":{page.url.rstrip('/').rpartition(':')[2]}")
    text = (SERVER / "nginx" / "project-map.conf").read_text(encoding="utf-8")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/var/log/nginx", str(folder))
    (folder / "conf.d").mkdir()
    (folder / "conf.d" / "upstreams.conf").write_text(upstreams, encoding="utf-8")
    (folder / "conf.d" / "project-map.conf").write_text(text, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"    {kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    main = folder / "nginx.conf"
    main.write_text(
        f"pid {folder}/nginx.pid;\nerror_log {folder}/start.log;\nevents {{}}\n"
        f"http {{\n{paths}    include {folder}/conf.d/*.conf;\n}}\n",
        encoding="utf-8",
    )
    return main


@pytest.fixture(scope="module")
def proxy(assets: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("proxy")
    folder.chmod(0o755)
    logs = (folder / "page-1.log", folder / "page-2.log")
    app = ROOT / "app.py"
    with (
        run_streamlit(app, os.environ, log=logs[0]) as one,
        run_streamlit(app, os.environ, log=logs[1]) as two,
    ):
        port = free_port()
        command = [str(NGINX), "-c", str(configured(folder, port, (one, two)))]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        # In the foreground, its workers as the same user: all that is written lies in the tests' folder.
        user = " user root;" if os.geteuid() == 0 else ""
        with subprocess.Popen([*command, "-g", f"daemon off;{user}"], stderr=subprocess.DEVNULL) as nginx:
            try:
                wait_for(port)
                yield Proxy(f"http://127.0.0.1:{port}/", (one, two), logs, folder / "project-map.log")
            finally:
                nginx.send_signal(signal.SIGQUIT)


def told(path: Path) -> list[dict[str, object]]:
    """The lines of a log."""
    return [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("{")
    ]


def routes(proxy: Proxy, ids: set[str]) -> dict[str, str]:
    """Which process each of these requests went to: nginx logs a request after it has answered."""
    for _ in range(600):
        to = {str(one["id"]): str(one["to"]) for one in told(proxy.log)}
        if ids <= to.keys():
            return to
        time.sleep(0.05)
    raise AssertionError(f"not in the proxy's log: {ids - to.keys()}")


@pytest.mark.browser
@pytest.mark.wide
def test_a_session_keeps_its_way_through_the_proxy(browser: Browser, proxy: Proxy) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    opened = OpenPage(context.new_page(), proxy.url).open("?text=郑家镇")
    settle(opened.page)
    way = {one["name"]: one["value"] for one in context.cookies()}["project_map_way"]
    opened.page.reload()
    opened.open_here()
    settle(opened.page)
    assert opened.errors == [] and opened.foreign == []
    assert {one["name"]: one["value"] for one in context.cookies()}["project_map_way"] == way
    context.close()
    by_id = {str(one["id"]): str(one["to"]) for one in told(proxy.log) if one["status"] in (101, 200)}
    pages = [{str(one["id"]) for one in told(log) if "route" in one} for log in proxy.logs]
    assert by_id and set(by_id) <= pages[0] | pages[1], "the same ids in the proxy's log and the pages'"
    # All but the first request, which had no cookie yet, is one browser's: its sessions are in one process.
    sessions = {str(one["to"]) for one in told(proxy.log) if one["status"] == 101}
    assert len(sessions) == 1
    logged = proxy.log.read_text(encoding="utf-8")
    assert "text=" not in logged and "%E9%83%91" not in logged


def test_a_browser_s_requests_all_reach_one_process(proxy: Proxy) -> None:
    asked: dict[str, list[str]] = {}
    for number in range(12):
        way = f"{number:032x}"
        for path in ("/", "/_stcore/health", "/app/static/none.json"):
            _, headers, _ = ask(proxy.url, path, Cookie=f"project_map_way={way}")
            assert "project_map_way" not in headers.get("set-cookie", "")
            asked.setdefault(way, []).append(headers["x-request-id"])
    to = routes(proxy, {one for ids in asked.values() for one in ids})
    reached = [{to[one] for one in ids} for ids in asked.values()]
    assert all(len(one) == 1 for one in reached)
    assert len(set[object]().union(*reached)) == 2, "both processes have work"


def test_the_proxy_gives_the_cookie_and_hides_the_numbers(proxy: Proxy) -> None:
    status, headers, _ = ask(proxy.url, "/")
    assert status == 200
    assert headers["set-cookie"].startswith("project_map_way=") and "HttpOnly" in headers["set-cookie"]
    assert ask(proxy.url, "/healthz")[::2] == (200, "ok\n")
    for path in ("/metrics", "/_stcore/metrics", "/ogc/metrics"):
        assert ask(proxy.url, path)[0] == 404


def test_an_id_from_outside_is_replaced(proxy: Proxy) -> None:
    assert ask(proxy.url, "/healthz", X_Request_ID="from-outside-1")[1]["x-request-id"] != "from-outside-1"


def test_a_process_that_ends_leaves_its_browsers_to_the_other(proxy: Proxy) -> None:
    """Last in this module: one of the two is gone afterwards."""
    os.kill(proxy.pages[0].pid, signal.SIGKILL)
    for number in range(12):
        assert ask(proxy.url, "/healthz", Cookie=f"project_map_way={number:032x}")[0] == 200
