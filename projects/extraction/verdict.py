"""The verdict: which candidates of a paragraph are names, how sure is that, and which rule says so.

One function, :func:`judge`, for boxes, lists, tasks and running text alike. A candidate is described by
features (``projects.extraction.features``), each a short text such as ``sense=building``. Rows of
``data/rules/verdict.csv`` give each feature a weight. The weights are added up twice:

1. stage 1 weighs each candidate alone;
2. stage 2 adds to that sum what the rest of the paragraph says: the members of the same enumeration,
   the clauses beside it, how many names stand near.

The sum, put through the logistic function, is the probability that a careful reader would list the
candidate. The weights were fitted to hand-made labels (``tests/benchmarks/fit_verdict.py``), on documents
left out, so that a value of 0.7 means that seven of ten such candidates are names.

The rule of a verdict is the id of a row of ``data/rules/patterns.csv``: the shape of the clause in which
the candidate was found (:func:`pattern`). A reject says in plain words what spoke most against it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat

from projects.extraction.candidate import Candidate
from projects.extraction.classify import kind
from projects.extraction.features import Setting, contexts, features, overlap, sketch
from projects.extraction.toponyms import is_place
from projects.vocabulary.rules import rules

__all__ = ["Verdict", "is_no_name", "judge", "pattern"]

CUT = "another cut of the same words"
_TIE = 1e-6  # what just reaches the threshold is taken
BESIDE = 0.25  # confidence that is enough for a member of a list whose others are names
_NO_PROJECTS = (
    (("公司", "集团", "企业", "股份"), "a firm, not a project"),
    (
        ("意见", "方案", "条例", "办法", "制度", "规划", "政策", "计划", "行动", "报告", "会", "节", "赛"),
        "a document, policy or event",
    ),
)

# Words that tell of something where they stand in a name; half a pair of marks, half a clause.
_SENTENCE = re.compile(
    r"晋升|走出了|初具|评为|入选|获评|列入|荣获|跻身|打造成|《[^》]*$|及周边.*的|^(?:与|以及|\[)"
)
# Who does something and what is done: a county and the title that it applies for, a sector and its project.
_DEED = re.compile(
    "[\u4e00-\u9fff]{4}(?:(?:重点|加快)推进|(?:成功)?(?:创建|申报|争创|打造)|升级(?=为|国家|省)|上升为|成为|办好|做好)"
    "(?!工程|项目|示范|区).{3,}"
)
_LIST_TITLE = re.compile("十[一二三四五六]五(?:规划|期间|时期)?重[点大](?:建设|工程)?(?:项目|工程)$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accepted or not, how sure (0–1), the pattern, and for a reject what spoke most against it."""

    accepted: bool
    confidence: float
    rule: str
    reason: str = ""


def judge(candidates: Sequence[Candidate], setting: Setting) -> list[Verdict]:
    """The verdicts on all candidates of one paragraph, in their order."""
    if not candidates:
        return []
    hopeful_ones = [index for index, one in enumerate(candidates) if hopeful(one)]
    near = [candidates[index] for index in hopeful_ones]
    given = [features(one, setting) for one in near]
    weighed = together(near, [alone(found) for found in given])
    confidence = [0.0 if is_no_name(one.name) else value for one, value in zip(near, weighed, strict=True)]
    taken = with_neighbours(near, confidence, chosen(near, confidence, threshold()))
    result = [Verdict(False, 0.0, pattern(one), _reason(one)) for one in candidates]
    for at, index in enumerate(hopeful_ones):
        one, value = near[at], round(confidence[at], 3)
        why = "" if at in taken else CUT if confidence[at] >= threshold() else _reason(one, given[at])
        result[index] = Verdict(at in taken, value, pattern(one), why)
    return result


def together(candidates: Sequence[Candidate], logits: Sequence[float]) -> list[float]:
    """Confidence of candidates whose sums of stage 1 are *logits*, weighed beside each other (stage 2)."""
    weights = _weights("2")
    own = weights["logit"]
    result = []
    for logit, around in zip(logits, contexts(candidates, logits), strict=True):
        total = own * logit + _total(around, weights)
        result.append(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))
    return result


def chosen(candidates: Sequence[Candidate], confidence: Sequence[float], least: float) -> set[int]:
    """Indices of those that reach *least*; of rivals for the same words the set that is worth most.

    A candidate is worth what its confidence has over *least*, so that two sure names are taken before the
    one that joins them (weighted interval scheduling: Kleinberg and Tardos, Algorithm Design, 6.1).
    """
    clauses: dict[tuple[int, int], list[int]] = {}
    for index, value in enumerate(confidence):
        if value >= least:
            clauses.setdefault(candidates[index].clause, []).append(index)
    taken: set[int] = set()
    for inside in clauses.values():
        inside.sort(key=lambda index: candidates[index].end)
        ends = [candidates[index].end for index in inside]
        best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
        for at, index in enumerate(inside):
            worth, before = best[bisect_right(ends, candidates[index].start, 0, at)]
            with_it = (worth + confidence[index] - least + _TIE, (*before, index))
            best.append(max(best[at], with_it, key=lambda one: one[0]))
        taken.update(best[-1][1])
    return taken


