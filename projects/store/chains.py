"""Industry chains: what the plans name for one lead industry, from base to project.

Input: typed records, facts about companies, and the rows of ``data/rules/chains.csv`` (codes
and words of each chain) and ``chain_roles.csv`` (which record plays which part). Output: one
list per chain, and the Filters that show it on the map.

A record belongs to a chain when it bears one of its industries, or, of related and general
industries, when one of its words stands in its name or category; a chain that is narrower than
its industries (``by`` is words) takes only what its words mark in the name. A company belongs
to it when one of the chain's words stands in its name and facts name it, or when it is the
company of one of the chain's records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from projects.errors import InputError
from projects.extraction.names import without_region
from projects.model.records import LIST_SEPARATOR, first_named_first, project_keys
from projects.store.filters import Filters
from projects.vocabulary.rules import rules
from projects.vocabulary.style import families, industries

COMPANY = "company"
# Places of a record in its chain, by ``data/rules/chain_links.csv``.
LINKS = ("up", "mid", "down", "support")
COLUMNS = [
    "role",
    "role_label",
    "name",
    "place",
    "place_code",
    "level",
    "first_year",
    "plans",
    "records",
    "ids",
    "source",
    "query",
]
_COMPANY_ORDER = 5
_COMPANY_LABEL = {"zh": "企业", "en": "Companies"}


@dataclass(frozen=True, slots=True)
class Chain:
    """One lead industry: its codes, the words that mark it and those that do not."""

    code: str
    label_zh: str
    label_en: str
    industries: tuple[str, ...]
    words: tuple[str, ...]
    without: tuple[str, ...]
    is_narrow: bool  # only what its words mark, not all of its industries

    @property
    def filters(self) -> Filters:
        """The filter that shows the chain."""
        return Filters(chain=(self.code,))

    def label(self, lang: str) -> str:
        """What the chain is called."""
        return self.label_en if lang == "en" else self.label_zh

    def names(self, text: str) -> bool:
        """Whether one of its words stands in *text*."""
        rest = re.sub("|".join(map(re.escape, self.without)), "", text) if self.without else text
        return any(word in rest for word in self.words)


@cache
def chains() -> tuple[Chain, ...]:
    """All chains in the order of their table.

    Returns
    -------
    tuple[Chain, ...]
        The rows of ``data/rules/chains.csv``, read once.

    Raises
    ------
    InputError
        A row names an industry that is none.
    """
    known = {industry.code for industry in industries()}
    found = []
    for row in rules("chains"):
        codes = tuple(row["industry"].split(LIST_SEPARATOR))
        if unknown := set(codes) - known:
            raise InputError(f"chains.csv: {row['chain']}: no such industry: {', '.join(sorted(unknown))}")
        words, without = (tuple(filter(None, row[key].split(LIST_SEPARATOR))) for key in ("words", "without"))
        found.append(
            Chain(row["chain"], row["label_zh"], row["label_en"], codes, words, without, row["by"] == "words")
        )
    return tuple(found)


def chain(code: str) -> Chain:
    """The chain with this code.

    Parameters
    ----------
    code
        Column ``chain`` of ``data/rules/chains.csv``, such as ``bearings``.

    Returns
    -------
    Chain
        The row with that code, the same object at each call.

    Raises
    ------
    InputError
        There is none; the message lists the codes that there are.
    """
    found = next((each for each in chains() if each.code == code), None)
    if found is None:
        raise InputError(f"{code!r}: no such chain; expected {', '.join(each.code for each in chains())}")
    return found


def chain_records(one: Chain, records: pd.DataFrame) -> pd.DataFrame:
    """The rows of *records* that belong to a chain, in their order.

    Parameters
    ----------
    one
        As :func:`chain` gives it.
    records
        A table with the columns name, category and industry (code, empty for none), no text missing.

    Returns
    -------
    pd.DataFrame
        With all columns and the index of *records*; no row where none belongs to the chain.
    """
    printed = records["name"] if one.is_narrow else records["name"] + " " + records["category"]
    marked = printed.map(one.names).astype(bool)
    own = records["industry"].isin(one.industries)
    # A word marks what has no industry of its own or serves the chain: a research institute for
    # bearings; 铝合金轮毂 is of the vehicles all the same.
    serves = records["industry"].isin({"", *_serving(one)})
    return records[(marked & (own | serves)) if one.is_narrow else (own | (marked & serves))]


def chain_links(one: Chain, inside: pd.DataFrame) -> pd.Series[int]:
    """For each record of a chain the row of :func:`links_of` that its name fits first.

    Parameters
    ----------
    one
        As :func:`chain` gives it.
    inside
        Its records (:func:`chain_records`); only the column name is read.

    Returns
    -------
    pd.Series[int]
        Numbers of rows from 0, with the index of *inside*; -1 where the name fits none.

    Raises
    ------
    InputError
        A row of ``chain_links.csv`` names a link that is none.
    """
    found = pd.Series(-1, index=inside.index, dtype="int64")
    for number, row in enumerate(links_of(one)):
        fits = inside["name"].str.contains(row["pattern"], regex=True).astype(bool)
        found = found.mask((found < 0) & fits, number)
    return found


def links_of(one: Chain) -> tuple[dict[str, str], ...]:
    """The rows of ``chain_links.csv`` for a chain, in their order.

    Parameters
    ----------
    one
        As :func:`chain` gives it.

    Returns
    -------
    tuple[dict[str, str], ...]
        Column → text: ``link`` is one of :data:`LINKS`, ``pattern`` a regular expression for names.
        Empty for a chain without rows.

    Raises
    ------
    InputError
        A row names a link that is none.
    """
    rows = tuple(row for row in rules("chain_links") if row["chain"] == one.code)
    if unknown := {row["link"] for row in rows} - set(LINKS):
        raise InputError(f"chain_links.csv: {one.code}: no such link: {', '.join(sorted(unknown))}")
    return rows


def chain_list(one: Chain, records: pd.DataFrame, facts: pd.DataFrame, *, lang: str = "zh") -> pd.DataFrame:
    """Bases, parks, towns, platforms, companies and projects of a chain.

    Parameters
    ----------
    one
        As :func:`chain` gives it.
    records
        Typed records: all, or those of the page's filter.
    facts
        The table ``facts.csv`` as texts.
    lang
        Of ``role_label``: ``zh`` or ``en``.

    Returns
    -------
    pd.DataFrame
        One row per project or company, by role, then first year and name, with :data:`COLUMNS`. ``plans``
        counts the plans that name it, ``ids`` joins its records with ``|`` (empty for a company known by
        facts only), ``source`` says where it stands, ``query`` is the text filter that finds it.
    """
    inside = chain_records(one, records)
    keys = project_keys(inside)
    rows: list[tuple[object, ...]] = []
    for first, (plans, count, ids) in _groups(inside, keys):
        role = _role(first.kind, first.name)
        rows.append(
            (
                *(role["order"], role["role"], role[f"label_{lang}"], first.name, first.place),
                *(first.place_code, first.level, first.first_year, plans),
                *(count, ids, _source(first), _query(first.name)),
            )
        )
    rows += _companies(one, inside, facts, lang)
    table = pd.DataFrame(rows, columns=["order", *COLUMNS])
    table["order"] = table["order"].astype("int64")
    table["first_year"] = table["first_year"].astype("Int64")
    return table.sort_values(["order", "first_year", "name"], ignore_index=True)[COLUMNS]


def _companies(one: Chain, inside: pd.DataFrame, facts: pd.DataFrame, lang: str) -> list[tuple[object, ...]]:
    """Companies of the chain's records, and those that facts name where the chain is at home."""
    found: dict[str, tuple[object, ...]] = {}
    head = (_COMPANY_ORDER, COMPANY, _COMPANY_LABEL[lang])
    homes = set(inside.loc[inside["kind"].isin(["base", "park"]), "place_code"]) - {""}
    for fact in facts[facts["is_company"] == "true"].itertuples():
        if one.names(str(fact.entity)) and (fact.place_code in homes or len(str(fact.entity)) >= 4):
            source = f"{fact.document} {fact.section}" + (f"({fact.item})" if fact.item else "")
            row = (*head, fact.entity, fact.place, fact.place_code, "", pd.NA, 1, 0, "", source)
            found.setdefault(str(fact.entity), (*row, _query(str(fact.entity))))
    named = inside[inside["entity"] != ""]
    for first, (plans, count, ids) in _groups(named, named["entity"]):
        if first.place.startswith(without_region(first.entity)):
            continue  # a park named after its own place has no company in its name
        told = (first.place, first.place_code, first.level, first.first_year)
        found[first.entity] = (
            *(*head, first.entity, *told),
            *(plans, count, ids, _source(first), _query(first.entity)),
        )
    return list(found.values())


