"""OGC API – Features: what is in the store, for QGIS, ArcGIS and GDAL to connect to.

pygeoapi is the server. This module writes its configuration from the store (collections
mentions, projects, towns, parks, counties with their extents, titles and systems) and starts it on
uvicorn. Output of :func:`configuration`: a dictionary as pygeoapi's YAML would give it.

pygeoapi needs libraries that the map does not; they are listed in ``REQUIREMENTS``.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from geo import workspace
from geo.boundaries import load_areas
from geo.files import make_folder
from projects.errors import MissingError
from projects.export import qgis
from projects.export.formats import metadata
from projects.export.formats.layers import LAYERS, MENTIONS, PROJECTS
from projects.export.formats.systems import REGISTERED, offered
from projects.export.headers import address, allowed, host_and_port
from projects.export.service_items import CRS84, DEFAULT_ITEMS, MAX_ITEMS
from projects.model.records import years
from projects.store.database import STORE, open_store
from projects.watching.numbers import SHARED

REQUIREMENTS = Path(__file__).with_name("service-requirements.txt")

_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
_ENGLISH = {
    "mentions": "Records",
    "projects": "Projects",
    "towns": "Towns",
    "parks": "Parks",
    "counties": "Counties",
}


def configuration(tables: Path | None = None, *, url: str) -> dict[str, Any]:
    """The configuration of pygeoapi.

    Parameters
    ----------
    tables
        Folder of the tables, by default the workspace; the store is made there when it is missing or old.
    url
        Address under which clients reach the service; all links begin with it.

    Returns
    -------
    dict[str, Any]
        As pygeoapi would read it from YAML.

    Raises
    ------
    InputError
        *url* is no address.
    """
    tables = tables or workspace.tables()
    host, port = host_and_port(url)
    return {
        "server": {
            "bind": {"host": host, "port": port},
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["zh-CN", "en-US"],
            "pretty_print": False,
            "limits": {"default_items": DEFAULT_ITEMS, "max_items": MAX_ITEMS, "on_exceed": "throttle"},
            "map": {"url": "", "attribution": ""},
        },
        # Its errors quote what was asked for; what the log may tell, projects.watching tells.
        "logging": {"level": "CRITICAL"},
        "metadata": {
            "identification": {
                "title": {"zh": "项目地图", "en": "Project map"},
                "description": {lang: _note(lang) for lang in ("zh", "en")},
                "keywords": {"zh": ["项目", "规划"], "en": ["projects", "plans"]},
                "keywords_type": "theme",
                "terms_of_service": metadata.LICENCE_NOTE["en"],
                "url": url,
            },
            "license": {"name": metadata.LICENCE_NOTE["en"], "url": url},
            "provider": {"name": "project-map", "url": url},
            "contact": {"name": "project-map", "email": "", "url": url},
        },
        "resources": {name: _collection(name, tables) for name in reversed(LAYERS)},
    }


def serve(
    tables: Path | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 5000,
    url: str = "",
    origins: Sequence[str] = (),
    workers: int = 1,
    hosts: Sequence[str] = (),
    published: str = "",
) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    tables
        Folder of the tables; those of the workspace when None.
    host
        Address to listen at; by default clients on this computer only are answered.
    port
        Port to listen at.
    url
        Address under which clients reach the service, behind a proxy: links begin with it. A path
        in it may stand before the paths that the proxy hands on, or not. Empty: *host* and *port*.
    origins
        Origins of web pages that may ask from a browser, ``*`` for any; none by default.
    workers
        Processes that answer.
    hosts
        Further names that the service answers to, beside that of *url* and this computer's own.
    published
        When the edition that is shown was published (ISO); empty when it is none.

    Raises
    ------
    MissingError
        pygeoapi is not installed (the message says how to), or a table is not there.
    InputError
        *url* is no address, or the store cannot be made from the tables.
    """
    try:
        import uvicorn
        from pygeoapi.openapi import generate_openapi_document
    except ImportError as error:
        raise MissingError(
            f"serve needs more libraries: pip install -r {REQUIREMENTS} (no module {error.name})"
        ) from error
    shown_at = url or address(host, port)
    with tempfile.TemporaryDirectory(prefix="project-map-") as folder:
        # pygeoapi takes its configuration from files that the environment names, when imported.
        # JSON is YAML.
        config = Path(folder) / "config.yml"
        config.write_text(json.dumps(configuration(tables, url=shown_at), ensure_ascii=False), "utf-8")
        os.environ["PYGEOAPI_CONFIG"] = str(config)
        openapi = Path(folder) / "openapi.json"
        openapi.write_text(generate_openapi_document(config, "json"), "utf-8")
        os.environ["PYGEOAPI_OPENAPI"] = str(openapi)
        # Imported here because it needs pygeoapi.
        from projects.export.service_app import Settings

        shown = str(tables or workspace.tables())
        Settings(shown_at, tuple(origins), allowed(shown_at, host, hosts), host, shown, published).write()
        if workers > 1:
            os.environ[SHARED] = str(make_folder(Path(folder) / "numbers"))
        print(f"{shown_at}  （Ctrl+C 停止 to stop）", flush=True)
        uvicorn.run(
            "projects.export.service_app:create",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_level="warning",
            server_header=False,
        )


def _collection(name: str, tables: Path) -> dict[str, Any]:
    is_records = name == MENTIONS
    has_id = name in (MENTIONS, PROJECTS)
    kind = "Records" if is_records else "Projects" if has_id else "Areas"
    provider: dict[str, Any] = {
        "type": "feature",
        "name": f"projects.export.service_provider.{kind}Provider",
        "data": str(tables) if has_id else name,
        "id_field": "id" if has_id else "code",
        "title_field": "name",
        "crs": [CRS84, *(_EPSG + code.removeprefix("EPSG:") for code in _systems())],
        "storage_crs": CRS84,
        "include_extra_query_parameters": True,
    }
    if is_records:
        provider["time_field"] = "plan_start"
    extents: dict[str, Any] = {"spatial": {"bbox": _extent(), "crs": CRS84}}
    if is_records:
        extents["temporal"] = _years(tables)
    return {
        "type": "collection",
        "title": {"zh": qgis.TITLES[name], "en": _ENGLISH[name]},
        "description": {lang: _note(lang, areas=not has_id) for lang in ("zh", "en")},
        "keywords": {"zh": [qgis.TITLES[name]], "en": [name]},
        "links": [],
        "extents": extents,
        "providers": [provider],
    }


def _years(tables: Path) -> dict[str, str | None]:
    """Begin and end of the years that the records are about; None where none has any."""
    found = years(open_store(tables / STORE, tables=tables).records())
    first, last = found.iloc[:, 0].min(), found.iloc[:, 1].max()
    if pd.isna(first) or pd.isna(last):
        return {"begin": None, "end": None}
    return {"begin": f"{int(first)}-01-01T00:00:00Z", "end": f"{int(last)}-12-31T23:59:59Z"}


def _systems() -> tuple[str, ...]:
    """The registered systems that the data lie in."""
    west, _, east, _ = _extent()
    return tuple(code for code in offered(west, east) if code in REGISTERED)


def _note(lang: str, *, areas: bool = False) -> str:
    notes = (
        (metadata.boundary_note(load_areas()),)
        if areas
        else (metadata.COUNT_NOTE, metadata.POINT_NOTE, metadata.DATUM_NOTE)
    )
    return " ".join(note[lang] for note in notes)


def _extent() -> list[float]:
    return [round(float(value), 6) for value in load_areas().total_bounds]
