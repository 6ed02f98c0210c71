"""No module of the product is over 400 lines, no function over 50 lines without its docstring.

No line of its JavaScript is over 120 characters; of its Python ruff says so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.imports import PARTS, ROOT, product

MODULE, FUNCTION = 400, 50
SCRIPT_LINE = 120
FUNCTION_NODE = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> dict[str, int]:
    """Dotted name → lines."""
    return {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in product().items()}


def functions() -> dict[str, int]:
    """Dotted name of every function and method → lines from its ``def`` on, its docstring left out."""
    return {
        name: lines
        for module, path in product().items()
        for name, lines in measured(ast.parse(path.read_text(encoding="utf-8")), module)
    }


def measured(node: ast.AST, above: str) -> Iterator[tuple[str, int]]:
    for child in ast.iter_child_nodes(node):
        name = f"{above}.{child.name}" if isinstance(child, ast.ClassDef | FUNCTION_NODE) else above
        if isinstance(child, FUNCTION_NODE):
            told = child.body[0] if ast.get_docstring(child, clean=False) is not None else None
            docstring = _lines(told) if told else 0
            yield name, _lines(child) - docstring
        yield from measured(child, name)


def _lines(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def too_long(sizes: dict[str, int], limit: int) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if size > limit}


def test_no_module_is_too_long() -> None:
    assert too_long(modules(), MODULE) == {}


def test_no_function_is_too_long() -> None:
    assert too_long(functions(), FUNCTION) == {}


def test_no_line_of_javascript_is_too_long() -> None:
    found = (path for part in PARTS for path in (ROOT / part).rglob("*.js"))
    scripts = sorted(path for path in found if path.parent.name != "built")  # made of the others
    assert scripts
    assert [
        f"{path.relative_to(ROOT)}:{number}"
        for path in scripts
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if len(line) > SCRIPT_LINE
    ] == []


def test_a_long_function_is_seen() -> None:
    body = "\n".join(f"        x = {number}" for number in range(FUNCTION))
    text = f'class A:\n    @one\n    def f(self):\n        """Told\n\n        here."""\n{body}\n'
    sizes = dict(measured(ast.parse(text), "m"))
    assert sizes == {"m.A.f": FUNCTION + 1}
    assert too_long(sizes, FUNCTION) == sizes