def _groups(records: pd.DataFrame, keys: pd.Series[Any]) -> Iterator[tuple[Any, tuple[int, int, str]]]:
    """The first record of each key, that gives it its name; plans, records and ids of all."""
    ordered = first_named_first(records.assign(key=keys))
    grouped = ordered.groupby("key", sort=True)
    counts = zip(
        grouped["document"].nunique(),
        grouped.size(),
        ordered.sort_index().groupby("key", sort=True)["id"].agg(LIST_SEPARATOR.join),
        strict=True,
    )
    firsts = ordered.drop_duplicates("key").sort_values("key")
    yield from zip(firsts.itertuples(index=False), counts, strict=True)


def _role(kind: str, name: str) -> dict[str, str]:
    """The first role, by order, whose kind and pattern fit; the last one fits every project."""
    ordered = sorted(rules("chain_roles"), key=lambda row: int(row["order"]))
    for row in ordered:
        if row["kind"] == kind and re.search(row["pattern"], name):
            return row
    return ordered[-1]


def _serving(one: Chain) -> set[str]:
    """Industries that serve a chain: those of its families, of the services to all, and the general one."""
    family_of = {industry.code: industry.family for industry in industries()}
    related = {family_of[code] for code in one.industries} | set(_shared()) | {families()[-1].code}
    return {code for code, family in family_of.items() if family in related}


@cache
def _shared() -> frozenset[str]:
    """Families whose platforms serve any chain."""
    return frozenset(row["family"] for row in rules("chain_services"))


def _source(record: Any) -> str:
    item = f"({record.item})" if record.item else ""
    return f"{record.document} {record.section}{item}"


def _query(name: str) -> str:
    return Filters(text=name).link()
