"""The national gazetteer: what the shipped file holds, how it is matched and made, what its checks see."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from geo import __main__ as cli
from geo import districts
from geo.datum import convert
from geo.errors import TableError
from geo.national import table
from geo.national.build import UNMATCHED_COLUMNS, build
from geo.national.checks import failures
from geo.national.match import match_counties, match_towns, metres_outside, units_at


def test_the_shipped_file_passes_its_checks() -> None:
    assert failures() == []
    assert table.PLACES.stat().st_size < 1_100_000


def test_degrees_are_the_decimals_that_were_written(tmp_path: Path) -> None:
    rows = table.read("village").head(2000).assign(lon=lambda r: r["lon"].where(r.index % 7 > 0))
    table.write(rows, tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(table.read("village", tmp_path / "a.parquet"), rows, check_exact=True)
    degrees = table.read("village")[["lon", "lat"]].to_numpy()
    assert (degrees == degrees.round(5)).all()


@pytest.mark.parametrize(
    ("kind", "rows"), [("county", 2978), ("town", 41352), ("village", 50689), ("station", 6182)]
)
def test_the_shipped_file_holds_the_whole_country(kind: str, rows: int) -> None:
    assert len(table.read(kind)) == rows


def test_seats_of_the_file() -> None:
    counts = table.read("town")["seat"].value_counts().to_dict()
    assert counts == {
        **{"known": 32349, "villages": 1855, "village": 53, "station": 93},
        **{"none": 6952, "far": 46, "shared": 4},
    }


@pytest.mark.parametrize(
    ("code", "unit", "how"),
    [
        ("371502", "371502", "code"),
        ("232761", "232718", "name"),  # 加格达奇区 under another code
        ("620201", "620200", "name"),  # 嘉峪关市, a city without counties
        ("500112", "500105", "point"),  # 渝北区 has no outline of its own in the package
        ("371471", "", ""),  # 德州天衢新区: a zone without outline, no seat known
    ],
)
def test_counties_are_matched_by_code_name_and_point(code: str, unit: str, how: str) -> None:
    row = table.read("county").set_index("code").loc[code]
    assert (row["unit"], row["how"]) == (unit, how)


def test_what_could_not_be_matched_is_listed() -> None:
    left = pd.read_csv(table.UNMATCHED, dtype=str, keep_default_na=False)
    assert tuple(left.columns) == UNMATCHED_COLUMNS
    for kind in ("county", "town"):
        lost = table.read(kind).query("unit == ''")["code"]
        assert set(lost) <= set(left.loc[left["kind"] == kind, "code"]), kind
    far = table.read("town").query("seat in ['far', 'shared']")["code"]
    assert set(far) <= set(left["code"])


def test_the_datum_is_converted() -> None:
    """东华门街道 stands at 116.407239, 39.916094 in GCJ-02."""
    town = table.read("town").set_index("code").loc["110101001"]
    lon, lat = convert(116.407239, 39.916094, source="gcj02", target="wgs84")
    assert (town["lon"], town["lat"]) == pytest.approx((float(lon), float(lat)), abs=1e-5)
    assert abs(town["lon"] - 116.407239) > 0.004


def test_towns_counties_villages_and_stations_by_place() -> None:
    assert set(table.towns(["371522"])["unit"]) == {"371522"}
    assert len(table.counties(["3715"])) == 8
    assert set(table.villages(["110101001"])["parent"]) == {"110101001"}
    assert "广州南" in " ".join(table.stations((113.2, 22.9, 113.4, 23.1))["name"])


def test_matching_goes_by_code_then_name_then_point() -> None:
    inside = districts.polygon("371502").representative_point()
    counties = pd.DataFrame(
        {
            "code": ["371502", "371599", "371571", "371572"],
            "name": ["别名区", "莘县", "某新区", "无座新区"],
            "parent": "3715",
        }
    )
    towns = pd.DataFrame(
        {
            "code": ["a", "b", "c"],
            "parent": ["371571", "371571", "371572"],
            "lon": [inside.x, np.nan, np.nan],
            "lat": [inside.y, np.nan, np.nan],
        }
    )
    found = match_counties(counties, towns)
    assert found["unit"].tolist() == ["371502", "371522", "371502", ""]
    assert found["how"].tolist() == ["code", "name", "point", ""]
    assert match_towns(towns, found)["unit"].tolist() == ["371502", "371502", ""]


def test_points_are_put_in_their_county() -> None:
    inside = districts.polygon("371522").representative_point()
    lon, lat = np.array([inside.x, np.nan, 0.0]), np.array([inside.y, np.nan, 0.0])
    assert units_at(lon, lat).tolist() == ["371522", "", ""]
    away = metres_outside(lon, lat, np.array(["371522", "371522", ""]))
    assert away[0] == 0 and np.isnan(away[1:]).all()


def _source(folder: Path) -> Path:
    """Reference tables of one county: a good seat, a far one, a shared one, one by villages only."""
    inside = districts.polygon("371522").representative_point()
    lon, lat = convert(inside.x, inside.y, source="wgs84", target="gcj02")
    near = [(float(lon) + step, float(lat)) for step in (0.0, 0.01, 0.02)]
    towns = [
        ("371522001", "甲镇", *near[0]),
        ("371522002", "乙镇", 100.0, 30.0),
        ("371522003", "丙街道", *near[1]),
        ("371522100", "丙镇", *near[1]),
        ("371522101", "丁乡", "", ""),
        ("371522102", "辛家镇", "", ""),
        ("371522103", "壬家镇", "", ""),
        ("371522104", "癸家镇", "", ""),
        ("371522105", "莘乡", "", ""),
    ]
    texts = {
        "towns.csv": ["code,name,county_code,lon_gcj02,lat_gcj02"]
        + [f"{code},{name},371522,{lon},{lat}" for code, name, lon, lat in towns],
        "counties.csv": ["code,name,city_code,city,province", "371522,莘县,3715,聊城市,山东省"],
        "villages.csv": [
            "village,town_code,lon_gcj02,lat_gcj02",
            f"戊村,371522101,{near[2][0]},{near[2][1]}",
            "己村,371522101,100.0,30.0",
            f"辛家村委会,371522101,{near[2][0] + 0.012},{near[2][1]}",
            f"癸家村委会,371522101,{near[2][0] + 0.004},{near[2][1]}",
            f"癸家社区,371522100,{near[2][0] + 0.005},{near[2][1]}",
        ],
        "stations.csv": [
            "name,type,lon_wgs84,lat_wgs84",
            "庚站,train,115.9,36.4",
            f"壬家站,train,{inside.x:.4f},{inside.y:.4f}",
        ],
    }
    folder.mkdir(exist_ok=True)
    for name, lines in texts.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_seats_that_cannot_be_are_dropped_and_listed(tmp_path: Path) -> None:
    places, unmatched = tmp_path / "places.parquet", tmp_path / "unmatched.csv"
    counts = build(_source(tmp_path / "source"), places=places, unmatched=unmatched)
    assert counts["town"] == 9 and counts["village"] == 4 and counts["unmatched"] == 3
    towns = table.read("town", places).set_index("name")
    assert towns["seat"].to_dict() == {
        "甲镇": "known",
        "乙镇": "far",
        "丙街道": "shared",
        "丙镇": "known",
        "丁乡": "villages",
        "辛家镇": "village",
        "壬家镇": "station",
        "癸家镇": "none",  # two villages have its name
        "莘乡": "none",
    }
    assert towns.loc[["乙镇", "丙街道"], "lon"].isna().all() and towns.loc["丁乡", "lon"] > 0


def test_the_same_tables_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    source = _source(tmp_path / "source")
    build(source, places=tmp_path / "a.parquet", unmatched=tmp_path / "a.csv")
    for path in source.glob("*.csv"):
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    build(source, places=tmp_path / "b.parquet", unmatched=tmp_path / "b.csv")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("towns.csv", "county_code", "county", "no column county_code"),
        ("towns.csv", "371522002,", "371522001,", "371522001 stands twice"),
        ("stations.csv", "115.9", "east", "could not convert"),
    ],
)
def test_a_broken_reference_table_is_named(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    path = _source(tmp_path / "source") / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(TableError, match=message):
        build(path.parent, places=tmp_path / "p.parquet", unmatched=tmp_path / "u.csv")


@pytest.mark.parametrize(
    ("kind", "change", "message"),
    [
        ("town", {"parent": "999999"}, "parent 999999 is no county"),
        ("county", {"code": "371502"}, "code 371502 stands twice"),
        ("village", {"lon": 1.0}, "lies outside China"),
        ("town", {"seat": "guessed"}, "seat 'guessed'"),
    ],
)
def test_one_wrong_row_and_the_alarm_rings(
    tmp_path: Path, kind: str, change: dict[str, object], message: str
) -> None:
    rows = pd.concat([table.read(each) for each in table.KINDS], ignore_index=True)
    row = rows.index[(rows["kind"] == kind) & (rows["parent"] != "")][-1]
    for column, value in change.items():
        rows.loc[row, column] = value
    table.write(rows, tmp_path / "places.parquet")
    assert any(message in line for line in failures(tmp_path / "places.parquet"))


def test_missing_and_foreign_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="no such table"):
        table.read("town", tmp_path / "none.parquet")
    (tmp_path / "text.parquet").write_text("no parquet", encoding="utf-8")
    with pytest.raises(TableError, match=r"text\.parquet"):
        table.read("town", tmp_path / "text.parquet")


def test_the_command_checks(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["national", "check"]) == 0
    assert "passed" in capsys.readouterr().out
    assert cli.main(["national", "build", "no/such/folder"]) == 2
