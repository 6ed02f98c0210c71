"""QGIS styles and a QGIS project that show an export as the page does.

Records are categorised by industry in the colours of their families. The precision is
the symbol: a solid disc with a white rim for a site, a ring for a park or town, a thin
ring for each of several places, nothing for a county, whose point is no pin. Areas are
outlines, dashed where they are approximate. Labels are Chinese names with a halo.

Styles are QML, the project is a QGS file (zipped as QGZ). Elements that QGIS fills in by
itself are left out; properties are written twice, as ``Option`` (QGIS 3.22 and later) and
as ``prop`` (before).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from xml.etree.ElementTree import Element, SubElement, tostring

from projects.records import dictionary
from projects.style import families, industries

_VERSION = "3.22.0"
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_FONT = "Noto Sans CJK SC"

TITLES = {"projects": "项目", "towns": "镇街（示意）", "parks": "园区（示意）", "counties": "县区"}
# Fill, outline, width in mm, dashes; LOOK of the page.
_AREAS = {
    "counties": ("241,239,234,255", "184,178,167,255", "0.35", "solid"),
    "towns": ("255,255,255,0", "184,178,167,255", "0.15", "dash"),
    "parks": ("255,255,255,0", "107,102,92,255", "0.3", "dash"),
}
# Points, colour, and the scale from which on labels are shown (None: always).
_LABELS = {
    "counties": ("11", "107,102,92,255", None),
    "towns": ("9", "107,102,92,255", "400000"),
    "parks": ("9", "74,70,64,255", "150000"),
    "projects": ("9", "34,34,34,255", "60000"),
}
_PROJECT_SYMBOL = {
    "fillColor": """if("level" = 'site', @symbol_color, '255,255,255,200')""",
    "outlineColor": """if("level" = 'site', '255,255,255,255', @symbol_color)""",
    "outlineWidth": """case when "level" = 'site' then 0.4 when "level" = 'multi' then 0.25 else 0.6 end""",
    "enabled": """"level" in ('site', 'park', 'town', 'multi')""",
}


@cache
def style(layer: str) -> str:
    """QML of one layer: ``projects``, ``towns``, ``parks`` or ``counties``."""
    root = Element("qgis", version=_VERSION, styleCategories="AllStyleCategories", labelsEnabled="1")
    root.extend(_parts(layer))
    return _DOCTYPE + tostring(root, encoding="unicode")


def project(sources: Mapping[str, str], *, crs: str, extent: tuple[float, float, float, float]) -> bytes:
    """A QGZ file.

    Parameters
    ----------
    sources
        Layer → data source as the OGR provider takes it (``./projects.gpkg|layername=towns``),
        drawn from the first to the last.
    crs
        A registered system, ``EPSG:4548``.
    extent
        West, south, east, north in units of *crs*: what is shown first.
    """
    root = Element("qgis", version=_VERSION, projectname="项目地图 Project map")
    SubElement(root, "title").text = "项目地图 Project map"
    _system(SubElement(root, "projectCrs"), crs)
    tree = SubElement(root, "layer-tree-group")
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "degrees" if crs in ("EPSG:4326", "EPSG:4490") else "meters"
    corners = zip(("xmin", "ymin", "xmax", "ymax"), extent, strict=True)
    box = SubElement(canvas, "extent")
    for name, value in corners:
        SubElement(box, name).text = repr(float(value))
    _system(SubElement(canvas, "destinationsrs"), crs)
    layers = SubElement(root, "projectlayers")
    order = SubElement(root, "layerorder")
    for name in reversed(list(sources)):  # QGIS lists the top one first
        identifier = f"{name}_layer"
        SubElement(
            tree,
            "layer-tree-layer",
            id=identifier,
            name=TITLES[name],
            source=sources[name],
            providerKey="ogr",
            checked="Qt::Checked",
            expanded="1" if name == "projects" else "0",
        )
        SubElement(order, "layer", id=identifier)
        layers.append(_map_layer(name, identifier, sources[name], crs))
    SubElement(SubElement(root, "properties"), "Paths").append(_typed("Absolute", "bool", "false"))
    text = _DOCTYPE + tostring(root, encoding="unicode")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("project.qgs"), text.encode())
    return packed.getvalue()


def _map_layer(name: str, identifier: str, source: str, crs: str) -> Element:
    geometry = "Point" if name == "projects" else "Polygon"
    layer = Element("maplayer", type="vector", geometry=geometry, labelsEnabled="1")
    SubElement(layer, "id").text = identifier
    SubElement(layer, "datasource").text = source
    SubElement(layer, "layername").text = TITLES[name]
    _system(SubElement(layer, "srs"), crs)
    SubElement(layer, "provider", encoding="UTF-8").text = "ogr"
    layer.extend(_parts(name))
    return layer


def _parts(layer: str) -> list[Element]:
    renderer = _by_industry() if layer == "projects" else _outline(layer)
    parts = [renderer, _labelling(layer)]
    if layer == "projects":
        parts.append(_aliases())
    field = Element("previewExpression")
    field.text = '"name"'
    return [*parts, field]


def _by_industry() -> Element:
    renderer = Element("renderer-v2", type="categorizedSymbol", attr="industry", symbollevels="0")
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    colours = {family.code: family for family in families()}
    rows = [
        (row.code, f"{colours[row.family].label_zh} · {row.label_zh}", colours[row.family].colour)
        for row in industries()
    ]
    for number, (code, label, colour) in enumerate([*rows, ("", "未分类", "#6B7280")]):
        SubElement(categories, "category", render="true", value=code, symbol=str(number), label=label)
        symbol = SubElement(symbols, "symbol", type="marker", name=str(number), alpha="1")
        layer = SubElement(symbol, "layer", attrib={"class": "SimpleMarker"}, enabled="1", locked="0")
        _properties(
            layer,
            {
                "name": "circle",
                "color": _rgba(colour),
                "outline_color": "255,255,255,255",
                "outline_style": "solid",
                "outline_width": "0.4",
                "outline_width_unit": "MM",
                "size": "3.2",
                "size_unit": "MM",
            },
        )
        _data_defined(layer, _PROJECT_SYMBOL)
    return renderer


def _outline(layer: str) -> Element:
    fill, line, width, dashes = _AREAS[layer]
    renderer = Element("renderer-v2", type="singleSymbol", symbollevels="0")
    symbol = SubElement(SubElement(renderer, "symbols"), "symbol", type="fill", name="0", alpha="1")
    element = SubElement(symbol, "layer", attrib={"class": "SimpleFill"}, enabled="1", locked="0")
    _properties(
        element,
        {
            "color": fill,
            "outline_color": line,
            "outline_style": dashes,
            "outline_width": width,
            "outline_width_unit": "MM",
            "style": "solid" if fill.endswith("255") else "no",
        },
    )
    return renderer


def _labelling(layer: str) -> Element:
    size, colour, scale = _LABELS[layer]
    labelling = Element("labeling", type="simple")
    settings = SubElement(labelling, "settings")
    style = SubElement(
        settings,
        "text-style",
        fieldName="name",
        isExpression="0",
        fontFamily=_FONT,
        fontSize=size,
        fontSizeUnit="Point",
        fontWeight="50",
        textColor=colour,
        textOpacity="1",
    )
    SubElement(
        style,
        "text-buffer",
        bufferDraw="1",
        bufferSize="0.6",
        bufferSizeUnits="MM",
        bufferColor="250,249,246,255",
        bufferOpacity="1",
    )
    around, inside = "0", "4"  # kinds of placement of QGIS
    SubElement(
        settings,
        "placement",
        placement=around if layer == "projects" else inside,
        placementFlags="10",
        dist="1.5",
        distUnits="MM",
        offsetUnits="MM",
        priority="5",
    )
    limits = {"scaleVisibility": "1", "scaleMax": scale, "scaleMin": "1"} if scale else {}
    # Labels keep off symbols, but areas are no obstacles: nothing could be labelled inside them.
    obstacle = "1" if layer == "projects" else "0"
    drawn = {"drawLabels": "1", "fontMaxPixelSize": "10000", "obstacle": obstacle, "obstacleFactor": "1"}
    SubElement(settings, "rendering", {**drawn, **limits})
    return labelling


def _aliases() -> Element:
    aliases = Element("aliases")
    for number, row in enumerate(dictionary().to_dict("records"), 1):  # 0 is the row number
        SubElement(aliases, "alias", field=row["name"], index=str(number), name=row["label_zh"])
    return aliases


def _properties(parent: Element, values: Mapping[str, str]) -> None:
    group = SubElement(parent, "Option", type="Map")
    for name, value in values.items():
        SubElement(group, "Option", name=name, type="QString", value=value)
    for name, value in values.items():
        SubElement(parent, "prop", k=name, v=value)


def _data_defined(parent: Element, expressions: Mapping[str, str]) -> None:
    group = SubElement(SubElement(parent, "data_defined_properties"), "Option", type="Map")
    SubElement(group, "Option", name="name", type="QString", value="")
    listed = SubElement(group, "Option", name="properties", type="Map")
    for name, expression in expressions.items():
        one = SubElement(listed, "Option", name=name, type="Map")
        SubElement(one, "Option", name="active", type="bool", value="true")
        SubElement(one, "Option", name="expression", type="QString", value=expression)
        SubElement(one, "Option", name="type", type="int", value="3")  # an expression
    SubElement(group, "Option", name="type", type="QString", value="collection")


def _system(parent: Element, crs: str) -> None:
    SubElement(SubElement(parent, "spatialrefsys"), "authid").text = crs


def _typed(name: str, kind: str, text: str) -> Element:
    element = Element(name, type=kind)
    element.text = text
    return element


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},255"
