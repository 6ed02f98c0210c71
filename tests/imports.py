"""What each module of the product imports, read from its text.

All ways are seen, inside functions and under ``TYPE_CHECKING`` as well: ``import a.b``,
``from a import b``, ``from a.b import c``, ``from . import b``, ``importlib.import_module("a.b")`` and
``__import__("a.b")``. A module's name that is not written out is an error: nobody could check it.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = ("geo", "page", "projects")  # with ``app.py`` the product's code


def product(root: Path = ROOT) -> dict[str, Path]:
    """Dotted name → file of every module of the product; a package bears the name of its folder."""
    files = [root / "app.py", *(path for part in PARTS for path in (root / part).rglob("*.py"))]
    return {dotted(path, root): path for path in sorted(files) if path.is_file()}


def dotted(path: Path, root: Path = ROOT) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path, modules: Container[str], root: Path = ROOT) -> set[str]:
    """Dotted names that a module imports.

    Of ``from a import b`` it is ``a.b`` where that is one of the *modules*, else ``a``: that the packages
    above a module run first is no dependency of meaning.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, path, root)
            inner = {f"{base}.{alias.name}" for alias in node.names}
            found |= {name if name in modules else base for name in inner}
        elif isinstance(node, ast.Call):
            found |= set(_called(node, path))
    return found


def graph(root: Path = ROOT) -> dict[str, set[str]]:
    """Module → the modules of the product that it imports."""
    modules = product(root)
    return {name: (imported(path, modules, root) & set(modules)) - {name} for name, path in modules.items()}


def _base(node: ast.ImportFrom, path: Path, root: Path) -> str:
    if not node.level:
        return node.module or ""
    package = path.relative_to(root).parent.parts
    above = package[: len(package) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def _called(node: ast.Call, path: Path) -> Iterator[str]:
    called = ast.unparse(node.func)
    if called == "__import__" or called.split(".")[-1] == "import_module":
        name = node.args[0] if node.args else None
        if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
            raise ValueError(f"{path}:{node.lineno}: {ast.unparse(node)}: which module is not written out")
        yield name.value
