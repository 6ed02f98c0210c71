"""What commands that show records take: the page's filters (``--industry``, ``--within`` …), an edition."""

from __future__ import annotations

import argparse

from projects.export.writing import FORMATS
from projects.store.conditions import LISTS
from projects.store.filters import Filters, key_label
from projects.store.surroundings import near_of

BY_SUFFIX = f"按后缀 by suffix: {' '.join(FORMATS)}"
_SINGLES = {
    "from": "起始年 first year",
    "to": "截止年 last year",
    "text": "文字 text",
    "within": "WKT 或 GeoJSON 文件",
    "near": "LON,LAT,KM 或 or NAME,KM",
}


def add_filters(command: argparse.ArgumentParser) -> None:
    """Let *command* take every filter, each as often as wanted."""
    for key in LISTS:
        text = f"{key_label(key, 'zh')}，代码或名称 {key_label(key, 'en')}, code or label".replace("%", "%%")
        command.add_argument(f"--{key}", dest=f"filter_{key}", action="append", metavar="VALUE", help=text)
    for key, text in _SINGLES.items():
        command.add_argument(f"--{key}", dest=f"filter_{key}", action="append", metavar="VALUE", help=text)


def add_edition(parser: argparse.ArgumentParser) -> None:
    """``--edition`` and ``--store``, for commands that show what is published."""
    parser.add_argument("--edition", metavar="NAME", help="版次，缺省为最新 the last one without it")
    parser.add_argument("--store", metavar="URL", help="数据库 sqlite:///… 或 postgresql://…；缺省在工作区")


def read_filters(options: argparse.Namespace) -> Filters:
    """The filters given to a command; errors as in :meth:`Filters.from_options`."""
    query = {key: getattr(options, f"filter_{key}") for key in (*LISTS, *_SINGLES)}
    query["near"] = [near_of(text) for text in query["near"] or ()]
    return Filters.from_options({key: values for key, values in query.items() if values})
