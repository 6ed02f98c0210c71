"""The packages' docstrings are the map of the code: they name every module."""

import re
from pathlib import Path

import pytest

import geo
import projects


@pytest.mark.parametrize("package", [geo, projects])
def test_every_module_is_on_the_map(package: object) -> None:
    folder = Path(str(package.__file__)).parent
    modules = {path.stem for path in folder.glob("*.py")} | {
        path.parent.name for path in folder.glob("*/__init__.py")
    }
    named = set(re.findall(r"``(\w+)``", str(package.__doc__)))
    assert modules - named - {"__init__", "__main__"} == set()


@pytest.mark.parametrize("package", [geo, projects])
def test_the_map_names_nothing_that_is_gone(package: object) -> None:
    folder = Path(str(package.__file__)).parent
    first_column = set(re.findall(r"^``(\w+)``", str(package.__doc__), re.MULTILINE))
    planned = {"bundle"} if package is projects else set()
    assert {name for name in first_column - planned if not list(folder.glob(f"{name}*"))} == set()
