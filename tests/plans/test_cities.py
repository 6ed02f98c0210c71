"""Plans of other cities and levels, in other printed forms: read, not only the five plans of one city.

The texts in ``cities/`` are written for this test after the manner of real plans (five-year plans of
cities and counties, government reports, project lists, a flattened table); beside each stand the
records that a careful reader finds in it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from projects.evaluation import Label, match
from projects.extraction.words import MAX_NAME
from projects.model.records import Record
from projects.model.registry import read_registry
from projects.pipeline import Result, run

CITIES = Path(__file__).parent / "cities"
REGISTRY = read_registry(CITIES / "documents.csv")


def labels(key: str) -> list[tuple[Label, str]]:
    """Expected records of one text, each with its county, empty where it does not matter."""
    with (CITIES / f"{key}.csv").open(encoding="utf-8", newline="") as stream:
        return [
            (
                Label(
                    document=key,
                    section=row["section"],
                    item=row["item"],
                    listed=row["listed"] == "true",
                    name=row["name"],
                    industry=row["industry"],
                    place="",
                    level="",
                    note="",
                    neutral=False,
                    line=line,
                ),
                row["county"],
            )
            for line, row in enumerate(csv.DictReader(stream), start=2)
        ]


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return {key: run([(REGISTRY[key], CITIES / REGISTRY[key].file)]) for key in REGISTRY}


@pytest.fixture(scope="module", params=list(REGISTRY))
def city(request: pytest.FixtureRequest, results: dict[str, Result]) -> tuple[str, Result]:
    key = str(request.param)
    return key, results[key]


LEAST = 0.9  # of the entries of lists: the texts are written by hand, a regression figure and no measure
LEAST_RUNNING = 0.6


def test_listed_entries(results: dict[str, Result]) -> None:
    """Entries of all texts: found, no others, each in its section."""
    hits = wanted = taken = 0
    for key, result in results.items():
        expected = [label for label, _ in labels(key) if label.listed]
        found = [record for record in result.records if record.listed]
        pairs, extras = match(found, expected)
        hits += len(pairs)
        wanted += len(expected)
        taken += len(pairs) + len(extras)
        for label in expected:
            if label.line in pairs:
                assert pairs[label.line].section == label.section
    assert hits >= LEAST * wanted and hits >= LEAST * taken, (hits, wanted, taken)


def test_running_text(results: dict[str, Result]) -> None:
    hits = wanted = 0
    for key, result in results.items():
        expected = [label for label, _ in labels(key) if not label.listed]
        pairs, _ = match([record for record in result.records if not record.listed], expected)
        hits += len(pairs)
        wanted += len(expected)
    assert hits >= LEAST_RUNNING * wanted, (hits, wanted)


def test_industries_and_counties(city: tuple[str, Result]) -> None:
    key, result = city
    rows = labels(key)
    pairs, _ = match(list(result.records), [label for label, _ in rows])
    judged: Counter[bool] = Counter()
    for label, county in rows:
        record: Record | None = pairs.get(label.line)
        if record is None:
            continue
        if label.industry:
            judged[record.industry == label.industry] += 1
        if county:
            assert record.county == county, record.name
    assert judged[True] >= 0.8 * judged.total()


def test_no_name_holds_a_description(city: tuple[str, Result]) -> None:
    _, result = city
    for record in result.records:
        assert 2 <= len(record.name) <= MAX_NAME
        assert not any(mark in record.name for mark in "。；\n") and "总投资" not in record.name


def test_counts_add_up(city: tuple[str, Result]) -> None:
    _, result = city
    for step in result.steps:
        assert step.seen == step.kept + step.rejected
    for box in result.boxes:
        assert box.entries == box.records + box.rejects
    assert all(reject.reason for reject in result.rejects)


def test_spans_lead_to_the_name(city: tuple[str, Result]) -> None:
    key, result = city
    text = (CITIES / REGISTRY[key].file).read_text(encoding="utf-8")
    for record in result.records:
        printed, name = map(_plain, (text[record.span_start : record.span_end], record.name))
        assert name.startswith(printed[:2]) or printed in name


def _plain(text: str) -> str:
    """Without quotation marks and white space."""
    return "".join(re.sub("[“”]", "", text).split())


def test_responsibilities_of_other_columns() -> None:
    result = run([(REGISTRY["keqiao"], CITIES / "keqiao.txt")])
    tasks = {task.number: task for _, task in result.tasks}
    assert list(tasks) == ["1", "2", "3", "4", "5-1", "5-2"]
    assert tasks["1"].lead_units == ("区经信局",)
    assert tasks["1"].participating_units == ("柯桥经开区", "马鞍街道")
    assert [task.deadline for task in tasks.values()] == [
        "2024年12月底",
        "2024年9月",
        "持续推进",
        "2024年12月底",
        "2024年年底前",
        "长期坚持",
    ]
    assert tasks["3"].category == "城市更新" and tasks["4"].participating_units == ()
