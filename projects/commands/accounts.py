"""Accounts on the command line: ``accounts add | remove | list | set | log``.

Who has the shell has the files: no role is asked for here. That a command changed something stands in the
log, under the name of the system's user.
"""

from __future__ import annotations

import argparse
import getpass
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from geo.files import write_whole
from projects.accounts import presence
from projects.accounts.identity import Identity, read_roles, roles
from projects.accounts.register import DEFAULTS, Register, open_register
from projects.errors import InputError


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``accounts`` to the parser's commands."""
    whole = commands.add_parser("accounts", help="账户、角色与审计日志 accounts, roles and the log")
    actions = whole.add_subparsers(required=True, metavar="ACTION")
    one = actions.add_parser("add", help="建账户，或改角色与密码 an account, or its new roles and password")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--role", action="append", required=True, choices=tuple(roles()), dest="roles")
    one.add_argument("--no-password", action="store_true", help="由代理或单点登录认人 known otherwise")
    one.set_defaults(run=_add)
    one = actions.add_parser("remove", help="删账户，其会话即止 its sessions end")
    one.add_argument("name", metavar="NAME")
    one.set_defaults(run=_remove)
    one = actions.add_parser("list", help="账户与设置 accounts and settings")
    one.set_defaults(run=_list)
    one = actions.add_parser("set", help=f"设置 settings: {' '.join(DEFAULTS)}")
    one.add_argument("name", metavar="NAME", choices=tuple(DEFAULTS))
    one.add_argument("value", metavar="VALUE", help="- 由标准输入读 from standard input")
    one.set_defaults(run=_set)
    one = actions.add_parser("log", help="审计日志 the audit log")
    one.add_argument("--verify", action="store_true", help="核对哈希链 whether the chain is whole")
    one.add_argument("--head", default="", metavar="HASH", help="先前记下的哈希仍在链中 noted before")
    one.add_argument("--out", type=Path, metavar="PATH", help=".csv | .jsonl；缺省打印最后若干行")
    one.set_defaults(run=_log)


def note_command(command: str, words: Sequence[str]) -> None:
    """Write to the log that a command which changes something begins; nothing without accounts.

    Parameters
    ----------
    command
        The first word, such as ``build``; ``review list`` is not written down.
    words
        All of its line; what stands before ``@`` in a database's address is masked.

    Raises
    ------
    InputError
        It cannot be stored: then nothing may be done.
    MissingError
        The accounts are named, but their file is not there.
    """
    is_looking = command == "review" and "list" in words
    if presence.is_on() and not is_looking:
        told = re.sub(r"://[^@\s]*@", "://***@", " ".join(words))
        open_register().log.append(shell(), "", "command", "allowed", told)


def note(register: Register, action: str, detail: str) -> None:
    """Write what the system's user does to the log."""
    register.log.append(shell(), "", action, "done", detail)


def shell() -> Identity:
    """The system's user."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        name = "?"
    return Identity(name, frozenset(), "shell")


def _add(options: argparse.Namespace) -> int:
    held = read_roles(options.roles)
    password = None if options.no_password else _password(options.name)
    register = open_register(is_new_allowed=True)
    is_new = register.put(options.name, held, password)
    note(register, "accounts", f"{'add' if is_new else 'change'} {options.name}: {' '.join(sorted(held))}")
    told = "已建 made" if is_new else "已改，会话已止 changed, its sessions ended"
    print(f"{options.name}: {told}; {register.place}")
    return 0


def _remove(options: argparse.Namespace) -> int:
    register = open_register()
    if not register.remove(options.name):
        raise InputError(f"{options.name}: no such account")
    note(register, "accounts", f"remove {options.name}")
    print(f"{options.name}: 已删 removed")
    return 0


def _list(options: argparse.Namespace) -> int:
    del options
    register = open_register()
    for one in register.accounts():
        kind = "password" if one.has_password else "no password"
        print(f"{one.name}\t{' '.join(sorted(one.roles))}\t{kind}\t{one.made_at}")
    for name, value in register.settings().items():
        print(f"{name} = {'***' if name == 'secret' and value else value}")
    return 0


def _set(options: argparse.Namespace) -> int:
    value = sys.stdin.readline().strip() if options.value == "-" else options.value
    register = open_register(is_new_allowed=True)
    register.set(options.name, value)
    note(register, "accounts", f"set {options.name} {'***' if options.name == 'secret' else value}")
    return 0


def _log(options: argparse.Namespace) -> int:
    from projects.accounts.log import lines, table

    log = open_register().log
    if options.out is not None:
        forms = {".csv": table, ".jsonl": lines}
        if options.out.suffix.lower() not in forms:
            raise InputError(f"{options.out}: expected a name that ends in .csv or .jsonl")
        write_whole(options.out, forms[options.out.suffix.lower()](log.rows()))
    if options.verify or options.head:
        checked = log.check(options.head)
        print(f"{checked.rows} rows, {checked.head}")
        if checked.fault:
            print(checked.fault, file=sys.stderr)
            return 1
    elif options.out is None:
        sys.stdout.write(lines(log.rows(50)).decode())
    return 0


def _password(name: str) -> str:
    """From the terminal, asked twice; from a pipe one line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"{name}: 密码 password: ")
    if getpass.getpass("再输一次 again: ") != first:
        raise InputError("the two passwords differ")
    return first
