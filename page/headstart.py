"""The head start of the map: on the first run of a session the browser draws it before it gets all the rest.

The map asks for an address that only it was told as soon as it is drawn; the run, which waits for that, goes
on in the same process. (A rerun would tell it too, but what a first run has set in widgets is lost when
another follows before the browser has drawn them.)
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

PATH = "/drawn/"
# How long the rest of the page waits for a map that does not tell.
WAITED_S = 1.5
_awaited: dict[str, Event] = {}


@contextmanager
def given(is_wanted: bool) -> Iterator[str]:
    """Draw the map inside; at the end it is drawn in the browser, or ``WAITED_S`` have passed.

    Gives what it has to ask for then, below the page; nothing, and no wait, where none *is_wanted*.
    """
    if not is_wanted:
        yield ""
        return
    token, event = secrets.token_urlsafe(12), Event()
    _awaited[token] = event
    try:
        yield PATH + token
        event.wait(WAITED_S)
    finally:
        del _awaited[token]


def route(base: str) -> Route:
    """The address below *base* (``""`` or ``/…``)."""
    return Route(f"{base}{PATH}{{token}}", _hear)


async def _hear(request: Request) -> Response:
    event = _awaited.get(request.path_params["token"])
    if event:
        event.set()
    return Response(status_code=204, headers={"cache-control": "no-store"})
