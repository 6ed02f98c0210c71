"""Industry by weights: what the letters of a name, of its heading and of its clause speak for.

Method
------
A name is described by runs of its letters (``name:水库``), its ends (``end:水库``), runs of letters of what
heads it (``over:水利``) and of the words beside it (``clause:灌溉``). A row of
``data/rules/industry_weights.parquet`` says, in hundredths, how much one such feature speaks for or against
each industry. The weights of all features are added up for each industry; the highest sum wins, and the
feature that spoke most for it is named. The row ``bias`` holds what speaks for an industry before anything
is read.

The weights are those of a multinomial logistic regression, fitted to hand-made labels by
``tests/benchmarks/fit_industry.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from projects.vocabulary.rules import RULES_DIR

SCALE = {"name": 1.0, "end": 1.0, "over": 0.5, "clause": 0.4}
BIAS = "bias"
TABLE = RULES_DIR / "industry_weights.parquet"
NEAR = 40  # letters of the clause on each side of the name
LONGEST = 40  # letters of a name or heading that are looked at

_NAME, _OVER, _CLAUSE = (1, 2, 3, 4), (2, 3, 4), (2, 3)  # how many letters a run has
_ONE_LETTER = len("name:") + 1
_MARKS = re.compile(r"[\s“”‘’\"（）()、，。；：:;,《》]+")

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Industry, the feature that spoke most for it, and the share of certainty it has (0–1)."""

    code: str
    feature: str
    certainty: float


def features(name: str, over: str, clause: str) -> dict[str, set[str]]:
    """Features by their kind, each once."""
    bare = _MARKS.sub("", name)[:LONGEST]
    return {
        "name": _grams(bare, _NAME),
        "end": {bare[-size:] for size in _NAME if len(bare) >= size},
        "over": _grams(over[:LONGEST], _OVER),
        "clause": _grams(_around(name, clause), _CLAUSE),
    }


def weigh(name: str, over: str, clause: str) -> Weighed | None:
    """What the weights say of a name; None when they know no two letters of it and nothing stands beside it.

    Parameters
    ----------
    name
        The name as printed.
    over
        What heads it: the document's own heading of the item, else the title of the section.
    clause
        The words in which the name stands; may be empty.
    """
    table = _weights()
    bare = _MARKS.sub("", name)[:LONGEST]
    named = _rows(table.rows["name"], bare, _NAME)
    if not clause and not any(len(table.names[row]) > _ONE_LETTER for row in named):
        return None
    ends = table.rows["end"]
    named.update(ends[letters] for size in _NAME if (letters := bare[-size:]) in ends)
    if clause:
        named |= _rows(table.rows["clause"], _around(name, clause), _CLAUSE)
    headed, over_rows = _headed(over)
    own = table.values.take([*named], axis=0)
    total = own.sum(axis=0) + headed
    best = int(total.argmax())
    certainty = 1 / float(np.exp(total - total[best]).sum())
    rows = [*named, *over_rows]
    strongest = rows[int(table.values[rows, best].argmax())]
    return Weighed(table.codes[best], table.names[strongest], certainty)


@dataclass(frozen=True, slots=True)
class _Table:
    rows: dict[str, dict[str, int]]  # kind of feature → letters → row
    names: list[str]
    values: Vector
    codes: list[str]
    bias: Vector


def _around(name: str, clause: str) -> str:
    """The letters of the clause beside the name."""
    if not clause:
        return ""
    start = clause.find(name)
    if start < 0:
        return _MARKS.sub("", clause[: 2 * NEAR])
    end = start + len(name)
    return _MARKS.sub("", clause[max(0, start - NEAR) : start] + " " + clause[end : end + NEAR])


def _grams(text: str, sizes: Iterable[int]) -> set[str]:
    return {text[at : at + size] for size in sizes for at in range(len(text) - size + 1)}


def _rows(known: dict[str, int], text: str, sizes: Iterable[int]) -> set[int]:
    """The rows of the runs of letters that are known."""
    return {
        known[letters]
        for size in sizes
        for at in range(len(text) - size + 1)
        if (letters := text[at : at + size]) in known
    }


@lru_cache(maxsize=4096)
def _headed(over: str) -> tuple[Vector, tuple[int, ...]]:
    """The bias, and with it what heads the item."""
    table = _weights()
    rows = sorted(_rows(table.rows["over"], over[:LONGEST], _OVER))
    return table.values[rows].sum(axis=0) + table.bias, tuple(rows)


@cache
def _weights() -> _Table:
    table = pq.read_table(TABLE)
    names = table["feature"].to_pylist()
    codes = [column for column in table.column_names if column != "feature"]
    hundredths = np.stack([table[code].to_numpy() for code in codes], axis=1)
    values = np.asarray(hundredths / 100, dtype=np.float32)
    rows: dict[str, dict[str, int]] = {kind: {} for kind in (*SCALE, BIAS)}
    for at, feature in enumerate(names):
        kind, _, letters = feature.partition(":")
        rows[kind][letters] = at
    return _Table(rows, names, values, codes, values[rows[BIAS][""]])
