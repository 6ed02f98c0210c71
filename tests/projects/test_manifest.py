"""The tables of a build are put in place together: killed anywhere, those of two builds are never read."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from geo.errors import WriteError
from projects.errors import InputError
from projects.model import manifest
from projects.model.manifest import MANIFEST, NEXT, mixed, put_tables, settle
from projects.store.database import open_store
from tests.projects.samples import samples, write_tables

OLD: dict[str, bytes | None] = {"a.csv": b"a1", "b.csv": b"b1", "ground/c.txt": b"c1", "gone.csv": b"x"}
NEW: dict[str, bytes | None] = {"a.csv": b"a2", "b.csv": b"b2", "ground/c.txt": b"c1", "gone.csv": None}

# A writer that the system kills at the n-th file or folder that takes its place.
KILLED = """
import os, pathlib, signal, sys
from projects.model.manifest import put_tables
left = int(sys.argv[2])
def counted(function):
    def called(*arguments):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments)
    return called
pathlib.Path.replace = counted(pathlib.Path.replace)
pathlib.Path.rename = counted(pathlib.Path.rename)
os.fsync = counted(os.fsync)
put_tables(pathlib.Path(sys.argv[1]), eval(sys.argv[3]))
print("done")
"""


def state(folder: Path) -> dict[str, bytes | None]:
    return {name: (folder / name).read_bytes() if (folder / name).is_file() else None for name in OLD}


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_killed_at_any_step_the_tables_are_those_of_one_build(tmp_path: Path) -> None:
    seen = []
    for step in range(0, 60, 2):
        folder = tmp_path / str(step)
        put_tables(folder, OLD)
        command = [sys.executable, "-c", KILLED, str(folder), str(step), repr(NEW)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        settle(folder)
        assert state(folder) in (OLD, NEW)
        assert not mixed(folder)
        seen.append(state(folder) == NEW)
        if done.returncode == 0:
            break
    assert seen[0] is False and seen[-1] is True and seen == sorted(seen)
    assert seen.count(True) > 2, "some were killed while they were put in place"


def test_the_same_tables_again_write_nothing(tmp_path: Path) -> None:
    put_tables(tmp_path, NEW)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    put_tables(tmp_path, NEW)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.name != ".lock"} == {
        path: time for path, time in before.items() if path.name != ".lock"
    }


def test_what_waits_and_is_damaged_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_tables(tmp_path, OLD)
    monkeypatch.setattr(manifest, "settle", lambda folder: None)
    put_tables(tmp_path, NEW)
    monkeypatch.undo()
    (tmp_path / NEXT / "a.csv").write_bytes(b"a")
    with pytest.raises(InputError, match="damaged"):
        settle(tmp_path)
    assert state(tmp_path) == OLD


def test_tables_of_two_builds_are_told_and_the_last_whole_state_is_shown(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "tables", samples())
    both = {name: (folder / name).read_bytes() for name in ("mentions.csv", "documents.csv")}
    put_tables(folder, both)
    store = folder / "store.sqlite"
    changed = {name: content.replace(b"2021", b"2022") for name, content in both.items()}
    put_tables(folder, changed)
    shown = open_store(store, tables=folder)
    assert not shown.problem
    (folder / "documents.csv").write_bytes(both["documents.csv"])  # as a copy that was cut off leaves it
    assert mixed(folder) == ["documents.csv"]
    with pytest.raises(InputError, match="不是同一次"):
        open_store(store, tables=folder)
    last = open_store(store, tables=folder, is_forgiving=True)
    assert "documents.csv" in last.problem
    assert last.records().equals(shown.records())


def test_a_table_that_a_person_edited_is_used(tmp_path: Path) -> None:
    put_tables(tmp_path, OLD)
    put_tables(tmp_path, NEW)
    (tmp_path / "a.csv").write_bytes(b"by hand")
    assert not mixed(tmp_path)


def test_a_damaged_store_is_made_anew(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "tables", samples())
    store = folder / "store.sqlite"
    records = open_store(store, tables=folder).records()
    content = bytearray(store.read_bytes())
    content[4096 : len(content) - 4096] = b"\xff" * (len(content) - 8192)
    store.write_bytes(content)
    assert open_store(store, tables=folder, is_forgiving=True).records().equals(records)


def test_missing_or_broken_tables_leave_the_last_state_and_say_so(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "tables", samples())
    store = folder / "store.sqlite"
    records = open_store(store, tables=folder).records()
    for break_it in (lambda path: path.unlink(), lambda path: path.write_bytes(b"id,na")):
        shutil.copy(folder / "mentions.csv", tmp_path / "kept.csv")
        break_it(folder / "mentions.csv")
        last = open_store(store, tables=folder, is_forgiving=True)
        assert "mentions.csv" in last.problem
        assert last.records().equals(records)
        shutil.copy(tmp_path / "kept.csv", folder / "mentions.csv")
    assert not open_store(store, tables=folder, is_forgiving=True).problem


def test_a_folder_that_fills_up_keeps_the_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_tables(tmp_path, OLD)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="No space left"):
        put_tables(tmp_path, NEW)
    monkeypatch.undo()
    settle(tmp_path)
    assert state(tmp_path) == OLD
    assert (tmp_path / MANIFEST).is_file()
