"""``python -m projects evaluate LABELS.csv…``: the machine's reading against hand-made labels."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from geo.files import write_whole
from projects.errors import InputError
from projects.evaluation.labelled import read_labels
from projects.evaluation.leaving import parted
from projects.evaluation.reporting import report
from projects.evaluation.runs import compared, to_json
from projects.evaluation.scoring import Evaluation, evaluate
from projects.evaluation.texts import records_of
from projects.model.registry import read_registry


def add_commands(commands: Any) -> None:
    """Add ``evaluate`` to the subcommands (the result of ``ArgumentParser.add_subparsers``)."""
    one = commands.add_parser("evaluate", help="对照人工标注 compare with hand-made labels")
    one.add_argument("labels", nargs="+", type=Path, metavar="LABELS.csv")
    one.add_argument(
        "--plans",
        action="append",
        type=Path,
        default=[],
        metavar="DIR",
        help="文件所在，可重复 where the documents lie, as registered or as KEY.*; may be repeated",
    )
    one.add_argument("--registry", type=Path, metavar="CSV")
    one.add_argument(
        "--leave-out",
        action="append",
        default=[],
        metavar="PLACE",
        help="该地文件（键以此开头）与其余分列 the documents whose key begins so, apart from the others",
    )
    one.add_argument("--brief", action="store_true", help="只列汇总 the tables only")
    one.add_argument("--json", action="store_true", help="以 JSON 输出 print JSON")
    one.add_argument("--save", type=Path, metavar="JSON", help="留存本次结果 keep this run")
    one.add_argument("--against", type=Path, metavar="JSON", help="与留存的结果比较 compare with a kept run")
    one.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    labels = read_labels(*options.labels)
    registry = read_registry(options.registry)
    earlier = _kept(options.against) if options.against else None
    records, confidences = records_of(labels, registry, options.plans)
    result = evaluate(records, labels)
    result.confidences.update(confidences)
    if options.leave_out:
        parted(result, options.leave_out)  # refused before anything is printed
    since = _since(result, earlier, options.against) if earlier is not None else ""
    if options.json:
        print(to_json(result, leave_out=options.leave_out))
    else:
        print(report(result, details=not options.brief, leave_out=options.leave_out) + since)
    if options.save:
        write_whole(options.save, to_json(result, leave_out=options.leave_out))
    return 0


def _kept(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not UTF-8; expected a kept run") from error


def _since(result: Evaluation, earlier: str, path: Path) -> str:
    return f"\n\nsince {path}\n{compared(result, earlier, str(path))}"
