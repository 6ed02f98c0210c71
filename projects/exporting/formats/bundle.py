"""Zip packages: every format at once, and a QGIS project with its data.

``projects.<suffix>``  the records in each format; those that cannot carry the system that
                       was asked for are WGS 84
``projects.qgz``       the QGIS project, which opens the GeoPackage beside it
``datapackage.json``   every file with size, hash and, for CSV, the schema; dictionary,
                       documents, boundaries, precision, filters
``README.txt``         the same to read
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from projects.exporting import qgis
from projects.exporting.formats import metadata
from projects.exporting.formats.content import Content, Format
from projects.exporting.formats.layers import LAYERS, PROJECTS, area_layer
from projects.exporting.formats.systems import LONLAT, short_name
from projects.exporting.formats.zips import write_zip

_PROJECT_USE = "QGIS 工程，打开旁边的 GeoPackage / QGIS project over the GeoPackage beside it"


def write_package(content: Content, path: Path, *, formats: Sequence[Format]) -> list[str]:
    """Write a zip of *formats*, among them a GeoPackage, with project, metadata and README."""
    notes: list[str] = []
    listed: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".package-") as name:
        folder = Path(name)
        for form in formats:
            crs = content.crs if content.crs in form.crs else LONLAT[0]
            note = short_name(crs)
            file = folder / f"{PROJECTS}{'-' if note else ''}{note}{form.suffix}"
            notes += [f"{file.name}: {line}" for line in form.write(replace(content, crs=crs), file)]
            listed.append((file.name, f"{form.label_zh} / {form.label.use_zh}"))
            if form.suffix == ".gpkg":
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
    sources = {name: f"./{geopackage}|layername={name}" for name in LAYERS}
    west, south, east, north = area_layer(content, LAYERS[0]).total_bounds
    if not np.isfinite([west, south, east, north]).all():
        west, south, east, north = 0.0, 0.0, 1.0, 1.0  # no area at all: anything that is a box
    margin = 0.05 * max(east - west, north - south)
    extent = (west - margin, south - margin, east + margin, north + margin)
    return qgis.project(sources, crs=content.crs, extent=extent)
