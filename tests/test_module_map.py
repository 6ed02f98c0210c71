"""The packages' docstrings are the map of the code: they name every module, and none that is gone."""

import importlib
import re
from pathlib import Path

import pytest

PACKAGES = [
    *("geo", "geo.national", "page", "projects"),
    *(
        f"projects.{name}"
        for name in ("vocabulary", "watching", "accounts", "model", "extraction", "extraction.readers")
    ),
    *(f"projects.{name}" for name in ("georeferencing", "linkage", "store", "desk", "commands")),
    *(f"projects.{name}" for name in ("export", "export.formats", "evaluation", "batch", "presentation")),
    *(f"projects.presentation.{name}" for name in ("prints", "profiles")),
]


@pytest.mark.parametrize("name", PACKAGES)
def test_every_module_is_on_the_map(name: str) -> None:
    package = importlib.import_module(name)
    folder = Path(str(package.__file__)).parent
    modules = {path.stem for path in folder.glob("*.py")} | {
        path.parent.name for path in folder.glob("*/__init__.py")
    }
    named = set(re.findall(r"``(\w+)``", str(package.__doc__)))
    assert modules - named - {"__init__", "__main__"} == set()


@pytest.mark.parametrize("name", PACKAGES)
def test_the_map_names_nothing_that_is_gone(name: str) -> None:
    package = importlib.import_module(name)
    folder = Path(str(package.__file__)).parent
    first_column = set(re.findall(r"^``(\w+)``", str(package.__doc__), re.MULTILINE))
    assert {one for one in first_column if not list(folder.glob(f"{one}*"))} == set()
