"""What the commands of the desk share: their options, who decides, and how a decision is told."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from projects.desk.desk import Desk, open_desk
from projects.desk.events import Event, as_text
from projects.errors import InputError

Commands = argparse._SubParsersAction  # its type parameter is the parser


def add_store(parser: argparse.ArgumentParser) -> None:
    """``--store`` and ``--plans``, as all commands of the desk have them."""
    parser.add_argument("--store", metavar="URL", help="数据库 sqlite:///… 或 postgresql://…；缺省在工作区")
    parser.add_argument("--plans", type=Path, metavar="DIR", help="规划文件夹 where the plan files are")


def add_common(parser: argparse.ArgumentParser, *, needs_name: bool | None) -> None:
    """*needs_name* None: nobody decides anything here."""
    if needs_name is not None:
        parser.add_argument("--by", required=needs_name, default="", metavar="NAME", help="谁 who decides")
        parser.add_argument("--why", default="", metavar="TEXT", help="理由 the reason")
    parser.add_argument("--json", action="store_true", help="JSON 输出")
    add_store(parser)


def add_action(
    actions: Commands[argparse.ArgumentParser], name: str, run: Any, help_text: str, *, ids: str | None
) -> argparse.ArgumentParser:
    """A subcommand of ``review`` that decides; *ids* as ``nargs``, None for exactly one, empty for none."""
    parser = actions.add_parser(name, help=help_text)
    if ids is None:
        parser.add_argument("id", metavar="ID")
    elif ids:
        parser.add_argument("ids", nargs=ids, metavar="ID")
    if ids != "":
        parser.add_argument(
            "--expect",
            metavar="EVENT",
            help="所见的最后事件，已有更新则拒绝 refuse when there is a later one",
        )
    add_common(parser, needs_name=True)
    parser.set_defaults(run=run)
    return parser


def desk_of(options: argparse.Namespace, *, writing: bool = True) -> Desk:
    """The desk that the options name."""
    return open_desk(store=options.store, plans=options.plans, writing=writing)


def who_of(options: argparse.Namespace, ids: Sequence[str]) -> dict[str, Any]:
    """Who decides, why, and the last event that they saw, as the functions of the desk take them."""
    expected: Mapping[str, str] | None = None
    if getattr(options, "expect", None) is not None and ids:
        if len(ids) > 1:
            raise InputError("--expect: expected one record")
        expected = {ids[0]: options.expect}
    return {"by": options.by, "why": options.why, "expected": expected}


def print_events(options: argparse.Namespace, events: Sequence[Event]) -> int:
    """Print the events that were stored, a line each or as JSON; the exit status."""
    if options.json:
        print_json([asdict(one) for one in events])
        return 0
    for one in events:
        after = as_text(one.after) if one.action != "add" else str(one.after.get("name", ""))
        print(f"{one.event_id}  {one.action} {one.record} {after}".rstrip())
    return 0


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=dict))
