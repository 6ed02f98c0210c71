"""Metadata in two forms of XML: ISO 19115 (as GB/T 19710 takes it over), and QGIS's own.

``iso19115``       an ``MD_Metadata`` record in the encoding of ISO 19139: identification, extent,
                   reference system, lineage, constraints, counts
``qgis_metadata``  the same of one layer, as QGIS keeps it: abstract, licence, source, extent

Nothing is made up: what is not known is not there. Input: a ``Content``.
"""

from __future__ import annotations

import hashlib
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

import numpy as np

from projects.export.formats import metadata
from projects.export.formats.content import AREA_LEVELS, Content
from projects.vocabulary import labels

ISO_URI = "http://www.isotc211.org/2005/gmd"
QGIS_URI = "http://mrcc.com/qgis.dtd"
_GCO = "http://www.isotc211.org/2005/gco"
_GML = "http://www.opengis.net/gml/3.2"
_CODES = "http://standards.iso.org/ittf/PubliclyAvailableStandards/ISO_19139_Schemas/resources/codelist/gmxCodelists.xml"
TITLE = "项目地图导出 Project map export"


def iso19115(content: Content) -> str:
    """The record of the whole package."""
    for prefix, uri in (("gmd", ISO_URI), ("gco", _GCO), ("gml", _GML)):
        register_namespace(prefix, uri)
    root = Element(_gmd("MD_Metadata"))
    _text(root, "fileIdentifier", f"project-map-{content.made.isoformat()}-{_digest(content)}")
    _code(root, "language", "LanguageCode", "zho")
    _code(root, "characterSet", "MD_CharacterSetCode", "utf8")
    _code(root, "hierarchyLevel", "MD_ScopeCode", "dataset")
    _party(root, "contact")
    _date(root, "dateStamp", content.made.isoformat())
    _text(root, "metadataStandardName", "ISO 19115 / GB/T 19710")
    _text(root, "metadataStandardVersion", "2003 / 2005")
    system = _in(
        root, "referenceSystemInfo", "MD_ReferenceSystem", "referenceSystemIdentifier", "RS_Identifier"
    )
    _text(system, "code", content.crs)
    _identify(_in(root, "identificationInfo", "MD_DataIdentification"), content)
    quality = _in(root, "dataQualityInfo", "DQ_DataQuality")
    _code(_in(quality, "scope", "DQ_Scope"), "level", "MD_ScopeCode", "dataset")
    lineage = _in(quality, "lineage", "LI_Lineage")
    _text(lineage, "statement", f"{metadata.POINT_NOTE['zh']} {metadata.POINT_NOTE['en']}")
    for document in metadata.documents(content):
        source = _in(lineage, "source", "LI_Source")
        printed = [document[name] for name in ("title", "number", "issuer", "issued")]
        _text(source, "description", "，".join(part for part in printed if part))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def qgis_metadata(content: Content, layer: str, title: str) -> Element:
    """QGIS's ``resourceMetadata`` of one layer."""
    root = Element("resourceMetadata")
    _plain(root, "identifier", f"project-map-{layer}")
    _plain(root, "parentidentifier", "project-map")
    _plain(root, "language", "ZHO")
    _plain(root, "type", "dataset")
    _plain(root, "title", title)
    is_area = layer in AREA_LEVELS
    _plain(root, "abstract", metadata.boundary_note(content.areas)["zh"] if is_area else abstract(content))
    keywords = SubElement(root, "keywords", vocabulary="gmd:topicCategory")
    _plain(keywords, "keyword", "planningCadastre")
    _plain(root, "rights", metadata.LICENCE_NOTE["zh"])
    _plain(root, "license", metadata.LICENCE_NOTE["en"])
    _plain(root, "encoding", "UTF-8")
    system = SubElement(SubElement(root, "crs"), "spatialrefsys")
    _plain(system, "authid", content.crs)
    sources = metadata.boundaries(content) if is_area else metadata.documents(content)
    history = "；".join(str(row.get("title") or "、".join(row.get("sources", []))) for row in sources)
    _plain(root, "history", f"来源 sources: {history}")
    _plain(root, "history", f"{content.made.isoformat()} project-map {metadata.software_version()}")
    west, south, east, north = bounds(content)
    extent = SubElement(root, "extent")
    corners = {"minx": west, "miny": south, "maxx": east, "maxy": north}
    box = {name: f"{value:.6f}" for name, value in corners.items()}
    SubElement(extent, "spatial", {"dimensions": "2", "crs": "EPSG:4326", "minz": "0", "maxz": "0", **box})
    return root


