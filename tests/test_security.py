"""SECURITY.md: every promise names a test, and every test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)))
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ")][1:]


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_each_named_test_is_there(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name]
    assert len(found) == 1
    assert any(isinstance(one, ast.Assert | ast.With) for one in ast.walk(found[0])), "it checks something"


@pytest.mark.parametrize("row", ROWS)
def test_each_promise_names_a_test(row: str) -> None:
    assert re.search(r"::\w+`", row.split("|")[2])


def test_there_are_promises() -> None:
    assert len(ROWS) >= 8
    assert len(NAMED) >= len(ROWS)


def test_the_limits_told_are_those_of_the_code() -> None:
    from geo import apart, packages
    from geo.own import files
    from projects.extraction.readers import pdf, sheets

    limits = apart.Limits()
    assert (limits.cpu_s, limits.memory_mb, limits.answer_mb) == (4.0, 1500, 200)
    assert (packages.MOST_MEMBERS, files._MOST_ROWS, sheets._MOST_ROWS, pdf._MOST_PAGES) == (
        5_000,
        50_000,
        100_000,
        3_000,
    )
