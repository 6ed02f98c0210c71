"""A sentence as a filter: 郑家镇2021年以来的轴承项目, 聊城西站5公里内.

Only the tables decide (:mod:`projects.store.sentencewords`): the longest known word counts, no model guesses.

Conditions narrow and values of one condition are alternatives, as in ``Filters``; what these cannot say (this
town or that park, anything but bearings) is not understood rather than half of it. The narrower of a county
and a town in it stands for both. 项目 alone is no condition: everything here is one; beside
another kind (基地和项目) it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from geo import workspace
from geo.gazetteer import Match
from geo.gazetteer_tables import load_gazetteer
from geo.geocode import GazetteerGeocoder
from projects.store import sentencewords as words
from projects.store.conditions import LISTS, PLACE_LEVELS
from projects.store.filters import FARTHEST_KM, Filters, Near
from projects.store.sentencewords import MOST_LETTERS, Span, spans
from projects.store.surroundings import UnclearPlace, surroundings
from projects.store.vocabulary import Vocabulary, vocabulary

_OUTSIDE = re.compile(r"[\s，,。.、；;：:？?！!（）()·…—–\-/\"'“”‘’「」『』《》]+")
_JOINED = re.compile(r"[和与及或、,，\s]*")
_PROJECT_BEHIND = re.compile(r"(?:[和与及或、]|以及)(?:重点|重大|建设)?项目")
_PROJECT_BEFORE = re.compile(r"项目(?:[和与及或、]|以及)$")
_LONGEST_NAME = 16  # letters of a place in front of a distance
_REACH = ("km", "near", "inside", "circle")
_SILENT = ("skip", "after", "inside", "circle")  # say nothing by themselves

_Groups = dict[str, list[tuple[Span, list[Match]]]]  # by the condition that takes the areas


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` of a sentence and the condition (of ``KEYS``) with the values that it became."""

    start: int
    end: int
    text: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was understood of ``text`` (half-width, small letters): conditions, their pieces, and the rest."""

    text: str
    filters: Filters
    pieces: tuple[Piece, ...]
    left: tuple[str, ...]
    meant: tuple[str, ...] = ()


def understood(text: str, *, today: date | None = None, known: Vocabulary | None = None) -> Sentence:
    """Read *text* as a filter. Never raises for a text.

    Parameters
    ----------
    text
        What someone typed; of more than :data:`MOST_LETTERS` nothing is understood.
    today
        The day from which 今年 and 去年 count, by default this one.
    known
        The values that filters may take, by default those of the workspace.

    Returns
    -------
    Sentence
        Its ``pieces`` say which characters became which condition, ``left`` holds the words that were not
        understood, in order, ``meant`` names of places that one of them may have meant.
    """
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    if len(plain) > MOST_LETTERS:
        return Sentence(plain, Filters(), (), (plain,))
    return _Reader(plain, today or date.today(), known or vocabulary()).read()


class _Reader:
    """Reads one sentence: each step takes the spans that it understands and leaves the others."""

    def __init__(self, text: str, today: date, known: Vocabulary) -> None:
        self.text = text
        self.known = known
        self.spans = spans(text, today)
        self.pieces: list[Piece] = []
        self.meant: tuple[str, ...] = ()
        self.refused: list[tuple[int, int]] = []

    def read(self) -> Sentence:
        self._leave_lone_letters()
        self._leave_negated()
        self._refuse(*self._of("firm"))
        near = self._near()
        self._documents()
        self._chains()
        years = self._years()
        places = self._places()
        lists = self._lists()
        name = self._name()
        given: dict[str, Any] = {**lists, **places}
        filters = Filters(**given, year_from=years[0], year_to=years[1], text=name, near=near)
        pieces = tuple(sorted(self.pieces, key=lambda piece: piece.start))
        return Sentence(self.text, filters, pieces, self._left(), self.meant)

    def _of(self, *means: str) -> list[Span]:
        return [span for span in self.spans if span.means in means]

    def _take(self, span: Span, key: str, values: Sequence[str], *, start: int | None = None) -> None:
        begin = span.start if start is None else start
        self.pieces.append(Piece(begin, span.end, self.text[begin : span.end], key, tuple(values)))

    def _refuse(self, *refused: Span) -> None:
        """Not understood: what the spans cover is left."""
        self.refused += [(span.start, span.end) for span in refused]
        self.spans = [span for span in self.spans if span not in refused]

    def _leave_lone_letters(self) -> None:
        """A single letter that means something does so between other words only: 镇 is none in 张家镇."""
        while True:
            starts = {span.start for span in self.spans} | {len(self.text)}
            ends = {span.end for span in self.spans} | {0}
            lone = [
                span
                for span in self.spans
                if span.end - span.start == 1
                and not (self._bounded(span.start, ends) and self._bounded(span.end, starts, -1))
                and not (span.means == "skip" and self._touches_one(span, starts, ends))
                and not (span.means == "after" and self._bounded(span.start, ends))
            ]
            if not lone:
                return
            self.spans = [span for span in self.spans if span not in lone]

    def _touches_one(self, span: Span, starts: set[int], ends: set[int]) -> bool:
        """Whether a small word stands right beside a known one: 莘县的 before an unknown word."""
        return self._bounded(span.start, ends) or self._bounded(span.end, starts, -1)

    def _bounded(self, at: int, edges: set[int], step: int = 1) -> bool:
        beside = self.text[at - 1 : at] if step > 0 else self.text[at : at + 1]
        return at in edges or bool(_OUTSIDE.fullmatch(beside))

    def _leave_negated(self) -> None:
        """No filter says what is not wanted: the word for it and what it denies are not understood."""
        for span in self._of("not"):
            behind = [one for one in self.spans if one.start >= span.end and one.means not in _SILENT]
            self._refuse(span)
            self._deny(span.end, behind)
        for span in self._of("but"):
            before = [one for one in self.spans if one.end <= span.start and one.means not in _SILENT]
            self._refuse(span, *before[-1:])

    def _deny(self, start: int, behind: list[Span]) -> None:
        """The first of *behind* and those joined to it (轴承和化工)."""
        for at, span in enumerate(behind):
            if at and not _JOINED.fullmatch(self.text[start : span.start]):
                return
            self._refuse(span)
            start = span.end

    def _near(self) -> Near | None:
        """The surroundings of the place before a distance, or before 附近."""
        found: Near | None = None
        reaches = self._reaches()
        for group in reaches:
            span = Span(group[0].start, group[-1].end, "near")
            self.spans = [one for one in self.spans if one not in group]
            start = self._name_before(len(self.text[: span.start].rstrip())) if found is None else None
            near = None if start is None else self._around(start, group)
            if start is None or near is None:
                self.refused.append((span.start, span.end))
                self._refuse(*self._compound(span.start))
                continue
            found = near
            self.spans = [one for one in self.spans if one.end <= start or one.start >= span.end]
            self._take(span, "near", (str(near),), start=start)
        if reaches:  # no other point can stand beside the one, nor for itself
            self._refuse(*self._of("landmark"))
        if found is None:
            self._refuse(*self._of("circle"))
        return found

    def _reaches(self) -> list[list[Span]]:
        """Words that stand together and say how far; a bare length (10公里长廊) is none."""
        groups: list[list[Span]] = []
        for span in self._of(*_REACH):
            if groups and not self.text[groups[-1][-1].end : span.start].strip():
                groups[-1].append(span)
            else:
                groups.append([span])
        starts = {span.start for span in self.spans} | {len(self.text)}
        reaches = []
        for group in groups:
            means = {span.means for span in group}
            is_bare = means == {"km"} and not self._bounded(group[-1].end, starts, -1)
            if is_bare:
                self._refuse(*group)
            elif means & {"km", "near"}:
                reaches.append(group)
        return reaches

    def _name_before(self, end: int) -> int | None:
        """Where the longest name of a place that ends at *end* begins, with its county before it."""
        names = words.landmark_names()
        gazetteer = load_gazetteer()
        for start in range(max(0, end - _LONGEST_NAME), end - 1):
            name = self.text[start:end]
            if name in names or gazetteer.is_name(name):
                before = [one for one in self._of("place") if one.end == start]
                return before[0].start if before and name not in names else start
        return None

    def _compound(self, end: int) -> list[Span]:
        """What stands unbroken before a distance and is no place: the name of a thing that is not known."""
        found: list[Span] = []
        for span in reversed([one for one in self.spans if one.end <= end]):
            if span.end != end or span.means in ("skip", "years") or (span.means == "place" and not found):
                break
            found.append(span)
            end = span.start
        return found

    def _around(self, start: int, group: list[Span]) -> Near | None:
        distances = [span.value for span in group if span.means == "km"]
        stated = [float(span.value[0]) for span in group if span.means == "near"]
        km = (distances or stated)[0]
        if km > FARTHEST_KM or len(distances) > 1:
            return None
        try:
            return surroundings(self.text[start : group[0].start], km, GazetteerGeocoder(), "zh")
        except UnclearPlace as error:
            self.meant = error.suggestions
            return None

    def _documents(self) -> None:
        """2022年政府工作报告: the document of that kind, of the years and the place right before it."""
        for span in self._of("document"):
            rows = [row for row in words.registry() if row["kind"] in span.value]
            start = span.start
            for before in reversed([one for one in self.spans if one.end <= span.start]):
                narrowed = [row for row in rows if words.is_of(row, before)]
                if _JOINED.fullmatch(self.text[before.end : start].replace("的", "")) and narrowed:
                    rows, start = narrowed, before.start
                    self.spans.remove(before)
                elif before.means != "skip":
                    break
            keys = sorted(row["document"] for row in rows if row["document"] in self.known.labels["document"])
            if keys:
                self._take(span, "document", keys, start=start)
            self.spans.remove(span)

    def _years(self) -> tuple[int | None, int | None]:
        """The years; a first and a last one apart are joined, so are years in a row."""
        first: int | None = None
        last: int | None = None
        taken: list[Span] = []
        for span in self._of("years"):
            start, end, unsaid = span.value
            is_open = bool(taken) and ((first is None and end is None) or (last is None and start is None))
            follows = None not in (first, last, start, end) and start in (last, (last or 0) + 1)
            if taken and not is_open and not follows:
                self._refuse(span)
                continue
            merged = (start if first is None else first, last if end is None else end)
            if None not in merged and merged[0] > merged[1]:  # type: ignore[operator]
                self._refuse(span)
                continue
            first, last = merged
            taken.append(span)
            if unsaid:
                at = self.text.index(unsaid, span.start)
                self.refused.append((at, at + len(unsaid)))
            told = tuple("" if year is None else str(year) for year in (start, end))
            self._take(span, "years", told)
        return first, last

    # -- places

    def _places(self) -> dict[str, tuple[str, ...]]:
        """Areas by the condition that takes them; those that cannot stand together are left."""
        groups: _Groups = {}
        for span in self._of("place"):
            matches = [match for match in span.value if match.place.level != "site"]
            key = words.key_of(matches[0].place.level) if matches else ""
            if matches and [match.place.code for match in matches] == workspace.codes():
                continue  # the whole map: no condition
            if key:
                groups.setdefault(key, []).append((span, matches))
            else:
                self._refuse(span)
        first = min(groups, key=lambda key: groups[key][0][0].start, default="")
        for outer, inner in (("county", "town"), ("county", "park"), ("town", "park")):
            if outer in groups and inner in groups:
                first = self._narrow(groups, outer, inner)
        for key in [key for key in groups if key != first]:
            self._refuse(*(span for span, _ in groups.pop(key)))
        found: dict[str, tuple[str, ...]] = {}
        for key, chosen in groups.items():
            for span, matches in chosen:
                values = [self._value(key, match.place.code, match.place.name) for match in matches]
                self._take(span, key, values)
                found[key] = (*found.get(key, ()), *values)
        return found

    def _narrow(self, groups: _Groups, outer: str, inner: str) -> str:
        """Drop the *outer* areas where they hold the *inner* ones. The key of those that stay."""
        gazetteer = load_gazetteer()
        holders = [match.place for _, matches in groups[outer] for match in matches]

        def is_held(match: Match) -> bool:
            return any(gazetteer.contains(holder, match.place) for holder in holders)

        inside = [(span, list(filter(is_held, matches))) for span, matches in groups[inner]]
        held = [match.place for _, matches in inside for match in matches]
        needless = [
            (span, matches)
            for span, matches in groups[outer]
            if any(gazetteer.contains(match.place, one) for match in matches for one in held)
        ]
        if len(needless) < len(groups[outer]) or not all(matches for _, matches in inside):
            return min((outer, inner), key=lambda key: groups[key][0][0].start)
        groups[inner] = inside
        del groups[outer]
        return inner

    def _value(self, key: str, code: str, name: str) -> str:
        """The name where it is that of one place, else the code."""
        return name if len(self.known.places(key, name)) == 1 else code

    # -- industries, stages, kinds, names

    def _chains(self) -> None:
        """轴承产业链: the chain of the industry before the word."""
        for span in self._of("chain"):
            before = [one for one in self._of("industry") if one.end == span.start]
            chain = (
                words.chain_of(self.text[before[0].start : before[0].end], before[0].value) if before else ""
            )
            if chain:
                whole = Span(before[0].start, span.end, "whole_chain", (chain,))
                self.spans[self.spans.index(before[0])] = whole
                self.spans.remove(span)
            else:
                self._refuse(span)

    def _lists(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {key: [] for key in LISTS if key not in PLACE_LEVELS}
        for span in self._of("industry", "sector", "stage", "kind", "whole_chain"):
            key = {"sector": "industry", "whole_chain": "chain"}.get(span.means, span.means)
            values = self._sector(span.value[0]) if span.means == "sector" else list(span.value)
            if key == "kind" and self._is_beside_projects(span):
                values.append("project")
            values = [value for value in values if value in self.known.labels[key]]
            if not values:
                self._refuse(span)
                continue
            self._take(span, key, values)
            found[key] += values
        documents = [piece.values for piece in self.pieces if piece.key == "document"]
        found["document"] = [value for values in documents for value in values]
        return {key: tuple(values) for key, values in found.items()}

    def _is_beside_projects(self, span: Span) -> bool:
        behind = _PROJECT_BEHIND.match(self.text, span.end)
        return bool(behind or _PROJECT_BEFORE.search(self.text[: span.start]))

    def _sector(self, sector: str) -> list[str]:
        """The industries of a sector of the economy, whole families by their code."""
        codes = {row["code"] for row in words.industries() if row["sector_zh"] == sector}
        families = {family: set(members) for family, members in self.known.families.items()}
        whole = {family: members for family, members in families.items() if codes >= members}
        return [*whole, *sorted(codes - set().union(*whole.values()))]

    def _name(self) -> str:
        """One name of a company or landmark, or words in quotes, for the filter by text."""
        named = self._of("quoted", "name", "landmark")
        self._refuse(*named[1:])
        for span in named[:1]:
            self._take(span, "text", (span.value,))
        return named[0].value if named else ""

    def _left(self) -> tuple[str, ...]:
        """The words that neither became a condition nor say nothing."""
        told = [False] * len(self.text)
        extents = [(one.start, one.end) for one in self.pieces] + [(one.start, one.end) for one in self.spans]
        for start, end in extents:
            told[start:end] = [True] * (end - start)
        for start, end in self.refused:
            told[start:end] = [False] * (end - start)
        rest = "".join(" " if is_told else letter for letter, is_told in zip(self.text, told, strict=True))
        return tuple(filter(None, (part.strip() for part in _OUTSIDE.split(rest))))
