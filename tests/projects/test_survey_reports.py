"""The survey of thousands of reports, on a handful of made ones: nothing is lost, nothing stops it."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest

from tests.benchmarks.survey_reports import (
    CLAUSE_CHARACTERS,
    SAMPLE_COLUMNS,
    Survey,
    clause,
    main,
    members,
    report,
    survey,
)

REPORT = """政府工作报告

一、今年工作
加快建设{area}第一医院迁建项目。开工建设环城高速公路。
"""
SILENT = "政府工作报告\n\n一、今年工作\n坚持稳中求进，优化营商环境，提高人民生活水平。\n"
DOCUMENTS = {
    "保定市/2021.md": REPORT.format(area="保定市").encode(),
    "保定市/2022.md": REPORT.format(area="保定市").encode(),
    "莆田市/2023.md": REPORT.format(area="莆田市").encode(),
    "莆田市/2024.md": SILENT.encode(),
    "吕梁市/2021.md": b"\x00\x01\x02" * 99,
    "吕梁市/readme": b"no document",
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "reports.zip"
    with zipfile.ZipFile(path, "w") as writer:
        for name, data in DOCUMENTS.items():
            writer.writestr(name, data)
    return path


@pytest.fixture
def found(archive: Path) -> Survey:
    return survey(archive, members(archive), size=100, seed=0, workers=1)


def test_every_document_is_counted_once(found: Survey) -> None:
    assert found.documents == 5 == len(found.counts) + len(found.failed)
    assert [name for name, _ in found.failed] == ["吕梁市/2021.md"]
    assert [name for name, _ in found.silent] == ["莆田市/2024.md"]
    assert all(reason for _, reason in [*found.failed, *found.silent])
    assert sum(found.counts) == found.names.total() == len(found.sample)
    read = [name for name, data in DOCUMENTS.items() if name.endswith(".md") and data[0]]
    assert found.characters == sum(len(DOCUMENTS[name].decode()) for name in read)


def test_a_name_counts_its_cities_not_its_documents(found: Survey) -> None:
    assert (found.names["环城高速公路"], len(found.areas["环城高速公路"])) == (3, 2)
    assert (found.names["保定市第一医院迁建项目"], len(found.areas["保定市第一医院迁建项目"])) == (2, 1)


def test_the_tables_tell_it(found: Survey) -> None:
    text = report(found, elapsed=2.0, workers=1)
    assert "documents 5, read 4, failed 1," in text
    assert "  吕梁市/2021.md: InputError: " in text
    assert "        3      2  环城高速公路\n" in text
    assert "documents without records: 1\n  莆田市/2024.md: " in text
    assert report(Survey(0), elapsed=0.0, workers=1), "nothing at all is a table too"


def test_the_sample_does_not_depend_on_the_workers(archive: Path, found: Survey) -> None:
    names = members(archive)
    few = [survey(archive, names, size=3, seed=1, workers=workers).sample for workers in (1, 2)]
    assert few[0] == few[1] and len(few[0]) == 3
    assert {row for _, row in few[0]} <= {row for _, row in found.sample}
    seeds = {tuple(survey(archive, names, size=2, seed=seed, workers=1).sample) for seed in range(4)}
    assert len(seeds) > 1


def test_the_sample_is_a_table_to_be_read(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sample.csv"
    arguments = [str(archive), "--sample", "4", "--out", str(out), "--workers", "1"]
    assert main(arguments) == 1, "one document could not be read"
    assert "4 records to be read by eye" in capsys.readouterr().out
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [tuple(row) for row in rows] == [SAMPLE_COLUMNS] * 4
    for row in rows:
        assert row["name"] in row["clause"] and len(row["clause"]) <= CLAUSE_CHARACTERS
    assert main([str(archive), "--sample", "0", "--limit", "3", "--workers", "1"]) == 0


@pytest.mark.parametrize("data", [b"", b"PK no zip", None])
def test_a_zip_that_is_none_gives_one_line(
    data: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "reports.zip"
    if data is not None:
        path.write_bytes(data)
    assert main([str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1 and "reports.zip" in printed.err


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("前一句。加快甲水库建设，力争完工。后一句", "甲水库", "加快甲水库建设，力争完工"),
        ("甲水库", "甲水库", "甲水库"),
        ("一二三\n推进甲\n水库。", "甲\n水库", "推进甲 水库"),
        ("长" * 200 + "甲水库" + "尾" * 200, "甲水库", "长" * 28 + "甲水库" + "尾" * 29),
        ("短，甲水库" + "尾" * 200, "甲水库", "短，甲水库" + "尾" * 55),
        ("长" * 200 + "甲水库尾", "甲水库", "长" * 56 + "甲水库尾"),
        ("名" * 90, "名" * 90, "名" * 60),
    ],
)
def test_clauses(text: str, name: str, expected: str) -> None:
    start = text.index(name)
    found = clause(text, start, start + len(name))
    assert found == expected and len(found) <= CLAUSE_CHARACTERS
