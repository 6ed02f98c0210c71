"""Which record is which label: the same section first, then, when asked, anywhere in the document.

Within each of the two, the pair that is most alike goes first; each record and each label is
used once. Names are compared without words that close any name (项目, 工程, 建设), quotation marks
and brackets; a label may go by other names (``alt name: …`` in its note).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from rapidfuzz.fuzz import ratio

from projects.evaluation.labelled import Label
from projects.model.records import Record

SAME_NAME = 80.0
_EQUAL = 300.0
_SAME_ITEM = 200.0
_ALT_NAME = re.compile(r"alt name[:：]\s*([^;；]+)")


def match(
    records: Sequence[Record], labels: Iterable[Label], *, anywhere: bool = False
) -> tuple[dict[int, Record], list[Record]]:
    """Best record of each label, each record used once.

    Parameters
    ----------
    records, labels
        Those of documents whose labels stand in one file, so that a line means one label.
    anywhere
        Whether a label without a record in its section may have one of another section of its document.

    Returns
    -------
    dict[int, Record], list[Record]
        The record of each label that has one, by the label's line; and the records left over, in order.
    """
    labels = list(labels)
    pairs: dict[int, Record] = {}
    used: set[int] = set()
    _pair(records, labels, pairs, used, lambda one: (one.document, one.section))
    if anywhere:
        _pair(records, labels, pairs, used, lambda one: (one.document, ""))
    return pairs, [record for index, record in enumerate(records) if index not in used]


def likeness(label: Label, record: Record) -> float:
    """How alike a label and a record are.

    Returns
    -------
    float
        300 for the same name (301 at the same item), 200 and more for the same item and a name half
        alike, else 0 to 100; the same from :data:`SAME_NAME` upwards.
    """
    same_item = bool(label.item) and label.item == record.item
    return max(_alike(name, bare(record.name), same_item, label.item == record.item) for name in names(label))


@cache
def names(label: Label) -> tuple[str, ...]:
    """The bare name of a label and those that its note allows."""
    found = (label.name, *_ALT_NAME.findall(label.note))
    return tuple(dict.fromkeys(filter(None, map(bare, found)))) or (bare(label.name),)


@cache
def bare(name: str) -> str:
    """A name without what does not tell it from others."""
    return re.sub(r"项目|工程|建设|[“”\"（）()\s、·]", "", name)


def _alike(a: str, b: str, same_item: bool, equal_item: bool) -> float:
    if a == b:
        return _EQUAL + equal_item
    alike: float = ratio(a, b)
    if same_item and alike > 50:
        return _SAME_ITEM + alike
    short, long = sorted((a, b), key=len)
    if len(short) >= 4 and short in long and 2 * len(short) >= len(long):
        return max(alike, SAME_NAME)
    return alike


def _pair(
    records: Sequence[Record],
    labels: Iterable[Label],
    pairs: dict[int, Record],
    used: set[int],
    group: Callable[[Label | Record], tuple[str, str]],
) -> None:
    """Add the pairs of labels and records that *group* puts together, the most alike first."""
    free: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        if index not in used:
            free[group(record)].append(index)
    found = []
    for label in labels:
        if label.line in pairs:
            continue
        for index in free[group(label)]:
            alike = likeness(label, records[index])
            if alike >= SAME_NAME:
                found.append((-alike, label.neutral, label.line, index))
    for _, _, line, index in sorted(found):
        if line not in pairs and index not in used:
            pairs[line] = records[index]
            used.add(index)
