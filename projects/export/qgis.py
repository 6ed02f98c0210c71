"""QGIS styles and a QGIS project that show an export as the page does.

Records are categorised by industry in the colours of their families. The precision is
the symbol: a solid disc with a white rim for a site, a ring for a park or town, a thin
ring for each of several places, nothing for a county: what is known to it only is counted in
its label. Symbols on one point are fanned out, so that many do not look like one. Areas are
outlines, dashed unless they are official. Labels are Chinese names with a halo.

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

import pandas as pd
from pyproj import CRS

from projects.export.formats.codes import columns_of
from projects.export.formats.systems import LONLAT
from projects.vocabulary.style import families, industries

_VERSION = "3.22.0"
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_FONT = "Noto Sans CJK SC"

TITLES = {
    "mentions": "记录",
    "lines": "线路上的记录",
    "projects": "项目",
    "towns": "镇街",
    "parks": "园区",
    "counties": "县区与功能区（含计数）",
}
POINTS = ("mentions", "projects")
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
    "mentions": ("9", "34,34,34,255", "60000"),
}
# The name, and below it how many records are known to the county only: they have no symbol.
_COUNTED = """"name" || if("county" > 0, '\\n县级 ' || "county", '')"""
# The colour is written out: inside of a displacement QGIS knows no @symbol_color.
_PROJECT_SYMBOL = {
    "fillColor": """if("level" = 'site', '{colour}', '255,255,255,200')""",
    "outlineColor": """if("level" = 'site', '255,255,255,255', '{colour}')""",
    "outlineWidth": """case when "level" = 'site' then 0.4 when "level" = 'multi' then 0.25 else 0.6 end""",
}
# Official boundaries and surveyed counties are solid, what was worked out is dashed.
_DASHES = {"outlineStyle": """if("is_official" or "level" = 'county', 'solid', 'dash')"""}


def official_layers(areas: pd.DataFrame) -> frozenset[str]:
    """Layers of areas all of whose boundaries are official: drawn solid."""
    levels = {"towns": ("town",), "parks": ("park",), "counties": ("county", "zone")}
    found = set()
    for name, chosen in levels.items():
        rows = areas[areas["level"].isin(chosen)]
        if len(rows) and rows["is_official"].astype(bool).all():
            found.add(name)
    return frozenset(found)


@cache
def style(layer: str, *, is_official: bool = False) -> str:
    """QML of one layer: ``mentions``, ``projects``, ``towns``, ``parks`` or ``counties``.

    Boundaries are dashed unless they are official.
    """
    root = Element("qgis", version=_VERSION, styleCategories="AllStyleCategories", labelsEnabled="1")
    root.extend(_parts(layer, is_official))
    return _DOCTYPE + tostring(root, encoding="unicode")


def project(
    sources: Mapping[str, str],
    *,
    crs: str,
    extent: tuple[float, float, float, float],
    official: frozenset[str] = frozenset(),
    about: Mapping[str, Element] | None = None,
) -> bytes:
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
    official
        Layers whose boundaries are official (:func:`official_layers`).
    about
        Layer → its ``resourceMetadata``.
    """
    root = Element("qgis", version=_VERSION, projectname="项目地图 Project map")
    SubElement(root, "title").text = "项目地图 Project map"
    _system(SubElement(root, "projectCrs"), crs)
    tree = SubElement(root, "layer-tree-group")
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "degrees" if crs in LONLAT else "meters"
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
            # Records lie on the same points as their projects: one of the two at a time.
            checked="Qt::Unchecked" if name == "projects" else "Qt::Checked",
            expanded="1" if name == "mentions" else "0",
        )
        SubElement(order, "layer", id=identifier)
        layer = _map_layer(name, identifier, sources[name], crs, name in official)
        if about and name in about:
            layer.append(about[name])
        layers.append(layer)
    properties = SubElement(root, "properties")
    SubElement(properties, "Paths").append(_typed("Absolute", "bool", "false"))
    projections = SubElement(properties, "SpatialRefSys")
    projections.append(_typed("ProjectionsEnabled", "int", "1"))
    measure = SubElement(properties, "Measure")
    measure.append(_typed("Ellipsoid", "QString", "EPSG:7030" if crs == "EPSG:4326" else "EPSG:1024"))
    view = SubElement(root, "ProjectViewSettings", UseProjectScales="0")
    west, south, east, north = (repr(float(value)) for value in extent)
    shown = SubElement(view, "DefaultViewExtent", xmin=west, ymin=south, xmax=east, ymax=north)
    _system(shown, crs)
    text = _DOCTYPE + tostring(root, encoding="unicode")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("project.qgs"), text.encode())
    return packed.getvalue()


