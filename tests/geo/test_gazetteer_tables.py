"""The gazetteer's tables: their keys, and that broken ones are refused."""

import csv
import shutil

import pytest
import shapely
from pyproj import Geod

from geo import districts
from geo.errors import TableError
from geo.gazetteer_tables import GAZETTEER, load_gazetteer, read_members, read_places

CITY = "371500"
TABLES = ("places.csv", "names.csv", "members.csv", "weak_names.csv")


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def test_seats_lie_in_their_county_within_their_accuracy():
    geod, outside = Geod(ellps="WGS84"), []
    for place in read_places().values():
        if place.lon is None:
            assert place.lat is None
            continue
        assert place.accuracy_m, place
        outline = districts.polygon(place.parent)
        seat = shapely.Point(place.lon, place.lat)
        nearest = shapely.shortest_line(outline, seat)
        if geod.geometry_length(nearest) > place.accuracy_m:
            outside.append((place.code, place.name))
    assert outside == []


def test_keys(gazetteer):
    own = read_places()
    assert len({(place.name, place.parent) for place in own.values()}) == len(own)
    assert {place.level for place in own.values()} == {"town", "park", "zone"}
    for place in own.values():
        parent = gazetteer.place(place.parent)
        assert parent.level == ("city" if place.level == "zone" else "county"), place
        assert place.code.startswith(place.parent), place
        assert (place.valid_from or 0) <= (place.valid_to or 9999)
        assert place.source
    for code, towns in read_members().items():
        assert own[code].level in ("park", "zone")
        assert all(own[town].level == "town" for town in towns)
    assert set(gazetteer.weak) <= set(gazetteer.names)


def test_no_town_is_in_two_zones():
    zoned = [town for code, towns in read_members().items() if "Z" in code for town in towns]
    assert len(zoned) == len(set(zoned))


def test_every_name_of_the_tables_finds_its_place(gazetteer):
    with (GAZETTEER / "names.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 150
    for row in rows:
        scope = gazetteer.place(row["scope"] or CITY)
        codes = [match.place.code for match in gazetteer.lookup(row["name"], within=scope)]
        assert (row["code"] in codes) == (row["kind"] not in ("company", "former_code")), row


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("places.csv", "371502001,又一街道,,town,街道,371502,,,116.0,36.4,100,x", "'371502001' stands twice"),
        ("places.csv", "371502999,新镇,,village,镇,371502,,,116.0,36.4,100,x", "level 'village'"),
        ("places.csv", "371502999,新镇,,town,镇,371599,,,116.0,36.4,100,x", "parent '371599'"),
        ("places.csv", "371502999,新镇,,town,镇,371502,,,east,36.4,100,x", "'east' is no number"),
        ("places.csv", "371502999,新镇,,town,镇,371502,19,,116.0,36.4,100,x", "'19' is no year"),
        ("places.csv", "371502999,新镇", "expected 12 fields"),
        ("names.csv", "371599001,新镇,alias,,,,x", "code '371599001'"),
        ("names.csv", "371502001,新镇,nickname,,,,x", "kind 'nickname'"),
        ("names.csv", "371502001,新镇,alias,,,371599,x", "scope '371599'"),
        ("names.csv", "371502001,371502002,former_code,,,,x", "code of another place"),
        ("members.csv", "371500Z01,371599001,,,x", "'371599001' is not in places.csv"),
        ("members.csv", "371500Z01,371502001,,20x9,x", "'20x9' is no year"),
        ("weak_names.csv", "沙镇,sometimes,x", "counts 'sometimes'"),
    ],
)
def test_a_broken_row_is_named(tmp_path, table, row, message):
    for name in TABLES:
        shutil.copy(GAZETTEER / name, tmp_path / name)
    with (tmp_path / table).open("a", encoding="utf-8", newline="") as stream:
        stream.write(row + "\n")
    with pytest.raises(TableError, match=message) as caught:
        load_gazetteer(tmp_path)
    assert str(tmp_path / table) in str(caught.value)


def test_a_missing_table_or_column_is_named(tmp_path):
    with pytest.raises(TableError, match=r"places\.csv: no such table"):
        load_gazetteer(tmp_path)
    (tmp_path / "places.csv").write_text("code,name\n", encoding="utf-8")
    with pytest.raises(TableError, match="no column accuracy_m"):
        read_places(tmp_path / "places.csv")
