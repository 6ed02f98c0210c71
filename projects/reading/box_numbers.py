"""The numbers in a box and how they nest: 1. （1） ① 一、 （一） 01 and bullets.

A number counts only when it is the next in its sequence, so that figures inside names stay
inside; one that goes on over groups (4. … （二）新开工项目 5. …) counts as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from projects.reading.numerals import BARE, CHINESE_NUMERAL, arabic

_MARKS = (
    (
        "dot",
        re.compile(
            r"(?:(?<=^)|(?<=[\n。；;：:）)”]))(\d{1,3})[.．、](?!\d(?!\d{3}年))"
            r"|(?<=[园区目程段站厂库路线院校心地期场桥城群])(?P<beside>\d{1,2})[.．、](?=[\u4e00-\u9fff“A-Z])"
        ),
    ),
    ("paren", re.compile(r"(?<![大小中])[（(](\d{1,2})[）)](?!型)")),
    ("half", re.compile(r"(?:(?<=^)|(?<=[\n；]))(\d{1,2})[）)]")),
    ("circle", re.compile(r"([①-⑳])")),
    ("han", re.compile(rf"(?:(?<=^)|(?<=[\n。；;]))([{CHINESE_NUMERAL}]+)、")),
    ("hanparen", re.compile(rf"(?:(?<=^)|(?<=[\n。；;：:，,]))[（(]([{CHINESE_NUMERAL}]+)[）)]")),
    ("bare", re.compile(rf"(?:(?<=^)|(?<=\n)){BARE}")),
    ("bullet", re.compile(r"(?:(?<=^)|(?<=[\n；。]))(——|[●○◎■◆◇★☆▲△▶►□▪▫•·◦➢❖])")),
)


@dataclass(slots=True)
class Node:
    """A number of a box: its path, where its mark stands and where its text begins and ends."""

    path: tuple[int, ...]
    mark: int  # where its mark begins
    start: int  # after the mark
    end: int = 0
    has_children: bool = False


def numbered(text: str) -> list[Node]:
    """The numbers of *text* in order; empty when it holds none."""
    found = sorted(
        (
            (m.start(), m.end(), kind, m.group(m.lastindex or 1))
            for kind, mark in _MARKS
            for m in mark.finditer(text)
        ),
        key=lambda mark: (mark[0], -mark[1]),
    )
    nodes: list[Node] = []
    stack: list[tuple[str, int]] = []
    reached: dict[str, int] = {}  # the last number of each kind: 4. … （二）新开工项目 5. …
    last_end = -1
    for start, end, kind, numeral in found:
        if start < last_end:
            continue
        depth = next((d for d, (k, _) in enumerate(stack) if k == kind), None)
        number = _number(kind, numeral, stack[depth][1] + 1 if depth is not None else 1)
        if depth is None:
            goes_on = number == reached.get(kind, 0) + 1
            if number != 1 and not goes_on and (start or kind not in ("dot", "paren", "circle")):
                continue  # a list that goes on from another page or part opens with any number
            stack.append((kind, number))
        elif number == stack[depth][1] + 1:
            stack = [*stack[:depth], (kind, number)]
        elif (
            number == 1 and depth == len(stack) - 1 and depth > 0 and nodes and _opens(text, nodes[-1], start)
        ):
            stack = [*stack[:depth], (kind, 1)]
        else:
            continue
        reached[kind] = number
        path = tuple(n for _, n in stack)
        if nodes:
            nodes[-1].end = start
            nodes[-1].has_children = len(path) > len(nodes[-1].path)
        nodes.append(Node(path, start, end))
        last_end = end
    if nodes:
        nodes[-1].end = len(text)
    return nodes


def item_of(path: tuple[int, ...]) -> str:
    """The path of numbers as it is stored: (3, 1) is 3(1)."""
    return str(path[0]) + "".join(f"({n})" for n in path[1:])


def nested(number: int, item: str) -> str:
    """The item path below a heading of the box: 2 and 3(1) give 2(3)(1)."""
    first, mark, rest = item.partition("(")
    return f"{number}({first}){mark}{rest}"


def _opens(text: str, node: Node, start: int) -> bool:
    """Whether the text before a new (1) closes like a category label."""
    return text[node.start : start].rstrip().endswith(("：", ":"))


def _number(kind: str, numeral: str, expected: int) -> int:
    if kind == "circle":
        return ord(numeral) - ord("①") + 1
    if kind == "bullet":
        return expected
    return arabic(numeral)
