"""Whether a server can do its work now: the records can be read.

Asked by programs every few seconds, so one answer holds for a moment (:class:`Watch`), and however many
ask at once, one thread looks. What is wrong goes to the log; who asks gets one line that names neither
paths nor addresses.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo import workspace
from geo.errors import GeoError
from projects.errors import ProjectsError
from projects.store.country import CountryStore, is_country
from projects.store.database import STORE, open_store
from projects.watching import lines, numbers
from projects.watching.watched import HEALTH, METRICS

HOLDS_S = 5.0


@dataclass(frozen=True, slots=True)
class State:
    """What was found: what is ``missing`` in one line, empty when nothing is; records; when published (ISO).

    ``is_earlier``: the tables cannot be read, and the last state of them that could is shown.
    """

    missing: str = ""
    records: int = 0
    published: str = ""
    is_earlier: bool = False

    def line(self) -> tuple[int, str]:
        """Status and text of the answer."""
        if self.missing:
            return 503, f"503: {self.missing}\n"
        return 200, "ok: 显示的是较早的状态 / an earlier state is shown\n" if self.is_earlier else "ok\n"

    def numbers(self) -> dict[str, float]:
        """What :mod:`projects.watching.numbers` tells of it."""
        told: dict[str, float] = {"project_map_store_readable": float(not self.missing)}
        if not self.missing:
            told["project_map_records"] = self.records
        if self.published:
            age = datetime.now(UTC) - datetime.fromisoformat(self.published)
            told["project_map_edition_age_seconds"] = round(age.total_seconds())
        return told


def look(tables: Path, published: str = "") -> State:
    """The state of what is shown: the tables in a folder, or the country that it holds.

    Parameters
    ----------
    tables
        Of the current workspace or one of its editions, or a workspace with a country.
    published
        When the edition was published, ISO; empty when none was. Not told of a country.

    Returns
    -------
    State
        Nothing ``missing``: what cannot be read is an error.

    Raises
    ------
    ProjectsError, GeoError
        Neither the tables nor an earlier state of them can be read.
    """
    if is_country(tables):
        return State(records=CountryStore(tables).stamp()[1])
    with workspace.showing(tables):
        store = open_store(tables / STORE, tables=tables, is_forgiving=True)
        return State(records=store.count(), published=published, is_earlier=bool(store.problem))


def routes(watch: Callable[[], Watch], base: str = "") -> list[Route]:
    """What programs that watch a server ask: its health, and its numbers.

    Health is ``200 ok``, or 503 with what is missing in one line; who may see the numbers, the wall knows.

    Parameters
    ----------
    watch
        Called when first asked, so that what it needs may be loaded late.
    base
        Prefix of the paths, such as ``/map``; empty for none.

    Returns
    -------
    list[Route]
        ``GET`` of ``/healthz`` and ``/metrics`` below *base*.
    """

    async def healthz(request: Request) -> Response:
        del request
        status, text = (await watch().now()).line()
        return Response(text, status, {"cache-control": "no-store"}, "text/plain")

    async def metrics(request: Request) -> Response:
        del request
        return Response(numbers.text((await watch().now()).numbers()), media_type=numbers.CONTENT_TYPE)

    asked = {HEALTH: healthz, METRICS: metrics}
    return [Route(f"{base}{path}", answer, methods=["GET"]) for path, answer in asked.items()]


class Watch:
    """The state as *look* last found it, at most :data:`HOLDS_S` old."""

    def __init__(self, look: Callable[[], State]) -> None:
        self._look = look
        self._lock = asyncio.Lock()
        self._state, self._until = State(), 0.0

    async def now(self) -> State:
        """Look when the last look is too long ago."""
        async with self._lock:
            if time.monotonic() >= self._until:
                before, self._state = self._state, await run_in_threadpool(self._looked)
                self._until = time.monotonic() + HOLDS_S
                if self._state.missing != before.missing:
                    lines.say(self._state.missing or "ok")
            return self._state

    def _looked(self) -> State:
        try:
            return self._look()
        except (ProjectsError, GeoError, OSError, sqlite3.Error) as error:
            lines.fault(error)
            return State("记录读不出来 / the records cannot be read")
