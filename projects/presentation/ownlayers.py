"""Own layers on the page: brought in, put before the map, listed.

Input: the content of a file that was sent, and the layers of the workspace. Output: figures of what was
found; what the map in the browser loads (:func:`for_map`); the table of the list. A file is read in a
process with limits (:mod:`geo.apart`).
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geo import apart
from geo.boundaries import load_areas
from geo.datum import Datum, convert
from geo.errors import ApartError, GeoError
from geo.gazetteer_tables import load_gazetteer
from geo.tables import harmless
from projects.errors import InputError
from projects.layers import keeping
from projects.layers.keeping import Layer
from projects.layers.words import kinds
from projects.presentation import webdata, webfiles
from projects.presentation.prints.options import OwnLayer, OwnRow
from projects.store.query import Mask
from projects.store.vocabulary import vocabulary
from projects.vocabulary import labels

_S_PER_MB = 20.0
_PRINTED = ("name", "layer_kind", "industry", "layer_place", "layer_more", "layer_precision")
LISTED = ("name", "layer_kind", "industry", "layer_place", "layer_more", "layer_precision", "layer")


def bring_in(
    name: str, content: bytes, title: str, *, datum: Datum | None, kind: str, is_replacing: bool = False
) -> dict[str, int]:
    """Read a file that was sent and keep it as the layer *title*.

    Parameters
    ----------
    name
        The file's name as it was sent; its last part says the form and is named as the source.
    content
        The file's bytes.
    title
        1 to 60 characters.
    datum
        Of the coordinates where no column of the file tells it; ``None`` when that is not known.
    kind
        Code of the kind (:func:`projects.layers.words.kinds`) of rows that tell none; empty for none.
    is_replacing
        Whether a layer of that name goes for this one.

    Returns
    -------
    dict[str, int]
        Rows by how they were placed: at a ``point``, at that of an ``area``, at ``none``.

    Raises
    ------
    InputError
        One line: what the file lacks, that there is a layer of that name, or that it took more
        than the limits of its process.
    """
    from projects.desk import reading  # all readers of documents: the map need not wait for them

    shown = Path(name.replace("\\", "/")).name
    try:
        found: dict[str, int] = apart.call(
            _bring_in,
            shown,
            content,
            title,
            datum,
            kind,
            is_replacing,
            limits=apart.limits_for(len(content), s_per_mb=_S_PER_MB),
            before=_prepare,
            state=reading.state(),
        )
    except ApartError as error:
        raise InputError(f"{shown}: {error}；请简化或拆分 / simplify or split it") from error
    return found


def _prepare() -> None:
    load_areas()
    load_gazetteer()


def _bring_in(
    name: str, content: bytes, title: str, datum: Datum | None, kind: str, is_replacing: bool
) -> dict[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            read = keeping.add_layer(path, title, datum=datum, kind=kind, is_replacing=is_replacing)
            return read.counts
        except (GeoError, InputError) as error:
            raise InputError(str(error).replace(f"{folder}/", "")) from error


def for_map(layers: tuple[Layer, ...], keeps: tuple[Mask, ...]) -> dict[str, Any] | None:
    """What the map needs of own layers.

    Parameters
    ----------
    layers
        As :func:`projects.layers.keeping.layers` gives them.
    keeps
        For each layer, which of its rows are shown.

    Returns
    -------
    dict[str, Any] | None
        ``url``, the layers' file below ``static/``, and ``mask``, one bit for each row (base64); ``None``
        without layers.
    """
    if not layers:
        return None
    mask = np.packbits(np.concatenate(keeps), bitorder="little")
    if not webfiles.is_there(_published(layers)):  # another server may have pruned it
        _published.cache_clear()
    return {"url": _published(layers), "mask": base64.b64encode(mask.tobytes()).decode("ascii")}


@lru_cache(maxsize=4)
def _published(layers: tuple[Layer, ...]) -> str:
    told = [_for_web(layer) for layer in layers]
    named = {
        code: {"label_zh": kind.label_zh, "label_en": kind.label_en, "glyph": kind.glyph}
        for code, kind in kinds().items()
    }
    return webdata.publish_layers({"layers": told, "kinds": named})


def _for_web(layer: Layer) -> dict[str, Any]:
    rows = []
    for feature in layer.features:
        told = feature["properties"]
        row = {
            key: told[key] for key in ("name", "kind", "industry", "precision", "place", "radius_m", "more")
        }
        if told["lon"] is not None:
            gcj = convert(told["lon"], told["lat"], source=Datum.WGS84, target=Datum.GCJ02)
            row["wgs84"] = [told["lon"], told["lat"]]
            row["gcj02"] = [round(float(gcj[0]), 6), round(float(gcj[1]), 6)]
        rows.append(row)
    return {"name": layer.name, "source": layer.source, "added": layer.added, "rows": rows}


def for_print(
    layers: tuple[Layer, ...], keeps: tuple[Mask, ...], hidden: Collection[str], lang: str
) -> tuple[OwnLayer, ...]:
    """The rows of *keeps* as a print has them, without layers *hidden* on the map (``own:NAME``)."""
    told = table(layers, keeps, lang)
    named = kinds()
    other = list(named.values())[-1]
    found, start = [], 0
    for layer, keep in zip(layers, keeps, strict=True):
        rows = []
        for at in np.flatnonzero(keep):
            its, shown = layer.features[int(at)]["properties"], told.iloc[start]
            start += 1
            place = None if its["lon"] is None else (float(its["lon"]), float(its["lat"]))
            parts = [str(shown[name]) for name in _PRINTED if shown[name]]
            glyph = named.get(its["kind"], other).glyph
            rows.append(OwnRow(" · ".join(parts), glyph, place, its["precision"] == "area"))
        if rows and f"own:{layer.name}" not in hidden:
            source = labels.texts(lang)["map.own.source"].format(source=layer.source, added=layer.added)
            found.append(OwnLayer(layer.name, source, tuple(rows)))
    return tuple(found)


def table(layers: tuple[Layer, ...], keeps: tuple[Mask, ...], lang: str) -> pd.DataFrame:
    """The rows of *keeps* as they are listed.

    Parameters
    ----------
    layers
        As :func:`projects.layers.keeping.layers` gives them.
    keeps
        For each layer, which of its rows are listed.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    pd.DataFrame
        Columns :data:`LISTED`, plain text, in the order of layers and files.
    """
    words = labels.texts(lang)
    named = _industries(lang)
    rows = []
    for layer, keep in zip(layers, keeps, strict=True):
        for at in np.flatnonzero(keep):
            told = layer.features[int(at)]["properties"]
            position = words[f"layers.precision.{told['precision']}"]
            if told["reason"]:
                position += f"：{words['layers.reason.' + told['reason']]}"
            rows.append(
                (
                    told["name"],
                    kinds()[told["kind"]].label(lang) if told["kind"] in kinds() else told["kind"],
                    named.get(told["industry"], told["industry_text"]),
                    told["place"] or told["place_text"],
                    "；".join(f"{title} {value}" for title, value in told["more"].items()),
                    position,
                    layer.name,
                )
            )
    return pd.DataFrame(rows, columns=list(LISTED), dtype=object)


def _industries(lang: str) -> dict[str, str]:
    """The name of each industry by its code."""
    return {code: label.in_language(lang) for code, label in vocabulary().labels["industry"].items()}


def as_csv(shown: pd.DataFrame, lang: str) -> bytes:
    """The listed rows as a file of their own: CSV that a spreadsheet opens, without formulas.

    Parameters
    ----------
    shown
        A list as the page shows it; its columns are keys of headings (``column.<key>``).
    lang
        Language of the headings, ``zh`` or ``en``.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark; ``'`` stands before a cell that would be a formula.
    """
    words = labels.texts(lang)
    plain = shown.map(lambda cell: harmless(str(cell)))
    plain.columns = [words[f"column.{name}"] for name in shown.columns]
    return str(plain.to_csv(index=False, lineterminator="\n")).encode("utf-8-sig")
