"""One HTML file that shows a view of the map by double click, with no network.

Input: records (those of the view), documents, levels, areas. Output: the file's bytes: the
page's own map scripts and Leaflet, both in the file, the data as JSON, and filters that
work in the browser (``projects/presentation/web/standalone*.js``) by the rules of
:mod:`projects.store.query`: which records an area selects is worked out here and carried along.

Nothing is requested from anywhere: a content security policy in the file allows its own
scripts by their hashes and no address at all. Texts of documents reach the file as JSON in
which ``<``, ``>`` and ``&`` are written as escapes, and the screen as text nodes.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from jinja2 import Environment
from markupsafe import Markup

from geo.assets import missing_assets
from geo.errors import AssetError
from projects.desk.events import Event
from projects.model.records import LIST_SEPARATOR, years
from projects.presentation import listtables, pagetexts
from projects.presentation.webdata import STYLES, publish
from projects.presentation.webfiles import WEB_DIR, library_texts, script_text, style_text
from projects.presentation.webhistory import Whole
from projects.store.conditions import CONDITIONS, KEYS, PLACE_LEVELS
from projects.store.filters import key_label
from projects.store.geometry import reach
from projects.store.query import TEXT_COLUMNS, Index
from projects.store.vocabulary import Vocabulary, vocabulary
from projects.vocabulary import labels
from projects.vocabulary.pinyin import PINYIN_COLUMNS, syllables

TEMPLATE = WEB_DIR / "standalone.html"
_TEXTS = ("app.", "standalone.", "print.made_on")
# In a script element only these can end it or start something else.
_ESCAPES: dict[str, str | int | None] = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def standalone(
    records: pd.DataFrame,
    documents: pd.DataFrame,
    levels: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    *,
    lang: str = "zh",
    title: str = "",
    conditions: Sequence[str] = (),
    saved: Mapping[str, Any] | None = None,
    is_tour: bool = False,
    everything: pd.DataFrame | None = None,
    events: Iterable[Event] = (),
    made_on: datetime.date | None = None,
) -> bytes:
    """The HTML file of *records*.

    Parameters
    ----------
    records
        Typed; only these are in the file.
    documents, levels
        The store's tables; of the documents only those that the records come from are named.
    areas
        As by :func:`geo.boundaries.load_areas`.
    lang
        Language in which the file opens; a button changes it.
    title
        Empty for the name of the city.
    conditions
        Labels of the filters that chose the records, shown under the title.
    saved
        Views and tours that the file offers, as :func:`projects.presentation.scenes.saved` gives them;
        ``None`` for none.
    is_tour
        Whether the file opens with the first of the tours playing.
    everything
        All records of the plans, of which *records* are a part: what became of a project is
        read from all of them. ``None`` when *records* are all.
    events
        Those behind the records, for their cards.
    made_on
        ``None`` for today.

    Returns
    -------
    bytes
        The file, UTF-8.

    Raises
    ------
    AssetError
        The web assets are not in place.
    """
    if missing_assets():
        raise AssetError("the web assets are not in place: run python -m geo assets")
    whole = Whole(records if everything is None else everything, documents)
    documents = documents[documents["document"].isin(set(records["document"]))].reset_index(drop=True)
    known = vocabulary()
    data = _map_data(records, documents, levels, areas, known, whole, events)
    # Every change makes another version, which the map asks for under another name.
    data["saved"] = [dict(saved or {"views": [], "tours": []})]
    data["view"] = {
        "lang": lang,
        "is_tour": is_tour,
        "title": {each: title or pagetexts.page_title(each) for each in labels.LANGUAGES},
        "conditions": list(conditions),
        "made_on": (made_on or datetime.date.today()).isoformat(),
        "sources": [_source(row) for row in documents.to_dict("records")],
    }
    scripts = [*library_texts(".js"), script_text("standalone")]
    sheets = [*library_texts(".css"), *map(style_text, (*STYLES, "standalone"))]
    page = Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8"))
    html = page.render(
        lang="en" if lang == "en" else "zh-CN",
        title=data["view"]["title"][lang],
        policy=_policy(scripts),
        styles=[Markup(sheet) for sheet in sheets],
        scripts=[Markup(text) for text in scripts],
        data=Markup(_json(data)),
    )
    return html.encode("utf-8")


def _map_data(
    records: pd.DataFrame,
    documents: pd.DataFrame,
    levels: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    known: Vocabulary,
    whole: Whole,
    events: Iterable[Event],
) -> dict[str, Any]:
    """What the page's map loads from its server, and what filters in the browser need."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        published = publish(records, documents, levels, areas, whole=whole, events=events, folder=folder)
        config, collection, packed = (
            json.loads((folder / path).read_bytes())
            for path in (published.config, published.areas, published.records)
        )
        rows, lives = (
            _chunked(folder / "data" / packed[name]) for name in ("chunk_folder", "history_folder")
        )
        index, wall = (
            json.loads((folder / "data" / packed[name]).read_bytes()) for name in ("search", "wall")
        )
    # A background would be a request to another host.
    config["basemaps"] = []
    for key in ("stage", "chain"):
        config[f"{key}s"] = [
            {"code": code, "label_zh": label.zh, "label_en": label.en}
            for code, label in known.labels[key].items()
        ]
    for lang in labels.LANGUAGES:
        words = labels.texts(lang)
        config["texts"][lang] |= {key: text for key, text in words.items() if key.startswith(_TEXTS)}
    ordered = records.iloc[published.order].reset_index(drop=True)
    for document in config["documents"]:
        for lang in labels.LANGUAGES:
            document[f"label_{lang}"] = known.label("document", document["document"], lang)
    return {
        "config": config,
        "areas": collection,
        "records": packed,
        "details": rows,
        "histories": lives,
        "search": index,
        "wall": wall,
        "filters": _filter_data(ordered, documents, areas, known),
    }


