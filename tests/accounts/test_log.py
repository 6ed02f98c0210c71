"""The log: whole under many writers, and any change of it shows."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from projects.accounts import log as logs
from projects.accounts import presence, schema
from projects.accounts.database import open_database
from projects.accounts.identity import NOBODY, Identity
from projects.accounts.migrations import HEAD, current
from projects.accounts.register import Register
from projects.errors import InputError

WHO = Identity("甲", frozenset({"editor"}), "password")
WRITER = """
import sys
from projects.accounts.identity import Identity
from projects.accounts.register import open_register
who = Identity(sys.argv[1], frozenset(), "shell")
for number in range(int(sys.argv[2])):
    open_register().log.append(who, "", "command", "done", str(number))
"""


def filled(register: Register, rows: int = 5) -> Path:
    for number in range(rows):
        register.log.append(WHO, "10.0.0.7", "view", "allowed", f"视图 {number}")
    path = presence.file()
    assert path is not None
    return path


def change(path: Path, *statements: str) -> None:
    """What someone with the file can do: take the guards away, then change it."""
    with closing(sqlite3.connect(path)) as connection:
        for guard in ("audit_no_update", "audit_no_delete"):
            connection.execute(f"DROP TRIGGER {guard}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_rows_are_chained_and_the_chain_is_whole(register: Register) -> None:
    filled(register)
    rows = list(register.log.rows())
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert [row.previous for row in rows] == [logs.START, *(row.hash for row in rows[:-1])]
    assert register.log.check() == logs.Checked(5, rows[-1].hash, "")
    assert register.log.check(rows[2].hash).fault == ""
    assert [row.number for row in register.log.rows(2)] == [4, 5]


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit SET name = '乙' WHERE number = 3", "row 3 was changed"),
        ("UPDATE audit SET outcome = 'refused' WHERE number = 1", "row 1 was changed"),
        ("UPDATE audit SET at = '2000-01-01' WHERE number = 5", "row 5 was changed"),
        ("DELETE FROM audit WHERE number = 2", "row 2 is missing"),
        ("UPDATE audit SET number = 9 WHERE number = 5", "row 5 is missing"),
        ("DELETE FROM audit WHERE number = 1", "row 1 is missing"),
    ],
)
def test_tampering_shows(register: Register, statement: str, fault: str) -> None:
    path = filled(register)
    change(path, statement)
    assert register.log.check().fault == fault


def test_a_cut_end_shows_against_a_hash_that_was_noted(register: Register) -> None:
    path = filled(register)
    head = register.log.check().head
    change(path, "DELETE FROM audit WHERE number > 3")
    assert register.log.check().fault == ""
    assert "no longer there" in register.log.check(head).fault


@pytest.mark.parametrize("statement", ["UPDATE audit SET name = 'x'", "DELETE FROM audit"])
def test_the_database_itself_lets_nobody_change_the_log(register: Register, statement: str) -> None:
    path = filled(register)
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.DatabaseError, match="only app"):
        connection.execute(statement)


def test_many_writers_make_one_chain(register: Register) -> None:
    names = ["甲", "乙", "丙", "丁"]
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, name, "25"]) for name in names]
    assert [one.wait(120) for one in writers] == [0, 0, 0, 0]
    assert register.log.check().fault == ""
    rows = list(register.log.rows())
    for name in names:
        assert [row.detail for row in rows if row.name == name] == [str(number) for number in range(25)]


def test_a_row_is_one_line_and_no_formula(register: Register) -> None:
    register.log.append(WHO, "", "view", "refused", "=1+1\n\x00第二行" + "长" * 1000)
    (row,) = register.log.rows()
    assert row.detail.startswith("=1+1 第二行") and len(row.detail) == logs.LONGEST
    told = list(csv.DictReader(io.StringIO(logs.table(register.log.rows()).decode("utf-8-sig"))))
    assert told[0]["detail"].startswith("'=1+1")
    assert json.loads(logs.lines(register.log.rows()))["hash"] == row.hash


def test_a_flood_of_refusals_does_not_fill_the_disk(register: Register) -> None:
    for _ in range(logs.MOST_REFUSALS + 30):
        register.log.append(NOBODY, "10.0.0.9", "request", "refused")
    register.log.append(NOBODY, "10.0.0.8", "request", "refused")
    register.log.append(WHO, "10.0.0.9", "view", "allowed")
    rows = list(register.log.rows())
    assert len(rows) == logs.MOST_REFUSALS + 2
    assert [row.address for row in rows[-2:]] == ["10.0.0.8", "10.0.0.9"], "others are still written down"


def test_what_cannot_be_written_down_is_an_error(register: Register) -> None:
    path = filled(register)
    change(path, "DROP TABLE audit")
    with pytest.raises(InputError, match="cannot be used"):
        register.log.append(WHO, "", "view", "allowed")


def test_the_revisions_make_the_tables_of_the_schema(register: Register) -> None:
    del register
    with open_database().reading() as connection:
        assert current(connection) == HEAD
        found = sa.inspect(connection)
        for name, table in schema.metadata.tables.items():
            columns = {one["name"]: one for one in found.get_columns(name)}
            assert list(columns) == [one.name for one in table.columns]
            assert not any(one["nullable"] for key, one in columns.items() if not table.c[key].primary_key)
