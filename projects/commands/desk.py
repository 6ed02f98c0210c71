"""The desk on the command line: ``add``, ``review``, ``publish`` and ``log``.

Each action of the page has its command. Every one takes ``--json`` (one object or list on standard
output); on bad input one line on standard error says what is wrong, the exit status is 2 and nothing
is stored.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo.files import write_whole
from projects.desk import adding, deciding, editions, exchange
from projects.desk.applying import Open, as_values
from projects.desk.desk import Desk, open_desk
from projects.desk.differences import counts
from projects.desk.events import Event, as_text
from projects.desk.fields import EDITABLE, read_settings
from projects.desk.folding import STATUSES
from projects.desk.heads import FIELDS, correct
from projects.desk.plans import PLAN
from projects.desk.queueing import progress, queue
from projects.desk.spots import at_point, in_place, read_point
from projects.errors import InputError
from projects.model.records import Record

_Commands = argparse._SubParsersAction  # its type parameter is the parser


def add_commands(commands: _Commands[argparse.ArgumentParser]) -> None:
    """Add ``add``, ``review``, ``publish`` and ``log`` to the parser's commands."""
    one = commands.add_parser(
        "add", help="规划入台，成为待核记录 a plan into the desk: candidates, not yet on the map"
    )
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_head(one)
    _common(one, needs_name=False)
    one.set_defaults(run=_add)

    review = commands.add_parser("review", help="核对台：列出、确认、驳回、修改、撤销 the desk")
    actions = review.add_subparsers(required=True, metavar="ACTION")
    _add_list(actions)
    one = _action(actions, "accept", _accept, "确认 the records are right", ids="*")
    one.add_argument("--document", metavar="KEY", help="整节确认 all candidates of a document …")
    one.add_argument("--section", metavar="NAME", help="… or of one of its sections")
    _action(actions, "reject", _reject, "驳回 these are no records", ids="+")
    one = _action(actions, "edit", _edit, f"修改 set fields: {' '.join(EDITABLE)}", ids=None)
    one.add_argument("--set", action="append", required=True, metavar="FIELD=VALUE", dest="settings")
    one = _action(actions, "place", _place, "定位 by a point or a place's name", ids=None)
    _add_spot(one, required=True)
    one = _action(
        actions, "merge", _merge, "合并 the same project; with --one the further records go", ids="+"
    )
    one.add_argument("--one", action="store_true", help="同一处重复：后者并入前者 the first stands for all")
    one = _action(
        actions, "split", _split, "拆分 one record into several by --into; two records: not the same", ids="+"
    )
    one.add_argument("--into", action="append", default=[], metavar="NAME", help="其中一个项目的名称")
    one = _action(actions, "add", _add_record, "补录 a record that the reading missed", ids="")
    one.add_argument("--document", required=True, metavar="KEY")
    one.add_argument("--name", required=True, metavar="NAME", help="原文所印名称 as printed")
    one.add_argument(
        "--span", metavar="START-END", help="在文中的位置 where it stands, when it stands there twice"
    )
    one.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", dest="settings")
    _add_spot(one, required=False)
    _action(actions, "undo", _undo, "撤销 the last decision on a record, or an event", ids=None)
    one = _action(
        actions, "head", _head, "改正已入台规划的文件头 correct the head of an added plan", ids=None
    )
    _add_head(one)
    one = actions.add_parser("import", help="读入 events.csv 或 decisions.csv bring in events")
    one.add_argument("file", type=Path, metavar="CSV")
    _common(one, needs_name=None)
    one.set_defaults(run=_import)

    one = commands.add_parser("publish", help="发布一个版次 an edition, with what is new, changed and gone")
    one.add_argument("--name", required=True, metavar="NAME")
    _common(one, needs_name=True)
    one.set_defaults(run=_publish)

    one = commands.add_parser("log", help="事件，新的在后 events, newest last")
    one.add_argument("id", nargs="?", metavar="ID", help="记录、文件、版次 a record, plan or edition")
    one.add_argument("--out", type=Path, metavar="CSV", help="events.csv，或 decisions.csv（只含成对判定）")
    _common(one, needs_name=None)
    one.set_defaults(run=_log)


