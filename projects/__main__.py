"""Command line: ``python -m projects COMMAND``; each command's module is in :mod:`projects.commands`.

Exit status 0 done, 1 a check failed, 2 wrong usage or unreadable input: one line on
standard error names the file and the place in it, and nothing is left half-written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from geo import settings, workspace
from geo.errors import GeoError
from projects.errors import ProjectsError
from projects.model.manifest import settle
from projects.store import address

# Commands, in the order of --help, and the module that adds them.
_GROUPS: tuple[tuple[tuple[str, ...], Callable[[], Any]], ...] = (
    (("extract", "build", "explain"), lambda: import_module("projects.commands.reading")),
    (("export", "serve"), lambda: import_module("projects.commands.exporting")),
    (("evaluate",), lambda: import_module("projects.commands.evaluation")),
    (("history", "profile"), lambda: import_module("projects.commands.history")),
    (("print", "standalone", "bundle"), lambda: import_module("projects.commands.handover")),
    (("backup", "restore"), lambda: import_module("projects.commands.safekeeping")),
    (("migrate",), lambda: import_module("projects.commands.migrating")),
    (("settings",), lambda: import_module("projects.commands.setting")),
    (("add", "review", "publish", "log"), lambda: import_module("projects.commands.desk")),
    (("accounts",), lambda: import_module("projects.commands.accounts")),
    (("city",), lambda: import_module("projects.city")),
    (("batch",), lambda: import_module("projects.commands.batch")),
    (("ground",), lambda: import_module("projects.commands.ground")),
    (("layers",), lambda: import_module("projects.commands.layers")),
)
COMMANDS = tuple(name for names, _ in _GROUPS for name in names)
# Commands that change something.
CHANGING = ("build", "add", "review", "publish", "city", "restore", "ground", "migrate", "batch")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    options = parser(words).parse_args(words)
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
                _note(options.command, words)
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
    if "edition" not in options:
        return None
    from projects.desk import editions

    return editions.shown(options.edition, store=options.store)


def _note(command: str, words: Sequence[str]) -> None:
    """Tell the log of who did what, where one is kept."""
    if command in CHANGING:
        from projects.commands.accounts import note_command

        note_command(command, words)


def parser(words: Sequence[str] = ()) -> argparse.ArgumentParser:
    """The parser of the commands that stand in *words*, of all when none does; each sets ``run``.

    A module is imported only for a command that is named: the others may need the prints' or the reader's.
    """
    whole = argparse.ArgumentParser(
        prog="python -m projects", description="读规划、定位、导出项目 Read plans, place and export projects"
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND", dest="command")
    named = set(words) & set(COMMANDS) or set(COMMANDS)
    for names, module in _GROUPS:
        if named & set(names):
            module().add_commands(commands)
    workspace.add_option(whole)
    return whole


if __name__ == "__main__":
    sys.exit(main())
