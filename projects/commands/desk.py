"""The desk on the command line: ``add``, ``review``, ``publish`` and ``log``.

Each action of the page has its command. Every one takes ``--json`` (one object or list on standard
output); on bad input one line on standard error says what is wrong, the exit status is 2 and nothing
is stored.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo.files import write_whole
from projects.commands.desk_common import (
    Commands,
    add_action,
    add_common,
    desk_of,
    print_events,
    print_json,
    who_of,
)
from projects.desk import adding, deciding, editions, exchange, joining, replacing
from projects.desk.applying import Open, as_values
from projects.desk.desk import Desk
from projects.desk.differences import counts
from projects.desk.events import as_text
from projects.desk.fields import EDITABLE, read_settings
from projects.desk.folding import STATUSES
from projects.desk.heads import FIELDS, correct
from projects.desk.plans import PLAN
from projects.desk.queueing import progress, queue
from projects.desk.spots import at_point, in_place, read_point
from projects.errors import InputError
from projects.model.records import Record


def add_commands(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``add``, ``review``, ``publish`` and ``log`` to the parser's commands."""
    one = commands.add_parser(
        "add", help="规划入台，成为待核记录 a plan into the desk: candidates, not yet on the map"
    )
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_head(one)
    add_common(one, needs_name=False)
    one.set_defaults(run=_add)

    _add_review(commands)

    one = commands.add_parser("publish", help="发布一个版次 an edition, with what is new, changed and gone")
    one.add_argument("--name", required=True, metavar="NAME")
    add_common(one, needs_name=True)
    one.set_defaults(run=_publish)

    one = commands.add_parser("log", help="事件，新的在后 events, newest last")
    one.add_argument("id", nargs="?", metavar="ID", help="记录、文件、版次 a record, plan or edition")
    one.add_argument("--out", type=Path, metavar="CSV", help="events.csv，或 decisions.csv（只含成对判定）")
    add_common(one, needs_name=None)
    one.set_defaults(run=_log)


def _add_review(commands: Commands[argparse.ArgumentParser]) -> None:
    """The actions of ``review``, in the order of its help."""
    review = commands.add_parser("review", help="核对台：列出、确认、驳回、修改、撤销 the desk")
    actions = review.add_subparsers(required=True, metavar="ACTION")
    _add_list(actions)
    one = add_action(actions, "accept", _accept, "确认 the records are right", ids="*")
    one.add_argument("--document", metavar="KEY", help="整节确认 all candidates of a document …")
    one.add_argument("--section", metavar="NAME", help="… or of one of its sections")
    add_action(actions, "reject", _reject, "驳回 these are no records", ids="+")
    one = add_action(actions, "edit", _edit, f"修改 set fields: {' '.join(EDITABLE)}", ids=None)
    one.add_argument("--set", action="append", required=True, metavar="FIELD=VALUE", dest="settings")
    one = add_action(actions, "place", _place, "定位 by a point or a place's name", ids=None)
    _add_spot(one, required=True)
    one = add_action(
        actions, "merge", _merge, "合并 the same project; with --one the further records go", ids="+"
    )
    one.add_argument("--one", action="store_true", help="同一处重复：后者并入前者 the first stands for all")
    one = add_action(
        actions, "split", _split, "拆分 one record into several by --into; two records: not the same", ids="+"
    )
    one.add_argument("--into", action="append", default=[], metavar="NAME", help="其中一个项目的名称")
    one = add_action(actions, "add", _add_record, "补录 a record that the reading missed", ids="")
    one.add_argument("--document", required=True, metavar="KEY")
    one.add_argument("--name", required=True, metavar="NAME", help="原文所印名称 as printed")
    one.add_argument(
        "--span", metavar="START-END", help="在文中的位置 where it stands, when it stands there twice"
    )
    one.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", dest="settings")
    _add_spot(one, required=False)
    add_action(actions, "undo", _undo, "撤销 the last decision on a record, or an event", ids=None)
    one = add_action(
        actions, "replace", _replace, "查找替换，先看 --preview，可一并撤销 find and replace", ids=""
    )
    one.add_argument("--field", choices=replacing.FIELDS, default="name")
    one.add_argument("--find", required=True, metavar="WORDS")
    one.add_argument("--put", required=True, metavar="WORDS")
    one.add_argument("--document", metavar="KEY")
    one.add_argument("--status", choices=STATUSES, default="candidate")
    one.add_argument("--preview", action="store_true", help="只列出，不保存 list, store nothing")
    one = add_action(actions, "head", _head, "改正入台规划的文件头 the head of an added plan", ids=None)
    _add_head(one)
    one = actions.add_parser("import", help="读入 events.csv 或 decisions.csv bring in events")
    one.add_argument("file", type=Path, metavar="CSV")
    add_common(one, needs_name=None)
    one.set_defaults(run=_import)


