"""Zip packages: every format at once, and a QGIS project with its data.

``projects.<suffix>``  the files of several layers: GeoPackage, Shapefile, KML, workbook
``mentions.<suffix>``  the records in each format of one layer; ``projects``, ``counties``, ``towns``
                       and ``parks`` beside them in those that carry areas. What cannot carry the
                       system that was asked for is WGS 84
``projects.qgz``       the QGIS project, which opens the GeoPackage beside it
``metadata.xml``       ISO 19115 / GB/T 19710
``datapackage.json``   every file with size, hash and, for CSV, the schema; dictionary, codes,
                       documents, boundaries, precision, filters, counts
``README.txt``         the same to read
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from projects.export import qgis
from projects.export.formats import metadata
from projects.export.formats.codes import value_lists
from projects.export.formats.content import Content, Format
from projects.export.formats.iso19115 import iso19115, qgis_metadata
from projects.export.formats.layers import LAYERS, MENTIONS, PROJECTS, area_layer
from projects.export.formats.systems import LONLAT, short_name
from projects.export.formats.zips import write_zip
from projects.export.readback import check_whole

_TABLES = (".csv", ".jsonl")
_METADATA = "metadata.xml"
_PROJECT_USE = "QGIS 工程，打开旁边的 GeoPackage / QGIS project over the GeoPackage beside it"


def write_package(content: Content, path: Path, *, formats: Sequence[Format]) -> list[str]:
    """Write a zip of *formats*, among them a GeoPackage, with project, metadata and README."""
    notes: list[str] = []
    listed: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".package-") as name:
        folder = Path(name)
        (folder / _METADATA).write_text(iso19115(content), "utf-8")
        listed.append((_METADATA, "元数据 metadata: ISO 19115 / GB/T 19710"))
        for form in formats:
            crs = content.crs if content.crs in form.crs else LONLAT[0]
            note = short_name(crs)
            for layer in _layers(form):
                stem = layer or PROJECTS
                file = folder / f"{stem}{'-' if note else ''}{note}{form.suffix}"
                one = replace(content, crs=crs, layer=layer or content.layer)
                notes += [f"{file.name}: {line}" for line in form.write(one, file)]
                check_whole(file, -1)
                told = f"（{qgis.TITLES[layer]}）" if layer else ""
                listed.append((file.name, f"{form.label_zh}{told} / {form.label.use_zh}"))
            if form.suffix == ".gpkg":
                file = folder / listed[-1][0]
                project = folder / f"{PROJECTS}.qgz"
                project.write_bytes(_project(content, file.name))
                listed.append((project.name, _PROJECT_USE))
        files = [folder / name for name, _ in listed]
        about = metadata.as_json(metadata.data_package(content, files)).encode()
        write_zip(
            path,
            [
                ("README.txt", metadata.readme(content, listed, notes).encode("utf-8-sig")),
                ("datapackage.json", about),
                *((file.name, file) for file in files),
            ],
        )
    return notes


def _project(content: Content, geopackage: str) -> bytes:
    sources = {name: f"./{geopackage}|layername={name}" for name in content.layers}
    west, south, east, north = area_layer(content, LAYERS[0]).total_bounds
    if not np.isfinite([west, south, east, north]).all():
        west, south, east, north = 0.0, 0.0, 1.0, 1.0  # no area at all: anything that is a box
    margin = 0.05 * max(east - west, north - south)
    extent = (west - margin, south - margin, east + margin, north + margin)
    return qgis.project(
        sources,
        crs=content.crs,
        extent=extent,
        official=qgis.official_layers(content.areas),
        about={name: qgis_metadata(content, name, qgis.TITLES[name]) for name in content.layers},
        lists={name: value_lists(content, name) for name in content.layers},
    )


def _layers(form: Format) -> tuple[str, ...]:
    """The layers of a format that holds one at a time, records first; one empty text for the others."""
    if not form.is_one_layer:
        return ("",)
    return tuple(reversed(LAYERS)) if form.suffix not in _TABLES else (MENTIONS, PROJECTS)
