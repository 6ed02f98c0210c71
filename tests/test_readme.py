"""README and the command line say the same: its lines parse, and it leaves no command out."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.__main__ import parser as geo_parser
from projects.__main__ import parser as projects_parser
from projects.store.database import open_store
from projects.store.query import mask
from projects.store.sentence import understood

README = Path(__file__).parents[1] / "README.md"
PARSERS = {"projects": projects_parser, "geo": geo_parser}
HALVES = re.split(r"^## English$", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
LINE = re.compile(r"python -m (projects|geo)\b([^`\n&]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
# Options of other programs that README names.
FOREIGN: frozenset[str] = frozenset()


def lines(text: str) -> list[tuple[str, str]]:
    """Program and arguments of each line of a code block, without its comment."""
    found = []
    for line in text.splitlines():
        if line.startswith("    "):
            found += [(match[1], match[2].split("  #")[0].strip()) for match in LINE.finditer(line)]
    return found


def paths(program: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """``projects review list`` … with the parser of each, the program itself first."""
    open_ = [(program, PARSERS[program]())]
    while open_:
        path, parser = open_.pop(0)
        yield path, parser
        for action in parser._actions:  # the one way to ask a parser for its commands
            if isinstance(action, argparse._SubParsersAction):
                open_ += [(f"{path} {name}", one) for name, one in action.choices.items()]


def options() -> set[str]:
    found: set[str] = set()
    for program in PARSERS:
        for _, parser in paths(program):
            found |= {name for action in parser._actions for name in action.option_strings}
    return found


def leaves() -> list[str]:
    every = [path for program in PARSERS for path, _ in paths(program)]
    return [path for path in every if not any(other.startswith(f"{path} ") for other in every)]


@pytest.mark.parametrize(("program", "arguments"), lines(HALVES[0]))
def test_every_line_parses(program: str, arguments: str) -> None:
    assert PARSERS[program]().parse_args(shlex.split(arguments)).run


def test_the_blocks_are_read() -> None:
    found = lines(HALVES[0])
    assert len(found) > 25
    assert {program for program, _ in found} == {"projects", "geo"}


@pytest.mark.parametrize("path", leaves())
def test_every_command_stands_in_readme(path: str) -> None:
    """Written out (``python -m projects print``), or as a word of a line or list of its group."""
    program, *words = path.split()
    text = "\n".join(HALVES)
    assert re.search(rf"python -m {program} {words[0]}\b|`{words[0]}[ `]", text), path
    if len(words) == 2:
        group = rf"{words[0]}(?:[^\n`]*[ |；]){words[1]}\b"
        assert re.search(group, text) or re.search(rf"[；，#] *{words[1]}\b", text), path


@pytest.mark.parametrize("half", HALVES, ids=["zh", "en"])
def test_every_option_in_readme_exists(half: str) -> None:
    known = options()
    unknown = {one for line in half.splitlines() for one in _own_options(line)} - known - FOREIGN
    assert unknown == set()


def _own_options(line: str) -> list[str]:
    """Options in a line that is not about another program (pip, git, a test's own script)."""
    line = re.sub(r"(?:pip|tests/run|python -m (?:tests|venv|pytest|http))[^`]*", "", line)
    return OPTION.findall(line)


@pytest.mark.parametrize(
    "line", ["projects explain", "projects expert x", "geo locate x --yera 1", "projects print"]
)
def test_a_wrong_line_is_refused(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    program, *arguments = line.split()
    with pytest.raises(SystemExit):
        PARSERS[program]().parse_args(arguments)
    assert capsys.readouterr().err


def test_every_example_sentence_is_understood_and_finds_something() -> None:
    (line,) = (one for one in HALVES[0].splitlines() if "打一句话就筛选" in one)
    examples = re.findall("「([^」]+)」", line.split("选「")[0])
    assert len(examples) >= 3
    records = open_store().records()
    for example in examples:
        found = understood(example)
        assert not found.left and found.filters.active(), example
        assert mask(records, found.filters).any(), example