def _chunked(folder: Path) -> list[Any]:
    """What stands in the numbered files of *folder*, in their order; nothing without any."""
    paths = sorted(folder.glob("*.json"), key=lambda path: int(path.stem))
    return [row for path in paths for row in json.loads(path.read_bytes())]


def _filter_data(
    records: pd.DataFrame, documents: pd.DataFrame, areas: gpd.GeoDataFrame, known: Vocabulary
) -> dict[str, Any]:
    """Per record, in the browser's order: what filters ask for; the records of each area."""
    index = Index(records, known=known)
    positions = {code: at for at, code in enumerate(documents["document"])}
    stages = {code: at for at, code in enumerate(known.labels["stage"])}
    start, end = (
        column.astype(object).where(column.notna(), None).tolist() for _, column in years(records).items()
    )
    columns = {column: records[column].tolist() for column in (*TEXT_COLUMNS, *PINYIN_COLUMNS)}
    return {
        "conditions": [{"key": one.key, "kind": one.kind, "levels": one.levels} for one in CONDITIONS],
        # All that may be named, also what has no outline to be clicked on.
        "places": areas[["code", "name", "level", "parent_code"]].astype(str).to_numpy().tolist(),
        # Positions in the config's tables; that of the empty stage is none.
        "values": {
            "document": [positions[code] for code in records["document"]],
            "stage": [stages.get(code, -1) for code in records["stage"]],
        },
        "chains": [rows.tolist() for rows in index.choices("chain", list(known.labels["chain"]))],
        "start": start,
        "end": end,
        "text": ["\n".join(parts) for parts in zip(*(columns[key] for key in TEXT_COLUMNS), strict=True)],
        "pinyin": [
            [syllables(part) for part in parts if part]
            for parts in zip(*(columns[key] for key in PINYIN_COLUMNS), strict=True)
        ],
        # The list is ordered as the page's.
        "order": listtables.view(records, known, "zh").order.tolist(),
        "points": _points(records),
        "place": [text.replace(LIST_SEPARATOR, "、") for text in records["place"]],
        "areas": {key: _members(index, areas, key) for key in PLACE_LEVELS},
        "labels": {key: {lang: key_label(key, lang) for lang in labels.LANGUAGES} for key in KEYS},
    }


def _members(index: Index, areas: gpd.GeoDataFrame, key: str) -> dict[str, list[int]]:
    """The records that each area gives as a filter of that name; areas without any are left out."""
    codes = areas["code"][areas["level"].isin(PLACE_LEVELS[key])].tolist()
    found = zip(codes, index.choices(key, codes), strict=True)
    return {str(code): rows.tolist() for code, rows in found if len(rows)}


def _points(records: pd.DataFrame) -> list[list[tuple[float, float]]]:
    """Per record the points (lon, lat) that a drawn outline may hold, as the page's filter has them."""
    found = reach(records)
    each: list[list[tuple[float, float]]] = [[] for _ in range(len(records))]
    for row, lon, lat in zip(*map(np.ndarray.tolist, found), strict=True):
        each[row].append((lon, lat))
    return each


def _source(document: Mapping[Any, Any]) -> str:
    notes = "，".join(str(document[key]) for key in ("number", "issuer", "issued") if document[key])
    return f"《{document['title']}》" + (f"（{notes}）" if notes else "")


def _policy(scripts: Sequence[str]) -> str:
    """A content security policy under which these scripts run and nothing is fetched."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode('utf-8')).digest()).decode('ascii')}'"
        for script in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(str.maketrans(_ESCAPES))
