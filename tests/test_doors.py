"""The doors of the house: what CONTRIBUTING names is there; tasks, versions and the site hold."""

from __future__ import annotations

import ast
import re
import socket
import tomllib
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

import projects

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = re.split(r"^## ", CONTRIBUTING, flags=re.MULTILINE)[1:]
TASKS = {"test", "lint", "page", "build", "evaluate", "bench", "docs", "nightly", "coverage", "scripts"}


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda text: text.splitlines()[0])
def test_a_recipe_names_files_and_a_test_that_exist(recipe: str) -> None:
    steps, _, tests = recipe.partition("测试 Test:")
    files = re.findall(r"`((?:app\.py|(?:projects|data)/[\w/.]+))`", steps)
    assert 1 <= len(files) <= 3
    assert [name for name in files if not (ROOT / name).is_file()] == []
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", tests)
    assert named
    for path, test in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_there_are_six_recipes() -> None:
    assert len(RECIPES) == 6


def test_every_task_is_there() -> None:
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    assert {node.name for node in tree.body if isinstance(node, ast.FunctionDef)} == TASKS


def test_the_changelog_tells_of_this_version() -> None:
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert versions[0] == projects.__version__


def test_both_packages_say_that_they_are_typed() -> None:
    assert all((ROOT / name / "py.typed").is_file() for name in ("geo", "projects"))
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts == {"project-map": "projects.__main__:main"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built strictly and without a network."""
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:

        def refused(*_: object) -> None:
            raise AssertionError("the site asked the network")

        patch.setattr(socket.socket, "connect", refused)
        patch.setattr(socket, "getaddrinfo", refused)
        build(load_config(str(ROOT / "mkdocs.yml"), strict=True, site_dir=str(folder)))
    return folder


@pytest.mark.parametrize(
    ("page", "is_shown"),
    [("index", True), ("en/index", True), ("contributing/index", False), ("changelog/index", False)],
)
def test_the_site_has_both_languages_and_its_pictures(site: Path, page: str, is_shown: bool) -> None:
    path = site / f"{page}.html"
    sources = re.findall(r'<img[^>]* src="([^"]+)"', path.read_text(encoding="utf-8"))
    assert bool(sources) == is_shown
    assert [source for source in sources if not (path.parent / source).resolve().is_file()] == []


def test_the_site_fetches_nothing_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        fetched = re.findall(r'<(?:script|img|iframe)[^>]* src="([^"]+)"|<link[^>]* href="([^"]+)"', html)
        assert not [one for pair in fetched for one in pair if one.startswith(("http", "//"))], path
