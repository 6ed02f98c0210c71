"""The registry of documents: what is accepted, and the one line that says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.errors import InputError, MissingError
from projects.model.registry import COLUMNS, PLANS_VARIABLE, find_document, plans_dir, read_registry

HEADER = ",".join(COLUMNS)
ROW = "a-plan,a.txt,题目,某市,〔2021〕1号,2021-03-01,2021,2025,洛阳市,city,规划"


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "documents.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_row_becomes_a_document(tmp_path: Path) -> None:
    document = read_registry(written(tmp_path, f"{HEADER}\n{ROW}\n"))["a-plan"]
    assert (document.file, document.scope, document.period_start, document.period_end) == (
        "a.txt",
        "洛阳市",
        2021,
        2025,
    )
    assert document.year == 2021


@pytest.mark.parametrize(
    ("issued", "start", "year"),
    [("2016-03-23", 2016, 2016), ("2023", 2024, 2023), ("", 2024, 2024), ("", "", None)],
)
def test_the_year_of_place_names_is_that_of_issue(
    tmp_path: Path, issued: str, start: int | str, year: int | None
) -> None:
    row = f"a,a.txt,,,,{issued},{start},,,,"
    assert read_registry(written(tmp_path, f"{HEADER}\n{row}\n"))["a"].year == year


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("document,title\na,b\n", "column 'file' is missing"),
        ("", "column 'document' is missing"),
        (f"{HEADER}\n{ROW}\n{ROW}\n", ":3: document 'a-plan' stands twice"),
        (f"{HEADER}\n{ROW.replace('2025', '25')}\n", ":2: period_end is '25'; expected a year"),
        (f"{HEADER}\n,a.txt,,,,,,,,,\n", ":2: the column 'document' is empty"),
    ],
)
def test_a_broken_registry_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError) as error:
        read_registry(path)
    assert message in str(error.value) and str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_other_encodings_and_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not UTF-8"):
        read_registry(written(tmp_path, f"{HEADER}\n{ROW}\n", "gb18030"))
    with pytest.raises(MissingError, match="no such registry file"):
        read_registry(tmp_path / "none.csv")
    assert read_registry(written(tmp_path, f"\ufeff{HEADER}\n{ROW}\n"))["a-plan"].scope == "洛阳市"


def test_a_file_is_found_by_its_name_else_named_by_its_stem(tmp_path: Path) -> None:
    registry = read_registry(written(tmp_path, f"{HEADER}\n{ROW}\n"))
    assert find_document(Path("/elsewhere/a.txt"), registry).key == "a-plan"
    unknown = find_document(Path("/elsewhere/某县规划.txt"), registry)
    assert (unknown.key, unknown.scope, unknown.period_start) == ("某县规划", "", None)


def test_the_folder_of_plans_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(PLANS_VARIABLE, str(tmp_path))
    assert plans_dir() == tmp_path


def test_the_shipped_registry_is_whole() -> None:
    documents = read_registry()
    assert len(documents) == 9
    assert len({document.file for document in documents.values()}) == 9
    for document in documents.values():
        assert document.scope and document.period_start and document.period_end
        assert document.period_start <= document.period_end
