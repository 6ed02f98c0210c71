"""CQL2 text (OGC 21-065) → which rows of a table it selects.

Spoken are the classes Basic CQL2, Advanced Comparison Operators (``LIKE`` ``IN`` ``BETWEEN``) and
Basic Spatial Functions (``S_INTERSECTS`` with points, lines, polygons and boxes), the last also
with ``S_WITHIN``, ``S_CONTAINS`` and ``S_DISJOINT``. What is null is neither equal nor different:
logic has three values, as the standard says.

Why not pygeofilter, which pygeoapi brings along: its grammar of CQL2 text gives ``AND`` and ``OR``
one rank and cannot negate what stands in brackets. Its parser generator, lark, is used here.

In: a text, a table with a geometry (WGS 84 lon, lat). Out: a boolean mask.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from lark import Lark, Token, Transformer
from lark.exceptions import LarkError, VisitError
from numpy.typing import NDArray

from projects.errors import InputError
from projects.store.shapes import MOST_CORNERS

LONGEST = 20_000  # characters of a filter

_GRAMMAR = r"""
?start: or_
?or_: and_ (_OR and_)*
?and_: not_ (_AND not_)*
?not_: NOT not_ -> negated | predicate
?predicate: value OP value -> compared
    | value NOT? _LIKE STRING -> like
    | value NOT? _BETWEEN value _AND value -> between
    | value NOT? _IN "(" value ("," value)* ")" -> inside
    | value _IS NOT? _NULL -> null
    | SPATIAL "(" value "," value ")" -> spatial
    | TRUTH -> truth
    | "(" or_ ")"
?value: NUMBER -> number | STRING -> text | TRUTH -> truth | geometry | date | property
property: NAME | QUOTED
date: ("DATE"i | "TIMESTAMP"i) "(" STRING ")"
geometry: WKT | "BBOX"i "(" NUMBER ("," NUMBER)+ ")" -> bbox
NOT.2: /NOT\b/i
_OR.2: /OR\b/i
_AND.2: /AND\b/i
_LIKE.2: /LIKE\b/i
_BETWEEN.2: /BETWEEN\b/i
_IN.2: /IN\b/i
_IS.2: /IS\b/i
_NULL.2: /NULL\b/i
OP: "<>" | "<=" | ">=" | "=" | "<" | ">"
TRUTH.2: /(true|false)\b/i
SPATIAL.2: /S_(INTERSECTS|WITHIN|CONTAINS|DISJOINT)\b/i
WKT.2: /(MULTI)?(POINT|LINESTRING|POLYGON)\s*Z?\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/i
NAME: /[^\W\d][\w.]*/
QUOTED: /"[^"]+"/
STRING: /'(?:[^']|'')*'/
NUMBER: /[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?/
%import common.WS
%ignore WS
"""
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SPATIAL = {
    "S_INTERSECTS": shapely.intersects,
    "S_WITHIN": shapely.within,
    "S_CONTAINS": shapely.contains,
    "S_DISJOINT": shapely.disjoint,
}


def select(text: str, rows: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Which *rows* the filter selects; unknown (null) counts as no.

    Raises
    ------
    InputError
        One line: the text is no CQL2, names a property that is not there, or compares what cannot be.
    """
    if len(text) > LONGEST:
        raise InputError(f"filter: longer than {LONGEST} characters")
    try:
        found = _Rows(rows).transform(_parser().parse(text))
    except VisitError as error:
        if isinstance(error.orig_exc, InputError):
            raise error.orig_exc from error
        raise InputError(f"filter: what is compared does not go together: {error.orig_exc}") from error
    except (LarkError, RecursionError) as error:
        said = " ".join(str(error).split())[:160]
        raise InputError(f"filter: no CQL2 text: {said}") from error
    if isinstance(found, _Truth):
        return np.full(len(rows), found.value)
    if not isinstance(found, pd.Series) or found.dtype != "boolean":
        raise InputError("filter: expected a condition, such as industry = 'bearings'")
    return np.asarray(found.fillna(False), dtype=bool)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="earley", maybe_placeholders=False)


