"""What a section is by its heading: one that looks back, describes the situation, explains words, or neither.

Input: the tree of a document. The patterns are the rows of ``data/rules/section_types.csv``. What stands
in a section that looks back (工作回顾, 发展基础) is told as done; everywhere else a plan says what shall
be, whatever its verbs are: 建成通车 in the tasks of a year is an aim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from projects.extraction.mention import Mention
from projects.extraction.units import Tree
from projects.vocabulary.rules import rules

BACK = "back"
_REVIEW = "review"
_PARTS = "第（"  # what begins the label of a section in another: 第一章第二节, 一（四）


def skipped(tree: Tree) -> dict[str, tuple[str, str]]:
    """Sections that describe the situation or explain words, by label: type and reason."""
    return {
        label: (row["type"], row["reason"]) for label, row in _types(tree).items() if row["type"] != _REVIEW
    }


def looking_back(mentions: Iterable[Mention], tree: Tree) -> list[Mention]:
    """*mentions*, of which those in a section that looks back, or in a part of one, say so."""
    reviews = [label for label, row in _types(tree).items() if row["type"] == _REVIEW]
    return [
        replace(one, looks=BACK) if any(_is_within(one.section, label) for label in reviews) else one
        for one in mentions
    ]


def _types(tree: Tree) -> dict[str, dict[str, str]]:
    """Label of a section → the last row that fits its heading."""
    return {
        label: row
        for label, title in tree.headings
        for row in rules("section_types")
        if re.search(row["pattern"], re.sub(r"\s+", "", title))
    }


def _is_within(section: str, label: str) -> bool:
    return section == label or (bool(label) and section.startswith(label) and section[len(label)] in _PARTS)
