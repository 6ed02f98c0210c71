"""The user's own areas and facilities: read, checked, matched, stored, in force, removed.

The files are made here from the shipped areas, so what should come out is known.
"""

import csv
import zipfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from geo import __main__ as cli
from geo import districts
from geo.area_index import AreaIndex
from geo.boundaries import load_areas
from geo.datum import Datum, convert, convert_geometry
from geo.gazetteer_tables import load_gazetteer
from geo.geojson import check
from geo.own.datum_guard import fit_datum
from geo.own.topology import area_km2, gaps, overlaps, repaired

DISTRICT = "371502"
SMALL = "371526"  # another county of the city
OFFICE = "circle of"


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    """An empty folder of own boundaries."""
    folder = tmp_path / "own"
    monkeypatch.setenv("PROJECT_MAP_OWN", str(folder))
    load_gazetteer.cache_clear()
    yield folder
    load_gazetteer.cache_clear()


def towns(county=DISTRICT):
    areas = load_areas()
    chosen = areas[(areas["level"] == "town") & (areas["parent_code"] == county)]
    return chosen[~chosen["method"].str.startswith(OFFICE)]


def write(path, table, datum="wgs84", *, columns=("XZQDM", "XZQMC"), crs=4326, **options):
    """A vector file of codes, names and polygons; *datum* is that of its degrees."""
    shapes = [
        shape if shape is None else convert_geometry(shape, source="wgs84", target=datum)
        for shape in table["geometry"]
    ]
    attributes = {
        name: list(table[key]) for name, key in zip(columns, ("code", "name"), strict=False) if name
    }
    frame = gpd.GeoDataFrame(attributes, geometry=shapes, crs=4326)
    if path.suffix == ".kml":
        options["driver"] = "KML"
    pyogrio.write_dataframe(
        frame.to_crs(crs) if crs else frame.set_crs(None, allow_override=True), path, **options
    )
    return path


def run(capsys, *arguments):
    """Exit status, standard output, lines on standard error."""
    try:
        status = cli.main(["boundaries", *map(str, arguments)])
    except SystemExit as exit_:
        status = exit_.code
    printed = capsys.readouterr()
    return status, printed.out, printed.err.splitlines()


def review(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return {int(row["row"]): row for row in csv.DictReader(stream)}


def shifted(table, metres):
    """The same areas, east by some metres: another survey of the same borders."""
    return table.assign(
        geometry=[shapely.transform(s, lambda c: np.add(c, (metres / 89_500, 0))) for s in table["geometry"]]
    )


# --- reading ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "options", "encoding"),
    [
        ("a.shp", {"encoding": "GBK"}, "GBK"),
        ("a.shp", {"encoding": "UTF-8"}, "UTF-8"),
        ("a.gpkg", {}, "UTF-8"),
        ("a.geojson", {}, "UTF-8"),
        ("a.kml", {}, "UTF-8"),
    ],
)
def test_every_form_and_encoding_is_read(capsys, tmp_path, own, name, options, encoding):
    columns = ("Code", "Name") if name.endswith("kml") else ("XZQDM", "XZQMC")
    file = write(tmp_path / name, towns(), columns=columns, **options)
    before = load_areas()
    status, out, err = run(
        capsys, "import", file, "--datum", "wgs84", "--official", "--date", "2024", "--source", "局"
    )
    assert (status, err) == (0, [])
    assert f"文字编码 {encoding}" in out
    assert "匹配 24，存疑 0，未匹配 0" in out
    after = load_areas()
    assert list(after.index) == list(before.index)
    row = after.loc["371502101"]
    assert (row["source"], row["date"], row["is_official"]) == ("局", "2024", True)
    assert row["method"] == f"outline imported from {name}, matched by code"
    assert shapely.equals_exact(
        shapely.normalize(row["geometry"]),
        shapely.normalize(before.loc["371502101", "geometry"]),
        tolerance=1e-6,
    )
    assert check(own / "towns.geojson") == []


