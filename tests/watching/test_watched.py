"""Ids of requests, the log's lines, what is counted: around an application of a few lines."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from projects.accounts.door import Door, is_proxied
from projects.watching import lines, numbers
from projects.watching.watched import Watched

TEXT = "某某项目总投资"  # stands for the text of a document
PROXY = {"x-forwarded-for": "10.1.1.1"}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged from here on."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("project_map")
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


async def _app(scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
    if scope["path"] == "/broken":
        raise ValueError(TEXT)
    body = dict(scope["headers"])[b"x-request-id"] if scope["path"] == "/seen" else b""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def ask(
    path: str, query: str = "", *, port: int = 4711, kind: str = "http", **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and text of the answer; *port* 0 is what the server tells behind a trusted proxy."""
    app = Watched(_app, routes=["/", "/seen", "/broken", "/items/{name}"], is_proxied=is_proxied)
    told: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "method": "GET", "path": path, "query_string": query.encode(), "headers": named}
    try:
        # A thread of its own: a browser test of the same process leaves a running loop in this one.
        run = app({**scope, "client": ("10.1.1.1", port)}, None, send)  # type: ignore[arg-type]
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, run).result()
    except ValueError as error:
        assert str(error) == TEXT, "the server still hears of it"
    answered = {name.decode(): value.decode() for name, value in told[0]["headers"]}
    return told[0]["status"], answered, told[1]["body"].decode()


def test_each_request_has_an_id_of_its_own_that_the_application_sees() -> None:
    found = [ask("/seen") for _ in range(2)]
    assert all(headers["x-request-id"] == text for _, headers, text in found)
    assert len({text for _, _, text in found}) == 2


@pytest.mark.parametrize(
    ("given", "port", "headers", "is_taken"),
    [
        ("abc-DEF_0.12", 0, PROXY, True),
        ("abc-DEF_0.12", 4711, PROXY, False),  # whoever calls may write this header
        ("abc-DEF_0.12", 0, {}, False),
        ("short", 0, PROXY, False),
        ("a" * 65, 0, PROXY, False),
        ('abcdefgh","x":"', 0, PROXY, False),
        ("abcdefgh\n12", 0, PROXY, False),
    ],
)
def test_an_id_is_taken_from_a_trusted_proxy_when_well_formed(
    given: str, port: int, headers: dict[str, str], is_taken: bool
) -> None:
    _, told, text = ask("/seen", port=port, x_request_id=given, **headers)
    assert (text == given) == is_taken
    assert told["x-request-id"] == text


def test_the_line_tells_method_route_status_time_and_id_only(log: io.StringIO) -> None:
    _, headers, _ = ask(f"/items/{TEXT}", f"text={TEXT}", referer=f"http://x/?text={TEXT}", cookie=TEXT)
    told = json.loads(log.getvalue())
    assert set(told) == {"at", "id", "method", "route", "status", "ms"}
    assert (told["route"], told["status"], told["id"]) == ("/items/{name}", 200, headers["x-request-id"])
    assert TEXT not in log.getvalue()


def test_an_unknown_path_is_other(log: io.StringIO) -> None:
    ask(f"/nothing/{TEXT}")
    assert json.loads(log.getvalue())["route"] == "other"


def test_a_fault_is_answered_with_its_number_and_without_what_it_says(log: io.StringIO) -> None:
    status, headers, text = ask("/broken")
    assert status == 500
    assert headers["x-request-id"] in text and TEXT not in text
    assert json.loads(log.getvalue())["status"] == 500


@pytest.mark.parametrize(("wanted", "routes"), [("errors", ["/broken"]), ("off", []), ("", ["/", "/broken"])])
def test_what_is_logged_is_a_setting(
    wanted: str, routes: list[str], log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(lines.VARIABLE, wanted)
    ask("/")
    ask("/broken")
    assert [json.loads(line)["route"] for line in log.getvalue().splitlines()] == routes


@pytest.fixture
def made_as_before() -> Iterator[None]:
    """Log records are made afterwards as they were before."""
    made = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(made)


@pytest.mark.parametrize("name", ["uvicorn.error", "streamlit.runtime.app_session", "any"])
def test_what_others_log_of_a_fault_says_where_and_not_what(name: str, made_as_before: None) -> None:
    lines.set_up()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger(name)
    logger.addHandler(handler)
    try:
        raise ValueError(TEXT)
    except ValueError as error:
        logger.error("Exception in ASGI application\n", exc_info=error)
        logger.exception("it failed: %s", error)
    finally:
        logger.removeHandler(handler)
    told = stream.getvalue()
    assert "ValueError" in told and "test_watched.py:" in told
    assert TEXT not in told


def test_the_server_s_own_list_of_requests_is_silent_whoever_hears_it(made_as_before: None) -> None:
    lines.set_up()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("uvicorn.access")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.info('%s - "%s %s"', "127.0.0.1", "GET", f"/?text={TEXT}")
    logger.removeHandler(handler)
    logger.setLevel(level)
    assert stream.getvalue() == ""


def counted(route: str) -> dict[str, float]:
    found = [one for family in numbers.requests.collect() for one in family.samples]
    return {one.labels["status"]: one.value for one in found if one.labels["route"] == route}


def test_requests_are_counted_by_route_and_status() -> None:
    before = counted("/items/{name}").get("200", 0)
    for name in ("a", "b", "c"):
        ask(f"/items/{name}")
    assert counted("/items/{name}")["200"] == before + 3
    text = numbers.text({"project_map_records": 12}).decode()
    assert "project_map_records 12.0" in text
    assert 'project_map_request_seconds_bucket{le="0.1",route="/items/{name}"}' in text


@pytest.mark.parametrize(
    ("client", "headers", "setting", "is_near"),
    [
        ("127.0.0.1", {}, "", True),
        ("::1", {}, "", True),
        ("10.2.3.4", {}, "", False),
        ("10.2.3.4", {}, "192.168.0.0/16 10.2.0.0/16", True),
        ("10.2.3.4", {}, "*", True),
        ("127.0.0.1", PROXY, "*", False),  # through a proxy: from anywhere
        ("127.0.0.1", {"forwarded": "for=1.2.3.4"}, "", False),
        ("", {}, "10.2.0.0/16", False),
    ],
)
def test_numbers_are_for_this_computer_and_the_networks_named(
    client: str, headers: dict[str, str], setting: str, is_near: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROJECT_MAP_METRICS", setting)
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    assert Door("0.0.0.0").is_near({"client": (client, 4711), "headers": told}) == is_near
