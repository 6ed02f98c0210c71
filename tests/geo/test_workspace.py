"""Workspaces: which one is meant, what belongs to it, and that code names no city."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geo import DATA_DIR, own_dir, workspace
from geo.errors import TableError, UserFileError
from geo.gazetteer_tables import load_gazetteer, read_places
from projects.model.registry import read_registry
from tests.imports import product

ROOT = DATA_DIR.parent


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A workspace with one town more than the shipped one."""
    folder = tmp_path / "other"
    shutil.copytree(workspace.shipped(), folder, ignore=shutil.ignore_patterns("*.sqlite*", "own"))
    (folder / "cities.csv").write_text("code,name,name_en\n371522,莘县,\n", encoding="utf-8")
    (folder / "documents.csv").write_text("document,file\n", encoding="utf-8")
    with (folder / "gazetteer" / "places.csv").open("a", encoding="utf-8") as stream:
        stream.write("371522999,甲乙镇,,town,镇,371522,,,,,,made for this test\n")
    return folder


def test_the_shipped_one_is_meant_by_default() -> None:
    assert workspace.current() == workspace.shipped()
    assert workspace.described().name and workspace.codes() == [workspace.described().code]


def test_the_environment_names_another(other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(workspace.VARIABLE, str(other))
    assert workspace.current() == other
    assert workspace.described().name == workspace.described().name_en == "莘县"
    assert read_registry() == {}
    assert own_dir() == other / "boundaries" / "own"
    assert next(iter(workspace.known())) == "other"


def test_a_block_names_another_and_what_is_read_follows(other: Path) -> None:
    before = len(read_places())
    with workspace.using(other):
        assert len(read_places()) == before + 1
        assert load_gazetteer().place("371522999") is not None
    assert len(read_places()) == before
    assert load_gazetteer().place("371522999") is None


def test_the_page_says_which_is_meant(other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "resolver", lambda: other)
    assert workspace.current() == other
    with workspace.using(workspace.shipped()):
        assert workspace.current() == workspace.shipped()


def test_tables_of_the_program_stand_in_for_those_that_a_workspace_lacks(other: Path) -> None:
    assert workspace.table("industries.csv", other) == DATA_DIR / "industries.csv"
    assert workspace.table("mentions.csv", other) == other / "mentions.csv"
    (other / "industries.csv").write_text("code\n", encoding="utf-8")
    assert workspace.table("industries.csv", other) == other / "industries.csv"


def test_values_are_kept_for_each_workspace(other: Path) -> None:
    asked = []

    @workspace.per_workspace
    def name(suffix: str) -> str:
        asked.append(suffix)
        return workspace.described().name + suffix

    with workspace.using(other):
        assert name("图") == name("图") == "莘县图"
    assert name("图") != "莘县图" and len(asked) == 2
    name.cache_clear()
    name("图")
    assert len(asked) == 3


def test_several_to_choose_from(other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(workspace.FOLDER_VARIABLE, str(tmp_path))
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "cities.csv").write_bytes("code,name,name_en\n1,广州,\n".encode("gbk"))
    assert {name: one.name for name, one in workspace.known().items()} == {"other": "莘县"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("code,name,name_en\n440100,广州市,\n".encode("gbk"), "not UTF-8"),
        (b"code,name\n440100,x\n", "expected a row with code, name, name_en"),
        (b"code,name,name_en\n", "expected a row"),
    ],
)
def test_a_title_that_cannot_be_read_is_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "cities.csv").write_bytes(content)
    with pytest.raises(TableError, match=message) as caught:
        workspace.described(tmp_path)
    assert "\n" not in str(caught.value) and "cities.csv" in str(caught.value)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "cities.csv").write_bytes("\ufeffcode,name,name_en\n440100,广州市,Guangzhou\n".encode())
    assert workspace.described(tmp_path).code == "440100"


def test_what_is_no_workspace_is_refused(tmp_path: Path) -> None:
    for path, message in ((tmp_path / "none", "no such folder"), (tmp_path, "no workspace")):
        with pytest.raises(UserFileError, match=message), workspace.using(path):
            pass
    assert workspace.current() == workspace.shipped()


def test_no_code_names_the_shipped_city() -> None:
    """Docstrings and comments may give examples of it, but no value in code is it."""
    import ast

    own = workspace.described()
    words = (own.name, own.name_en, own.code, workspace.shipped().name)
    for path in product().values():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
            if isinstance(node.body[0], ast.Expr)
        }
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        ]
        assert not [text for text in texts for word in words if word in text], path
