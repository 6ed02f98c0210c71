"""An ASGI layer that keeps in memory the files whose name changes with their content.

Streamlit reads such a file anew for every visitor, most of them uncompressed and our own without a word on
how long they last. Here each is read once and packed once. Browsers may keep the program's files; what the
map shows they ask for again, so that nobody sees it who has left or may no longer read.
"""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit's own files and its components', what we publish under a hash, and libraries under their version.
LASTING = re.compile(
    r"/static/(js|css|media)/.+"
    r"|/component/[^/]+/static/.+"
    r"|/app/static/(web|data)/[^/]+-[0-9a-f]{12}(\.\w+|/\d+\.json)"
    r"|/app/static/[^/]+-\d+(\.\d+)+/.+"
)
DATA = "/app/static/data/"
FOREVER = "private, max-age=31536000, immutable"
ASKED_AGAIN = "private, no-cache"
PACKED = re.compile(r"(text/|application/(javascript|json)|image/svg)")
MOST_BYTES = 64 * 1024 * 1024  # of all that is kept
LARGEST = 8 * 1024 * 1024


class Kept:
    """*app*, whose answers to GET below *base* are kept where the path is ``LASTING``.

    It belongs inside the layers that ask who may read.
    """

    def __init__(self, app: ASGIApp, *, base: str = "", most_bytes: int = MOST_BYTES) -> None:
        self._app, self._base, self._most = app, base, most_bytes
        self._files: OrderedDict[tuple[str, bool], _File] = OrderedDict()
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, from memory if it has been answered before."""
        if not self._is_lasting(scope):
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        key = (scope["path"], "gzip" in asked.get("accept-encoding", ""))
        file = self._files.get(key)
        if file is None:
            is_data = scope["path"].startswith(self._base + DATA)
            recorder = _Recorder(send, ASKED_AGAIN if is_data else FOREVER)
            await self._app(scope, receive, recorder.send)
            if recorder.is_whole:
                file = await run_in_threadpool(recorder.file, is_packed=key[1])
                self._keep(key, file)
            return
        self._files.move_to_end(key)
        await file.answer(asked.get("if-none-match"))(scope, receive, send)

    def _is_lasting(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] != "GET" or scope.get("query_string"):
            return False
        if any(name == b"range" for name, _ in scope["headers"]):
            return False
        return bool(LASTING.fullmatch(scope["path"].removeprefix(self._base)))

    def _keep(self, key: tuple[str, bool], file: _File) -> None:
        if key in self._files:  # another visitor asked at the same time
            return
        self._files[key] = file
        self._size += len(file.body)
        while self._size > self._most:
            _, oldest = self._files.popitem(last=False)
            self._size -= len(oldest.body)


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    headers: dict[str, str]

    def answer(self, known: str | None) -> Response:
        """The file, or 304 where the browser has the version *known*."""
        etag = self.headers.get("etag")
        if etag and known and etag in (one.strip().removeprefix("W/") for one in known.split(",")):
            headers = {name: value for name, value in self.headers.items() if name != "content-length"}
            return Response(status_code=304, headers=headers)
        return Response(self.body, headers=self.headers)


class _Recorder:
    """Passes an answer on and notes it, if it is a whole file that browsers may keep as *lasting* says."""

    def __init__(self, send: Send, lasting: str) -> None:
        self._send, self._lasting = send, lasting
        self._headers: dict[str, str] = {}
        self._pieces: list[bytes] = []
        self._is_file = self.is_whole = False

    async def send(self, message: Message) -> None:
        """Pass on one message of the application."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            self._is_file = message["status"] == 200
            if self._is_file:
                headers.setdefault("cache-control", self._lasting)
            self._headers = dict(headers)
            message = {**message, "headers": headers.raw}
        elif self._is_file:
            self._pieces.append(message.get("body", b""))
            self._is_file = sum(map(len, self._pieces)) <= LARGEST
            self.is_whole = self._is_file and not message.get("more_body")
        await self._send(message)

    def file(self, *, is_packed: bool) -> _File:
        """What was sent, packed where the browser takes that and the application did not."""
        body, headers = b"".join(self._pieces), self._headers
        if is_packed and "content-encoding" not in headers and PACKED.match(headers.get("content-type", "")):
            body = gzip.compress(body, mtime=0)
            headers = {**headers, "content-encoding": "gzip", "vary": "Accept-Encoding"}
        return _File(body, {**headers, "content-length": str(len(body))})
