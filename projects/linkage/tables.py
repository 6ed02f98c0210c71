"""The tables and the report that ``build`` makes of a :class:`Matching`.

``matches.csv``         every pair that is not plainly apart: score, parts, veto, link, verdict
``matches_review.csv``  the doubtful ones, with what a person needs to decide; a row can be
                        copied to ``decisions.csv`` with date, editor and verdict
"""

from __future__ import annotations

import pandas as pd

from projects.linkage.groups import Matching
from projects.linkage.score import Pair

MATCH_COLUMNS = ["a", "b", "score", "parts", "veto", "link", "part", "verdict", "decided"]
REVIEW_COLUMNS = [
    "a",
    "b",
    "score",
    "parts",
    "a_document",
    "a_section",
    "a_name",
    "a_place",
    "b_document",
    "b_section",
    "b_name",
    "b_place",
]


def matches(matching: Matching) -> pd.DataFrame:
    """One row per kept pair, by descending score.

    Parameters
    ----------
    matching
        What :func:`projects.linkage.groups.match` found.

    Returns
    -------
    pd.DataFrame
        Columns :data:`MATCH_COLUMNS`; ``decided`` is empty where nobody decided.
    """
    rows = []
    for pair in matching.pairs:
        row = matching.decided.get((pair.a, pair.b))
        how, part = (pair.link.how, pair.link.part) if pair.link else ("", "")
        decided = f"{row.verdict} {row.date} {row.editor}" if row else ""
        rows.append((pair.a, pair.b, pair.score, _parts(pair), pair.veto, how, part, pair.verdict, decided))
    return pd.DataFrame(rows, columns=MATCH_COLUMNS)


def review(matching: Matching) -> pd.DataFrame:
    """One row per doubtful pair, by descending score.

    Parameters
    ----------
    matching
        What :func:`projects.linkage.groups.match` found.

    Returns
    -------
    pd.DataFrame
        Columns :data:`REVIEW_COLUMNS`; no row where no pair is doubtful.
    """
    by_id = {record.id: record for record in matching.records}
    rows = []
    for pair in matching.review:
        sides = [by_id[side] for side in (pair.a, pair.b)]
        told = [value for r in sides for value in (r.document, r.section, r.name, r.place)]
        rows.append([pair.a, pair.b, pair.score, _parts(pair), *told])
    return pd.DataFrame(rows, columns=REVIEW_COLUMNS)


def report(matching: Matching) -> list[str]:
    """Plain lines: how many projects, parts, doubtful pairs and decisions, then each alarm.

    Parameters
    ----------
    matching
        What :func:`projects.linkage.groups.match` found.

    Returns
    -------
    list[str]
        One line of counts, and one beginning with ``ALARM`` for each decision that no longer applies.
    """
    grouped = [record.project for record in matching.records if record.project]
    lines = [
        f"projects named more than once: {len(set(grouped))} ({len(grouped)} records);"
        f" parts of another: {len(matching.links)}; to review: {len(matching.review)};"
        f" decisions in force: {len(matching.decided)}"
    ]
    return lines + [f"ALARM {alarm}" for alarm in matching.alarms]


def _parts(pair: Pair) -> str:
    return "; ".join(f"{name} {value:g}" for name, value in pair.parts)
