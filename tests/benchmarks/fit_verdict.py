"""Fit the weights of the verdict to hand-made labels and say how good they are on documents left out.

    python -m tests.benchmarks.fit_verdict --labels DIR [DIR ...] --texts DIR [DIR ...] [--write]

Every ``KEY.csv`` of the label folders is read with the text ``KEY.txt`` or ``KEY.md`` of the text folders.
A candidate is right when it stands where a label's evidence stands and its name is alike by the measure
of ``projects.evaluation`` (80 and more, bare of 项目 工程 建设), the label's ``alt name`` included; it
counts neither way when the label is neutral, or when it equals a label that stands elsewhere in the
document; else it is wrong. Documents are left out in folds: recall is the share of labels found, precision
the share of distinct accepted names that are right. ``--write`` fits on everything and writes
``data/rules/verdict.csv`` (feature, weight, stage).

With ``--from verdict.csv`` the weights of stage 1 start from that file and leave it only as far as the
labels ask (a Gaussian prior around them, of precision ``--hold``); stages 0 and 2 stay. So documents that
are labelled later can be learned from when the labels of earlier ones are not at hand.
"""

from __future__ import annotations

import argparse
import csv
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from geo.districts import units
from projects.evaluation.likeness import SAME_NAME
from projects.evaluation.likeness import bare as _bare
from projects.extraction.candidate import Candidate
from projects.extraction.candidates import candidates
from projects.extraction.entries import box_type, entries
from projects.extraction.features import Setting, contexts, features, is_glossary, sketch
from projects.extraction.parse import Paragraph, paragraphs
from projects.extraction.readers import read_source
from projects.extraction.tasks import Task
from projects.extraction.toponyms import is_place, names_within
from projects.extraction.tree import read_tree
from projects.extraction.units import Box
from projects.extraction.verdict import chosen, hopeful, is_no_name, together
from projects.model.registry import read_registry
from projects.vocabulary.rules import RULES_DIR

NEAR = 30  # characters between a candidate and the evidence of its label
THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5)
_QUOTES = re.compile(r"[\s“”‘’\"]")
_ALTERNATIVE = re.compile(r"alt name: ([^;]+)")


@dataclass
class Labelled:
    """One document: its candidates by paragraph, and what the labels say of each."""

    key: str
    rows: list[dict[str, str]]
    groups: list[list[Candidate]] = field(default_factory=list)
    settings: list[Setting] = field(default_factory=list)
    truth: list[int] = field(default_factory=list)  # 1 right, 0 wrong, -1 neither
    row: list[int] = field(default_factory=list)  # the label that a candidate is, -1 for none
    weight: float = 1.0  # how much its candidates count while fitting

    def keep(self, hopeful: np.ndarray) -> None:
        """Drop the candidates that are not *hopeful*."""
        at, groups = 0, []
        for group in self.groups:
            groups.append([one for one, hit in zip(group, hopeful[at : at + len(group)], strict=True) if hit])
            at += len(group)
        self.settings = [setting for group, setting in zip(groups, self.settings, strict=True) if group]
        self.groups = [group for group in groups if group]
        self.truth = [value for value, hit in zip(self.truth, hopeful, strict=True) if hit]
        self.row = [value for value, hit in zip(self.row, hopeful, strict=True) if hit]

    @property
    def all(self) -> list[Candidate]:
        return [one for group in self.groups for one in group]


def read_all(labels: Sequence[Path], texts: Sequence[Path], skip: Iterable[str] = ()) -> list[Labelled]:
    """Every labelled document that has a text."""
    files = {path.stem: path for folder in texts for path in sorted(folder.glob("*"))}
    result = []
    for path in sorted(path for folder in labels for path in folder.glob("*.csv")):
        if path.stem in files and path.stem not in set(skip):
            with path.open(encoding="utf-8-sig", newline="") as stream:
                rows = list(csv.DictReader(stream))
            result.append(read_one(path.stem, rows, files[path.stem]))
    return result


def read_parts(labels: Path, plans: Path) -> list[Labelled]:
    """Documents of which only some sections are labelled, registered in *plans* by ``documents.csv``."""
    registry = read_registry(plans / "documents.csv")
    with labels.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    result = []
    for key in dict.fromkeys(row["document"] for row in rows):
        own = [dict(row, evidence="") for row in rows if row["document"] == key]
        result.append(read_one(key, own, plans / registry[key].file, parts=True))
    return result


