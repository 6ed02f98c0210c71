"""Command line: ``python -m projects extract | build | explain | export | evaluate``.

Exit status 0 done, 1 a check failed, 2 wrong usage or unreadable input: one line on
standard error names the file and the place in it, and nothing is left half-written.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from geo import settings, workspace
from geo.errors import GeoError
from geo.locks import writing_workspace
from projects import city
from projects.build import (
    considered,
    read_documents,
    reading_confidence,
    shipped_facts,
    summary,
    write_tables,
)
from projects.commands import accounts as account_commands
from projects.commands import batch, ground, handover, layers, migrating, safekeeping, setting
from projects.commands import desk as desk_commands
from projects.commands import evaluation as evaluating
from projects.commands.filter_options import add_filters, read_filters
from projects.commands.history import add_commands, matching_lines
from projects.desk import editions
from projects.desk.build import pairs_decided, with_events
from projects.desk.desk import open_desk
from projects.desk.readings import OVERRULED, overruled_table
from projects.errors import MissingError, ProjectsError
from projects.export.formats.content import LAYERS, MENTIONS
from projects.export.formats.systems import ALL
from projects.export.writing import FORMATS, SIDECAR, export, format_of
from projects.model.manifest import settle
from projects.model.records import Record, frame
from projects.model.registry import find_document, plans_dir, read_registry
from projects.pipeline import run
from projects.store import address
from projects.store.database import open_store
from projects.vocabulary.labels import figures, investment, years
from projects.vocabulary.labels import stage as stage_label

# Commands that show or hand over what is published, or an older edition.
SHOWING = ("explain", "export", "serve", "print", "standalone", "profile", "history")
_BY_SUFFIX = f"按后缀 by suffix: {' '.join(FORMATS)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    options = parser().parse_args(arguments)
    try:
        settings.apply()
    except GeoError as error:
        print(str(error), file=sys.stderr)
        return 2
    if getattr(options, "is_new_workspace", False):  # it names a folder that is no workspace yet
        options.workspace_to_make = vars(options).pop("workspace", None)
    try:
        with workspace.using(getattr(options, "workspace", None)) as place:
            settle(place)  # a build that was finished and not yet put in place
            with address.using(getattr(options, "store", None)), workspace.showing(_edition(options)):
                account_commands.note_command(
                    options.command, sys.argv[1:] if arguments is None else arguments
                )
                status: int = options.run(options)
    except (ProjectsError, GeoError) as error:
        print(str(error), file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror}", file=sys.stderr)
        return 2
    return status


def _edition(options: argparse.Namespace) -> Path | None:
    """Folder of the edition that a command shows or hands over; None for all other commands."""
    return editions.shown(options.edition, store=options.store) if "edition" in options else None


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


def _export(options: argparse.Namespace) -> int:
    filters = read_filters(options)
    done = export(
        open_store().records(),
        options.out,
        crs=options.crs,
        filters=filters,
        layer=options.layer,
        with_metadata=not options.no_metadata,
    )
    told = done.counts.as_dict()
    print(f"{done.path}: {figures(told, 'zh')} / {figures(told, 'en')}")
    for note in done.notes:
        print(note, file=sys.stderr)
    return 0


def _serve(options: argparse.Namespace) -> int:
    # Here, because what it needs is optional: the other commands do without.
    try:
        from projects.export.service import serve
    except ModuleNotFoundError as error:
        raise MissingError(
            f"no module {error.name!r}: install projects/export/service-requirements.txt to serve"
        ) from error
    serve(
        host=options.host,
        port=options.port,
        url=options.url,
        origins=options.cors or os.environ.get("PROJECT_MAP_CORS", "").split(),
        workers=options.workers,
        hosts=options.allow_host or os.environ.get("PROJECT_MAP_HOSTS", "").split(),
        published=editions.published_at(workspace.current()) if options.edition is None else "",
    )
    return 0


def _plans(folder: Path | None) -> Path:
    plans = folder or plans_dir()
    if not plans.is_dir():
        raise MissingError(
            f"{plans}: no such folder of plans; give it with --plans DIR or $PROJECT_MAP_PLANS"
        )
    return plans


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; each sets ``run``."""
    whole = argparse.ArgumentParser(
        prog="python -m projects", description="读规划、定位、导出项目 Read plans, place and export projects"
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND", dest="command")
    _add_reading(commands)
    _add_export(commands)
    _add_serve(commands)
    evaluating.add_command(commands)
    add_commands(commands)
    handover.add_commands(commands)
    safekeeping.add_commands(commands)
    migrating.add_command(commands)
    setting.add_command(commands)
    for name in SHOWING:
        desk_commands.add_edition(commands.choices[name])
    desk_commands.add_commands(commands)
    account_commands.add_commands(commands)
    city.add_command(commands)
    batch.add_command(commands)
    ground.add_command(commands)
    layers.add_command(commands)
    workspace.add_option(whole)
    return whole


def _add_reading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser("extract", help="读取文件 read plan files")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--registry", type=Path, metavar="CSV", help="文件登记表 registry of documents")
    one.add_argument("--out", type=Path, metavar="PATH", help=_BY_SUFFIX)
    one.set_defaults(run=_extract)

    one = commands.add_parser("build", help="重建数据表 rebuild the shipped tables and the store")
    one.add_argument("--plans", type=Path, metavar="DIR", help="规划文件夹 folder of the plan documents")
    one.add_argument("--registry", type=Path, metavar="CSV")
    one.add_argument("--store", metavar="URL", help="核对台的数据库 the desk's database")
    one.set_defaults(run=_build)

    one = commands.add_parser("explain", help="一条记录的来龙去脉 where one record comes from")
    one.add_argument("id", metavar="ID")
    one.set_defaults(run=_explain)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser("export", help="导出 export records; filters as in the page's link")
    one.add_argument("--out", type=Path, required=True, metavar="PATH", help=_BY_SUFFIX)
    one.add_argument(
        "--crs",
        default="EPSG:4326",
        choices=ALL,
        metavar="CRS",
        help="EPSG:4326 | 4490 | 3 度带 zones | GCJ-02",
    )
    one.add_argument(
        "--layer", default=MENTIONS, choices=LAYERS, help="单图层格式写哪一层 the layer of a one-layer format"
    )
    one.add_argument(
        "--no-metadata", action="store_true", help=f"不写说明文件 do not write PATH{SIDECAR} beside it"
    )
    add_filters(one)
    one.set_defaults(run=_export)


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser(
        "serve", help="启动 OGC API 要素服务 serve the records to QGIS, ArcGIS and GDAL"
    )
    one.add_argument("--host", default="127.0.0.1", help="0.0.0.0 为对外 to be reached from other computers")
    one.add_argument("--port", type=int, default=5000)
    one.add_argument("--url", default="", help="客户端所见地址 the address that clients see, behind a proxy")
    one.add_argument(
        "--cors",
        action="append",
        metavar="ORIGIN",
        help="可从浏览器访问的网站，可重复 pages that may ask",
    )
    one.add_argument(
        "--allow-host", action="append", metavar="NAME", help="允许的主机名，可重复 Host names answered to"
    )
    one.add_argument("--workers", type=int, default=1, metavar="N", help="进程数 processes that answer")
    one.set_defaults(run=_serve)


if __name__ == "__main__":
    sys.exit(main())