def _add_head(parser: argparse.ArgumentParser) -> None:
    """The fields of a plan's head."""
    for name, told in (("title", "标题"), ("issuer", "发布单位"), ("issued", "日期 2024-03-01")):
        parser.add_argument(
            f"--{name}", metavar=name[0].upper(), help=f"{told}；缺省读自文件头 from its head"
        )
    parser.add_argument("--period", metavar="2021-2025", help="规划期 the years it is made for")
    parser.add_argument("--area", metavar="NAME", help="适用范围 the place it is for")


def add_edition(parser: argparse.ArgumentParser) -> None:
    """``--edition`` and ``--store``, for commands that show what is published."""
    parser.add_argument("--edition", metavar="NAME", help="版次，缺省为最新 the last one without it")
    parser.add_argument("--store", metavar="URL", help="数据库 sqlite:///… 或 postgresql://…；缺省在工作区")


def add_store(parser: argparse.ArgumentParser) -> None:
    """``--store`` and ``--plans``, as all commands of the desk have them."""
    parser.add_argument("--store", metavar="URL", help="数据库 sqlite:///… 或 postgresql://…；缺省在工作区")
    parser.add_argument("--plans", type=Path, metavar="DIR", help="规划文件夹 where the plan files are")


def _common(parser: argparse.ArgumentParser, *, needs_name: bool | None) -> None:
    """*needs_name* None: nobody decides anything here."""
    if needs_name is not None:
        parser.add_argument("--by", required=needs_name, default="", metavar="NAME", help="谁 who decides")
        parser.add_argument("--why", default="", metavar="TEXT", help="理由 the reason")
    parser.add_argument("--json", action="store_true", help="JSON 输出")
    add_store(parser)


def _action(
    actions: _Commands[argparse.ArgumentParser], name: str, run: Any, told: str, *, ids: str | None
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=told)
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
    _common(parser, needs_name=True)
    parser.set_defaults(run=run)
    return parser


def _add_list(actions: _Commands[argparse.ArgumentParser]) -> None:
    one = actions.add_parser("list", help="待核清单，把握低的在前 the queue, lowest confidence first")
    one.add_argument("--status", choices=STATUSES)
    one.add_argument("--document", metavar="KEY")
    one.add_argument("--section", metavar="NAME")
    one.add_argument("--rule", metavar="RULE", help="读取规则 the reading rule")
    one.add_argument("--below", type=float, metavar="0.7", help="把握低于 confidence below")
    one.add_argument("--open", action="store_true", help="原文已变、须重看的 whose text has changed")
    _common(one, needs_name=None)
    one.set_defaults(run=_list)


def _add_spot(parser: argparse.ArgumentParser, *, required: bool) -> None:
    spot = parser.add_mutually_exclusive_group(required=required)
    spot.add_argument("--at", metavar="LON,LAT")
    spot.add_argument("--in", metavar="NAME", dest="place")
    parser.add_argument("--datum", default="wgs84", help="wgs84 | cgcs2000 | gcj02 | bd09, of --at")


def _add(options: argparse.Namespace) -> int:
    desk = _desk(options)
    heads = {name: getattr(options, name) for name in FIELDS}
    if len(options.files) > 1 and options.title:
        raise InputError("--title: several files; expected one")
    # All are read to their heads before the first is stored.
    incoming = [adding.read_file(path, desk) for path in options.files]
    documents = [adding.corrected(one.document, **heads) for one in incoming]
    told = []
    for one, document in zip(incoming, documents, strict=True):
        done = adding.add(one, desk, by=options.by or "—", document=document)
        told.append(asdict(done))
        if not options.json:
            _print_added(one, done)
    if options.json:
        _print_json(told)
    return 0


