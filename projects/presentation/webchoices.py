"""Which records each choice of a filter gives, as a file for the browser.

A click on a choice shows its effect on the map at once, before the page has answered (``web/ahead.js``).
In: the rows that meet each choice alone. Out: a file below ``static/``.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.assets import STATIC_DIR
from projects.presentation.filterpanel import option_label
from projects.presentation.webfiles import write_json
from projects.store.conditions import LISTS
from projects.store.query import Index, Mask, met
from projects.store.vocabulary import Vocabulary
from projects.vocabulary import labels

Rows = Mapping[str, NDArray[np.int64]]

# What the browser works out itself: by the file, and from the years that the map has of each record.
KNOWN_THERE = (*LISTS, "years")


def publish_choices(
    chosen: Mapping[str, Rows], order: NDArray[np.int64], known: Vocabulary, *, folder: Path = STATIC_DIR
) -> str:
    """Write the file and give its path below *folder*.

    Parameters
    ----------
    chosen
        By the key of a condition and the value of a choice, the rows that meet it
        (:func:`projects.store.facets.choice_rows`).
    order
        For each record in the order of the browser its row (``Published.order``).
    known
        What the choices are called.
    folder
        As for :func:`projects.presentation.webdata.publish`.
    """
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    return write_json(
        folder, "data/choices", {key: _packed(key, rows, number, known) for key, rows in chosen.items()}
    )


def others(index: Index, single: Mapping[str, Mask]) -> Mask | None:
    """The rows that meet the conditions which the browser cannot work out.

    Parameters
    ----------
    index
        Over the records of the page.
    single
        For each condition that is set, the rows that meet it (:func:`projects.store.query.passed`).

    Returns
    -------
    Mask | None
        One value per row of *index*; ``None`` when no such condition is set.
    """
    rest = {key: one for key, one in single.items() if key not in KNOWN_THERE}
    return met(index, rest) if rest else None


def _packed(key: str, rows: Rows, number: NDArray[np.int64], known: Vocabulary) -> dict[str, Any]:
    """The choices by their values and labels, and the records of all, one after the other."""
    ends = np.cumsum([0, *(len(each) for each in rows.values())])
    records = np.concatenate([np.zeros(0, np.int64), *rows.values()])
    return {
        "values": list(rows),
        **{lang: [option_label(known, lang, key, value) for value in rows] for lang in labels.LANGUAGES},
        "start": _words(ends),
        "list": _words(number[records]),
    }


def _words(values: NDArray[np.int64]) -> str:
    """Base64 of little-endian numbers of 32 bits."""
    return base64.b64encode(values.astype("<u4").tobytes()).decode("ascii")
