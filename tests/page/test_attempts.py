"""Anonymous attempts to change something, at real servers: all refused, all in the log, nothing changed.

Page and service run with accounts; reading is open, so that the attempts come as far as they can.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from projects.accounts import presence
from projects.accounts.database import _opened
from projects.accounts.door import COOKIE
from projects.accounts.log import Row
from projects.accounts.register import Register, open_register
from tests.desk.city import make_city
from tests.page.live import ROOT, serve
from tests.page.talk import Visitor, ask

PASSWORD = "correct horse battery"
SCENE = {"lon": 116, "lat": 36.4, "zoom": 9, "query": {}, "layers": dict.fromkeys(
    ("county", "town", "park", "base", "project"), True), "title": {"zh": "甲", "en": ""}}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """Addresses of page and service, the city's folder and the register."""

    page: str
    service: str
    city: Path
    register: Register

    def state(self) -> dict[str, str]:
        """The hash of every file of the city; of the store, which is made anew, only that it is there."""
        return {
            path.relative_to(self.city).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.city.rglob("*"))
            if path.is_file() and "store.sqlite" not in path.name and path.name != ".lock"
        }

    def refusals(self, after: int) -> list[Row]:
        """What was refused since row *after*."""
        return [row for row in self.register.log.rows() if row.number > after and row.outcome == "refused"]

    def rows(self) -> int:
        return self.register.log.check().rows


