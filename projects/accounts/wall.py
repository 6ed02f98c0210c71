"""An ASGI layer around the page and the service: who may read, and that nothing is changed from outside.

What it refuses it writes to the log. Which changes the page itself allows, it asks where they are made
(``page.access``); here stands what reaches a server without it: methods that change, uploads, websockets
that another site's page opens, addresses that are closed to those who may not read.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool

from projects.accounts import presence
from projects.accounts.door import HEADER, Claim, Door, headers_of
from projects.accounts.identity import NOBODY, Identity
from projects.errors import ProjectsError
from projects.watching import numbers

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

READING = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Paths:
    """Addresses of an application below its base: whole paths in ``open``, else beginnings of paths.

    ``open`` are answered to anyone. ``shell``, the page without what it shows, is answered to anyone with a
    role, and to all where the page itself asks who they are; ``made``, files of a session, to anyone with a
    role. ``uploads`` take files from those who may bring in something. ``near``, whole paths, are answered
    to this computer and the networks that the settings name. All else is read.
    """

    open: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    shell: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    uploads: tuple[str, ...] = ()
    entry: str = ""


class Wall:
    """*app* behind *door*."""

    def __init__(self, app: ASGIApp, *, door: Door, paths: Paths, base: str = "") -> None:
        self._app, self._door, self._paths = app, door, paths
        self._base = f"/{base.strip('/')}" if base.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        try:
            if presence.is_on():
                claim, refusal = await run_in_threadpool(self._asked, scope)
            else:  # nothing is looked up
                claim, refusal = self._asked(scope)
        except ProjectsError as error:  # no accounts to be found: nothing is open then
            print(error, file=sys.stderr)
            claim, refusal = Claim("none"), Refusal(503)
        if refusal is not None:
            await refusal.send(scope, receive, send)
            return
        headers = [one for one in scope["headers"] if one[0].lower() != HEADER.encode()]
        headers.append((HEADER.encode(), claim.stamped().encode()))
        await self._app({**scope, "headers": headers}, receive, send)

    def _asked(self, scope: Scope) -> tuple[Claim, Refusal | None]:
        path = scope["path"].removeprefix(self._base) or "/"
        claim = self._door.claim(scope)
        if path in self._paths.open:
            return claim, None
        if path in self._paths.near and self._door.is_near(scope):
            return claim, None
        who = self._door.who(claim)
        if path in self._paths.near:
            return claim, self._refuse(claim, who, "request", path, 403)
        if scope["type"] == "websocket" and not _is_own(scope):
            return claim, self._refuse(claim, who, "websocket", f"origin {headers_of(scope).get('origin')}")
        method = scope.get("method", "GET")
        if method not in READING:
            return claim, self._change(claim, who, method, path)
        if self._door.may_read(who) or self._is_shell(path, who):
            return claim, None
        if scope["type"] == "websocket":
            return claim, self._refuse(claim, who, "websocket", path)
        has_form = bool(self._paths.entry) and self._door.settings()["source"] == "password"
        is_asked = has_form and path == "/" and not who.roles
        return claim, Refusal(303, f"{self._base}{self._paths.entry}") if is_asked else _denied(who)

    def _is_shell(self, path: str, who: Identity) -> bool:
        is_shell = path == "/" or path.startswith(self._paths.shell)
        if who.roles:
            return is_shell or path.startswith(self._paths.made)
        return is_shell and self._door.settings()["source"] == "oidc"

    def _change(self, claim: Claim, who: Identity, method: str, path: str) -> Refusal | None:
        """Whether *who* may send something; only files are taken here at all."""
        if path.startswith(self._paths.uploads):
            if who.may("import") or who.may("plan"):
                return None
            return self._refuse(claim, who, "upload", f"{method} {path}")
        return self._refuse(claim, who, "request", f"{method} {path}", 405)

    def _refuse(
        self, claim: Claim, who: Identity, action: str, detail: str, status: int | None = None
    ) -> Refusal:
        note(who, claim.address, action, "refused", detail)
        return Refusal(status) if status else _denied(who)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that says no, in words; 303 leads to the address *to*."""

    status: int
    to: str = ""

    async def send(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with it."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        body = _WORDS.get(self.status, "").encode()
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
        headers.append((b"content-length", str(len(body)).encode()))
        if self.to:
            headers.append((b"location", self.to.encode()))
        if self.status == 401:
            headers.append((b"www-authenticate", b'Basic realm="project map", charset="UTF-8"'))
        if self.status == 405:
            headers.append((b"allow", ", ".join(READING).encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


_WORDS = {
    303: "",
    401: "401: 请先登录 / sign in first\n",
    403: "403: 无此权限 / not allowed to you\n",
    405: "405: 只读 / nothing is changed here\n",
    503: "503: 账户库不可用，一概不开放 / the accounts cannot be read, so nothing is open\n",
}


def note(who: Identity, address: str, action: str, outcome: str, detail: str = "") -> None:
    """Write to the log; without accounts, what was refused is told on standard error.

    Parameters
    ----------
    who
        Who asks.
    address
        Where the request comes from.
    action
        What was asked for, in a word such as ``login``; refusals are counted by it.
    outcome
        One of :data:`projects.accounts.log.OUTCOMES`.
    detail
        More about it, such as method and path; cut to 300 characters, without accounts to 200.

    Raises
    ------
    InputError
        It cannot be stored: then nothing may be done.
    MissingError
        The accounts are named, but their file is not there: likewise.
    """
    if outcome == "refused":
        numbers.refusals.labels(action).inc()
    if presence.is_on():
        from projects.accounts.register import open_register

        open_register().log.append(who, address, action, outcome, detail)
    elif outcome == "refused":
        print(f"refused: {address} {action} {detail[:200]!r}", file=sys.stderr)


def note_host(door: Door, scope: Scope) -> None:
    """Write down a request to a host name that is not answered to.

    Accounts that cannot be used are told on standard error.

    Parameters
    ----------
    door
        Tells who asks.
    scope
        Of the ASGI request.
    """
    named = next((value for name, value in scope["headers"] if name == b"host"), b"")
    try:
        claim = door.claim(scope)
        note(door.who(claim), claim.address, "request", "refused", f"host {named[:100]!r}")
    except ProjectsError as error:
        print(error, file=sys.stderr)


def _denied(who: Identity) -> Refusal:
    return Refusal(401 if who == NOBODY else 403)


def _is_own(scope: Scope) -> bool:
    """Whether a websocket was opened by a page of this server; programs other than browsers say nothing."""
    headers = headers_of(scope)
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
