"""Outlines that cross themselves: mended while they are drawn by a hand, refused when they are a trap."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path

import pytest
import shapely

from projects.errors import InputError
from projects.store.filters import Filters
from projects.store.shapes import MOST_CORNERS, MOST_CROSSINGS, IntricateError, canonical, read_outline

_MOST_S = 3.0  # on a busy machine; each took 0.1–0.9 s


def star(corners: int) -> shapely.Polygon:
    """Every corner joined with the one opposite: corners × (corners - 3) / 2 crossings."""
    turn = 2 * math.pi * (corners // 2) / corners
    places = [(116 + math.cos(turn * i) / 2, 36.4 + math.sin(turn * i) / 2) for i in range(corners)]
    return shapely.Polygon(places)


@pytest.mark.parametrize("corners", [61, 101, 3201, MOST_CORNERS - 1])
def test_a_star_of_many_corners_is_refused_at_once(corners: int) -> None:
    text = star(corners).wkt
    start = time.process_time()
    with pytest.raises(IntricateError, match=f"{MOST_CROSSINGS}") as caught:
        canonical(text)
    assert time.process_time() - start < _MOST_S
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("corners", [5, 11, 19])
def test_a_small_star_is_mended(corners: int) -> None:
    text = star(corners).wkt
    start = time.process_time()
    mended = shapely.from_wkt(canonical(text))
    assert time.process_time() - start < _MOST_S
    assert mended.is_valid
    assert mended.area == pytest.approx(shapely.make_valid(star(corners)).area, rel=1e-5)


def test_a_large_outline_that_crosses_itself_once_is_mended() -> None:
    ring = [(116 + math.cos(i / 1000) / 2, 36 + math.sin(i / 1000) / 2) for i in range(6000)]
    twisted = shapely.Polygon([*ring, (116, 36.6), (116.1, 35.2)])
    assert not twisted.is_valid
    start = time.process_time()
    assert shapely.from_wkt(canonical(twisted.wkt)).is_valid
    assert time.process_time() - start < _MOST_S


def test_a_shape_with_a_corner_at_each_crossing_is_refused_as_well() -> None:
    """Rows and columns of a grid, each there and back: nothing crosses, all meet."""
    rows = [(x if y % 2 == 0 else 60 - x, y) for y in range(60) for x in range(61)]
    columns = [(x, y if x % 2 == 0 else 60 - y) for x in range(60, -1, -1) for y in range(60, -1, -1)]
    grid = shapely.Polygon([(116 + x / 100, 36 + y / 100) for x, y in (*rows, *columns)])
    start = time.process_time()
    with pytest.raises(IntricateError):
        canonical(grid.wkt)
    assert time.process_time() - start < _MOST_S


def test_too_many_corners_are_refused() -> None:
    circle = shapely.Point(116, 36).buffer(0.5, quad_segs=MOST_CORNERS // 4 + 5)
    with pytest.raises(IntricateError, match=f"{MOST_CORNERS}"):
        canonical(circle.wkt)
    with pytest.raises(IntricateError):
        canonical("POLYGON((" + "116 36, " * 200_000 + "116 36))")


def test_a_link_a_command_and_a_file_say_so_in_one_line(tmp_path: Path) -> None:
    query = {"within": [star(61).wkt], "industry": []}
    filters, notices = Filters.from_query(query)
    assert not filters.within
    assert "自相交" in notices[0].zh and "crosses itself" in notices[0].en
    with pytest.raises(InputError, match=r"--within: .*自相交"):
        Filters.from_options(query)
    path = tmp_path / "star.geojson"
    path.write_text(json.dumps(shapely.geometry.mapping(star(61))))
    with pytest.raises(InputError, match="自相交"):
        read_outline(path)


def test_an_outline_is_mended_once_for_a_filter() -> None:
    canonical.cache_clear()
    filters = Filters(within=star(19).wkt)
    assert filters.active() == ("within",)
    assert filters.without("text") == filters
    assert canonical.cache_info().misses == 2  # as it was drawn, and as it is kept
