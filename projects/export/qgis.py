"""QGIS styles and a QGIS project that show an export as the page does.

Records are categorised by industry in the colours of their families. The precision is
the symbol: a solid disc with a white rim for a site, a ring for a park or town, a thin
ring for each of several places, nothing for a county: what is known to it only is counted in
its label. Symbols on one point are fanned out, so that many do not look like one. Records on a road,
railway or river are its course, dashed where that is approximate, with their number in its label.
Areas are outlines, dashed unless they are official. Labels are Chinese names with a halo. The
legend tells colours and forms; columns have Chinese titles, and labels for codes.

Styles are QML, the project is a QGS file (zipped as QGZ). Elements that QGIS fills in by
itself are left out; properties are written twice, as ``Option`` (QGIS 3.22 and later) and
as ``prop`` (before).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

import pandas as pd
from pyproj import CRS

from projects.export.formats.content import AREA_LEVELS, LINES
from projects.export.formats.systems import LONLAT
from projects.export.qgis_fields import Lists, field_elements
from projects.vocabulary.style import families, industries

_VERSION = "3.22.0"
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_FONT = "Noto Sans CJK SC"

TITLES = {
    "mentions": "记录",
    LINES: "线路上的记录",
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
    LINES: ("9", "74,70,64,255", "400000"),
    "counties": ("11", "107,102,92,255", None),
    "towns": ("9", "107,102,92,255", "400000"),
    "parks": ("9", "74,70,64,255", "150000"),
    "projects": ("9", "34,34,34,255", "60000"),
    "mentions": ("9", "34,34,34,255", "60000"),
}
# The name, and below it how many records are known to the county only: they have no symbol.
_COUNTED = """"name" || if("county" > 0, '\\n县级 ' || "county", '')"""
# The line once, and how many records share it: they lie on one another.
_SHARED = """if("turn" = 1, "line" || if("sharing" > 1, '（' || "sharing" || ' 条）', ''), NULL)"""
_WORDED = {"counties": _COUNTED, LINES: _SHARED}
# The colour is written out: inside of a displacement QGIS knows no @symbol_color.
_PROJECT_SYMBOL = {
    "fillColor": """if("level" = 'site', '{colour}', '255,255,255,200')""",
    "outlineColor": """if("level" = 'site', '255,255,255,255', '{colour}')""",
    "outlineWidth": """case when "level" = 'site' then 0.4 when "level" = 'multi' then 0.25 else 0.6 end""",
}
_COURSE_DASHES = {"outlineStyle": """if("is_approximate", 'dash', 'solid')"""}
# Categories that no record has, behind those of industries: the legend shows what forms mean.
_KEY, _NEUTRAL = "symbol:", "#6B665C"
_DISC_KEY = {"site": "实心＝具体地点", "area": "圆环＝园区、镇街的代表点", "multi": "细环＝几处之一"}
_LINE_KEY = {"known": "实线＝已知走向", "approximate": "虚线＝示意走向"}
_WIDTHS = {"area": "0.6", "multi": "0.25"}
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


def style(layer: str, *, is_official: bool = False, lists: Lists | None = None) -> str:
    """QML of one layer: a key of :data:`TITLES`.

    Boundaries are dashed unless they are official. *lists* are the labels of its codes, by column.
    """
    root = Element("qgis", version=_VERSION, styleCategories="AllStyleCategories", labelsEnabled="1")
    root.extend(_parts(layer, is_official, lists or {}))
    return _DOCTYPE + tostring(root, encoding="unicode")


def project(
    sources: Mapping[str, str],
    *,
    crs: str,
    extent: tuple[float, float, float, float],
    official: frozenset[str] = frozenset(),
    about: Mapping[str, Element] | None = None,
    lists: Mapping[str, Lists] | None = None,
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
    lists
        Layer → the labels of its codes, by column.
    """
    root = Element("qgis", version=_VERSION, projectname="项目地图 Project map")
    SubElement(root, "title").text = "项目地图 Project map"
    _system(SubElement(root, "projectCrs"), crs)
    tree = SubElement(root, "layer-tree-group")
    _canvas(root, crs, extent)
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
        layer = _map_layer(name, identifier, sources[name], crs)
        layer.extend(_parts(name, name in official, (lists or {}).get(name, {})))
        if about and name in about:
            layer.append(about[name])
        layers.append(layer)
    _settings(root, crs)
    view = SubElement(root, "ProjectViewSettings", UseProjectScales="0")
    west, south, east, north = (repr(float(value)) for value in extent)
    shown = SubElement(view, "DefaultViewExtent", xmin=west, ymin=south, xmax=east, ymax=north)
    _system(shown, crs)
    text = _DOCTYPE + tostring(root, encoding="unicode")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("project.qgs"), text.encode())
    return packed.getvalue()