def surest(candidates: Sequence[Candidate], confidence: Sequence[float], least: float) -> set[int]:
    """Indices of those that reach *least*; of rivals for the same words only the surest, however unsure."""
    order = sorted((-value, index) for index, value in enumerate(confidence) if value >= least)
    taken: dict[tuple[int, int], list[int]] = {}
    for _, index in order:
        one = candidates[index]
        beside = taken.setdefault(one.clause, [])
        if not any(overlap(one, candidates[other]) for other in beside):
            beside.append(index)
    return {index for beside in taken.values() for index in beside}


def with_neighbours(
    candidates: Sequence[Candidate], confidence: Sequence[float], taken: set[int]
) -> set[int]:
    """*taken*, and the members that share their end with a list, half of which and more are taken."""
    result = set(taken)
    lists: dict[tuple[tuple[int, int], int], dict[int, list[int]]] = {}
    for index, one in enumerate(candidates):
        lists.setdefault((one.clause, one.enumeration), {}).setdefault(one.position, []).append(index)
    for members in lists.values():
        there = {position for position, readings in members.items() if not taken.isdisjoint(readings)}
        count = max(candidates[readings[0]].siblings for readings in members.values())
        if not there or 2 * len(there) < max(count, len(members)):
            continue
        for position in members.keys() - there:
            best = max(members[position], key=confidence.__getitem__)
            one = candidates[best]
            free = not any(
                overlap(one, candidates[at]) for at in result if candidates[at].clause == one.clause
            )
            if free and one.made == "shared" and confidence[best] >= BESIDE:
                result.add(best)
    return result


def hopeful(one: Candidate) -> bool:
    """Whether a candidate is worth a closer look: a quick sum over few features (stage 0)."""
    if _LIST_TITLE.search(one.name):
        return False
    weights = _weights("0")
    return _total(sketch(one), weights) >= _weights("threshold")["sketch"]


def is_no_name(name: str) -> bool:
    """Whether a text is no project's name whatever stands around it: a sentence, or a county's own name."""
    is_sentence = _SENTENCE.search(name) or _DEED.search(name) or name.count("（") != name.count("）")
    return bool(is_sentence) or (is_place(name) and kind(name) == "project")


def alone(found: list[str]) -> float:
    """The sum of stage 1."""
    return _total(found, _weights("1"))


def _total(found: list[str], weights: dict[str, float]) -> float:
    """The sum of the *weights* of the features *found*; one without a weight adds nothing."""
    return sum(map(weights.get, found, repeat(0.0)))


def threshold() -> float:
    """The confidence from which on a candidate counts as a name."""
    return _weights("threshold")["accept"]


def pattern(one: Candidate) -> str:
    """The id of the row of ``patterns.csv`` that tells in which shape of clause *one* was found."""
    if one.shape == "head":
        return "shared-head"
    if one.shape == "tail":
        return "counted-tail" if one.counted else "shared-tail"
    if one.subject:
        return "inner-verb"
    if one.summed and one.siblings == 1:
        return "number-of"
    if one.lead and one.siblings == 1 and not one.senses and not one.told:
        return "lead-sentence"
    if not one.senses and not one.told_sense and one.told:
        return "told-name"
    frame = "verb" if one.senses else "state" if one.told_sense else "bare"
    if one.counted or one.count:
        return f"{frame}-counted"
    if one.siblings > 1:
        ends = frame != "bare" and one.position + 1 == one.siblings
        return f"{frame}-list-end" if ends else f"{frame}-list"
    if one.shape == "open" and frame != "bare":
        return f"{frame}-open"
    return f"{frame}-name-state" if one.senses and one.told_sense else f"{frame}-name"


def _reason(one: Candidate, found: Sequence[str] = ()) -> str:
    """What speaks most against a candidate, in plain words; *found* are its features when it was weighed."""
    if _LIST_TITLE.search(one.name):
        return "a title above the list"
    if one.summed or "has=count" in found:
        return "a number of unnamed things"
    for endings, reason in _NO_PROJECTS:
        if one.name.endswith(endings):
            return reason
    if one.shape == "open" and one.senses:
        return "an aim without a place"
    if one.shape == "open":
        return "no words that close a name"
    if not one.senses and not one.told_sense:
        return "an existing thing in passing"
    return "a class of things"


@cache
def _weights(stage: str) -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in rules("verdict") if row["stage"] == stage}
