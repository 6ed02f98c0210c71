"""The counts: labels found, records that no label knows, and what the found ones say rightly.

A label is found when a record is like it (``likeness``): in its section, or, where the whole text or
whole boxes are labelled, anywhere in the document. A record without a label is

``repeat``      when a label of another section has its name: neither hit nor extra
``neutral``     when a neutral label of its own section has its name
``not judged``  when it stands where the labels are not complete (``labelled``)
``extra``       else. A second record of a name in one section is an extra: it is one row

What a neutral label finds counts neither way. A note may allow another answer (``alt industry: chem``,
``alt kind: park``, ``alt stage: done``). Kind, stage and place are judged only where the label tells one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

from geo.gazetteer import Gazetteer
from geo.gazetteer_tables import load_gazetteer
from projects.evaluation.labelled import STAGES, Coverage, Label, coverages
from projects.evaluation.likeness import SAME_NAME, likeness, match
from projects.evaluation.places import RANK, Places
from projects.model.records import Record

ALL, LISTED, RUNNING = "all", "listed", "running"


@dataclass
class Score:
    """Counts of one group of labels; rates are None while nothing was counted."""

    labels: int = 0
    found: int = 0
    extras: int = 0
    industry_judged: int = 0
    industry_right: int = 0
    kind_judged: int = 0
    kind_right: int = 0
    stage_judged: int = 0
    stage_right: int = 0
    place_judged: int = 0
    place_right: int = 0
    too_precise: int = 0
    too_coarse: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Score)))

    @property
    def recall(self) -> float | None:
        """Share of labels that were found."""
        return _share(self.found, self.labels)

    @property
    def precision(self) -> float | None:
        """Share of records, where labels are complete, that a label knows."""
        return _share(self.found, self.found + self.extras)

    @property
    def rates(self) -> dict[str, float | None]:
        """All shares by name, None where nothing was judged."""
        return {
            "recall": self.recall,
            "precision": self.precision,
            "industry": _share(self.industry_right, self.industry_judged),
            "kind": _share(self.kind_right, self.kind_judged),
            "stage": _share(self.stage_right, self.stage_judged),
            "place": _share(self.place_right, self.place_judged),
            "too precise": _share(self.too_precise, self.place_judged),
            "too coarse": _share(self.too_coarse, self.place_judged),
        }


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the records of one document: ``records`` is the sum of the others."""

    records: int = 0
    hits: int = 0
    neutral: int = 0
    repeats: int = 0
    extras: int = 0
    not_judged: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """One record that a label was compared with, or that none knows (``label`` is None).

    ``place_right`` is None where the place was not judged.
    """

    record: Record
    label: Label | None
    place_right: bool | None = None


@dataclass
class Evaluation:
    """Scores by document, section and listed or not, and the lists behind them."""

    cells: dict[tuple[str, str, bool], Score] = field(default_factory=lambda: defaultdict(Score))
    tallies: dict[str, Tally] = field(default_factory=dict)
    coverage: dict[str, Coverage] = field(default_factory=dict)
    misses: list[Label] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    confidences: dict[str, float] = field(default_factory=dict)  # of the reading, by record id
    wrong_industry: list[tuple[Label, Record]] = field(default_factory=list)
    wrong_kind: list[tuple[Label, Record]] = field(default_factory=list)
    wrong_stage: list[tuple[Label, Record]] = field(default_factory=list)
    wrong_place: list[tuple[Label, Record]] = field(default_factory=list)

    @property
    def extras(self) -> list[Record]:
        """Records that no label knows, where labels are complete."""
        return [one.record for one in self.judged if one.label is None]

    @property
    def documents(self) -> list[str]:
        """Keys of the documents, in the order of the labels."""
        return list(self.coverage)

    def total(self, document: str = "", *, section: str | None = None, listed: bool | None = None) -> Score:
        """Sum over a document (all when empty), one of its sections, or what is listed or not."""
        found = Score()
        for (its_document, its_section, its_listed), score in self.cells.items():
            if (
                document in ("", its_document)
                and section in (None, its_section)
                and listed in (None, its_listed)
            ):
                found += score
        return found

    @property
    def scores(self) -> dict[str, Score]:
        """Sums by the name of their group: ``all``, ``listed``, ``running``, per document and section."""
        found = {ALL: self.total(), LISTED: self.total(listed=True), RUNNING: self.total(listed=False)}
        for document in self.documents:
            found[document] = self.total(document)
        groups: dict[str, Score] = defaultdict(Score)
        for (document, section, listed), score in self.cells.items():
            groups[f"{document} {LISTED if listed else RUNNING}"] += score
            groups[f"{document} {section}"] += score
        return found | groups


