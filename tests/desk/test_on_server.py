"""What several share on a server: writers at once, a server that is killed, the store, views, migrating."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import numpy as np
import pandas as pd
import psycopg
import pytest
import shapely

from geo import workspace
from geo.boundaries import load_areas
from projects.__main__ import main
from projects.desk import deciding
from projects.desk.book import open_book
from projects.desk.desk import Desk, open_desk
from projects.desk.editions import publish, shown
from projects.errors import InputError
from projects.presentation import scenes
from projects.store.address import VARIABLE
from projects.store.database import open_store
from projects.store.geometry import geometries
from projects.store.project_table import real_projects
from projects.store.schema import schema
from tests.desk import writers
from tests.server import Server

pytestmark = pytest.mark.wide

SERVER = pytest.mark.parametrize("store", ["postgresql"], indirect=True)
SCENE = {"lon": 115.9, "lat": 36.5, "zoom": 10, "query": {}, "layers": dict.fromkeys(scenes.LAYERS, True)}


def test_writers_at_once_lose_nothing(city: Path, store: str) -> None:
    processes = [writers.start(city, 4, 5) for _ in range(2)]
    acknowledged = [one for process in processes for one in writers.said(process)]
    writers.check(open_book(folder=city).events(), acknowledged, 0)


@SERVER
def test_a_server_that_is_killed_loses_nothing_acknowledged(city: Path, store: str, server: Server) -> None:
    process = writers.start(city, 8, 5)
    assert process.stdout is not None
    first = process.stdout.readline().strip()
    server.kill()
    server.start()
    acknowledged = [first, *writers.said(process)]
    writers.check(open_book(folder=city).events(), acknowledged, 5)


@pytest.mark.slow
def test_ten_writers_for_two_minutes(city: Path, store: str, server: Server) -> None:
    """On the server with five kills in between."""
    processes = [writers.start(city, 120, 1) for _ in range(10)]
    kills = 5 if store else 0
    for _ in range(kills):
        time.sleep(15)
        server.kill()
        server.start()
    acknowledged = [one for process in processes for one in writers.said(process)]
    events = open_book(folder=city).events()
    print(f"{store.partition(':')[0] or 'sqlite'}: {len(acknowledged)} acknowledged, {len(events)} stored")
    print(writers.told(events))
    writers.check(events, acknowledged, 10 * kills)


@SERVER
def test_the_store_on_the_server_is_that_of_the_file(
    city: Path, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE)
    in_file = open_store()
    monkeypatch.setenv(VARIABLE, store)
    open_book(writing=True)
    on_server = open_store()
    assert on_server.server == store and store not in repr(on_server)
    for name in schema():
        pd.testing.assert_frame_equal(on_server._frame(name), in_file._frame(name))
    records = in_file.records()
    assert on_server.record(records["id"][0]) == in_file.record(records["id"][0])
    assert on_server.record("zzz") is None and on_server.pinyin() == in_file.pinyin()

    with psycopg.connect(store) as connection:  # as psql and QGIS see it
        told = connection.execute(
            "SELECT f_table_name::text, type, srid FROM geometry_columns"
            " WHERE f_table_schema = 'map' ORDER BY 1"
        ).fetchall()
        assert told == [
            ("areas", "MULTIPOLYGON", 4326),
            ("projects", "POINT", 4326),
            ("records", "GEOMETRY", 4326),
        ]
        found = connection.execute("SELECT id, ST_AsBinary(geom) FROM map.records").fetchall()
        drawn = {key: shapely.from_wkb(shape) for key, shape in found}
        assert drawn == dict(zip(records["id"], geometries(records), strict=True))
        assert any(drawn.values())
        counted = connection.execute("SELECT count(*) FROM map.projects").fetchone()
        assert counted == (len(real_projects(records)),)
        areas = load_areas()
        codes = dict(connection.execute("SELECT code, ST_Area(geom) FROM map.areas").fetchall())
        assert codes.keys() == set(areas.index)
        square_degrees = np.nansum(shapely.area(areas.geometry.to_numpy()))
        assert sum(filter(None, codes.values())) == pytest.approx(square_degrees)


@SERVER
def test_the_server_shows_the_last_edition(desk: Desk, city: Path, store: str) -> None:
    assert shown() is None and open_store().server
    deciding.edit(desk, desk.readings[0].id, {"name": "改过的名称"}, by="王")
    publish(desk, "第一版", by="王")
    for name, is_there in (("第一版", True), ("第二版", True), ("第一版", False)):
        if name == "第二版":
            deciding.reject(desk, [desk.readings[1].id], by="王")
            publish(desk, name, by="王")
        tables = shown(name)
        assert tables is not None
        opened = open_store(tables / "store.sqlite", tables=tables)
        assert set(opened.records()["edition"]) == {name}
        assert bool(opened.server) is is_there  # an older one is read from a file
        with psycopg.connect(store) as connection:
            names = connection.execute("SELECT DISTINCT edition FROM map.records").fetchall()
        assert names == [("第二版" if not is_there else name,)]


@SERVER
def test_another_city_is_not_put_on_the_server(city: Path, store: str, tmp_path: Path) -> None:
    open_book(writing=True)
    assert open_store().server
    other = tmp_path / "other"
    shutil.copytree(city, other)
    (other / "cities.csv").write_text("code,name,name_en\n440100,广州市,Guangzhou\n", encoding="utf-8")
    with workspace.using(other):
        assert not open_store().server


def test_views_are_saved_where_the_store_is(city: Path, store: str) -> None:
    folder = city / "views"
    named = {title: SCENE | {"title": title} for title in ("甲", "乙")}
    for scene in named.values():
        scenes.store({"do": "save_view", "scene": scene}, folder)
    scenes.store({"do": "save_tour", "tour": {"title": "导览", "scenes": list(named.values())}}, folder)
    scenes.store({"do": "delete_view", "name": "甲"}, folder)
    found = scenes.saved(folder)
    assert [one["title"]["zh"] for one in found["views"]] == ["乙"]
    assert [one["name"] for one in found["tours"] if one["is_own"]] == ["导览"]
    assert (folder / "views.json").is_file() is not bool(store)
    with pytest.raises(InputError):
        scenes.store({"do": "save_view", "scene": {}}, folder)
    scenes.store({"do": "delete_tour", "name": "导览"}, folder)
    assert scenes.saved(folder)["views"] == found["views"]
    assert not any(one["is_own"] for one in scenes.saved(folder)["tours"])


def content(city: Path, url: str) -> object:
    """All that a database holds, however it holds it."""
    book = open_book(url, folder=city)
    editions = book.editions()
    return (
        *(book.events(), editions),
        [(book.edition_tables(one.name), book.changes(one.name)) for one in editions],
        [(book.plan(key), book.plan_tables(key)) for key in book.plans()],
    )


def test_a_desk_goes_to_the_server_and_back(
    made: Path,
    tmp_path: Path,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    city = tmp_path / "city"
    shutil.copytree(made, city)
    own, there, back = f"sqlite:///{city}/desk.sqlite", server.new(), f"sqlite:///{tmp_path}/back.sqlite"
    place = ["--workspace", str(city)]
    with workspace.using(city):
        desk = open_desk(city, writing=True)
        (city / "new.md").write_text(
            "# 二〇二六年计划\n\n一、工业项目\n\n推进沙镇轴承钢球项目建设。\n", encoding="utf-8"
        )
        assert main(["add", str(city / "new.md"), "--by", "王", *place]) == 0
        deciding.edit(desk, desk.readings[0].id, {"name": "甲\\乙\"丙'"}, by="王", why="因为")
        publish(desk, "第一版", by="王")
        scenes.store({"do": "save_view", "scene": SCENE | {"title": "甲"}}, city / "views")
    before = content(city, own)
    capsys.readouterr()

    assert main(["migrate", own, there, *place]) == 0
    told = capsys.readouterr().out
    assert "events: " in told and server.password not in told
    assert content(city, there) == before
    assert main(["migrate", own, there, *place]) == 0  # twice changes nothing
    assert "已相同" in capsys.readouterr().out

    views = (city / "views" / "views.json").read_text(encoding="utf-8")
    monkeypatch.setenv(VARIABLE, there)
    with workspace.using(city):  # the server goes its own way from here
        assert [one["title"]["zh"] for one in scenes.saved(city / "views")["views"]] == ["甲"]
        scenes.store({"do": "save_view", "scene": SCENE | {"title": "乙"}}, city / "views")
        deciding.accept(open_desk(city, writing=True), [desk.readings[1].id], by="李")
    monkeypatch.delenv(VARIABLE)
    assert (city / "views" / "views.json").read_text(encoding="utf-8") == views
    after = content(city, there)

    assert main(["migrate", there, own, *place]) == 2  # never over something else
    said = capsys.readouterr().err
    assert "holds something else" in said and said.count("\n") == 1
    assert content(city, own) == before
    assert main(["migrate", there, back, *place]) == 0
    assert content(city, back) == after != before
    (city / "desk.sqlite").unlink()
    assert main(["migrate", there, own, *place]) == 2  # nor over other views
    assert "views" in capsys.readouterr().err and not (city / "desk.sqlite").exists()
    shutil.rmtree(city / "views")
    assert main(["migrate", there, own, *place]) == 0
    assert content(city, own) == after
    assert [one["title"]["zh"] for one in scenes.saved(city / "views")["views"]] == ["甲", "乙"]


def test_a_migration_that_cannot_be_is_one_line_and_leaves_nothing(
    made: Path, tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, target = server.new(), tmp_path / "target.sqlite"
    (tmp_path / "text.sqlite").write_text(
        "no database at all, but a text that is long enough", encoding="utf-8"
    )
    for source in (
        f"sqlite:///{tmp_path}/nichts.sqlite",
        f"sqlite:///{tmp_path}/text.sqlite",
        empty,
        server.url("nichts"),
        server.url("postgres", password="wr0ng"),
    ):
        assert main(["migrate", source, f"sqlite:///{target}", "--workspace", str(made)]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and "wr0ng" not in said and server.password not in said
    assert not target.exists() and not (tmp_path / "nichts.sqlite").exists()
