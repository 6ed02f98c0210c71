"""Fit the weights that tell an industry to hand-made labels; say how good they are on documents left out.

    python -m tests.benchmarks.fit_industry --labels DIR ... --texts DIR ... [--blind KEY ...] [--write]

Every row of the label files teaches: its name, category and the clause of ``KEY.txt`` or ``KEY.md`` in which
its evidence stands; and once more, where the reading finds it, as what it reads: names are cut otherwise,
headings are long. Another industry that its note allows (``alt industry: x``) teaches with a third of the
weight, a neutral row with 0.6. The words of ``industry_words.csv`` teach as names of their own, so that
what no labelled document names is known too. Documents are left out in five folds; within each fold the
rows to keep are chosen anew. Documents named by ``--blind`` neither teach nor are shown: one figure for
all of them is printed. ``--write`` fits on all the others and writes ``data/rules/industry_weights.parquet``.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from projects.evaluation import match, read_labels
from projects.extraction import classify, weighing
from projects.extraction.box_tables import written_as_boxes
from projects.extraction.extract import extract
from projects.extraction.mention import Mention
from projects.extraction.readers import read_source
from projects.extraction.scopes import Scope
from projects.model.records import Record
from projects.model.registry import Document
from projects.vocabulary.rules import RULES_DIR

WORDS = Path(__file__).with_name("industry_words.csv")
STRENGTH = 1.0  # inverse of the regularisation
ROWS = 60_000  # of the table, the bias apart
WORD_WEIGHT, NEUTRAL_WEIGHT, OTHER_WEIGHT = 2.0, 0.6, 0.35
FOLDS = 5

_ALLOWED = re.compile(r"alt industry:\s*([^;；]+)")
_QUIET = re.compile(r"[\s“”‘’\"*]")


@dataclass(frozen=True, slots=True)
class Example:
    """One label, or one word that tells an industry (``file`` is empty)."""

    file: str
    name: str
    over: str
    clause: str
    industry: str
    allowed: frozenset[str]
    neutral: bool
    read: bool = False  # whether it is what the reading made of a label

    @property
    def features(self) -> list[str]:
        """Its features as the table writes them."""
        found = weighing.features(self.name, self.over, self.clause)
        return sorted(f"{kind}:{letters}" for kind, some in found.items() for letters in some)


def read_examples(labels: Sequence[Path], texts: Sequence[Path]) -> list[Example]:
    """All labelled rows that tell an industry."""
    examples = []
    for path in sorted(file for folder in labels for file in folder.glob("*.csv")):
        found = [file for folder in texts for file in folder.glob(f"{path.stem}.*")]
        text = _Text(found[0].read_text(encoding="utf-8") if found else "")
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row.get("industry"):
                    others = "".join(_ALLOWED.findall(row["note"] or ""))
                    allowed = frozenset({row["industry"], *re.findall("[a-z]+", others)} & _codes())
                    clause = text.clause(row.get("evidence") or "", row["name"])
                    neutral = row["neutral"] == "true"
                    examples.append(
                        Example(
                            path.stem, row["name"], row["category"], clause, row["industry"], allowed, neutral
                        )
                    )
        if found and any(one.file == path.stem for one in examples):
            examples += _read(path, found[0])
    return examples


def _read(labels: Path, text: Path) -> list[Example]:
    """The labels that the reading of *text* finds, as it reads them."""
    rows = [label for label in read_labels(labels) if label.industry in _codes()]
    document = Document(key=rows[0].document, file=text.name)
    prose = written_as_boxes(read_source(text).without(()), [])
    mentions = extract(document, prose, Scope(document)).mentions
    pairs, _ = match(cast("list[Record]", list(mentions)), rows, anywhere=True)
    by_line = {label.line: label for label in rows}
    examples = []
    for line, record in pairs.items():
        label, mention = by_line[line], cast(Mention, record)
        others = re.findall("[a-z]+", "".join(_ALLOWED.findall(label.note)))
        examples.append(
            Example(
                labels.stem,
                mention.name,
                mention.category or mention.heading,
                mention.sentence or mention.text,
                label.industry,
                frozenset({label.industry, *others} & _codes()),
                label.neutral,
                read=True,
            )
        )
    return examples


def read_words() -> list[Example]:
    """The words of ``industry_words.csv``."""
    with WORDS.open(encoding="utf-8", newline="") as stream:
        return [
            Example("", row["word"], "", "", row["industry"], frozenset({row["industry"]}), False)
            for row in csv.DictReader(stream)
        ]


class _Text:
    """A document, searched without its white space and quotation marks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [at for at, letter in enumerate(text) if not _QUIET.match(letter)]
        self.bare = "".join(text[at] for at in self.places)

    def clause(self, evidence: str, name: str) -> str:
        """The sentence in which the evidence, else the name, stands; empty when neither does."""
        sought = _QUIET.sub("", name)
        for words in (_QUIET.sub("", evidence), sought):
            start = self.bare.find(words) if words else -1
            if start >= 0:
                at = self.places[start + max(0, words.find(sought))]
                left = max(self.text.rfind(mark, 0, at) for mark in "。；;\n")
                ends = [end for mark in "。；;\n" if (end := self.text.find(mark, at)) >= 0]
                return self.text[left + 1 : min(ends, default=len(self.text))].strip()
        return ""


