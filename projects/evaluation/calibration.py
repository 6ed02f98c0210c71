"""How far confidences can be believed: the share that is right among those said to be so sure.

Of the reading, a record is right when a label knows it and wrong when none does; of the place, when
the place is the label's. A record without a confidence of its reading is not counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from projects.evaluation.scoring import Evaluation

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Records whose reading is said to be sure by ``low`` to ``high``; ``sure`` is the mean of what is said.

    ``sure`` and ``right`` (the share that a label knows) are None while there is no record.
    """

    low: float
    high: float
    records: int
    sure: float | None
    right: float | None


def bins(result: Evaluation) -> list[Bin]:
    """Ten bins of the confidence of the reading, 0–0.1 first; empty when no record has one."""
    held: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for one in result.judged:
        sure = result.confidences.get(one.record.id)
        if sure is not None:
            held[min(BINS - 1, max(0, int(sure * BINS)))].append((sure, one.label is not None))
    if not any(held):
        return []
    return [
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            records=len(its),
            sure=sum(sure for sure, _ in its) / len(its) if its else None,
            right=sum(right for _, right in its) / len(its) if its else None,
        )
        for number, its in enumerate(held)
    ]


def place_counts(result: Evaluation) -> dict[tuple[str, str], Counter[bool]]:
    """Places right and wrong by the confidence of the place, as printed, and the step that placed it."""
    counts: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    for one in result.judged:
        if one.place_right is not None:
            counts[f"{one.record.confidence or 0:.2f}", one.record.method][one.place_right] += 1
    return counts