def read_one(key: str, rows: list[dict[str, str]], path: Path, *, parts: bool = False) -> Labelled:
    """The candidates of a document, aligned with its labels; with *parts* of the labelled sections only."""
    document = Labelled(key, rows)
    own = own_area(path.read_text(encoding="utf-8"))
    flat, positions = "", []
    boxes_only = all(row["listed"].lower() == "true" and row["section"].startswith("专栏") for row in rows)
    sections = {row["section"] for row in rows} if boxes_only or parts else None
    for paragraph, setting in texts_of(read_source(path).text, own, sections):
        found = candidates(paragraph.text, is_place, listed=setting.listed)
        kept = np.cumsum([not _QUOTES.match(char) for char in paragraph.text]) if paragraph.text else []
        positions += [len(flat) + (int(kept[one.start - 1]) if one.start else 0) for one in found]
        flat += _QUOTES.sub("", paragraph.text)
        if found:
            document.groups.append(found)
            document.settings.append(setting)
    align(document, flat, positions)
    return document


def texts_of(
    text: str, own: frozenset[str], sections: set[str] | None
) -> Iterator[tuple[Paragraph, Setting]]:
    """The texts that the program asks the verdict about, each with its setting, in reading order.

    With *sections* only the boxes of these labels: nothing else of the document is labelled.
    """
    tree = read_tree(text, paragraphs(text))
    for unit in tree.units:
        if isinstance(unit, Box):
            if box_type(unit.title).reason or (sections is not None and unit.label not in sections):
                continue
            for entry in entries(unit):
                if not entry.heading:
                    yield entry.text, Setting(listed=True, place=is_place, own=own)
        elif sections is None or unit.section in sections:
            paragraph = unit.body if isinstance(unit, Task) else unit.paragraph
            yield paragraph, Setting(place=is_place, own=own, glossary=is_glossary(paragraph.text))


def own_area(text: str) -> frozenset[str]:
    """Names of the city or county that the head of a text names, and of the counties in it."""
    head = re.sub(r"\s", "", text[:400])[:140]
    table = units()
    within = table[table["level"].isin(["city", "county", "district"])]
    named = [
        (len(name), str(code))
        for name, code in zip(within["name"], within["code"], strict=True)
        if len(name) >= 2 and name in head
    ]
    if not named:
        return frozenset()
    code = max(named)[1]
    return names_within(code)


def align(document: Labelled, flat: str, positions: list[int]) -> None:
    """Fill ``truth`` and ``row``: which label each candidate is."""
    anchors = []
    for row in document.rows:
        evidence = _QUOTES.sub("", row["evidence"])
        found = re.finditer(re.escape(evidence), flat) if evidence else ()
        anchors.append([match.span() for match in found])
    spelled = [(index, name) for index, row in enumerate(document.rows) for name in names_of(row)]
    everyone = document.all
    alike = likeness([one.name for one in everyone], [name for _, name in spelled])
    used: Counter[int] = Counter()
    for number, start in enumerate(positions):
        near: list[tuple[float, int, int]] = []
        far = False
        for column in np.nonzero(alike[number] >= SAME_NAME)[0]:
            index = spelled[column][0]
            if not anchors[index] or any(a - NEAR <= start <= b + NEAR for a, b in anchors[index]):
                near.append((float(alike[number, column]), -used[index], index))
            else:
                far = True
        best = max(near)[2] if near else -1
        neutral = best >= 0 and document.rows[best]["neutral"].lower() == "true"
        used[best] += best >= 0
        document.row.append(best)
        document.truth.append(-1 if neutral or (best < 0 and far) else int(best >= 0))


def names_of(row: dict[str, str]) -> list[str]:
    """The label's name and the other names that its note allows."""
    others = [name for found in _ALTERNATIVE.findall(row["note"]) for name in re.split(r"[,，|]", found)]
    return [row["name"], *(name.strip() for name in others if len(name.strip()) >= 2)]


def likeness(left: list[str], right: list[str]) -> np.ndarray:
    """How alike each pair of names is, as ``projects.evaluation`` has it."""
    a, b = [_bare(name) for name in left], [_bare(name) for name in right]
    values = np.asarray(cdist(a, b, scorer=ratio), dtype=float)
    for row, column in zip(*np.nonzero(values >= 50), strict=True):
        short, long = sorted((a[row], b[column]), key=len)
        if short == long:
            values[row, column] = 300.0
        elif len(short) >= 4 and short in long and 2 * len(short) >= len(long):
            values[row, column] = max(values[row, column], SAME_NAME)
    return values


