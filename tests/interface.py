"""The functions that one room of the product offers to another: what is called from outside of its package.

Rooms are the packages and modules of :mod:`projects`, with :mod:`geo`, :mod:`page` and ``app`` as one each.
Read from the text: ``from a.b import f`` or, after ``from a import b`` or ``import a.b``: ``b.f``, ``a.b.f``.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.imports import ROOT, product

Function = ast.FunctionDef | ast.AsyncFunctionDef


def room(module: str) -> str:
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "projects" else parts[0]


def interface(root: Path = ROOT) -> dict[str, Function]:
    """Dotted name → definition of every function of a module that a module of another room names."""
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in product(root).items()}
    origin = {f"{module}.{name}": source for module, tree in trees.items() for name, source in _imports(tree)}
    callers: dict[str, set[str]] = defaultdict(set)
    for module, tree in trees.items():
        for used in _used(tree):
            callers[origin.get(used, used)].add(room(module))
    return {
        f"{module}.{node.name}": node
        for module, tree in trees.items()
        for node in tree.body
        if isinstance(node, Function)
        and not node.name.startswith("_")
        and callers[f"{module}.{node.name}"] - {room(module)}
    }


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Name in this module, dotted name of what it stands for; modules as well as what is in them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name, alias.name) for alias in node.names)


def _used(tree: ast.Module) -> Iterator[str]:
    names = dict(_imports(tree))
    yield from names.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            if first in names:
                yield f"{names[first]}.{rest}"