class _Rows(Transformer[Token, Any]):
    """Works conditions out over a table, from the inside out; each is a nullable boolean column."""

    def __init__(self, rows: gpd.GeoDataFrame) -> None:
        super().__init__(visit_tokens=False)
        self._rows = rows

    def or_(self, parts: list[Any]) -> pd.Series:
        return self._joined(parts, operator.or_)

    def and_(self, parts: list[Any]) -> pd.Series:
        return self._joined(parts, operator.and_)

    def negated(self, parts: list[Any]) -> pd.Series:
        return ~self._condition(parts[-1])

    def compared(self, parts: list[Any]) -> pd.Series:
        left, sign, right = parts
        return self._column(_OPERATORS[str(sign)](self._series(left), _plain(right)))

    def like(self, parts: list[Any]) -> pd.Series:
        pattern = "".join(
            {"%": ".*", "_": "."}.get(each[-1] if len(each) == 1 else "", re.escape(each[-1]))
            for each in re.findall(r"\\.|.", _unquoted(parts[-1]), re.DOTALL)
        )
        found = self._series(parts[0]).astype("string").str.fullmatch(pattern, flags=re.DOTALL)
        return self._maybe_not(parts, self._column(found))

    def between(self, parts: list[Any]) -> pd.Series:
        value = self._series(parts[0])
        return self._maybe_not(
            parts, self._column(value >= _plain(parts[-2])) & self._column(value <= _plain(parts[-1]))
        )

    def inside(self, parts: list[Any]) -> pd.Series:
        value, options = self._series(parts[0]), [one for one in parts[1:] if not _is_not(one)]
        found = self._column(value.isin([_plain(one) for one in options])).mask(value.isna())
        return self._maybe_not(parts, found)

    def null(self, parts: list[Any]) -> pd.Series:
        return self._maybe_not(parts, self._column(pd.isna(self._series(parts[0]))))

    def spatial(self, parts: list[Any]) -> pd.Series:
        function = _SPATIAL[str(parts[0]).upper()]
        sides = [one.to_numpy() if isinstance(one, gpd.GeoSeries) else one for one in parts[1:]]
        if not any(isinstance(one, np.ndarray) for one in sides):
            raise InputError("filter: one side of a spatial condition must be the property geometry")
        shapes = next(one for one in sides if isinstance(one, np.ndarray))
        return self._column(pd.Series(function(*sides))).mask(pd.Series(shapely.is_missing(shapes)))

    def truth(self, parts: list[Any]) -> Any:
        return _Truth(str(parts[0]).lower() == "true")

    def number(self, parts: list[Any]) -> float:
        return float(parts[0])

    def text(self, parts: list[Any]) -> str:
        return _unquoted(parts[0])

    def date(self, parts: list[Any]) -> str:
        return _unquoted(parts[-1])

    def geometry(self, parts: list[Any]) -> Any:
        try:
            shape = shapely.from_wkt(str(parts[0]))
        except shapely.errors.GEOSException as error:
            raise InputError(f"filter: no geometry: {str(parts[0])[:60]!r}") from error
        if shapely.get_num_coordinates(shape) > MOST_CORNERS:
            raise InputError(f"filter: a geometry of more than {MOST_CORNERS} corners: simplify it")
        return shape

    def bbox(self, parts: list[Any]) -> Any:
        numbers = [float(one) for one in parts]
        if len(numbers) not in (4, 6):
            raise InputError("filter: BBOX takes 4 or 6 numbers")
        half = len(numbers) // 2
        return shapely.box(numbers[0], numbers[1], numbers[half], numbers[half + 1])

    def property(self, parts: list[Any]) -> Any:
        name = str(parts[0]).strip('"')
        if name == "geometry":
            return self._rows.geometry.reset_index(drop=True)
        if name not in self._rows.columns:
            known = ", ".join(str(column) for column in self._rows.columns if column != "geometry")
            raise InputError(f"filter: no property {name!r}; there are geometry, {known}")
        return self._rows[name].reset_index(drop=True)

    def _joined(self, parts: list[Any], how: Callable[[Any, Any], Any]) -> pd.Series:
        found = self._condition(parts[0])
        for part in parts[1:]:
            found = how(found, self._condition(part))
        return found

    def _condition(self, part: Any) -> pd.Series:
        if isinstance(part, _Truth):
            return pd.Series(part.value, index=range(len(self._rows)), dtype="boolean")
        if not isinstance(part, pd.Series) or not pd.api.types.is_bool_dtype(part.dtype):
            raise InputError("filter: expected a condition beside AND, OR, NOT")
        return part.astype("boolean")

    def _series(self, value: Any) -> pd.Series:
        if isinstance(value, pd.Series):
            return value
        return pd.Series([_plain(value)] * len(self._rows))

    def _column(self, found: Any) -> pd.Series:
        return pd.Series(found).astype("boolean")

    def _maybe_not(self, parts: list[Any], found: pd.Series) -> pd.Series:
        return ~found if any(_is_not(part) for part in parts) else found


class _Truth:
    def __init__(self, value: bool) -> None:
        self.value = value


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, _Truth) else value


def _is_not(part: Any) -> bool:
    return isinstance(part, Token) and part.type == "NOT"


def _unquoted(token: Any) -> str:
    return str(token)[1:-1].replace("''", "'")