@pytest.mark.parametrize(
    ("cpg", "encoding"),
    [(None, "GB18030"), ("GBK", "GBK"), ("UTF-8", "GB18030"), ("nonsense", "GB18030")],
)
def test_a_wrong_or_missing_cpg_does_no_harm(capsys, tmp_path, cpg, encoding):
    file = write(tmp_path / "a.shp", towns(), encoding="GBK")
    file.with_suffix(".cpg").unlink()
    if cpg:
        file.with_suffix(".cpg").write_text(cpg)
    status, out, _ = run(capsys, "import", file, "--datum", "wgs84")
    assert status == 0
    assert f"文字编码 {encoding}" in out
    assert review(tmp_path / "a.review.csv")[1]["name_in_file"] == towns()["name"].iloc[0]


@pytest.mark.filterwarnings("ignore:.*decode error message:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:.*laundered field name.*:RuntimeWarning")
def test_headers_that_a_shapefile_cuts_are_known(capsys, tmp_path):
    """行政区划代码 has 12 bytes in GBK and 18 in UTF-8; a Shapefile keeps 10."""
    for encoding in ("GBK", "UTF-8"):
        file = write(tmp_path / "a.shp", towns(), columns=("行政区划代码", "名称"), encoding=encoding)
        status, out, _ = run(capsys, "import", file, "--datum", "wgs84", "--dry-run")
        assert (status, "匹配 24" in out) == (0, True)


def test_geojson_and_kml_in_gbk(capsys, tmp_path):
    for name, columns in (("a.geojson", ("代码", "名称")), ("a.kml", ("Code", "Name"))):
        file = write(tmp_path / name, towns(), columns=columns)
        text = file.read_text(encoding="utf-8").replace("utf-8", "gb2312").replace("UTF-8", "gb2312")
        file.write_bytes(text.encode("gb18030"))
        status, out, _ = run(capsys, "import", file, "--datum", "wgs84", "--dry-run")
        assert status == 0
        assert "GB18030" in out
        assert "匹配 24" in out


def test_zip_of_a_shapefile_in_a_folder_with_a_gbk_name(capsys, tmp_path):
    file = write(tmp_path / "a.shp", towns(), encoding="GBK")
    packed = tmp_path / "镇街.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("a.*"):
            # Windows writes names in GBK, Python takes them for cp437.
            archive.write(part, "镇街边界/乡镇".encode("gbk").decode("cp437") + part.suffix)
        archive.writestr("readme.txt", "x")
    assert file.exists()
    status, out, err = run(capsys, "import", packed, "--datum", "wgs84")
    assert (status, err) == (0, [])
    assert "匹配 24" in out
    assert (tmp_path / "镇街.review.csv").is_file()


@pytest.mark.parametrize("epsg", [4490, 4548, 4527, 4508])  # 3-degree without and with zone number, 6-degree
def test_projected_coordinates_become_degrees(capsys, tmp_path, epsg):
    file = write(tmp_path / "a.shp", towns(), crs=epsg, encoding="UTF-8")
    status, out, err = run(capsys, "import", file, "--datum", "cgcs2000", "--dry-run")
    assert (status, err) == (0, [])
    assert "相差约 0 米，相符" in out
    assert ("CGCS2000 / " in out) == (epsg != 4490)


def test_metres_without_a_crs_are_refused_and_can_be_named(capsys, tmp_path):
    file = write(tmp_path / "a.shp", towns(), crs=4548, encoding="UTF-8")
    file.with_suffix(".prj").unlink()
    status, out, err = run(capsys, "import", file, "--datum", "cgcs2000")
    assert (status, out, len(err)) == (2, "", 1)
    assert "--crs" in err[0]
    status, out, err = run(capsys, "import", file, "--datum", "cgcs2000", "--crs", "EPSG:4548", "--dry-run")
    assert (status, err) == (0, [])
    assert "匹配 24" in out


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: p / "none.shp", "no such file"),
        (lambda p: p / "a.dwg", "CAD drawing"),
        (lambda p: p / "a.xyz", "unknown form"),
        (lambda p: _bytes(p / "a.gpkg", b"x"), "cannot be read"),
        (lambda p: _bytes(p / "a.geojson", b"{"), "cannot be read"),
        (lambda p: _bytes(p / "a.zip", b"PK"), "cannot be unpacked"),
        (lambda p: _bytes(p / "a.geojson", b'{"type":"FeatureCollection","features":[]}'), ""),
        (lambda p: write(p / "a.geojson", towns(), columns=("", "")), "no column of codes or names"),
        (
            lambda p: write(p / "a.geojson", towns().assign(geometry=shapely.Point(116, 36.5))),
            "no area: a Point",
        ),
        (
            lambda p: write(p / "a.geojson", towns().assign(geometry=shapely.box(0, 0, 1, 1))),
            "no area lies in the cities of this map",
        ),
        (lambda p: write(p / "a.geojson", towns().assign(code="", name="无名")), "no area is a known town"),
    ],
)
def test_unusable_files_end_with_2_and_one_line_and_leave_nothing(capsys, tmp_path, own, make, message):
    file = make(tmp_path)
    before = set(tmp_path.iterdir())
    status, out, err = run(capsys, "import", file, "--datum", "wgs84", "--level", "town")
    assert (status, out, len(err)) == (2, "", 1), err
    assert message in err[0]
    assert file.name in err[0]
    assert set(tmp_path.iterdir()) == before
    assert not own.exists()


