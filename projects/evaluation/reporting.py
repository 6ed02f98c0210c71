"""Tables of a run: in sum, per document and section; reliability; then every miss and wrong answer."""

from __future__ import annotations

from collections.abc import Sequence

from projects.evaluation.calibration import bins, place_counts
from projects.evaluation.leaving import gap, parted
from projects.evaluation.runs import where
from projects.evaluation.scoring import ALL, LISTED, RUNNING, Evaluation, Score

_WIDTH = 34
_HEAD = (
    f"{'':{_WIDTH}} labels recall precision industry   kind  stage  place too-precise too-coarse"
    "  records = hits + neutral + repeats + extras + not judged"
)


def report(result: Evaluation, *, details: bool = True, leave_out: Sequence[str] = ()) -> str:
    """All tables as text.

    Parameters
    ----------
    result
        A whole run.
    details
        Also each section, and one line for each miss, extra and wrong answer.
    leave_out
        Beginnings of keys of documents; these documents come first with their details, then the
        others, taken as those the rules were tuned on, and the gap between the two.

    Returns
    -------
    str
        Several lines, in columns of fixed width, without a line end behind the last.

    Raises
    ------
    InputError
        *leave_out* leaves one of the two groups empty.
    """
    if not leave_out:
        return "\n".join(
            [_HEAD, *_table(result), *_reliability(result), *(_details(result) if details else [])]
        )
    left, others = parted(result, leave_out)
    difference = gap(left.total(), others.total())
    lines = [f"left out: {', '.join(left.documents)}", _HEAD, *_table(left), ""]
    lines += [
        f"the others, taken as tuned on: {', '.join(others.documents)}",
        _HEAD,
        *_table(others),
        "",
    ]
    lines += [f"{'gap (left out − others)':{_WIDTH}} {_gap_row(difference)}"]
    return "\n".join([*lines, *_reliability(left), *(_details(left) if details else [])])


def _table(result: Evaluation) -> list[str]:
    lines = [
        f"{ALL:{_WIDTH}} {_row(result.total())} {_tally(result, result.documents)}",
        f"{LISTED:{_WIDTH}} {_row(result.total(listed=True))}",
        f"{RUNNING:{_WIDTH}} {_row(result.total(listed=False))}",
    ]
    for document in result.documents:
        name = f"{document} ({result.coverage[document]})"
        lines.append(f"{name:{_WIDTH}} {_row(result.total(document))} {_tally(result, [document])}")
        parts = [
            (LISTED, result.total(document, listed=True)),
            (RUNNING, result.total(document, listed=False)),
        ]
        if all(score.labels + score.extras for _, score in parts):
            lines += [f"{'  ' + sort:{_WIDTH}} {_row(score)}" for sort, score in parts]
    return lines


def _row(score: Score) -> str:
    rates = score.rates
    shares = " ".join(_rate(rates[name]) for name in ("industry", "kind", "stage", "place"))
    tail = f"{_rate(rates['too precise']):>11} {_rate(rates['too coarse']):>10}"
    return f"{score.labels:6d} {_rate(score.recall)} {_rate(score.precision):>9}   {shares} {tail}"


def _tally(result: Evaluation, documents: Sequence[str]) -> str:
    tallies = [result.tallies[document] for document in documents]
    records, *parts = (
        sum(getattr(tally, name) for tally in tallies)
        for name in ("records", "hits", "neutral", "repeats", "extras", "not_judged")
    )
    return f" {records:7d} = {' + '.join(map(str, parts))}"


def _gap_row(difference: dict[str, float | None]) -> str:
    signed = {name: "     -" if value is None else f"{value:+6.3f}" for name, value in difference.items()}
    return (
        f"{'':6} {signed['recall']} {signed['precision']:>9}   "
        f"{signed['industry']} {signed['kind']} {signed['stage']} {signed['place']}"
    )


def _reliability(result: Evaluation) -> list[str]:
    """How far the confidences of the reading and of the place can be believed."""
    lines = ["", "confidence of the reading: records  said  right"]
    found = bins(result)
    for one in found:
        lines.append(f"{one.low:.1f}–{one.high:.1f} {one.records:25d} {_rate(one.sure)} {_rate(one.right)}")
    if not found:
        lines.append("no record has one")
    lines += ["", f"{'confidence of the place, method':32} records  right"]
    for (confidence, method), counts in sorted(place_counts(result).items(), reverse=True):
        right = _rate(counts[True] / counts.total())
        lines.append(f"{confidence:5} {method:26} {counts.total():7d} {right}")
    return lines


def _details(result: Evaluation) -> list[str]:
    lines = ["", _HEAD.partition("  records")[0]]
    for document in result.documents:
        for section in sorted({key[1] for key in result.cells if key[0] == document}):
            lines.append(
                f"{f'{document} {section}':{_WIDTH}} {_row(result.total(document, section=section))}"
            )
    lines += [f"miss   {where(label)}" for label in result.misses]
    lines += [f"extra  {where(record)}" for record in result.extras]
    lines += [
        f"industry {where(record)}: {record.industry or 'none'} ({record.industry_rule}), "
        f"label {label.industry}"
        for label, record in result.wrong_industry
    ]
    lines += [
        f"kind   {where(record)}: {record.kind}, label {label.kind}" for label, record in result.wrong_kind
    ]
    lines += [
        f"stage  {where(record)}: {record.stage or 'none'} ({record.stage_rule}), label {label.stage}"
        for label, record in result.wrong_stage
    ]
    lines += [
        f"place  {where(record)}: {record.place} ({record.level}, {record.method}), "
        f"label {label.place} ({label.level})"
        for label, record in result.wrong_place
    ]
    return lines


def _rate(value: float | None) -> str:
    return "     -" if value is None else f"{value:6.3f}"
