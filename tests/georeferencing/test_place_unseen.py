"""Projects of no plan here, in all counties of the city: right where the name says where, coarse else.

``unseen_names.csv``: the area that a plan speaks for, a name, the place. Names are of the kind
that such plans use: towns by official, short and former names, parks, streets that look like
towns, firms and goods that a plan names under a place, lines, places in other provinces.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geo import workspace
from projects.extraction.mention import Mention
from projects.extraction.scopes import Scope
from projects.georeferencing.facts import Fact, FactBook
from projects.georeferencing.place import place
from projects.model.registry import Document


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


ROWS = _rows(Path(__file__).parent / "unseen_names.csv")
SCOPES = {
    name: Scope(Document("new", "new.txt", scope=name, issued="2023")) for name in {r["scope"] for r in ROWS}
}


@pytest.fixture(scope="module")
def facts() -> FactBook:
    """What the shipped plans say about who is where."""
    places = next(iter(SCOPES.values())).gazetteer.places
    return FactBook(
        Fact(
            row["entity"],
            places[row["place_code"]],
            row["document"],
            row["section"],
            row["item"],
            int(row["strength"]),
            row["is_company"] == "true",
            row["area"],
        )
        for row in _rows(workspace.current() / "facts.csv")
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["name"]))
def test_a_name_that_no_plan_has(row: dict[str, str], facts: FactBook) -> None:
    name = row["name"]
    mention = Mention(
        name=name,
        document="new",
        section="专栏1",
        item="1",
        listed=True,
        category="",
        heading="",
        text=name,
        span=(0, len(name)),
    )
    found = place(mention, SCOPES[row["scope"]], facts)
    assert sorted(one.name for one in found.places) == sorted(row["place"].split("|")), found.evidence


def test_what_a_plan_does_not_place_is_not_placed() -> None:
    """Of the 204 listed names of this plan 74 at least can be placed no closer than the district."""
    listed = [
        row
        for row in _rows(workspace.current() / "mentions.csv")
        if row["document"] == "dongchangfu-14fyp" and row["listed"] == "true"
    ]
    assert len(listed) == 204
    assert 74 <= sum(row["level"] == "county" for row in listed) <= 84