def _bytes(path, data):
    path.write_bytes(data)
    return path


def test_datum_is_asked_for(capsys, tmp_path):
    file = write(tmp_path / "a.geojson", towns())
    status, _, err = run(capsys, "import", file)
    assert status == 2
    assert "--datum is needed" in err[0]


def test_review_list_that_cannot_be_written_stops_all(capsys, tmp_path, own):
    file = write(tmp_path / "a.geojson", towns())
    status, _, err = run(capsys, "import", file, "--datum", "wgs84", "--review", tmp_path / "no" / "x.csv")
    assert (status, len(err)) == (2, 1)
    assert not own.exists()


# --- datum -----------------------------------------------------------------------------


@pytest.mark.sampled(3)
@pytest.mark.parametrize("true", ["wgs84", "gcj02", "bd09"])
@pytest.mark.parametrize("declared", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_wrong_datum_is_told_and_named(capsys, tmp_path, own, true, declared):
    """Another survey of the borders, 60 m off, must not hide a shift of 500 m."""
    file = write(tmp_path / "a.geojson", shifted(towns(), 60), true)
    status, out, err = run(capsys, "import", file, "--datum", declared)
    if declared.replace("cgcs2000", "wgs84") == true:
        assert (status, err) == (0, [])
        assert "相符" in out
    else:
        assert (status, out, len(err)) == (2, "", 1)
        assert f"请改选坐标系 {true} / declared {declared}" in err[0] and f"give --datum {true}" in err[0]
        assert not own.exists()
        if {declared, true} == {"wgs84", "gcj02"}:
            metres = float(err[0].split(" its edges ")[1].split(" m ")[0])
            assert 500 < metres < 540


def test_force_imports_all_the_same_and_says_so(capsys, tmp_path):
    file = write(tmp_path / "a.geojson", towns(), "gcj02")
    status, out, _ = run(capsys, "import", file, "--datum", "wgs84", "--force")
    assert status == 0
    assert "请核对坐标系：按 wgs84 导入，但按 gcj02 与县区界更合" in out


def inner_towns():
    """Towns of the district that reach no county line."""
    outlines = load_areas().query("level == 'county'").geometry
    edge = shapely.union_all(outlines.boundary.to_numpy())
    table = towns()
    return table[~shapely.dwithin(table.geometry.to_numpy(), edge, 0.01)]


@pytest.mark.parametrize("count", [1, 3])
def test_a_wrong_datum_is_told_inside_the_county_too(capsys, tmp_path, own, count):
    """Their edges, or at least their middles, are off by the shift of GCJ-02 and in its direction."""
    inner = inner_towns().iloc[:count]
    assert len(inner) == count
    rough = inner.assign(geometry=[shape.simplify(0.002) for shape in inner.geometry])
    for table in (inner, rough):
        for declared in ("wgs84", "gcj02"):
            file = write(tmp_path / "a.geojson", table, "gcj02")
            asked = ("import", file, "--datum", declared, "--level", "town", "--dry-run")
            status, _, err = run(capsys, *asked)
            if declared == "gcj02":
                assert (status, err) == (0, [])
            else:
                assert (status, len(err)) == (2, 1)
                assert "give --datum gcj02" in err[0]
                assert not own.exists()


def test_borders_that_are_not_ours_are_not_taken_for_another_datum(capsys, tmp_path):
    """Real borders run elsewhere than the approximate ones: then nothing is known, and that is said."""
    inner = inner_towns()
    for seed in range(4):
        by = np.random.default_rng(seed).normal(0, 0.01, (len(inner), 2))
        both = zip(inner.geometry, by, strict=True)
        moved = [shapely.transform(shape, lambda c, d=each: np.add(c, d)) for shape, each in both]
        file = write(tmp_path / f"{seed}.geojson", inner.assign(geometry=moved))
        status, out, err = run(capsys, "import", file, "--datum", "wgs84", "--level", "town", "--dry-run")
        assert (status, err) == (0, [])
        assert "无法核对" in out


def test_one_town_on_the_county_line_is_enough():
    outlines = list(load_areas().query("level == 'county'").geometry)
    table = towns()
    edge = outlines[0].boundary
    on_edge = [
        s
        for s in table.geometry
        if shapely.length(shapely.intersection(s.boundary, edge.buffer(1e-5))) > 0.15
    ]
    assert on_edge
    for shape in on_edge:
        for true in ("wgs84", "gcj02"):
            raw = convert_geometry(shape, source="wgs84", target=true)
            assert fit_datum([raw], outlines, Datum.WGS84).best == true


def test_a_file_of_the_whole_province(capsys, tmp_path):
    """The city's edges lie inside it; units of other cities are left out, with the reason."""
    units = districts.counties("370000")
    table = units.assign(geometry=[districts.polygon(code) for code in units.index])
    for true, declared in (("wgs84", "wgs84"), ("gcj02", "wgs84")):
        file = write(tmp_path / "a.gpkg", table, true, columns=("", "名称"))
        status, out, err = run(capsys, "import", file, "--datum", declared)
        assert status == (0 if true == declared else 2)
        assert ("匹配 8，存疑 0，未匹配 128" in out) == (true == declared)
        assert ("give --datum gcj02" in " ".join(err)) == (true != declared)
    rows = review(tmp_path / "a.review.csv").values()
    assert {row["reason"] for row in rows if row["status"] == "unmatched"} == {
        "lies outside the cities of this map"
    }
    after = load_areas()
    assert after.loc[DISTRICT, "method"] == "outline imported from a.gpkg, matched by name"
    assert overlaps(list(towns()["name"]), list(towns().geometry)) == []
    assert gaps(list(towns().geometry), after.loc[DISTRICT, "geometry"]) == []


def test_imported_gcj02_lands_on_wgs84(capsys, tmp_path):
    before = towns()
    run(capsys, "import", write(tmp_path / "a.geojson", before, "gcj02"), "--datum", "gcj02")
    after = towns()
    apart = shapely.hausdorff_distance(after.geometry.to_numpy(), before.geometry.to_numpy())
    assert apart.max() < 2e-6


# --- matching --------------------------------------------------------------------------


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("code", "name", "status", "place", "how", "reason"),
    [
        ("371502101", "沙镇镇", "matched", "371502101", "code", ""),
        ("371502101", "", "matched", "371502101", "code", ""),
        ("371502101000", "沙镇镇", "matched", "371502101", "code", ""),
        ("156371502101", "沙镇镇", "matched", "371502101", "code", ""),
        ("371502101.0", "沙镇镇", "matched", "371502101", "name", ""),
        ("", "沙镇镇", "matched", "371502101", "name", ""),
        ("", "沙镇", "matched", "371502101", "name", ""),
        ("7", "沙镇镇", "matched", "371502101", "name", ""),
        (
            "371502101",
            "郑家镇",
            "doubtful",
            "371502101",
            "code",
            "the code 371502101 is 沙镇镇, the name says 郑家镇",
        ),
        ("371526101", "", "doubtful", "371526101", "code", "is in 高唐县, the area lies in 东昌府区"),
        ("371502101201", "某村", "unmatched", "", "code", "a village of 沙镇镇"),
        ("371502", "东昌府区", "unmatched", "", "code", "东昌府区 is a county, not a town"),
        ("", "东昌府区", "unmatched", "", "name", "东昌府区 is a county, not a town"),
        ("", "凤凰街道", "unmatched", "", "name", "exists no longer"),
        ("", "沙真镇", "doubtful", "371502101", "name", "similar: 沙镇镇"),
        ("", "天外天镇", "unmatched", "", "name", "no unit of 东昌府区 bears this name"),
        ("", "", "unmatched", "", "", "no code and no name"),
        ("999999999", "", "unmatched", "", "", "the code '999999999' is unknown and no name"),
    ],
)
def test_one_row_is_matched_or_the_reason_is_said(capsys, tmp_path, code, name, status, place, how, reason):
    table = towns().loc[["371502101", "371502001"]].copy()
    table.loc["371502101", ["code", "name"]] = [code, name]
    file = write(tmp_path / "a.geojson", table)
    assert run(capsys, "import", file, "--datum", "wgs84", "--level", "town")[0] == 0
    row = review(tmp_path / "a.review.csv")[1]
    assert (row["status"], row["code"], row["how"]) == (status, place, how)
    assert reason in row["reason"]
    imported = load_areas().loc["371502101", "method"].startswith("outline imported")
    assert imported == (status == "matched")


