"""Forms that are read: the program's own exports, KMZ, TAB, tables in metres; and whole writing."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from pyproj import Transformer

from geo import DATA_DIR
from geo.boundaries import load_areas
from geo.datum import Datum
from geo.gazetteer_tables import load_gazetteer
from geo.geojson import write_geojson
from geo.ground.lines import inside
from geo.locks import FILE
from geo.own.importer import import_areas
from geo.own.report import Options, Report
from projects.export.writing import export
from projects.georeferencing.known import known_facilities
from projects.presentation.ownareas import bring_in, undo
from projects.store.database import open_store
from tests.geo.own_folder import own as own
from tests.geo.own_folder import towns

STATION = (115.9302, 36.4411)


def trial(path: Path, level: str = "town") -> Report:
    return import_areas(path, Options(datum=Datum.WGS84, level=level, is_trial=True))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp.zip", ".kml", ".kmz"])
@pytest.mark.parametrize("level", ["town", "county"])
def test_the_programs_own_exports_come_back(tmp_path: Path, suffix: str, level: str) -> None:
    path = tmp_path / f"projects{suffix}"
    layer = {"town": "towns", "county": "counties"}[level]
    export(open_store().records().head(5), path, layer=layer)
    found = trial(path, level)
    areas = load_areas()
    count = int(((areas["level"] == level) & areas.geometry.notna()).sum())
    assert found.count("matched") == len(found.written) == count
    assert found.fit is not None
    assert not found.fit.is_wrong


def test_a_geojson_without_a_name_and_one_feature_alone(tmp_path: Path) -> None:
    row = towns().loc["371502101"]
    feature = {
        "type": "Feature",
        "properties": {"code": "371502101"},
        "geometry": shapely.geometry.mapping(row["geometry"]),
    }
    path = tmp_path / "a.geojson"
    for document in (feature, {"type": "FeatureCollection", "features": [feature]}):
        path.write_text(json.dumps(document))
        assert trial(path).written == ("371502101",)


def test_kmz_and_tab(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"Code": towns()["code"], "Name": towns()["name"]}, geometry=towns().geometry, crs=4326
    )
    pyogrio.write_dataframe(frame, tmp_path / "doc.kml", driver="KML")
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.write(tmp_path / "doc.kml", "doc.kml")
    assert len(trial(tmp_path / "a.kmz").written) == 24
    (tmp_path / "t").mkdir()
    pyogrio.write_dataframe(frame, tmp_path / "t" / "乡镇.tab", driver="MapInfo File", encoding="GBK")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in (tmp_path / "t").iterdir():
            archive.write(part, part.name)
    found = trial(tmp_path / "a.zip")
    assert len(found.written) == 24
    assert found.matchings[0].row.name == towns()["name"].iloc[0]


@pytest.mark.parametrize("epsg", [4548, 4527, 4547, 4508])
@pytest.mark.parametrize("names", [("X", "Y"), ("东坐标", "北坐标"), ("纵坐标", "横坐标"), ("甲", "乙")])
def test_tables_in_metres(tmp_path: Path, epsg: int, names: tuple[str, str]) -> None:
    """Either order, with or without the number of the zone; the reading is told before it takes effect."""
    east, north = Transformer.from_crs(4490, epsg, always_xy=True).transform(*STATION)
    values = (north, east) if names[0] in ("X", "纵坐标") else (east, north)
    path = tmp_path / "a.xlsx"
    pd.DataFrame([["甲水厂泵站", *values]], columns=["名称", *names]).to_excel(path, index=False)
    from geo.own.facilities import import_facilities

    named = {"x_column": "甲", "y_column": "乙"} if names[0] == "甲" else {}
    found = import_facilities(path, Options(datum=Datum.CGCS2000, **named))
    assert any("核对" in note for note in found.file.notes)
    (place,) = load_gazetteer().facilities["甲水厂泵站"]
    assert (place.lon, place.lat) == pytest.approx(STATION, abs=1e-5)


def test_exchanged_axes_of_a_projection(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"code": towns()["code"]}, geometry=towns().geometry, crs=4326).to_crs(4548)
    shapes = [shapely.transform(shape, lambda c: c[:, ::-1]) for shape in frame.geometry]
    pyogrio.write_dataframe(
        frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=4548)), tmp_path / "a.gpkg"
    )
    found = trial(tmp_path / "a.gpkg")
    assert len(found.written) == 24
    assert any("颠倒" in note for note in found.file.notes)


def test_consent_is_asked_before_official_areas_are_replaced(tmp_path: Path, own: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame = gpd.GeoDataFrame({"code": towns()["code"]}, geometry=towns().geometry, crs=4326)
    pyogrio.write_dataframe(frame, path)
    sent = {"datum": Datum.WGS84, "level": "town", "is_trial": False}
    assert not bring_in("a.gpkg", path.read_bytes(), is_official=True, **sent).is_open  # type: ignore[arg-type]
    before = (own / "towns.geojson").read_bytes()
    again = bring_in("a.gpkg", path.read_bytes(), is_official=False, **sent)  # type: ignore[arg-type]
    assert again.is_open
    assert "替换官方边界 24 个" in "\n".join(again.lines)
    assert (own / "towns.geojson").read_bytes() == before


def small_files() -> None:
    """No file may grow beyond 64 kB: writing fails as it does on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, own: Path) -> None:
    """GDAL swallows the error at closing: the file is read back before it takes its name."""
    path = tmp_path / "a.gpkg"
    frame = gpd.GeoDataFrame({"code": towns()["code"]}, geometry=towns().geometry.segmentize(0.001), crs=4326)
    pyogrio.write_dataframe(frame, path)
    own.mkdir()
    stored = own / "towns.geojson"
    write_geojson(towns().iloc[:2], stored, id_column="code")
    before = stored.read_bytes()
    command = [sys.executable, "-m", "geo", "boundaries", "import", str(path), "--datum", "wgs84"]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=DATA_DIR.parent, preexec_fn=small_files, check=False
    )
    assert done.returncode == 2, done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "towns.geojson" in done.stderr
    assert stored.read_bytes() == before
    assert [file.name for file in own.iterdir() if file.name != FILE] == ["towns.geojson"]


def test_coordinates_that_are_kept_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame = gpd.GeoDataFrame({"code": towns()["code"]}, geometry=towns().geometry, crs=4326)
    pyogrio.write_dataframe(frame, path)
    found = trial(path)
    for one in found.matchings:
        shape = towns().loc[one.row.code, "geometry"]
        assert one.row.shape is not None
        assert np.isclose(shapely.hausdorff_distance(one.row.shape, shape), 0, atol=1e-9)


def test_undoing_an_outline_undoes_what_was_placed_by_it(tmp_path: Path) -> None:
    """A county without the ground around its station: while it holds, the station is in no county."""
    areas = load_areas()
    (station,) = known_facilities()["付楼站"]
    spot = shapely.Point(station.place.lon, station.place.lat).buffer(0.05)
    road = shapely.LineString([(115.85, 36.36), (115.9, 36.36)])
    whole = inside(road)
    county = areas.loc[["371502"]].assign(geometry=lambda rows: rows.geometry.difference(spot))
    write_geojson(county, tmp_path / "a.geojson", id_column="code")
    bring_in(
        "a.geojson",
        (tmp_path / "a.geojson").read_bytes(),
        datum=Datum.WGS84,
        level="county",
        is_official=True,
        is_trial=False,
        is_accepted=True,
    )
    assert "付楼站" not in known_facilities() and inside(road) != whole
    undo("zh")
    assert known_facilities()["付楼站"] == (station,) and inside(road) == whole
