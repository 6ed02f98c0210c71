"""``python -m projects layers``: own layers of the workspace added, listed, removed; the template."""

from __future__ import annotations

import argparse
from pathlib import Path

from geo.datum import Datum
from geo.files import write_whole
from projects.errors import InputError
from projects.layers.keeping import add_layer, layers, remove_layer
from projects.layers.template import template
from projects.layers.words import kinds


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``layers`` to the parser's commands."""
    one = commands.add_parser("layers", help="自有图层：空置厂房、土地、政策、联系人 · own layers")
    actions = one.add_subparsers(required=True, metavar="ACTION")
    one = actions.add_parser("add", help="导入表格或矢量文件 · bring in a file")
    one.add_argument("file", type=Path, metavar="FILE", help="csv xlsx geojson gpkg kml zip")
    one.add_argument("--name", required=True, help="图层名称 · of the layer")
    one.add_argument("--replace", action="store_true", help="替换同名图层 · replace one of that name")
    one.add_argument("--datum", choices=[each.value for each in Datum], help="坐标系 · of the coordinates")
    one.add_argument(
        "--kind", choices=tuple(kinds()), default="", help="没有「类别」列时的类别 · kind of all rows"
    )
    one.add_argument("--crs", metavar="EPSG:N", help="文件未注明投影时 · for a file that names none")
    one.add_argument("--dry-run", action="store_true", help="只检查，不写入 · check only, write nothing")
    one.set_defaults(run=_add)
    one = actions.add_parser("list", help="各图层的行数与来源 · rows and source of each")
    one.set_defaults(run=_list)
    one = actions.add_parser("remove", help="删除图层 · take a layer away")
    one.add_argument("name", metavar="NAME")
    one.set_defaults(run=_remove)
    one = actions.add_parser("template", help="待填写的模板 · a workbook to fill in")
    one.add_argument("--out", type=Path, required=True, metavar="PATH", help=".xlsx")
    one.set_defaults(run=_template)


def _add(options: argparse.Namespace) -> int:
    reading = add_layer(
        options.file,
        options.name,
        datum=Datum(options.datum) if options.datum else None,
        kind=options.kind,
        crs=options.crs,
        is_trial=options.dry_run,
        is_replacing=options.replace,
    )
    for note in reading.notes:
        print(note)
    done = "可导入 can be added" if options.dry_run else "已导入 added"
    print(f"{options.name}: {done}, {told(reading.counts)}")
    return 0


def told(counts: dict[str, int]) -> str:
    """The figures of a layer in one line."""
    point, area, none = (counts[name] for name in ("point", "area", "none"))
    return f"{point + area + none} 行：坐标 {point}，按地名 {area}，未落点 {none}"


def _list(options: argparse.Namespace) -> int:
    del options
    for layer in layers():
        print(f"{layer.name}: {told(layer.counts)}；来源 {layer.source}，{layer.added}")
    if not layers():
        print("没有自有图层 no own layers")
    return 0


def _remove(options: argparse.Namespace) -> int:
    remove_layer(options.name)
    print(f"已删除 removed: {options.name}")
    return 0


def _template(options: argparse.Namespace) -> int:
    if options.out.suffix.lower() != ".xlsx":
        raise InputError(f"{options.out}: expected a name that ends in .xlsx")
    write_whole(options.out, template("zh"))
    return 0
