"""Command ``batch``: thousands of documents of the whole country into one store."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from projects.errors import MissingError


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``batch`` to the parser's commands."""
    one = commands.add_parser("batch", help="读取成千上万份文件 thousands of documents of all China, on Dask")
    one.add_argument("source", type=Path, metavar="DIR|ZIP")
    one.add_argument("--out", type=Path, required=True, metavar="STORE", help="文件夹 folder of the store")
    one.add_argument(
        "--workers", type=int, default=2, metavar="N", help="本机进程数 processes on this computer"
    )
    one.add_argument("--dask", default="", metavar="ADDRESS", help="已有集群 a Dask scheduler, tcp://…:8786")
    one.add_argument("--again", action="store_true", help="重试失败的文件 also what was set aside before")
    one.add_argument("--limit", type=int, metavar="N", help="只读前 N 份 the first N documents only")
    one.set_defaults(run=_batch)


def _batch(options: argparse.Namespace) -> int:
    # Here, because the other commands need not wait for Dask.
    try:
        from projects.batch.running import batch
    except ModuleNotFoundError as error:
        raise MissingError(f"no module {error.name!r}: pip install -r requirements.txt") from error
    done = batch(
        options.source,
        options.out,
        workers=options.workers,
        address=options.dask,
        again=options.again,
        limit=options.limit,
        told=lambda line: print(line, file=sys.stderr),
    )
    print(
        f"{options.out}: {done.read} documents read, {done.set_aside} set aside, {done.known} there already, "
        f"{done.records} records, {done.seconds:.0f} s"
    )
    return 0
