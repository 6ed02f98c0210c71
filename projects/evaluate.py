"""Records against hand-made labels: recall, precision, industry, place; every miss and extra.

Labels (CSV) name records that a careful reader finds, with the columns document, section,
item, listed, name, kind, industry, place, level, note, neutral. Within one section they are
complete from the first to the last labelled row, so a record there that no label knows is an
extra; records elsewhere are not judged. A neutral label counts neither way. A label's note may
allow another industry or kind (``alt industry: chem``).

A place is right when the two sets of places are the same after both are looked up in the
gazetteer. It is too precise when the level is finer than the label's and the place differs.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rapidfuzz.fuzz import ratio

from geo.gazetteer import Gazetteer, load_gazetteer
from projects.errors import InputError, MissingError
from projects.records import Record

COLUMNS = ("document", "section", "item", "listed", "name", "industry", "place", "level", "note", "neutral")
_RANK = {"site": 0, "park": 1, "town": 1, "multi": 1, "county": 2, "city": 3, "none": 4}
SAME_NAME = 80.0


@dataclass(frozen=True, slots=True)
class Label:
    """One row of the labels; ``line`` is its line in the file."""

    document: str
    section: str
    item: str
    listed: bool
    name: str
    industry: str
    place: str
    level: str
    note: str
    neutral: bool
    line: int


@dataclass
class Score:
    """Counts of one group of labels; rates are None while nothing was counted."""

    labels: int = 0
    found: int = 0
    extras: int = 0
    industry_right: int = 0
    place_judged: int = 0
    place_right: int = 0
    too_precise: int = 0
    too_coarse: int = 0

    @property
    def recall(self) -> float | None:
        """Share of labels that were found."""
        return self.found / self.labels if self.labels else None

    @property
    def precision(self) -> float | None:
        """Share of records, where labels are complete, that a label knows."""
        return self.found / (self.found + self.extras) if self.found + self.extras else None


@dataclass
class Evaluation:
    """Scores by group (``listed``, ``running``, per document and section) and the lists behind them."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    misses: list[Label] = field(default_factory=list)
    extras: list[Record] = field(default_factory=list)
    wrong_industry: list[tuple[Label, Record]] = field(default_factory=list)
    wrong_place: list[tuple[Label, Record]] = field(default_factory=list)
    reliability: dict[tuple[str, str], Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))


def read_labels(path: Path) -> list[Label]:
    """Labels of a CSV file (UTF-8). InputError names a missing column, MissingError a missing file."""
    if not path.is_file():
        raise MissingError(f"{path}: no such file of labels")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            absent = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
            if absent:
                raise InputError(f"{path}:1: column {absent[0]!r} is missing; expected {', '.join(COLUMNS)}")
            return [
                Label(
                    **{
                        name: (row[name] or "").strip()
                        for name in COLUMNS
                        if name not in ("listed", "neutral")
                    },
                    listed=row["listed"].strip().lower() == "true",
                    neutral=(row["neutral"] or "").strip().lower() == "true",
                    line=line,
                )
                for line, row in enumerate(reader, start=2)
            ]
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not UTF-8; labels are a UTF-8 CSV") from error


def evaluate(
    records: Sequence[Record], labels: Sequence[Label], gazetteer: Gazetteer | None = None
) -> Evaluation:
    """Match labels to records and count."""
    gazetteer = gazetteer or load_gazetteer()
    result = Evaluation()
    pairs, unmatched = match(records, labels)
    for label in labels:
        record = pairs.get(label.line)
        if label.neutral:
            continue
        groups = _groups(label.listed, label.document, label.section)
        for group in groups:
            result.scores[group].labels += 1
            result.scores[group].found += record is not None
        if record is None:
            result.misses.append(label)
            continue
        _judge(label, record, groups, result, gazetteer)
    for record in _judged(unmatched, records, labels, pairs):
        result.extras.append(record)
        for group in _groups(record.listed, record.document, record.section):
            result.scores[group].extras += 1
    return result


def match(records: Sequence[Record], labels: Iterable[Label]) -> tuple[dict[int, Record], list[Record]]:
    """Best record of each label (by its line), each record used once; and the records left over."""
    free: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        free[record.document, record.section].append(record)
    pairs: dict[int, Record] = {}
    for exact in (True, False):
        for label in labels:
            if label.line in pairs:
                continue
            candidates = free[label.document, label.section]
            best = max(candidates, key=lambda record: _likeness(label, record), default=None)
            if best is None or _likeness(label, best) < (200.0 if exact else SAME_NAME):
                continue
            pairs[label.line] = best
            candidates.remove(best)
    return pairs, [record for left in free.values() for record in left]


def report(result: Evaluation, *, details: bool = True) -> str:
    """A table of all groups, then the misses, extras and wrong answers, one a line."""
    lines = [f"{'group':44} labels recall precision industry place too-precise too-coarse"]
    for group in sorted(result.scores, key=lambda g: (g not in ("listed", "running"), g)):
        score = result.scores[group]
        shares = (
            f"{_share(score.industry_right, score.found):>8}",
            _share(score.place_right, score.place_judged),
            f"{_share(score.too_precise, score.place_judged):>11}",
            f"{_share(score.too_coarse, score.place_judged):>10}",
        )
        rates = f"{score.labels:6d} {_rate(score.recall)} {_rate(score.precision):>9}"
        lines.append(f"{group:44} {rates} {' '.join(shares)}")
    lines.append("")
    lines.append(f"{'confidence':12} {'method':12} records  right")
    for (confidence, method), counts in sorted(result.reliability.items(), reverse=True):
        lines.append(
            f"{confidence:12} {method:12} {counts.total():7d} {_share(counts[True], counts.total())}"
        )
    if details:
        lines += [f"miss   {m.document} {m.section} {m.item} {m.name}" for m in result.misses]
        lines += [f"extra  {e.document} {e.section} {e.item} {e.name}" for e in result.extras]
        lines += [
            f"industry {_where(r)}: {r.industry or 'none'} ({r.industry_rule}), label {label.industry}"
            for label, r in result.wrong_industry
        ]
        lines += [
            f"place  {_where(r)}: {r.place} ({r.level}, {r.method}), label {label.place} ({label.level})"
            for label, r in result.wrong_place
        ]
    return "\n".join(lines)


