"""The life of each project in the plans, as the cards of the map show it.

Input: all records and documents of the plans (``projects.store.history``), and the records that
the map shows, in the order of the browser. Output: :class:`Timelines`, JSON-ready.

A project of which one plan says all there is has no timeline: its card says just that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from projects.linkage import Link
from projects.model.records import LIST_SEPARATOR, project_keys
from projects.model.registry import Document
from projects.store.followup import lives, read_said, spoken
from projects.store.history import histories, read_links
from projects.vocabulary import labels

# A plan may name one project in many entries; a card has room for some of them.
MOST_NAMED = 12


class Whole(NamedTuple):
    """All records and documents of the plans, of which a map may show a part."""

    records: pd.DataFrame
    documents: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Timelines:
    """``numbers`` gives for each record of the map its place in ``items``, None without a timeline.

    An item has ``rows``, one per plan in the order of years, and ``related``, parts and wholes:

    ``rows``     ``said`` of its stage, [[looks back or ahead, stage_zh, stage_en, words printed]];
                 ``plan`` (place in ``plans``), ``state``, ``named`` [[record, name]], ``more`` that
                 are not among these, and where a list prints them ``investment_zh``,
                 ``investment_en``, ``scale``; ``section``, ``place``; ``changes`` against the plan before
    ``related``  ``side`` (part or whole), ``named`` [record, name], ``plan``

    A record is its number in the browser, -1 when the map does not have it. ``plans`` are all
    documents in the order given: ``title``, ``scope``, ``kind``, ``years``.
    """

    plans: list[dict[str, str]]
    items: list[dict[str, Any]]
    numbers: list[int | None]


def timelines(shown: pd.Series, whole: Whole) -> Timelines:
    """Timelines of the records whose ids are *shown*, in the order of the browser."""
    documents = _documents(whole.documents)
    links = read_links()
    table = histories(whole.records, documents, links=links)
    make = _Maker(shown, whole, list(documents), links)
    make.said = _said(lives(whole.records, documents, read_said()))
    items: list[dict[str, Any]] = []
    numbers: dict[str, int] = {}
    several = table["project"].duplicated(keep=False) | table["project"].isin(make.linked)
    for key, rows in table[several].groupby("project", sort=True):
        item = make.item(str(key), rows)
        if len(item["rows"]) > 1 or item["related"]:
            numbers[str(key)] = len(items)
            items.append(item)
    projects = [numbers.get(make.project.get(record, "")) for record in shown]
    plans = [
        {
            "title": each.title,
            "scope": each.scope,
            "kind": each.kind,
            "years": labels.years(each.period_start, each.period_end),
        }
        for each in documents.values()
    ]
    return Timelines(plans=plans, items=items, numbers=projects)


class _Maker:
    """Makes items; knows records by id and projects by record."""

    def __init__(self, shown: pd.Series, whole: Whole, documents: list[str], links: list[Link]) -> None:
        records = whole.records
        keys = project_keys(records)
        self.project: dict[str, str] = dict(zip(records["id"], keys, strict=True))
        self._names: dict[str, str] = dict(zip(records["id"], records["name"], strict=True))
        # The figures of a sentence need not be those of one of the things it names.
        self._listed = set(records["id"][records["listed"]])
        self._document: dict[str, str] = dict(zip(records["id"], records["document"], strict=True))
        self._at = {record: at for at, record in enumerate(shown)}
        self._plan = {key: at for at, key in enumerate(documents)}
        self.said: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        self._related: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for link in links:
            if link.part in self.project and link.whole in self.project:
                self._related[link.part].append(("whole", link.whole))
                self._related[link.whole].append(("part", link.part))

    @property
    def linked(self) -> set[str]:
        """Projects of which a record is part or whole of another."""
        return {self.project[record] for record in self._related}

    def item(self, key: str, rows: pd.DataFrame) -> dict[str, Any]:
        """The timeline of project *key*, of which *rows* are those of the history."""
        told = [self._row(row) for row in rows.itertuples(index=False)]
        related: dict[tuple[str, str], dict[str, Any]] = {}
        for record in (each for row in rows["records"] for each in row.split(LIST_SEPARATOR) if each):
            for side, other in self._related[record]:
                if self.project[other] != key:
                    plan = self._plan[self._document[other]]
                    shown = {"side": side, "named": self._named(other), "plan": plan}
                    related.setdefault((side, self.project[other]), shown)
        return {"rows": told, "related": list(related.values())}

    def _row(self, row: Any) -> dict[str, Any]:
        records = [each for each in row.records.split(LIST_SEPARATOR) if each]
        has_figures = not self._listed.isdisjoint(records)
        money = None if pd.isna(row.investment_wan_yuan) else float(row.investment_wan_yuan)
        money = money if has_figures else None
        told = {
            "plan": self._plan[row.document],
            "state": row.state,
            "named": [self._named(record) for record in records[:MOST_NAMED]],
            "more": max(0, len(records) - MOST_NAMED),
            "said": self.said.get((row.project, row.document)),
            "section": _listed(row.sections),
            "investment_zh": labels.investment(money, "zh"),
            "investment_en": labels.investment(money, "en"),
            "scale": _listed(row.scale) if has_figures else "",
            "place": _listed(row.place),
            "changes": [each for each in row.changes.split(LIST_SEPARATOR) if each],
        }
        return {key: value for key, value in told.items() if value or key == "plan"}

    def _named(self, record: str) -> tuple[int, str]:
        return self._at.get(record, -1), self._names[record]


def _said(life: pd.DataFrame) -> dict[tuple[str, str], list[tuple[str, ...]]]:
    """Project and document → what it says of the stage, looking back and ahead."""
    mentions: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in life.itertuples(index=False):
        mentions[row.project, row.document].append(row)
    return {
        key: [
            (looks, labels.stage(stage, "zh"), labels.stage(stage, "en"), _listed(words))
            for looks, (stage, words, _) in spoken(rows).items()
        ]
        for key, rows in mentions.items()
    }


def _listed(text: str) -> str:
    return text.replace(LIST_SEPARATOR, "、")


def _documents(table: pd.DataFrame) -> Mapping[str, Document]:
    known = table.astype(object).where(table.notna(), None)
    return {
        row["document"]: Document(**{("key" if name == "document" else name): row[name] for name in row})
        for row in known.to_dict("records")
    }