@dataclass
class Data:
    """All candidates of all documents as one matrix."""

    documents: list[Labelled]
    matrix: csr_matrix
    names: list[str]
    truth: np.ndarray
    document: np.ndarray

    @property
    def weight(self) -> np.ndarray:
        """How much each candidate counts."""
        return np.array([document.weight for document in self.documents])[self.document]


def build(documents: list[Labelled], least: int = 4, known: Iterable[str] = ()) -> Data:
    """The features of every candidate; of those that are not *known* only such as *least* and more have."""
    given = [
        features(one, setting)
        for document in documents
        for group, setting in zip(document.groups, document.settings, strict=True)
        for one in group
    ]
    counts = Counter(feature for found in given for feature in found)
    names = sorted({feature for feature, count in counts.items() if count >= least} | set(known))
    return Data(
        documents,
        matrix_of(given, names),
        names,
        np.array([value for document in documents for value in document.truth]),
        np.repeat(np.arange(len(documents)), [len(document.truth) for document in documents]),
    )


def matrix_of(given: Sequence[Sequence[str]], names: Sequence[str]) -> csr_matrix:
    index = {name: number for number, name in enumerate(names)}
    columns, ends = [], [0]
    for found in given:
        columns += [index[feature] for feature in found if feature in index]
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(given), len(names)))


def around(data: Data, logits: np.ndarray) -> list[list[str]]:
    """The features of stage 2 of every candidate."""
    result: list[list[str]] = []
    at = 0
    for document in data.documents:
        for group in document.groups:
            result += contexts(group, logits[at : at + len(group)].tolist())
            at += len(group)
    return result


def fitted(
    matrix: csr_matrix, truth: np.ndarray, strength: float, weight: np.ndarray | None = None
) -> LogisticRegression:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=strength, max_iter=300, solver="liblinear", fit_intercept=False)
        return model.fit(matrix, truth, sample_weight=weight)


def first_stage(data: Data, train: np.ndarray, options: argparse.Namespace) -> np.ndarray:
    """Weights of stage 1, those of little effect set to nothing (at most ``options.rows`` remain)."""
    weights = fitted(data.matrix[train], data.truth[train], options.first, data.weight[train]).coef_[0]
    effect = np.abs(weights) * np.sqrt(np.asarray(data.matrix[train].sum(axis=0)).ravel())
    if len(weights) <= options.rows:
        return weights
    keep = np.sort(np.argsort(-effect)[: options.rows])
    again = fitted(data.matrix[train][:, keep], data.truth[train], options.first, data.weight[train]).coef_[0]
    pruned = np.zeros(len(weights))
    pruned[keep] = again
    return pruned


def second_stage(
    logits: np.ndarray,
    given: list[list[str]],
    truth: np.ndarray,
    train: np.ndarray,
    options: argparse.Namespace,
) -> tuple[list[str], np.ndarray]:
    """Features and weights of stage 2; the first is ``logit``, the sum of stage 1."""
    counts = Counter(feature for index in np.nonzero(train)[0] for feature in given[index])
    names = sorted(feature for feature, count in counts.items() if count >= 20)
    matrix = hstack([csr_matrix(logits[:, None]), matrix_of(given, names)]).tocsr()
    return ["logit", *names], fitted(matrix[train], truth[train], options.second).coef_[0]


def folds(count: int, parts: int) -> list[np.ndarray]:
    return [np.arange(count)[part::parts] for part in range(parts)]


def left_out(data: Data, documents: np.ndarray, options: argparse.Namespace, parts: int) -> np.ndarray:
    """Stage 1 of each document of *documents* by weights fitted on the others of them."""
    logits = np.zeros(len(data.truth))
    for part in folds(len(documents), parts):
        held = np.isin(data.document, documents[part])
        train = np.isin(data.document, np.delete(documents, part)) & (data.truth >= 0)
        logits[held] = data.matrix[held] @ first_stage(data, train, options)
    return logits


def held_to(data: Data, train: np.ndarray, start: np.ndarray, hold: float) -> np.ndarray:
    """The likeliest weights under a Gaussian prior around *start*, of precision *hold*."""
    matrix, weight, sign = data.matrix[train], data.weight[train], 2.0 * data.truth[train] - 1

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin, apart = sign * (matrix @ weights), weights - start
        slope = matrix.T @ (-weight * sign / (1 + np.exp(margin)))
        return weight @ np.logaddexp(0, -margin) + hold * (apart @ apart) / 2, slope + hold * apart

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