def test_names_are_matched_in_the_county_that_holds_the_area(capsys, tmp_path):
    """刘集 and other names occur in several counties; here one name is put into each."""
    table = pd.concat([towns(DISTRICT).iloc[:1], towns(SMALL)])
    file = write(tmp_path / "a.geojson", table, columns=("", "乡镇名称"))
    status, out, _ = run(capsys, "import", file, "--datum", "wgs84")
    assert status == 0
    assert "存疑 0，未匹配 0" in out
    found = review(tmp_path / "a.review.csv")
    assert [found[number]["code"] for number in sorted(found)] == list(table["code"])
    assert {row["how"] for row in found.values()} == {"name"}


def test_two_rows_of_one_unit(capsys, tmp_path):
    """Parts of one name are joined; another name or the same ground twice is doubtful."""
    shape = towns().loc["371502101", "geometry"]
    west, south, east, north = shape.bounds
    halves = [
        shapely.intersection(shape, shapely.box(*box))
        for box in (
            (west, south, (west + east) / 2, north),
            ((west + east) / 2, south, east, north),
        )
    ]
    base = towns().loc[["371502101"]]
    parts = pd.concat([base.assign(geometry=[halves[0]]), base.assign(geometry=[halves[1]])])
    run(capsys, "import", write(tmp_path / "a.geojson", parts), "--datum", "wgs84")
    assert load_areas().loc["371502101", "area_km2"] == pytest.approx(area_km2(shape), abs=0.02)
    run(capsys, "remove")
    twice = pd.concat([base, base, towns().loc[["371502001"]]])
    run(capsys, "import", write(tmp_path / "a.geojson", twice), "--datum", "wgs84")
    assert [row["status"] for _, row in sorted(review(tmp_path / "a.review.csv").items())] == [
        "doubtful",
        "doubtful",
        "matched",
    ]


