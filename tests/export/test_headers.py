"""Headers and hosts of the service, and the requests that once were tracebacks."""

from __future__ import annotations

import csv
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from geo import DATA_DIR
from geo.own.match import UNMATCHED, Matching, Row
from geo.own.review import read_decisions, write_review
from geo.tables import RISKY, harmless, plain
from projects.__main__ import main
from projects.desk.events import Event
from projects.desk.exchange import events_table, read_events
from projects.errors import InputError
from projects.export.headers import COMMON, SERVICE_POLICY, address, allowed, host_and_port
from projects.store.filters import Filters
from projects.store.shapes import read_outline

ODD = ["=1+1", "+1", "-1", "@a", "\ta", "'=1", "＝1", "'", "甲", "a=b", "'a"]


@contextmanager
def serving(host: str, *options: str) -> Iterator[str]:
    """The service's address at a loopback address *host*."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as free:
        free.bind((host, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "projects", "serve", "--host", host, "--port", str(port), *options]
    with subprocess.Popen(
        command, cwd=DATA_DIR.parent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        shown = address(host, port)
        for _ in range(600):
            try:
                ask(shown, "/conformance?f=json")
                break
            except OSError:
                assert server.poll() is None
                time.sleep(0.2)
        try:
            yield shown
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving("127.0.0.1", "--allow-host", "map.example.cn") as shown:
        yield shown


def ask(url: str, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url + path, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "path", ["/?f=html", "/?f=json", "/collections/mentions/items?limit=1", "/nothing", "/openapi?f=json"]
)
def test_every_answer_tells_browsers_what_not_to_do(url: str, path: str) -> None:
    _, headers, _ = ask(url, path)
    assert {name: headers.get(name) for name in COMMON} == COMMON
    assert headers["content-security-policy"] == SERVICE_POLICY
    assert "frame-ancestors 'none'" in SERVICE_POLICY
    assert "http" not in SERVICE_POLICY, "nothing from other hosts"


@pytest.mark.parametrize(
    ("host", "status"), [("map.example.cn", 200), ("evil.example", 400), ("evil.example:80", 400), ("", 400)]
)
def test_only_known_hosts_are_answered_to(url: str, host: str, status: int) -> None:
    assert ask(url, "/conformance?f=json", Host=host)[0] == status


def test_which_hosts_are_known() -> None:
    own = ("localhost", "127.0.0.1", "[::1]")
    assert allowed("http://127.0.0.1:5000", "127.0.0.1", ()) == ("127.0.0.1", "localhost", "[::1]")
    assert allowed("http://0.0.0.0:5000", "0.0.0.0", ()) == ("*",)
    assert allowed("https://map.example.cn/maps", "0.0.0.0", ()) == ("map.example.cn", *own)
    assert allowed("http://0.0.0.0:5000", "0.0.0.0", ["a.cn"]) == ("a.cn", "0.0.0.0", *own)
    assert allowed("http://[::1]:5000", "::1", ()) == ("[::1]", *own[:2])
    assert allowed("http://[::]:5000", "::", ()) == allowed("http://:5000", "", ()) == ("*",)


@pytest.mark.parametrize("bound", ["", "0.0.0.0", "::", "::1", "127.0.0.1", "fe80::1"])
def test_a_request_without_a_host_is_never_known_where_hosts_are_named(bound: str) -> None:
    assert "" not in allowed(address(bound, 8501), bound, ["a.cn", ""])


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://127.0.0.1:5000", ("127.0.0.1", 5000)),
        ("https://map.example.cn/maps", ("map.example.cn", 80)),
        ("map.example.cn:8080/maps", ("map.example.cn", 8080)),
        ("http://[::1]:5000", ("[::1]", 5000)),
        ("http://[::1]/", ("[::1]", 80)),
    ],
)
def test_host_and_port_of_an_address(url: str, wanted: tuple[str, int]) -> None:
    assert host_and_port(url) == wanted


@pytest.mark.parametrize("url", ["http://::1:5000", "http://[::1", "http://map.example.cn:port"])
def test_what_is_no_address_is_refused_in_one_line(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--url", url]) == 2
    assert capsys.readouterr().err == (
        f"{url!r}: expected an address such as http://map.example.cn or http://[::1]:5000\n"
    )


def test_the_service_listens_at_an_ipv6_address() -> None:
    with serving("::1") as shown:
        status, _, body = ask(shown, "/collections?f=json")
        assert status == 200 and json.loads(body)["links"][0]["href"].startswith(shown)
        assert ask(shown, "/conformance?f=json", Host="")[0] == 400


@pytest.mark.parametrize("language", ["*", "xx", "", "zh;q=NaN, *;q=0.1", "," * 500, "é"])
def test_any_language_is_answered(url: str, language: str) -> None:
    assert ask(url, "/?f=html", **{"Accept-Language": language})[0] == 200


@pytest.mark.parametrize(
    "query",
    [
        *("near=116,36,1e308", "near=nan,nan,1", "near=116,36,-1", "bbox=nan,1,2,3", "bbox=1e308,1,1e309,2"),
        "within=POLYGON((0 0,1e308 0,1e308 1e308,0 0))",
        "within=POLYGON((nan 0,1 0,1 1,nan 0))",
        "filter=" + "(" * 3000 + "name='a'" + ")" * 3000,
        *("limit=1e9", "offset=-1", "datetime=9999999999-01-01T00:00:00Z", "text=" + "a" * 5000),
    ],
)
def test_a_wrong_value_is_refused_in_words(url: str, query: str) -> None:
    status, _, body = ask(url, "/collections/mentions/items?" + urllib.parse.quote(query, safe="=&"))
    assert status in (200, 400, 414), body[:300]
    assert b"Traceback" not in body
    if status == 400:
        assert json.loads(body)["description"]


@pytest.mark.parametrize("text", ["POLYGON((0 0,1e308 0,1e308 1e308,0 0))", "POLYGON((nan 0,1 0,1 1,nan 0))"])
def test_an_outline_of_no_degrees_is_ignored_with_a_notice(text: str) -> None:
    filters, notices = Filters.from_query({"within": [text]})
    assert (filters, len(notices)) == (Filters(), 1)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e308", "1e400"])
def test_a_geojson_of_no_numbers_is_refused(number: str, tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    ring = f"[[{number},1],[1,1],[2,2],[{number},1]]"
    path.write_text('{"type":"Polygon","coordinates":[' + ring + "]}")
    with pytest.raises(InputError):
        read_outline(path)


@pytest.mark.parametrize("text", ODD)
def test_harmless_and_back(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(tuple(sign for sign in RISKY if sign != "'"))
    assert plain(cell) == text


def test_a_review_list_holds_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    write_review(
        path, [Matching(Row(1, "@x", "=cmd|'/c calc'!A1", None), UNMATCHED, None, "", "-1")], {1: "+1"}
    )
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert read_decisions(path) == {1: "+1"}


@pytest.mark.parametrize("text", ODD)
def test_events_come_back_from_a_table_without_formulas(tmp_path: Path, text: str) -> None:
    event = Event(
        event_id="0123456789ab" + "0" * 20,
        previous="",
        at="2024-01-01T00:00:00.000Z",
        by=text,
        record="abc",
        action="accept",
        before={},
        after={"name": text},
        why=text,
    )
    path = tmp_path / "events.csv"
    path.write_bytes(events_table([event]))
    with path.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert read_events(path) == [event]