def continued(documents: list[Labelled], options: argparse.Namespace) -> None:
    """Fit stage 1 anew around the weights of ``options.begin``; print the table, write if asked."""
    with options.begin.open(encoding="utf-8", newline="") as stream:
        old = list(csv.DictReader(stream))
    before = {row["feature"]: float(row["weight"]) for row in old if row["stage"] == "1"}
    for document in documents:
        document.keep(
            np.array([hopeful(one) and not is_no_name(one.name) for one in document.all], dtype=bool)
        )
    data = build(documents, 5, before)
    start = np.array([before.get(name, 0.0) for name in data.names])
    known = data.truth >= 0
    if not options.quick:
        logits = np.zeros(len(data.truth))
        for part in folds(len(documents), options.folds):
            held = np.isin(data.document, part)
            train = known & ~held
            logits[held] = data.matrix[held] @ held_to(data, train, start, options.hold)
        at, confidence = 0, []
        for document in documents:
            for group in document.groups:
                confidence += together(group, logits[at : at + len(group)].tolist())
                at += len(group)
        print(table(data, np.array(confidence), set(options.blind), options.accept))
    if options.write:
        weights = held_to(data, known, start, options.hold)
        rows = [(row["feature"], row["weight"], row["stage"]) for row in old]
        rows = [
            *(row for row in rows if row[2] == "0" or row[0] == "sketch"),
            *as_rows(data.names, weights, "1", 0.03),
            *(row for row in rows if row[2] == "2"),
        ]
        save([*rows, ("accept", f"{options.accept}", "threshold")], RULES_DIR / "verdict.csv")


def cross_validated(data: Data, options: argparse.Namespace) -> np.ndarray:
    """Confidence of every candidate by two stages fitted without its document."""
    count = len(data.documents)
    confidence = np.zeros(len(data.truth))
    for part in folds(count, options.folds):
        rest = np.delete(np.arange(count), part)
        held = np.isin(data.document, part)
        train = ~held & (data.truth >= 0)
        logits = left_out(data, rest, options, 4)
        logits[held] = data.matrix[held] @ first_stage(data, train, options)
        given = around(data, logits)
        names, weights = second_stage(logits, given, data.truth, train, options)
        total = hstack([csr_matrix(logits[:, None]), matrix_of(given, names[1:])]).tocsr() @ weights
        confidence[held] = 1 / (1 + np.exp(-total[held]))
    return confidence


def counted(document: Labelled, confidence: np.ndarray, threshold: float) -> tuple[int, int, int]:
    """Labels found, distinct wrong names, labels of a document."""
    taken, at = [], 0
    for group in document.groups:
        picked = chosen(group, confidence[at : at + len(group)].tolist(), threshold)
        taken += [index in picked for index in range(len(group))]
        at += len(group)
    hits = [index for index, hit in enumerate(taken) if hit]
    everyone = document.all
    right = {document.row[index] for index in hits if document.truth[index] == 1}
    wrong = {everyone[index].name for index in hits if document.truth[index] == 0}
    return len(right), len(wrong), sum(row["neutral"].lower() != "true" for row in document.rows)


def table(data: Data, confidence: np.ndarray, blind: set[str], threshold: float) -> str:
    """Recall and precision by threshold for open and blind documents, per document, and reliability."""
    lines = []
    for title in ("open", "blind"):
        for value in THRESHOLDS:
            sums = np.zeros(3)
            for number, document in enumerate(data.documents):
                if (document.key in blind) == (title == "blind"):
                    sums += counted(document, confidence[data.document == number], value)
            lines.append(f"{title:6} {value:.2f} labels {int(sums[2])} {_rates(*sums)}")
    for number, document in enumerate(data.documents):
        right, wrong, rows = counted(document, confidence[data.document == number], threshold)
        lines.append(f"{document.key:34} {right:4d} {wrong:4d} {rows:4d} {_rates(right, wrong, rows)}")
    lines.append("confidence  candidates  right")
    for low in np.arange(0, 1, 0.1):
        here = (confidence >= low) & (confidence < low + 0.1) & (data.truth >= 0)
        if here.any():
            lines.append(f"{low:.1f}–{low + 0.1:.1f} {here.sum():8d} {data.truth[here].mean():6.3f}")
    return "\n".join(lines)


def _rates(right: float, wrong: float, rows: float) -> str:
    recall, precision = right / max(1, rows), right / max(1, right + wrong)
    mean = 2 * recall * precision / max(1e-9, recall + precision)
    return f"recall {recall:.3f} precision {precision:.3f} F {mean:.3f}"


