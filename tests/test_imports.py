"""Imports run one way: app → page → projects → geo, in ``projects`` down the line, and never in a circle."""

from __future__ import annotations

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.imports import ROOT, graph, imported, product

ALLOWED = {
    "app": {"page", "projects", "geo"},
    "page": {"page", "projects", "geo"},
    "projects": {"projects", "geo"},
    "geo": {"geo"},
}
OWN = {"app", "page", "projects", "geo", "tests"}
PAGE_ONLY = {"streamlit", "streamlit_folium"}
# What draws the page, and nothing else, may know Streamlit.
PAGE = {"app", "page"}
# The packages of ``projects``, each above those that may use it.
LINE = (
    *("vocabulary", "watching", "accounts", "model", "extraction", "georeferencing", "linkage"),
    *("store", "layers", "export", "desk", "presentation", "commands"),
)


def upward(root: Path = ROOT) -> list[str]:
    """``module → what it must not know`` of the packages of ``projects``."""
    modules = product(root)
    found = []
    for name, path in modules.items():
        package = name.split(".")[1] if name.startswith("projects.") else ""
        if package not in LINE:
            continue
        later = {f"projects.{one}" for one in LINE[LINE.index(package) + 1 :]}
        names = imported(path, modules, root)
        found += [f"{name} → {one}" for one in sorted(names) if ".".join(one.split(".")[:2]) in later]
    return found


def circle(edges: dict[str, set[str]]) -> list[str]:
    """Modules that import each other in a circle; empty when there is none."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("name", product())
def test_imports_point_down_only(name: str) -> None:
    part = name.split(".")[0]
    first = {one.split(".")[0] for one in imported(product()[name], product())}
    assert first & OWN <= ALLOWED[part]
    if part not in PAGE:
        assert not first & PAGE_ONLY


def test_the_page_knows_streamlit() -> None:
    """Were it drawn elsewhere, the test above would guard the wrong places."""
    drawing = {name for name in product() if "streamlit" in imported(product()[name], product())}
    assert "app" in drawing and any(name.startswith("page.") for name in drawing)


def test_a_package_knows_only_those_before_it() -> None:
    assert upward() == []


def test_every_package_stands_in_the_line_or_uses_it() -> None:
    packages = {name.split(".")[1] for name in product() if name.count(".") > 1 and name.startswith("proj")}
    assert packages - set(LINE) == {"batch", "evaluation", "bundled"}


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle(graph()) == []


WAYS = [
    "from projects import presentation",
    "from projects.presentation import webmap",
    "import projects.presentation",
    "import projects.presentation.webmap as drawn",
    "from .. import presentation",
    "from ..presentation import webmap",
    "from ..presentation.webmap import draw",
    "import importlib\nimportlib.import_module('projects.presentation.webmap')",
    "from importlib import import_module\nimport_module('projects.presentation')",
    "__import__('projects.presentation.webmap')",
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from projects.presentation import webmap",
    "def f():\n    from projects.presentation.webmap import draw",
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A house of three modules in which nothing is wrong."""
    for name in ("projects/__init__.py", "projects/presentation/__init__.py", "projects/store/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "projects/presentation/webmap.py").write_text("import projects.store\n", encoding="utf-8")
    assert upward(tmp_path) == []
    assert circle(graph(tmp_path)) == []
    return tmp_path


@pytest.mark.parametrize("text", WAYS)
def test_each_way_of_importing_is_seen(house: Path, text: str) -> None:
    (house / "projects/store/query.py").write_text(text, encoding="utf-8")
    assert upward(house)


@pytest.mark.parametrize("text", WAYS)
def test_a_circle_is_seen_however_it_is_imported(house: Path, text: str) -> None:
    (house / "projects/store/__init__.py").write_text("from projects.store import query", encoding="utf-8")
    (house / "projects/presentation/__init__.py").write_text(
        "from projects.presentation import webmap", encoding="utf-8"
    )
    (house / "projects/store/query.py").write_text(text, encoding="utf-8")
    assert circle(graph(house))


def test_a_name_that_is_not_written_out_is_refused(house: Path) -> None:
    path = house / "projects/store/query.py"
    path.write_text("import importlib\nimportlib.import_module(name)", encoding="utf-8")
    with pytest.raises(ValueError, match="not written out"):
        graph(house)


def test_the_first_map_waits_for_no_reader_no_print_and_no_database_of_the_desk() -> None:
    late = ("matplotlib", "sqlalchemy", "pdfplumber", "projects.extraction.readers", "projects.desk.book")
    told = f"import sys, page.main; print([name for name in {late} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
