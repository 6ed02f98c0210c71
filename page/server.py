"""The server around the page: its headers, the hosts it answers to, who may read and send.

Streamlit serves the page as an ASGI application; what stands here goes around it (``st.App``). The page
draws itself with inline styles and runs the map's script from a text, so its policy must allow both; what it
forbids is every other origin except the backgrounds of the map that a person chooses.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit import config

from geo import settings
from geo.errors import GeoError
from page import headstart
from page.kept import Kept
from projects.accounts.door import Door, is_proxied
from projects.accounts.wall import Paths, Wall, note_host
from projects.export.headers import Guarded, address, allowed
from projects.presentation import basemaps
from projects.store import health
from projects.watching import lines, numbers
from projects.watching.watched import HEADER as REQUEST_ID
from projects.watching.watched import HEALTH, METRICS, Watched

HOSTS = "PROJECT_MAP_HOSTS"
ENTRY = "/enter"
PATHS = Paths(
    open=(ENTRY, "/_stcore/health", HEALTH),
    near=(METRICS, "/_stcore/metrics"),
    shell=("/_stcore/", "/static/", "/component/", "/auth/", "/oauth2callback", "/favicon"),
    made=("/media/",),
    uploads=("/_stcore/upload_file/",),
    entry=ENTRY,
)
# The patterns of paths by which requests are told apart in the log and the numbers.
ROUTES = (
    *("/", ENTRY, "/_stcore/stream", "/_stcore/health", "/_stcore/metrics", "/_stcore/host-config"),
    *("/_stcore/upload_file/{rest:path}", "/media/{rest:path}", "/component/{rest:path}"),
    *("/app/static/{rest:path}", "/static/{rest:path}", f"{headstart.PATH}{{token}}"),
)
# Streamlit's own frames hold the map: the page may frame itself.
HEADERS = {"x-frame-options": "SAMEORIGIN", "referrer-policy": "same-origin"}


def middleware() -> list[Middleware]:
    """What goes around the page.

    Returns
    -------
    list[Middleware]
        The outermost first: the log of requests, headers and hosts, the wall, the files kept in memory.
    """
    bound = DOOR.bound
    port = config.get_option("server.port")
    hosts = allowed(address(bound, port), bound, os.environ.get(HOSTS, "").split())
    return [
        Middleware(Watched, routes=ROUTES, is_proxied=is_proxied, base=_base()),
        Middleware(
            Guarded,
            policy=policy(),
            hosts=hosts,
            headers=HEADERS,
            on_refused=partial(note_host, DOOR),
        ),
        Middleware(Wall, door=DOOR, paths=PATHS, base=_base()),
        Middleware(Kept, base=_base()),
    ]


def routes() -> list[Route]:
    """Addresses beside the page's.

    Returns
    -------
    list[Route]
        Sign-in, health and numbers, and the map's head start, each below the server's base path.
    """
    return [
        Route(f"{_base()}{ENTRY}", _entry, methods=["GET", "POST"]),
        *health.routes(_watch, _base()),
        headstart.route(_base()),
    ]


def note_fault(error: Exception) -> bool:
    """Count and log an error of the page's script, under the id of the request that opened the session.

    Parameters
    ----------
    error
        As Streamlit hands it over (``on_script_error``).

    Returns
    -------
    bool
        Always False: the page shows the error as ever.
    """
    numbers.faults.labels(type(error).__name__).inc()
    lines.fault(error, st.context.headers.get(REQUEST_ID) or "")
    return False  # the page shows it as ever


def read_settings() -> None:
    """Complete the environment by the settings' file.

    Raises
    ------
    SystemExit
        The file cannot be read or a setting does not fit: one line on standard error, exit code 2.
    """
    try:
        settings.apply()
    except GeoError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None


def policy() -> str:
    """The content security policy: this server, and the hosts of backgrounds (``data/basemaps.csv``)."""
    tiles = " ".join(sorted(basemaps.origins()))
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
        f"img-src 'self' data: blob: {tiles}; connect-src 'self' data: blob: {tiles}; "
        "worker-src 'self' blob:; frame-src 'self' blob: data:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'self'"
    )


def signed_in(cookies: Mapping[str, str]) -> Mapping[str, Any] | None:
    """Claims of a sign-in by ``st.login``, from Streamlit's signed cookie; None without a valid one."""
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
    from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

    told = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    if not told:
        return None
    claims = json.loads(told)
    return claims if claims.get("is_logged_in") else None


async def _entry(request: Request) -> Response:
    from projects.accounts.entry import Entry

    return await Entry(DOOR, f"{_base()}/")(request)


def _watch() -> health.Watch:
    from page.health import WATCH

    return WATCH


def _base() -> str:
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


DOOR = Door(str(config.get_option("server.address") or ""), signed_in)
