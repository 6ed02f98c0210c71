"""Town tiles from town seats: Voronoi cells that fill their county exactly.

No open data set has town outlines for most of China, so a county is cut into the
parts that lie nearest to each seat. The cut is made so that nothing is lost:

1. the bisectors between seats are found in a local metric projection and clipped
   to the county;
2. they are noded together with all county outlines of the city on one grid of
   1e-6 degree, so that neighbours, also across a county line, share every corner;
3. the faces of that network go to the nearest seat of their county. A face cut off
   from its seat by a bend of the outline goes to the neighbour with the longest
   common border, so that towns come in one piece wherever the county does;
4. towns are unions of faces, counties are unions of the same faces.

In: county outlines and seats, lon, lat degrees. Out: tiles and outlines, the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geo.errors import TableError

GRID_DEG = 1e-6  # about 0.1 m: the grid of the county outlines themselves

_INSET_M = 200.0
_DECIMALS = 6
_Array = NDArray[np.float64]


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


def tessellate(outlines: Sequence[shapely.Geometry], seats: Sequence[_Array]) -> list[Tiling]:
    """Cut counties that do not overlap into the parts nearest to each of their seats.

    Parameters
    ----------
    outlines
        County polygons, lon, lat degrees.
    seats
        For each county an array of shape (n, 2), lon, lat degrees; with n = 0 the county has no tiles.

    Raises
    ------
    TableError
        Two seats of a county are the same place, or a tile would be empty.
    """
    placed = [_inside(outline, points) for outline, points in zip(outlines, seats, strict=True)]
    lines = [outline.boundary for outline in outlines]
    lines += [
        _bisectors(outline, points)
        for outline, (points, _) in zip(outlines, placed, strict=True)
        if len(points) > 1
    ]
    faces = np.array(shapely.get_parts(shapely.polygonize([_noded(lines)])))
    inner = shapely.point_on_surface(faces)
    result = []
    for outline, (points, moved) in zip(outlines, placed, strict=True):
        own = faces[shapely.contains(outline, inner)]
        tiles = [_joined(own[owner]) for owner in _owners(own, points)] if len(points) else []
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
    if len(np.unique(points, axis=0)) < len(points):
        raise TableError(f"two seats are the same place: {points.tolist()}")
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


def _bisectors(outline: shapely.Geometry, seats: _Array) -> shapely.Geometry:
    """Voronoi edges of the seats inside the outline, lon, lat degrees."""
    metres = local_metres(outline)
    cells = shapely.voronoi_polygons(
        transform(shapely.multipoints(seats), metres),
        extend_to=transform(outline, metres).envelope.buffer(10_000),
        only_edges=True,
    )
    return shapely.intersection(transform(cells, metres, is_inverse=True), outline)


def _noded(lines: list[shapely.Geometry]) -> shapely.Geometry:
    network = shapely.union_all(lines, grid_size=GRID_DEG)
    return shapely.transform(network, lambda corners: corners.round(_DECIMALS))


def _owners(faces: NDArray[np.object_], seats: _Array) -> list[list[int]]:
    """For each seat the numbers of its faces."""
    metres = local_metres(shapely.multipoints(seats))
    inner = transform(shapely.point_on_surface(faces), metres)
    points = transform(shapely.points(seats), metres)
    nearest = shapely.distance(inner[:, None], points[None, :]).argmin(axis=1)
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
