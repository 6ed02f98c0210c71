"""The store gives back what the tables hold, follows their changes, and refuses bad ones whole."""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pytest

from projects.errors import InputError, MissingError
from projects.model.records import read_records, write_table
from projects.store.database import Store, open_store
from tests.projects.samples import sample, samples, write_tables


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return write_tables(tmp_path / "tables", samples())


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def test_records_equal_those_in_the_csv(tables: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.sqlite", tables=tables)
    pd.testing.assert_frame_equal(store.records(), read_records(tables / "mentions.csv"))
    pd.testing.assert_frame_equal(store.records(), samples())


def test_one_record(tables: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.sqlite", tables=tables)
    assert store.record("r14") == sample(14)
    assert store.record("r14").name == "'; DROP TABLE records; --"  # type: ignore[union-attr]
    assert store.record("r09").confidence is None  # type: ignore[union-attr]
    assert store.record("' OR 1=1 --") is None


def test_other_tables_are_typed(tables: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.sqlite", tables=tables)
    assert len(store.documents()) == 9
    years = [2021, 2016, 2022, 2023, 2024, 2014, 2021, 2023, 2025]
    assert store.documents()["period_start"].tolist() == years
    assert len(store.industries()) == 28
    assert store.levels().set_index("code").loc["none", "aiddata_precision"] == 8


def test_missing_optional_tables_are_empty_with_their_columns(tables: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.sqlite", tables=tables)
    assert len(store.tasks()) == len(store.rejects()) == 0
    assert ",".join(store.tasks().columns) == (
        "document,number,section,span_start,span_end,lead_units,participating_units,leaders,deadline"
    )
    assert ",".join(store.rejects().columns) == ("step,document,section,item,text,reason,span_start,span_end")
    (tables / "rejects.csv").write_text(
        "step,document,section,item,text,reason,span_start,span_end\n"
        'extract,dongchangfu-14fyp,专栏3,,"备注，""略""",not a project,10,14\n',
        encoding="utf-8",
    )
    rejects = open_store(tmp_path / "store.sqlite", tables=tables).rejects()
    assert rejects["text"].tolist() == ['备注，"略"']
    assert rejects["span_end"].tolist() == [14]


def test_indexes_and_key(tables: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.sqlite", tables=tables)
    with closing(sqlite3.connect(store.path)) as connection:
        for column in ("id", "industry", "kind", "document", "county_code", "town", "park", "level"):
            query = f"EXPLAIN QUERY PLAN SELECT * FROM records WHERE {column} = ?"
            plan = connection.execute(query, ["x"]).fetchone()
            assert "USING INDEX" in plan[3], (column, plan)


def test_made_anew_only_when_a_table_changes(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    first = open_store(path, tables=tables)
    inode = path.stat().st_ino
    os.utime(tables / "mentions.csv")  # a touched file with the same bytes is the same table
    assert open_store(path, tables=tables) == first
    assert path.stat().st_ino == inode
    write_table(samples().head(3), tables / "mentions.csv")
    second = open_store(path, tables=tables)
    assert second.digest != first.digest
    assert len(second.records()) == 3
    assert sorted(file.name for file in tmp_path.iterdir()) == ["store.sqlite", "tables"]


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_broken_store_is_made_anew(tables: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)
    assert len(open_store(path, tables=tables).records()) == len(samples())


@pytest.mark.parametrize("name", ["mentions.csv", "documents.csv"])
def test_a_missing_table_is_named(tables: Path, tmp_path: Path, name: str) -> None:
    (tables / name).unlink()
    with pytest.raises(MissingError, match=name):
        open_store(tmp_path / "store.sqlite", tables=tables)
    assert not (tmp_path / "store.sqlite").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("115.7168", "east", r"mentions.csv: row 1: lon: 'east' is not of type number"),
        ("115.7168", "nan", r"mentions.csv: row 1: lon: 'nan' is not of type number"),
        ("2021", "2021.5", r"mentions.csv: row 1: period_start: '2021.5' is not of type integer"),
        ("true", "yes", r"mentions.csv: row 1: listed: 'yes' is not of type boolean"),
        ("r02,", "r01,", r"mentions.csv: row 2: id 'r01' stands there twice"),
        ("id,name", "ID,name", r"mentions.csv: line 1: no column 'id'"),
        ("r02,", "r02,x,", r"mentions.csv: line 3: 42 cells where the header has 41"),
    ],
)
def test_a_bad_table_is_refused_whole(tables: Path, tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "store.sqlite"
    before = open_store(path, tables=tables)
    edit(tables / "mentions.csv", old, new)
    with pytest.raises(InputError, match=message):
        open_store(path, tables=tables)
    pd.testing.assert_frame_equal(before.records(), samples())
    assert sorted(file.name for file in tmp_path.iterdir()) == ["store.sqlite", "tables"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1: no column 'id'"),
        ("id,name\n1,聊城".encode("gb18030"), "line 2: not UTF-8"),
    ],
)
def test_an_unreadable_table_is_named(tables: Path, tmp_path: Path, data: bytes, message: str) -> None:
    (tables / "mentions.csv").write_bytes(data)
    with pytest.raises(InputError, match=f"mentions.csv: {message}"):
        open_store(tmp_path / "store.sqlite", tables=tables)


def test_a_quote_left_open_is_named(tables: Path, tmp_path: Path) -> None:
    with (tables / "precision.csv").open("a", encoding="utf-8") as file:
        file.write('x,"open')
    with pytest.raises(InputError, match=r"precision\.csv: line 9: unexpected end of data"):
        open_store(tmp_path / "store.sqlite", tables=tables)


def test_a_place_that_cannot_be_written(tables: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="the store cannot be written"):
        open_store(tmp_path / "file" / "store.sqlite", tables=tables)


def test_no_records_is_a_valid_store(tables: Path, tmp_path: Path) -> None:
    write_table(samples().head(0), tables / "mentions.csv")
    records = open_store(tmp_path / "store.sqlite", tables=tables).records()
    pd.testing.assert_frame_equal(records, samples().head(0))


def _count(path: Path, tables: Path) -> int:
    return len(open_store(path, tables=tables).records())


def test_several_processes_at_once(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    # spawn: forked children of a process with threads may hang, and Python warns of it
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        counts = [pool.submit(_count, path, tables) for _ in range(6)]
        assert [count.result() for count in counts] == [len(samples())] * 6
    assert sorted(file.name for file in tmp_path.iterdir()) == ["store.sqlite", "tables"]


def test_readers_cannot_write(tables: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.sqlite", tables=tables)
    with (
        closing(Store(store.path, "")._connect()) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("DELETE FROM records")


def test_pinyin_of_every_name_company_and_place(tables: Path, tmp_path: Path) -> None:
    pinyin = open_store(tmp_path / "store.sqlite", tables=tables).pinyin()
    assert set(pinyin) >= set(samples()[["name", "entity", "place"]].to_numpy().ravel())
    assert pinyin["郑家镇"] == "zheng jia zhen", "the gazetteer's names as well"
    assert pinyin["茌平铝精深加工基地"] == "chi ping lv jing shen jia gong ji di"
