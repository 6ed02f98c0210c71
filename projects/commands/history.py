"""Commands about what became of projects: ``history`` and ``profile``.

Each takes its options from the command line of ``projects.__main__`` and returns the exit
status; errors are those of ``projects.errors``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import pandas as pd

from geo import workspace
from geo.files import write_whole
from projects.commands.filter_options import add_edition, add_filters, read_filters
from projects.errors import InputError
from projects.linkage.tables import MATCH_COLUMNS
from projects.model.registry import read_registry
from projects.model.tables import read_table
from projects.presentation.followupview import part_label
from projects.presentation.followupview import summary as followup_note
from projects.presentation.profiles.words import rate_text
from projects.store.database import open_store
from projects.store.followup import (
    OUTCOMES,
    PARTS,
    RATES,
    figures,
    lives,
    of_records,
    promises,
    read_said,
)
from projects.store.history import MATCHES, histories, project_key, read_links
from projects.store.historytext import first_of, history_lines
from projects.store.query import Index, mask
from projects.store.vocabulary import vocabulary
from projects.vocabulary.labels import LANGUAGES, stage, texts

# What is told of a mention, none of the document's sentences.
_LIFE = ["project", "document", "id", "name", "looks", "stage", "words", "section", "item"]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of this module to the parser's."""
    one = commands.add_parser("history", help="一个项目在各规划中的沿革 the life of a project in the plans")
    one.add_argument("id", nargs="?", metavar="ID", help="记录或项目编号 id of a record or a project")
    one.add_argument(
        "--followup", action="store_true", help="各规划的承诺与落实 what was promised and what was reported"
    )
    one.add_argument("--by", choices=PARTS, default="plan", help="按规划、县区或行业 by plan, area, industry")
    one.add_argument(
        "--outcome", choices=OUTCOMES, help="列出这一类承诺 list these promises; silent: 未再提及"
    )
    one.add_argument("--json", action="store_true", help="每行一个 JSON 对象 one JSON object a line")
    add_filters(one)
    one.add_argument("--lang", choices=LANGUAGES, default="zh")
    add_edition(one)
    one.set_defaults(run=_history)

    one = commands.add_parser("profile", help="区域画像，A4 一页 area profile, one A4 page (PDF)")
    one.add_argument("area", nargs="?", metavar="CODE|NAME", help="县区、镇街、园区、功能区或基地")
    one.add_argument("--all", action="store_true", help="全部区域 every area")
    one.add_argument("--out", type=Path, required=True, metavar="PATH", help="PDF；--all 时为文件夹")
    one.add_argument("--lang", choices=LANGUAGES, default="zh")
    add_edition(one)
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
    records, documents = open_store().records(), read_registry()
    if options.followup == (options.id is not None):
        raise InputError("history: give the id of one project, or --followup")
    life = lives(records, documents, read_said())
    if options.followup:
        return _followup(options, records, promises(life, documents))
    if options.json:
        key = project_key(first_of(options.id, records))
        _print_json(life.loc[life["project"] == key, _LIFE])
        return 0
    table = histories(records, documents, links=read_links())
    print("\n".join(history_lines(options.id, table, records, lang=options.lang, life=life)))
    return 0


def _followup(options: argparse.Namespace, records: pd.DataFrame, table: pd.DataFrame) -> int:
    """The promises of the filtered records: sums by plan, area or industry, or those of one outcome."""
    filters = read_filters(options)
    if filters.active():
        table = of_records(table, records["id"][mask(Index(records), filters)])
    known, lang = vocabulary(), options.lang
    if options.outcome:
        rows = table[table["outcome"] == options.outcome]
        if options.json:
            _print_json(rows)
            return 0
        for row in rows.itertuples():
            plan = part_label(row.document, "plan", known, lang)
            print("  ".join((row.ids, row.name, plan, stage(row.stage, lang), row.words)).rstrip())
        return 0
    rows = figures(table, by=options.by)
    if options.json:
        _print_json(rows)
        return 0
    words = texts(lang)
    names = ("promised", *RATES, *OUTCOMES)
    print("\t".join((words["column.label"], *(words[f"column.{name}"] for name in names))))
    for told in rows.to_dict("records"):
        cells = [rate_text(told, name) if name in RATES else str(told[name]) for name in names]
        print("\t".join((part_label(told["value"], options.by, known, lang), *cells)))
    print(followup_note(table, lang))
    return 0


def _print_json(table: pd.DataFrame) -> None:
    """One object a line, None for what is missing."""
    for row in table.astype(object).where(table.notna(), None).to_dict("records"):
        print(json.dumps(row, ensure_ascii=False))


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
