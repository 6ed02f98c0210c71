"""The service as an ASGI application: items by ourselves, the rest by pygeoapi, headers around both.

Settings come in environment variables, because each of several workers starts anew:
``PROJECT_MAP_SERVICE`` (JSON of :class:`Settings`), and those that pygeoapi reads itself.
Around all: headers for browsers, the hosts that are answered to (:mod:`projects.export.headers`), gzip,
the origins that may ask from a browser (none unless named), the prefix that a proxy leaves on, and
languages that pygeoapi cannot read.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo import boundaries
from projects.accounts.door import Door, is_proxied
from projects.accounts.wall import Paths, Wall, note_host
from projects.export import service_items
from projects.export.headers import SERVICE_POLICY, Guarded
from projects.export.service_items import Answer, BadRequestError, Layer
from projects.export.service_provider import provider_of
from projects.store import health
from projects.watching.watched import HEALTH, METRICS, Watched

VARIABLE = "PROJECT_MAP_SERVICE"
_FRESH_S = 1.0  # how long a state of the tables is taken for the present one
_MOST_KEPT, _LARGEST_KEPT = 64, 2**20  # answers of pygeoapi, bytes of each
# The patterns of paths by which requests are told apart in the log and the numbers.
ROUTES = (
    *("/", "/conformance", "/openapi", "/collections", "/collections/{name}"),
    *("/collections/{name}/items", "/collections/{name}/items/{identifier}"),
    *("/collections/{name}/queryables", "/collections/{name}/schema", "/static/{rest:path}"),
)
_SPOKEN = {b"zh": b"zh-CN", b"en": b"en-US"}
_SMALLEST = 1000  # bytes from which on an answer is packed
# What is answered, no more: of pygeoapi's list neither writing nor records.
CONFORMANCE = [
    *(f"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/{one}" for one in ("core", "landing-page")),
    *(f"http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/{one}" for one in ("json", "html", "oas30")),
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    *(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{one}" for one in ("core", "oas30")),
    *(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{one}" for one in ("html", "geojson")),
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    *(f"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/{one}" for one in ("queryables", "filter")),
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    *(f"http://www.opengis.net/spec/cql2/1.0/conf/{one}" for one in ("cql2-text", "basic-cql2")),
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker has to know.

    ``bound`` is the address that it listens on, ``url`` that under which clients reach the service,
    ``origins`` the origins of pages that may ask it from a browser (``*`` for any), ``hosts`` the names
    that it answers to, ``tables`` the folder of what is shown, ``published`` when that was (ISO).
    """

    url: str
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ("*",)
    bound: str = ""
    tables: str = ""
    published: str = ""

    def write(self) -> None:
        """Put the settings where workers find them."""
        os.environ[VARIABLE] = json.dumps(asdict(self))

    @classmethod
    def read(cls) -> Settings:
        """The settings that :meth:`write` left."""
        found = json.loads(os.environ[VARIABLE])
        found |= {name: tuple(found[name]) for name in ("origins", "hosts")}
        return cls(**found | {"url": found["url"].rstrip("/")})


class Collections:
    """The collections of the configuration, each in its present state."""

    def __init__(self, settings: Settings, resources: dict[str, Any]) -> None:
        """Take pygeoapi's own configuration of them."""
        self._settings, self._resources = settings, resources
        self._providers = {name: provider_of(one["providers"][0]) for name, one in resources.items()}
        self._states: dict[str, tuple[float, object, Layer]] = {}

    def warm(self) -> None:
        """Read everything now, so that the first client waits no longer than the next."""
        for name in self._resources:
            self.answer(name, None, "limit=10000")

    def answer(self, name: str, identifier: str | None, query: str) -> Answer:
        """The items of a collection, or one of them."""
        try:
            return self._answered(name, identifier, query)
        except BadRequestError as error:
            return service_items.refusal(error)

    def _answered(self, name: str, identifier: str | None, query: str) -> Answer:
        if name not in self._resources:
            raise BadRequestError(f"no collection {name!r}; there are {', '.join(self._resources)}", 404)
        definition = self._resources[name]["providers"][0]
        provider = self._providers[name]
        layer = self._layer(name, provider)
        pairs = parse_qsl(query, keep_blank_values=True)
        ask = service_items.read_ask(pairs, layer.fields, definition["crs"])
        address = f"{self._settings.url}/collections/{name}"
        if identifier is not None:
            return service_items.item(identifier, ask, layer, address=address)
        title = self._resources[name]["title"]["zh"]
        return service_items.items(ask, layer, provider.chosen, address=address, title=title)

    def _layer(self, name: str, provider: Any) -> Layer:
        known = self._states.get(name)
        now = time.monotonic()
        if known and now - known[0] < _FRESH_S:
            return known[2]
        state = (provider.state(), boundaries.stamp())
        is_same = known is not None and known[1] == state
        layer = known[2] if known and is_same else Layer(provider.rows(), provider.id_field)
        self._states[name] = (now, state, layer)
        return layer


class _Around:
    """What stands between the server and everything else: the proxy's prefix, the language header."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app, self._prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path = scope["path"]
            if self._prefix and (path == self._prefix or path.startswith(f"{self._prefix}/")):
                path = path[len(self._prefix) :] or "/"
                scope = {**scope, "path": path, "raw_path": path.encode()}
            headers = [_readable(*header) for header in scope["headers"]]
            scope = {**scope, "headers": headers, "query_string": _query(scope.get("query_string", b""))}
        await self._app(scope, receive, send)


def _readable(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header; of languages the first that is spoken here: pygeoapi stumbles over others and over ``*``."""
    return (name, _language(value)) if name == b"accept-language" else (name, value)


