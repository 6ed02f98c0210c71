"""The command line: exit codes, one line on standard error for bad input, nothing left half-written."""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from geo import DATA_DIR, workspace
from projects.__main__ import COMMANDS, main, parser
from projects.model.records import COLUMNS
from projects.model.registry import COLUMNS as REGISTRY_COLUMNS
from projects.store.database import open_store
from tests.projects.samples import samples, write_tables

ROOT = DATA_DIR.parent
PLAN = "第一章 任务\n正文一句。\n专栏1 重点项目\n（1）甲乙轴承项目（2）沙镇医疗康复一体化病房\n"
HEADER = ",".join(REGISTRY_COLUMNS)
ROW = "a-plan,plan.txt,题目,,,2021,2021,2025,东昌府区,county,规划"


def registry(folder: Path, text: str = f"{HEADER}\n{ROW}\n") -> Path:
    path = folder / "documents.csv"
    path.write_text(text, encoding="utf-8")
    return path


def docx(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")


def extract(folder: Path, data: bytes | None) -> list[str]:
    if data is not None:
        (folder / "plan.txt").write_bytes(data)
    return [
        "extract",
        str(folder / "plan.txt"),
        "--registry",
        str(registry(folder)),
        "--out",
        str(folder / "out.csv"),
    ]


def renamed_docx(folder: Path) -> list[str]:
    docx(folder / "plan.txt")
    return extract(folder, None)


def without_its_file(folder: Path) -> list[str]:
    return ["build", "--plans", str(folder), "--registry", str(registry(folder))]


def without_a_column(folder: Path) -> list[str]:
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    path = registry(folder, "document,title\na,b\n")
    return ["extract", str(folder / "plan.txt"), "--registry", str(path), "--out", str(folder / "out.csv")]


def unknown_suffix(folder: Path) -> list[str]:
    return [*extract(folder, PLAN.encode())[:-1], str(folder / "out.dwg")]


def missing_labels(folder: Path) -> list[str]:
    return ["evaluate", str(folder / "labels.csv")]


def no_folder_of_plans(folder: Path) -> list[str]:
    return ["build", "--plans", str(folder / "none"), "--registry", str(registry(folder))]


BAD: dict[str, tuple[Callable[[Path], list[str]], int, str]] = {
    "a missing file": (lambda folder: extract(folder, None), 2, "plan.txt"),
    "an empty file": (lambda folder: extract(folder, b""), 2, "empty"),
    "only white space": (lambda folder: extract(folder, b" \n\t\n"), 2, "empty"),
    "a docx renamed .txt": (renamed_docx, 2, "plan.txt"),
    "a pdf renamed .txt": (lambda folder: extract(folder, b"%PDF-1.7\n1 0 obj\n"), 2, "plan.txt"),
    "a binary file": (lambda folder: extract(folder, bytes(range(256)) * 40), 2, "plan.txt"),
    "no Chinese text": (lambda folder: extract(folder, b"Lorem ipsum dolor sit amet.\n" * 9), 2, "plan.txt"),
    "a folder": (
        lambda folder: ["extract", str(folder), "--registry", str(registry(folder))],
        2,
        "no such file",
    ),
    "a registry row without its file": (without_its_file, 2, "plan.txt"),
    "a registry without a column": (without_a_column, 2, "'file'"),
    "a missing registry": (
        lambda folder: ["extract", str(folder / "plan.txt"), "--registry", str(folder / "none.csv")],
        2,
        "none.csv",
    ),
    "no folder of plans": (no_folder_of_plans, 2, "none"),
    "an unknown format": (unknown_suffix, 2, "out.dwg"),
    "missing labels": (missing_labels, 2, "labels.csv"),
    "an unknown id": (lambda folder: ["explain", "000000000000"], 1, "000000000000"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_gives_one_line_and_leaves_nothing(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, code, message = BAD[what]
    command = arguments(tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    assert main(command) == code
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1 and message in printed.err
    assert printed.out == ""
    assert {path.name for path in tmp_path.iterdir()} == before


def test_a_gb18030_file_is_read_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = extract(tmp_path, PLAN.encode("gb18030"))[:-2]
    assert main(command) == 0
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1 and "GB18030" in printed.err
    assert "甲乙轴承项目" in printed.out


def test_extract_writes_the_contracts_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(extract(tmp_path, PLAN.encode())[:-2]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == list(COLUMNS)
    assert [(row["document"], row["item"], row["name"]) for row in rows] == [
        ("a-plan", "1", "甲乙轴承项目"),
        ("a-plan", "2", "沙镇医疗康复一体化病房"),
    ]
    assert rows[1]["town"] == "沙镇镇" and rows[1]["listed"] == "true"


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".jsonl"])
def test_extract_writes_a_file_by_its_suffix(
    tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [*extract(tmp_path, PLAN.encode())[:-1], str(tmp_path / f"out{suffix}")]
    assert main(command) == 0
    assert "2 records" in capsys.readouterr().err
    assert "甲乙轴承项目" in (tmp_path / f"out{suffix}").read_text(encoding="utf-8-sig")


def test_explain_tells_where_a_record_comes_from(capsys: pytest.CaptureFixture[str]) -> None:
    with (workspace.current() / "mentions.csv").open(encoding="utf-8", newline="") as stream:
        record = next(row for row in csv.DictReader(stream) if row["method"] == "fact")
    assert main(["explain", record["id"]]) == 0
    printed = capsys.readouterr().out
    for value in (
        record["name"],
        record["section"],
        record["industry_rule"],
        record["evidence"],
        record["method"],
    ):
        assert value in printed


def test_explain_tells_stage_target_and_years_with_their_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = write_tables(tmp_path / "tables", samples())
    store = open_store(tmp_path / "store.sqlite", tables=tables)
    monkeypatch.setattr("projects.commands.reading.open_store", lambda: store)
    told = {}
    for key in ("r02", "r03", "r10"):
        assert main(["explain", key]) == 0
        lines = capsys.readouterr().out.splitlines()[1:]
        told[key] = {line.split()[0]: " ".join(line.split()[2:]) for line in lines}
    assert told["r02"]["阶段"] == "在建 Under way (s-going)"
    assert (told["r02"]["投资"], told["r02"]["产出目标"]) == ("8.5 亿元", "12 亿元")
    assert (told["r02"]["年份"], told["r02"]["读取规则"]) == ("2021–2025", "box-item")
    assert told["r02"]["版次"] == "2025-1"
    assert told["r03"]["年份"] == "—"
    assert (told["r03"]["规划期"], told["r03"]["阶段"]) == ("years 2021–2025", "建成 Completed (s-built)")
    assert (told["r10"]["阶段"], told["r10"]["规划期"]) == ("—", "years —")


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["extract"], ["export"]])
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_the_command_of_the_readme_runs(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "projects",
            "extract",
            str(tmp_path / "plan.txt"),
            "--registry",
            str(registry(tmp_path)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0 and done.stderr == ""
    assert done.stdout.startswith(",".join(COLUMNS)) and done.stdout.count("\n") == 3


def test_the_workspace_is_an_option_of_every_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before or behind the command; a folder that is none ends with 2 and one line."""
    for arguments in (
        ["--workspace", str(tmp_path), "explain", "x"],
        ["explain", "x", "--workspace", "none"],
    ):
        assert main(arguments) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def _choices(words: Sequence[str] = ()) -> list[str]:
    chosen = next(one for one in parser(words)._actions if isinstance(one, argparse._SubParsersAction))
    return list(chosen.choices)


def test_all_commands_are_listed_and_each_is_added_by_its_module() -> None:
    assert sorted(_choices()) == sorted(COMMANDS)
    for name in COMMANDS:
        assert name in _choices([name])
    assert _choices(["--workspace", "elsewhere", "nonsense"]) == _choices()
    assert {"export", "explain"} <= set(_choices(["--workspace", "export", "explain", "r01"]))
