"""What every answer over HTTP says to browsers, and which names of this computer are answered to.

An ASGI layer for the service (:mod:`projects.export.service_app`) and for the page: pure data in and out,
no framework. ``Host`` is checked because a foreign page can have its own name resolve to this computer
and would then read from it as from itself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from projects.accounts.door import LOOPBACK, host_of
from projects.errors import InputError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

# The service's pages for people: what they would fetch from elsewhere (a map preview) is not fetched.
SERVICE_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
COMMON = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


class Guarded:
    """*app* with headers on each answer, for requests to one of *hosts* (``*``: to any).

    *on_refused* is told of the others.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        policy: str,
        hosts: Sequence[str] = ("*",),
        headers: dict[str, str] | None = None,
        on_refused: Callable[[Scope], None] = lambda scope: None,
    ) -> None:
        self._app = app
        self._on_refused = on_refused
        self._hosts = {one.lower() for one in hosts}
        told = {**COMMON, **(headers or {}), "content-security-policy": policy}
        self._told = [(name.encode(), value.encode()) for name, value in told.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if not self._is_known(scope):
            self._on_refused(scope)
            await _refused(scope, receive, send)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in self._told}
                kept = [one for one in message["headers"] if one[0].lower() not in own]
                message = {**message, "headers": [*kept, *self._told]}
            await send(message)

        await self._app(scope, receive, tell)

    def _is_known(self, scope: Scope) -> bool:
        return "*" in self._hosts or host_of(scope) in self._hosts


def allowed(url: str, bound: str, named: Sequence[str]) -> tuple[str, ...]:
    """Hosts to answer to: those *named*, that of *url*, and this computer's own.

    Parameters
    ----------
    url
        Address under which clients reach the server, with or without scheme, port and path.
    bound
        Address that the server listens at; ``0.0.0.0``, ``::`` or empty for all.
    named
        Further host names, without port.

    Returns
    -------
    tuple[str, ...]
        Host names, each once; ``*`` alone (any) where the server listens at all addresses and neither
        *named* nor *url* says by which name clients come.

    Raises
    ------
    InputError
        *url* is no address.
    """
    told, _ = host_and_port(url)
    if not named and told in ("0.0.0.0", "[::]", "", bound) and bound in ("0.0.0.0", "::", ""):
        return ("*",)
    # No empty name: a request that says no host has that one.
    return tuple(dict.fromkeys(filter(None, (*named, told, *LOOPBACK))))


def address(host: str, port: int) -> str:
    """Address of a server without TLS.

    Parameters
    ----------
    host
        Name or IP address; an IPv6 one with or without its brackets.
    port
        Port that it listens at.

    Returns
    -------
    str
        ``http://127.0.0.1:5000`` or ``http://[::1]:5000``.
    """
    try:
        is_bare = ip_address(host).version == 6
    except ValueError:  # a name, or in brackets already
        is_bare = False
    return f"http://[{host}]:{port}" if is_bare else f"http://{host}:{port}"


def host_and_port(url: str) -> tuple[str, int]:
    """Host and port of an address.

    Parameters
    ----------
    url
        With or without scheme, port and path.

    Returns
    -------
    tuple[str, int]
        The host in small letters, an IPv6 address in its brackets, empty where there is none; the port, 80
        where none is said.

    Raises
    ------
    InputError
        It is no address.
    """
    try:
        told = urlsplit(url if "//" in url else f"//{url}")
        host, port = told.hostname or "", told.port
    except ValueError as error:
        raise InputError(
            f"{url!r}: expected an address such as http://map.example.cn or http://[::1]:5000"
        ) from error
    return f"[{host}]" if ":" in host else host, 80 if port is None else port


async def _refused(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    body = b"400: this host name is not answered to (--allow-host)\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": body})
