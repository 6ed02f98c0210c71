"""Multipoints as WKB made at once from arrays of coordinates.

Making a geometry object for each record and taking it apart again costs as much as a third of
writing the file; the bytes themselves are regular (OGC 06-103r4, 8.2): for a multipoint 1 byte order,
type 4, number of points, then for each point byte order, type 1, x, y.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_LITTLE_ENDIAN, _POINT, _MULTIPOINT = 1, 1, 4
_HEAD = np.dtype([("order", "u1"), ("type", "<u4"), ("count", "<u4")])
_CORNER = np.dtype([("order", "u1"), ("type", "<u4"), ("x", "<f8"), ("y", "<f8")])


def multipoints(
    row: NDArray[np.int64], x: NDArray[np.float64], y: NDArray[np.float64], *, rows: int
) -> pa.Array:
    """A binary array of *rows* multipoints, null for rows without a point.

    *row* numbers the row of each point from 0 and must be in order; *x* and *y* are its coordinates.
    """
    count = np.bincount(row, minlength=rows)
    size = np.where(count > 0, _HEAD.itemsize + _CORNER.itemsize * count, 0)
    start = np.concatenate([[0], np.cumsum(size)])
    data = np.zeros(start[-1], np.uint8)

    filled = np.flatnonzero(count)
    heads = np.empty(len(filled), _HEAD)
    heads["order"], heads["type"], heads["count"] = _LITTLE_ENDIAN, _MULTIPOINT, count[filled]
    _put(data, start[filled], heads)

    corners = np.empty(len(row), _CORNER)
    corners["order"], corners["type"], corners["x"], corners["y"] = _LITTLE_ENDIAN, _POINT, x, y
    before = np.concatenate([[0], np.cumsum(count)])[row]  # points of earlier rows
    place = start[row] + _HEAD.itemsize + _CORNER.itemsize * (np.arange(len(row)) - before)
    _put(data, place, corners)

    missing = pa.py_buffer(np.packbits(count > 0, bitorder="little").tobytes())
    offsets = pa.py_buffer(start.astype(np.int64).tobytes())
    return pa.Array.from_buffers(pa.large_binary(), rows, [missing, offsets, pa.py_buffer(data.tobytes())])


def _put(data: NDArray[np.uint8], places: NDArray[np.int64], items: NDArray[np.void]) -> None:
    """Copy the bytes of *items* into *data*, each to its place."""
    width = items.dtype.itemsize
    data[places[:, None] + np.arange(width)] = items.view(np.uint8).reshape(-1, width)
