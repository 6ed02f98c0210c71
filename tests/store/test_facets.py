"""The count beside a choice is what the page shows when it is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.boundaries import load_areas
from projects.model.records import read_records
from projects.presentation.filterpanel import choices
from projects.store.counting import count_projects
from projects.store.facets import Facets, choice_rows, project_numbers
from projects.store.filters import Filters
from projects.store.query import Index, mask, passed
from projects.store.vocabulary import vocabulary

RECORDS = read_records()
KNOWN = vocabulary()
INDEX = Index(RECORDS, known=KNOWN)
OFFERED = choices(load_areas(), KNOWN).offered()
FACETS = Facets(INDEX, project_numbers(RECORDS), choice_rows(INDEX, OFFERED))
QUERIES: list[dict[str, list[str]]] = [
    {},
    {"industry": ["machinery"]},
    {"county": ["东昌府区"], "from": ["2021"]},
    {"town": ["郑家镇", "沙镇镇"], "industry": ["bearings", "auto"]},
    {"chain": ["auto"], "level": ["town", "park"], "text": ["产业"]},
    {"kind": ["project"], "document": [OFFERED["document"][0]], "near": ["115.98,36.45,20"]},
]


def taken(filters: Filters, key: str, value: str) -> int:
    """What is found with this choice alone, by the slow way: projects, of kinds records."""
    rows = RECORDS[mask(INDEX, replace(filters, **{key: (value,)}))]
    return len(rows) if key == "kind" and value != "project" else count_projects(rows)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_a_count_is_what_the_choice_gives(query: dict[str, list[str]]) -> None:
    filters, notices = Filters.from_query(query)
    assert not notices
    found = FACETS.count(passed(INDEX, filters))
    assert set(found) == {"industry", "chain", "kind", "stage", "document", "county", "town", "park", "level"}
    wrong = {
        (key, value): (count, taken(filters, key, value))
        for key, counts in found.items()
        for value, count in counts.items()
        if count != taken(filters, key, value)
    }
    assert wrong == {}
    assert sum(map(sum, (counts.values() for counts in found.values()))) > 0


def test_a_choice_of_the_same_condition_does_not_narrow_the_others() -> None:
    everything = FACETS.count({})
    filters, _ = Filters.from_query({"industry": ["bearings"]})
    found = FACETS.count(passed(INDEX, filters))
    assert found["industry"] == everything["industry"]
    assert sum(found["county"].values()) < sum(everything["county"].values())


def test_no_records_give_no_counts() -> None:
    none = RECORDS[:0]
    index = Index(none, known=KNOWN)
    facets = Facets(index, project_numbers(none), choice_rows(index, OFFERED))
    assert {count for counts in facets.count({}).values() for count in counts.values()} == {0}
