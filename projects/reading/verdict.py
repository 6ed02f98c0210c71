"""The verdict: is a candidate a name, how sure is that, and which rule says so.

One function, :func:`judge`, for boxes, lists, tasks and running text alike. A candidate is described by
features (:func:`features`), each a short text such as ``sense=building`` or ``end=产业园``. Rows of
``data/rules/verdict.csv`` give each feature a weight; the sum of the weights, put through the
logistic function, is the probability that a careful reader would list the candidate. The weights were
fitted to hand-made labels (``tests/benchmarks/fit_verdict.py``), so that a value of 0.7 means that
seven of ten such candidates are names; README shows the reliability on places left out.

What can be said without weighing, because no document may overrule it, are rows of
``data/rules/refusals.csv``: an amount, a sum of unnamed things, a policy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from projects.reading.candidates import Candidate
from projects.reading.ngrams import areas_of, rarity
from projects.reading.words import name_end
from projects.rules import rules

RARE = 3.0  # ln(292 / areas): fewer than 15 areas print it
_QUANTITY = re.compile(r"\d[\d.×x+]*(?:万|亿|千|百)?(?:吨|千瓦|兆瓦|头|只|套|台|辆|平方米|亩|米|公里|MW|GW|kV|千伏|张|床|立方米|方|平米|件|吉瓦|kW)")
_LINE_NUMBER = re.compile(r"\d+号线|[GSXY]\d{1,4}|[国省县]道\d{2,3}|\d{2,3}[国省]道|\d线")
_COUNTED = re.compile(r"^[\d一二三四五六七八九十百两多]+(?:余|多)?(?:个|条|座|处|家|项|所|类|大|批|万|亿|户|件|对|名|人)")
_CLASS_HEAD = re.compile(r"^(?:全市|全区|全县|全省|各|一批|若干|多个|更多|每|所有|有关|相关|其他|部分|我市|我区|我县|我省|全国|国内|世界|国际|区域)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a candidate: ``place`` tells whether a text is a place name of the country."""

    listed: bool = False
    review: bool = False
    place: Callable[[str], bool] = lambda _: False
    own: frozenset[str] = frozenset()  # names of the document's own area and of the counties in it


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accepted or not, how sure (0–1), and the rule: the context and the features that weighed most."""

    accepted: bool
    confidence: float
    rule: str
    reason: str = ""


def features(one: Candidate, setting: Setting) -> list[str]:
    """What is weighed, as texts; order does not matter and nothing stands twice."""
    name = one.name
    where = "list" if setting.listed else "run"
    end = name_end(name)
    kind = _end_kinds().get(end, "none" if not end else "other")
    sense = one.senses[-1] if one.senses else "none"
    told = one.told_sense or "none"
    idf = rarity(name)
    rare = [value > RARE for value in idf]
    begins, holds = _places(name, setting.place)
    found = [
        "bias", f"in={where}", f"sense={sense}", f"{where}:sense={sense}", f"told={told}",
        f"sense+told={sense}+{told}", f"kind={kind}", f"sense+kind={sense}+{kind}", f"told+kind={told}+{kind}",
        f"end={end or '-'}", f"last2={name[-2:]}", f"last1={name[-1:]}", f"last3={name[-3:]}", f"first2={name[:2]}", f"first1={name[:1]}",
        f"length={_bin(len(name), (3, 4, 5, 6, 8, 11, 15, 20, 28))}", f"shape={one.shape}", f"{where}:shape={one.shape}",
        f"siblings={_bin(one.siblings, (1, 2, 3, 5, 8))}", f"{where}:siblings={_bin(one.siblings, (1, 2, 3, 5, 8))}",
        f"rarest={_bin(int(max(idf, default=0)), (1, 2, 3, 4, 5))}", f"mean={_bin(int(2 * sum(idf) / max(1, len(idf))), (1, 2, 3, 4, 5, 6, 8))}",
        f"rare={_bin(sum(rare), (0, 1, 2, 3, 4, 6))}", f"rarehead={any(rare[:3])}",
        f"place={'begins' if begins else 'holds' if holds else 'none'}",
        f"place+rare={begins or holds}+{min(sum(rare), 3)}", f"kind+rare={kind}+{min(sum(rare), 3)}+{begins or holds}",
        f"kind+place={kind}+{'begins' if begins else holds}",
        f"counted={_counted(one)}", f"review={setting.review}", f"review:sense={setting.review}+{sense}+{told}",
    ]  # fmt: skip
    if one.verbs:
        found += [f"verbs={one.verbs[-4:]}", f"verb2={one.verbs[-2:]}"]
    if one.told:
        found += [f"toldword={one.told[:4]}", f"told2={one.told[:2]}"]
    if one.subject:
        found.append("subject")
    if one.summed:
        found += ["summed", f"summed:{one.siblings > 1}:{kind}"]
    if one.counted:
        found += [f"class={one.counted[-2:]}", f"class4={one.counted[-4:]}"]
    if one.lead:
        found += [f"lead:closer={one.closer}", f"{where}:lead:closer={one.closer}+{sense}+{one.siblings > 1}"]
    tests = {
        "quantity": _QUANTITY.search(name), "line": _LINE_NUMBER.search(name), "count": _COUNTED.match(name),
        "class": _CLASS_HEAD.match(name), "of": "的" in name, "and": re.search("[和及与]", name), "comma": "、" in name,
        "bracket": re.search("[（(]", name), "latin": re.search("[A-Za-z]", name), "digit": re.search(r"\d", name),
        "own": any(name.startswith(own) for own in setting.own), "ownin": any(own in name for own in setting.own), "level": re.match("[市省区县]", name), "bookish": "《" in name,
        "state": re.match("国家", name), "ring": name.endswith(("率", "值", "数", "额")),
    }  # fmt: skip
    found += [f"has={key}" for key, hit in tests.items() if hit]
    common = areas_of(name) if len(name) <= 6 else areas_of(name[-6:])
    found.append(f"{'whole' if len(name) <= 6 else 'tail6'}areas={_bin(common, (0, 29, 60, 120, 200))}")
    found += {f"pair={name[i : i + 2]}" for i in range(len(name) - 1)}
    return found


def judge(candidates: Sequence[Candidate], setting: Setting) -> list[Verdict]:
    """The verdicts on all candidates of one paragraph, in their order."""
    weights = _weights()
    verdicts = []
    for one in candidates:
        total = sum(weights.get(feature, 0.0) for feature in (*features(one, setting), "intercept"))
        confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
        verdicts.append(Verdict(confidence >= 0.33, confidence, "clause", "no name of its own"))
    return verdicts


def _counted(one: Candidate) -> str:
    if not one.counted and not one.count:
        return "no"
    works = "项目" if "项目" in one.counted else "工程" if "工程" in one.counted else "other"
    return f"{works}+{one.count}"


def _places(name: str, place: Callable[[str], bool]) -> tuple[bool, bool]:
    begins = any(place(name[:length]) for length in range(2, min(5, len(name)) + 1))
    holds = begins or any(
        place(name[at : at + length]) for at in range(1, len(name) - 2) for length in (2, 3, 4)
    )
    return begins, holds


def _bin(value: int, edges: Sequence[int]) -> str:
    return next((str(edge) for edge in edges if value <= edge), "more")


@cache
def _end_kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in rules("name_ends")} 


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in rules("verdict")}
