"""The files that the map in the browser loads once: style and texts, areas, records.

Input: the records and documents of the store, the areas of ``geo.boundaries``, the own
scripts in ``web``. Output: files below ``static/`` whose names hold a hash of
their content, so that browsers may keep them and never show an older version.

Records are packed in columns, one small number each, and reach the browser in one fixed order; a filter
later sends one bit per record in that order. Their texts lie in chunks, fetched when a reader points at them.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.assets import STATIC_DIR
from geo.datum import Datum, convert
from geo.gazetteer_tables import load_gazetteer
from projects.desk.events import Event
from projects.georeferencing.courses import METHOD, course_of
from projects.model.records import LIST_SEPARATOR, has_period, years, years_of
from projects.presentation.basemaps import basemaps
from projects.presentation.webareas import area_collection, shifted
from projects.presentation.webdesk import Row, deeds
from projects.presentation.webfiles import (
    CHUNK_SIZE,
    join_scripts,
    join_styles,
    prune,
    write_chunks,
    write_json,
)
from projects.presentation.webground import ground
from projects.presentation.webhistory import Timelines, Whole, timelines
from projects.presentation.weblines import line_items
from projects.presentation.websearch import search_index
from projects.presentation.webwall import wall
from projects.store.counting import real_keys
from projects.store.history import states
from projects.store.visibility import Standing, stand
from projects.store.vocabulary import KINDS, vocabulary
from projects.vocabulary import labels, style
from projects.vocabulary.pinyin import english

_TEXTS = ("map.", "count.", "desk.field.")
# What a card shows of a record, in the order of the arrays in a chunk.
FIELDS = (
    *("id", "name", "kind", "industry", "document", "section", "item", "years", "is_own_period"),
    *("stage_zh", "stage_en", "place_zh", "place_en"),
    *("entity", "scale", "investment_zh", "investment_en", "target_zh", "target_en", "responsible"),
    *("evidence_zh", "evidence_en"),
    "name_en",
    "history",
    "desk",
)
STYLES = ("map", "ground", "own", "wall")

Numbers = NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Published:
    """What was written, as paths below ``static/`` with forward slashes.

    ``order`` gives, for each record in the order of the browser, its row in the table
    that was published; ``bounds`` is west, south, east, north in WGS 84 degrees; ``choices``
    (:mod:`projects.presentation.webchoices`) is empty where no page with filters shows the map.
    """

    config: str
    areas: str
    areas_gcj02: str
    bounds: tuple[float, float, float, float]
    records: str
    script: str
    styles: str
    order: NDArray[np.int64] = field(repr=False)
    choices: str = ""


def publish(
    records: pd.DataFrame,
    documents: pd.DataFrame,
    levels: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    *,
    whole: Whole | None = None,
    events: Iterable[Event] = (),
    pinyin: Mapping[str, str] | None = None,
    folder: Path = STATIC_DIR,
) -> Published:
    """Write the map's files below *folder* and say where they are.

    Parameters
    ----------
    records
        Typed as by :func:`projects.model.records.typed`; any number of rows, also none.
    documents, levels
        The store's tables of these names.
    areas
        Indexed by code, with name, level, lon, lat, radius_m, is_official and geometry
        (WGS 84 lon, lat), as :func:`geo.boundaries.load_areas` gives them.
    whole
        All that the plans hold, from which what became of a project is read; ``None`` for *records*.
    events
        Those behind the records (:mod:`projects.desk.behind`): their cards tell them.
    pinyin
        Name → syllables, where they are known already (``Store.pinyin()``).
    folder
        The folder that the page's server offers as ``static``; made when missing.
    """
    prune(folder / "data")
    prune(folder / "web")
    order = np.argsort(_sort_key(records), kind="stable")
    sorted_records = records.iloc[order].reset_index(drop=True)
    decided = deeds(sorted_records, events)
    told = timelines(sorted_records["id"], whole or Whole(records, documents))
    collection = area_collection(areas) | {"ground": ground(areas)}
    over_gcj02 = area_collection(shifted(areas)) | {"ground": ground(areas, Datum.GCJ02)}
    return Published(
        config=write_json(folder, "data/config", _config(documents, levels) | {"plans": told.plans}),
        areas=write_json(folder, "data/areas", collection),
        # For backgrounds in that datum; nothing but the display is ever shifted.
        areas_gcj02=write_json(folder, "data/areas-gcj02", over_gcj02),
        records=_write_records(
            folder, sorted_records, list(levels["code"]), documents, areas, told, decided, pinyin
        ),
        script=join_scripts(folder, "map"),
        styles=join_styles(folder, "map", STYLES),
        order=order,
        bounds=tuple(collection["bbox"]),
    )


def is_in_place(published: Published, *, folder: Path = STATIC_DIR) -> bool:
    """Whether the files are there still: another server may have pruned them.

    Parameters
    ----------
    published, folder
        What :func:`publish` gave, and the folder that it wrote to.

    Returns
    -------
    bool
        True where every path of *published* exists; the chunks of texts are not looked for.
    """
    data = (published.config, published.areas, published.areas_gcj02, published.records, published.choices)
    return all((folder / path).exists() for path in (*data, published.script, published.styles))


def _sort_key(records: pd.DataFrame) -> NDArray[np.object_]:
    """Records of one place beside each other, so that one chunk often tells of all."""
    keys = records["county_code"] + "\t" + records["place_code"] + "\t" + records["id"]
    return np.asarray(keys, dtype=object)


def _config(documents: pd.DataFrame, levels: pd.DataFrame) -> dict[str, Any]:
    families = [asdict(family) for family in style.families()]
    position = {family["code"]: at for at, family in enumerate(families)}
    words = {lang: labels.texts(lang) for lang in labels.LANGUAGES}
    return {
        "families": families,
        "industries": [{**asdict(each), "family": position[each.family]} for each in style.industries()],
        "levels": levels[["code", "label_zh", "label_en"]].to_dict("records"),
        "kinds": [{"code": code, "label_zh": kind.zh, "label_en": kind.en} for code, kind in KINDS.items()],
        "documents": _plans(documents),
        "states": {code: {"label_zh": state.zh, "label_en": state.en} for code, state in states().items()},
        "basemaps": basemaps(),
        "texts": {lang: {k: v for k, v in words[lang].items() if k.startswith(_TEXTS)} for lang in words},
    }


def _plans(documents: pd.DataFrame) -> list[dict[str, Any]]:
    """Key, title and, for the bands of the years, scope, kind and first and last year (or None)."""
    table = documents[["document", "title", "scope", "kind", "period_start", "period_end"]].astype(object)
    found: list[dict[str, Any]] = table.where(table.notna(), None).to_dict("records")
    return found


def publish_saved(value: object, *, folder: Path = STATIC_DIR) -> str:
    """Write views and tours for the map.

    Parameters
    ----------
    value
        As :func:`projects.presentation.scenes.saved` gives them.
    folder
        As for :func:`publish`.

    Returns
    -------
    str
        The path below *folder*.
    """
    return write_json(folder, "data/saved", value)


def publish_layers(value: object, *, folder: Path = STATIC_DIR) -> str:
    """Write own layers (:mod:`projects.presentation.ownlayers`) for the map; the path below *folder*."""
    return write_json(folder, "data/layers", value)


def _write_records(
    folder: Path,
    records: pd.DataFrame,
    levels: list[str],
    documents: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    told: Timelines,
    decided: list[list[Row]] | None,
    pinyin: Mapping[str, str] | None,
) -> str:
    industries = [industry.code for industry in style.industries()]
    details = _details(records, industries, list(documents["document"]), pinyin)
    for at, (row, number) in enumerate(zip(details, told.numbers, strict=True)):
        row += [number, decided and decided[at]]
    found = stand(records, areas)
    places, counties = _places(records, areas, found)
    packed = {
        "count": len(records),
        "level": _pack(records["level"].map(levels.index).to_numpy(), "u1"),
        "industry": _pack(records["industry"].map(_position(industries)).to_numpy(), "u1"),
        "project": _pack(_projects(records), "u4"),
        "kind": _pack(records["kind"].map(list(KINDS).index).to_numpy(), "u1"),
        "investment": _pack(records["investment_wan_yuan"].astype(float).fillna(0).to_numpy(), "f4"),
        **_sets("town", _towns(records, areas)),
        **_sets("county", records["county_code"].str.split(LIST_SEPARATOR, regex=False)),
        "places": places,
        "counties": counties,
        "lines": line_items(found),
        **_years(records),
        "chunk_size": CHUNK_SIZE,
        "chunk_folder": write_chunks(folder, "records", details),
        "history_folder": write_chunks(folder, "history", told.items),
        "search": Path(write_json(folder, "data/search", search_index(records, areas, pinyin=pinyin))).name,
        "wall": Path(write_json(folder, "data/wall", wall(records, documents, pinyin))).name,
        "fields": FIELDS,
    }
    return write_json(folder, "data/records", packed)


def _projects(records: pd.DataFrame) -> NDArray[np.int64]:
    """Number of the real project that each record names, from 1; 0 for towns, parks and bases."""
    keys = real_keys(records)
    numbers = pd.Series(pd.factorize(keys.astype(object))[0] + 1, index=keys.index)
    result: NDArray[np.int64] = numbers.reindex(records.index, fill_value=0).to_numpy(dtype=np.int64)
    return result


def _years(records: pd.DataFrame) -> dict[str, Any]:
    """First and last year of each record, counted from ``year_base``; 0 is a record without a year."""
    start, end = (column for _, column in years(records).items())
    base = int(start.min()) - 1 if start.notna().any() else 0
    return {
        "year_base": base,
        "year_start": _pack((start - base).fillna(0).to_numpy(dtype=int), "u1"),
        "year_end": _pack((end - base).fillna(0).to_numpy(dtype=int), "u1"),
    }


def _position(industries: list[str]) -> dict[str, int]:
    """Industry to its number; an empty industry counts as mixed, the last."""
    return {**{code: at for at, code in enumerate(industries)}, "": len(industries) - 1}


def _details(
    records: pd.DataFrame, industries: list[str], documents: list[str], pinyin: Mapping[str, str] | None
) -> list[list[Any]]:
    positions = _position(industries)
    kinds = list(KINDS)
    # One language will do: a document has no other name than its Chinese one.
    short = {key: vocabulary().label("document", key, "zh") for key in documents}
    return [
        [
            row.id,
            row.name,
            kinds.index(row.kind),
            positions[row.industry],
            documents.index(row.document),
            row.section,
            row.item,
            labels.years(*years_of(row)),
            has_period(row),
            *(labels.stage(row.stage, lang) for lang in labels.LANGUAGES),
            *(_where(row, lang) for lang in labels.LANGUAGES),
            row.entity,
            row.scale.replace(LIST_SEPARATOR, "、"),
            labels.investment(row.investment_wan_yuan, "zh"),
            labels.investment(row.investment_wan_yuan, "en"),
            *(labels.investment(row.target_wan_yuan, lang) for lang in labels.LANGUAGES),
            row.responsible.replace(LIST_SEPARATOR, "、"),
            labels.evidence(row.evidence, short, "zh"),
            labels.evidence(row.evidence, short, "en"),
            english(row.name, pinyin),
        ]
        for row in records.astype(object).where(records.notna(), None).itertuples(index=False)
    ]


def _where(row: Any, lang: str) -> str:
    """Where a record lies, in words: its place, or the line on which it stands."""
    course = course_of(row.name) if row.method == METHOD else None
    if course is None:
        return labels.place_in_words(row.level, row.place, row.radius_m, lang)
    return labels.line_in_words(course.name, lang, is_approximate=course.is_approximate)


def _places(
    records: pd.DataFrame, areas: gpd.GeoDataFrame, found: Standing
) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """Points of the map with their records, and the records known to a county only.

    A record of several places stands at each; one without any is counted on each of its counties.
    """
    counted = pd.Series(found.county_row).groupby(found.county_code)
    counties = {str(code): sorted({int(row) for row in rows}) for code, rows in counted}
    radius_m = records["radius_m"].to_numpy(dtype=float, na_value=np.nan)[found.row]
    is_area = found.code != ""
    radius_m[is_area] = areas["radius_m"].astype(float).reindex(found.code[is_area])
    area_level = np.full(len(found.row), "site", dtype=object)
    area_level[is_area] = areas["level"].reindex(found.code[is_area])
    points = pd.DataFrame(
        {
            "record": found.row,
            "code": found.code,
            "lon": found.lon,
            "lat": found.lat,
            "radius_m": radius_m,
            "area_level": area_level,
        }
    )
    points["lon"] = points["lon"].astype(float).round(6)
    points["lat"] = points["lat"].astype(float).round(6)
    points = points.sort_values(["code", "lon", "lat", "record"], kind="stable")
    group = points.groupby(["code", "lon", "lat"], sort=True)
    first = group.first()
    sizes = group.size().to_numpy()
    codes = {"site": 0, "park": 1, "town": 2}
    return {
        "count": len(first),
        "codes": list(first.index.get_level_values("code")),
        "lon": _pack(first.index.get_level_values("lon").to_numpy(), "f8"),
        "lat": _pack(first.index.get_level_values("lat").to_numpy(), "f8"),
        **{f"{name}_gcj02": _pack(values, "f8") for name, values in _shifted(first.index).items()},
        "level": _pack(first["area_level"].map(codes).to_numpy(), "u1"),
        "radius": _pack(first["radius_m"].astype(float).fillna(0).to_numpy(), "f4"),
        "start": _pack(np.concatenate([[0], np.cumsum(sizes)]), "u4"),
        "list": _pack(points["record"].to_numpy(), "u4"),
    }, counties


def _shifted(index: pd.MultiIndex) -> dict[str, NDArray[np.float64]]:
    """Longitude and latitude of places (levels lon, lat) in GCJ-02, for the display only."""
    lon, lat = (index.get_level_values(name).to_numpy(dtype=float) for name in ("lon", "lat"))
    return dict(zip(("lon", "lat"), convert(lon, lat, source=Datum.WGS84, target=Datum.GCJ02), strict=True))


def _towns(records: pd.DataFrame, areas: gpd.GeoDataFrame) -> pd.Series:
    """The towns of each record, a list of codes: its places as far as they are towns or lie in one only."""
    members = load_gazetteer().members
    level = areas["level"].to_dict()
    by_name = {
        (row.parent_code, row.name): row.Index
        for row in areas[areas["level"] == "town"][["parent_code", "name"]].rename_axis("code").itertuples()
    }

    def towns(place_code: str, kind: str, county: str, town: str) -> list[str]:
        if kind == "site":
            found = by_name.get((county, town))
            return [found] if found else []
        codes = place_code.split(LIST_SEPARATOR)
        inside = {code: members(code) for code in codes if level.get(code) == "park"}
        wanted = {code for code in codes if level.get(code) == "town"}
        return sorted(wanted | {towns[0] for towns in inside.values() if len(towns) == 1})

    rows = zip(records["place_code"], records["level"], records["county_code"], records["town"], strict=True)
    return pd.Series([towns(*map(str, row)) for row in rows], index=records.index, dtype=object)


def _sets(name: str, codes: pd.Series) -> dict[str, Any]:
    """Lists of codes as numbers: ``NAME_sets`` holds each list once, ``NAME`` its number for each record."""
    numbers, sets = pd.factorize(codes.map(LIST_SEPARATOR.join).astype(object))
    return {
        f"{name}_sets": [[code for code in each.split(LIST_SEPARATOR) if code] for each in sets],
        name: _pack(numbers, "u2"),
    }


def _pack(values: Numbers, kind: str) -> str:
    """Base64 of *values* as little-endian numbers of *kind* (``u1``, ``u4``, ``f4``, ``f8``)."""
    return base64.b64encode(np.asarray(values).astype(f"<{kind}").tobytes()).decode("ascii")
