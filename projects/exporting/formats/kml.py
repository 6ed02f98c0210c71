"""KML and KMZ: a folder per industry, styled in the colours of the page.

Every record is a Placemark with all its columns as ExtendedData under their Chinese
names. Records without a location have no geometry; those whose place is only known to
the county are there but switched off, because their point is no pin. KML is WGS 84 by
its standard. KMZ holds the white disc that the styles colour, so that nothing is loaded
from elsewhere; a plain KML leaves the icon to the program.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import XMLGenerator

import numpy as np
import shapely

from geo import DATA_DIR
from projects.asking.geometry import geometries
from projects.exporting.formats import metadata
from projects.exporting.formats.content import Content
from projects.exporting.formats.text import values
from projects.exporting.formats.zips import write_zip
from projects.records import COLUMNS, dictionary
from projects.style import families, industries

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
        note = (metadata.POINT_NOTE, metadata.BOUNDARY_NOTE, metadata.LICENCE_NOTE)
        writer.leaf("description", "\n".join(text[lang] for text in note for lang in ("zh", "en")))
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
    writer.endDocument()
    return buffer.getvalue()


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


def _placemark(writer: _Writer, record: Mapping[str, Any], shape: shapely.Geometry | None) -> None:
    with writer.inside("Placemark"):
        writer.leaf("name", record["name"])
        writer.leaf("visibility", "0" if record["level"] == "county" else "1")
        writer.leaf("styleUrl", f"#{_style_id(record['industry'])}")
        with writer.inside("ExtendedData"):
            for name, label in _LABELS.items():
                if record[name] is not None and record[name] != "":
                    with writer.inside("Data", {"name": name}):
                        writer.leaf("displayName", label)
                        writer.leaf("value", _text(record[name]))
        if shape is None:
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