def test_decisions_in_the_review_list_are_followed(capsys, tmp_path):
    table = towns().loc[["371502101", "371502001"]].copy()
    table.loc["371502101", ["code", "name"]] = ["", "沙河头"]
    file = write(tmp_path / "a.geojson", table)
    assert "未匹配 1" in run(capsys, "import", file, "--datum", "wgs84")[1]
    listed = tmp_path / "a.review.csv"
    rows = review(listed)
    rows[1]["decision"] = "371502101"
    with listed.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[1]))
        writer.writeheader()
        writer.writerows(rows.values())
    status, out, _ = run(capsys, "import", file, "--datum", "wgs84", "--decisions", listed)
    assert (status, "匹配 2，存疑 0，未匹配 0" in out) == (0, True)
    assert load_areas().loc["371502101", "method"].endswith("matched by hand")
    assert review(listed)[1]["decision"] == "371502101", "a decision survives the next import"


def test_wrong_level_is_refused(capsys, tmp_path, own):
    status, _, err = run(
        capsys, "import", write(tmp_path / "a.geojson", towns()), "--datum", "wgs84", "--level", "county"
    )
    assert (status, len(err)) == (2, 1)
    assert "is a town, not a county" in err[0]
    assert not own.exists()


# --- repairs, overlaps, gaps ------------------------------------------------------------


BOW = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])


