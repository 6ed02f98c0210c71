"""Command ``migrate``: the desk from SQLite to PostgreSQL and back."""

from __future__ import annotations

import argparse

from geo import workspace
from projects.desk.migrating import migrate
from projects.store.address import shown


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``migrate`` to the parser's commands."""
    one = commands.add_parser(
        "migrate", help="核对台换数据库，内容不变 the desk into another database, equal content"
    )
    one.add_argument("source", metavar="FROM", help="sqlite:///… | postgresql://…")
    one.add_argument("target", metavar="TO", help="空的，或内容已相同 empty, or equal already")
    one.set_defaults(run=_migrate)


def _migrate(options: argparse.Namespace) -> int:
    done = migrate(options.source, options.target, workspace.current())
    for table, rows in done.items():
        print(f"{table}: {rows}")
    print(f"{shown(options.target)}: {'内容相同 equal' if done else '已相同，未改 equal already'}")
    return 0
