"""A workspace for any city or county of China, made from what the program knows of the country.

In: a name or a code. Out: a folder (``geo.workspace``) with a gazetteer of its towns and zones (weak
names flagged), their areas, an empty registry and empty tables, a title, and ``sources.csv``. It is made
beside its place and put there whole.
"""

from __future__ import annotations

import argparse
import csv
import io
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo import districts, tables, workspace
from geo.build_areas import write_areas
from geo.errors import GeoError
from geo.files import make_folder, whole_folder, write_whole
from geo.gazetteer import Place
from geo.national.city import Unit, find_unit, members_of, places_of, villages_of
from geo.national.table import SOURCES
from geo.ranks import stem
from geo.workspace import Workspace
from projects.build import write_tables
from projects.errors import InputError
from projects.georeferencing.weak_names import other_names, weak_names
from projects.model.registry import COLUMNS, REGISTRY
from projects.pipeline import run
from projects.vocabulary.pinyin import syllables

SOURCE_COLUMNS = ("kind", "source", "licence", "datum", "as_of", "note")
MEMBER_SOURCE = "NBS code book 2023"
_AUTONOMOUS = "族.*自治"  # names that go on with the peoples who live there
OTHER_SOURCE = "the official name with another rank or without peoples"
VILLAGE_SOURCE = "Vonng/adcode (AMap 2016-2018; CC BY 4.0); GCJ-02 converted"


@dataclass(frozen=True, slots=True)
class Made:
    """A workspace that was made, and what is in it."""

    workspace: Workspace
    counties: int
    towns: int
    seats: int
    weak: int
    areas: int


def make(text: str, folder: Path) -> Made:
    """Make the workspace of the city or county that *text* names in *folder*, which is new or empty.

    Raises
    ------
    InputError
        No or several units bear the name, or the folder holds something or cannot be written. Nothing
        is left half-written.
    """
    try:
        unit = find_unit(text)
    except GeoError as error:
        raise InputError(f"city: {error}") from error
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: there is something already; expected a new or empty folder")
    try:
        make_folder(folder.parent)
        with whole_folder(folder) as staged:
            counts, areas = _fill(unit, staged)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written: {error.strerror or error}") from error
    places = places_of(unit)
    return Made(
        workspace.described(folder),
        counties=len(unit.counties),
        towns=sum(place.level == "town" for place in places),
        seats=sum(place.level == "town" and place.lon is not None for place in places),
        weak=counts["weak_names.csv"],
        areas=int(areas.geometry.notna().sum()),
    )


def make_beside(text: str) -> Workspace:
    """Make a workspace among those that the page offers.

    Parameters
    ----------
    text
        Name, with or without rank, or code of 4 or 6 digits of a city or county.

    Returns
    -------
    Workspace
        The new one; one of the same unit that is there already is given back as it is.

    Raises
    ------
    InputError
        No or several units bear the name, or the folder cannot be made (:func:`make`).
    """
    try:
        unit = find_unit(text)
    except GeoError as error:
        raise InputError(str(error)) from error
    for known in workspace.known().values():
        if known.code == unit.code:
            return known
    name = f"{english_name(unit.name).lower().replace(' ', '-')}-{unit.code}"
    return make(unit.code, workspace.folder() / name).workspace


def english_name(name: str) -> str:
    """The name in Latin letters, without rank and peoples: Guangzhou, Shen Xian (莘县), Liangshan.

    Parameters
    ----------
    name
        Official name of a city or county, in Chinese.

    Returns
    -------
    str
        Pinyin without tones in one word; a name that cannot lose its rank has a word for each syllable.
    """
    units = districts.units()
    short = units.loc[(units["name"] == name) & units["name"].str.contains(_AUTONOMOUS), "short_name"]
    bare = stem(str(short.iloc[0])) if len(short) else stem(name)
    parts = syllables(bare).split(" ")
    if bare.endswith("都"):
        parts[-1] = "du"  # as in all names of places; alone it is read dou
    return "".join(parts).capitalize() if bare != name else " ".join(map(str.capitalize, parts))


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``city`` to the parser's commands."""
    one = commands.add_parser(
        "city", help="新建任一城市或县区的工作区 a workspace for any city or county of China"
    )
    one.add_argument("name", metavar="NAME|CODE", help="广州市、440100、莘县")
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help="新文件夹 a new folder")
    one.set_defaults(run=_city)


