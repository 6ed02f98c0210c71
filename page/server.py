"""The server around the page: its headers, the hosts it answers to, who may read and send.

Streamlit serves the page as an ASGI application; what stands here goes around it (``st.App``). The page
draws itself with inline styles and runs the map's script from a text, so its policy must allow both; what it
forbids is every other origin except the backgrounds of the map that a person chooses.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit import config

from projects.accounts.door import Door
from projects.accounts.wall import Paths, Wall, note_host
from projects.export.headers import Guarded, allowed
from projects.presentation import basemaps

HOSTS = "PROJECT_MAP_HOSTS"
ENTRY = "/enter"
PATHS = Paths(
    open=(ENTRY, "/_stcore/health"),
    shell=("/_stcore/", "/static/", "/component/", "/auth/", "/oauth2callback", "/favicon"),
    made=("/media/",),
    uploads=("/_stcore/upload_file/",),
    entry=ENTRY,
)
# Streamlit's own frames hold the map: the page may frame itself.
HEADERS = {"x-frame-options": "SAMEORIGIN", "referrer-policy": "same-origin"}


def middleware() -> list[Middleware]:
    """What goes around the page, the outermost first."""
    bound = DOOR.bound
    port = config.get_option("server.port")
    hosts = allowed(f"http://{bound}:{port}", bound, os.environ.get(HOSTS, "").split())
    return [
        Middleware(
            Guarded,
            policy=policy(),
            hosts=hosts,
            headers=HEADERS,
            on_refused=partial(note_host, DOOR),
        ),
        Middleware(Wall, door=DOOR, paths=PATHS, base=_base()),
    ]


def routes() -> list[Route]:
    """Addresses beside the page's."""
    return [Route(f"{_base()}{ENTRY}", _entry, methods=["GET", "POST"])]


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


def _base() -> str:
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


DOOR = Door(str(config.get_option("server.address") or ""), signed_in)