def _add_head(parser: argparse.ArgumentParser) -> None:
    """The fields of a plan's head."""
    for name, told in (("title", "标题"), ("issuer", "发布单位"), ("issued", "日期 2024-03-01")):
        parser.add_argument(
            f"--{name}", metavar=name[0].upper(), help=f"{told}；缺省读自文件头 from its head"
        )
    parser.add_argument("--period", metavar="2021-2025", help="规划期 the years it is made for")
    parser.add_argument("--area", metavar="NAME", help="适用范围 the place it is for")


def _add_list(actions: Commands[argparse.ArgumentParser]) -> None:
    one = actions.add_parser("list", help="待核清单，把握低的在前 the queue, lowest confidence first")
    one.add_argument("--status", choices=STATUSES)
    one.add_argument("--document", metavar="KEY")
    one.add_argument("--section", metavar="NAME")
    one.add_argument("--rule", metavar="RULE", help="读取规则 the reading rule")
    one.add_argument("--below", type=float, metavar="0.7", help="把握低于 confidence below")
    one.add_argument("--open", action="store_true", help="原文已变、须重看的 whose text has changed")
    add_common(one, needs_name=None)
    one.set_defaults(run=_list)


def _add_spot(parser: argparse.ArgumentParser, *, required: bool) -> None:
    spot = parser.add_mutually_exclusive_group(required=required)
    spot.add_argument("--at", metavar="LON,LAT")
    spot.add_argument("--in", metavar="NAME", dest="place")
    parser.add_argument("--datum", default="wgs84", help="wgs84 | cgcs2000 | gcj02 | bd09, of --at")


def _add(options: argparse.Namespace) -> int:
    desk = desk_of(options)
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
        print_json(told)
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
            f"  {section.named:24} {section.records:4} records {section.rejects:4} not kept"
            f"  {section.reasons}"
        )
    if done.like:
        print(f"another edition of {done.like}: {done.same} names the same, {done.new} new, {done.gone} gone")
    for notice in done.notices:
        print(notice, file=sys.stderr)


def _list(options: argparse.Namespace) -> int:
    desk = desk_of(options, writing=False)
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
        print_json([_told(desk, record, waiting) for record, waiting in rows])
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
    desk = desk_of(options)
    ids = list(options.ids)
    if options.document or options.section:
        if ids or not options.document:
            raise InputError("review accept: expected ids, or --document KEY with or without --section NAME")
        rows = queue(desk, status="candidate", document=options.document, section=options.section)
        ids = [record.id for record, waiting in rows if waiting is None]
    if not ids:
        raise InputError("review accept: no record to accept; expected ids, or a document with candidates")
    return print_events(options, deciding.accept(desk, ids, **who_of(options, ids)))


def _reject(options: argparse.Namespace) -> int:
    return print_events(
        options, deciding.reject(desk_of(options), options.ids, **who_of(options, options.ids))
    )


def _edit(options: argparse.Namespace) -> int:
    values = read_settings(options.settings)
    return print_events(
        options, deciding.edit(desk_of(options), options.id, values, **who_of(options, [options.id]))
    )


