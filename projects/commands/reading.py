"""Reading on the command line: ``extract``, ``build`` and ``explain``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo import workspace
from geo.locks import writing_workspace
from projects.build import (
    considered,
    read_documents,
    reading_confidence,
    shipped_facts,
    summary,
    write_tables,
)
from projects.commands.filter_options import BY_SUFFIX, add_edition
from projects.commands.history import matching_lines
from projects.desk.build import pairs_decided, with_events
from projects.desk.desk import open_desk
from projects.desk.readings import OVERRULED, overruled_table
from projects.errors import MissingError
from projects.export.writing import export, format_of
from projects.model.records import Record, frame
from projects.model.registry import find_document, plans_dir, read_registry
from projects.pipeline import run
from projects.store.database import open_store
from projects.vocabulary.labels import investment, years
from projects.vocabulary.labels import stage as stage_label


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``extract``, ``build`` and ``explain`` to the parser's commands."""
    one = commands.add_parser("extract", help="读取文件 read plan files")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--registry", type=Path, metavar="CSV", help="文件登记表 registry of documents")
    one.add_argument("--out", type=Path, metavar="PATH", help=BY_SUFFIX)
    one.set_defaults(run=_extract)

    one = commands.add_parser("build", help="重建数据表 rebuild the shipped tables and the store")
    one.add_argument("--plans", type=Path, metavar="DIR", help="规划文件夹 folder of the plan documents")
    one.add_argument("--registry", type=Path, metavar="CSV")
    one.add_argument("--store", metavar="URL", help="核对台的数据库 the desk's database")
    one.set_defaults(run=_build)

    one = commands.add_parser("explain", help="一条记录的来龙去脉 where one record comes from")
    one.add_argument("id", metavar="ID")
    add_edition(one)
    one.set_defaults(run=_explain)


def _extract(options: argparse.Namespace) -> int:
    registry = read_registry(options.registry)
    if options.out is not None:
        format_of(options.out)  # refused before the reading, not after
    result = run([(find_document(path, registry), path) for path in options.files], known=shipped_facts())
    for notice in result.notices:
        print(notice, file=sys.stderr)
    records = frame(list(result.records))
    if options.out is None:
        # Plain UTF-8 for the next program in the pipe; the mark that Excel needs goes into files.
        records["listed"] = records["listed"].map({True: "true", False: "false"})
        sys.stdout.buffer.write(records.to_csv(index=False, lineterminator="\n").encode())
        return 0
    done = export(records, options.out)
    print(f"{done.path}: {done.records} records, {done.with_geometry} with a point", file=sys.stderr)
    return 0


def _build(options: argparse.Namespace) -> int:
    with writing_workspace():
        return _build_alone(options)


def _build_alone(options: argparse.Namespace) -> int:
    documents = read_registry(options.registry).values()
    plans = _plans(options.plans)
    pairs = pairs_decided(options.store)
    read = read_documents(documents, plans, decisions=pairs)
    result, readings, overruled = with_events(read, plans=plans, store=options.store)
    for notice in result.notices:
        print(notice, file=sys.stderr)
    print(summary(result))
    if any(step.seen != step.kept + step.rejected for step in result.steps):
        print("the counts of a step do not add up; nothing was written", file=sys.stderr)
        return 1
    more = {OVERRULED: overruled_table(readings, overruled)}
    for name, rows in write_tables(result, more=more).items():
        print(f"{workspace.current() / name}: {rows} rows")
    if overruled:
        print(f"{workspace.current() / OVERRULED}: {len(overruled)} rows")
    open_store()
    return 0


def _plans(folder: Path | None) -> Path:
    plans = folder or plans_dir()
    if not plans.is_dir():
        raise MissingError(
            f"{plans}: no such folder of plans; give it with --plans DIR or $PROJECT_MAP_PLANS"
        )
    return plans


def _explain(options: argparse.Namespace) -> int:
    store = open_store()
    record = store.record(options.id)
    if record is None:
        print(f"{options.id}: no record has this id", file=sys.stderr)
        return 1
    documents = store.documents().set_index("document")
    document = documents.loc[record.document]
    rows = [
        ("来源 source", f"{document['title']}（{document['number']}，{document['issued']}）"),
        ("位置 position", f"{record.document} {record.section} {record.item}".strip()),
        ("字符 characters", f"{record.span_start}–{record.span_end}"),
        ("读取规则 reading", f"{record.reading_rule or '—'} {reading_confidence(record.id)}".rstrip()),
        ("类型 kind", record.kind),
        ("行业 industry", record.industry or "—"),
        ("规则 rule", record.industry_rule or "no rule fits"),
        ("分类 category", record.category or "—"),
        ("年份 years", years(record.period_start, record.period_end) or "—"),
        ("规划期 plan years", years(record.plan_start, record.plan_end) or "—"),
        ("阶段 stage", _stage_line(record)),
        ("投资 investment", investment(record.investment_wan_yuan, "zh") or "—"),
        ("产出目标 target", investment(record.target_wan_yuan, "zh") or "—"),
        ("责任 responsible", record.responsible or "—"),
        ("地点 place", f"{record.place or '—'} ({record.place_code or '—'})"),
        (
            "精度 precision",
            f"{record.level}, radius {record.radius_m or '—'} m, confidence {record.confidence}",
        ),
        ("方法 method", record.method),
        ("依据 evidence", record.evidence or "—"),
        ("状态 status", record.status),
        ("版次 edition", record.edition or "—"),
    ]
    print(f"{record.id}  {record.name}")
    for label, value in rows:
        print(f"{label:16} {value}")
    for event in open_desk(store=options.store).book.events(record.id):
        print(f"{'核对 check':16} {event.at} {event.by} {event.action} {event.why}".rstrip())
    for text in considered(record.id):
        print(f"{'未取 not taken':16} {text}")
    for text in matching_lines(record.id):
        print(f"{'归并 matching':16} {text}")
    return 0


def _stage_line(record: Record) -> str:
    """``在建 Under way (s-going)``; a dash when the item tells no stage."""
    if not record.stage:
        return "—"
    return f"{record.stage} {stage_label(record.stage, 'en')} ({record.stage_rule or 'no rule'})"
