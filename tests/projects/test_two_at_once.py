"""Two processes that write to one workspace at the same moment: the second waits, nothing is lost."""

from __future__ import annotations

import csv
import json
import multiprocessing
import shutil
from collections.abc import Callable
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

import pytest

from geo import workspace
from geo.errors import BusyError
from geo.ground.importer import import_table
from geo.ground.tables import COLUMNS
from geo.locks import VARIABLE, writing
from geo.own.areas import read_own
from geo.own.importer import import_areas
from geo.own.report import Options
from projects.presentation import scenes

pytestmark = pytest.mark.wide

ROUNDS = 8
Step = Callable[[Path, int, int], None]
SCENE = {"query": {}, "lon": 116, "lat": 36, "zoom": 9, "layers": dict.fromkeys(scenes.LAYERS, True)}


def ground(folder: Path, who: int, turn: int) -> None:
    path = folder.parent / f"{who}-{turn}.csv"
    row = dict.fromkeys(COLUMNS["companies"], "") | {"name": f"第{who}号{turn}公司", "county": "东昌府区"}
    row |= {"place": "沙镇", "as_of": "2021", "source": "sample"}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS["companies"])
        writer.writeheader()
        writer.writerow(row)
    import_table(path, table="companies")


def views(folder: Path, who: int, turn: int) -> None:
    scene = SCENE | {"title": f"{who}-{turn}"}
    scenes.store({"do": "save_view", "scene": scene}, folder / "views")


def areas(folder: Path, who: int, turn: int) -> None:
    import_areas(folder.parent / f"town{2 * turn + who}.geojson", Options(datum="wgs84", level="town"))


def rounds(
    folder: Path, who: int, step: Callable[[Path, int, int], None], start: Barrier, turns: int
) -> None:
    with workspace.using(folder):
        for turn in range(turns):
            start.wait(120)
            step(folder, who, turn)


def both(folder: Path, step: Step, turns: int = ROUNDS) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(2)
    workers = [context.Process(target=rounds, args=(folder, who, step, start, turns)) for who in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(300)
        assert worker.exitcode == 0


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A workspace with areas and a gazetteer, without tables."""
    folder = tmp_path / "city"
    shutil.copytree(
        workspace.shipped(), folder, ignore=shutil.ignore_patterns("own", "views", "store.sqlite*", "desk*")
    )
    return folder


def test_two_imports_of_tables_at_once_both_stay(city: Path) -> None:
    both(city, ground)
    with (city / "ground" / "companies.csv").open(encoding="utf-8", newline="") as stream:
        names = {row["name"] for row in csv.DictReader(stream)}
    assert {f"第{who}号{turn}公司" for who in range(2) for turn in range(ROUNDS)} <= names


def test_two_saved_views_at_once_both_stay(city: Path) -> None:
    both(city, views)
    stored = json.loads((city / "views" / scenes.VIEWS).read_text(encoding="utf-8"))
    titles = {one["title"]["zh"] for one in stored["scenes"]}
    assert titles == {f"{who}-{turn}" for who in range(2) for turn in range(ROUNDS)}


def test_two_imports_of_areas_at_once_both_stay(city: Path) -> None:
    towns = json.loads((city / "boundaries" / "towns.geojson").read_text(encoding="utf-8"))["features"]
    chosen = [one for one in towns if one["geometry"]][: 2 * ROUNDS]
    for number, town in enumerate(chosen):
        text = json.dumps({"type": "FeatureCollection", "features": [town]}, ensure_ascii=False)
        (city.parent / f"town{number}.geojson").write_text(text, encoding="utf-8")
    both(city, areas)
    own = read_own(city / "boundaries" / "own")
    assert own is not None
    assert set(own.index) == {one["properties"]["code"] for one in chosen}


def test_who_waits_too_long_gets_one_line_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "0.3")
    context = multiprocessing.get_context("spawn")
    there, go = context.Event(), context.Event()
    holder = context.Process(target=hold, args=(tmp_path, there, go))
    holder.start()
    assert there.wait(60)
    with pytest.raises(BusyError) as caught, writing(tmp_path):
        pytest.fail("two at once")
    assert "0.3 秒" in str(caught.value) and str(tmp_path) in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    go.set()
    holder.join(60)
    with writing(tmp_path), writing(tmp_path):  # free again, and free inside itself
        pass


def hold(folder: Path, there: Event, go: Event) -> None:
    with writing(folder):
        there.set()
        go.wait(60)