def _print_added(incoming: adding.Incoming, done: adding.Added) -> None:
    one = done.document
    if not done.is_new:
        print(f"{incoming.name}: 已在台上 is here already as {one.key} ({done.records} records)")
        return
    years = f"{one.period_start or ''}–{one.period_end or ''}".strip("–") or "—"
    print(
        " | ".join(
            text or "—" for text in (f"{one.key}: {one.title}", one.issuer, one.issued, years, one.scope)
        )
    )
    rejected = sum(section.rejects for section in done.sections)
    print(f"{incoming.name}: {done.records} candidates, {rejected} passages not kept")
    for section in done.sections:
        print(
            f"  {section.section or '—':24} {section.records:4} records {section.rejects:4} not kept"
            f"  {section.reasons}"
        )
    if done.like:
        print(f"another edition of {done.like}: {done.same} names the same, {done.new} new, {done.gone} gone")
    for notice in done.notices:
        print(notice, file=sys.stderr)


def _list(options: argparse.Namespace) -> int:
    desk = _desk(options, writing=False)
    rows = queue(
        desk,
        status=options.status,
        document=options.document,
        section=options.section,
        rule=options.rule,
        below=options.below,
        is_open=options.open,
    )
    if options.json:
        _print_json([_told(desk, record, waiting) for record, waiting in rows])
        return 0
    for record, waiting in rows:
        note = f"  ! {waiting.reason}" if waiting else ""
        print(
            f"{record.id}  {record.status:9} {record.confidence or 0:<5} "
            f"{record.document} {record.section}  {record.name}  {record.place or '—'}{note}"
        )
    done = progress(desk)[""]
    print(f"已核 checked {done.checked} / {done.total}; 待重看 open {done.waiting}", file=sys.stderr)
    return 0


def _accept(options: argparse.Namespace) -> int:
    desk = _desk(options)
    ids = list(options.ids)
    if options.document or options.section:
        if ids or not options.document:
            raise InputError("review accept: expected ids, or --document KEY with or without --section NAME")
        rows = queue(desk, status="candidate", document=options.document, section=options.section)
        ids = [record.id for record, waiting in rows if waiting is None]
    if not ids:
        raise InputError("review accept: no record to accept; expected ids, or a document with candidates")
    return _done(options, deciding.accept(desk, ids, **_who(options, ids)))


def _reject(options: argparse.Namespace) -> int:
    return _done(options, deciding.reject(_desk(options), options.ids, **_who(options, options.ids)))


def _edit(options: argparse.Namespace) -> int:
    values = read_settings(options.settings)
    return _done(options, deciding.edit(_desk(options), options.id, values, **_who(options, [options.id])))


def _place(options: argparse.Namespace) -> int:
    spot = _spot(options)
    return _done(
        options, deciding.place(_desk(options), options.id, spot or {}, **_who(options, [options.id]))
    )


def _merge(options: argparse.Namespace) -> int:
    desk, who = _desk(options), _who(options, [])
    if options.one:
        return _done(options, deciding.merge(desk, options.ids, **who))
    return _done(options, deciding.match(desk, options.ids, deciding.SAME, **who))


def _split(options: argparse.Namespace) -> int:
    desk, who = _desk(options), _who(options, options.ids if options.into else [])
    if options.into:
        if len(options.ids) != 1:
            raise InputError("review split --into: expected one record")
        return _done(options, deciding.split(desk, options.ids[0], options.into, **who))
    return _done(options, deciding.match(desk, options.ids, deciding.DIFFERENT, **who))


def _add_record(options: argparse.Namespace) -> int:
    values = read_settings(options.settings) if options.settings else {}
    span = None
    if options.span:
        start, _, end = options.span.partition("-")
        if not (start.isdigit() and end.isdigit()):
            raise InputError(f"--span {options.span!r}: expected START-END such as 1411-1416")
        span = (int(start), int(end))
    events = deciding.add(
        _desk(options),
        options.document,
        options.name,
        span=span,
        values=values,
        spot=_spot(options),
        by=options.by,
        why=options.why,
    )
    return _done(options, events)


