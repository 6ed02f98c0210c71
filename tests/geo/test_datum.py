"""Datums: published values, exact inverse, edges of the box, geometries."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.datum import CHINA_BOX, Datum, convert, convert_geometry
from geo.errors import DatumError

# source datum, lon, lat, target datum, lon, lat, tolerance in degrees
PUBLISHED = [
    # wandergis/coordtransform, test/app.js
    ("wgs84", 116.404, 39.915, "gcj02", 116.41024449916938, 39.91640428150164, 1e-12),
    ("gcj02", 116.404, 39.915, "bd09", 116.41036949371029, 39.92133699351021, 1e-12),
    # AMap web service, coordinate/convert with coordsys=gps: the example of its documentation,
    # as printed in the READMEs of clients (amapGeocode and others), 12 decimals
    ("wgs84", 116.481499, 39.990475, "gcj02", 116.487585177952, 39.991754014757, 5e-7),
    ("wgs84", 116.481499, 39.990375, "gcj02", 116.487585177952, 39.991653917101, 5e-7),
    # googollee/eviltransform, go/transform_test.go
    ("wgs84", 121.5272106, 31.1774276, "gcj02", 121.531541859215, 31.17530398364597, 1e-12),
    ("wgs84", 113.912316, 22.543847, "gcj02", 113.9171764808363, 22.540796131694766, 1e-12),
    ("wgs84", 116.377817, 39.911954, "gcj02", 116.38404722455657, 39.91334545536069, 1e-12),
    # hujiulong/gcoord, test/unit/crs (printed to 8 decimals, tested there to 5)
    ("gcj02", 123.0, 45.0, "wgs84", 122.99395597, 44.99804071, 5e-6),
    ("gcj02", 123.0, 45.0, "bd09", 123.00636499, 45.00636899, 5e-6),
    ("bd09", 123.0, 45.0, "gcj02", 122.99363304, 44.99365430, 5e-6),
    ("bd09", 123.0, 45.0, "wgs84", 122.98762210, 44.99171540, 5e-6),
    # hujiulong/gcoord, test/fixtures/china-cities.json: answers of map providers, 7 decimals
    ("wgs84", 117.0815563, 36.2000071, "gcj02", 117.0876215, 36.2002574, 1e-5),
    ("gcj02", 117.0876215, 36.2002574, "bd09", 117.0941183, 36.2062086, 1e-5),
    ("wgs84", 113.6192856, 34.7478004, "bd09", 113.6317519, 34.7528605, 1e-5),
]

WEST, SOUTH, EAST, NORTH = CHINA_BOX
MARGIN = 0.02
inside = st.tuples(
    st.floats(WEST + MARGIN, EAST - MARGIN, allow_subnormal=False),
    st.floats(SOUTH + MARGIN, NORTH - MARGIN, allow_subnormal=False),
)
datums = st.sampled_from(list(Datum))


@pytest.mark.parametrize(("source", "lon", "lat", "target", "x", "y", "tolerance"), PUBLISHED)
def test_published_values(source, lon, lat, target, x, y, tolerance):
    result = convert(lon, lat, source=source, target=target)
    assert np.allclose(result, (x, y), rtol=0, atol=tolerance)


@given(inside, datums, datums)
def test_there_and_back_is_exact(point, source, target):
    there = convert(*point, source=source, target=target)
    back = convert(*there, source=target, target=source)
    assert np.allclose(back, point, rtol=0, atol=1e-9)


@given(inside, datums)
def test_backward_then_forward_is_exact(point, source):
    wgs = convert(*point, source=source, target="wgs84")
    again = convert(*wgs, source="wgs84", target=source)
    assert np.allclose(again, point, rtol=0, atol=1e-9)


def test_many_points_at_once_are_exact():
    rng = np.random.default_rng(7)
    lon = rng.uniform(WEST + MARGIN, EAST - MARGIN, 100_000)
    lat = rng.uniform(SOUTH + MARGIN, NORTH - MARGIN, 100_000)
    for target in ("gcj02", "bd09"):
        x, y = convert(lon, lat, source="wgs84", target=target)
        back = convert(x, y, source=target, target="wgs84")
        assert max(np.abs(back[0] - lon).max(), np.abs(back[1] - lat).max()) < 1e-9


def test_shift_is_300_to_700_m_in_the_east_of_china():
    lon, lat = np.meshgrid(np.linspace(110, 122, 50), np.linspace(22, 42, 50))
    x, y = convert(lon, lat, source="wgs84", target="gcj02")
    metres = np.hypot((x - lon) * 111_320 * np.cos(np.radians(lat)), (y - lat) * 110_950)
    assert x.shape == lon.shape
    assert metres.min() > 300
    assert metres.max() < 800


@pytest.mark.parametrize("point", [(-0.1276, 51.5072), (139.6917, 35.6895), (151.2, -33.87), (-180, 90)])
def test_gcj_is_wgs_outside_the_box(point):
    assert np.array_equal(convert(*point, source="wgs84", target="gcj02"), point)
    assert np.array_equal(convert(*point, source="gcj02", target="wgs84"), point)


def test_cgcs2000_counts_as_wgs84():
    assert np.array_equal(convert(116.0, 36.4, source="cgcs2000", target="wgs84"), (116.0, 36.4))
    assert np.array_equal(
        convert(116.0, 36.4, source="cgcs2000", target="gcj02"),
        convert(116.0, 36.4, source="wgs84", target="gcj02"),
    )


def test_nan_stays_and_empty_stays():
    lon, lat = convert([116.0, np.nan], [36.4, np.nan], source="bd09", target="wgs84")
    assert np.isfinite(lon[0])
    assert np.isnan(lon[1])
    assert np.isnan(lat[1])
    assert convert([], [], source="gcj02", target="wgs84")[0].shape == (0,)


def test_input_is_left_alone():
    lon, lat = np.array([116.0]), np.array([36.4])
    for target in Datum:
        convert(lon, lat, source="gcj02", target=target)[0][:] = 0
    assert (lon[0], lat[0]) == (116.0, 36.4)


@pytest.mark.parametrize("name", ["GCJ-02", "gcj02", "Gcj_02", Datum.GCJ02])
def test_customary_spellings(name):
    assert Datum(name) is Datum.GCJ02


def test_unknown_datum_names_the_choice():
    with pytest.raises(DatumError, match=r"'beijing54'.*wgs84, cgcs2000, gcj02, bd09"):
        convert(116, 36, source="beijing54", target="wgs84")


def test_exchanged_axes_are_noticed():
    with pytest.raises(DatumError, match="exchanged"):
        convert(36.4, 116.0, source="wgs84", target="gcj02")


def test_geometries_keep_their_form():
    square = shapely.box(116, 36, 116.1, 36.1).difference(shapely.box(116.02, 36.02, 116.05, 36.05))
    shapes = np.array([square, shapely.MultiPoint([(116, 36), (117, 37)]), None])
    there = convert_geometry(shapes, source="wgs84", target="gcj02")
    assert there[2] is None
    assert len(there[0].interiors) == 1
    assert np.allclose(
        shapely.get_coordinates(there[1])[1], convert(117, 37, source="wgs84", target="gcj02"), atol=0
    )
    back = convert_geometry(there, source="gcj02", target="wgs84")
    assert shapely.equals_exact(back[:2], shapes[:2], tolerance=1e-9).all()