def write(data: Data, rows: list[tuple[str, str, str]], options: argparse.Namespace, path: Path) -> None:
    """Fit both stages on everything and write the weights of all three."""
    train = data.truth >= 0
    logits = left_out(data, np.arange(len(data.documents)), options, options.folds)
    names, second = second_stage(logits, around(data, logits), data.truth, train, options)
    first = first_stage(data, train, options)
    rows = [*rows, *as_rows(data.names, first, "1", 0.01), *as_rows(names, second, "2", 0.01)]
    save([*rows, ("accept", f"{options.accept}", "threshold")], path)


def save(rows: Sequence[tuple[str, str, str]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("feature", "weight", "stage"))
        writer.writerows(rows)


def as_rows(
    names: Sequence[str], weights: np.ndarray, stage: str, least: float
) -> list[tuple[str, str, str]]:
    """Rows of verdict.csv; weights under *least* are left out."""
    return [
        (name, f"{weight:.3f}", stage)
        for name, weight in zip(names, weights, strict=True)
        if abs(weight) >= least
    ]


def screened(documents: list[Labelled], options: argparse.Namespace) -> list[tuple[str, str, str]]:
    """Drop the candidates that stage 0 gives up, and return its weights.

    Each document is screened by weights fitted on the others, with the limit below which
    ``options.lost`` of the right candidates fall.
    """
    given = [sketch(one) for document in documents for one in document.all]
    truth = np.array([value for document in documents for value in document.truth])
    number = np.repeat(np.arange(len(documents)), [len(document.truth) for document in documents])
    counts = Counter(feature for found in given for feature in found)
    names = sorted(feature for feature, count in counts.items() if count >= 60)
    matrix = matrix_of(given, names)
    sums = np.zeros(len(truth))
    for part in folds(len(documents), options.folds):
        held = np.isin(number, part)
        train = ~held & (truth >= 0)
        sums[held] = matrix[held] @ fitted(matrix[train], truth[train], options.first).coef_[0]
    limit = float(np.quantile(sums[truth == 1], options.lost))
    print(
        f"stage 0 leaves {np.mean(sums >= limit):.3f} of all candidates, {1 - options.lost} of the right ones"
    )
    for index, document in enumerate(documents):
        document.keep(sums[number == index] >= limit)
    weights = fitted(matrix[truth >= 0], truth[truth >= 0], options.first).coef_[0]
    return [*as_rows(names, weights, "0", 0.15), ("sketch", f"{limit:.3f}", "threshold")]


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    result.add_argument("--labels", nargs="+", type=Path, required=True)
    result.add_argument("--texts", nargs="+", type=Path, required=True)
    result.add_argument(
        "--parts", nargs=2, type=Path, help="labels of single sections, and the plans' folder"
    )
    result.add_argument("--weighty", nargs="*", default=(), help="documents that count --heavy times")
    result.add_argument("--heavy", type=float, default=2.0)
    result.add_argument("--skip", nargs="*", default=(), help="documents that are not read")
    result.add_argument("--blind", nargs="*", default=(), help="documents reported apart")
    result.add_argument("--folds", type=int, default=6)
    result.add_argument("--rows", type=int, default=3000, help="weights of stage 1 that are kept")
    result.add_argument("--first", type=float, default=0.15, help="C of stage 1")
    result.add_argument("--second", type=float, default=0.1, help="C of stage 2")
    result.add_argument("--accept", type=float, default=0.4, help="the confidence that accepts")
    result.add_argument("--lost", type=float, default=0.006, help="right candidates that stage 0 may lose")
    result.add_argument("--from", dest="begin", type=Path, help="weights that the fit starts from")
    result.add_argument("--hold", type=float, default=30.0, help="how firmly it holds to them")
    result.add_argument("--quick", action="store_true", help="fit without cross-validation")
    result.add_argument("--write", action="store_true", help="write data/rules/verdict.csv")
    return result


def main(arguments: Sequence[str] | None = None) -> None:
    options = parser().parse_args(arguments)
    documents = read_all(options.labels, options.texts, options.skip)
    documents += read_parts(*options.parts) if options.parts else []
    for document in documents:
        document.weight = options.heavy if document.key in options.weighty else 1.0
    if options.begin:
        continued(documents, options)
        return
    rows = screened(documents, options)
    data = build(documents)
    rows_count, features_count = data.matrix.shape
    print(f"{len(data.documents)} documents, {rows_count} candidates, {features_count} features")
    if not options.quick:
        print(table(data, cross_validated(data, options), set(options.blind), options.accept))
    if options.write:
        write(data, rows, options, RULES_DIR / "verdict.csv")


if __name__ == "__main__":
    main()