@pytest.mark.parametrize(
    ("shape", "area", "wrong"),
    [
        (shapely.box(0, 0, 1, 1), 1, ""),
        (BOW, 2, "Self-intersection"),
        (shapely.GeometryCollection([shapely.box(0, 0, 1, 1), shapely.LineString([(5, 5), (6, 6)])]), 1, ""),
        (shapely.MultiPolygon([shapely.box(0, 0, 2, 1), shapely.box(1, 0, 3, 1)]), 3, "Self-intersection"),
        (shapely.Polygon([(0, 0), (1, 1), (0, 0)]), None, "no area"),
        (shapely.Point(1, 1), None, "a Point, not an area"),
        (shapely.LineString([(0, 0), (1, 1)]), None, "a LineString"),
        (shapely.Polygon(), None, "no geometry"),
        (None, None, "no geometry"),
    ],
)
def test_repair(shape, area, wrong):
    valid, found = repaired(shape)
    assert wrong in found
    assert (valid is None) == (area is None)
    if valid is not None:
        assert valid.is_valid
        assert valid.area == pytest.approx(area)


def test_repairs_are_shown_and_need_consent(capsys, tmp_path, own):
    table = towns().loc[["371502101", "371502001"]].copy()
    west, south, east, north = table.loc["371502101", "geometry"].bounds
    table.loc["371502101", "geometry"] = shapely.Polygon(
        [(west, south), (east, north), (east, south), (west, north)]
    )
    file = write(tmp_path / "a.gpkg", table)
    status, out, err = run(capsys, "import", file, "--datum", "wgs84")
    assert (status, out, len(err)) == (2, "", 1)
    assert "沙镇镇 的边界自相交" in err[0]
    assert "--accept" in err[0]
    assert not own.exists(), "nothing is repaired in silence"
    status, out, _ = run(capsys, "import", file, "--datum", "wgs84", "--dry-run")
    assert (status, "需核对：沙镇镇" in out) == (0, True)
    assert not own.exists()
    status, out, _ = run(capsys, "import", file, "--datum", "wgs84", "--accept")
    assert status == 0
    assert "Self-intersection" in out
    assert load_areas().geometry.dropna().is_valid.all()


def test_overlaps_and_gaps_are_reported(capsys, tmp_path):
    table = towns().copy()
    shape = table.loc["371502101", "geometry"]
    table.loc["371502101", "geometry"] = shapely.transform(shape, lambda c: np.add(c, (0.01, 0)))
    status, out, _ = run(capsys, "import", write(tmp_path / "a.geojson", table), "--datum", "wgs84")
    assert status == 0
    found = overlaps(list(towns()["name"]), list(towns().geometry))
    assert found
    assert all("沙镇镇" in (pair.first, pair.second) for pair in found)
    assert f"重叠 {found[0].first} 与 {found[0].second}：{found[0].area_km2} km²" in out
    open_km2 = gaps(list(towns().geometry), load_areas().loc[DISTRICT, "geometry"])
    assert open_km2
    assert f"空隙 {len(open_km2)} 处" in out


def test_area_counts_holes_whatever_way_they_turn():
    shell, hole = shapely.box(116, 36, 116.1, 36.1), shapely.box(116.02, 36.02, 116.05, 36.05)
    expected = area_km2(shell) - area_km2(hole)
    for ring in (hole.exterior.coords, list(hole.exterior.coords)[::-1]):
        assert area_km2(shapely.Polygon(shell.exterior.coords, [ring])) == pytest.approx(expected)


# --- in force ---------------------------------------------------------------------------


def test_zones_and_counties_follow_their_towns(capsys, tmp_path):
    before = load_areas()
    file = write(tmp_path / "a.geojson", shifted(towns(), 60))
    run(capsys, "import", file, "--datum", "wgs84", "--official", "--date", "2024")
    after = load_areas()
    zone = after.loc["371500Z01"]
    held = ["371502008", "371502009", "371502010"]
    assert zone["geometry"].equals(shapely.union_all(list(after.loc[held, "geometry"])))
    assert (zone["is_official"], zone["date"], zone["method"]) == (
        True,
        "2024",
        "union of the towns under the zone",
    )
    assert zone["radius_m"] < before.loc["371500Z01", "radius_m"]
    untouched = after["parent_code"] == SMALL
    assert after[untouched].drop(columns="geometry").equals(before[untouched].drop(columns="geometry"))


