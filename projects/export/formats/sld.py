"""Styles as SLD 1.0, which GeoServer, SuperMap and QGIS read: what qgis.py says in QML, as far as it goes.

Records and projects: a disc in the colour of the industry's family, filled for a site and hollow for
an area. Records on lines: the course in that colour. Areas: outlines, dashed where they are approximate.
"""

from __future__ import annotations

from functools import cache
from xml.etree.ElementTree import Element, SubElement, tostring

from projects.export import qgis
from projects.export.formats.content import LINES
from projects.vocabulary.style import families, industries

_POINTS = ("mentions", "projects")
_AREAS = {
    "counties": ("#F1EFEA", "#B8B2A7", "1.2"),
    "towns": ("", "#B8B2A7", "0.6"),
    "parks": ("", "#6B665C", "1"),
}


@cache
def sld(layer: str, is_official: bool = False) -> str:
    """The style of one layer."""
    root = Element(
        "StyledLayerDescriptor",
        {
            "version": "1.0.0",
            "xmlns": "http://www.opengis.net/sld",
            "xmlns:ogc": "http://www.opengis.net/ogc",
        },
    )
    named = SubElement(root, "NamedLayer")
    SubElement(named, "Name").text = layer
    style = SubElement(named, "UserStyle")
    SubElement(style, "Name").text = layer
    SubElement(style, "Title").text = qgis.TITLES[layer]
    rules = SubElement(style, "FeatureTypeStyle")
    if layer in _POINTS:
        for family in families():
            codes = [each.code for each in industries() if each.family == family.code]
            for is_site in (True, False):
                _point_rule(rules, family.label_zh, family.colour, codes, is_site)
    elif layer == LINES:
        for family in families():
            codes = [each.code for each in industries() if each.family == family.code]
            for is_approximate in (True, False):
                _line_rule(rules, family.label_zh, family.colour, codes, is_approximate)
    else:
        _area_rule(rules, layer, is_official)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def _point_rule(parent: Element, label: str, colour: str, codes: list[str], is_site: bool) -> None:
    rule = SubElement(parent, "Rule")
    SubElement(rule, "Title").text = f"{label}{'' if is_site else '（代表点）'}"
    both = _of_industries(rule, codes)
    _equal(both, "PropertyIsEqualTo" if is_site else "PropertyIsNotEqualTo", "level", "site")
    graphic = SubElement(SubElement(rule, "PointSymbolizer"), "Graphic")
    mark = SubElement(graphic, "Mark")
    SubElement(mark, "WellKnownName").text = "circle"
    _css(SubElement(mark, "Fill"), {"fill": colour if is_site else "#FFFFFF"})
    _css(SubElement(mark, "Stroke"), {"stroke": "#FFFFFF" if is_site else colour, "stroke-width": "2"})
    SubElement(graphic, "Size").text = "10"


def _line_rule(parent: Element, label: str, colour: str, codes: list[str], is_approximate: bool) -> None:
    rule = SubElement(parent, "Rule")
    SubElement(rule, "Title").text = f"{label}{'（示意走向）' if is_approximate else ''}"
    _equal(
        _of_industries(rule, codes),
        *("PropertyIsEqualTo", "is_approximate", "true" if is_approximate else "false"),
    )
    dashes = {"stroke-dasharray": "4 3"} if is_approximate else {}
    symbol = SubElement(rule, "LineSymbolizer")
    _css(SubElement(symbol, "Stroke"), {"stroke": colour, "stroke-width": "2", **dashes})


def _of_industries(rule: Element, codes: list[str]) -> Element:
    """The filter of a rule: any of these industries, and what is added to it."""
    both = SubElement(SubElement(rule, "ogc:Filter"), "ogc:And")
    any_of = SubElement(both, "ogc:Or") if len(codes) > 1 else both
    for code in codes:
        _equal(any_of, "PropertyIsEqualTo", "industry", code)
    return both


def _area_rule(parent: Element, layer: str, is_official: bool) -> None:
    """Solid where the boundary is official, dashed where it is not: a rule each."""
    fill, line, width = _AREAS[layer]
    if is_official or layer == "counties":
        kinds: tuple[tuple[str, str, dict[str, str]], ...] = (("", "", {}),)
    else:
        kinds = (("（官方）", "true", {}), ("（示意）", "false", {"stroke-dasharray": "4 3"}))
    for told, value, dashes in kinds:
        rule = SubElement(parent, "Rule")
        SubElement(rule, "Title").text = qgis.TITLES[layer] + told
        if value:
            _equal(SubElement(rule, "ogc:Filter"), "PropertyIsEqualTo", "is_official", value)
        symbol = SubElement(rule, "PolygonSymbolizer")
        if fill:
            _css(SubElement(symbol, "Fill"), {"fill": fill})
        _css(SubElement(symbol, "Stroke"), {"stroke": line, "stroke-width": width, **dashes})


def _equal(parent: Element, kind: str, name: str, value: str) -> None:
    element = SubElement(parent, f"ogc:{kind}")
    SubElement(element, "ogc:PropertyName").text = name
    SubElement(element, "ogc:Literal").text = value


def _css(parent: Element, values: dict[str, str]) -> None:
    for name, value in values.items():
        SubElement(parent, "CssParameter", name=name).text = value