def _undo(options: argparse.Namespace) -> int:
    return _done(options, deciding.undo(_desk(options), options.id, **_who(options, [options.id])))


def _head(options: argparse.Namespace) -> int:
    key = options.id.removeprefix(f"{PLAN}:")
    head = {name: getattr(options, name) for name in FIELDS}
    return _done(options, correct(_desk(options), key, head, **_who(options, [f"{PLAN}:{key}"])))


def _import(options: argparse.Namespace) -> int:
    desk = _desk(options)
    count = desk.book.put(exchange.read_file(options.file, desk.events))
    if options.json:
        _print_json({"events": count})
    else:
        print(f"{options.file}: {count} events brought in")
    return 0


def _publish(options: argparse.Namespace) -> int:
    desk = _desk(options)
    edition, changes = editions.publish(desk, options.name, by=options.by, why=options.why)
    figures = counts(changes)
    if options.json:
        _print_json(
            {"edition": asdict(edition), "counts": figures, "changes": [asdict(one) for one in changes]}
        )
        return 0
    for change in changes:
        print(f"{change.change:8} {change.record}  {change.document}  {change.title}: {change.reason}")
    told = ", ".join(f"{name} {count}" for name, count in figures.items())
    print(f"{edition.name}: {desk.events[-1].after['records']} records; {told}")
    return 0


def _log(options: argparse.Namespace) -> int:
    desk = _desk(options, writing=False)
    events = desk.events
    if options.id is not None:
        events = [one for one in events if options.id in (one.record, one.event_id, *one.record.split("|"))]
        if not events:
            print(f"{options.id}: no event", file=sys.stderr)
            return 1
    if options.out is not None:
        is_pairs = options.out.name == "decisions.csv"
        content = exchange.decisions_table(events) if is_pairs else exchange.events_table(events)
        write_whole(options.out, content)
        print(f"{options.out}: {len(content.splitlines()) - 1} rows", file=sys.stderr)
        return 0
    if options.json:
        _print_json([asdict(one) for one in events])
        return 0
    for one in events:
        after = as_text(one.after) if one.action != "add" else str(one.after.get("name", ""))
        why = f"  {one.why}" if one.why else ""
        print(f"{one.event_id}  {one.at}  {one.by}  {one.action:7} {one.record}  {after}{why}")
    return 0


def _desk(options: argparse.Namespace, *, writing: bool = True) -> Desk:
    return open_desk(store=options.store, plans=options.plans, writing=writing)


def _who(options: argparse.Namespace, ids: Sequence[str]) -> dict[str, Any]:
    expected: Mapping[str, str] | None = None
    if getattr(options, "expect", None) is not None and ids:
        if len(ids) > 1:
            raise InputError("--expect: expected one record")
        expected = {ids[0]: options.expect}
    return {"by": options.by, "why": options.why, "expected": expected}


def _spot(options: argparse.Namespace) -> dict[str, Any] | None:
    if options.at is not None:
        return at_point(*read_point(options.at), options.datum)
    return in_place(options.place) if options.place is not None else None


def _done(options: argparse.Namespace, events: Sequence[Event]) -> int:
    if options.json:
        _print_json([asdict(one) for one in events])
        return 0
    for one in events:
        after = as_text(one.after) if one.action != "add" else str(one.after.get("name", ""))
        print(f"{one.event_id}  {one.action} {one.record} {after}".rstrip())
    return 0


def _told(desk: Desk, record: Record, waiting: Open | None) -> dict[str, Any]:
    state = desk.applied.states.get(record.id)
    told = as_values(record) | {"head": state.head if state else ""}
    if waiting is not None:
        told |= {
            "open": waiting.reason,
            "then": as_values(waiting.then) if waiting.then else None,
            "now": as_values(waiting.now) if waiting.now else None,
        }
    return told


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=dict))
