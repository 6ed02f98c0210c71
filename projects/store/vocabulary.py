"""The values that filters may take, with their labels in Chinese and English.

Input: ``industries.csv`` ``industry_families.csv`` ``industry_style.csv`` ``rules/chains.csv``
``documents.csv`` ``precision.csv``, the stages, and the areas of ``geo``. Output: one
:class:`Vocabulary`, read once per process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from geo import workspace
from geo.boundaries import load_areas
from geo.gazetteer_tables import load_gazetteer
from projects.extraction.stages import STAGES
from projects.model.tables import read_table
from projects.store.conditions import PLACE_LEVELS
from projects.vocabulary import labels
from projects.vocabulary.pinyin import english
from projects.vocabulary.rules import rules


class Label(NamedTuple):
    """What a value is called."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        """The English label for ``en``, else the Chinese one."""
        return self.en if lang == "en" else self.zh


class Place(NamedTuple):
    """A county, zone, town or park."""

    code: str
    name: str
    level: str
    parent_code: str


KINDS = {
    "project": Label("项目", "Project"),
    "base": Label("基地", "Base"),
    "park": Label("园区", "Park"),
    "town": Label("镇街", "Town"),
}


@dataclass(frozen=True)
class Vocabulary:
    """Known values.

    ``labels`` gives for each filter with fixed values what they are called, ``families``
    the industries of each family. ``areas`` are the places that filters may name; ``None``
    means those of ``geo``, which are read when a filter names a place and not before.
    """

    labels: Mapping[str, Mapping[str, Label]]
    families: Mapping[str, tuple[str, ...]]
    areas: tuple[Place, ...] | None = None

    def knows(self, key: str, value: str) -> bool:
        """Whether *value* can be given for the filter *key*."""
        return bool(self.places(key, value)) if key in PLACE_LEVELS else value in self.labels[key]

    def meant(self, key: str, value: str) -> str:
        """*value* as it can be given for the filter *key*, a label as its code; empty when not known."""
        if self.knows(key, value):
            return value
        named = {} if key in PLACE_LEVELS else self.labels[key]
        plain = value.casefold()
        codes = [code for code, label in named.items() if plain in (label.zh.casefold(), label.en.casefold())]
        return next(iter(codes), "")

    def offered(self, key: str) -> tuple[str, ...]:
        """The values of the filter *key* in a line for the user: places by name, others by code and label."""
        if key in PLACE_LEVELS:
            return tuple(place.name for place in self._areas if place.level in PLACE_LEVELS[key])
        named = self.labels[key].items()
        return tuple(code if code == label.zh else f"{code} {label.zh}" for code, label in named)

    def label(self, key: str, value: str, lang: str) -> str:
        """What *value* is called; a place by its name, with its county where towns share it."""
        if key not in PLACE_LEVELS:
            label = self.labels[key].get(value)
            return label.in_language(lang) if label else value
        found = self.places(key, value)
        if not found or found[0].name == value:
            return value
        name, parent = found[0].name, self._by_code.get(found[0].parent_code)
        if parent is None or len(self.places(key, name)) == 1:
            return name
        return f"{name} ({parent.name})" if lang == "en" else f"{name}（{parent.name}）"

    def industries(self, values: Iterable[str]) -> set[str]:
        """Codes of industries, families replaced by theirs."""
        return {code for value in values for code in self.families.get(value, (value,))}

    def places(self, key: str, value: str) -> tuple[Place, ...]:
        """The places that *value* means for the filter *key*: a code, an official or another known name."""
        levels = PLACE_LEVELS[key]
        by_code = self._by_code.get(value)
        found = (by_code,) if by_code else self._by_name.get(value, ()) or self._by_other_name(value)
        return tuple(place for place in found if place.level in levels)

    def _by_other_name(self, value: str) -> tuple[Place, ...]:
        """Places that the gazetteer knows by an alias, a former or a short name."""
        if self.areas is not None:
            return ()
        codes = [match.place.code for match in load_gazetteer().lookup(value)]
        return tuple(self._by_code[code] for code in codes if code in self._by_code)

    @property
    def _areas(self) -> tuple[Place, ...]:
        return known_places() if self.areas is None else self.areas

    @cached_property
    def _by_code(self) -> dict[str, Place]:
        return {place.code: place for place in self._areas}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Place, ...]]:
        names: dict[str, tuple[Place, ...]] = {}
        for place in self._areas:
            names[place.name] = (*names.get(place.name, ()), place)
        return names


@workspace.per_workspace
def vocabulary(tables: Path | None = None) -> Vocabulary:
    """The values that the tables and the areas allow; read once for each workspace.

    Parameters
    ----------
    tables
        Folder of the tables; None means that of the tables that are shown.

    Returns
    -------
    Vocabulary
        With the areas of ``geo``, which are read when a filter names a place.

    Raises
    ------
    MissingError
        A table is not there.
    InputError
        A table cannot be read.
    """
    tables = tables or workspace.tables()
    return vocabulary_with(_documents(tables / "documents.csv"), tables=tables)


def vocabulary_with(
    documents: Mapping[str, Label],
    *,
    areas: tuple[Place, ...] | None = None,
    tables: Path | None = None,
) -> Vocabulary:
    """The values of all filters, with these documents, and these areas when given."""
    tables = tables or workspace.tables()
    industries = _labels(workspace.table("industries.csv", tables))
    styled = read_table(workspace.table("industry_style.csv", tables), ["industry", "family"])
    return Vocabulary(
        labels={
            "industry": {**industries, **_labels(workspace.table("industry_families.csv", tables))},
            "chain": {row["chain"]: Label(row["label_zh"], row["label_en"]) for row in rules("chains")},
            "kind": KINDS,
            "stage": {stage: Label(stage, labels.stage(stage, "en")) for stage in STAGES},
            "document": documents,
            "level": _labels(workspace.table("precision.csv", tables)),
        },
        families={
            str(family): tuple(its["industry"]) for family, its in styled.groupby("family", sort=False)
        },
        areas=areas,
    )


def _labels(path: Path) -> dict[str, Label]:
    table = read_table(path, ["code", "label_zh", "label_en"])
    return {row.code: Label(row.label_zh, row.label_en) for row in table.itertuples()}


def _documents(path: Path) -> dict[str, Label]:
    """Documents by scope, kind and period: their titles are too long for a label."""
    table = read_table(path, ["document", "scope", "kind", "period_start", "period_end"])
    found = {}
    for row in table.itertuples():
        years = "–".join(dict.fromkeys([row.period_start, row.period_end]))
        kind = labels.document_kind(row.kind, "en")
        told = f"{english(row.scope)}, {kind} {years}"
        found[row.document] = Label(f"{row.scope} {row.kind} {years}", told)
    return found


@workspace.per_workspace
def known_places() -> tuple[Place, ...]:
    """The areas of ``geo`` as filters name them; read once for each workspace.

    Returns
    -------
    tuple[Place, ...]
        Counties, zones, towns and parks; ``parent_code`` is empty where there is none.
    """
    areas = load_areas()
    columns = [areas.index, areas["name"], areas["level"], areas["parent_code"].fillna("")]
    return tuple(Place(*map(str, row)) for row in zip(*columns, strict=True))
