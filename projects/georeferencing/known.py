"""Known ground beside the document: facilities, companies and lines place what is placed coarsely.

What the document says stands first. Only a record that it places no closer than a county, a zone or the
city is looked at, and only a place inside that area is taken. In this order:

``facility``          the name holds a facility, a station of the national gazetteer among them
``line``              the name is that of a road, railway or river whose course is known
``company register``  the name opens with a company whose one seat is known

A record on a line keeps its place and gets no point: its course is drawn
(:mod:`projects.georeferencing.courses`). A name that prints two ends of a road is a line too,
where each end alone would have been a pin.

In: a record and the scope of its document. Out: the record, and what was considered and not taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from geo import workspace
from geo.gazetteer import Gazetteer, Place
from geo.ground import importer
from geo.ground.stations import stations
from geo.ground.tables import Facility, facilities
from projects.extraction.scopes import Scope
from projects.georeferencing import companies, courses
from projects.georeferencing.areas import Areas, put_at
from projects.georeferencing.courses import course_of
from projects.georeferencing.facilities import facility_of
from projects.georeferencing.place import METHOD_FACILITY, confidence_of
from projects.model.records import LIST_SEPARATOR, Record

_WIDE = ("county", "city")
_MARK = "※"
_BESIDE = re.compile(rf"(?:[和及与、]{_MARK}|{_MARK}(?:和|及|与|、|以及))")
_SETTLED = ("abroad", "none", METHOD_FACILITY, courses.METHOD, companies.METHOD, "project")
_BY_NAME = ("name", "item")
_OfYear = tuple[Mapping[str, tuple[Facility, ...]], Mapping[str, tuple[Place, ...]]]


class KnownGround:
    """The tables of the current workspace, ready to place records."""

    def __init__(self, gazetteer: Gazetteer, areas: Areas) -> None:
        self._gazetteer = gazetteer
        self._areas = areas
        self._facilities = known_facilities()
        self._by_year: dict[int | None, _OfYear] = {}

    def refine(self, record: Record, scope: Scope) -> tuple[Record, list[str]]:
        """The record where known ground says more than its document does, and what was not taken."""
        if scope.place is None or record.status == "edited" or record.method in _SETTLED:
            return record, []
        course = course_of(record.name)
        is_named = record.level == "multi" or (record.level == "town" and course and course.has_ends)
        if course and is_named and record.method in _BY_NAME:
            return self._on_line(record, course), []
        if record.level not in _WIDE:
            return record, []
        within = [p for code in record.place_code.split(LIST_SEPARATOR) if (p := self._gazetteer.place(code))]
        place, rejected = self._facility(record, scope, within)
        if place is not None:
            facility, at = place
            told = f"{METHOD_FACILITY}: {facility.name}" + ("" if at.level == "site" else f" ∈ {at.name}")
            return self._at(record, at, METHOD_FACILITY, f"{told} ({_plain(facility.source)})"), rejected
        if course and self._may_run(course, within):
            return self._on_line(record, course), rejected
        company, reasons = companies.company_of(record.name, record.entity, scope)
        rejected += reasons
        if company is None:
            return record, rejected
        seat = company.places[0]
        if not self._is_inside(seat, within):
            return record, [*rejected, f"{company.name} ∈ {seat.name}: lies outside {record.place}"]
        told = f"{companies.METHOD}: {company.name} ∈ {seat.name} ({_plain(company.source)})"
        return self._at(record, seat, companies.METHOD, told), rejected

    def _facility(
        self, record: Record, scope: Scope, within: list[Place]
    ) -> tuple[tuple[Facility, Place] | None, list[str]]:
        printed = [toponym.place for toponym in scope.toponyms(record.name)[0] if toponym.place]
        valid, places = self._of_year(scope.document.year)
        place, rejected = facility_of(record.name, scope, printed, known=places)
        if place is None:
            return None, rejected
        named = [name for name, found in places.items() if name in record.name and place in found]
        if _BESIDE.search(re.sub(re.escape(max(named, key=len)), _MARK, record.name, count=1)):
            return None, [*rejected, f"{place.name}: another thing stands beside it"]
        if not self._is_inside(place, within):
            return None, [*rejected, f"{place.name}: lies outside {record.place}"]
        one = next(one for one in valid[max(named, key=len)] if one.place == place)
        return (one, place), rejected

    def _of_year(self, year: int | None) -> _OfYear:
        """The facilities that were there in a year (None: all), by name, and their places."""
        if year not in self._by_year:
            valid = {
                name: tuple(one for one in found if not one.since or (year or one.since) >= one.since)
                for name, found in self._facilities.items()
            }
            places = {name: tuple(one.place for one in found) for name, found in valid.items() if found}
            self._by_year[year] = valid, places
        return self._by_year[year]

    def _at(self, record: Record, place: Place, method: str, evidence: str) -> Record:
        found = put_at(record, place, self._gazetteer, self._areas, method=method, evidence=evidence)
        return replace(found, confidence=confidence_of(method, found.level))

    def _on_line(self, record: Record, course: courses.Course) -> Record:
        """The record with its place as it was, and no point: the course is what is drawn."""
        notes = ["approximate"] * course.is_approximate + [_plain(course.source)] * bool(course.source)
        told = f"{courses.METHOD}: {course.name}" + (f" ({', '.join(notes)})" if notes else "")
        return replace(
            record,
            method=courses.METHOD,
            evidence="; ".join(filter(None, (told, record.evidence))),
            confidence=confidence_of(courses.METHOD, record.level),
            lon=None,
            lat=None,
            radius_m=None,
        )

    def _may_run(self, course: courses.Course, within: list[Place]) -> bool:
        """Whether a course touches one of the areas that the document speaks of."""
        counties = course.counties()
        return any(place.level == "city" or place.code in counties for place in within)

    def _is_inside(self, place: Place, within: list[Place]) -> bool:
        """Whether a place says more than the record's own: it lies in one of its areas, and is none."""
        held = self._gazetteer.places.get(place.parent) if place.level == "site" else place
        return any(
            place.code != outer.code
            and (
                self._gazetteer.contains(outer, place)
                or (held is not None and self._gazetteer.contains(outer, held))
            )
            for outer in within
        )


