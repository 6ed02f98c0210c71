"""Command ``settings``: what holds here, and where it comes from; or the settings' file to fill in."""

from __future__ import annotations

import argparse
import os

from geo import settings
from projects.store.address import shown


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``settings`` to the parser's commands."""
    one = commands.add_parser("settings", help="现行设置及其来处 the settings that hold, and where from")
    one.add_argument(
        "--template", action="store_true", help="空白的 settings.toml an empty settings file, with words"
    )
    one.set_defaults(run=_settings)


def template() -> str:
    """A settings' file in which nothing is set, each setting with its words."""
    head = [
        "# 项目地图的设置。去掉行首的 # 并填写；环境变量优先于本文件。检查：python -m projects settings",
        "# Settings of the project map. Take the # off a line and fill it in; the environment stands before",
        "# this file. To check it: python -m projects settings",
    ]
    parts = []
    for one in settings.known().values():
        told = [one.choices.replace("|", " | ")] if one.choices else []
        told.append(f"缺省 default：{one.default}" if one.default else "缺省无 none by default")
        default = f"（{'；'.join(told)}）"
        parts += ["", f"# {one.zh}{default}", f"# {one.en}", f'# {one.name} = ""']
    return "\n".join([*head, *parts]) + "\n"


def _settings(options: argparse.Namespace) -> int:
    if options.template:
        print(template(), end="")
        return 0
    file = settings.path()
    told = settings.read(file) if file else {}
    print(f"{settings.VARIABLE}: {file or '—'}")
    for name, one in settings.known().items():
        value = os.environ.get(name, "")
        origin = "文件 file" if value and told.get(name) == value else "环境 environment"
        held = f"{_harmless(one, value)}  [{origin}]" if value else f"{one.default or '—'}  [缺省 default]"
        print(f"{name}: {held}")
    return 0


def _harmless(one: settings.Setting, value: str) -> str:
    """A value as it may be shown: neither a key nor a password."""
    if one.kind == "secret":
        return "***"
    return shown(value) if one.kind == "address" else value
