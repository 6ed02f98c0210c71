"""Rows of the lists as two lines with a glyph: the name, below it what else is told.

Out: what ``web/rows.js`` draws. A row's text is never cut: a long name takes a further line.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from projects.presentation.listtables import PART
from projects.vocabulary import labels, style

# What the second line can tell, and what it tells unless something else is chosen.
FACTS = ("industry", "place", "years", "stage", "level", "document", "section")
USUAL = FACTS[:4]
_SAYS_NOTHING = ("", "—")


def rows(
    table: pd.DataFrame,
    facts: Sequence[str],
    lang: str,
    *,
    title: str = "name",
    records: Iterable[int] = (),
    industries: Sequence[str] = (),
) -> dict[str, Any]:
    """The lines of *table*, each with its *title* above and its *facts* below.

    Parameters
    ----------
    table
        Texts; with a column ``mentions`` its lines are those of :meth:`listtables.View.grouped`.
    facts
        Names of columns, in the order of the second line; empty cells and dashes are left out of it.
    lang
        ``zh`` or ``en``.
    title
        Name of the column that the first line shows.
    records
        Rows of the records that the lines lead to; empty for a list that leads nowhere.
    industries
        Codes that the glyphs of the lines stand for; empty for a list without glyphs.

    Returns
    -------
    dict[str, Any]
        What ``web/rows.js`` draws; ``id`` changes with the language and the texts.
    """
    words = labels.texts(lang)
    names = table[title].astype(object).tolist()
    told = [table[fact].astype(object).tolist() for fact in facts]
    notes = [_note(row) for row in zip(*told, strict=True)] if told else [""] * len(names)
    parts = [0] * len(names)
    if "mentions" in table:
        counts = table["mentions"].fillna(0).tolist()
        parts = [int(count == 0) for count in counts]
        names = [
            name.removeprefix(PART) if count == 0 else name for name, count in zip(names, counts, strict=True)
        ]
        of = words["list.records"]
        notes = [
            of.format(count=f"{count:,}") if count > 1 else note
            for note, count in zip(notes, counts, strict=True)
        ]
    return {
        "id": f"{hash((lang, *names, *notes))}",
        "names": names,
        "notes": notes,
        "parts": parts,
        "records": [int(record) for record in records],
        "glyphs": _glyphs(industries, lang),
        "words": {name: words[f"list.{name}"] for name in ("find", "found", "label")},
    }


def packed(shown: Mapping[str, Any], selected: int | None) -> bytes:
    """A list as the browser gets it.

    Parameters
    ----------
    shown
        What :func:`rows` gave.
    selected
        Row of the record that is marked; ``None`` for none.

    Returns
    -------
    bytes
        Deflated JSON (zlib); without a record that is marked, ``selected`` is -1.
    """
    told = {**shown, "selected": -1 if selected is None else selected}
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode("utf-8"), level=1)


def _note(facts: Sequence[str]) -> str:
    return " · ".join(fact for fact in facts if fact not in _SAYS_NOTHING)


def _glyphs(industries: Sequence[str], lang: str) -> Mapping[str, Any]:
    """The glyph, colour and label of each industry, and the number of the one that each line has."""
    colours = {family.code: family.colour for family in style.families()}
    known = {one.code: at for at, one in enumerate(style.industries())}
    return {
        "of": [known.get(code, -1) for code in industries],
        "styles": [
            [one.glyph, colours[one.family], one.label_en if lang == "en" else one.label_zh]
            for one in style.industries()
        ],
    }