def test_the_other_towns_of_a_county_keep_what_is_left(capsys, tmp_path):
    """Some towns only, larger than the approximate ones: no overlap, no gap, all valid."""
    three = towns().iloc[8:11].copy()
    middle = [shape.centroid for shape in three.geometry]
    three["geometry"] = [
        shapely.transform(shape, lambda c, m=m: (c - [m.x, m.y]) * 1.2 + [m.x, m.y])
        for shape, m in zip(three.geometry, middle, strict=True)
    ]
    county = load_areas().loc[DISTRICT, "geometry"]
    three["geometry"] = shapely.intersection(three.geometry.to_numpy(), county)
    three["geometry"] = [
        shapely.difference(s, shapely.union_all(list(three.geometry)[:i])) if i else s
        for i, s in enumerate(three.geometry)
    ]
    status, out, _ = run(capsys, "import", write(tmp_path / "a.geojson", three), "--datum", "wgs84")
    assert status == 0
    assert "另有 21 个镇街仍为近似边界" in out
    after = towns()
    assert len(after) == 24
    assert after.geometry.is_valid.all()
    assert overlaps(list(after["name"]), list(after.geometry)) == []
    assert gaps(list(after.geometry), county) == []
    cut = after[after["method"].str.endswith("cut to what imported areas leave")]
    assert len(cut) >= 3
    assert not cut["is_official"].any()
    inside = shapely.contains_xy(after.geometry.to_numpy(), after["lon"].to_numpy(), after["lat"].to_numpy())
    assert inside.all()


def test_points_are_found_in_the_imported_towns(capsys, tmp_path):
    """A town given to its neighbour: every query sees it."""
    table = towns().copy()
    merged = shapely.union_all(list(table.loc[["371502101", "371502104"], "geometry"]))
    table.loc["371502101", "geometry"] = merged
    point = towns().loc["371502104", ["lon", "lat"]]
    file = write(tmp_path / "a.geojson", table[table["code"] != "371502104"])
    run(capsys, "import", file, "--datum", "wgs84")
    assert AreaIndex(load_areas()).areas_at(point["lon"], point["lat"])["town"].iloc[0] == "371502101"
    assert load_areas().loc["371502104", "geometry"] is None, "nothing is left of the other"


def test_a_park_and_a_zone_get_their_outline(capsys, tmp_path):
    areas = load_areas()
    parks = areas[areas["level"].isin(["park", "zone"]) & areas.geometry.notna()].iloc[[0, 3]]
    parks = parks.assign(geometry=[shape.buffer(-0.002) for shape in parks.geometry])
    status, out, _ = run(
        capsys, "import", write(tmp_path / "a.gpkg", parks), "--datum", "wgs84", "--level", "park"
    )
    assert status == 0
    assert "园区：匹配 2" in out
    after = load_areas()
    assert set(parks["level"]) == {"zone", "park"}
    assert all(after.loc[code, "method"].startswith("outline imported") for code in parks.index)


def test_a_second_import_keeps_the_first_and_remove_undoes_both(capsys, tmp_path, own):
    before = load_areas()
    for county, stem in ((DISTRICT, "a"), (SMALL, "b")):
        run(capsys, "import", write(tmp_path / f"{stem}.geojson", towns(county)), "--datum", "wgs84")
    areas = load_areas()
    imported = areas[areas["method"].str.startswith("outline imported")]
    assert set(imported["parent_code"]) == {DISTRICT, SMALL}
    first = (own / "towns.geojson").read_bytes()
    run(capsys, "import", tmp_path / "b.geojson", "--datum", "wgs84")
    assert (own / "towns.geojson").read_bytes() == first, "the same import changes nothing"
    assert run(capsys, "remove", "--level", "county")[1].startswith("没有导入过的数据")
    status, out, _ = run(capsys, "remove")
    assert (status, "已删除" in out) == (0, True)
    after = load_areas()
    assert after.drop(columns="geometry").equals(before.drop(columns="geometry"))
    assert after.geometry.equals(before.geometry)


def test_a_trial_writes_nothing(capsys, tmp_path, own):
    file = write(tmp_path / "a.geojson", towns())
    status, out, _ = run(capsys, "import", file, "--datum", "wgs84", "--dry-run")
    assert (status, "仅检查，未写入" in out) == (0, True)
    assert not own.exists()
    assert not (tmp_path / "a.review.csv").exists()


# --- facilities --------------------------------------------------------------------------

STATION = (115.9302, 36.4411)


def table(path, rows, encoding="utf-8"):
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    if path.suffix == ".csv":
        frame.to_csv(path, index=False, encoding=encoding)
    else:
        frame.to_excel(path, index=False)
    return path


