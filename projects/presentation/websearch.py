"""What the map's search box searches: names of places, companies and records, and how they are spelled.

Input: the records in the order of the browser, the areas with the names the gazetteer knows
them by. Output: a small JSON-ready dict, fetched when a reader first uses the box.

Spelling is sent as one reading for each character; only names that are read otherwise
(重 in 重庆, 重点) are spelled out. The browser splits names as ``projects.vocabulary.pinyin`` does.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.gazetteer_tables import load_gazetteer
from projects.model.records import LIST_SEPARATOR
from projects.vocabulary.pinyin import syllables

# Between the companies of one field, as tables and people write it.
_SEVERAL = re.compile(rf"[{re.escape(LIST_SEPARATOR)};；、]")
# One character that has a reading, or a word of Latin letters and digits. Also in finder.js.
TOKENS = re.compile(r"[〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[a-z0-9]+")


def search_index(
    records: pd.DataFrame, areas: gpd.GeoDataFrame, *, pinyin: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The index of *records* (typed, in the browser's order) and *areas* (indexed by code).

    *pinyin* maps names to syllables where these are known already (``Store.pinyin()``).

    Returns
    -------
    ``places``: [code, name] pairs, for each place its official name and then the others;
    ``companies``: [name, record numbers]; ``records``: names by record number;
    ``readings``: character → syllable; ``spelled``: name → syllables, where the readings of
    its characters do not give them.
    """
    places = _place_names(areas)
    companies = _companies(records["entity"])
    names = records["name"].tolist()
    spoken = dict.fromkeys(chain((name for _, name in places), companies, names))
    readings, spelled = _spelling(spoken, pinyin or {})
    return {
        "places": places,
        "companies": list(companies.items()),
        "records": names,
        "readings": readings,
        "spelled": spelled,
    }


def _place_names(areas: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    gazetteer = load_gazetteer()
    others: dict[str, list[str]] = defaultdict(list)
    for name in gazetteer.names:
        for match in gazetteer.lookup(name, any_scope=True):
            # Misreadings of a scanner are no names, and a company is not the park it lies in.
            if match.how not in ("ocr", "company"):
                others[match.place.code].append(name)
    return [
        (code, name)
        for code, official in areas["name"].items()
        for name in dict.fromkeys([official, *others[str(code)]])
    ]


def _companies(entities: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, joined in enumerate(entities):
        for entity in filter(None, map(str.strip, _SEVERAL.split(joined))):
            found[entity].append(number)
    return found


def _spelling(names: Iterable[str], known: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The commonest reading of each character, and the names that need other ones."""
    split = {}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        tokens = TOKENS.findall(unicodedata.normalize("NFKC", name).lower())
        read = (known.get(name) or syllables(name)).split()
        split[name] = tokens, read
        if len(tokens) == len(read):
            for token, syllable in zip(tokens, read, strict=True):
                counts[token][syllable] += 1
    readings = {
        token: counted.most_common(1)[0][0] for token, counted in counts.items() if not token.isascii()
    }
    spelled = {
        name: " ".join(read)
        for name, (tokens, read) in split.items()
        if [readings.get(token, token) for token in tokens] != read
    }
    return readings, spelled
