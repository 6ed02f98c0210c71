"""Files whose name changes with their content are read and packed once, by those who may read them."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import streamlit
from starlette.responses import Response

from geo.assets import STATIC_DIR
from page.kept import ASKED_AGAIN, FOREVER, LASTING, Kept
from tests.page.talk import ask

SCRIPT = "let " + "a" * 3000
OURS = "/app/static/web/map-0123456789ab.js"
Answer = tuple[int, dict[str, str], bytes]


class Site:
    """An application below ``/map`` behind the layer, which has room for two files."""

    def __init__(self) -> None:
        self.asked: list[str] = []  # what reached the application itself
        self._app = Kept(self._answer, base="/map", most_bytes=2 * len(SCRIPT))

    async def _answer(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        self.asked.append(scope["path"])
        status = 404 if "gone" in scope["path"] else 200
        answer = Response(SCRIPT, status, media_type="text/javascript", headers={"etag": '"1"'})
        await answer(scope, receive, send)

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Status, headers and body of an answer."""
        told: list[Any] = []

        async def send(message: Any) -> None:
            told.append(message)

        path, _, query = path.partition("?")
        scope = {"type": "http", "method": method, "path": "/map" + path, "query_string": query.encode()}
        named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]

        async def receive() -> dict[str, Any]:
            return {"type": "http.request"}

        answer = self._app({**scope, "headers": named}, receive, send)
        with ThreadPoolExecutor(1) as aside:  # the browser's tests keep a loop running in this thread
            aside.submit(asyncio.run, answer).result()
        given = {name.decode(): value.decode() for name, value in told[0]["headers"]}
        return told[0]["status"], given, b"".join(one.get("body", b"") for one in told[1:])


@pytest.fixture
def site() -> Site:
    return Site()


def test_a_file_is_read_once_and_comes_packed_to_who_takes_it(site: Site) -> None:
    for number in range(3):
        _, plain, body = site.get(OURS)
        assert (body.decode(), plain["cache-control"]) == (SCRIPT, FOREVER)
        _, packed, body = site.get(OURS, accept_encoding="gzip, br")
        assert (len(body), packed["cache-control"]) == (int(packed["content-length"]), FOREVER)
        if number:  # who comes first gets it as it is
            assert (packed["content-encoding"], packed["vary"]) == ("gzip", "Accept-Encoding")
            assert gzip.decompress(body).decode() == SCRIPT
    assert "content-encoding" not in plain
    assert len(site.asked) == 2


def test_who_has_it_is_told_so(site: Site) -> None:
    site.get(OURS)
    status, headers, body = site.get(OURS, if_none_match='"0", W/"1"')
    assert (status, body, headers["etag"]) == (304, b"", '"1"')
    assert site.get(OURS, if_none_match='"2"')[0] == 200
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/app/static/data/areas.json", "GET", {}),  # nothing says that it lasts
        ("/", "GET", {}),
        ("/_stcore/health", "GET", {}),
        ("/media/0123456789ab.csv", "GET", {}),
        ("/app/static/web/gone-0123456789ab.js", "GET", {}),
        (OURS + "?v=1", "GET", {}),
        (OURS, "POST", {}),
        (OURS, "GET", {"range": "bytes=0-9"}),
    ],
)
def test_all_else_is_asked_for_each_time(site: Site, path: str, method: str, headers: dict[str, str]) -> None:
    for _ in range(2):
        assert "cache-control" not in site.get(path, method, **headers)[1]
    assert len(site.asked) == 2


def test_what_the_map_shows_is_asked_for_again(site: Site) -> None:
    for _ in range(2):
        _, headers, _ = site.get("/app/static/data/areas-0123456789ab.json")
        assert headers["cache-control"] == ASKED_AGAIN
    assert len(site.asked) == 1


def test_what_was_not_asked_for_longest_makes_room(site: Site) -> None:
    first, second, third = (f"/app/static/data/areas-{number:012x}.json" for number in range(3))
    for path in (first, second, first, third, first, second):
        assert site.get(path)[2].decode() == SCRIPT
    assert site.asked == ["/map" + path for path in (first, second, third, second)]


@pytest.fixture(scope="module")
def files(assets: None, shipped_url: str) -> Iterator[list[str]]:
    """Addresses of Streamlit's and our own files that a page loads."""
    ask(shipped_url)
    own = [f"/app/static/{path.relative_to(STATIC_DIR)}" for path in STATIC_DIR.glob("leaflet-*/leaflet.*")]
    of_streamlit = Path(streamlit.__file__).parent / "static"
    yield own + [f"/{path.relative_to(of_streamlit)}" for path in of_streamlit.glob("static/js/index.*.js")]


def test_the_page_s_server_keeps_them_as_they_are_on_disk(files: list[str], shipped_url: str) -> None:
    folders = {"/app/static/": STATIC_DIR, "/static/": Path(streamlit.__file__).parent / "static/static"}
    assert len(files) >= 3
    for path in files:
        assert LASTING.fullmatch(path)
        root = next(start for start in folders if path.startswith(start))
        content = (folders[root] / path.removeprefix(root)).read_bytes().decode()
        for _ in range(2):
            status, headers, text = ask(shipped_url, path)
            assert (status, text) == (200, content)
            assert "immutable" in headers["cache-control"]
            assert headers["x-content-type-options"] == "nosniff"