def _language(asked: bytes) -> bytes:
    spoken = (_SPOKEN.get(one.strip()[:2].lower()) for one in asked.split(b","))
    return next(filter(None, spoken), _SPOKEN[b"zh"])


def _query(text: bytes) -> bytes:
    """A query string whose ``lang``, if any, is one that is spoken here."""
    parts = text.split(b"&")
    return b"&".join(b"lang=" + _language(one[5:]) if one.startswith(b"lang=") else one for one in parts)


def create() -> ASGIApp:
    """The application by the settings in the environment; a server calls this in each worker."""
    settings = Settings.read()
    from pygeoapi.api import itemtypes

    # pygeoapi tells of writing, which no provider here can, and not of the filter, which it leaves to us.
    itemtypes.CONFORMANCE_CLASSES_FEATURES[:] = CONFORMANCE
    itemtypes.CONFORMANCE_CLASSES_RECORDS[:] = []
    from pygeoapi import starlette_app

    collections = Collections(settings, starlette_app.CONFIG["resources"])
    collections.warm()

    def items(request: Request) -> Response:
        return _sent(
            collections.answer(
                request.path_params["name"], request.path_params.get("identifier"), request.url.query
            )
        )

    def conformance(request: Request) -> Response:
        del request
        return _sent(Answer(200, "application/json", service_items.dumped({"conformsTo": CONFORMANCE})))

    served = _Served(items, conformance, starlette_app.APP)
    watch = health.Watch(partial(health.look, Path(settings.tables), settings.published))
    origins = list(settings.origins)
    middleware = [Middleware(GZipMiddleware, minimum_size=_SMALLEST, compresslevel=1)]
    if origins:
        middleware.insert(
            0,
            Middleware(
                CORSMiddleware,
                allow_origins=origins,
                allow_methods=["GET", "HEAD", "OPTIONS"],
                allow_headers=["*"],
                expose_headers=["Content-Crs", "Content-Disposition", "Link"],
            ),
        )
    app = Starlette(routes=[*health.routes(lambda: watch), *served.routes], middleware=middleware)
    prefix = urlsplit(settings.url).path.rstrip("/")
    around = _Around(app, prefix)
    door = Door(settings.bound, may_name=True)
    walled = Wall(around, door=door, paths=Paths(open=(HEALTH,), near=(METRICS,)), base=prefix)
    told = Guarded(walled, policy=SERVICE_POLICY, hosts=settings.hosts, on_refused=partial(note_host, door))
    return Watched(told, routes=ROUTES, is_proxied=is_proxied, base=prefix)


class _Served:
    """Which of the two answers: pages for people are pygeoapi's, everything else of items is ours."""

    def __init__(
        self,
        items: Callable[[Request], Response],
        conformance: Callable[[Request], Response],
        other: ASGIApp,
    ) -> None:
        self._items, self._conformance, self._other = items, conformance, other

    @cached_property
    def routes(self) -> list[Route | Mount]:
        reading = ["GET", "HEAD"]
        return [
            Route("/conformance", _Either(self._conformance, self._other), methods=reading),
            Route("/collections/{name}/items", _Either(self._items, self._other), methods=reading),
            Route(
                "/collections/{name}/items/{identifier}", _Either(self._items, self._other), methods=reading
            ),
            Mount("/", app=_ReadOnly(_Kept(self._other))),
        ]


class _Either:
    """Ours, unless a page for people is asked for."""

    def __init__(self, ours: Callable[[Request], Response], other: ASGIApp) -> None:
        self._ours = Route("/", ours).app
        self._other = other

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._other if _wants_page(Request(scope)) else self._ours)(scope, receive, send)


def _wants_page(request: Request) -> bool:
    form = request.query_params.get("f")
    if form:
        return form in ("html", "jsonld")
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and "json" not in accepted


class _ReadOnly:
    """Nothing here can be written."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            await Response(status_code=405, headers={"Allow": "GET, HEAD, OPTIONS"})(scope, receive, send)
            return
        await self._app(scope, receive, send)


class _Kept:
    """Answers of pygeoapi, kept: they depend on the configuration alone and take it long to make."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._answers: dict[tuple[object, ...], list[Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        told = {name: value for name, value in scope["headers"] if name in (b"accept", b"accept-language")}
        key = (scope["path"], scope["query_string"], tuple(sorted(told.items())))
        if key in self._answers:
            for message in self._answers[key]:
                await send(_copied(message))
            return
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(_copied(message))
            await send(message)

        await self._app(scope, receive, keep)
        is_good = bool(kept) and kept[0].get("status") == 200
        if is_good and sum(len(one.get("body", b"")) for one in kept) < _LARGEST_KEPT:
            if len(self._answers) >= _MOST_KEPT:
                self._answers.pop(next(iter(self._answers)))
            self._answers[key] = kept


def _copied(message: Message) -> Message:
    """A message whose headers those further out may change."""
    return {**message, "headers": list(message["headers"])} if "headers" in message else dict(message)


def _sent(answer: Answer) -> Response:
    headers = {**answer.headers, "Content-Type": answer.media_type}
    return Response(answer.body, status_code=answer.status, headers=headers)


def config_folder_files(folder: Path) -> tuple[Path, Path]:
    """Where pygeoapi's configuration and OpenAPI document of a service are put."""
    return folder / "config.yml", folder / "openapi.json"
