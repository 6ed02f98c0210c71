"""Events are appended, folded and undone; two people never overwrite each other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from projects.__main__ import main
from projects.desk import schema
from projects.desk.book import StaleError, open_book
from projects.desk.desk import Desk, open_desk
from projects.desk.events import Draft, Event, new_id
from projects.desk.folding import fold, in_force
from projects.desk.migrations import HEAD, current, upgrade
from projects.errors import InputError
from tests.server import Server

ROOT = Path(__file__).parents[2]


def chain(*told: tuple[str, dict[str, object]], source: str = "text:a") -> list[Event]:
    """Events e0, e1, … of action and after on one record."""
    return [
        Event(f"e{number}", f"e{number - 1}" if number else "", "", "王", "r", action, {}, after, "", source)
        for number, (action, after) in enumerate(told)
    ]


FOLDS = [
    ([("accept", {})], "confirmed", {}),
    ([("edit", {"name": "甲"})], "edited", {"name": "甲"}),
    ([("edit", {"name": "甲"}), ("accept", {})], "edited", {"name": "甲"}),
    ([("reject", {})], "rejected", {}),
    ([("reject", {}), ("accept", {})], "confirmed", {}),
    ([("accept", {}), ("undo", {"undoes": "e0"})], "candidate", {}),
    ([("accept", {}), ("undo", {"undoes": "e0"}), ("undo", {"undoes": "e1"})], "confirmed", {}),
    # a selective undo: the first edit goes, the second stays
    (
        [("edit", {"name": "甲"}), ("edit", {"stage": "开工"}), ("undo", {"undoes": "e0"})],
        "edited",
        {"stage": "开工"},
    ),
    ([("edit", {"name": "甲"}), ("edit", {"name": "乙"})], "edited", {"name": "乙"}),
]


@pytest.mark.parametrize(("told", "status", "changes"), FOLDS)
def test_the_state_is_a_fold_over_the_events(
    told: list[tuple[str, dict[str, object]]], status: str, changes: dict[str, object]
) -> None:
    state = fold(chain(*told))
    assert (state.status, dict(state.changes)) == (status, changes)
    assert state.head == f"e{len(told) - 1}"


def test_a_decision_against_other_text_leaves_the_earlier_ones_behind() -> None:
    first = chain(("edit", {"name": "甲"}), source="text:a")
    second = Event("e9", "e0", "", "李", "r", "accept", {}, {}, "", "text:b")
    state = fold([*first, second])
    assert state.status == "confirmed" and not state.changes


def test_an_undone_undo_is_no_event_in_force() -> None:
    events = chain(("accept", {}), ("undo", {"undoes": "e0"}), ("undo", {"undoes": "e1"}))
    assert [one.event_id for one in in_force(events)] == ["e0"]


def test_ids_sort_by_time_even_when_the_clock_is_put_back() -> None:
    late = "ffffffffff00" + "0" * 20
    assert new_id() < new_id(late) and new_id(late) > late
    assert len({new_id() for _ in range(1000)}) == 1000


def test_a_stale_save_is_refused_and_shows_the_others_change(desk: Desk, city: Path) -> None:
    other = open_desk(city, writing=True)
    key = desk.readings[0].id
    desk.book.append([Draft(key, "edit", {}, {"name": "王所改"})], by="王", expected={key: ""})
    with pytest.raises(StaleError) as caught:
        other.book.append([Draft(key, "reject")], by="李", expected={key: ""})
    assert [one.by for one in caught.value.events] == ["王"]
    assert "王所改" in str(caught.value)
    assert len(other.book.events(key)) == 1


def test_the_database_itself_refuses_two_events_on_the_same_state(desk: Desk) -> None:
    first = desk.book.append([Draft("r", "accept")], by="王")[0]
    twin = Event(new_id(first.event_id), "", first.at, "李", "r", "reject")
    with pytest.raises(InputError, match="decided on here as well"):
        desk.book.put([twin])
    assert [one.by for one in desk.book.events("r")] == ["王"]


def test_of_several_events_all_or_none_are_stored(desk: Desk) -> None:
    desk.book.append([Draft("b", "accept")], by="王")
    with pytest.raises(StaleError):
        desk.book.append([Draft("a", "accept"), Draft("b", "reject")], by="李", expected={"a": "", "b": ""})
    assert desk.book.events("a") == []


def test_who_decides_must_be_said(desk: Desk) -> None:
    with pytest.raises(InputError, match="who decides"):
        desk.book.append([Draft("a", "accept")], by=" ")


def test_a_killed_process_loses_nothing_that_it_said_was_saved(city: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from projects.desk.desk import open_desk\n"
        "from projects.desk.events import Draft\n"
        "desk = open_desk(Path(sys.argv[1]), writing=True)\n"
        "for n in range(100000):\n"
        "    print(desk.book.append([Draft(f'r{n}', 'accept')], by='王')[0].event_id, flush=True)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", script, str(city)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said = [process.stdout.readline().strip() for _ in range(25)]
        process.send_signal(signal.SIGKILL)
        said += [line.strip() for line in process.stdout if line.endswith("\n")]
    stored = {one.event_id for one in open_book(folder=city).events()}
    assert set(said) <= stored and len(stored) - len(said) in (0, 1)


def test_looking_makes_no_database(city: Path) -> None:
    assert open_desk(city).events == []
    assert not (city / "desk.sqlite").exists()


def test_a_database_of_another_city_is_refused(desk: Desk, city: Path, store: str, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "other"
    shutil.copytree(city, other)
    (other / "desk.sqlite").unlink(missing_ok=True)
    (other / "cities.csv").write_text("code,name,name_en\n440100,广州市,Guangzhou\n", encoding="utf-8")
    with pytest.raises(InputError, match="belongs to the workspace 371500"):
        open_desk(other, store=store or f"sqlite:///{city / 'desk.sqlite'}", writing=True)


SECRET = "p%40ss:w0rd"
ADDRESSES = [
    ("nonsense", "expected sqlite"),
    ("mysterysql://x/y", "expected sqlite"),
    ("oracle://x/y", "expected sqlite"),
    (f"postgresql://me:{SECRET}@127.0.0.1:none/map", "expected sqlite"),
    (f"postgresql://me:{SECRET}@127.0.0.1:1/none", "refused"),
    (f"postgresql://127.0.0.1:1/none?user=me&password={SECRET}", "refused"),
    (f"postgresql://me:{SECRET}@no-such-host.invalid/map", "no-such-host.invalid"),
]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("url", "told"), ADDRESSES)
def test_a_bad_store_is_told_in_one_line_without_its_password(
    url: str, told: str, city: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "list", "--store", url]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and told in said
    assert "w0rd" not in said


def test_a_server_that_refuses_is_told_in_one_line(
    server: Server, made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without = server.database("without", "CREATE ROLE guest LOGIN PASSWORD 'w0rd'")
    server.database("old", template="template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    for url, told in (
        (server.url("without", password="wr0ng"), "password authentication failed"),
        (server.url("nothing"), "does not exist"),
        (server.url("without", user="guest", password="w0rd"), "CREATE EXTENSION postgis"),
        (server.url("old"), "UTF8"),
    ):
        monkeypatch.setenv("PROJECT_MAP_STORE", url)
        assert main(["log", "--workspace", str(made)]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and told in said
        assert "w0rd" not in said and "wr0ng" not in said and server.password not in said
    monkeypatch.setenv("PROJECT_MAP_STORE", without)
    assert main(["log", "--workspace", str(made)]) == 0  # who may, gets PostGIS put in


def test_the_revisions_make_the_tables_that_the_code_uses(store: str) -> None:
    engine = sa.create_engine(store.replace("postgresql:", "postgresql+psycopg:") or "sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        assert current(connection) == HEAD
        found = sa.inspect(connection)
        for table in schema.metadata.sorted_tables:
            columns = {one["name"]: one["nullable"] for one in found.get_columns(table.name)}
            assert columns == {column.name: column.nullable for column in table.columns}
            keys = {tuple(one["column_names"]) for one in found.get_unique_constraints(table.name)}
            wanted = {
                tuple(column.name for column in one.columns)
                for one in table.constraints
                if isinstance(one, sa.UniqueConstraint)
            }
            wanted |= {(column.name,) for column in table.columns if column.unique}
            assert keys == wanted
        upgrade(connection)  # twice changes nothing
    engine.dispose()
