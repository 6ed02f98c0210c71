"""A run as JSON, to be kept or handed on, and what changed since a run that was kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from projects.errors import InputError
from projects.evaluation.calibration import bins
from projects.evaluation.labelled import Label
from projects.evaluation.leaving import gap, parted
from projects.evaluation.scoring import Evaluation
from projects.model.records import Record

_LISTS = ("misses", "extras", "wrong industry", "wrong kind", "wrong stage", "wrong place")


def as_dict(result: Evaluation, *, leave_out: Sequence[str] = ()) -> dict[str, Any]:
    """The counts, rates and lists of one run, ready for JSON.

    Parameters
    ----------
    result
        A whole run.
    leave_out
        Beginnings of keys of documents; when given, ``leave_out`` holds the two groups apart.

    Returns
    -------
    dict
        ``scores`` (counts by group), ``rates`` (shares by group, None where nothing was judged),
        ``documents`` (coverage and tally of each), ``reliability``, and the lists of what is wrong.
    """
    found: dict[str, Any] = {
        "scores": {group: asdict(score) for group, score in sorted(result.scores.items())},
        "rates": {group: score.rates for group, score in sorted(result.scores.items())},
        "documents": {
            document: {"coverage": result.coverage[document], **asdict(result.tallies[document])}
            for document in result.documents
        },
        "reliability": [asdict(one) for one in bins(result)],
        "misses": sorted(where(label) for label in result.misses),
        "extras": sorted(where(record) for record in result.extras),
        "wrong industry": sorted(where(record) for _, record in result.wrong_industry),
        "wrong kind": sorted(where(record) for _, record in result.wrong_kind),
        "wrong stage": sorted(where(record) for _, record in result.wrong_stage),
        "wrong place": sorted(where(record) for _, record in result.wrong_place),
    }
    if leave_out:
        left, others = parted(result, leave_out)
        found["leave_out"] = {
            "places": list(leave_out),
            **{
                name: {"documents": part.documents, **asdict(part.total()), "rates": part.total().rates}
                for name, part in (("left_out", left), ("others", others))
            },
            "gap": gap(left.total(), others.total()),
        }
    return found


def to_json(result: Evaluation, *, leave_out: Sequence[str] = ()) -> str:
    """:func:`as_dict` as text, for :func:`compared`.

    Parameters
    ----------
    result
        A whole run.
    leave_out
        Beginnings of keys of documents that are also told apart from the others; empty for none.

    Returns
    -------
    str
        A JSON object, Chinese characters as they are.

    Raises
    ------
    InputError
        *leave_out* leaves one of the two groups empty.
    """
    return json.dumps(as_dict(result, leave_out=leave_out), ensure_ascii=False, indent=1)


def compared(result: Evaluation, earlier: str, kept_at: str) -> str:
    """What changed since a run that :func:`to_json` kept: counts by group, and each line gained or lost.

    Parameters
    ----------
    result
        The run of now.
    earlier
        The text that was kept.
    kept_at
        Where it was kept, for the message of an error.

    Returns
    -------
    str
        One line for each change, or ``nothing changed``.

    Raises
    ------
    InputError
        *earlier* is no such JSON.
    """
    try:
        before = json.loads(earlier)
        old_scores, lists = before["scores"], {key: before[key] for key in _LISTS if key in before}
        is_counts = isinstance(old_scores, dict) and all(isinstance(one, dict) for one in old_scores.values())
        if not is_counts or not all(isinstance(one, list) for one in lists.values()):
            raise TypeError("its scores are no groups of counts, or what it lists is no list")
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{kept_at}: not a run kept by evaluate --save ({error})") from error
    now = as_dict(result)
    lines = []
    for group in sorted(old_scores.keys() | now["scores"].keys()):
        a, b = old_scores.get(group, {}), now["scores"].get(group, {})
        changes = [
            f"{key} {a.get(key, 0)} → {b.get(key, 0)}" for key in b or a if a.get(key, 0) != b.get(key, 0)
        ]
        lines += [f"{group}: {', '.join(changes)}"] if changes else []
    for key, old in lists.items():
        lines += [f"no longer {key}: {line}" for line in old if line not in now[key]]
        lines += [f"newly {key}: {line}" for line in now[key] if line not in old]
    return "\n".join(lines) or "nothing changed"


def where(one: Label | Record) -> str:
    """Document, section, item and name in one line."""
    return f"{one.document} {one.section} {one.item} {one.name}"
