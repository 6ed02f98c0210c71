"""One place left out: its documents apart from all others, and the gap between the two.

No weight is fitted when documents are read. What is measured is people's tuning: rules are written
looking at some documents, and the place left out is one that they were not written for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from projects.errors import InputError
from projects.evaluation.scoring import Evaluation, Score

RATES = ("recall", "precision", "industry", "kind", "stage", "place")


def parted(result: Evaluation, places: Sequence[str]) -> tuple[Evaluation, Evaluation]:
    """The documents whose key begins with one of *places*, and the others.

    Parameters
    ----------
    result
        A whole run.
    places
        Beginnings of keys of documents (``liaocheng``).

    Returns
    -------
    tuple[Evaluation, Evaluation]
        The part of the run about the documents left out, then that about the others.

    Raises
    ------
    InputError
        No document's key begins with one of the places, or every document's does.
    """
    keys = result.documents
    for place in places:
        if not any(key.startswith(place) for key in keys):
            raise InputError(
                f"--leave-out {place}: no labelled document begins so; there are {', '.join(keys)}"
            )
    left = {key for key in keys if key.startswith(tuple(places))}
    if len(left) == len(keys):
        raise InputError(
            f"--leave-out {' '.join(places)}: no other document is labelled; expected some to compare with"
        )
    return of(result, left), of(result, set(keys) - left)


def of(result: Evaluation, documents: Collection[str]) -> Evaluation:
    """The part of a run that is about some of its documents."""
    return Evaluation(
        defaultdict(Score, {key: score for key, score in result.cells.items() if key[0] in documents}),
        {key: tally for key, tally in result.tallies.items() if key in documents},
        {key: coverage for key, coverage in result.coverage.items() if key in documents},
        [label for label in result.misses if label.document in documents],
        [one for one in result.judged if one.record.document in documents],
        result.confidences,
        *(
            [(label, record) for label, record in wrong if label.document in documents]
            for wrong in (result.wrong_industry, result.wrong_kind, result.wrong_stage, result.wrong_place)
        ),
    )


def gap(left_out: Score, others: Score) -> dict[str, float | None]:
    """Each rate of the place left out less that of the others; None where one of them was not judged."""
    found: dict[str, float | None] = {}
    for name in RATES:
        a, b = left_out.rates[name], others.rates[name]
        found[name] = None if a is None or b is None else a - b
    return found
