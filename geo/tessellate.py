"""Town tiles from what is known of towns: cells that fill their county exactly.

No open data set has town outlines for most of China, so a county is cut into the
cells (:mod:`geo.power_cells`) of the town seats and of villages whose town and point
are known, moved towards the sizes of towns where those are known. The cut is made so
that nothing is lost:

1. the lines between the cells are found in a local metric projection and clipped
   to the county;
2. they are noded together with all county outlines of the city on one grid of
   1e-6 degree, so that neighbours, also across a county line, share every corner;
3. the faces of that network go to the town whose cell they lie in. A face cut off
   from its seat goes to the neighbour with the longest common border, so that towns
   come in one piece wherever the county does;
4. towns are unions of faces, counties are unions of the same faces.

In: county outlines, seats and villages, lon, lat degrees; sizes in km². Out: tiles and
outlines, lon, lat degrees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geo.errors import TableError
from geo.power_cells import PowerCells

GRID_DEG = 1e-6  # about 0.1 m: the grid of the county outlines themselves

_INSET_M = 200.0
_MARGIN_M = 10_000.0
# A straight line in metres bends in degrees: by 25 m at this length, at 100 km by more than some
# seats are apart.
_STRAIGHT_M = 40_000.0
_GROUND = 4000
_DECIMALS = 6
_Array = NDArray[np.float64]
_Owners = NDArray[np.int64]


@dataclass(frozen=True)
class Known:
    """What is known of the towns of one county besides their seats.

    ``villages`` shape (m, 2): lon, lat degrees, with ``towns``, shape (m,), the number of the
    town of each in the order of the seats. ``sizes_km2`` one number per town, NaN where unknown.
    """

    villages: _Array
    towns: _Owners
    sizes_km2: _Array


@dataclass(frozen=True)
class Tiling:
    """One county cut into tiles.

    ``outline`` is the county with the corners of its tiles added. ``tiles`` and
    ``seats`` (shape (n, 2): lon, lat) stand in the order of the seats given;
    ``moved_m`` says how far each seat was brought into the county, 0 if it lay inside.
    """

    outline: shapely.Geometry
    tiles: list[shapely.Geometry]
    seats: _Array
    moved_m: _Array


def tessellate(
    outlines: Sequence[shapely.Geometry],
    seats: Sequence[_Array],
    known: Sequence[Known] | None = None,
) -> list[Tiling]:
    """Cut counties that do not overlap into one cell for each of their seats.

    Parameters
    ----------
    outlines
        County polygons, lon, lat degrees.
    seats
        For each county an array of shape (n, 2), lon, lat degrees; with n = 0 the county has no tiles.
    known
        For each county villages, which count like seats, and sizes of towns; None when
        nothing is known.

    Raises
    ------
    TableError
        Two points of a county are the same place, or a tile would be empty.
    """
    placed = [_inside(outline, points) for outline, points in zip(outlines, seats, strict=True)]
    more: Sequence[Known | None] = known or [None] * len(outlines)
    cells = [
        _cells(outline, points, facts)
        for outline, (points, _), facts in zip(outlines, placed, more, strict=True)
    ]
    lines = [outline.boundary for outline in outlines]
    lines += [
        _edges(outline, cell)
        for outline, cell, (points, _) in zip(outlines, cells, placed, strict=True)
        if len(points) > 1
    ]
    faces = np.array(shapely.get_parts(shapely.polygonize([_noded(lines)])))
    inner = shapely.point_on_surface(faces)
    result = []
    for outline, cell, (points, moved) in zip(outlines, cells, placed, strict=True):
        own = faces[shapely.contains(outline, inner)]
        owners = _owners(own, points, cell, local_metres(outline)) if len(points) else []
        tiles = [_joined(own[owner]) for owner in owners]
        if any(tile.is_empty for tile in tiles):
            raise TableError(f"a seat has no tile: {points.tolist()}")
        result.append(Tiling(_joined(own), tiles, points, moved))
    return result


def local_metres(geometry: shapely.Geometry) -> pyproj.Transformer:
    """From lon, lat degrees to metres in a transverse Mercator projection centred on *geometry*."""
    centre = geometry.centroid
    crs = pyproj.CRS.from_proj4(f"+proj=tmerc +lon_0={centre.x:.3f} +lat_0={centre.y:.3f} +datum=WGS84")
    return pyproj.Transformer.from_crs("OGC:CRS84", crs, always_xy=True)


def transform(
    geometry: shapely.Geometry, transformer: pyproj.Transformer, *, is_inverse: bool = False
) -> shapely.Geometry:
    """The geometry, or an array of them, with every corner transformed."""
    direction = "INVERSE" if is_inverse else "FORWARD"

    def corners(points: _Array) -> _Array:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1], direction=direction))

    return shapely.transform(geometry, corners)


def _inside(outline: shapely.Geometry, seats: _Array) -> tuple[_Array, _Array]:
    """Seats inside the county, and by how many metres each was moved."""
    points = np.asarray(seats, np.float64).reshape(-1, 2)
    metres = local_metres(outline)
    before = transform(shapely.points(points), metres)
    shape = transform(outline, metres)
    core = shape.buffer(-_INSET_M)
    outside = ~shapely.contains(shape, before)
    # A seat on the very edge would get a tile that touches the county only in a point.
    nearest = shapely.get_point(shapely.shortest_line(before, core), 1)
    after = np.where(outside, nearest, before)
    moved = shapely.distance(before, after)
    back = shapely.get_coordinates(transform(after, metres, is_inverse=True)).round(_DECIMALS)
    return np.where(outside[:, None], back, points), moved


def _cells(outline: shapely.Geometry, seats: _Array, known: Known | None) -> PowerCells:
    """Cells of the seats and villages, in metres around the middle of the outline."""
    metres = local_metres(outline)
    facts = known or Known(np.empty((0, 2)), np.empty(0, np.int64), np.full(len(seats), np.nan))
    points = np.concatenate([seats, facts.villages])
    if len(np.unique(points, axis=0)) < len(points):
        raise TableError(f"two points are the same place: {points.tolist()}")
    places = shapely.get_coordinates(transform(shapely.points(points), metres))
    cells = PowerCells.reaching(places[: len(seats)], places[len(seats) :], facts.towns)
    if np.isnan(facts.sizes_km2).all():
        return cells
    shape = transform(outline, metres)
    return cells.sized(spread(shape, _GROUND), shape.area, facts.sizes_km2 * 1e6)


def spread(shape: shapely.Geometry, count: int) -> _Array:
    """About *count* points spread evenly over a shape, shape (m, 2)."""
    west, south, east, north = shape.bounds
    step = np.sqrt(shape.area / count)
    across, up = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    grid = np.column_stack([across.ravel(), up.ravel()])
    points: _Array = grid[shapely.contains_xy(shape, grid)]
    return points


def _edges(outline: shapely.Geometry, cells: PowerCells) -> shapely.Geometry:
    """Lines between the cells inside the outline, lon, lat degrees."""
    metres = local_metres(outline)
    box = transform(outline, metres).envelope.buffer(_MARGIN_M).bounds
    edges = shapely.segmentize(cells.edges(box), _STRAIGHT_M)
    return shapely.intersection(transform(edges, metres, is_inverse=True), outline)


def _noded(lines: list[shapely.Geometry]) -> shapely.Geometry:
    network = shapely.union_all(lines, grid_size=GRID_DEG)
    return shapely.transform(network, lambda corners: corners.round(_DECIMALS))


def _owners(
    faces: NDArray[np.object_], seats: _Array, cells: PowerCells, metres: pyproj.Transformer
) -> list[list[int]]:
    """For each seat the numbers of its faces."""
    inner = shapely.get_coordinates(transform(shapely.point_on_surface(faces), metres))
    nearest = cells.owners_at(inner)
    holds = shapely.intersects(faces, shapely.points(seats)[nearest])
    owner = np.where(holds, nearest, -1)
    # Faces cut off from their seat join a neighbour that is already settled.
    loose = sorted(np.flatnonzero(~holds), key=lambda face: -shapely.area(faces[face]))
    while loose:
        settled = np.flatnonzero(owner >= 0)
        for face in loose:
            border = shapely.length(
                shapely.intersection(faces[face].boundary, shapely.boundary(faces[settled]))
            )
            if border.max() > 0:
                owner[face] = owner[settled[border.argmax()]]
                break
        else:
            face = loose[0]  # an exclave of the county: no neighbour, the nearest seat it is
            owner[face] = nearest[face]
        loose.remove(face)
    return [np.flatnonzero(owner == seat).tolist() for seat in range(len(seats))]


def _joined(faces: NDArray[np.object_]) -> shapely.Geometry:
    return shapely.normalize(shapely.coverage_union_all(faces))
