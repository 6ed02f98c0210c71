"""Imports run one way: app → projects → geo; only the page knows Streamlit."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {"app.py": {"projects", "geo"}, "projects": {"projects", "geo"}, "geo": {"geo"}}
OWN = {"app", "projects", "geo", "tests"}
PAGE_ONLY = {"streamlit", "streamlit_folium"}
# What draws the page, and nothing else, may know Streamlit.
PAGE = ("app.py", "projects/page/")
# The packages of ``projects``, each above those that may use it.
LINE = (
    *("vocabulary", "model", "extraction", "georeferencing", "linkage"),
    *("store", "export", "desk", "presentation", "commands", "page"),
)


def modules() -> list[Path]:
    return [
        ROOT / "app.py",
        *sorted((ROOT / "geo").rglob("*.py")),
        *sorted((ROOT / "projects").rglob("*.py")),
    ]


def imported(path: Path) -> set[str]:
    """First parts of all names that a module imports, inside functions as well."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(
                (node.module or "").split(".")[0] if node.level == 0 else path.relative_to(ROOT).parts[0]
            )
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "__import__",
            "importlib.import_module",
        ):
            found.add(ast.literal_eval(node.args[0]).split(".")[0])
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_down_only(path: Path) -> None:
    part = path.relative_to(ROOT).parts[0]
    names = imported(path)
    assert names & OWN <= ALLOWED[part]
    if not path.relative_to(ROOT).as_posix().startswith(PAGE):
        assert not names & PAGE_ONLY


def test_the_page_knows_streamlit() -> None:
    """Were it drawn elsewhere, the test above would guard the wrong places."""
    drawing = [path for path in modules() if "streamlit" in imported(path)]
    assert {path.relative_to(ROOT).parts[:2] for path in drawing} == {("app.py",), ("projects", "page")}


@pytest.mark.parametrize("package", LINE)
def test_a_package_knows_only_those_before_it(package: str) -> None:
    later = {f"projects.{name}" for name in LINE[LINE.index(package) + 1 :]}
    for path in (ROOT / "projects" / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                assert ".".join(node.module.split(".")[:2]) not in later, path


def test_the_reader_of_imports_sees_them(tmp_path: Path) -> None:
    """The check itself: each way of importing is seen."""
    path = ROOT / "projects" / "model" / "registry.py"
    assert {"csv", "geo", "projects"} <= imported(path)
    sample = tmp_path / "sample.py"
    sample.write_text(
        "def f():\n    import streamlit as st\n    from projects.place import place\n", encoding="utf-8"
    )
    assert {"streamlit", "projects"} <= imported(sample)
