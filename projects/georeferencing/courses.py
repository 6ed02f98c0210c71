"""The course of the road, railway or river that a name names.

A line is known in two ways: its name, or one of its aliases, is a row of the workspace's ``lines.csv``
(``geo.ground``), or the name itself prints its ends (鱼山镇-俎店镇, 莘县至南乐高速), between which it is
drawn as straight pieces. Where a name prints both, the part between the ends is cut out of the line.

What stands at a line (京九铁路聊城站, 运河码头) or only at a part of it that is not known (支流) is none;
the words behind a line's name that say so are rows of ``data/rules/line_tails.csv``.

In: a name. Out: a :class:`Course`, WGS 84, or None; the same name gives the same course in a workspace.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely

from geo import workspace
from geo.boundaries import load_areas
from geo.gazetteer_tables import load_gazetteer
from geo.ground.lines import Line, lines, through
from geo.ground.waypoints import Waypoint, waypoint
from projects.vocabulary.rules import rules

METHOD = "line"
_JOINT = re.compile(r"[东西南北]?至|到|经|—+|－|-+|–|~|～")  # 冠县东至莘县
_BRACKETS = re.compile(r"[（(]([^（()）]*)[）)]")
_ROAD = re.compile(
    r"高速|公路|铁路|高铁|快速路|快速通道|快速铁路|一级路|大道|道路|路$|管线|管道|输水|航道|轨道"
)
_AT_END = re.compile(
    r"(?:[东西南北中]?(?:外环|内环|环)?[\u4e00-\u9fff]{0,3}(?:路|街|大道|环|界|境|段)"
    r"|外环[\u4e00-\u9fff]{0,3})?"
)
_OTHER_PART = re.compile(r"[，,—－-]")  # behind it the name goes on to another stretch
_MOST_ENDS = 5
_MOST_DETOUR = 1.7  # length of a chain against the distance of its ends
_NEAR_DEGREES = 0.12  # an end this close to a known line lies on it


@dataclass(frozen=True)
class Course:
    """Where a line runs: ``geometry`` a LineString or MultiLineString, WGS 84 longitude, latitude.

    ``has_ends`` says that the name prints the ends; ``source`` is empty when nothing else is known.
    """

    name: str
    geometry: shapely.Geometry
    is_approximate: bool
    source: str
    has_ends: bool = False

    def counties(self) -> frozenset[str]:
        """Codes of the workspace's counties that it touches."""
        return _touched(self.geometry.wkb)


def course_of(name: str) -> Course | None:
    """The course that *name* names.

    Parameters
    ----------
    name
        Name of a record as printed.

    Returns
    -------
    Course | None
        None when it names no line, or one that is not known.
    """
    known = _known()
    if name not in known:
        known[name] = _course(name)
    return known[name]


def forget() -> None:
    """Read the table of lines, and the counties that they touch, anew with the next use."""
    for read_once in (_known, _table, _touched, lines):
        read_once.cache_clear()


@workspace.per_workspace
def _known() -> dict[str, Course | None]:
    """Courses found so far, by the name that was asked for."""
    return {}


def _course(name: str) -> Course | None:
    found = _of_table(name)
    ends = _ends(name)
    between = through(ends) if ends else None
    if not found:
        called = "-".join(_called(end) for end in ends)
        return Course(called, between, True, "", has_ends=True) if between else None
    shape = found[0].geometry if len(found) == 1 else shapely.union_all([line.geometry for line in found])
    part = _part(shape, ends) if len(found) == 1 and len(ends) == 2 else None
    return Course(
        "、".join(line.name for line in found),
        shape if part is None else part,
        any(line.is_approximate for line in found),
        "; ".join(dict.fromkeys(line.source for line in found)).replace("; ", ", "),
    )


@workspace.per_workspace
def _table() -> dict[str, Line]:
    return {text: line for line in lines() for text in (line.name, *line.aliases)}


def _of_table(name: str) -> list[Line]:
    """Lines of the table that the name is about, in the order in which it prints them."""
    known = _table()
    texts = [text for text in known if text in name]
    texts = [text for text in texts if not any(text != longer and text in longer for longer in texts)]
    kept = [text for text in sorted(texts, key=name.index) if not _is_beside(name, text)]
    return list(dict.fromkeys(known[text] for text in kept)) if len(kept) == len(texts) else []


