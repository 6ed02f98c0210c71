"""``/healthz``, ``/metrics`` and the log of the page's server, on real servers."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from geo import workspace
from page import health as page_health
from projects.__main__ import main
from projects.desk.book import open_book
from projects.desk.exchange import read_events
from projects.store import health
from projects.store.database import open_store
from tests.desk.city import make_city
from tests.page.live import ROOT, run_streamlit
from tests.page.talk import Visitor, ask
from tests.server import Server

PROXY = {"X_Forwarded_For": "10.0.0.7"}
SECRET_WORD = "郑家镇轴承"


@dataclass(frozen=True)
class Running:
    url: str
    city: Path
    log: Path


@pytest.fixture(scope="module")
def running(assets: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("running")
    city = make_city(folder / "city")
    environment = {**os.environ, "PROJECT_MAP_WORKSPACE": str(city)}
    with run_streamlit(ROOT / "app.py", environment, log=folder / "log") as server:
        yield Running(server.url, city, folder / "log")


def until(found: Callable[[], bool]) -> None:
    """Wait for what comes within moments; 90 s is far more than it takes."""
    end = time.monotonic() + 90
    while not found():
        assert time.monotonic() < end
        time.sleep(0.2)


def number(url: str, name: str, **labels: str) -> float:
    """The sum of the samples of this name that bear *labels*."""
    text = ask(url, "/metrics")[2]
    wanted = [f'{label}="{value}"' for label, value in labels.items()]
    lines = [line for line in text.splitlines() if re.match(rf"{name}[{{ ]", line)]
    found = [float(line.rsplit(" ", 1)[1]) for line in lines if all(one in line for one in wanted)]
    return sum(found)


def test_a_page_that_can_be_shown_says_ok(running: Running) -> None:
    status, headers, text = ask(running.url, "/healthz")
    assert (status, text, headers["cache-control"]) == (200, "ok\n", "no-store")
    assert ask(running.url, "/healthz", **PROXY)[0] == 200, "a proxy may ask"


def test_requests_sessions_and_refusals_are_counted(running: Running) -> None:
    url = running.url
    assert number(url, "project_map_store_readable") == 1
    with workspace.using(running.city):
        assert number(url, "project_map_records") == len(open_store().records())
    pages = number(url, "project_map_requests_total", route="/", status="200")
    ask(url, "/")
    ask(url, f"/?text={quote(SECRET_WORD)}")
    # A request is counted when it is over, a moment after its answer is there.
    until(lambda: number(url, "project_map_requests_total", route="/", status="200") == pages + 2)
    assert number(url, "project_map_request_seconds_count", route="/") >= 2
    assert number(url, "process_resident_memory_bytes") > 1e7
    with Visitor(url) as visitor:
        visitor.run()
        assert number(url, "project_map_sessions_open") == 1
    until(lambda: number(url, "project_map_sessions_open") == 0)
    before = number(url, "project_map_refusals_total", action="request")
    assert ask(url, "/", "DELETE")[0] == 405
    assert number(url, "project_map_refusals_total", action="request") == before + 1


@pytest.mark.parametrize("path", ["/metrics", "/_stcore/metrics"])
def test_numbers_are_not_for_who_comes_through_a_proxy(running: Running, path: str) -> None:
    assert ask(running.url, path)[0] == 200
    assert ask(running.url, path, **PROXY)[0] == 403


def test_each_answer_has_an_id_and_a_line_of_the_log_without_the_query(running: Running) -> None:
    ids: dict[str, str] = {}
    for path in ("/", f"/?text={quote(SECRET_WORD)}&within=POINT", "/healthz", "/app/static/none.json"):
        ids[path] = ask(running.url, path)[1]["x-request-id"]
    given = "from-the-proxy.1"
    assert ask(running.url, "/", X_Request_ID=given, **PROXY)[1]["x-request-id"] == given
    assert ask(running.url, "/", X_Request_ID=given)[1]["x-request-id"] != given
    assert ask(running.url, "/", X_Request_ID="a b\tc" * 3, **PROXY)[1]["x-request-id"].isalnum()
    with Visitor(running.url) as visitor:
        visitor.run(f"text={SECRET_WORD}")
        shown = visitor.run("view=desk")
    until(lambda: "WEBSOCKET" in running.log.read_text(encoding="utf-8"))
    text = running.log.read_text(encoding="utf-8")
    told = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    by_id = {one["id"]: one for one in told if "route" in one}
    assert set(ids.values()) | {given} <= set(by_id)
    assert all(set(one) == {"at", "id", "method", "route", "status", "ms"} for one in by_id.values())
    assert by_id[ids["/app/static/none.json"]]["route"] == "/app/static/{rest:path}"
    assert SECRET_WORD not in text and quote(SECRET_WORD) not in text and "POINT" not in text
    with workspace.using(running.city):
        names = set(open_store().records()["name"])
    assert any(one in shown for one in names), "the session showed text of the document"
    assert not any(one in text for one in names)


BROKEN = """
import streamlit as st
from page import server

