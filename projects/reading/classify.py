"""Industry and kind of a Mention: the first rule, by priority, whose pattern fits.

Rules are rows of ``data/rules/industry_rules.csv`` (what the document itself heads the
item with comes before words in the name, words in the name before the heading of the
section) and ``data/rules/kind_rules.csv``. The id of the rule that fired is kept; a Mention
that no rule fits has an empty industry and says so with an empty rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from projects.reading.words import is_complete_name, trigger
from projects.rules import rules

_GENERAL = 58  # from this priority on rules look at what heads the item in general, after the whole name
_BEFORE_CATEGORY = re.compile(r"^.*的")  # 安全可靠的水利能源设施
_OF_CATEGORY = re.compile(r"(?:产业|行业|领域|项目|工程|类|设施|保障|能力|体系|建设)+$")
_LONGEST_LIST = 16


@dataclass(frozen=True, slots=True)
class Industry:
    """Industry code of ``data/industries.csv`` and the id of the rule; both empty when none fits."""

    code: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    priority: int
    scope: str
    pattern: re.Pattern[str]
    code: str


def industry(name: str, category: str, heading: str, *, company: str = "") -> Industry:
    """Industry of a Mention.

    Parameters
    ----------
    name
        The name as printed.
    category, heading
        The document's own heading of the item, and the title of the box or section.
    company
        The company in the name: its words tell what the firm is called, not what the
        project makes (盛联新能源 may build farm machines), so they count last.
    """
    bare = name.replace(company, "", 1) if company and len(company) < len(name) - 3 else name
    texts = {
        "category": category,
        "heading": heading,
        "category+name": f"{category} {name}",
        "name-whole": name,
        "name": bare,
    }
    whole = texts | {"name": name}
    own = [rule for rule in _industry_rules() if rule.priority < _GENERAL]
    headed = [rule for rule in _industry_rules() if rule.priority >= _GENERAL]
    rounds = [(own, texts), (own, whole), (headed, whole)]
    if _is_mixed(category):  # 装备制造及新材料: the name tells which of them it is
        named = [rule for rule in own if rule.scope != "category"]
        rounds = [(named, texts), (named, whole), *rounds]
    found = (_first(candidates, seen) for candidates, seen in rounds)
    return next((one for one in found if one), Industry("", ""))


def of_each(names: list[str], category: str, heading: str) -> Industry:
    """Industry of an item that names several things: theirs when they agree, else mixed.

    A town beside a work (甲镇、乙镇供水工程) only says where it is.
    """
    found = [industry(name, category, heading) for name in names]
    found = [one for one in found if one.rule != "n-town"] or found
    if len({one.code for one in found}) == 1:
        return found[0]
    return Industry("mixed", "+".join(one.rule for one in found))


def names_industry(name: str) -> bool:
    """Whether a word in *name* tells an industry."""
    return any(rule.scope == "name" and rule.pattern.search(name) for rule in _industry_rules())


def kind(name: str, category: str = "") -> str:
    """project, base, park or town, by the end of the name; one cut off is what it is listed as."""
    text = name if is_complete_name(name) or not category else category
    return next(row["kind"] for row in _kind_rules() if re.search(row["pattern"], text))


def _is_mixed(category: str) -> bool:
    """Whether a category names several industries or sectors side by side, so that it alone tells none.

    装备制造及新材料, 城建交通及社会事业; 水利能源: two words of two letters each.
    """
    bare = _OF_CATEGORY.sub("", _BEFORE_CATEGORY.sub("", category[trigger(category)[1] :]))
    pair = [bare[:2], bare[2:]] if len(bare) == 4 else []
    if not pair and (len(bare) > _LONGEST_LIST or not re.search("[、及和与]", bare)):
        return False
    ours = [rule for rule in _industry_rules() if rule.scope == "category"]
    first = next((match.group() for rule in ours if (match := rule.pattern.search(bare))), "")
    if first == bare:  # 红色教育 is one thing
        return False
    return len({rule.code for rule in ours if any(rule.pattern.search(text) for text in [bare, *pair])}) > 1


def _first(candidates: list[_Rule], texts: dict[str, str]) -> Industry | None:
    """Industry of the first rule that fits."""
    for rule in candidates:
        text = texts[rule.scope]
        fits = rule.pattern.fullmatch if rule.scope == "name-whole" else rule.pattern.search
        if text and fits(text):
            return Industry(rule.code, rule.id)
    return None


@cache
def _industry_rules() -> tuple[_Rule, ...]:
    rows = sorted(rules("industry_rules"), key=lambda row: int(row["priority"]))
    return tuple(
        _Rule(row["id"], int(row["priority"]), row["scope"], re.compile(row["pattern"]), row["industry"])
        for row in rows
    )


@cache
def _kind_rules() -> tuple[dict[str, str], ...]:
    return tuple(sorted(rules("kind_rules"), key=lambda row: int(row["priority"])))
