"""An ASGI layer around all others: each request gets an id, one line in the log, and is counted.

Requests are told apart by their route, a pattern such as ``/collections/{name}/items``: never by the path
itself, whose parts may be names, nor by the query.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

from starlette.routing import compile_path

from projects.watching import lines, numbers

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADER = "x-request-id"
HEALTH, METRICS = "/healthz", "/metrics"
OTHER = "other"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH")
_WEBSOCKET = "WEBSOCKET"
_FOUND, _REFUSED = 101, 403  # statuses under which websockets are told of


class Watched:
    """*app* with an id, a log line and counts for each request.

    Parameters
    ----------
    routes
        Patterns of paths below *base*; the first that fits names a request, ``other`` those that none fits.
    is_proxied
        Whether a trusted proxy handed the request on: the id that it gives is taken.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        routes: Sequence[str],
        is_proxied: Callable[[Scope], bool],
        base: str = "",
    ) -> None:
        self._app, self._base = app, base
        self._routes = [(one, compile_path(one)[0]) for one in (HEALTH, METRICS, *routes)]
        self._is_proxied = is_proxied
        lines.set_up()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, self._identifier(scope), is_websocket=scope["type"] == "websocket")
        headers = [one for one in scope["headers"] if one[0].lower() != HEADER.encode()]
        scope = {**scope, "headers": [*headers, (HEADER.encode(), answer.identifier.encode())]}
        route, began = self._route(scope), time.monotonic()
        try:
            await self._app(scope, receive, answer.send)
        except Exception as error:
            numbers.faults.labels(type(error).__name__).inc()
            await answer.fail()
            raise
        finally:
            answer.close()
            self._tell(scope, answer, route, time.monotonic() - began)

    def _identifier(self, scope: Scope) -> str:
        given: list[str] = [
            value.decode("latin-1") for name, value in scope["headers"] if name == HEADER.encode()
        ]
        if len(given) == 1 and _WELL_FORMED.fullmatch(given[0]) and self._is_proxied(scope):
            return given[0]
        return secrets.token_hex(8)

    def _route(self, scope: Scope) -> str:
        path = scope["path"].removeprefix(self._base) or "/"
        return next((name for name, pattern in self._routes if pattern.match(path)), OTHER)

    def _tell(self, scope: Scope, answer: _Answer, route: str, seconds: float) -> None:
        method = scope.get("method", _WEBSOCKET)
        method = method if method in (*_METHODS, _WEBSOCKET) else OTHER
        status = answer.status or (_REFUSED if method == _WEBSOCKET else 499)  # who asked went away
        numbers.requests.labels(route, method, status).inc()
        if method != _WEBSOCKET:  # these stay open as long as a session does
            numbers.seconds.labels(route).observe(seconds)
        lines.request(answer.identifier, method=method, route=route, status=status, seconds=seconds)


class _Answer:
    """What is sent back: its status, and the id in its header."""

    def __init__(self, send: Send, identifier: str, *, is_websocket: bool) -> None:
        self._send, self.identifier, self._is_websocket = send, identifier, is_websocket
        self.status = 0

    async def send(self, message: Message) -> None:
        """Send a message of the application, with the id when it is the first."""
        if message["type"] in ("http.response.start", "websocket.accept"):
            if self._is_websocket:
                self.status = _FOUND
                numbers.sessions.inc()
            else:
                self.status = int(message["status"])
            told = (HEADER.encode(), self.identifier.encode())
            message = {**message, "headers": [*message.get("headers", ()), told]}
        await self._send(message)

    async def fail(self) -> None:
        """Say that something went wrong, with the number under which the log tells of it."""
        if self.status or self._is_websocket:
            self.status = self.status or 500
            return
        body = f"500: 出错了，编号 / an error, number {self.identifier}\n".encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
        headers.append((b"content-length", str(len(body)).encode()))
        await self.send({"type": "http.response.start", "status": 500, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})

    def close(self) -> None:
        """The request is over."""
        if self._is_websocket and self.status == _FOUND:
            numbers.sessions.dec()
