"""The words that a sentence may hold, and where in it they stand.

Input: ``rules/sentence_words.csv`` (words and what they mean), ``rules/sentence_years.csv`` (patterns of
years), names and key words of ``industries.csv`` and ``industry_families.csv``, the chains, the gazetteer,
the landmarks and the companies of the workspace. Output: :class:`Span`, the longest ones, none over
another. What they mean together is for :mod:`projects.store.sentence`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from geo import workspace
from geo.gazetteer_tables import load_gazetteer
from geo.ground.tables import companies
from geo.landmarks import landmarks
from geo.toponyms import find_toponyms
from projects.extraction.numerals import CHINESE_NUMERAL, arabic
from projects.model.records import LIST_SEPARATOR
from projects.model.tables import read_table
from projects.store.conditions import PLACE_LEVELS
from projects.store.filters import YEARS
from projects.vocabulary.rules import rules

MOST_LETTERS = 200  # of a sentence; more is no sentence
SHORTEST_NAME = 3  # letters of a landmark that counts wherever it stands: 和平 is a village, and a word
# Of spans of one length the first kind is taken.
_RANKS = ("years", "quoted", "place", "km", "name", "landmark")
_NUMERAL = f"[{CHINESE_NUMERAL}]+"
_YEAR = r"(?:19|20|21)\d\d|[一二][〇零九][〇零一二三四五六七八九]{2}"
_COUNTED = "万亿千百十个亩公米里吨户套号人台件座张"
_PARTS = {
    "{a}": rf"(?P<a>(?<!\d)(?:{_YEAR}))(?!\d)",
    "{b}": rf"(?P<b>{_YEAR})(?!\d)",
    "{s}": r"(?P<a>(?<![\d.])[0-3]\d)(?!\d)",
    "{s2}": r"(?P<a>(?<![\d.])2[1-9])",
    "{t}": r"(?P<b>[0-3]\d)",
    # Four figures alone: nothing before or behind may make them a number, a road or a model.
    "{bare}": rf"(?P<a>(?<![\da-z.,道线路号第-])20[0-4]\d)(?![\da-z.,%°-]|[{_COUNTED}])",
    "{n}": rf"(?P<n>\d\d?|{_NUMERAL})",
}
_QUOTED = re.compile(r"“([^”]+)”|「([^」]+)」|『([^』]+)』|《([^》]+)》|\"([^\"]+)\"")
_FIGURES = {**{figure: at for at, figure in enumerate("零一二三四五六七八九")}, "〇": 0}
_CENTURY = 2000


class Span(NamedTuple):
    """``text[start:end]``; ``means`` is of the table, or years, place, km, name, landmark, quoted."""

    start: int
    end: int
    means: str
    value: Any = ()


def spans(text: str, today: date) -> list[Span]:
    """What is known in *text*, the longest first served, in order."""
    found = [*_years(text, today), *_quoted(text), *_places(text), *_names(text), *_distances(text)]
    for match in re.finditer(rf"(?=({_pattern()}))", text):
        found += [Span(match.start(), match.start() + len(word), *means) for word, means in _heads(match[1])]
    kept = _apart(found, len(text))
    # A name that counts at the head of a clause only (高新区) does so behind another word as well.
    masked = ["，" if letter.isspace() else letter for letter in text]
    for span in kept:
        if span.means != "place":
            masked[span.start : span.end] = "，" * (span.end - span.start)
    return sorted(_apart([*kept, *_places("".join(masked))], len(text)))


def _apart(found: list[Span], length: int) -> list[Span]:
    """The longest of those that lie over one another."""
    taken = [False] * length
    kept = []
    for span in sorted(found, key=_order):
        if not any(taken[span.start : span.end]):
            kept.append(span)
            taken[span.start : span.end] = [True] * (span.end - span.start)
    return kept


def row_words(means: str) -> tuple[str, ...]:
    """The words of the table that mean *means*."""
    return tuple(word for word, (kind, _) in _words().items() if kind == means)


@cache
def units() -> dict[str, float]:
    """Kilometres of each unit of length."""
    rows = [row for row in rules("sentence_words") if row["means"] == "unit"]
    return {word: float(row["value"]) for row in rows for word in row["words"].split(LIST_SEPARATOR)}


def _order(span: Span) -> tuple[int, int, int]:
    rank = _RANKS.index(span.means) if span.means in _RANKS else len(_RANKS)
    return span.start - span.end, rank, span.start


@workspace.per_workspace
def _words() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Word → what it means; the rows of the table before the labels and key words of other tables."""
    words: dict[str, tuple[str, tuple[str, ...]]] = {}
    for row in rules("sentence_words"):
        if row["means"] != "unit":
            value = tuple(filter(None, row["value"].split(LIST_SEPARATOR)))
            for word in row["words"].split(LIST_SEPARATOR):
                words.setdefault(word, (row["means"], value))
    for table in ("industries.csv", "industry_families.csv"):
        columns = ["code", "label_zh", *(["keywords_hint"] if table == "industries.csv" else [])]
        for code, *texts in read_table(workspace.table(table), columns)[columns].itertuples(index=False):
            for word in (texts[0], *" ".join(texts[1:]).split()):
                if len(word) > 1:
                    words.setdefault(word.lower(), ("industry", (str(code),)))
    ends = [word for word, (means, _) in words.items() if means == "chain"]
    for row in rules("chains"):
        for end in ends:
            words.setdefault(f"{row['label_zh']}{end}".lower(), ("whole_chain", (row["chain"],)))
    return words


@workspace.per_workspace
def _pattern() -> str:
    return "|".join(re.escape(word) for word in sorted(_words(), key=lambda word: (-len(word), word)))


