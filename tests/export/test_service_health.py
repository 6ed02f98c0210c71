"""``/healthz``, ``/metrics`` and the log of the service, with two processes that answer."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from geo import DATA_DIR, workspace
from projects.store.database import open_store
from tests.export.test_headers import ask

WORD = "郑家镇"
ITEMS = f"/ogc/collections/mentions/items?limit=1&text={quote(WORD)}"


@dataclass(frozen=True)
class Running:
    url: str
    city: Path
    log: Path


def until(found: Callable[[], bool]) -> None:
    """Wait for what comes within moments; 90 s is far more than it takes."""
    end = time.monotonic() + 90
    while not found():
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("service")
    city, log = folder / "city", folder / "log"
    shutil.copytree(workspace.shipped(), city, ignore=shutil.ignore_patterns("desk.sqlite*", "editions"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "projects", "serve", "--port", str(port), "--workers", "2"]
    command += ["--url", "http://map.example.cn/ogc", "--workspace", str(city)]
    # A worker knows nothing of the option: it looks where the first process said.
    with (
        log.open("wb") as said,
        subprocess.Popen(command, cwd=DATA_DIR.parent, stdout=said, stderr=said) as server,
    ):
        try:
            until(lambda: server.poll() is None and is_up(address))
            yield Running(address, city, log)
        finally:
            server.terminate()


def is_up(url: str) -> bool:
    try:
        return ask(url, "/healthz")[0] == 200
    except OSError:
        return False


def answered(url: str) -> float:
    text = ask(url, "/metrics")[2].decode()
    found = re.search(r"^project_map_requests_total\{.*items\".*\} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


@pytest.mark.wide
def test_health_and_numbers_of_both_processes(running: Running) -> None:
    assert ask(running.url, "/healthz")[::2] == (200, b"ok\n")
    before = answered(running.url)
    for _ in range(20):
        assert ask(running.url, ITEMS)[0] == 200
    until(lambda: answered(running.url) == before + 20)
    text = ask(running.url, "/metrics")[2].decode()
    with workspace.using(running.city):
        assert f"project_map_records {len(open_store().records())}.0" in text
    assert "project_map_edition_age_seconds" in text
    assert WORD not in text


def test_numbers_are_for_this_computer(running: Running) -> None:
    for path in ("/metrics", "/ogc/metrics"):
        assert ask(running.url, path)[0] == 200
        assert ask(running.url, path, **{"X-Forwarded-For": "10.0.0.7"})[0] == 403


def test_ids_and_lines_without_queries(running: Running) -> None:
    given = {"X-Request-ID": "from-the-proxy.1", "X-Forwarded-For": "10.0.0.7"}
    assert ask(running.url, ITEMS, **given)[1]["x-request-id"] == given["X-Request-ID"]
    made = ask(running.url, ITEMS, **{"X-Request-ID": given["X-Request-ID"]})[1]["x-request-id"]
    assert made != given["X-Request-ID"]
    until(lambda: f'"{made}"' in running.log.read_text(encoding="utf-8"))
    text = running.log.read_text(encoding="utf-8")
    told = {one["id"]: one for one in map(json.loads, re.findall(r"^\{.*\}$", text, re.MULTILINE))}
    assert told[made]["route"] == "/collections/{name}/items" == told[given["X-Request-ID"]]["route"]
    assert (told[made]["method"], told[made]["status"]) == ("GET", 200)
    assert WORD not in text and quote(WORD) not in text


@pytest.mark.wide
def test_tables_that_are_away_are_told_and_come_back(running: Running) -> None:
    away = running.city.with_name("away")
    running.city.rename(away)
    try:
        until(lambda: ask(running.url, "/healthz")[0] == 503)
        text = ask(running.url, "/healthz")[2].decode()
        if text != "ok\n":  # the other process may not have looked yet
            assert text.count("\n") == 1 and str(running.city) not in text
    finally:
        away.rename(running.city)
    until(lambda: all(ask(running.url, "/healthz")[0] == 200 for _ in range(6)))
