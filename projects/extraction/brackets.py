"""Brackets and quotations in Chinese text, whatever closes them.

In: a text. Out: how many are open at its end, or where in it some marks stand outside all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

_OPEN, _CLOSE = "（(〔[【《“", "）)〕]】》”"


def outside_brackets(text: str, marks: str) -> Iterator[int]:
    """Positions in *text* of the characters of *marks* that stand in no bracket or quotation."""
    depth = 0
    for index, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
        elif char in marks and not depth:
            yield index


def bracket_depth(text: str) -> int:
    """Brackets left open in *text*; a bracket closed by a wrong one counts as closed.

    Parameters
    ----------
    text
        Any text; opening quotation marks (“, 《) count as brackets.

    Returns
    -------
    int
        How many, 0 where all are closed.
    """
    depth = 0
    for char in text:
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
    return depth
