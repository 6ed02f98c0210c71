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

from projects.rules import rules

_GENERAL = 58  # from this priority on rules look at what heads the item in general, after the whole name
_OF_CATEGORY = re.compile(r"(?:产业|行业|领域|项目|工程|类)+$")
_LONGEST_PAIR = 12


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
    own = [rule for rule in _industry_rules() if rule.priority < _GENERAL]
    if _is_mixed(category):  # 装备制造及新材料: the name tells which of them it is
        own = sorted(own, key=lambda rule: rule.scope == "category")
    headed = [rule for rule in _industry_rules() if rule.priority >= _GENERAL]
    found = _first(own, texts)
    if found is None and bare != name:
        found = _first(own, texts | {"name": name})
    return found or _first(headed, texts) or Industry("", "")


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


def kind(name: str) -> str:
    """project, base, park or town, by how the name ends."""
    return next(row["kind"] for row in _kind_rules() if re.search(row["pattern"], name))


def _is_mixed(category: str) -> bool:
    """Whether a category names several industries side by side, so that it alone does not tell one."""
    named = (rule for rule in _industry_rules() if rule.scope == "category" and rule.pattern.search(category))
    bare = _OF_CATEGORY.sub("", category)
    beside = len(bare) == 4 or (len(bare) <= _LONGEST_PAIR and re.search("[、及和与]", bare))
    return bool(beside) and len({rule.code for rule in named}) > 1


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
