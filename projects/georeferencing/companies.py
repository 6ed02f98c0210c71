"""The known seat of the company that a project names.

A company is named where its name or an alias (``ground/companies.csv``) opens the project's name, regions
before it left out; a longer one may stand anywhere in it, and the company column of a list counts too. It
places nothing where it has several sites, where the plan is older than the year since which it is there,
where the name is that of a house (人和中学), or where the work is not at a seat at all (光伏发电, 种植):
those words are rows of ``data/rules/company_tails.csv``.

In: a project's name and company, the document's scope. Out: the company, or why none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from geo import workspace
from geo.ground.tables import Company, companies
from projects.extraction.names import is_shared, without_region
from projects.extraction.scopes import Scope
from projects.georeferencing.factmatch import is_another_house
from projects.vocabulary.rules import rules

METHOD = "company register"
_ANYWHERE = 4  # letters of a name that is told from others wherever it stands


def company_of(name: str, entity: str, scope: Scope) -> tuple[Company | None, list[str]]:
    """The company whose seat may place a project, and what was considered and not taken."""
    found = _named(name, entity, tuple(toponym.text for toponym in scope.city_toponyms(name)))
    if not found:
        return None, []
    text = max(found, key=len)
    company = found[text]
    if reason := _elsewhere(name):
        return None, [f"{text}: {reason}"]
    if len(company.places) > 1:
        return None, [f"{text}: the company has several sites"]
    if company.since and (scope.document.year or company.since) < company.since:
        return None, [f"{text}: the company is there since {company.since} only"]
    others = {one.name for one in found.values() if one.places != company.places}
    if others:
        return None, [f"{text}: several companies are named"]
    return company, []


def _named(name: str, entity: str, places: Iterable[str]) -> dict[str, Company]:
    """Companies that the name or its company column names, by the text that names them."""
    bare = without_region(name, tuple(places))
    found: dict[str, Company] = {}
    for text, company in _known().items():
        opens = bare.startswith(text) or name.startswith(text) or entity.startswith(text)
        is_there = opens or (len(text) >= _ANYWHERE and text in name)
        if is_there and not is_shared(text) and not is_another_house(name, text):
            found[text] = company
    return {
        text: one for text, one in found.items() if not any(text != long and text in long for long in found)
    }


def _elsewhere(name: str) -> str:
    return next((row["reason"] for row in _tails() if re.search(row["words"], name)), "")


@workspace.per_workspace
def _known() -> dict[str, Company]:
    return {text: company for company in companies() for text in (company.name, *company.aliases)}


def forget() -> None:
    """Read the table anew with the next use."""
    _known.cache_clear()


@cache
def _tails() -> tuple[dict[str, str], ...]:
    return tuple(rules("company_tails"))
