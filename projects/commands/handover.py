"""Commands that make something to hand over: ``print``, ``standalone`` and ``bundle``.

Each writes one file, whole or not at all, and returns the exit status; errors are those
of ``projects.errors``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from geo import workspace
from geo.boundaries import load_areas
from geo.files import write_whole
from projects.bundle import SYSTEMS, Target, bundle, default_name
from projects.commands.filter_options import add_edition, add_filters, read_filters
from projects.desk.behind import events_behind
from projects.errors import InputError
from projects.model.tables import read_bytes
from projects.presentation import scenes
from projects.presentation.downloads import print_extent
from projects.presentation.standalone import standalone
from projects.store.database import open_store
from projects.store.filtertext import describe
from projects.store.query import mask
from projects.vocabulary.labels import LANGUAGES


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of this module to the parser's."""
    one = commands.add_parser("print", help="打印图 a print, PDF (vector) or PNG (300 dpi)")
    one.add_argument("--out", type=Path, required=True, metavar="PATH", help=".pdf | .png")
    one.add_argument("--paper", choices=("A4", "A3", "A1", "16:9"), default="A3")
    one.add_argument("--portrait", action="store_true", help="竖版；缺省横版 landscape without it")
    one.add_argument("--lang", choices=LANGUAGES, default="zh")
    one.add_argument("--title", default="", help="缺省为城市名 the name of the city without it")
    one.add_argument("--approval-number", default="", metavar="NO", help="审图号；缺省留空待填")
    add_filters(one)
    add_edition(one)
    one.set_defaults(run=_print)

    one = commands.add_parser(
        "standalone", help="单个网页文件，双击即开 one HTML file, opened by double click"
    )
    one.add_argument("--out", type=Path, required=True, metavar="PATH", help=".html")
    one.add_argument("--lang", choices=LANGUAGES, default="zh")
    one.add_argument("--title", default="", help="缺省为城市名 the name of the city without it")
    one.add_argument(
        "--tour", type=Path, metavar="JSON", help="打开即放映的讲解 a tour that plays on opening"
    )
    add_filters(one)
    add_edition(one)
    one.set_defaults(run=_standalone)

    one = commands.add_parser("bundle", help="离线安装包 one zip that installs without a network")
    one.add_argument("--platform", choices=tuple(SYSTEMS), required=True)
    one.add_argument("--python", default="3.11", metavar="3.X", help="目标机器的 Python 版本")
    one.add_argument("--out", type=Path, metavar="PATH", help=".zip")
    one.set_defaults(run=_bundle)


def _print(options: argparse.Namespace) -> int:
    # matplotlib takes a second to load; the other commands need not wait for it.
    from projects.presentation.prints.options import Options
    from projects.presentation.prints.page import render

    filters = read_filters(options)
    store, areas = open_store(), load_areas()
    records = store.records()
    made = render(
        records[mask(records, filters)],
        areas,
        Options(
            suffix=options.out.suffix.lower(),
            paper=options.paper,
            portrait=options.portrait,
            lang=options.lang,
            title=options.title,
            subtitle=" · ".join(chip.label for chip in describe(filters, options.lang)),
            approval_number=options.approval_number,
            extent=print_extent(filters, areas),
        ),
        documents=store.documents(),
    )
    _write(options.out, made.content)
    return 0


def _standalone(options: argparse.Namespace) -> int:
    if options.out.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{options.out}: expected a name that ends in .html")
    filters = read_filters(options)
    store = open_store()
    records = store.records()
    # Scenes speak of all records: the shipped tours go only with all of them.
    saved = None if filters.active() else scenes.saved(scenes.own_folder())
    if options.tour is not None:
        saved = {"views": [], "tours": [{"name": options.tour.stem, "is_own": False, **_tour(options.tour)}]}
    content = standalone(
        records[mask(records, filters)],
        store.documents(),
        store.levels(),
        load_areas(),
        lang=options.lang,
        title=options.title,
        conditions=[chip.label for chip in describe(filters, options.lang)],
        saved=saved,
        is_tour=options.tour is not None,
        everything=records,
        events=events_behind(workspace.tables()),
    )
    _write(options.out, content)
    return 0


def _bundle(options: argparse.Namespace) -> int:
    target = Target(options.platform, options.python)
    out = options.out or Path(default_name(target))
    if not out.resolve().parent.is_dir():
        raise InputError(f"{out}: there is no such folder")
    print(f"{out}: 正在收集软件包 collecting wheels …", file=sys.stderr)
    wheels = bundle(target, out)
    print(f"{out}: {len(wheels)} wheels, {out.stat().st_size:,} bytes", file=sys.stderr)
    return 0


def _tour(path: Path) -> dict[str, Any]:
    try:
        return scenes.tour(json.loads(read_bytes(path)))
    except ValueError as error:  # not JSON, or JSON that is no tour
        raise InputError(f"{path}: {error}") from error


def _write(path: Path, content: bytes) -> None:
    write_whole(path, content)
    print(f"{path}: {len(content):,} bytes", file=sys.stderr)