class Model:
    """Weights by feature and industry, pruned to :data:`ROWS` rows."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self.codes = sorted(_codes())
        counts = Counter(feature for one in examples for feature in one.features)
        self.names = sorted(feature for feature, count in counts.items() if count > 1)
        self._fit(examples)
        if len(self.names) > ROWS:
            often = np.sqrt([counts[feature] for feature in self.names])
            value = np.abs(self.weights).max(axis=0) * np.array(self._scales()) * often
            self.names = sorted(np.array(self.names)[np.argsort(-value)[:ROWS]])
            self._fit(examples)

    def _scales(self) -> list[float]:
        return [weighing.SCALE[feature.partition(":")[0]] for feature in self.names]

    def matrix(self, examples: Sequence[Example]) -> csr_matrix:
        """Examples by features."""
        place = {feature: at for at, feature in enumerate(self.names)}
        columns = [[place[feature] for feature in one.features if feature in place] for one in examples]
        ends = np.cumsum([0, *map(len, columns)])
        flat = [column for some in columns for column in some]
        scales = self._scales()
        return csr_matrix(([scales[at] for at in flat], flat, ends), shape=(len(examples), len(self.names)))

    def _fit(self, examples: Sequence[Example]) -> None:
        rows, truth, weights = [], [], []
        for at, one in enumerate(examples):
            base = WORD_WEIGHT if not one.file else NEUTRAL_WEIGHT if one.neutral else 1.0
            others = one.allowed - {one.industry}
            for code in [one.industry, *sorted(others)]:
                share = (
                    1.0
                    if not others
                    else 1 - OTHER_WEIGHT
                    if code == one.industry
                    else OTHER_WEIGHT / len(others)
                )
                rows.append(at)
                truth.append(self.codes.index(code))
                weights.append(base * share)
        fitted = LogisticRegression(C=STRENGTH, max_iter=60, tol=1e-3)
        fitted.fit(self.matrix(examples)[rows], truth, sample_weight=weights)
        self.weights = np.zeros((len(self.codes), len(self.names)))
        self.bias = np.full(len(self.codes), -9.0)
        self.weights[fitted.classes_], self.bias[fitted.classes_] = fitted.coef_, fitted.intercept_

    def told(self, examples: Sequence[Example]) -> list[str]:
        """The industry of each example by the weights alone."""
        sums = self.matrix(examples) @ self.weights.T + self.bias
        return [self.codes[at] for at in sums.argmax(axis=1)]

    def write(self, path: Path) -> None:
        """The table that ``projects.extraction.weighing`` reads: hundredths, a column for each industry."""
        values = np.column_stack([self.bias, self.weights * np.array(self._scales())])
        hundredths = np.clip(np.rint(values * 100), -32000, 32000).astype(np.int16)
        features = pa.array([f"{weighing.BIAS}:", *self.names])
        columns = {code: pa.array(hundredths[at]) for at, code in enumerate(self.codes)}
        pq.write_table(pa.table({"feature": features, **columns}), path, compression="zstd")


def decided(examples: Sequence[Example], weighed: Sequence[str]) -> list[str]:
    """Rules of the name first, the weights behind them."""
    ruled = [classify.by_name(one.name) for one in examples]
    return [rule.code if rule else code for rule, code in zip(ruled, weighed, strict=True)]


def cross_validated(examples: Sequence[Example]) -> tuple[list[str], list[str]]:
    """Industries by weights alone and with the rules before them, each document by a model without it."""
    files = sorted({one.file for one in examples})
    fold = {file: at % FOLDS for at, file in enumerate(files)}
    words = read_words()
    alone = [""] * len(examples)
    for left_out in range(FOLDS):
        model = Model([*(one for one in examples if fold[one.file] != left_out), *words])
        held = [at for at, one in enumerate(examples) if fold[one.file] == left_out]
        for at, code in zip(held, model.told([examples[at] for at in held]), strict=True):
            alone[at] = code
    return alone, decided(examples, alone)


def accuracy(examples: Sequence[Example], told: Sequence[str]) -> float:
    """Share of what the reading finds, neutral rows apart, whose industry is one of those allowed."""
    right = [
        code in one.allowed for one, code in zip(examples, told, strict=True) if one.read and not one.neutral
    ]
    return sum(right) / len(right)


def report(examples: Sequence[Example], alone: Sequence[str], both: Sequence[str]) -> None:
    """Accuracy in sum and per document, the rules' against the weights', and the pairs confused."""
    print(
        f"left out: weights {accuracy(examples, alone):.4f}, rules and weights {accuracy(examples, both):.4f}"
    )
    by_file = defaultdict(list)
    by_rule: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    pairs: Counter[tuple[str, str]] = Counter()
    for one, weighed, code in zip(examples, alone, both, strict=True):
        if one.neutral or not one.read:
            continue
        by_file[one.file].append(code in one.allowed)
        if rule := classify.by_name(one.name):
            by_rule[rule.rule].append((code in one.allowed, weighed in one.allowed))
        if code not in one.allowed:
            pairs[one.industry, code] += 1
    for file, right in sorted(by_file.items()):
        print(f"{file:36} {len(right):4} {sum(right) / len(right):.3f}")
    for rule_id, found in sorted(by_rule.items(), key=lambda pair: -len(pair[1])):
        ruled, weighed_too = (sum(right) for right in zip(*found, strict=True))
        print(f"{rule_id:20} {len(found):4} rule {ruled:4} weights {weighed_too:4}")
    print(", ".join(f"{label}→{told} {count}" for (label, told), count in pairs.most_common(40)))


def _codes() -> set[str]:
    with (RULES_DIR.parent / "industries.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"] for row in csv.DictReader(stream)}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--labels", nargs="+", type=Path, required=True)
    parser.add_argument("--texts", nargs="+", type=Path, required=True)
    parser.add_argument("--blind", nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    examples = read_examples(options.labels, options.texts)
    open_ones = [one for one in examples if one.file not in options.blind]
    blind = [one for one in examples if one.file in options.blind]
    report(open_ones, *cross_validated(open_ones))
    model = Model([*open_ones, *read_words()])
    if blind:
        firm = sum(one.read and not one.neutral for one in blind)
        print(f"blind: {accuracy(blind, decided(blind, model.told(blind))):.4f} of {firm}")
    if options.write:
        model.write(weighing.TABLE)


if __name__ == "__main__":
    main()