def _canvas(root: Element, crs: str, extent: tuple[float, float, float, float]) -> None:
    """What is shown first, in which units."""
    canvas = SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    SubElement(canvas, "units").text = "degrees" if crs in LONLAT else "meters"
    corners = zip(("xmin", "ymin", "xmax", "ymax"), extent, strict=True)
    box = SubElement(canvas, "extent")
    for name, value in corners:
        SubElement(box, name).text = repr(float(value))
    _system(SubElement(canvas, "destinationsrs"), crs)


def _settings(root: Element, crs: str) -> None:
    """Relative paths; lengths and areas on the ellipsoid of the system."""
    properties = SubElement(root, "properties")
    SubElement(properties, "Paths").append(_typed("Absolute", "bool", "false"))
    projections = SubElement(properties, "SpatialRefSys")
    projections.append(_typed("ProjectionsEnabled", "int", "1"))
    measure = SubElement(properties, "Measure")
    measure.append(_typed("Ellipsoid", "QString", "EPSG:7030" if crs == "EPSG:4326" else "EPSG:1024"))


def _map_layer(name: str, identifier: str, source: str, crs: str) -> Element:
    geometry = "Polygon" if name in AREA_LEVELS else "Line" if name == LINES else "Point"
    layer = Element("maplayer", type="vector", geometry=geometry, labelsEnabled="1")
    SubElement(layer, "id").text = identifier
    SubElement(layer, "datasource").text = source
    SubElement(layer, "layername").text = TITLES[name]
    _system(SubElement(layer, "srs"), crs)
    SubElement(layer, "provider", encoding="UTF-8").text = "ogr"
    return layer


def _parts(layer: str, is_official: bool, lists: Lists) -> list[Element]:
    if layer in AREA_LEVELS:
        renderer = _outline(layer, is_official)
    else:
        renderer = _by_industry(_course, _LINE_KEY) if layer == LINES else _displaced(_by_industry())
    parts = [renderer, _labelling(layer), *field_elements(layer, lists)]
    field = Element("previewExpression")
    field.text = '"name"'
    opacity = Element("layerOpacity")
    # Many lines are a hint: what stands at a place is read first.
    opacity.text = "0.5" if layer == LINES else "1"
    return [*parts, field, opacity]


def _by_industry(
    draw: Callable[[Element, str, str], None] | None = None, key: Mapping[str, str] | None = None
) -> Element:
    """Categories in the colours of the families; behind them, for the legend only, the forms of *key*."""
    draw = draw or _disc
    renderer = Element("renderer-v2", type="categorizedSymbol", attr="industry", symbollevels="0")
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    colours = {family.code: family for family in families()}
    rows = [
        (row.code, f"{colours[row.family].label_zh} · {row.label_zh}", colours[row.family].colour, "")
        for row in industries()
    ]
    forms = [(f"{_KEY}{form}", label, _NEUTRAL, form) for form, label in (key or _DISC_KEY).items()]
    for number, (code, label, colour, form) in enumerate([*rows, ("", "未分类", "#6B7280", ""), *forms]):
        SubElement(categories, "category", render="true", value=code, symbol=str(number), label=label)
        kind = "marker" if draw is _disc else "line"
        symbol = SubElement(symbols, "symbol", type=kind, name=str(number), alpha="1")
        draw(symbol, _rgba(colour), form)
    return renderer


def _disc(symbol: Element, colour: str, form: str) -> None:
    """A disc or ring by the record's precision, or as *form* says."""
    layer = SubElement(symbol, "layer", attrib={"class": "SimpleMarker"}, enabled="1", locked="0")
    _properties(
        layer,
        {
            "name": "circle",
            "color": colour if form in ("", "site") else "255,255,255,200",
            "outline_color": "255,255,255,255" if form in ("", "site") else colour,
            "outline_style": "solid",
            "outline_width": _WIDTHS.get(form, "0.4"),
            "outline_width_unit": "MM",
            "size": "3.2",
            "size_unit": "MM",
        },
    )
    if not form:
        _data_defined(layer, {name: text.format(colour=colour) for name, text in _PROJECT_SYMBOL.items()})


def _course(symbol: Element, colour: str, form: str) -> None:
    """A line, dashed where it is approximate, or as *form* says."""
    layer = SubElement(symbol, "layer", attrib={"class": "SimpleLine"}, enabled="1", locked="0")
    style = {"approximate": "dash"}.get(form, "solid")
    _properties(
        layer, {"line_color": colour, "line_style": style, "line_width": "0.5", "line_width_unit": "MM"}
    )
    if not form:
        _data_defined(layer, _COURSE_DASHES)


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
        fieldName=_WORDED.get(layer, "name"),
        isExpression="1" if layer in _WORDED else "0",
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
    around, along, inside = "0", "2", "4"  # kinds of placement of QGIS
    SubElement(
        settings,
        "placement",
        placement=inside if layer in AREA_LEVELS else along if layer == LINES else around,
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
