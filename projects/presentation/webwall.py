"""What the presentation shows beside the map, as a file that the browser loads when one presents.

Input: the records in the browser's order, the documents, the codes of chains. Output: one JSON
object: per record its stage, company, places and what is added up of it, in packed columns; the
chains with the link of each of their records; what the opening and the closing scene say.

The contacts of the closing scene are lines of the workspace's ``contacts.csv`` (zh, en); without
that table the scene names the sources only.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import tables, workspace
from projects.extraction.names import without_region
from projects.model.records import LIST_SEPARATOR, project_keys
from projects.store.chains import Chain, chain_links, chain_records, chains, links_of
from projects.store.counting import STAGES
from projects.vocabulary import labels
from projects.vocabulary.pinyin import english
from projects.vocabulary.style import industries

CONTACTS = "contacts.csv"  # in the workspace


def wall(
    records: pd.DataFrame, documents: pd.DataFrame, pinyin: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The object that the presentation loads, for *records* in the browser's order."""
    stages = {stage: at for at, stage in enumerate(STAGES, start=1)}
    entities, companies = _named(_companies(records), pinyin)
    places, where = _named(records["place"], pinyin)
    return {
        "key": _pack(pd.factorize(project_keys(records).astype(object))[0], "u4"),
        "stage": _pack(records["stage"].map(stages).fillna(0).to_numpy(), "u1"),
        "stages": [{lang: labels.stage(stage, lang) for lang in labels.LANGUAGES} for stage in STAGES],
        "investment": _money(records["investment_wan_yuan"]),
        "target": _money(records["target_wan_yuan"]),
        "entity": _pack(companies, "u4"),
        "entities": entities,
        "place": _pack(where, "u4"),
        "places": places,
        "chains": [_chain(one, records) for one in chains()],
        "sources": _sources(documents),
        "as_of": max(map(str, documents["issued"].dropna()), default="") if len(documents) else "",
        "edition": max(map(str, records["edition"]), default=""),
        "contacts": contacts(),
    }


def contacts() -> list[dict[str, str]]:
    """Lines of the closing scene by language: those of the workspace; none without its table."""
    path = workspace.current() / CONTACTS
    if not path.is_file():
        return []
    rows = tables.records(path, ("zh",))
    return [{"zh": row["zh"], "en": row.get("en") or row["zh"]} for row in rows if row["zh"]]


def _companies(records: pd.DataFrame) -> pd.Series[str]:
    """The company of each record; none where a place named after itself is all that it says."""
    named = records["entity"].astype(str)
    is_place = [
        bool(name) and str(place).startswith(without_region(name))
        for name, place in zip(named, records["place"], strict=True)
    ]
    return named.mask(np.array(is_place, dtype=bool), "")


def _named(names: pd.Series[str], pinyin: Mapping[str, str] | None) -> tuple[list[list[str]], Any]:
    """Each name once, in both languages, and its number for every row."""
    numbers, once = pd.factorize(names.astype(object))
    return [
        [name.replace(LIST_SEPARATOR, "、"), _in_english(name, pinyin)] for name in map(str, once)
    ], numbers


def _in_english(name: str, pinyin: Mapping[str, str] | None) -> str:
    return ", ".join(english(one, pinyin) for one in name.split(LIST_SEPARATOR) if one)


def _chain(one: Chain, records: pd.DataFrame) -> dict[str, Any]:
    inside = chain_records(one, records)
    family = {each.code: each.family for each in industries()}
    return {
        "code": one.code,
        "zh": one.label_zh,
        "en": one.label_en,
        "industries": list(one.industries),
        "families": sorted({family[code] for code in one.industries}),
        "links": [
            {"link": row["link"], "zh": row["label_zh"], "en": row["label_en"]} for row in links_of(one)
        ],
        "records": [int(row) for row in inside.index],
        "at": [int(row) for row in chain_links(one, inside)],
    }


def _sources(documents: pd.DataFrame) -> list[dict[str, str]]:
    rows = documents[["title", "issuer", "issued"]].astype(object)
    found: list[dict[str, str]] = rows.where(rows.notna(), "").astype(str).to_dict("records")
    return found


def _money(amounts: pd.Series[float]) -> str:
    """万元, 0 where none is named; in full, so that sums agree with the store's."""
    return _pack(amounts.astype(float).fillna(0).to_numpy(), "f8")


def _pack(values: NDArray[Any], kind: str) -> str:
    return base64.b64encode(np.asarray(values).astype(f"<{kind}").tobytes()).decode("ascii")
