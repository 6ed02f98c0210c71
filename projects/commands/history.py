"""Commands about what became of projects: ``history`` and ``profile``.

Each takes its options from the command line of ``projects.__main__`` and returns the exit
status; errors are those of ``projects.errors``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo import workspace
from geo.files import write_whole
from projects.errors import InputError
from projects.linkage.tables import MATCH_COLUMNS
from projects.model.registry import read_registry
from projects.model.tables import read_table
from projects.store.database import open_store
from projects.store.history import MATCHES, histories, read_links
from projects.store.historytext import history_lines
from projects.vocabulary.labels import LANGUAGES


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of this module to the parser's."""
    one = commands.add_parser("history", help="一个项目在各规划中的沿革 the life of a project in the plans")
    one.add_argument("id", metavar="ID", help="记录或项目编号 id of a record or a project")
    one.add_argument("--lang", choices=LANGUAGES, default="zh")
    one.set_defaults(run=_history)

    one = commands.add_parser("profile", help="区域画像，A4 一页 area profile, one A4 page (PDF)")
    one.add_argument("area", nargs="?", metavar="CODE|NAME", help="县区、镇街、园区、功能区或基地")
    one.add_argument("--all", action="store_true", help="全部区域 every area")
    one.add_argument("--out", type=Path, required=True, metavar="PATH", help="PDF；--all 时为文件夹")
    one.add_argument("--lang", choices=LANGUAGES, default="zh")
    one.set_defaults(run=_profile)


def matching_lines(identifier: str) -> list[str]:
    """What else was taken for the same project as a record, or nearly so, with scores and decisions."""
    path = workspace.tables() / MATCHES
    if not path.is_file():
        return []
    names = open_store().records().set_index("id")["name"]
    lines = []
    for row in read_table(path, MATCH_COLUMNS).itertuples():
        if identifier in (row.a, row.b):
            other = row.b if row.a == identifier else row.a
            why = "; ".join(text for text in (row.veto, row.link, row.decided, row.parts) if text)
            lines.append(f"{row.verdict} {row.score} {other} {names.get(other, '')} ({why})")
    return lines


def _history(options: argparse.Namespace) -> int:
    records = open_store().records()
    table = histories(records, read_registry(), links=read_links())
    print("\n".join(history_lines(options.id, table, records, lang=options.lang)))
    return 0


def _profile(options: argparse.Namespace) -> int:
    # Matplotlib takes a second to load; the other commands need not wait for it.
    from projects.presentation.profiles import render, render_all
    from projects.store.profile import Tables, find_area

    if options.all == (options.area is not None):
        raise InputError("profile: give one area, or --all")
    tables = Tables()
    if options.all:
        if options.out.exists() and not options.out.is_dir():
            raise InputError(f"{options.out}: expected a folder for the pages of all areas")
        written = render_all(options.out, tables, lang=options.lang)
        print(f"{options.out}: {len(written)} pages", file=sys.stderr)
        return 0
    if options.out.suffix.lower() != ".pdf":
        raise InputError(f"{options.out}: expected a name that ends in .pdf")
    content = render(find_area(options.area, tables), tables, lang=options.lang)
    write_whole(options.out, content)
    print(f"{options.out}: {len(content):,} bytes", file=sys.stderr)
    return 0
