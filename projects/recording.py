"""A Mention with its description and its place, as one Record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from geo.gazetteer import Place
from projects.extraction.described import describe
from projects.extraction.mention import Mention
from projects.extraction.scopes import Scope
from projects.georeferencing.areas import Areas
from projects.georeferencing.facts import Fact, FactBook
from projects.georeferencing.known import KnownGround
from projects.georeferencing.place import Placement, place
from projects.model.records import LIST_SEPARATOR, Record
from projects.model.registry import Document


def record_id(document: str, section: str, item: str, name: str) -> str:
    """Stable id of a record.

    Parameters
    ----------
    document
        Key of the document.
    section, item
        As the record has them; may be empty.
    name
        As printed.

    Returns
    -------
    str
        The first 12 hexadecimal digits of SHA-256 over all four.
    """
    return hashlib.sha256("\x1f".join((document, section, item, name)).encode()).hexdigest()[:12]


def made_by_hand(
    document: Document,
    name: str,
    *,
    section: str,
    item: str,
    text: str,
    span: tuple[int, int] | None,
    rule: str,
    known: Iterable[Fact],
) -> Record:
    """A record that a person names: classified and placed as one that was read.

    Parameters
    ----------
    document
        That it is of; its area and year tell which places are meant.
    name
        As printed, or as the person writes it.
    section, item
        Where it stands; may be empty.
    text
        The words by which it is classified and placed.
    span
        Offsets of its words in the document's text; None when nobody knows where it stands.
    rule
        What is named as its reading rule.
    known
        Facts that may place it: those by which records that are read are placed.

    Returns
    -------
    Record
        Status candidate, not stored.
    """
    scope = Scope(document)
    mention = Mention(document.key, section, item, False, name, "", section, text, span or (0, 0), rule=rule)
    areas = Areas()
    record = record_of(mention, place(mention, scope, FactBook(known)), scope, areas)
    record, _ = KnownGround(scope.gazetteer, areas).refine(record, scope)
    return record if span else replace(record, span_start=None, span_end=None)


def record_of(mention: Mention, placement: Placement, scope: Scope, areas: Areas) -> Record:
    """The record of a Mention.

    Parameters
    ----------
    mention
        As it was read.
    placement
        Where it is (:func:`projects.georeferencing.place.place`).
    scope
        The area and the years of its document.
    areas
        Give the point and radius of places.

    Returns
    -------
    Record
        Status candidate, not yet joined with others to a project; ``lon`` and ``lat`` in WGS 84, None
        where nothing is drawn.
    """
    said = describe(mention, scope)
    code = said.project_code and f"code: {said.project_code}"
    places = placement.places
    counties, towns, parks = _around(placement, scope)
    lon, lat, radius_m = _position(placement, areas)
    return Record(
        id=record_id(mention.document, mention.section, mention.item, mention.name),
        name=mention.name,
        kind=said.kind,
        document=mention.document,
        section=mention.section,
        item=mention.item,
        listed=mention.listed,
        category=mention.category,
        industry=said.industry,
        industry_rule=said.industry_rule,
        period_start=said.period_start,
        period_end=said.period_end,
        places_in_text=placement.places_in_text,
        entity=said.entity,
        investment_wan_yuan=said.investment_wan_yuan,
        scale=said.scale,
        responsible=LIST_SEPARATOR.join(mention.responsible),
        place=_join(places, "name"),
        place_code=_join(places, "code"),
        level=placement.level,
        county=LIST_SEPARATOR.join(c.short_name if c.level == "zone" else c.name for c in counties),
        county_code=_join(counties, "code"),
        town=_join(towns, "name"),
        park=_join(parks, "name"),
        radius_m=radius_m,
        confidence=placement.confidence,
        method=placement.method,
        evidence="; ".join(filter(None, (placement.evidence, code))),
        project="",
        status="candidate",
        span_start=mention.span[0],
        span_end=mention.span[1],
        lon=lon,
        lat=lat,
        stage=mention.stage,
        stage_rule=mention.stage_rule,
        target_wan_yuan=said.target_wan_yuan,
        plan_start=scope.document.period_start,
        plan_end=scope.document.period_end,
        reading_rule=mention.rule,
        edition="",
    )


def _around(placement: Placement, scope: Scope) -> tuple[list[Place], list[Place], list[Place]]:
    """The counties and towns that hold the places, and those of them that are parks or zones."""
    places = placement.places
    return (
        _distinct(scope.gazetteer.county_of(p) for p in places),
        _distinct(scope.gazetteer.town_of(p) for p in places),
        [p for p in places if p.level in ("park", "zone") and placement.level in ("park", "multi")],
    )


def _position(placement: Placement, areas: Areas) -> tuple[float | None, float | None, float | None]:
    """Longitude and latitude, WGS 84, and how far off they may be, metres; None where nothing is drawn."""
    points = [areas.point(place) for place in placement.places]
    lons = [lon for lon, _ in points if lon is not None]
    lats = [lat for _, lat in points if lat is not None]
    if placement.level in ("city", "none") or not points or len(lons) < len(points):
        return None, None, None
    radii = [radius for place in placement.places if (radius := areas.radius_m(place)) is not None]
    radius_m = max(radii, default=None)
    # A county's middle is no place of a project, nor is that of a park without known ground.
    if placement.level != "site" and not any(place.code in areas.grounded for place in placement.places):
        return None, None, radius_m
    return round(sum(lons) / len(lons), 6), round(sum(lats) / len(lats), 6), radius_m


def _distinct(places: Iterable[Place | None]) -> list[Place]:
    return list({place.code: place for place in places if place is not None}.values())


def _join(places: Iterable[Place], attribute: str) -> str:
    return LIST_SEPARATOR.join(getattr(place, attribute) for place in places)
