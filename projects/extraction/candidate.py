"""The form of a candidate: what :mod:`projects.extraction.candidates` finds and the verdict judges."""

from __future__ import annotations

from dataclasses import dataclass


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