def to_json(result: Evaluation) -> str:
    """The scores and lists of one run as JSON, for :func:`compared`."""
    return json.dumps(
        {
            "scores": {group: asdict(score) for group, score in sorted(result.scores.items())},
            "misses": sorted(f"{m.document} {m.section} {m.item} {m.name}" for m in result.misses),
            "extras": sorted(_where(record) for record in result.extras),
            "wrong industry": sorted(_where(record) for _, record in result.wrong_industry),
            "wrong place": sorted(_where(record) for _, record in result.wrong_place),
        },
        ensure_ascii=False,
        indent=1,
    )


def compared(result: Evaluation, earlier: str, where: str) -> str:
    """What changed since a run that :func:`to_json` kept: counts by group, and each line gained or lost.

    Raises InputError, naming *where* the run was kept, when *earlier* is no such JSON.
    """
    try:
        before = json.loads(earlier)
        old_scores, lists = before["scores"], {key: before[key] for key in before if key != "scores"}
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{where}: not a run kept by evaluate --save ({error})") from error
    now = json.loads(to_json(result))
    lines = []
    for group in sorted(old_scores.keys() | now["scores"].keys()):
        a, b = old_scores.get(group, {}), now["scores"].get(group, {})
        changes = [
            f"{key} {a.get(key, 0)} → {b.get(key, 0)}" for key in b or a if a.get(key, 0) != b.get(key, 0)
        ]
        lines += [f"{group}: {', '.join(changes)}"] if changes else []
    for key, old in lists.items():
        lines += [f"no longer {key}: {line}" for line in old if line not in now[key]]
        lines += [f"newly {key}: {line}" for line in now[key] if line not in old]
    return "\n".join(lines) or "nothing changed"


def _judge(label: Label, record: Record, groups: list[str], result: Evaluation, gazetteer: Gazetteer) -> None:
    allowed = {label.industry, *re.findall(r"alt industry: (\w+)", label.note)}
    industry_right = record.industry in allowed
    if not industry_right:
        result.wrong_industry.append((label, record))
    place_right = _places(label.place, gazetteer) == _places(record.place, gazetteer)
    finer = _RANK[record.level] < _RANK.get(label.level, 4)
    coarser = _RANK[record.level] > _RANK.get(label.level, 4)
    if label.place and not place_right:
        result.wrong_place.append((label, record))
    if label.place:
        result.reliability[f"{record.confidence or 0:.2f}", record.method][place_right] += 1
    for group in groups:
        score = result.scores[group]
        score.industry_right += industry_right
        if label.place:
            score.place_judged += 1
            score.place_right += place_right
            score.too_precise += finer and not place_right
            score.too_coarse += coarser and not place_right


def _judged(
    unmatched: list[Record], records: Sequence[Record], labels: Sequence[Label], pairs: dict[int, Record]
) -> list[Record]:
    """Left-over records that stand between the first and the last labelled record of their section."""
    position = {record.id: index for index, record in enumerate(records)}
    spans: dict[tuple[str, str, bool], list[int]] = defaultdict(list)
    for label in labels:
        if label.line in pairs:
            spans[label.document, label.section, label.listed].append(position[pairs[label.line].id])
    judged = []
    for record in unmatched:
        span = spans.get((record.document, record.section, record.listed), [])
        complete = not record.listed and span
        if complete or (span and min(span) < position[record.id] < max(span)):
            judged.append(record)
    return sorted(judged, key=lambda record: position[record.id])


def _groups(listed: bool, document: str, section: str) -> list[str]:
    sort = "listed" if listed else "running"
    return [sort, f"{document} {sort}", f"{document} {section}"]


def _likeness(label: Label, record: Record) -> float:
    """200 and more for the same item or the same name; else how alike the names are, 0 to 100."""
    a, b = _bare(label.name), _bare(record.name)
    alike = ratio(a, b)
    if a == b:
        return 300.0 + (label.item == record.item)
    if label.item and label.item == record.item and alike > 50:
        return 200.0 + alike
    short, long = sorted((a, b), key=len)
    if len(short) >= 4 and short in long and 2 * len(short) >= len(long):
        return max(alike, SAME_NAME)
    return alike


def _bare(name: str) -> str:
    return re.sub(r"项目|工程|建设|[“”\"（）()\s、·]", "", name)


def _places(names: str, gazetteer: Gazetteer) -> frozenset[str]:
    """Codes of places joined with |; a name that the gazetteer does not know stands for itself."""
    codes = set()
    for name in filter(None, names.split("|")):
        found = gazetteer.lookup(name)
        codes.add(found[0].place.code if found else name)
    return frozenset(codes)


def _where(record: Record) -> str:
    return f"{record.document} {record.section} {record.item} {record.name}"


def _rate(value: float | None) -> str:
    return "     -" if value is None else f"{value:6.3f}"


def _share(part: int, whole: int) -> str:
    return _rate(part / whole if whole else None)
