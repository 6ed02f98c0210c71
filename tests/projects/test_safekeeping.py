"""``backup`` and ``restore``: all of a workspace, of one moment, checked before anything is put."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from geo import workspace
from projects.__main__ import main
from projects.commands import safekeeping
from projects.commands.safekeeping import MANIFEST, backup, contents, restore
from projects.errors import InputError, MissingError
from projects.presentation import scenes


@pytest.fixture(autouse=True)
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PROJECT_MAP_STORE", "PROJECT_MAP_OWN", "PROJECT_MAP_VIEWS", workspace.VARIABLE):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def city(made: Path, tmp_path: Path) -> Path:
    """A workspace of one's own."""
    shutil.copytree(made, tmp_path / "city")
    return tmp_path / "city"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with own areas, a view and an edition; not to be changed."""
    folder = tmp_path_factory.mktemp("made") / "city"
    leave = shutil.ignore_patterns("own", "views", "store.sqlite*", "desk.sqlite*", "editions", ".*")
    shutil.copytree(workspace.shipped(), folder, ignore=leave)
    (folder / "boundaries" / "own").mkdir()
    towns = json.loads((folder / "boundaries" / "towns.geojson").read_text(encoding="utf-8"))
    towns["features"] = towns["features"][:1]
    (folder / "boundaries" / "own" / "towns.geojson").write_text(json.dumps(towns), encoding="utf-8")
    (folder / "views" / "tours").mkdir(parents=True)
    (folder / "views" / scenes.VIEWS).write_text("{}")
    with workspace.using(folder):
        assert main(["publish", "--name", "第一版", "--by", "王敏", "--workspace", str(folder)]) == 0
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """What a workspace holds, without what is made anew."""
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    derived = ("editions/", "store.sqlite", "desk.sqlite", ".lock")
    return {name: (folder / name).read_bytes() for name in names if not name.startswith(derived)}


def events(folder: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(folder / "desk.sqlite")) as connection:
        return connection.execute("SELECT * FROM events ORDER BY event_id").fetchall()


@pytest.mark.wide
def test_a_backup_brings_everything_back(city: Path, tmp_path: Path) -> None:
    out = tmp_path / "city.zip"
    assert main(["backup", "--out", str(out), "--workspace", str(city)]) == 0
    other = tmp_path / "other"
    assert main(["restore", str(out), "--workspace", str(other)]) == 0
    assert files(other) == files(city)
    assert {"boundaries/own/towns.geojson", "views/views.json", "mentions.csv"} <= set(files(other))
    assert events(other) == events(city) != []
    with closing(sqlite3.connect(other / "desk.sqlite")) as connection:
        assert connection.execute("SELECT name FROM editions").fetchall() == [("第一版",)]
    export = ["export", "--out", str(tmp_path / "a.csv"), "--edition", "第一版"]
    assert main([*export, "--workspace", str(other)]) == 0


def test_the_desk_is_of_one_moment_while_another_writes(city: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(city / "desk.sqlite")) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM events WHERE rowid = 1")
        backup(city, tmp_path / "city.zip")
        writer.rollback()
    restore(tmp_path / "city.zip", tmp_path / "other")
    assert events(tmp_path / "other") == events(city) != []


@pytest.mark.wide
def test_a_desk_that_another_does_not_let_go_is_said(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safekeeping, "_WAIT_S", 0.01)
    with closing(sqlite3.connect(city / "desk.sqlite")) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(InputError, match="another program"):
            backup(city, tmp_path / "city.zip")
    assert not list(tmp_path.glob("*.zip*")), "nothing half-written"


def test_where_something_is_nothing_is_put_unless_forced(city: Path, tmp_path: Path) -> None:
    out = tmp_path / "city.zip"
    backup(city, out)
    before = files(city)
    (city / "mentions.csv").write_text("changed since")
    with pytest.raises(InputError, match="--force"):
        restore(out, city)
    assert (city / "mentions.csv").read_text() == "changed since"
    restore(out, city, is_forced=True)
    assert files(city) == before
    aside = city.with_name("city.before-restore")
    assert (aside / "mentions.csv").read_text() == "changed since", "what was there is kept"


def damaged(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "cut":
        path.write_bytes(content[: len(content) // 2])
        return
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(members[MANIFEST])
    if how == "changed":
        members["mentions.csv"] = members["mentions.csv"].replace(b"2021", b"2022")
    elif how == "missing":
        del members["mentions.csv"]
    elif how == "more":
        members["more.csv"] = b"x"
    elif how == "outside":
        members["../outside.csv"] = members["mentions.csv"]
        told["files"]["../outside.csv"] = told["files"]["mentions.csv"]
    elif how == "no manifest":
        del members[MANIFEST]
    elif how == "no title":
        del members["cities.csv"], told["files"]["cities.csv"]
    if MANIFEST in members:
        members[MANIFEST] = json.dumps(told).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("how", ["cut", "changed", "missing", "more", "outside", "no manifest", "no title"])
def test_a_damaged_archive_puts_nothing(city: Path, tmp_path: Path, how: str) -> None:
    out = tmp_path / "city.zip"
    backup(city, out)
    assert "mentions.csv" in contents(out)
    damaged(out, how)
    before = files(city)
    with pytest.raises(InputError) as caught:
        restore(out, city, is_forced=True)
    assert str(out) in str(caught.value) and len(str(caught.value).splitlines()) == 1
    assert files(city) == before
    with pytest.raises(InputError):
        restore(out, tmp_path / "other")
    assert not (tmp_path / "other").exists()
    assert not (tmp_path / "outside.csv").exists()


def test_a_missing_archive_or_place_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(MissingError):
        restore(tmp_path / "none.zip", tmp_path / "other")
    assert main(["restore", str(tmp_path / "none.zip")]) == 2
    assert "--workspace" in capsys.readouterr().err