if __name__ == "__main__":
    raise ValueError("SECRET_WORD")
app = st.App(
    __file__, middleware=server.middleware(), routes=server.routes(), on_script_error=server.note_fault
)
"""


def test_a_fault_of_the_page_is_logged_with_the_session_s_id_and_not_what_it_says(tmp_path: Path) -> None:
    script, log = tmp_path / "broken.py", tmp_path / "log"
    script.write_text(BROKEN.replace("SECRET_WORD", SECRET_WORD), encoding="utf-8")
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with run_streamlit(script, environment, log=log) as server:
        with Visitor(server.url) as visitor:
            visitor.run()
        assert number(server.url, "project_map_faults_total", kind="ValueError") == 1
        until(lambda: "WEBSOCKET" in log.read_text(encoding="utf-8"))
    text = log.read_text(encoding="utf-8")
    told = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    fault = next(one for one in told if "error" in one)
    session = next(one for one in told if one.get("method") == "WEBSOCKET")
    assert (fault["error"], fault["id"]) == ("ValueError", session["id"])
    assert "broken.py:6" in fault["where"][-1]
    assert SECRET_WORD not in text


@pytest.mark.wide
def test_tables_that_are_away_are_told_and_come_back(running: Running) -> None:
    away = running.city.with_name("away")
    running.city.rename(away)
    try:
        until(lambda: ask(running.url, "/healthz")[0] == 503)
        _, _, text = ask(running.url, "/healthz")
        assert text.count("\n") == 1 and str(running.city) not in text
        assert number(running.url, "project_map_store_readable") == 0
    finally:
        away.rename(running.city)
    until(lambda: ask(running.url, "/healthz")[0] == 200)


def test_files_of_the_map_that_are_away_are_told(
    assets: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page_health._look().line()[0] == 200
    monkeypatch.setattr("geo.assets.STATIC_DIR", tmp_path)
    status, text = page_health._look().line()
    assert status == 503 and "python -m geo assets" in text


def test_the_age_of_the_edition_is_that_of_what_is_shown(
    assets: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = tmp_path / "city"
    shutil.copytree(workspace.shipped(), city, ignore=shutil.ignore_patterns("desk.sqlite*", "editions"))
    monkeypatch.setenv(workspace.VARIABLE, str(city))
    state = page_health._look()
    events = read_events(city / "events.csv")
    assert state.published == [one.at for one in events if one.action == "publish"][-1]
    assert state.records == len(open_store().records())
    told = state.numbers()["project_map_edition_age_seconds"]
    age = datetime.now(UTC) - datetime.fromisoformat(state.published)
    assert 0 <= told <= age.total_seconds() + 1


def test_the_age_of_an_edition_from_the_desk(
    assets: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(workspace.VARIABLE, str(make_city(tmp_path / "city")))
    open_book(writing=True)
    assert page_health._look().published == ""
    assert main(["review", "accept", str(open_store().records()["id"][0]), "--by", "甲"]) == 0
    assert main(["publish", "--name", "第一版", "--by", "甲"]) == 0
    assert page_health._look().published == open_book().editions()[-1].at != ""


@pytest.mark.wide
def test_a_database_that_is_away_is_told_without_its_password(
    assets: None, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    city, store = make_city(tmp_path / "city"), server.new()
    monkeypatch.setenv("PROJECT_MAP_STORE", store)
    monkeypatch.setenv("PROJECT_MAP_WORKSPACE", str(city))
    open_book(writing=True)
    log = tmp_path / "log"
    with run_streamlit(ROOT / "app.py", os.environ, log=log) as page:
        assert ask(page.url, "/healthz")[::2] == (200, "ok\n")
        server.kill()
        until(lambda: ask(page.url, "/healthz")[0] == 503)
        told = ask(page.url, "/healthz")[2] + ask(page.url, "/metrics")[2] + log.read_text(encoding="utf-8")
        server.start()
        until(lambda: ask(page.url, "/healthz")[0] == 200)
    assert "503: " in told and server.password not in told


def test_an_earlier_state_is_said(tmp_path: Path) -> None:
    city = make_city(tmp_path / "city")
    assert health.look(city).line() == (200, "ok\n")
    (city / "mentions.csv").write_text("broken\n", encoding="utf-8")
    with workspace.using(city):
        state = health.look(city)
    assert state.is_earlier and state.line()[0] == 200 and "earlier" in state.line()[1]
