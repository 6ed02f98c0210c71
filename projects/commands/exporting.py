"""Handing records over on the command line: ``export`` and ``serve``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from geo import workspace
from projects.commands.filter_options import BY_SUFFIX, add_edition, add_filters, read_filters
from projects.desk import editions
from projects.errors import MissingError
from projects.export.formats.content import LAYERS, MENTIONS
from projects.export.formats.systems import ALL
from projects.export.writing import SIDECAR, export
from projects.store.database import open_store
from projects.vocabulary.labels import figures


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``export`` and ``serve`` to the parser's commands."""
    _add_export(commands)
    _add_serve(commands)


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser("export", help="导出 export records; filters as in the page's link")
    one.add_argument("--out", type=Path, required=True, metavar="PATH", help=BY_SUFFIX)
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
    add_edition(one)
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
    add_edition(one)
    one.set_defaults(run=_serve)


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
