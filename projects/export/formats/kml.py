"""KML and KMZ: a folder per industry, styled in the colours of the page.

Every record is a Placemark with all its columns as ExtendedData under their Chinese
names. Records without a location have no geometry. Behind them a folder for each layer of
areas; the description of a county tells how many records are known to it only. KML is WGS 84 by
its standard. KMZ holds the white disc that the styles colour, so that nothing is loaded
from elsewhere; a plain KML leaves the icon to the program.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import XMLGenerator

import numpy as np
import pandas as pd
import shapely

from geo import DATA_DIR
from projects.export.formats import metadata
from projects.export.formats.codes import columns_of
from projects.export.formats.content import Content
from projects.export.formats.layers import AREA_LEVELS, area_layer
from projects.export.formats.systems import LONLAT
from projects.export.formats.text import values
from projects.export.formats.zips import write_zip
from projects.export.qgis import TITLES
from projects.model.records import COLUMNS, dictionary
from projects.store.counting import FIGURES
from projects.store.geometry import geometries
from projects.vocabulary import labels
from projects.vocabulary.style import families, industries

ICON = DATA_DIR / "export" / "disc.png"

_ICON_IN_KMZ = "files/disc.png"
_DECIMALS = 7
_UNKNOWN = ("", "未分类", "#6B7280")
# What XML cannot hold even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_kml(content: Content, path: Path) -> list[str]:
    """A KML 2.2 document."""
    path.write_bytes(_document(content, icon=""))
    return []


def write_kmz(content: Content, path: Path) -> list[str]:
    """The same in a zip with its icon and the metadata."""
    about = metadata.as_json(metadata.data_package(content)).encode()
    # doc.kml has to be the first member
    write_zip(
        path,
        [
            ("doc.kml", _document(content, icon=_ICON_IN_KMZ)),
            (_ICON_IN_KMZ, ICON),
            ("datapackage.json", about),
        ],
    )
    return []


def _document(content: Content, *, icon: str) -> bytes:
    buffer = io.BytesIO()
    writer = _Writer(buffer)
    writer.startDocument()
    with_styles = _industries()
    with writer.inside("kml", {"xmlns": "http://www.opengis.net/kml/2.2"}), writer.inside("Document"):
        writer.leaf("name", "项目地图 Project map")
        about = "\n".join(f"{item}: {value}" for item, value in metadata.about(content).items() if value)
        note = (metadata.POINT_NOTE, metadata.boundary_note(content.areas), metadata.LICENCE_NOTE)
        notes = "\n".join(text["en"] for text in note)
        writer.leaf("description", f"{about}\n{notes}")
        _area_style(writer)
        for code, _, colour in with_styles:
            _style(writer, code, colour, icon)
        records = content.records
        points = geometries(records)
        columns = [values(records[name]) for name in COLUMNS]
        codes = records["industry"].to_numpy(dtype=object)
        known = {code for code, _, _ in with_styles}
        codes = np.array([code if code in known else "" for code in codes], dtype=object)
        for code, label, _ in with_styles:
            rows = np.flatnonzero(codes == code)
            if not len(rows):
                continue
            with writer.inside("Folder"):
                writer.leaf("name", label)
                for row in rows:
                    record = {name: column[row] for name, column in zip(COLUMNS, columns, strict=True)}
                    _placemark(writer, record, points[row])
        for name in reversed(tuple(AREA_LEVELS)):
            _areas(writer, content, name)
    writer.endDocument()
    return buffer.getvalue()


def _area_style(writer: _Writer) -> None:
    with writer.inside("Style", {"id": "area"}):
        with writer.inside("LineStyle"):
            writer.leaf("color", "ff5c666b")
            writer.leaf("width", "1.2")
        with writer.inside("PolyStyle"):
            writer.leaf("fill", "0")


def _areas(writer: _Writer, content: Content, name: str) -> None:
    """A folder of the areas of one layer, their columns under Chinese names."""
    called = {row["name"]: row["label_zh"] for row in columns_of(name)}
    with writer.inside("Folder"):
        writer.leaf("name", TITLES[name])
        writer.leaf("visibility", "1" if name == "counties" else "0")
        for row in area_layer(replace(content, crs=LONLAT[0]), name).to_dict("records"):
            shape = row.pop("geometry")
            with writer.inside("Placemark"):
                writer.leaf("name", str(row["name"]))
                writer.leaf("visibility", "1" if name == "counties" else "0")
                if name == "counties":
                    told = {key: int(row[key]) for key in FIGURES}
                    writer.leaf("description", labels.figures(told, "zh"))
                writer.leaf("styleUrl", "#area")
                with writer.inside("ExtendedData"):
                    for key, label in called.items():
                        if row[key] is not None and not pd.isna(row[key]) and row[key] != "":
                            with writer.inside("Data", {"name": key}):
                                writer.leaf("displayName", label)
                                writer.leaf("value", _text(row[key]))
                if shape is not None:
                    with writer.inside("MultiGeometry"):
                        for part in shape.geoms:
                            _polygon(writer, part)


def _polygon(writer: _Writer, shape: shapely.Polygon) -> None:
    with writer.inside("Polygon"):
        rings = [
            ("outerBoundaryIs", shape.exterior),
            *(("innerBoundaryIs", ring) for ring in shape.interiors),
        ]
        for kind, ring in rings:
            with writer.inside(kind), writer.inside("LinearRing"):
                corners = shapely.get_coordinates(ring)
                told = " ".join(f"{lon:.{_DECIMALS}f},{lat:.{_DECIMALS}f}" for lon, lat in corners)
                writer.leaf("coordinates", told)


def _industries() -> list[tuple[str, str, str]]:
    colours = {family.code: family.colour for family in families()}
    return [(row.code, row.label_zh, colours[row.family]) for row in industries()] + [_UNKNOWN]


def _style(writer: _Writer, code: str, colour: str, icon: str) -> None:
    with writer.inside("Style", {"id": _style_id(code)}):
        with writer.inside("IconStyle"):
            writer.leaf("color", f"ff{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower())  # aabbggrr
            writer.leaf("scale", "0.7")
            if icon:
                with writer.inside("Icon"):
                    writer.leaf("href", icon)
        with writer.inside("LabelStyle"):
            writer.leaf("scale", "0.7")
        with writer.inside("LineStyle"):
            writer.leaf("color", f"ff{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower())
            writer.leaf("width", "3")


def _placemark(writer: _Writer, record: Mapping[str, Any], shape: shapely.Geometry | None) -> None:
    with writer.inside("Placemark"):
        writer.leaf("name", record["name"])
        writer.leaf("visibility", "1")
        writer.leaf("styleUrl", f"#{_style_id(record['industry'])}")
        with writer.inside("ExtendedData"):
            for name, label in _LABELS.items():
                if record[name] is not None and record[name] != "":
                    with writer.inside("Data", {"name": name}):
                        writer.leaf("displayName", label)
                        writer.leaf("value", _text(record[name]))
        if shape is None:
            return
        if shape.geom_type in ("LineString", "MultiLineString"):
            with writer.inside("MultiGeometry"):
                for part in shapely.get_parts(shape):
                    _line(writer, part)
            return
        corners = shapely.get_coordinates(shape)
        if shape.geom_type == "Point":
            _point(writer, corners[0])
            return
        with writer.inside("MultiGeometry"):
            for corner in corners:
                _point(writer, corner)


def _point(writer: _Writer, corner: Iterable[float]) -> None:
    with writer.inside("Point"):
        writer.leaf("coordinates", ",".join(f"{value:.{_DECIMALS}f}" for value in corner))


def _line(writer: _Writer, part: shapely.LineString) -> None:
    with writer.inside("LineString"):
        told = " ".join(
            f"{lon:.{_DECIMALS}f},{lat:.{_DECIMALS}f}" for lon, lat in shapely.get_coordinates(part)
        )
        writer.leaf("coordinates", told)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@cache
def _style_id(code: str) -> str:
    known = {row.code for row in industries()}
    return f"industry-{code if code in known else 'none'}"


_LABELS = dict(zip(*(dictionary()[key] for key in ("name", "label_zh")), strict=True))


class _Writer(XMLGenerator):
    """An XMLGenerator with elements as contexts, which leaves out what XML cannot hold."""

    def __init__(self, out: io.BytesIO) -> None:
        super().__init__(out, encoding="utf-8")

    def inside(self, name: str, attributes: Mapping[str, str] | None = None) -> _Element:
        self.startElement(name, dict(attributes or {}))  # type: ignore[arg-type]
        return _Element(self, name)

    def leaf(self, name: str, text: str) -> None:
        with self.inside(name):
            self.characters(_FORBIDDEN.sub("", text))


class _Element:
    def __init__(self, writer: _Writer, name: str) -> None:
        self._writer, self._name = writer, name

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        self._writer.endElement(self._name)
