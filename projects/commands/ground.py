"""``python -m projects ground``: bring in tables of companies, facilities and lines, and look at them.

In: a file of the user (:mod:`geo.ground.importer`). Out: the workspace's table, and its records placed by it:
the store takes up a new table at once; ``python -m projects build`` writes it into the tables.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.ground.tables import COLUMNS, companies, facilities, folder, line_rows
from projects.georeferencing.known import bring_in


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``ground`` to the parser's commands."""
    one = commands.add_parser("ground", help="企业、设施、线路表 tables of companies, facilities and lines")
    actions = one.add_subparsers(required=True, metavar="ACTION")
    one = actions.add_parser("import", help="导入 CSV 或 XLSX · bring in a table")
    one.add_argument("file", type=Path, metavar="FILE", help="列名同工作区 ground 文件夹 · columns as there")
    one.add_argument("--table", choices=tuple(COLUMNS), help="哪张表 · default: by the header")
    one.add_argument("--dry-run", action="store_true", help="只检查，不写入 · check only, write nothing")
    one.set_defaults(run=_import)
    one = actions.add_parser("list", help="各表的行数与来源 · rows and sources of each table")
    one.set_defaults(run=_list)


def _import(options: argparse.Namespace) -> int:
    for line in bring_in(options.file, table=options.table, is_trial=options.dry_run):
        print(line)
    return 0


def _list(options: argparse.Namespace) -> int:
    del options
    for kind, rows in (("companies", companies()), ("facilities", facilities()), ("lines", line_rows())):
        sources = len({row.source for row in rows})
        print(f"{folder() / kind}.csv: {len(rows)} rows, {sources} sources")
    return 0
