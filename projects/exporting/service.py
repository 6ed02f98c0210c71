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
from pathlib import Path
from typing import Any

from geo import workspace
from geo.boundaries import load_areas
from projects.errors import MissingError
from projects.exporting import qgis
from projects.exporting.formats import metadata
from projects.exporting.formats.layers import LAYERS, MENTIONS, PROJECTS
from projects.exporting.formats.systems import REGISTERED, offered

REQUIREMENTS = Path(__file__).with_name("service-requirements.txt")

_DEFAULT_ITEMS, _MAX_ITEMS = 100, 10_000
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
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
    """
    tables = tables or workspace.tables()
    host, port = _host_and_port(url)
    return {
        "server": {
            "bind": {"host": host, "port": port},
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["zh-CN", "en-US"],
            "pretty_print": False,
            "limits": {"default_items": _DEFAULT_ITEMS, "max_items": _MAX_ITEMS, "on_exceed": "throttle"},
            "map": {"url": "", "attribution": ""},
        },
        "logging": {"level": "ERROR"},
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


def serve(tables: Path | None = None, *, host: str = "127.0.0.1", port: int = 5000, url: str = "") -> None:
    """Serve until interrupted; on this computer only unless *host* says otherwise.

    Raises
    ------
    MissingError
        pygeoapi is not installed; the message says how to.
    """
    try:
        import uvicorn
        from pygeoapi.openapi import generate_openapi_document
    except ImportError as error:
        raise MissingError(
            f"serve needs more libraries: pip install -r {REQUIREMENTS} (no module {error.name})"
        ) from error
    address = url or f"http://{host}:{port}"
    with tempfile.TemporaryDirectory(prefix="project-map-") as folder:
        # pygeoapi takes its configuration from files that the environment names, when imported.
        # JSON is YAML.
        config = Path(folder) / "config.yml"
        config.write_text(json.dumps(configuration(tables, url=address), ensure_ascii=False), "utf-8")
        os.environ["PYGEOAPI_CONFIG"] = str(config)
        openapi = Path(folder) / "openapi.json"
        openapi.write_text(generate_openapi_document(config, "json"), "utf-8")
        os.environ["PYGEOAPI_OPENAPI"] = str(openapi)
        from pygeoapi import starlette_app

        starlette_app.APP.debug = False
        print(f"{address}  （Ctrl+C 停止 to stop）", flush=True)
        uvicorn.run(starlette_app.APP, host=host, port=port, log_level="warning")


def _collection(name: str, tables: Path) -> dict[str, Any]:
    is_records = name == MENTIONS
    has_id = name in (MENTIONS, PROJECTS)
    kind = "Records" if is_records else "Projects" if has_id else "Areas"
    provider: dict[str, Any] = {
        "type": "feature",
        "name": f"projects.exporting.service_provider.{kind}Provider",
        "data": str(tables) if has_id else name,
        "id_field": "id" if has_id else "code",
        "title_field": "name",
        "crs": [_CRS84, *(_EPSG + code.removeprefix("EPSG:") for code in _systems())],
        "storage_crs": _CRS84,
        "include_extra_query_parameters": True,
    }
    if is_records:
        provider["time_field"] = "plan_start"
    extents: dict[str, Any] = {"spatial": {"bbox": _extent(), "crs": _CRS84}}
    if is_records:
        # Open ends: pygeoapi answers an error, not an empty list, to times outside of closed ones.
        extents["temporal"] = {"begin": None, "end": None}
    return {
        "type": "collection",
        "title": {"zh": qgis.TITLES[name], "en": _ENGLISH[name]},
        "description": {lang: _note(lang, areas=not has_id) for lang in ("zh", "en")},
        "keywords": {"zh": [qgis.TITLES[name]], "en": [name]},
        "links": [],
        "extents": extents,
        "providers": [provider],
    }


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


def _host_and_port(url: str) -> tuple[str, int]:
    host, _, port = url.split("//")[-1].partition("/")[0].partition(":")
    return host, int(port or 80)