def _city(options: argparse.Namespace) -> int:
    start = time.perf_counter()
    made = make(options.name, options.out)
    print(
        f"{made.workspace.folder}: {made.workspace.name} {made.workspace.code}, {made.counties} counties, "
        f"{made.towns} towns ({made.seats} with a known seat), {made.weak} weak names, {made.areas} areas, "
        f"{time.perf_counter() - start:.0f} s"
    )
    return 0


def _fill(unit: Unit, folder: Path) -> tuple[dict[str, int], gpd.GeoDataFrame]:
    """Write everything that a workspace has to *folder*; rows of the gazetteer's tables, and the areas."""
    counts = write_gazetteer(unit, folder / "gazetteer")
    write_title(folder, unit.code, unit.name, english_name(unit.name))
    _write(folder / REGISTRY, COLUMNS, ())
    sources = [[row[name] for name in SOURCE_COLUMNS] for row in tables.records(SOURCES, SOURCE_COLUMNS)]
    outlines = ("outlines of counties", districts.SOURCE, "MIT", "WGS 84", "", "third party, not official")
    _write(folder / "sources.csv", SOURCE_COLUMNS, [*sources, outlines])
    with workspace.using(folder):
        areas = write_areas(unit.code)
        write_tables(run([]))
    return counts, areas


def write_title(folder: Path, code: str, name: str, name_en: str) -> None:
    """Write what a workspace is about, which makes *folder* one.

    Parameters
    ----------
    folder
        Of the workspace; it must be there.
    code
        Of the city or county, six digits.
    name, name_en
        Its name in Chinese and in English.

    Raises
    ------
    WriteError
        The file cannot be written.
    """
    _write(folder / workspace.TITLE, workspace.TITLE_COLUMNS, [(code, name, name_en)])


def write_gazetteer(unit: Unit, folder: Path, places: list[Place] | None = None) -> dict[str, int]:
    """Write the gazetteer of a unit.

    Parameters
    ----------
    unit
        City, municipality or county.
    folder
        Where the tables go; made when missing.
    places
        Its zones and towns; None for all that are known of it.

    Returns
    -------
    dict[str, int]
        File name → rows.

    Raises
    ------
    WriteError
        A table cannot be written.
    """
    places = places_of(unit) if places is None else places
    towns = [place for place in places if place.level == "town"]
    known = {place.code for place in places}
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]] = {
        "places.csv": (
            Place.__slots__,
            ([getattr(place, name) for name in Place.__slots__] for place in places),
        ),
        "names.csv": (
            ("code", "name", "kind", "valid_from", "valid_to", "scope", "source"),
            ((code, name, "alias", "", "", "", OTHER_SOURCE) for code, name in other_names(places)),
        ),
        "members.csv": (
            ("code", "town_code", "valid_from", "valid_to", "source"),
            (
                (zone, town, "", "", MEMBER_SOURCE)
                for zone, held in members_of(unit).items()
                for town in held
                if town in known
            ),
        ),
        "weak_names.csv": (
            ("name", "counts", "reason"),
            ((row.name, row.counts, row.reason) for row in weak_names(places, unit.counties)),
        ),
        "village_points.csv": (
            ("town_code", "name", "lon", "lat", "source"),
            (
                (row.parent, row.name, row.lon, row.lat, VILLAGE_SOURCE)
                for row in _villages(towns).itertuples(index=False)
            ),
        ),
        "town_sizes.csv": (("code", "villages", "area_km2", "source"), ()),
    }
    make_folder(folder)
    return {name: _write(folder / name, head, rows) for name, (head, rows) in tables.items()}


def _villages(towns: list[Place]) -> pd.DataFrame:
    """Villages that stand apart from all seats and from villages of other towns: one point, one owner."""
    villages = villages_of(towns)
    seats = {(place.lon, place.lat) for place in towns}
    points = list(zip(villages["lon"], villages["lat"], strict=True))
    at_seat = pd.Series([point in seats for point in points], index=villages.index, dtype=bool)
    return villages[~at_seat & ~villages.duplicated(["lon", "lat"], keep=False)]


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write a table, None as empty; the number of rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    written = [["" if value is None else value for value in row] for row in rows]
    writer.writerows(written)
    write_whole(path, text.getvalue())
    return len(written)
