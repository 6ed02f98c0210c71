"""Which fields a person may set, and to what.

Places are set by :mod:`projects.desk.spots`, whose fields belong together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from geo import workspace
from projects.errors import InputError
from projects.model.records import BY_HAND, Record, dictionary
from projects.model.tables import read_table

EDITABLE = (
    *("name", "kind", "industry", "category", "entity", "investment_wan_yuan", "target_wan_yuan"),
    *("scale", "responsible", "period_start", "period_end", "stage"),
)
# A field that is set by a person has the person as its rule.
_RULES = {"industry": "industry_rule", "stage": "stage_rule"}
_MOST_CHARACTERS = 300


def read_settings(settings: Iterable[str]) -> dict[str, Any]:
    """``name=…`` texts as values.

    Parameters
    ----------
    settings
        Each ``FIELD=VALUE``, with one of :data:`EDITABLE`; the last of several for a field holds.

    Returns
    -------
    dict[str, Any]
        Field → value in the field's type.

    Raises
    ------
    InputError
        One is of another form or does not fit, or there is none.
    """
    values: dict[str, Any] = {}
    for setting in settings:
        name, sign, text = setting.partition("=")
        if not sign or name.strip() not in EDITABLE:
            raise InputError(f"--set {setting!r}: expected FIELD=VALUE with one of {', '.join(EDITABLE)}")
        values[name.strip()] = checked(name.strip(), text)
    if not values:
        raise InputError("nothing to change; expected --set FIELD=VALUE")
    return values


def checked(name: str, value: Any) -> Any:
    """*value* as the type of the field *name*, empty as the field's own nothing.

    Raises InputError when it does not fit.
    """
    kind, allowed = _types()[name]
    text = "" if value is None else str(value).strip()
    if kind in ("integer", "number"):
        return _number(name, text, kind)
    if len(text) > _MOST_CHARACTERS:
        raise InputError(f"{name}: {len(text)} characters; expected {_MOST_CHARACTERS} at most")
    if any(ord(char) < 32 for char in text):
        raise InputError(f"{name}: {text!r} holds a line break or a control character")
    if name == "name" and not text:
        raise InputError("name: a record needs one")
    if name == "industry":
        allowed = industries()
    if text and allowed and text not in allowed:
        raise InputError(f"{name}: {text!r}; expected {', '.join(allowed)}")
    return text


def changes(record: Record, values: dict[str, Any]) -> dict[str, Any]:
    """Those of *values* that differ from the record, with the rules that go with them."""
    changed = {name: value for name, value in values.items() if getattr(record, name) != value}
    return changed | {_RULES[name]: BY_HAND for name in changed if name in _RULES}


def industries() -> tuple[str, ...]:
    """The industry codes."""
    return tuple(read_table(workspace.table("industries.csv"), ["code"])["code"])


def allowed_values(name: str) -> tuple[str, ...]:
    """The values that a field may take.

    Parameters
    ----------
    name
        A column of the records.

    Returns
    -------
    tuple[str, ...]
        Codes, of industries those of the workspace; none when any will do.
    """
    return industries() if name == "industry" else _types()[name][1]


def _types() -> dict[str, tuple[str, tuple[str, ...]]]:
    rows = dictionary()
    return {
        str(row.name): (str(row.type), tuple(str(row.values).split("|")) if "|" in str(row.values) else ())
        for row in rows[["name", "type", "values"]].itertuples(index=False, name="Row")
    }


def _number(name: str, text: str, kind: str) -> int | float | None:
    if not text:
        return None
    try:
        number = float(text.replace(",", ""))
    except ValueError as error:
        raise InputError(f"{name}: {text!r} is no number") from error
    if not math.isfinite(number) or number < 0:
        raise InputError(f"{name}: {text!r}; expected a number from 0 up")
    if kind == "integer":
        if not (number.is_integer() and 1900 <= number <= 2100):
            raise InputError(f"{name}: {text!r}; expected a year such as 2021")
        return int(number)
    return number
