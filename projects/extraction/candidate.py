"""The form of a candidate, which ``candidates`` finds and the verdict judges; the words that are its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIGURES = re.compile(  # ，总投资12亿元，占地300亩 behind a name
    r"，(?:总投资|计划投资|投资|占地|总占地|规划面积|建筑面积|总建筑面积|全长|总长|年产|日处理|装机|床位|新增床位)[^，。；]{2,30}"
)
_STOPS = "。；;"
_BESIDE = 50  # characters on each side of a name that tell what it is


@dataclass(slots=True)
class Candidate:
    """A span that may be a name, and what its clause says of it.

    ``name`` is as printed, with a shared head or tail added and quotation marks left out; ``start``
    and ``end`` are those of the printed part. ``clause`` is the whole clause. Candidates of one
    enumeration bear the same ``enumeration``; those of one member the same ``position``.
    """

    name: str
    start: int
    end: int
    clause: tuple[int, int] = (0, 0)
    verbs: str = ""
    senses: tuple[str, ...] = ()
    told: str = ""
    told_sense: str = ""
    counted: str = ""  # the class behind 等
    count: bool = False  # whether a number stands with it
    enumeration: int = 0
    position: int = 0
    siblings: int = 0
    shape: str = "whole"  # whole, open (closes like no name), tail, head
    made: str = "printed"  # how it was cut or completed: printed, late, open, whole, parted, joined, …
    joint: int = 0  # where in the name a shared tail begins, where a shared head ends; 0 without one
    summed: bool = False  # a number of unnamed things stands before it
    subject: str = ""  # who builds or where, before an inner verb
    lead: bool = False  # the paragraph's first clause
    closer: str = ""  # the mark behind the clause
    before: str = ""  # two characters before the name
    behind: str = ""  # two characters behind it


def own_words(text: str, one: Candidate) -> str:
    """What is said of this one alone: its clause and the figures behind it; beside others only its name.

    A total that stands before or behind a list (总投资18亿元的A、B项目) is of none of its members.
    """
    if one.siblings > 1 or one.counted or one.summed:
        return text[one.start : one.end]
    end = one.clause[1]
    while figures := _FIGURES.match(text, end):
        end = figures.end()
    return text[one.clause[0] : end]


def beside(text: str, one: Candidate) -> str:
    """The name among the words of its sentence, of others too: they tell its industry where it does not."""
    start = max(text.rfind(mark, 0, one.start) for mark in _STOPS) + 1
    end = min((at for mark in _STOPS if (at := text.find(mark, one.end)) >= 0), default=len(text))
    before = text[max(start, one.start - _BESIDE) : one.start]
    return before + one.name + text[one.end : min(end, one.end + _BESIDE)]