@pytest.mark.parametrize(("name", "encoding"), [("a.csv", "utf-8-sig"), ("a.csv", "gb18030"), ("a.xlsx", "")])
@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_facilities_become_places(capsys, tmp_path, own, name, encoding, datum):
    lon, lat = (float(v) for v in convert(*STATION, source="wgs84", target=datum))
    rows = [["设施名称", "经度", "纬度", "坐标系"], ["聊城客运西站", lon, lat, datum]]
    status, out, err = run(capsys, "import", table(tmp_path / name, rows, encoding), "--level", "site")
    assert (status, err) == (0, [])
    assert "设施：匹配 1" in out
    (place,) = load_gazetteer().facilities["聊城客运西站"]
    assert (place.level, place.parent) == ("site", DISTRICT)
    assert (place.lon, place.lat) == pytest.approx(STATION, abs=2e-6)
    assert load_gazetteer().lookup("聊城客运西站")[0].place == place
    assert load_gazetteer().county_of(place).code == DISTRICT
    run(capsys, "remove", "--level", "site")
    assert load_gazetteer().facilities == {}
    assert not (own / "facilities.csv").exists()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["甲水厂泵站", "x", 36.4, "wgs84"], "lon 'x' is no number"),
        (["甲水厂泵站", 36.4411, 115.9302, "wgs84"], "are they exchanged"),
        (["甲水厂泵站", 10, 10, "wgs84"], "lies outside the cities"),
        (["甲水厂泵站", 115.93, 36.44, "北京54"], "unknown datum '北京54'"),
        (["甲水厂泵站", 115.93, 36.44, ""], "no datum"),
        (["医院", 115.93, 36.44, "wgs84"], "fewer than 3 characters"),
        (["沙镇镇", 115.93, 36.44, "wgs84"], "is the name of 沙镇镇"),
    ],
)
def test_unusable_facilities_say_why(capsys, tmp_path, row, reason):
    rows = [["名称", "经度", "纬度", "坐标系"], row, ["乙水厂泵站", 115.93, 36.44, "wgs84"]]
    status, _, _ = run(capsys, "import", table(tmp_path / "a.csv", rows), "--level", "site")
    assert status == 0
    found = review(tmp_path / "a.review.csv")
    assert [found[1]["status"], found[2]["status"]] == ["unmatched", "matched"]
    assert reason in found[1]["reason"]


def test_one_name_for_points_apart_is_doubtful(capsys, tmp_path):
    rows = [
        ["名称", "经度", "纬度"],
        ["人民医院新院", 115.93, 36.44],
        ["人民医院新院", 115.98, 36.44],
        ["甲水厂泵站", 115.9, 36.4],
    ]
    status, out, _ = run(
        capsys, "import", table(tmp_path / "a.csv", rows), "--level", "site", "--datum", "wgs84"
    )
    assert (status, "匹配 1，存疑 2" in out) == (0, True)
    assert set(load_gazetteer().facilities) == {"甲水厂泵站"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["名称", "经度"], ["甲水厂泵站", 116]], "no column for lat"),
        ([["名称", "经度", "纬度"], ["甲水厂泵站", 0, 0]], "no facility can be used"),
        ([["名称", "经度", "纬度"]], "no facility can be used: it has no rows"),
    ],
)
def test_unusable_tables_end_with_2(capsys, tmp_path, own, rows, message):
    status, out, err = run(
        capsys, "import", table(tmp_path / "a.csv", rows), "--level", "site", "--datum", "wgs84"
    )
    assert (status, out, len(err)) == (2, "", 1)
    assert message in err[0]
    assert not own.exists()


def test_facilities_of_a_vector_file_lie_in_official_towns(capsys, tmp_path):
    run(capsys, "import", write(tmp_path / "t.geojson", towns()), "--datum", "wgs84")
    frame = gpd.GeoDataFrame({"名称": ["甲水厂泵站"]}, geometry=[shapely.Point(115.8326, 36.2951)], crs=4490)
    pyogrio.write_dataframe(frame, tmp_path / "p.gpkg")
    status, _, err = run(capsys, "import", tmp_path / "p.gpkg", "--datum", "cgcs2000", "--level", "site")
    assert (status, err) == (0, [])
    (place,) = load_gazetteer().facilities["甲水厂泵站"]
    assert place.parent == "371502101"
    assert np.isclose(place.accuracy_m, 100)