def _is_beside(name: str, text: str) -> bool:
    """Whether the words around *text* say that the thing is no line, or only a part that is not known."""
    start = name.index(text)
    before, behind = name[:start], _OTHER_PART.split(name[start + len(text) :])[0]
    return any(
        pattern.search(before if side == "before" else behind) is not None for side, pattern in _tails()
    )


def _ends(name: str) -> list[Waypoint]:
    """The places through which a name says that a line leads; empty where one of them is not known."""
    inner = next((text for text in _BRACKETS.findall(name) if _JOINT.search(text)), "")
    bare = inner or _BRACKETS.sub("", name)
    pieces = [piece for piece in _JOINT.split(bare) if piece]
    if (
        not 2 <= len(pieces) <= _MOST_ENDS
        or "、" in bare
        or any(_is_behind(name, word) for word in _not_lines())
    ):
        return []
    is_road = bool(_ROAD.search(name))
    found = []
    for at, piece in enumerate(pieces):
        point = _end(piece, is_first=at == 0, is_road=is_road)
        if point is None:
            return []
        found.append(point)
    if _turns_back(found):
        return []
    distinct = {(round(point.lon, 3), round(point.lat, 3)) for point in found}
    return found if len(distinct) == len(found) else []


def _turns_back(points: list[Waypoint]) -> bool:
    """Whether a chain of places is no way from its first to its last: two roads printed as one name."""
    at = [shapely.Point(point.lon, point.lat) for point in points]
    length = sum(shapely.distance(a, b) for a, b in pairwise(at))
    return bool(length > _MOST_DETOUR * shapely.distance(at[0], at[-1]))


def _end(piece: str, *, is_first: bool, is_road: bool) -> Waypoint | None:
    """The place at an end: what closes the first piece (德商高速聊城), what opens any other (范县段)."""
    piece = piece.strip()
    weak = load_gazetteer().weak
    if is_first:
        for start in range(len(piece) - 1):
            text = piece[start:]
            if weak.get(text) != "rank" and (start == 0 or is_road) and (point := waypoint(text)):
                return point
    for end in range(len(piece), 1, -1):
        rest = piece[end:]
        fits = _AT_END.fullmatch(rest) if is_first or not is_road else True
        if weak.get(piece[:end]) != "rank" and fits and (point := waypoint(piece[:end])):
            return point
    return None


def _is_behind(name: str, word: str) -> bool:
    return name.endswith(word) or f"{word}项目" in name or f"{word}工程" in name


def _part(shape: shapely.Geometry, ends: list[Waypoint]) -> shapely.Geometry | None:
    """The part of a line between two points that lie near it; None where one does not."""
    if shape.geom_type != "LineString":
        return None
    points = [shapely.Point(end.lon, end.lat) for end in ends]
    if any(shapely.distance(shape, point) > _NEAR_DEGREES for point in points):
        return None
    along = sorted(shapely.line_locate_point(shape, point) for point in points)
    part = shapely.ops.substring(shape, *along)
    return part if part.geom_type == "LineString" and part.length > 0 else None


def _called(end: Waypoint) -> str:
    return end.place.name if end.place else f"{end.lon:.3f} {end.lat:.3f}"


@workspace.per_workspace
def _touched(wkb: bytes) -> frozenset[str]:
    areas: gpd.GeoDataFrame = load_areas()
    counties = areas[areas["level"].isin(["county", "zone"]) & areas.geometry.notna()]
    hits = shapely.intersects(counties.geometry.to_numpy(), shapely.from_wkb(wkb))
    return frozenset(str(code) for code in counties["code"].to_numpy()[np.asarray(hits, bool)])


@cache
def _tails() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = [row for row in rules("line_tails") if row["side"] != "end"]
    return tuple(
        (row["side"], re.compile(row["words"] if row["side"] == "behind" else f"(?:{row['words']})$"))
        for row in rows
    )


@cache
def _not_lines() -> tuple[str, ...]:
    return tuple(
        word for row in rules("line_tails") if row["side"] == "end" for word in row["words"].split("|")
    )
