"""Files that should not be used as they are: refused or questioned in a line that tells what to do.

Each is made here, sent to the page's import and to the command. Neither may write anything, nor
answer with a traceback. ``refused``: one line. ``asked``: the page shows what it found and waits.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from geo import __main__ as cli
from geo.boundaries import load_areas
from geo.datum import Datum, convert_geometry
from projects.errors import InputError
from projects.presentation.ownareas import bring_in
from tests.geo.own_folder import own as own
from tests.geo.own_folder import towns

BOX = shapely.box(115.9, 36.4, 115.95, 36.45)


def inner() -> gpd.GeoDataFrame:
    edge = shapely.union_all(load_areas().query("level == 'county'").geometry.boundary.to_numpy())
    table = towns()
    return table[~shapely.dwithin(table.geometry.to_numpy(), edge, 0.01)]


def vector(
    path: Path, table: gpd.GeoDataFrame, *, datum: str = "wgs84", crs: Any = 4326, **names: str
) -> Path:
    shapes = list(table["geometry"])
    if datum != "wgs84":
        shapes = [convert_geometry(shape, source="wgs84", target=datum) for shape in shapes]
    columns = {names.get("code", "代码"): list(table["code"]), names.get("name", "名称"): list(table["name"])}
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)
    frame = frame.to_crs(crs) if crs else frame
    pyogrio.write_dataframe(frame, path)
    return path


def text(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def changed(**values: Any) -> gpd.GeoDataFrame:
    """Two towns, one of them changed."""
    table = towns().loc[["371502101", "371502001"]].copy()
    for name, value in values.items():
        table.loc["371502101", name] = value
    return table


def geojson(shape: Any, **more: Any) -> str:
    feature = {"type": "Feature", "properties": {"code": "371502101", "name": "沙镇镇"}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **more})


def bow(shape: shapely.Geometry) -> shapely.Geometry:
    west, south, east, north = shape.bounds
    return shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])


def moved(table: gpd.GeoDataFrame, by: Callable[[Any], Any]) -> gpd.GeoDataFrame:
    return table.assign(geometry=[shapely.transform(s, by) for s in table.geometry])


def elsewhere() -> gpd.GeoDataFrame:
    """Towns inside the county, each a kilometre or so off in a direction of its own."""
    table = inner()
    by = np.random.default_rng(1).normal(0, 0.01, (len(table), 2))
    shapes = [
        shapely.transform(shape, lambda c, d=each: np.add(c, d))
        for shape, each in zip(table.geometry, by, strict=True)
    ]
    return table.assign(geometry=shapes)


def scribbled() -> gpd.GeoDataFrame:
    corners = np.random.default_rng(1).uniform((115.8, 36.3), (115.9, 36.4), (1000, 2))
    return changed(geometry=shapely.Polygon(corners)).loc[["371502101"]]


def without_prj(path: Path) -> Path:
    file = vector(path.with_name("s.shp"), towns(), crs=4548)
    file.with_suffix(".prj").unlink()
    return packed(
        path, {f"s{part}": file.with_suffix(part).read_bytes() for part in (".shp", ".shx", ".dbf")}
    )


def lone(path: Path) -> Path:
    return text(path, vector(path.with_name("s.shp"), towns()).read_bytes())


def with_prj_of(path: Path, epsg: int) -> Path:
    """Degrees whose .prj says metres."""
    file = vector(path.with_name("s.shp"), towns())
    file.with_suffix(".prj").write_text(str(gpd.GeoSeries(crs=epsg).crs.to_wkt("WKT1_ESRI")))
    parts = (".shp", ".shx", ".dbf", ".prj")
    return packed(path, {f"s{part}": file.with_suffix(part).read_bytes() for part in parts})


def sheet(path: Path, rows: list[list[Any]]) -> Path:
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    if path.suffix == ".csv":
        frame.to_csv(path, index=False, encoding="utf-8")
    else:
        frame.to_excel(path, index=False)
    return path


def shape_of(code: str = "371502101") -> Any:
    return shapely.geometry.mapping(towns().loc[code, "geometry"])


VRT = '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>http://192.0.2.1/x</SrcDataSource>'
CUT = '{"type":"FeatureCollection","features":[{'
NAN = geojson({"type": "Point", "coordinates": [float("nan"), 1]})
NONE = '{"type":"FeatureCollection","features":[]}'
LINK = {"type": "link", "properties": {"href": "http://192.0.2.1/"}}
ADDRESS = {"type": "name", "properties": {"name": "http://192.0.2.1/x"}}
# Name of the file, how it is made, what the line says.
REFUSED: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "dxf": ("a.dxf", lambda p: text(p, "0\nSECTION\n"), "CAD 图"),
    "dwg": ("a.dwg", lambda p: text(p, "AC1032"), "CAD 图"),
    "rar": ("a.rar", lambda p: text(p, "Rar!"), "zip"),
    "xls": ("a.xls", lambda p: text(p, b"\xd0\xcf\x11\xe0"), "xlsx"),
    "pdf": ("a.pdf", lambda p: text(p, "%PDF-1.7"), "GeoPackage"),
    "dbf alone": ("a.dbf", lambda p: text(p, b"\x03"), "zip"),
    "unknown suffix": ("a.xyz", lambda p: text(p, "1 2"), "expected one of"),
    # What a browser or a broken program may send.
    "empty file": ("a.geojson", lambda p: text(p, ""), "empty"),
    "empty csv": ("a.csv", lambda p: text(p, ""), "empty"),
    "cut json": (
        "a.geojson",
        lambda p: text(p, CUT),
        "export it again",
    ),
    "nan": (
        "a.geojson",
        lambda p: text(p, NAN),
        "NaN",
    ),
    "a list": ("a.json", lambda p: text(p, "[1,2]"), "save it again"),
    "topojson": ("a.json", lambda p: text(p, '{"type":"Topology","objects":{}}'), "save it as GeoJSON"),
    "esri json": ("a.json", lambda p: text(p, '{"geometryType":"x","features":[]}'), "save it as GeoJSON"),
    "deep nesting": ("a.geojson", lambda p: text(p, '{"a":' * 100_000), "export it again"),
    "no features": (
        "a.geojson",
        lambda p: text(p, NONE),
        "a.geojson",
    ),
    "crs link": (
        "a.geojson",
        lambda p: text(p, geojson(shape_of(), crs=LINK)),
        "EPSG",
    ),
    "crs address": (
        "a.geojson",
        lambda p: text(p, geojson(shape_of(), crs=ADDRESS)),
        "EPSG",
    ),
    "vrt as geojson": ("a.geojson", lambda p: text(p, VRT), "save it again"),
    "vrt as kml": ("a.kml", lambda p: text(p, VRT), "save it again"),
    "no kml": ("a.kml", lambda p: text(p, "<?xml version='1.0'?><a/>"), "export it again"),
    "kmz without kml": ("a.kmz", lambda p: packed(p, {"x.txt": b"x"}), "pack only one"),
    "no zip": ("a.zip", lambda p: text(p, "hello"), "save it again"),
    "cut zip": ("a.zip", lambda p: text(p, "PK"), "pack it again"),
    "two files in a zip": (
        "a.zip",
        lambda p: packed(p, {"x.geojson": geojson(shape_of()).encode(), "y.geojson": b"{}"}),
        "pack only one",
    ),
    "zip bomb": ("a.zip", lambda p: packed(p, {"a.geojson": bytes(400 * 2**20)}), "simplify or split"),
    "shp alone": ("a.shp", lone, "export it again"),
    "no gpkg": ("a.gpkg", lambda p: text(p, "SQLite"), "save it again"),
    "tab without its parts": ("a.tab", lambda p: text(p, "!table\n!version 300\n"), "export it again"),
    "metres without a system": ("a.zip", without_prj, "EPSG:4548"),
    "degrees called metres": ("a.zip", lambda p: with_prj_of(p, 4548), "a.zip"),
    "no columns": (
        "a.geojson",
        lambda p: vector(p, towns().assign(code="x"), code="a", name="b"),
        "--code-column",
    ),
    "another city": (
        "a.geojson",
        lambda p: vector(p, moved(towns(), lambda c: np.add(c, (5, 0)))),
        "文件中的区域都不在本图范围内 / no area lies in the cities of this map",
    ),
    "unknown names": ("a.geojson", lambda p: vector(p, towns().assign(code="", name="无名")), "known town"),
    "points for areas": (
        "a.geojson",
        lambda p: vector(p, towns().assign(geometry=BOX.centroid)),
        "not an area",
    ),
    "lines for areas": (
        "a.geojson",
        lambda p: vector(p, towns().assign(geometry=BOX.boundary)),
        "not an area",
    ),
    "counties for towns": (
        "a.geojson",
        lambda p: vector(p, load_areas().query("level == 'county'").set_index("code", drop=False)),
        "not a town",
    ),
    "gcj02 called wgs84": ("a.geojson", lambda p: vector(p, towns(), datum="gcj02"), "--datum gcj02"),
    "bd09 called wgs84": ("a.geojson", lambda p: vector(p, towns(), datum="bd09"), "--datum bd09"),
    "gcj02 inside": ("a.geojson", lambda p: vector(p, inner().iloc[:3], datum="gcj02"), "--datum gcj02"),
    "a scribble": (
        "a.geojson",
        lambda p: vector(p, scribbled()),
        "draw or export it",
    ),
    "facilities without columns": (
        "a.csv",
        lambda p: sheet(p, [["甲", "乙"], ["泵站", 1]]),
        "名称、经度、纬度",
    ),
    "facilities without rows": ("a.csv", lambda p: sheet(p, [["名称", "经度", "纬度"]]), "no rows"),
    "facilities elsewhere": (
        "a.xlsx",
        lambda p: sheet(p, [["名称", "X", "Y"], ["甲水厂泵站", 1234567, 7654321]]),
        "--crs",
    ),
}
ASKED: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "bow-tie": (
        "a.geojson",
        lambda p: vector(p, changed(geometry=bow(towns().loc["371502101", "geometry"]))),
        "自相交",
    ),
    "some towns only": ("a.geojson", lambda p: vector(p, towns().iloc[:20]), "仍为近似边界"),
    "a square of 200 m": (
        "a.geojson",
        lambda p: vector(p, changed(geometry=shapely.box(115.77, 36.3, 115.772, 36.302))),
        "相差悬殊",
    ),
    "exchanged axes": ("a.geojson", lambda p: vector(p, moved(towns(), lambda c: c[:, ::-1])), "颠倒"),
    "code and name disagree": ("a.geojson", lambda p: vector(p, changed(name="郑家镇")), "存疑 1 行"),
    "one name unknown": ("a.geojson", lambda p: vector(p, changed(code="", name="天外天镇")), "未匹配 1 行"),
    "the same town twice": (
        "a.geojson",
        lambda p: vector(p, gpd.GeoDataFrame(pd.concat([towns(), towns().iloc[:1]]))),
        "存疑 2 行",
    ),
    "overlap": (
        "a.geojson",
        lambda p: vector(p, changed(geometry=towns().loc["371502001", "geometry"].buffer(0.05))),
        "重叠",
    ),
    "borders that cannot be checked": (
        "a.geojson",
        lambda p: vector(p, elsewhere()),
        "无法核对",
    ),
    "northing first": (
        "a.csv",
        lambda p: sheet(p, [["名称", "X", "Y"], ["甲水厂泵站", 4033612.3, 404123.4]]),
        "X 为北",
    ),
    "latitude first": (
        "a.csv",
        lambda p: sheet(p, [["名称", "经度", "纬度"], ["甲水厂泵站", 36.44, 115.93]]),
        "纬度在前",
    ),
}


def level_of(name: str) -> str:
    return "site" if name.endswith((".csv", ".xlsx")) else "town"


def command(file: Path, *more: str) -> list[str]:
    return ["boundaries", "import", str(file), "--datum", "wgs84", "--level", level_of(file.name), *more]


def test_there_are_forty() -> None:
    assert len(REFUSED) + len(ASKED) >= 40


@pytest.mark.sampled(3)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_a_line_that_tells_what_to_do(
    case: str, tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, make, said = REFUSED[case]
    file = make(tmp_path / name)
    before = set(tmp_path.iterdir())
    with pytest.raises(InputError) as error:
        bring_in(
            name,
            file.read_bytes(),
            datum=Datum.WGS84,
            level=level_of(name),
            is_official=True,
            is_trial=False,
            is_accepted=True,
        )
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(name)
    status = _run(command(file))
    printed = capsys.readouterr()
    assert (status, printed.out) == (2, "")
    assert len(printed.err.splitlines()) == 1
    assert said in printed.err
    assert set(tmp_path.iterdir()) == before
    assert not own.exists()


@pytest.mark.sampled(3)
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", ASKED)
def test_asked_before_it_takes_effect(
    case: str, tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, make, said = ASKED[case]
    file = make(tmp_path / name)
    sent = {"datum": Datum.WGS84, "level": level_of(name), "is_official": True}
    outcome = bring_in(name, file.read_bytes(), **sent, is_trial=False)
    assert outcome.is_open
    assert any(said in line for line in outcome.lines[:4]), outcome.lines
    assert not own.exists()
    assert _run(command(file, "--dry-run")) == 0
    assert said.split(" ")[0] in capsys.readouterr().out
    assert not own.exists()
    agreed = bring_in(name, file.read_bytes(), **sent, is_trial=False, is_accepted=True)
    assert not agreed.is_open
    assert own.exists()


def _run(arguments: list[str]) -> int:
    try:
        return cli.main(arguments)
    except SystemExit as exit_:
        return int(exit_.code or 0)