def _place(options: argparse.Namespace) -> int:
    spot = _spot(options)
    return print_events(
        options, deciding.place(desk_of(options), options.id, spot or {}, **who_of(options, [options.id]))
    )


def _merge(options: argparse.Namespace) -> int:
    desk, who = desk_of(options), who_of(options, [])
    if options.one:
        return print_events(options, joining.merge(desk, options.ids, **who))
    return print_events(options, joining.match(desk, options.ids, joining.SAME, **who))


def _split(options: argparse.Namespace) -> int:
    desk, who = desk_of(options), who_of(options, options.ids if options.into else [])
    if options.into:
        if len(options.ids) != 1:
            raise InputError("review split --into: expected one record")
        return print_events(options, joining.split(desk, options.ids[0], options.into, **who))
    return print_events(options, joining.match(desk, options.ids, joining.DIFFERENT, **who))


def _add_record(options: argparse.Namespace) -> int:
    values = read_settings(options.settings) if options.settings else {}
    span = None
    if options.span:
        start, _, end = options.span.partition("-")
        if not (start.isdigit() and end.isdigit()):
            raise InputError(f"--span {options.span!r}: expected START-END such as 1411-1416")
        span = (int(start), int(end))
    events = deciding.add(
        desk_of(options),
        options.document,
        options.name,
        span=span,
        values=values,
        spot=_spot(options),
        by=options.by,
        why=options.why,
    )
    return print_events(options, events)


def _undo(options: argparse.Namespace) -> int:
    return print_events(options, deciding.undo(desk_of(options), options.id, **who_of(options, [options.id])))


def _replace(options: argparse.Namespace) -> int:
    desk, field = desk_of(options), options.field
    rows = queue(desk, status=options.status, document=options.document)
    found = replacing.preview((one for one, _ in rows), field, options.find, options.put)
    if not options.preview:
        stored = replacing.replace_all(desk, found, field, by=options.by, why=options.why)
        return print_events(options, stored)
    if options.json:
        print_json([{"record": one.record.id, "before": one.before, "after": one.after} for one in found])
        return 0
    for one in found:
        print(f"{one.record.id}  {one.before} → {one.after}")
    return 0


def _head(options: argparse.Namespace) -> int:
    key = options.id.removeprefix(f"{PLAN}:")
    head = {name: getattr(options, name) for name in FIELDS}
    return print_events(options, correct(desk_of(options), key, head, **who_of(options, [f"{PLAN}:{key}"])))


def _import(options: argparse.Namespace) -> int:
    desk = desk_of(options)
    count = desk.book.put(exchange.read_file(options.file, desk.events))
    if options.json:
        print_json({"events": count})
    else:
        print(f"{options.file}: {count} events brought in")
    return 0


def _publish(options: argparse.Namespace) -> int:
    desk = desk_of(options)
    edition, changes = editions.publish(desk, options.name, by=options.by, why=options.why)
    figures = counts(changes)
    if options.json:
        print_json(
            {"edition": asdict(edition), "counts": figures, "changes": [asdict(one) for one in changes]}
        )
        return 0
    for change in changes:
        print(f"{change.change:8} {change.record}  {change.document}  {change.title}: {change.reason}")
    told = ", ".join(f"{name} {count}" for name, count in figures.items())
    print(f"{edition.name}: {desk.events[-1].after['records']} records; {told}")
    return 0


def _log(options: argparse.Namespace) -> int:
    desk = desk_of(options, writing=False)
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
        print_json([asdict(one) for one in events])
        return 0
    for one in events:
        after = as_text(one.after) if one.action != "add" else str(one.after.get("name", ""))
        why = f"  {one.why}" if one.why else ""
        print(f"{one.event_id}  {one.at}  {one.by}  {one.action:7} {one.record}  {after}{why}")
    return 0


def _spot(options: argparse.Namespace) -> dict[str, Any] | None:
    if options.at is not None:
        return at_point(*read_point(options.at), options.datum)
    return in_place(options.place) if options.place is not None else None


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
