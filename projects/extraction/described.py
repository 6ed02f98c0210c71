"""What a Mention is, by its own words and those over it: kind, industry, company, values."""

from __future__ import annotations

from dataclasses import dataclass

from projects.extraction.classify import Industry, by_heading, industry, kind, names_industry, of_each
from projects.extraction.mention import Given, Mention
from projects.extraction.names import head_core, whole_names
from projects.extraction.scopes import Scope
from projects.extraction.targets import target_wan_yuan
from projects.extraction.values import company, has_firm_word, read_values
from projects.vocabulary.rules import rules


@dataclass(frozen=True, slots=True)
class Description:
    """Kind, industry, company and values of one Mention.

    Amounts are in 万元, years are four digits; None and empty where the document says nothing.
    ``project_code`` is that of GB/T 40058.
    """

    kind: str
    industry: str
    industry_rule: str
    entity: str
    project_code: str
    investment_wan_yuan: float | None
    target_wan_yuan: float | None
    period_start: int | None
    period_end: int | None
    scale: str


def describe(mention: Mention, scope: Scope) -> Description:
    """Classify a Mention and read its values; the columns of a list go before its words.

    Parameters
    ----------
    mention
        As extraction gives it.
    scope
        What its document speaks for: names of places before a name are no company.

    Returns
    -------
    Description
        Kind and industry by the rules, amounts and years as the item prints them.
    """
    values = read_values(mention.text)
    given = mention.given or Given()
    core = head_core(mention.name, tuple(t.text for t in scope.city_toponyms(mention.name)))
    firm = given.entity or company(mention.name, core)
    found = _industry(mention, given, firm)
    # In a public work's name a place or a person stands where a company would.
    is_public = any(row["industry"] == found.code for row in rules("public_works"))
    if is_public and not given.entity and not has_firm_word(firm):
        firm = ""
    investment = given.investment_wan_yuan
    return Description(
        kind=mention.kind_hint or kind(mention.name, mention.category if mention.listed else ""),
        industry=found.code,
        industry_rule=found.rule,
        entity=firm,
        project_code=given.project_code,
        investment_wan_yuan=values.investment_wan_yuan if investment is None else investment,
        target_wan_yuan=target_wan_yuan(mention.text),
        period_start=given.period_start or values.period_start,
        period_end=given.period_end or values.period_end,
        scale=values.scale,
    )


def _industry(mention: Mention, given: Given, firm: str) -> Industry:
    over = given.industry or mention.category
    clause = mention.sentence or mention.text
    headed = by_heading(over, mention.heading)
    if mention.kind_hint == "town" and headed.code and not names_industry(mention.name):
        return headed  # its bare name tells none
    several = whole_names(mention.name)
    if len(several) > 1:
        return of_each(several, over, mention.heading)
    return industry(mention.name, over, mention.heading, company=firm, clause=clause)