def known_facilities() -> Mapping[str, tuple[Facility, ...]]:
    """Facilities of the table and stations, by name and alias; the table's stand before stations."""
    return dict(_facilities())


@workspace.per_workspace
def _facilities() -> tuple[tuple[str, tuple[Facility, ...]], ...]:
    found: dict[str, list[Facility]] = {}
    for facility in facilities():
        for name in (facility.name, *facility.aliases):
            found.setdefault(name, []).append(facility)
    for station in stations():
        found.setdefault(station.name, [station])
    return tuple((name, tuple(held)) for name, held in sorted(found.items()))


def forget() -> None:
    """Read the tables anew with the next use."""
    _facilities.cache_clear()
    companies.forget()
    courses.forget()


def bring_in(path: Path, *, table: str | None = None, is_trial: bool = False) -> list[str]:
    """Check a file and, unless *is_trial*, use it from now on.

    Parameters
    ----------
    path
        CSV or XLSX of companies, facilities or lines with the columns of :mod:`geo.ground.tables`.
    table
        ``companies``, ``facilities`` or ``lines``; None: as the header says.
    is_trial
        Only check, and write nothing.

    Returns
    -------
    list[str]
        Lines for the user, Chinese and English: rows read, replaced, there now.

    Raises
    ------
    GeoError
        One line: what the file or one of its rows lacks.
    """
    report = importer.import_table(path, table=table, is_trial=is_trial)
    forget()
    return importer.lines_of(report, is_trial=is_trial)


def _plain(source: str) -> str:
    """A source inside evidence, whose parts are joined with ; and ·."""
    return source.replace(";", ",").replace("·", "-")