def evaluate(
    records: Sequence[Record], labels: Sequence[Label], gazetteer: Gazetteer | None = None
) -> Evaluation:
    """Match labels to records and count.

    Parameters
    ----------
    records
        Those of all documents, each document's in the order of its text.
    labels
        Rows of label files (:func:`projects.evaluation.labelled.read_labels`); the labels of one document
        come from one file.
    gazetteer
        Names of places; the shipped one when None.

    Returns
    -------
    Evaluation
        Counts of the labelled documents; records of other documents are not looked at.
    """
    gazetteer = gazetteer or load_gazetteer()
    result = Evaluation(coverage=coverages(labels))
    for document in result.documents:
        its_records = [record for record in records if record.document == document]
        its_labels = [label for label in labels if label.document == document]
        _document(its_records, its_labels, result, Places(its_records, gazetteer))
    return result


def _document(records: list[Record], labels: list[Label], result: Evaluation, places: Places) -> None:
    document = labels[0].document
    coverage = result.coverage[document]
    pairs, left = match(records, labels, anywhere=coverage != "spans")
    hits = 0
    for label in labels:
        if label.neutral:
            continue
        record = pairs.get(label.line)
        score = result.cells[document, label.section, label.listed]
        score.labels += 1
        score.found += record is not None
        hits += record is not None
        if record is None:
            result.misses.append(label)
        else:
            _judge(label, record, score, result, places)
    repeats = neutral = not_judged = 0
    judged = _complete(coverage, left, records, labels, pairs)
    for record in left:
        known = [label for label in labels if likeness(label, record) >= SAME_NAME]
        if record.id not in judged:
            not_judged += 1
        elif coverage != "spans" and any(label.section != record.section for label in known):
            repeats += 1
        elif coverage != "spans" and any(label.neutral for label in known):
            neutral += 1
        else:
            result.judged.append(Judged(record, None))
            result.cells[document, record.section, record.listed].extras += 1
    extras = len(left) - repeats - neutral - not_judged
    neutral += len(pairs) - hits
    result.tallies[document] = Tally(len(records), hits, neutral, repeats, extras, not_judged)


def _judge(label: Label, record: Record, score: Score, result: Evaluation, places: Places) -> None:
    """Count what the record of a label says rightly."""
    if label.industry:
        is_right = record.industry in _allowed(label.industry, "industry", label.note)
        score.industry_judged += 1
        score.industry_right += is_right
        result.wrong_industry += [] if is_right else [(label, record)]
    if label.kind:
        is_right = record.kind in _allowed(label.kind, "kind", label.note)
        score.kind_judged += 1
        score.kind_right += is_right
        result.wrong_kind += [] if is_right else [(label, record)]
    if label.stage:
        allowed = {STAGES.get(code, "") for code in _allowed(label.stage, "stage", label.note)}
        score.stage_judged += 1
        score.stage_right += record.stage in allowed
        result.wrong_stage += [] if record.stage in allowed else [(label, record)]
    place_right = places.is_right(label, record)
    result.judged.append(Judged(record, label, place_right))
    if place_right is not None:
        rank = RANK.get(label.level, 4)
        score.place_judged += 1
        score.place_right += place_right
        score.too_precise += RANK[record.level] < rank and not place_right
        score.too_coarse += RANK[record.level] > rank and not place_right
        result.wrong_place += [] if place_right else [(label, record)]


def _allowed(answer: str, column: str, note: str) -> set[str]:
    return {answer, *re.findall(rf"alt {column}[:：]\s*(\w+)", note)}


def _complete(
    coverage: Coverage,
    left: Iterable[Record],
    records: Sequence[Record],
    labels: Iterable[Label],
    pairs: dict[int, Record],
) -> set[str]:
    """Ids of the left-over records that stand where the labels are complete."""
    if coverage == "whole":
        return {record.id for record in left}
    if coverage == "boxes":
        boxes = {label.section for label in labels}
        return {record.id for record in left if record.section in boxes}
    position = {record.id: index for index, record in enumerate(records)}
    spans: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for label in labels:
        if label.line in pairs:
            spans[label.section, label.listed].append(position[pairs[label.line].id])
    found = set()
    for record in left:
        span = spans.get((record.section, record.listed), [])
        if span and (not record.listed or min(span) < position[record.id] < max(span)):
            found.add(record.id)
    return found


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
