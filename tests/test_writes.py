"""Every file is written through ``geo.files``: nothing else may leave a file half-written.

The calls that write are found in the syntax of the product's code. A call is right when what it writes to
comes from a block ``with whole(…) as NAME``; all others stand in ``ELSEWHERE`` with the reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.imports import ROOT, product

HELPER = "geo/files.py"
BLOCKS = {"whole", "whole_folder"}
# Methods and functions that write, move or remove files.
WRITING = {
    *("write_text", "write_bytes", "to_csv", "to_parquet", "to_file", "to_excel", "savefig", "save"),
    *("write_dataframe", "write_arrow", "Workbook", "copytree", "copyfile", "copy2", "move"),
    *("rename", "unlink", "rmtree", "mkstemp", "NamedTemporaryFile", "touch", "symlink_to", "hardlink_to"),
    *("extractall", "make_archive"),
}
MOVING = {"replace"}  # of a path: one argument; of a text: two
SCRATCH = "a scratch folder of the system that is gone when the block ends"
STAGED = "its path is one that whole() gave to the caller"
MEMORY = "no file: bytes in memory"
DERIVED = "only removes what is made anew when it is wanted"
FORMATS = "projects/export/formats/"  # writers of export(), which gives them a path of whole(): STAGED
# module:function → why what it writes does not name whole() itself.
ELSEWHERE = {
    "geo/ground/importer.py:_write": SCRATCH,
    "geo/own/files.py:_unpacked": SCRATCH,
    "projects/presentation/ownareas.py:_bring_in": SCRATCH,
    "projects/presentation/ownlayers.py:_bring_in": SCRATCH,
    "projects/layers/template.py:template": MEMORY,
    "projects/presentation/totals.py:as_workbook": MEMORY,
    "projects/presentation/prints/fonts.py:cut": SCRATCH,
    "projects/presentation/prints/page.py:render": MEMORY,
    "projects/presentation/profiles/page.py:_pdf": MEMORY,
    "projects/desk/reading.py:_at_hand": SCRATCH,
    "projects/batch/reading.py:_read": SCRATCH,
    "projects/commands/safekeeping.py:restore": "whole folders change places; the old one is kept",
    "geo/apart_worker.py:serve": "the pipe to the caller",
    "geo/apart_worker.py:_leave_network": "the system's own switches",
    "projects/export/service.py:serve": SCRATCH,
    "projects/export/qgis.py:project": MEMORY,
    "projects/extraction/readers/far_cells.py:without_far_cells": MEMORY,
    "geo/geojson.py:_write": STAGED,
    "geo/online/cache.py:_open": DERIVED,
    "projects/presentation/webfiles.py:prune": DERIVED,
}


def modules() -> list[Path]:
    return list(product().values())


def is_writing(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    words = {keyword.arg for keyword in call.keywords}
    if name in ("open", "ZipFile", "fdopen"):
        at = 0 if name == "open" and isinstance(call.func, ast.Attribute) else 1
        given = [*call.args[at : at + 1], *(word.value for word in call.keywords if word.arg == "mode")]
        modes = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        return any(set(mode) & set("wax+") for mode in modes)
    if name in MOVING:
        return len(call.args) == 1 and not words
    if name == "write_table":  # pyarrow's; our own goes through the helper
        return isinstance(call.func, ast.Attribute)
    if name == "to_csv":  # without a target it gives a text
        return bool(call.args) or "path_or_buf" in words
    if name == "rename":  # columns of a table are named by a keyword
        return len(call.args) == 1 and not words
    return name in WRITING


def names_in(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def writes(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Function and line of each call that writes to something else than what ``whole`` gave."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        inner = [
            one
            for one in ast.walk(function)
            if one is not function and isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        within = {id(node) for one in inner for node in ast.walk(one)}
        staged = {
            name
            for block in ast.walk(function)
            if isinstance(block, ast.With)
            for item in block.items
            if isinstance(item.context_expr, ast.Call)
            and getattr(item.context_expr.func, "id", "") in BLOCKS
            and item.optional_vars is not None
            for name in names_in(item.optional_vars)
        }
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and id(call) not in within and is_writing(call):
                target = names_in(call.func) | {name for one in call.args for name in names_in(one)}
                if not target & staged:
                    yield function.name, call.lineno


def found() -> dict[str, list[int]]:
    calls: dict[str, list[int]] = {}
    for path in modules():
        name = path.relative_to(ROOT).as_posix()
        # The bundle's start runs before anything is installed.
        if name in (HELPER, "projects/bundled/start.py") or name.startswith(FORMATS):
            continue
        for function, line in writes(ast.parse(path.read_text(encoding="utf-8"))):
            calls.setdefault(f"{name}:{function}", []).append(line)
    return calls


def test_every_write_goes_through_the_helper() -> None:
    others = {place: lines for place, lines in found().items() if place not in ELSEWHERE}
    assert not others, "write with geo.files.write_whole or whole()"


def test_writers_of_formats_get_their_path_from_the_helper() -> None:
    """The only call of a format's ``write`` gives it the path of ``whole``."""
    calls = [
        (path.name, ast.unparse(call))
        for path in modules()
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("form.write")
    ]
    assert ("writing.py", "form.write(content, staged)") in calls
    assert {name for name, _ in calls} <= {"writing.py", "bundle.py"}, "a package writes into its own staging"


def test_no_exception_outlives_its_reason() -> None:
    assert not set(ELSEWHERE) - set(found())


def test_the_finder_sees_writes_and_lets_the_helper_pass() -> None:
    text = """
def bad(path, staged):
    path.write_text("x")
    path.open("w")
    open(path, mode="ab")
    staged.replace(path)
    table.to_csv(path)
def good(path, text):
    with whole(path) as staged:
        staged.write_bytes(b"x")
        table.to_csv(staged)
    text.replace("a", "b")
    path.open("rb")
    table.rename(columns={})
    return table.to_csv(index=False)
"""
    assert [one for one in writes(ast.parse(text)) if one[0] == "good"] == []
    assert [line for name, line in writes(ast.parse(text)) if name == "bad"] == [3, 4, 5, 6, 7]
