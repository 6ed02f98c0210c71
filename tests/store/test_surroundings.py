"""Surroundings of what people name: towns, stations, villages and facilities, by pinyin, with suggestions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import workspace
from geo.datum import Datum
from geo.errors import TableError
from geo.gazetteer_tables import load_gazetteer
from geo.geocode import GazetteerGeocoder
from geo.landmarks import landmarks
from geo.own.facilities import import_facilities
from geo.own.importer import Options
from geo.own.removal import remove
from projects.store.filters import Near
from projects.store.surroundings import UnclearPlace, near_of, suggestions, surroundings

FACILITIES = """name,aliases,kind,county,place,lon,lat,datum,accuracy_m,since,as_of,source,note
聊城西站,聊城高铁西站,station,东昌府区,,115.8921,36.4402,,,,2025,made up for the test,
聊城大学,聊大,university,东昌府区,,116.0123,36.4345,wgs84,,,2025,made up for the test,
某某医院,,hospital,东昌府区,沙镇镇,,,,,,2025,made up for the test,
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The shipped workspace with facilities of its own."""
    folder = tmp_path_factory.mktemp("workspaces") / "city"
    shipped = workspace.shipped()
    for part in ("gazetteer", "boundaries"):
        shutil.copytree(shipped / part, folder / part, ignore=shutil.ignore_patterns("own"))
    shutil.copy(shipped / workspace.TITLE, folder)
    (folder / "ground").mkdir()
    (folder / "ground" / "facilities.csv").write_text(FACILITIES, encoding="utf-8")
    with workspace.using(folder):
        yield folder


def near(name: str) -> tuple[float, float]:
    found = surroundings(name, 5, GazetteerGeocoder(), "zh")
    return round(found.lon, 4), round(found.lat, 4)


@pytest.mark.parametrize("name", ["聊城西站", "聊城高铁西站", "liaochengxizhan", "聊城西站（新区街道）"])
def test_a_facility_is_found_by_name_other_name_and_pinyin(city: Path, name: str) -> None:
    known = {one.name: one for one in landmarks()}["聊城西站"]
    asked = known.label if "（" in name else name
    assert near(asked) == (115.8921, 36.4402)


def test_a_university_is_no_city(city: Path) -> None:
    assert near("聊城大学") == near("聊大") == (116.0123, 36.4345)


@pytest.mark.parametrize("name", ["聊城东站", "聊城东"])
def test_stations_come_from_the_national_gazetteer(city: Path, name: str) -> None:
    assert near(name) == (115.9781, 36.5059)


def test_a_town_keeps_its_name(city: Path) -> None:
    assert near("沙镇") == near("shazhen") == (115.8326, 36.2951)


def test_a_village_of_the_workspace_is_known(city: Path) -> None:
    village = next(one for one in landmarks() if one.kind == "village")
    assert near(village.label) == (round(village.lon, 4), round(village.lat, 4))


def test_what_is_not_known_names_what_may_be_meant(city: Path) -> None:
    with pytest.raises(UnclearPlace, match="可能是") as caught:
        near("聊城南站")
    assert any(name.startswith("聊城东站") for name in caught.value.suggestions)
    assert all(near(name) for name in caught.value.suggestions), "each of them means one place"


def test_initials_find_suggestions_and_nonsense_none(city: Path) -> None:
    assert any(name.startswith("聊城东站") for name in suggestions("lcdz"))
    assert suggestions("没有这个地方") == suggestions("") == ()


def test_a_county_has_no_surroundings(city: Path) -> None:
    with pytest.raises(UnclearPlace, match="县级"):
        near("东昌府区")


def test_the_option_takes_a_name(city: Path) -> None:
    assert Near.parse(near_of("聊城大学，3")) == Near(116.0123, 36.4345, 3)
    assert near_of("115.9,36.4,5") == "115.9,36.4,5"


def test_an_imported_facility_is_known_at_once_and_gone_when_undone(city: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("名称,经度,纬度\n甲水厂泵站,115.9302,36.4411\n", encoding="utf-8")
    before = landmarks()
    import_facilities(path, Options(datum=Datum.WGS84))
    assert [one.label for one in landmarks() if one not in before] == ["甲水厂泵站（古楼街道）"]
    remove()
    assert landmarks() == before


def test_a_facility_with_exchanged_axes_is_one_line(city: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    shutil.copytree(city, folder)
    table = folder / "ground" / "facilities.csv"
    text = table.read_text(encoding="utf-8").replace("115.8921,36.4402", "36.4402,115.8921")
    table.write_text(text, encoding="utf-8")
    with workspace.using(folder), pytest.raises(TableError, match=r"facilities\.csv:2: .* exchanged"):
        landmarks()


def test_a_station_known_to_its_park_stands_there_and_says_so() -> None:
    """The shipped table knows 聊城西站 to be in 高铁新区, and no nearer."""
    with workspace.using(workspace.shipped()):
        [park] = [place for place in load_gazetteer().places.values() if place.name == "高铁新区"]
        assert park.lon is not None and park.lat is not None
        assert near("聊城西站") == (round(park.lon, 4), round(park.lat, 4))
        assert "聊城西站（约在高铁新区）" in suggestions("聊城西")
        assert "聊城大学" not in {one.name for one in landmarks()}, "known to its county only"
