"""What one room offers to another bears numpydoc sections that agree with its signature."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

import pytest
from numpydoc.docscrape import NumpyDocString

from tests.interface import Function, interface

FUNCTIONS = interface()
NOTHING = ("None", "NoReturn", "")


def faults(function: Function) -> list[str]:
    """What the sections lack or say too much; empty where they agree with the signature and the body."""
    told = NumpyDocString(inspect.cleandoc(ast.get_docstring(function) or ""))
    found = []
    if not "".join(told["Summary"]).strip():
        found.append("no summary")
    wanted = parameters(function)
    named = [name for one in told["Parameters"] for name in one.name.split(", ")]
    if wanted != named:
        found.append(f"parameters {wanted}, told {named}")
    if undescribed := [one.name for one in told["Parameters"] if not "".join(one.desc).strip()]:
        found.append(f"not described: {undescribed}")
    returned = ast.unparse(function.returns) if function.returns else ""
    gives = bool(told["Returns"] or told["Yields"])
    if gives == (returned in NOTHING):
        found.append(f"returns {returned or None}, told {gives}")
    if any(raised(function)) and not told["Raises"]:
        found.append("raises, told nothing")
    return found


def parameters(function: Function) -> list[str]:
    given = function.args
    stars = (("*", given.vararg), ("**", given.kwarg))
    plain = [one.arg for one in (*given.posonlyargs, *given.args)]
    after = {star: [f"{star}{one.arg}"] if one else [] for star, one in stars}
    return [*plain, *after["*"], *(one.arg for one in given.kwonlyargs), *after["**"]]


def raised(function: Function) -> Iterator[ast.Raise]:
    """The errors that the function itself raises, not what it calls."""
    return (node for node in ast.walk(function) if isinstance(node, ast.Raise) and node.exc is not None)


def test_rooms_offer_something() -> None:
    assert {"geo.boundaries.load_areas", "projects.store.query.mask"} <= set(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_sections_agree_with_the_signature(name: str) -> None:
    assert faults(FUNCTIONS[name]) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('def f(a: int) -> None:\n    """One."""', "parameters ['a'], told []"),
        ('def f() -> int:\n    """One."""', "returns int, told False"),
        ('def f() -> None:\n    """One."""\n    raise ValueError', "raises, told nothing"),
        (
            'def f(*, a: int) -> None:\n    """One.\n\n    Parameters\n    ----------\n    a\n    """',
            "not described: ['a']",
        ),
    ],
)
def test_a_fault_is_seen(text: str, fault: str) -> None:
    (function,) = ast.parse(text).body
    assert isinstance(function, Function)
    assert faults(function) == [fault]
