"""Industry and kind of a Mention: the name decides, then what heads it; rules first, weights behind them.

Rules are rows of ``data/rules/industry_rules.csv``: words that hardly err. Where none of the name's
rules fits, and where the words beside it leave no doubt that the rule errs, the weights
(``projects.extraction.weighing``) say what the name with its heading and its clause speaks for. Only a
name that tells none takes the industry of what heads it. Where the heading says another than the name,
both are kept. The id of the rule that fired, or the feature that weighed most, is kept too; a Mention
that tells nothing has an empty industry and an empty rule.
Kinds are rows of ``data/rules/kind_rules.csv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from projects.extraction.weighing import weigh
from projects.extraction.words import is_complete_name
from projects.vocabulary.rules import rules

WEIGHED = "weighed: "  # before the feature, where weights and no rule decided
SURE = 0.8  # certainty of the weights from which on no rule and no company's name is heard
UNSURE = 0.2  # below it a name tells none, and what heads it is heard


@dataclass(frozen=True, slots=True)
class Industry:
    """Industry code of ``data/industries.csv`` and the id of the rule; both empty when none fits.

    ``by_heading`` is the code that the heading alone gives, where it is another one; else empty.
    """

    code: str
    rule: str
    by_heading: str = ""


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    priority: int
    scope: str
    pattern: re.Pattern[str]
    code: str

    def fits(self, text: str) -> bool:
        found = self.pattern.fullmatch if self.scope == "name-whole" else self.pattern.search
        return bool(text) and found(text) is not None


def industry(name: str, category: str, heading: str, *, company: str = "", clause: str = "") -> Industry:
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
    clause
        The words of the document in which the name stands; empty when they are not known.

    Returns
    -------
    Industry
        Empty where nothing tells one; its rule begins with ``weighed:`` where the weights decided.
    """
    bare = name.replace(company, "", 1) if company and len(company) < len(name) - 3 else name
    headed = by_heading(category, heading)
    over = category or heading
    found = by_name(bare)
    if found and clause:
        found = _weighed(name, over, clause, SURE, unless=found.code) or found
    if found is None and bare != name:
        found = _weighed(bare, over, clause, SURE, unless="mixed") or by_name(name)
    found = found or _weighed(name, over, clause, UNSURE if headed.code not in ("", "mixed") else 0.0)
    if found is None:
        return headed
    return replace(found, by_heading=headed.code) if headed.code not in ("", found.code) else found


@lru_cache(maxsize=4096)
def by_name(name: str) -> Industry | None:
    """What the rules say of a name alone; None when none fits."""
    return _first("name", name)


@lru_cache(maxsize=4096)
def by_heading(category: str, heading: str) -> Industry:
    """What the rules say of the headings alone, the item's before the section's; empty when none fits."""
    return _first("category", category) or _first("heading", heading) or Industry("", "")


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
    return by_name(name) is not None


def kind(name: str, category: str = "") -> str:
    """project, base, park or town, by the end of the name; one cut off is what it is listed as."""
    found = _kind(name)
    return _kind(category) if found == "project" and category and not is_complete_name(name) else found


def _kind(text: str) -> str:
    return next(kind for pattern, kind in _kind_rules() if pattern.search(text))


def _weighed(name: str, over: str, clause: str, least: float, unless: str = "") -> Industry | None:
    """What the weights say, unless they are less certain than *least* or say *unless*."""
    found = weigh(name, over, clause)
    if found is None or found.certainty < least or found.code == unless:
        return None
    return Industry(found.code, WEIGHED + found.feature)


def _first(of: str, text: str) -> Industry | None:
    """Industry of the first rule of names, categories or headings that fits."""
    return next((Industry(rule.code, rule.id) for rule in _industry_rules(of) if rule.fits(text)), None)


@cache
def _industry_rules(of: str) -> tuple[_Rule, ...]:
    """Rules whose scope begins with *of*, the most urgent first."""
    rows = sorted(rules("industry_rules"), key=lambda row: int(row["priority"]))
    return tuple(
        _Rule(row["id"], int(row["priority"]), row["scope"], re.compile(row["pattern"]), row["industry"])
        for row in rows
        if row["scope"] in (of, f"{of}-whole")
    )


@cache
def _kind_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = sorted(rules("kind_rules"), key=lambda row: int(row["priority"]))
    return tuple((re.compile(row["pattern"]), row["kind"]) for row in rows)