def _heads(longest: str) -> Iterator[tuple[str, tuple[str, tuple[str, ...]]]]:
    """The longest word and the shorter ones that it begins with, which serve where it cannot."""
    known = _words()
    for end in range(len(longest), 0, -1):
        if longest[:end] in known:
            yield longest[:end], known[longest[:end]]


@cache
def _year_rules() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    compiled = []
    for row in rules("sentence_years"):
        pattern = row["pattern"]
        for name, part in _PARTS.items():
            pattern = pattern.replace(name, part)
        compiled.append((re.compile(pattern), row["from"], row["to"]))
    return tuple(compiled)


def _years(text: str, today: date) -> Iterator[Span]:
    """Value: the first year, the last year, the part that says no year (a month)."""
    for pattern, first, last in _year_rules():
        for match in pattern.finditer(text):
            given = {name: part for name, part in match.groupdict().items() if part and name != "left"}
            values = {name: arabic(part) if name == "n" else _year(part) for name, part in given.items()}
            if not all(values.values()):  # 近0年, 近五二年
                continue
            values["now"] = today.year
            start, end = _sum(first, values), _sum(last, values)
            if start is not None and end is not None:
                start, end = sorted((start, end))
            if all(year is None or year in YEARS for year in (start, end)):
                yield Span(*match.span(), "years", (start, end, match.groupdict().get("left") or ""))


def _year(text: str) -> int:
    if len(text) == 2:
        return _CENTURY + int(text)
    return int("".join(str(_FIGURES.get(figure, figure)) for figure in text))


def _sum(terms: str, values: dict[str, int]) -> int | None:
    """``now-n+1`` with the values of its names; None for no terms."""
    found = re.findall(r"([+-]?)(\w+)", terms)
    signed = [(-1 if sign == "-" else 1) * (values.get(term) or int(term)) for sign, term in found]
    return sum(signed) if signed else None


def _quoted(text: str) -> Iterator[Span]:
    for match in _QUOTED.finditer(text):
        yield Span(*match.span(), "quoted", next(part for part in match.groups() if part))


def _places(text: str) -> Iterator[Span]:
    """Areas of the workspace by any name, with the guards of :mod:`geo.toponyms`. Value: matches."""
    gazetteer = load_gazetteer()
    for code in workspace.codes():
        scope = gazetteer.place(code)
        for found in find_toponyms(text, gazetteer, scope)[0] if scope else ():
            yield Span(found.start, found.end, "place", found.matches)


def _names(text: str) -> Iterator[Span]:
    """Companies and landmarks: what the filter by text looks for. Value: the name as printed."""
    points = [name for one in landmarks() for name in (one.name, *one.aliases)]
    known = {name: "landmark" for name in points if len(name) >= SHORTEST_NAME}
    known |= {name: "name" for one in companies() for name in (one.name, *one.aliases)}
    firm = "|".join(sorted(row_words("firm"), key=len, reverse=True))
    for name, means in known.items():
        if name.lower() not in text:
            continue
        for match in re.finditer(rf"{re.escape(name.lower())}(?:{firm})?", text):
            yield Span(*match.span(), means, name)


def _distances(text: str) -> Iterator[Span]:
    """Value: kilometres; none of what is no number below 1000 (一千五百米, 三点五公里, 几十公里)."""
    names = "|".join(map(re.escape, sorted(units(), key=len, reverse=True)))
    figures = rf"(?<![\da-z.])(\d+(?:\.\d+)?)\s*({names})"
    numerals = rf"(?<![{CHINESE_NUMERAL}千万亿几数])(?<![{CHINESE_NUMERAL}]点)({_NUMERAL}|半)({names})"
    for match in re.finditer(f"{figures}|{numerals}", text):
        figure, unit, numeral, other = match.groups()
        number = float(figure) if figure else 0.5 if numeral == "半" else float(arabic(numeral))
        if km := number * units()[unit or other]:
            yield Span(*match.span(), "km", round(km, 3))


def key_of(level: str) -> str:
    """The condition that takes areas of this level, empty for none."""
    return next((key for key, levels in PLACE_LEVELS.items() if level in levels), "")


def is_of(row: dict[str, str], span: Span) -> bool:
    """Whether a document is of the years, or of the place, that *span* says."""
    if span.means == "years":
        first, last = span.value[0] or 0, span.value[1] or 9999
        return first <= int(row["period_end"] or 0) and int(row["period_start"] or 9999) <= last
    return span.means == "place" and row["scope"] in {match.place.name for match in span.value}


def chain_of(text: str, industries: Sequence[str]) -> str:
    """The chain that *text* is a word of, else the first of the industries."""
    table: list[dict[str, Any]] = list(rules("chains"))
    named = [row for row in table if text in (row["label_zh"], *row["words"].split("|"))]
    alike = [row for row in table if set(row["industry"].split("|")) & set(industries)]
    return str((named or alike or [{"chain": ""}])[0]["chain"])


def landmark_names() -> set[str]:
    """Names of points, those of villages with and without 村."""
    named = [(one.kind, name.lower()) for one in landmarks() for name in (one.name, *one.aliases)]
    return {name for _, name in named} | {f"{name}村" for kind, name in named if kind == "village"}


def registry() -> list[dict[str, str]]:
    """The registered documents: scope, kind, period."""
    columns = ["document", "scope", "kind", "period_start", "period_end"]
    table = read_table(workspace.tables() / "documents.csv", columns)
    return [dict(zip(columns, map(str, row), strict=True)) for row in table[columns].itertuples(index=False)]


def industries() -> list[dict[str, str]]:
    """The sector of each industry."""
    columns = ["code", "sector_zh"]
    table = read_table(workspace.table("industries.csv"), columns)
    return [dict(zip(columns, map(str, row), strict=True)) for row in table[columns].itertuples(index=False)]
