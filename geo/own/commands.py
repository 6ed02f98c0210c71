"""Command line of the user's own boundaries: ``python -m geo boundaries import | remove``.

In: parsed options. Out: lines on standard output, Chinese with the terms of the file beside.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.datum import Datum
from geo.errors import UserFileError
from geo.own.match import DOUBTFUL, LEVELS, MATCHED, UNMATCHED

_LEVEL_NAMES = {"county": "县区", "town": "镇街", "park": "园区", "site": "设施"}
_STATUS_NAMES = {MATCHED: "匹配", DOUBTFUL: "存疑", UNMATCHED: "未匹配"}
_SHOWN = 8
_LARGE_OVERLAP_KM2 = 1.0  # smaller ones are listed, but need nobody's consent


def add_commands(actions: Any) -> None:
    """Add ``import`` and ``remove`` to the sub-commands of ``boundaries``."""
    one = actions.add_parser("import", help="导入自有边界或设施点 · use one's own areas or facilities")
    one.add_argument(
        "file", type=Path, metavar="FILE", help="shp gpkg geojson kml kmz tab mif zip；设施点另可 csv xlsx"
    )
    one.add_argument(
        "--datum", choices=[datum.value for datum in Datum], help="坐标系 · datum of the degrees"
    )
    one.add_argument(
        "--level", choices=[*LEVELS, "site"], help="层级，site 为设施点 · default: by what most rows are"
    )
    one.add_argument("--official", action="store_true", help="官方边界 · the file is official")
    one.add_argument("--source", metavar="TEXT", help="来源 · stored with each area")
    one.add_argument("--date", metavar="TEXT", help="数据日期 · date of the data")
    one.add_argument("--layer", metavar="NAME", help="图层 · where the file has several")
    one.add_argument("--crs", metavar="EPSG:N", help="文件未注明投影时 · for a file that names none")
    one.add_argument("--code-column", metavar="NAME", help="代码列 · column of the codes")
    one.add_argument("--name-column", metavar="NAME", help="名称列 · column of the names")
    one.add_argument("--x-column", metavar="NAME", help="设施表的经度或 X 列 · of a table of facilities")
    one.add_argument("--y-column", metavar="NAME", help="设施表的纬度或 Y 列 · of a table of facilities")
    one.add_argument(
        "--accept", action="store_true", help="自相交、面积悬殊等已核对 · agree with repairs and the like"
    )
    one.add_argument("--review", type=Path, metavar="CSV", help="核对表写到何处 · default: beside FILE")
    one.add_argument(
        "--decisions", type=Path, metavar="CSV", help="填好 decision 列的核对表 · a review list with codes"
    )
    one.add_argument(
        "--force", action="store_true", help="坐标系不符也导入 · although another datum fits better"
    )
    one.add_argument("--dry-run", action="store_true", help="只检查，不写入 · check only, write nothing")
    one.set_defaults(run=_import)

    one = actions.add_parser("remove", help="撤销导入 · back to the approximate areas")
    one.add_argument("--level", choices=[*LEVELS, "site"], help="只撤销此层级 · only this level")
    one.set_defaults(run=_remove)


def done_line(report: Any, *, is_trial: bool) -> str:
    """What was done in the end.

    Parameters
    ----------
    report
        Of :func:`geo.own.importer.import_areas` or :func:`geo.own.facilities.import_facilities`.
    is_trial
        Whether the import only checked.

    Returns
    -------
    str
        One line in Chinese.
    """
    if is_trial:
        return "仅检查，未写入"
    level = _LEVEL_NAMES[report.level]
    return f"已启用 {len(report.written)} 个{level}；撤销：python -m geo boundaries remove"


def found_lines(report: Any, *, is_trial: bool) -> Iterator[str]:
    """What was found, before anything takes effect.

    Parameters
    ----------
    report
        As for :func:`done_line`.
    is_trial
        True leaves out the review list, which a trial does not write.

    Yields
    ------
    str
        A line in Chinese: rows, datum, matches, then what is open, overlaps and gaps.
    """
    level = _LEVEL_NAMES[report.level]
    yield f"读入 {len(report.matchings)} 行，文字编码 {report.file.encoding}" + "".join(
        f"；{note}" for note in report.file.notes
    )
    if report.fit is not None:
        yield _datum_line(report.fit)
    yield (
        f"{level}：匹配 {report.count(MATCHED)}，存疑 {report.count(DOUBTFUL)}，"
        f"未匹配 {report.count(UNMATCHED)}" + ("" if is_trial else f"，核对表 {report.review}")
    )
    open_rows = [one for one in report.matchings if one.status != MATCHED]
    for one in open_rows[:_SHOWN]:
        status = _STATUS_NAMES[one.status]
        yield f"  第 {one.row.number} 行 {one.row.name or one.row.code}：{status}，{one.reason}"
    if len(open_rows) > _SHOWN:
        yield f"  …共 {len(open_rows)} 行，见核对表"
    for line in report.grave[:_SHOWN]:
        yield f"需核对：{line}"
    if len(report.grave) > _SHOWN:
        yield f"…需核对共 {len(report.grave)} 处"
    for pair in report.overlaps[:_SHOWN]:
        yield f"重叠 {pair.first} 与 {pair.second}：{pair.area_km2} km²"
    if len(report.overlaps) > _SHOWN:
        yield f"…重叠共 {len(report.overlaps)} 处"
    for county, sizes in report.gaps_km2.items():
        yield f"{county}：镇街齐全，与县区界之间空隙 {len(sizes)} 处，共 {sum(sizes):.2f} km²"
    for county, names in report.missing.items():
        listed = "、".join(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")
        yield f"{county}：另有 {len(names)} 个镇街仍为近似边界（{listed}）"


def concerns(report: Any) -> list[str]:
    """What a person should see before it takes effect.

    More than what needs consent on the command line: rows that are left out, units that stay
    approximate, overlaps, a datum that could not be checked, coordinates read in another order.

    Parameters
    ----------
    report
        As for :func:`done_line`.

    Returns
    -------
    list[str]
        Lines in Chinese; empty when nothing is open.
    """
    lines = [f"需核对：{line}" for line in report.grave]
    lines += [note for note in report.file.notes if "核对" in note]
    if report.fit is not None and (report.fit.best is None or report.fit.is_wrong):
        lines.append(_datum_line(report.fit))
    for status in (DOUBTFUL, UNMATCHED):
        if count := report.count(status):
            lines.append(f"{_STATUS_NAMES[status]} {count} 行，不启用，见核对表")
    if large := [pair for pair in report.overlaps if pair.area_km2 >= _LARGE_OVERLAP_KM2]:
        lines.append(
            f"重叠 {len(large)} 处，最大 {large[0].first} 与 {large[0].second} {large[0].area_km2} km²"
        )
    lines += [f"{county}：另有 {len(names)} 个镇街仍为近似边界" for county, names in report.missing.items()]
    return lines


def _import(options: argparse.Namespace) -> int:
    from geo.own.facilities import import_facilities
    from geo.own.files import TABLES
    from geo.own.importer import import_areas
    from geo.own.report import Options

    is_table = options.file.suffix.lower() in TABLES
    if options.datum is None and options.level != "site" and not is_table:
        raise UserFileError(f"{options.file}: --datum is needed: one of {', '.join(Datum)}")
    chosen = Options(
        datum=Datum(options.datum) if options.datum else None,
        level=None if options.level == "site" else options.level,
        layer=options.layer,
        crs=options.crs,
        code_column=options.code_column,
        name_column=options.name_column,
        x_column=options.x_column,
        y_column=options.y_column,
        source=options.source,
        date=options.date,
        is_official=options.official,
        is_forced=options.force,
        is_trial=options.dry_run,
        is_accepted=options.accept,
        decisions=options.decisions,
        review=options.review,
    )
    is_site = options.level == "site" or (is_table and options.level is None)

    def show(report: Any) -> None:
        if not report.grave or options.accept:  # else the one line on standard error says it
            print("\n".join(found_lines(report, is_trial=options.dry_run)), flush=True)

    report = (import_facilities if is_site else import_areas)(options.file, chosen, before_writing=show)
    if options.dry_run:
        print("\n".join(found_lines(report, is_trial=True)))
    print(done_line(report, is_trial=options.dry_run))
    return 0


def _remove(options: argparse.Namespace) -> int:
    from geo.own.removal import remove

    gone = remove(options.level)
    for path in gone:
        print(f"已删除 {path}")
    print("恢复为近似边界" if gone else "没有导入过的数据")
    return 0


def _datum_line(fit: Any) -> str:
    if fit.best is None:
        return f"坐标系 {fit.declared}：与县区界重合的边不足，无法核对"
    if fit.is_wrong:
        known = "县区界" if fit.by == "county" else "已知镇街"
        fits = f"{fit.fit_m:.0f} 米，" if fit.fit_m == fit.fit_m else ""
        return (
            f"请核对坐标系：按 {fit.declared} 导入，但按 {fit.best} 与{known}更合"
            f"（{fits}两者相距约 {fit.shift_m:.0f} 米）"
        )
    if fit.fit_m != fit.fit_m:
        return f"坐标系 {fit.declared}：与已知镇街驻地、村点相符"
    known = "县区界" if fit.by == "county" else "已知镇街界"
    return f"坐标系 {fit.declared}：与{known}相差约 {fit.fit_m:.0f} 米，相符"