def _map_layer(name: str, identifier: str, source: str, crs: str, is_official: bool) -> Element:
    geometry = "Point" if name in POINTS else "Polygon"
    layer = Element("maplayer", type="vector", geometry=geometry, labelsEnabled="1")
    SubElement(layer, "id").text = identifier
    SubElement(layer, "datasource").text = source
    SubElement(layer, "layername").text = TITLES[name]
    _system(SubElement(layer, "srs"), crs)
    SubElement(layer, "provider", encoding="UTF-8").text = "ogr"
    layer.extend(_parts(name, is_official))
    return layer


def _parts(layer: str, is_official: bool) -> list[Element]:
    renderer = _displaced(_by_industry()) if layer in POINTS else _outline(layer, is_official)
    parts = [renderer, _labelling(layer), _aliases(layer)]
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
        told = {name: text.format(colour=_rgba(colour)) for name, text in _PROJECT_SYMBOL.items()}
        _data_defined(layer, told)
    return renderer


def _displaced(inner: Element) -> Element:
    """Symbols that would lie on one another, fanned out in rings around a small mark with a spoke to it."""
    renderer = Element(
        "renderer-v2",
        type="pointDisplacement",
        placement="1",
        tolerance="3",
        toleranceUnit="MM",
        toleranceUnitScale="3x:0,0,0,0,0,0",
        circleWidth="0.2",
        circleColor="160,155,145,160",
        circleRadiusAddition="0",
        labelDistanceFactor="0.5",
        maxLabelScaleDenominator="-1",
        symbollevels="0",
    )
    renderer.append(inner)
    symbol = SubElement(renderer, "symbol", type="marker", name="centerSymbol", alpha="1")
    layer = SubElement(symbol, "layer", attrib={"class": "SimpleMarker"}, enabled="1", locked="0")
    _properties(
        layer,
        {
            "name": "circle",
            "color": "107,102,92,255",
            "outline_style": "no",
            "size": "0.8",
            "size_unit": "MM",
        },
    )
    return renderer


def _outline(layer: str, is_official: bool) -> Element:
    fill, line, width, dashes = _AREAS[layer]
    dashes = "solid" if is_official else dashes
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
    _data_defined(element, _DASHES)
    return renderer


def _labelling(layer: str) -> Element:
    size, colour, scale = _LABELS[layer]
    labelling = Element("labeling", type="simple")
    settings = SubElement(labelling, "settings")
    style = SubElement(
        settings,
        "text-style",
        fieldName=_COUNTED if layer == "counties" else "name",
        isExpression="1" if layer == "counties" else "0",
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
        placement=around if layer in POINTS else inside,
        placementFlags="10",
        dist="1.5",
        distUnits="MM",
        offsetUnits="MM",
        priority="5",
    )
    limits = {"scaleVisibility": "1", "scaleMax": scale, "scaleMin": "1"} if scale else {}
    # Labels keep off symbols, but areas are no obstacles: nothing could be labelled inside them.
    obstacle = "1" if layer in POINTS else "0"
    drawn = {"drawLabels": "1", "fontMaxPixelSize": "10000", "obstacle": obstacle, "obstacleFactor": "1"}
    SubElement(settings, "rendering", {**drawn, **limits})
    return labelling


def _aliases(layer: str) -> Element:
    aliases = Element("aliases")
    for number, row in enumerate(columns_of(layer), 1):  # 0 is the row number
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
    # Without the definition itself QGIS leaves the project without a system.
    system = SubElement(parent, "spatialrefsys", nativeFormat="Wkt")
    SubElement(system, "wkt").text = CRS(crs).to_wkt("WKT2_2019")
    SubElement(system, "authid").text = crs


def _typed(name: str, kind: str, text: str) -> Element:
    element = Element(name, type=kind)
    element.text = text
    return element


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},255"