def qgis_document(content: Content, layer: str, title: str) -> str:
    """The same as a document of its own, as QGIS keeps it in a GeoPackage."""
    root = Element("qgis", version="3.22.0")
    root.extend(qgis_metadata(content, layer, title))
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="unicode")


def abstract(content: Content) -> str:
    """What the data are, what they were chosen by and how many they are."""
    told = metadata.about(content)
    figures = labels.figures(content.counts.as_dict(), "zh")
    chosen = f"{figures}。筛选：{told['筛选 filters']}。版次：{told['版次 edition']}。"
    notes = (metadata.COUNT_NOTE, metadata.POINT_NOTE, metadata.SYMBOL_NOTE)
    return f"从政府规划文件读出并定位的项目。{chosen}{''.join(note['zh'] for note in notes)}"


def bounds(content: Content) -> tuple[float, float, float, float]:
    """West, south, east, north of the counties, WGS 84."""
    west, south, east, north = content.areas.total_bounds
    if not np.isfinite([west, south, east, north]).all():
        return 0.0, 0.0, 0.0, 0.0
    return float(west), float(south), float(east), float(north)


def _identify(identified: Element, content: Content) -> None:
    """Citation, abstract, contact, keywords, constraints and extent."""
    citation = _in(identified, "citation", "CI_Citation")
    _text(citation, "title", TITLE)
    dated = _in(citation, "date", "CI_Date")
    _date(dated, "date", content.made.isoformat())
    _code(dated, "dateType", "CI_DateTypeCode", "creation")
    _text(citation, "edition", metadata.editions(content))
    _text(identified, "abstract", abstract(content))
    _party(identified, "pointOfContact")
    words = _in(identified, "descriptiveKeywords", "MD_Keywords")
    for word in ("项目", "规划", "产业", "projects", "plans"):
        _text(words, "keyword", word)
    limits = _in(identified, "resourceConstraints", "MD_LegalConstraints")
    _code(limits, "useConstraints", "MD_RestrictionCode", "otherRestrictions")
    for lang in ("zh", "en"):
        _text(limits, "otherConstraints", metadata.LICENCE_NOTE[lang])
        _text(limits, "otherConstraints", metadata.boundary_note(content.areas)[lang])
    _code(identified, "language", "LanguageCode", "zho")
    topic = SubElement(SubElement(identified, _gmd("topicCategory")), _gmd("MD_TopicCategoryCode"))
    topic.text = "planningCadastre"
    extent = _in(identified, "extent", "EX_Extent", "geographicElement", "EX_GeographicBoundingBox")
    west, south, east, north = bounds(content)
    for name, value in (("west", west), ("east", east)):
        _decimal(extent, f"{name}BoundLongitude", value)
    for name, value in (("south", south), ("north", north)):
        _decimal(extent, f"{name}BoundLatitude", value)
    told = "; ".join(labels.figures(content.counts.as_dict(), lang) for lang in ("zh", "en"))
    _text(identified, "supplementalInformation", told)


def _digest(content: Content) -> str:
    return hashlib.sha256("\n".join(content.records["id"]).encode()).hexdigest()[:12]


def _gmd(name: str) -> str:
    return f"{{{ISO_URI}}}{name}"


def _in(parent: Element, *names: str) -> Element:
    for name in names:
        parent = SubElement(parent, _gmd(name))
    return parent


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(SubElement(parent, _gmd(name)), f"{{{_GCO}}}CharacterString").text = text


def _date(parent: Element, name: str, text: str) -> None:
    SubElement(SubElement(parent, _gmd(name)), f"{{{_GCO}}}Date").text = text


def _decimal(parent: Element, name: str, value: float) -> None:
    SubElement(SubElement(parent, _gmd(name)), f"{{{_GCO}}}Decimal").text = f"{value:.6f}"


def _code(parent: Element, name: str, listed: str, value: str) -> None:
    element = SubElement(parent, _gmd(name))
    SubElement(element, _gmd(listed), codeList=f"{_CODES}#{listed}", codeListValue=value).text = value


def _party(parent: Element, name: str) -> None:
    party = _in(parent, name, "CI_ResponsibleParty")
    _text(party, "organisationName", f"project-map {metadata.software_version()}")
    _code(party, "role", "CI_RoleCode", "processor")


def _plain(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