@pytest.fixture(scope="module")
def site(assets: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    city = make_city(folder / "city")
    (city / "views").mkdir()
    (city / "views" / "views.json").write_text(
        json.dumps({"title": {"zh": "", "en": ""}, "scenes": [{**SCENE, "caption": {}}]}), encoding="utf-8"
    )
    own = city / "boundaries" / "own"
    own.mkdir()
    shutil.copy(next((city / "boundaries").glob("towns*")), own / "towns.geojson")
    variables = {presence.VARIABLE: str(folder / "accounts.sqlite"), "PROJECT_MAP_WORKSPACE": str(city)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        register = open_register(is_new_allowed=True)
        register.put("李四", frozenset({"editor"}), PASSWORD)
        register.put("王五", frozenset({"reviewer"}), PASSWORD)
        register.put("审计", frozenset({"auditor"}), PASSWORD)
        with serve() as page, serve_features() as service:
            yield Site(page, service, city, register)
        _opened.cache_clear()


@contextmanager
def serve_features() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "projects", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        for _ in range(900):
            with socket.socket() as attempt:
                if attempt.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None
            time.sleep(0.1)
        try:
            yield address
        finally:
            server.terminate()


def press(site: Site, key: str, **opened: object) -> None:
    """Send the press of a button."""
    with Visitor(site.page) as visitor:
        visitor.run()
        if opened:
            visitor.run("", **opened)
        visitor.run("", **opened, **{key: True})


def on_map(site: Site, **action: object) -> None:
    """Send what the map sends."""
    with Visitor(site.page) as visitor:
        visitor.run()
        visitor.run("", map=json.dumps(action))


def page_undo(site: Site) -> None:
    press(site, "own_undo", menu_own="open")


def page_city(site: Site) -> None:
    press(site, "new_city_make", new_city_name="聊城市")


def websocket_save(site: Site) -> None:
    on_map(site, do="save_view", scene=SCENE | {"title": {"zh": "占位", "en": ""}})


def websocket_delete(site: Site) -> None:
    on_map(site, do="delete_view", name="甲")


def websocket_tour(site: Site) -> None:
    on_map(site, do="save_tour", tour={"title": "巡游", "scenes": []})


def websocket_forged(site: Site) -> None:
    """A made-up session, and the name of a user in the headers that proxies and this server use."""
    from projects.accounts.door import HEADER, Claim

    headers = {
        "Cookie": f"{COOKIE}=made-up-token",
        "X-Remote-User": "李四",
        HEADER: Claim("desk").stamped(),
    }
    with Visitor(
        site.page, **{name: value.encode().decode("latin-1") for name, value in headers.items()}
    ) as one:
        one.run()
        one.run("", map=json.dumps({"do": "delete_view", "name": "甲"}))


def websocket_foreign(site: Site) -> None:
    with pytest.raises(InvalidStatus), Visitor(site.page, Origin="http://elsewhere.example"):
        pass


def url_desk(site: Site) -> None:
    """The desk by its address, with the name of somebody: it is not even opened."""
    with Visitor(site.page) as visitor:
        told = visitor.run("view=desk&desk_by=王五")
        assert "打开核对台需要先登录" in told
        assert not any(key.startswith("desk_") for key in visitor.ids)


def url_log(site: Site) -> None:
    with Visitor(site.page) as visitor:
        assert "查看审计日志需要先登录" in visitor.run("view=log")


def upload_put(site: Site) -> None:
    with Visitor(site.page) as visitor:
        visitor.run()
        status, _, _ = ask(site.page, "/_stcore/upload_file/session/file", "PUT", b"x" * 100)
        assert status == 401


def upload_delete(site: Site) -> None:
    assert ask(site.page, "/_stcore/upload_file/session/file", "DELETE")[0] == 401


def static_put(site: Site) -> None:
    assert ask(site.page, "/app/static/areas.json", "PUT", b"{}")[0] == 405
    assert ask(site.page, "/app/static/areas.json", "DELETE")[0] == 405


def page_post(site: Site) -> None:
    for path in ("/", "/_stcore/agent/interact", "/_stcore/script-health-check"):
        assert ask(site.page, path, "POST", b"{}")[0] == 405


def service_write(site: Site) -> None:
    path = "/collections/mentions/items"
    assert (
        ask(site.service, path, "POST", b'{"type": "Feature"}', Content_Type="application/geo+json")[0] == 405
    )
    assert ask(site.service, f"{path}/x", "PUT", b"{}")[0] == 405
    assert ask(site.service, f"{path}/x", "DELETE")[0] == 405


def service_host(site: Site) -> None:
    assert ask(site.service, "/", Host="elsewhere.example")[0] == 400
    assert ask(site.page, "/", Host="elsewhere.example")[0] == 400


ATTEMPTS = {
    page_undo: ("import", 1),
    page_city: ("workspace", 1),
    page_post: ("request", 3),
    websocket_save: ("view", 1),
    websocket_delete: ("view", 1),
    websocket_tour: ("view", 1),
    websocket_forged: ("view", 1),
    websocket_foreign: ("websocket", 1),
    url_desk: ("desk", 1),
    url_log: ("log", 1),
    upload_put: ("upload", 1),
    upload_delete: ("upload", 1),
    static_put: ("request", 2),
    service_write: ("request", 3),
    service_host: ("request", 2),
}


@pytest.mark.sampled(5)
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda one: one.__name__)
def test_an_anonymous_attempt_is_refused_and_logged(site: Site, attempt) -> None:  # type: ignore[no-untyped-def]
    before, rows = site.state(), site.rows()
    attempt(site)
    action, count = ATTEMPTS[attempt]
    told = [row for row in site.refusals(rows) if row.action == action]
    assert len(told) >= count
    assert {(row.name, row.source, row.address) for row in told} == {("", "none", "127.0.0.1")}
    assert site.state() == before, "nothing was changed"
    assert site.register.log.check().fault == ""


def enter(site: Site, name: str) -> str:
    """The cookie of a session."""
    status, headers, _ = ask(site.page, "/enter", "POST", f"name={name}&password={PASSWORD}".encode())
    assert status == 303
    assert "HttpOnly" in headers["set-cookie"] and "samesite=lax" in headers["set-cookie"].lower()
    return headers["set-cookie"].split(";")[0]


def test_who_may_does_it_under_their_own_name(site: Site) -> None:
    rows = site.rows()
    with Visitor(site.page, Cookie=enter(site, "李四")) as editor:
        editor.run()
        editor.run(
            "", map=json.dumps({"do": "save_view", "scene": SCENE | {"title": {"zh": "乙", "en": ""}}})
        )
    assert "乙" in (site.city / "views" / "views.json").read_text(encoding="utf-8")
    told = [row for row in site.register.log.rows() if row.number > rows]
    assert [(row.name, row.action, row.outcome) for row in told] == [
        ("李四", "login", "allowed"),
        ("李四", "view", "allowed"),
    ]


def test_the_name_at_the_desk_is_the_account_s(site: Site) -> None:
    from projects.desk.desk import open_desk

    with Visitor(site.page, Cookie=enter(site, "王五")) as reviewer:
        reviewer.run("view=desk")
        assert "desk_by" not in reviewer.ids, "there is no field to type a name over"
        reviewer.run("view=desk", desk_accept=True)
    assert {event.by for event in open_desk(site.city).events} == {"王五"}


def test_a_role_that_is_taken_away_holds_at_once(site: Site) -> None:
    with Visitor(site.page, Cookie=enter(site, "李四")) as editor:
        editor.run()
        site.register.put("李四", frozenset({"viewer"}), PASSWORD)
        rows = site.rows()
        editor.run("", map=json.dumps({"do": "delete_view", "name": "甲"}))
        assert [row.action for row in site.refusals(rows)] == ["view"]
    site.register.put("李四", frozenset({"editor"}), PASSWORD)


def test_the_auditor_sees_the_log(site: Site) -> None:
    with Visitor(site.page, Cookie=enter(site, "审计")) as auditor:
        assert "日志完整" in auditor.run("view=log")


@pytest.fixture
def closed(site: Site) -> Iterator[Site]:
    site.register.set("reading", "closed")
    yield site
    site.register.set("reading", "open")


def test_closed_reading_closes_what_the_server_keeps_in_memory(site: Site) -> None:
    lasting = "/app/static/leaflet-1.9.3/leaflet.css"
    assert [ask(site.page, lasting)[0] for _ in range(2)] == [200, 200]
    site.register.set("reading", "closed")
    try:
        assert ask(site.page, lasting)[0] == 401
        assert ask(site.page, lasting, Cookie=enter(site, "李四"))[0] == 200
    finally:
        site.register.set("reading", "open")


def test_closed_reading_closes_page_static_uploads_service_and_websocket(closed: Site) -> None:
    status, headers, _ = ask(closed.page)
    assert (status, headers["location"]) == (303, "/enter")
    for path in ("/app/static/x.json", "/media/x.csv", "/_stcore/host-config", "/component/x/index.html"):
        assert ask(closed.page, path)[0] == 401, path
    assert ask(closed.page, "/_stcore/health")[0] == 200
    with pytest.raises(InvalidStatus), Visitor(closed.page):
        pass
    status, headers, _ = ask(closed.service, "/collections/mentions/items")
    assert status == 401 and headers["www-authenticate"].startswith("Basic")


def test_closed_reading_is_open_to_those_with_a_role(closed: Site) -> None:
    import base64

    cookie = enter(closed, "李四")
    assert ask(closed.page, Cookie=cookie)[0] == 200
    with Visitor(closed.page, Cookie=cookie) as editor:
        assert "map" in (editor.run() and editor.ids)
    basic = "Basic " + base64.b64encode(f"李四:{PASSWORD}".encode()).decode()
    assert ask(closed.service, "/collections/mentions/items?limit=1", Authorization=basic)[0] == 200
    cookie = enter(closed, "审计")
    assert ask(closed.page, "/app/static/x.json", Cookie=cookie)[0] == 403
    with Visitor(closed.page, Cookie=cookie) as auditor:
        assert "本页不公开" in auditor.run() and "map" not in auditor.ids
        assert "日志完整" in auditor.run("view=log")


def test_signing_out_ends_the_session(site: Site) -> None:
    cookie = enter(site, "李四")
    assert "李四" in ask(site.page, "/enter", Cookie=cookie)[2]
    assert ask(site.page, "/enter", "POST", b"leave=1", Cookie=cookie)[0] == 303
    assert "李四" not in ask(site.page, "/enter", Cookie=cookie)[2]


def test_another_site_s_form_signs_nobody_in(site: Site) -> None:
    body = f"name=李四&password={PASSWORD}".encode()
    status, headers, _ = ask(site.page, "/enter", "POST", body, Origin="http://elsewhere.example")
    assert status == 403 and "set-cookie" not in headers
